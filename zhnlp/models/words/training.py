"""Train models of words.

With raw text, training has three steps (after Zhang, Wang, Mansur and Zhang, 2013,
"Exploring Representations from Unlabeled Data with Co-training for Chinese
Word Segmentation"): train a first model, cut the raw text with it, and train a
second model that has the words found there, by their frequency, as features.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from zhnlp.arguments import need_items
from zhnlp.chars import is_han
from zhnlp.core import Alphabet, Cutter, SequenceTrainer, Trie, WordLabels
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.sequence.checkpoint import Arrays, Learned
from zhnlp.models.sequence.training import Run, Sample, Schedule, characters
from zhnlp.models.words.model import N_LABELS, WordModel
from zhnlp.packing import About, make_pack

# B M E S: the labels that may follow each
_FOLLOWERS = {0: (1, 2), 1: (1, 2), 2: (0, 3), 3: (0, 3)}
_CLASSES = (1.0, 2.5, 10.0, 50.0)  # occurrences per million words of raw text
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
        run: The schedule and other settings.
        dictionary: Known words; cutting must use the same ones.
        raw: Returns UTF-8 text to find words in, in blocks of whole lines.

    Raises:
        UsageError: There is nothing to learn.
    """
    run, schedule = (run or Run()).by(Schedule())
    samples = [sample for sample in samples if sample.text]
    if not samples:
        raise UsageError("there is nothing to learn words from. Give texts with their words.")
    arrays = characters(samples)
    if raw is not None:
        short = replace(schedule, passes=min(_FIRST_PASSES, schedule.passes))
        first_run = Run[WordModel](short, report=run.report)
        first_model = _learned(samples, first_run, dictionary, arrays)
        arrays |= _raw_lexicon(raw, first_model, dictionary, run)
    return _learned(samples, run, dictionary, arrays)


def _learned(
    samples: Sequence[Sample], run: Run[WordModel], dictionary: Dictionary, arrays: Arrays
) -> WordModel:
    """A model trained with the alphabet and lexicon of `arrays`."""
    return run.learn(
        _trainer(samples, dictionary, arrays, run),
        partial(_model, arrays, run.about or {}),
        sparse=False,
        data=[
            *(sample.key() for sample in samples),
            *(bytes(arrays[name]) for name in sorted(arrays)),
        ],
    )


def _raw_lexicon(raw: Raw, model: WordModel, dictionary: Dictionary, run: Run[WordModel]) -> Arrays:
    """The lexicon of the words that `model` finds in raw text, as arrays."""
    lexicon = found_words(Cutter("crf", dictionary.words, model=model.word_labels), raw())
    run.report(f"{len(lexicon):,} words found in raw text")
    nodes, chars = Trie.build(lexicon, lexicon.values()).arrays()
    return {"lexicon_nodes": nodes, "lexicon_alphabet": chars}


def found_words(cutter: Cutter, blocks: Iterable[bytes]) -> dict[str, int]:
    """Words of two or more Han characters that `cutter` finds, with their class of frequency."""
    counts: Counter[bytes] = Counter()
    for block in need_items(blocks, "raw text", "Give UTF-8 text in blocks of whole lines"):
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
    samples: Sequence[Sample], dictionary: Dictionary, arrays: Arrays, run: Run[WordModel]
) -> SequenceTrainer:
    trainer = SequenceTrainer(N_LABELS, min_count=run.by(Schedule())[1].min_count)
    for before, followers in _FOLLOWERS.items():
        for after in followers:
            trainer.allow(before, after)
    trainer.allow_at_ends((0, 3), (2, 3))
    lexicon = None
    if "lexicon_nodes" in arrays:
        lexicon = Trie(arrays["lexicon_nodes"], arrays["lexicon_alphabet"])
    labels = WordLabels(Alphabet(arrays["alphabet"], arrays["read_as"]), lexicon=lexicon)
    cutter = Cutter("crf", dictionary.words, model=labels)
    for sample in samples:
        trainer.count_words(cutter, sample.text)
    n_features = trainer.assign_weights()
    n_inside = sum(trainer.add_words(cutter, sample.text, sample.ends) for sample in samples)
    run.report(
        f"{len(samples):,} texts, {n_features:,} features; {n_inside:,} word boundaries lie inside "
        "units (numbers, Latin words …) and cannot be learned"
    )
    return trainer


def _model(arrays: Arrays, about: About, learned: Learned) -> WordModel:
    return WordModel(
        make_pack("WordModel", {**about, **learned.about}, {**arrays, **learned.arrays})
    )
