"""Train models of words.

Three steps where raw text is given (after Zhang, Wang, Mansur and Zhang, 2013,
"Exploring Representations from Unlabeled Data with Co-training for Chinese
Word Segmentation"): a first model is trained, it cuts the raw text, and the
words it finds there, by how often, are evidence for the second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from zhnlp.chars import is_han
from zhnlp.core import Alphabet, Cutter, SequenceTrainer, Trie, WordLabels
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.sequence.checkpoint import Arrays, Learned
from zhnlp.models.sequence.training import Run, Sample, Schedule, characters
from zhnlp.models.words.model import N_LABELS, WordModel
from zhnlp.packing import make_pack

# B M E S: what may follow what
_FOLLOWERS = {0: (1, 2), 1: (1, 2), 2: (0, 3), 3: (0, 3)}
_CLASSES = (1.0, 2.5, 10.0, 50.0)  # times in a million words of raw text
_FIRST_PASSES = 4
Raw = Callable[[], Iterable[bytes]]


def train_words(
    samples: Sequence[Sample],
    run: Run[WordModel] | None = None,
    *,
    dictionary: Dictionary,
    raw: Raw | None = None,
) -> WordModel:
    """A model of the words of `samples`.

    Args:
        samples: Texts with their words.
        run: The schedule and more.
        dictionary: Words known before; the same one must be there when cutting.
        raw: Gives UTF-8 text to find words in, in blocks of whole lines.

    Raises:
        UsageError: There is nothing to learn.
    """
    run, schedule = (run or Run()).by(Schedule())
    samples = [sample for sample in samples if sample.text]
    if not samples:
        raise UsageError("there is nothing to learn words from. Give texts with their words.")
    known = characters(samples)
    if raw is not None:
        first = replace(schedule, passes=min(_FIRST_PASSES, schedule.passes))
        draft = Run[WordModel](first, report=run.report)
        known |= _words_found(raw, _learned(samples, draft, dictionary, known), dictionary, run)
    return _learned(samples, run, dictionary, known)


def _learned(
    samples: Sequence[Sample], run: Run[WordModel], dictionary: Dictionary, known: Arrays
) -> WordModel:
    return run.learn(
        _trainer(samples, dictionary, known, run),
        partial(_model, known, run.about or {}),
        sparse=False,
        data=[
            *(sample.key() for sample in samples),
            *(bytes(known[name]) for name in sorted(known)),
        ],
    )


def _words_found(raw: Raw, model: WordModel, dictionary: Dictionary, run: Run[WordModel]) -> Arrays:
    """The arrays of the lexicon of words that `model` finds in raw text."""
    lexicon = found_words(Cutter("crf", dictionary.words, model=model.word_labels), raw())
    run.report(f"{len(lexicon):,} words found in raw text")
    nodes, chars = Trie.build(lexicon, lexicon.values()).arrays()
    return {"lexicon_nodes": nodes, "lexicon_alphabet": chars}


def found_words(cutter: Cutter, blocks: Iterable[bytes]) -> dict[str, int]:
    """Words of two Han characters or more that `cutter` finds, with a class of how often."""
    counts: Counter[bytes] = Counter()
    for block in blocks:
        counts.update(cutter.cut_lines(block, replace=True)[0].split())
    million = sum(counts.values()) / 1e6
    classes: dict[str, int] = {}
    for raw_word in sorted(counts):
        rate = counts[raw_word] / million
        word = raw_word.decode()
        if rate >= _CLASSES[0] and len(word) > 1 and all(map(is_han, word)):
            classes[word] = sum(rate >= limit for limit in _CLASSES) - 1
    return classes


def _trainer(
    samples: Sequence[Sample], dictionary: Dictionary, known: Arrays, run: Run[WordModel]
) -> SequenceTrainer:
    trainer = SequenceTrainer(N_LABELS, min_count=run.by(Schedule())[1].min_count)
    for before, followers in _FOLLOWERS.items():
        for after in followers:
            trainer.allow(before, after)
    trainer.allow_at_ends((0, 3), (2, 3))
    lexicon = None
    if "lexicon_nodes" in known:
        lexicon = Trie(known["lexicon_nodes"], known["lexicon_alphabet"])
    labels = WordLabels(Alphabet(known["alphabet"], known["read_as"]), lexicon=lexicon)
    cutter = Cutter("crf", dictionary.words, model=labels)
    for sample in samples:
        trainer.count_words(cutter, sample.text)
    n_features = trainer.place()
    n_inside = sum(trainer.add_words(cutter, sample.text, sample.ends) for sample in samples)
    run.report(
        f"{len(samples):,} texts, {n_features:,} features; {n_inside:,} cuts of words lie inside "
        "numbers, Latin words and the like and cannot be learned"
    )
    return trainer


def _model(known: Arrays, about: dict[str, Any], learned: Learned) -> WordModel:
    return WordModel(
        make_pack("WordModel", {**about, **learned.about}, {**known, **learned.arrays})
    )
