"""Train models of parts of speech."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from zhnlp.chars import is_han
from zhnlp.core import Alphabet, SequenceTrainer, Tagger
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.jieba import jieba_words
from zhnlp.models.sequence.alphabet import alphabet, read_as
from zhnlp.models.sequence.training import (
    Checkpoint,
    Learned,
    Report,
    Schedule,
    fingerprint,
    learn,
)
from zhnlp.models.tags.lexicon import N_FOLDS, TagLexicon, make_lexicon
from zhnlp.models.tags.model import TagModel
from zhnlp.packing import make_pack

MAX_LABELS = 51  # a block of weights of five rows has at most 256 numbers
_KNOWN_WELL = 20  # jieba's frequency of words that say something of others
DEFAULT = Schedule(passes=4, l2=0.1, min_count=2, least=0.1)


class TaggedText(NamedTuple):
    """A text with its words and their tags."""

    text: str
    ends: memoryview  # int32, as ``Words.ends``
    words: Sequence[str]
    tags: Sequence[str]


def alike(base: TagModel | None = None) -> dict[str, str]:
    """What words are like by another source: the classes of `base`, or else jieba's tags."""
    known, _ = jieba_words()
    like = {word: f"j{tag}" for word, (n, tag) in known.items() if n >= _KNOWN_WELL}
    return like if base is None else {**like, **base.classes()}


def train_tags(
    texts: Sequence[TaggedText],
    *,
    base: TagModel | None = None,
    schedule: Schedule | None = None,
    score: Callable[[TagModel], float] | None = None,
    about: dict[str, Any] | None = None,
    checkpoint: Path | None = None,
    dev_key: str = "",
    report: Report = lambda line: None,
) -> TagModel:
    """A model of the tags of `texts`.

    Args:
        texts: The training data.
        base: Another model that knows more words, and whose classes of them are
            taken over; without it jieba's tags tell what unknown words are like.
        schedule, score, about, checkpoint, dev_key, report: As in models/words/training.py.

    Raises:
        UsageError: No texts, or too many different tags.
    """
    schedule = schedule or DEFAULT
    texts = [text for text in texts if text.words]
    labels = sorted({tag for text in texts for tag in text.tags})
    if not 1 <= len(labels) <= MAX_LABELS:
        raise UsageError(
            f"the training texts have {len(labels)} different tags; "
            f"there must be from 1 to {MAX_LABELS}."
        )
    chars = alphabet(text.text for text in texts)
    if not chars:
        raise UsageError("no character stands twice in the training texts. Give more of them.")
    index = {label: number for number, label in enumerate(labels)}
    numbers = [bytes(map(index.__getitem__, text.tags)) for text in texts]
    lexicon = make_lexicon(
        ((text.words, own) for text, own in zip(texts, numbers, strict=True)),
        labels,
        alike(base),
        trust=base is not None,
    )
    arrays: dict[str, Any] = {"alphabet": chars, "read_as": read_as(chars)}
    trainer = _trainer(texts, numbers, lexicon, arrays, len(labels), schedule, report)
    nodes, codes = lexicon.trie.arrays()
    arrays.update(lexicon_nodes=nodes, lexicon_alphabet=codes)
    arrays.update(words=lexicon.words[-1], candidates=lexicon.candidates)
    said = {
        **(about or {}),
        "labels": labels,
        "blank": _blank(texts),
        "classes": {str(number): name for number, name in lexicon.classes.items()},
    }

    def model(learned: Learned) -> TagModel:
        return TagModel(
            make_pack("TagModel", {**said, **learned.about}, {**arrays, **learned.arrays})
        )

    kept = None
    if checkpoint is not None:
        parts = [text.text.encode("utf-8", "surrogatepass") + bytes(text.ends) for text in texts]
        parts += [*numbers, bytes(lexicon.words[-1])]
        kept = Checkpoint(
            checkpoint, fingerprint({**asdict(schedule), "labels": labels, "dev": dev_key}, parts)
        )
    return model(
        learn(
            trainer,
            schedule,
            sparse=True,
            score=(lambda learned: score(model(learned))) if score else None,
            checkpoint=kept,
            report=report,
        )
    )


def _trainer(
    texts: Sequence[TaggedText],
    numbers: Sequence[bytes],
    lexicon: TagLexicon,
    arrays: dict[str, Any],
    n_labels: int,
    schedule: Schedule,
    report: Report,
) -> SequenceTrainer:
    trainer = SequenceTrainer(n_labels, min_count=schedule.min_count)
    for before in range(n_labels):
        for after in range(n_labels):
            trainer.allow(before, after)
    known = Alphabet(arrays["alphabet"], arrays["read_as"])
    folds = [
        Tagger(lexicon.trie, words, lexicon.candidates, known) for words in lexicon.words[:N_FOLDS]
    ]
    cores = [folds[number * N_FOLDS // len(texts)] for number in range(len(texts))]
    for text, core in zip(texts, cores, strict=True):
        trainer.count_tags(core, text.text, text.ends)
    n_features = trainer.place()
    for text, own, core in zip(texts, numbers, cores, strict=True):
        trainer.add_tags(core, text.text, text.ends, own)
    report(f"{len(texts):,} texts, {n_labels} tags, {n_features:,} features")
    return trainer


def _blank(texts: Sequence[TaggedText]) -> str:
    """The tag for white space: what signs mostly have."""
    counts: Counter[str] = Counter()
    for text in texts:
        for word, tag in zip(text.words, text.tags, strict=True):
            if len(word) == 1 and not word.isalnum() and not is_han(word):
                counts[tag] += 1
    if not counts:
        counts.update(tag for text in texts for tag in text.tags)
    return min(counts, key=lambda tag: (-counts[tag], tag))
