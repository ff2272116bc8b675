"""Train models of names: a conditional random field, or a hidden Markov model beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from zhnlp.core import Alphabet, Recognizer, SequenceTrainer
from zhnlp.errors import UsageError
from zhnlp.models.entities.model import NO_TAG, EntityModel, Kind, word_classes
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
from zhnlp.packing import make_pack

MAX_KINDS = 12  # of names; a block of weights of five rows has at most 256 numbers
_BEGIN, _INSIDE, _END, _SINGLE = range(1, 5)


class NamedText(NamedTuple):
    """A text with its words, their tags, and its names as start, end and label."""

    text: str
    ends: memoryview  # int32, as ``Words.ends``
    tags: Sequence[str]
    names: Sequence[tuple[int, int, str]]


def train_entities(
    texts: Sequence[NamedText],
    *,
    dictionary: Dictionary,
    method: Kind = "crf",
    schedule: Schedule | None = None,
    score: Callable[[EntityModel], float] | None = None,
    about: dict[str, Any] | None = None,
    checkpoint: Path | None = None,
    dev_key: str = "",
    report: Report = lambda line: None,
) -> EntityModel:
    """A model of the names in `texts`.

    Args:
        texts: The training data.
        dictionary: jieba's words with their tags.
        method: "hmm": only symbols and labels are counted; for comparison.
        schedule, score, about, checkpoint, dev_key, report: As in models/words/training.py.

    Raises:
        UsageError: No texts, no names, or too many kinds of them.
    """
    schedule = schedule or Schedule()
    labels = sorted({label for text in texts for _, _, label in text.names})
    if not 1 <= len(labels) <= MAX_KINDS:
        raise UsageError(
            f"the training texts have {len(labels)} kinds of names; "
            f"there must be from 1 to {MAX_KINDS}."
        )
    tags = _tags(texts)
    chars = alphabet(text.text for text in texts)
    if not chars:
        raise UsageError("no character stands twice in the training texts. Give more of them.")
    arrays: dict[str, Any] = {"alphabet": chars, "read_as": read_as(chars)}
    said = {**(about or {}), "labels": labels, "tags": list(tags), "method": method}
    core = Recognizer(
        dictionary.trie,
        word_classes(dictionary),
        Alphabet(chars, arrays["read_as"]),
        symbols_only=method == "hmm",
    )
    trainer = _trainer(texts, core, labels, tags, schedule, report)

    def model(learned: Learned) -> EntityModel:
        return EntityModel(
            make_pack("EntityModel", {**said, **learned.about}, {**arrays, **learned.arrays})
        )

    if method == "hmm":
        trainer.estimate()
        packed, learned_about = trainer.packed(sparse=True, least=0.0)
        return model(Learned(packed, {**learned_about, "sparse": True}))
    kept = None
    if checkpoint is not None:
        parts = (repr(text._replace(ends=text.ends.tolist())).encode() for text in texts)  # type: ignore[arg-type]
        kept = Checkpoint(
            checkpoint, fingerprint({**asdict(schedule), "tags": tags, "dev": dev_key}, parts)
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


def _tags(texts: Sequence[NamedText]) -> dict[str, int]:
    counts = Counter(tag for text in texts for tag in text.tags)
    frequent = sorted(tag for tag, _ in counts.most_common(NO_TAG))
    return {tag: number for number, tag in enumerate(frequent)}


def _trainer(
    texts: Sequence[NamedText],
    core: Recognizer,
    labels: Sequence[str],
    tags: dict[str, int],
    schedule: Schedule,
    report: Report,
) -> SequenceTrainer:
    trainer = SequenceTrainer(4 * len(labels) + 1, min_count=schedule.min_count)
    _allow(trainer, len(labels))
    numbers = [bytes([tags.get(tag, NO_TAG) for tag in text.tags]) for text in texts]
    for text, own in zip(texts, numbers, strict=True):
        trainer.count_entities(core, text.text, text.ends, own)
    n_features = trainer.place()
    kinds = {label: number for number, label in enumerate(labels)}
    n_inside = sum(
        trainer.add_entities(
            core, text.text, text.ends, own, [(a, b, kinds[label]) for a, b, label in text.names]
        )
        for text, own in zip(texts, numbers, strict=True)
    )
    report(
        f"{len(texts):,} texts, {n_features:,} features; {n_inside:,} names begin or end inside "
        "numbers, Latin words and the like and cannot be learned"
    )
    return trainer


def _allow(trainer: SequenceTrainer, n_kinds: int) -> None:
    """O, then B I E S of each kind: what may follow what."""
    starts = [0, *(4 * kind + part for kind in range(n_kinds) for part in (_BEGIN, _SINGLE))]
    ends = [0, *(4 * kind + part for kind in range(n_kinds) for part in (_END, _SINGLE))]
    for before in ends:
        for after in starts:
            trainer.allow(before, after)
    for kind in range(n_kinds):
        for before in (_BEGIN, _INSIDE):
            for after in (_INSIDE, _END):
                trainer.allow(4 * kind + before, 4 * kind + after)
