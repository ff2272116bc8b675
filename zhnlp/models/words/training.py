"""Train models of words.

Three steps where raw text is given (after Zhang, Wang, Mansur and Zhang, 2013,
"Exploring Representations from Unlabeled Data with Co-training for Chinese
Word Segmentation"): a first model is trained, it cuts the raw text, and the
words it finds there, by how often, are evidence for the second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NamedTuple

from zhnlp.chars import is_han
from zhnlp.core import Alphabet, Cutter, SequenceTrainer, Trie, WordLabels
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.sequence.alphabet import alphabet, read_as
from zhnlp.models.sequence.training import (
    Checkpoint,
    Learned,
    Report,
    Schedule,
    fingerprint,
    learn,
)
from zhnlp.models.words.model import N_LABELS, WordModel
from zhnlp.packing import make_pack

# B M E S: what may follow what
_FOLLOWERS = {0: (1, 2), 1: (1, 2), 2: (0, 3), 3: (0, 3)}
_CLASSES = (1.0, 2.5, 10.0, 50.0)  # times in a million words of raw text
_FIRST_PASSES = 4


class Text(NamedTuple):
    """A text and where its words end: int32, as ``Words.ends``."""

    text: str
    ends: memoryview


def train_words(
    texts: Sequence[Text],
    *,
    dictionary: Dictionary,
    schedule: Schedule | None = None,
    raw: Callable[[], Iterable[bytes]] | None = None,
    score: Callable[[WordModel], float] | None = None,
    about: dict[str, Any] | None = None,
    checkpoint: Path | None = None,
    dev_key: str = "",
    report: Report = lambda line: None,
) -> WordModel:
    """A model of the words of `texts`.

    Args:
        texts: The training data.
        dictionary: Words known before; the same one must be there when cutting.
        schedule: How to learn.
        raw: Gives UTF-8 text to find words in, in blocks of whole lines.
        score: How good a model is, on data that is not trained on.
        about: What the pack is to say of itself.
        checkpoint: Where to note every pass.
        dev_key: Differs where `score` judges by other data: then nothing is gone on from.
        report: Is told what happens.
    """
    schedule = schedule or Schedule()
    texts = [text for text in texts if text.text]
    if not texts:
        raise UsageError("there is nothing to learn words from. Give texts with their words.")
    chars = alphabet(text.text for text in texts)
    if not chars:
        raise UsageError("no character stands twice in the training texts. Give more of them.")
    known: dict[str, Any] = {"alphabet": chars, "read_as": read_as(chars)}
    if raw is not None:
        first = replace(schedule, passes=min(_FIRST_PASSES, schedule.passes))
        trainer = _trainer(texts, dictionary, known, first, report)
        model = _model(known, {}, learn(trainer, first, sparse=False, report=report))
        del trainer
        lexicon = found_words(Cutter("crf", dictionary.words, model=model.word_labels), raw())
        report(f"{len(lexicon):,} words found in raw text")
        trie = Trie.build(lexicon, lexicon.values())
        known["lexicon_nodes"], known["lexicon_alphabet"] = trie.arrays()
    trainer = _trainer(texts, dictionary, known, schedule, report)
    kept = None
    if checkpoint is not None:
        parts = [text.text.encode("utf-8", "surrogatepass") + bytes(text.ends) for text in texts]
        parts += [bytes(known[name]) for name in sorted(known)]
        kept = Checkpoint(checkpoint, fingerprint({**asdict(schedule), "dev": dev_key}, parts))
    about = about or {}

    def graded(learned: Learned) -> float:
        return score(_model(known, about, learned)) if score else 0.0

    learned = learn(
        trainer,
        schedule,
        sparse=False,
        score=graded if score else None,
        checkpoint=kept,
        report=report,
    )
    return _model(known, about, learned)


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
            classes[word] = sum(rate >= least for least in _CLASSES) - 1
    return classes


def _trainer(
    texts: Sequence[Text],
    dictionary: Dictionary,
    known: dict[str, Any],
    schedule: Schedule,
    report: Report,
) -> SequenceTrainer:
    trainer = SequenceTrainer(N_LABELS, min_count=schedule.min_count)
    for before, followers in _FOLLOWERS.items():
        for after in followers:
            trainer.allow(before, after)
    trainer.allow_at_ends((0, 3), (2, 3))
    lexicon = None
    if "lexicon_nodes" in known:
        lexicon = Trie(known["lexicon_nodes"], known["lexicon_alphabet"])
    labels = WordLabels(Alphabet(known["alphabet"], known["read_as"]), lexicon=lexicon)
    cutter = Cutter("crf", dictionary.words, model=labels)
    for text in texts:
        trainer.count_words(cutter, text.text)
    n_features = trainer.place()
    n_inside = sum(trainer.add_words(cutter, text.text, text.ends) for text in texts)
    report(
        f"{len(texts):,} texts, {n_features:,} features; {n_inside:,} cuts of words lie inside "
        "numbers, Latin words and the like and cannot be learned"
    )
    return trainer


def _model(known: dict[str, Any], about: dict[str, Any], learned: Learned) -> WordModel:
    return WordModel(
        make_pack("WordModel", {**about, **learned.about}, {**known, **learned.arrays})
    )
