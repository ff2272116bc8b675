"""Train models of names: a conditional random field, or a hidden Markov model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from zhnlp.core import Alphabet, Recognizer, SequenceTrainer
from zhnlp.errors import UsageError
from zhnlp.models.entities.model import NO_TAG, EntityModel, Kind, word_classes
from zhnlp.models.entities.optional_names import is_optional
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.sequence.checkpoint import Arrays, Learned
from zhnlp.models.sequence.training import Run, Sample, Schedule, characters
from zhnlp.packing import About, make_pack

MAX_KINDS = 12  # labels of names; a block of weights of five rows has at most 256 numbers
Numbered = tuple[int, int, int]  # a name: start, end, number of its kind
_BEGIN, _INSIDE, _END, _SINGLE = range(1, 5)


def train_entities(
    samples: Sequence[Sample],
    run: Run[EntityModel] | None = None,
    *,
    dictionary: Dictionary,
    method: Kind = "crf",
) -> EntityModel:
    """A model of the names in `samples`.

    Args:
        samples: Texts with words, tags and names. Where only names with labels such as ``PER?``
            are, those, shorter ones of their kind and none are all right.
        run: The schedule and other settings.
        dictionary: jieba's words with their tags.
        method: "hmm" only counts symbols and labels, for comparison.

    Raises:
        UsageError: There are no texts, no names, or too many labels.
    """
    run, _ = (run or Run()).by(Schedule())
    names = [name for sample in samples for name in sample.names]
    labels = sorted({label for _, _, label in names if not is_optional(label)})
    if not 1 <= len(labels) <= MAX_KINDS:
        raise UsageError(
            f"the training texts have {len(labels)} kinds of names; "
            f"there must be from 1 to {MAX_KINDS}."
        )
    tags = _tags(samples)
    arrays = characters(samples)
    core = Recognizer(
        dictionary.trie,
        word_classes(dictionary),
        Alphabet(arrays["alphabet"], arrays["read_as"]),
        symbols_only=method == "hmm",
    )
    trainer = _trainer(samples, core, labels, tags, run)
    about = {**(run.about or {}), "labels": labels, "tags": list(tags), "method": method}
    model = partial(_model, arrays, about)
    if method == "hmm":
        trainer.estimate()
        packed, learned = trainer.packed(sparse=True, min_weight=0.0)
        return model(Learned(packed, {**learned, "sparse": True}))
    return run.learn(trainer, model, sparse=True, data=[sample.key() for sample in samples])


def _model(arrays: Arrays, about: About, learned: Learned) -> EntityModel:
    return EntityModel(
        make_pack("EntityModel", {**about, **learned.about}, {**arrays, **learned.arrays})
    )


def _tags(samples: Sequence[Sample]) -> dict[str, int]:
    counts = Counter(tag for sample in samples for tag in sample.tags)
    frequent = sorted(tag for tag, _ in counts.most_common(NO_TAG))
    return {tag: number for number, tag in enumerate(frequent)}


def _trainer(
    samples: Sequence[Sample],
    core: Recognizer,
    labels: Sequence[str],
    tags: dict[str, int],
    run: Run[EntityModel],
) -> SequenceTrainer:
    min_count = run.by(Schedule())[1].min_count
    trainer = SequenceTrainer(4 * len(labels) + 1, min_count=min_count)
    _allow(trainer, len(labels))
    numbers = [bytes([tags.get(tag, NO_TAG) for tag in sample.tags]) for sample in samples]
    for sample, own in zip(samples, numbers, strict=True):
        trainer.count_entities(core, sample.text, sample.ends, own)
    n_features = trainer.assign_weights()
    kinds = {label: number for number, label in enumerate(labels)}
    n_inside = 0
    for sample, own in zip(samples, numbers, strict=True):
        names, optional = _numbered(sample, kinds)
        n_inside += trainer.add_entities(
            core,
            sample.text,
            sample.ends,
            own,
            names,
            optional=optional,
            weight=sample.weight,
        )
    run.report(
        f"{len(samples):,} texts, {n_features:,} features; {n_inside:,} names begin or end inside "
        "units (numbers, Latin words …) and cannot be learned"
    )
    return trainer


def _numbered(sample: Sample, kinds: dict[str, int]) -> tuple[list[Numbered], list[Numbered]]:
    """The names of `sample` with the numbers of their kinds, and the optional ones."""
    names, optional = list[Numbered](), list[Numbered]()
    for start, end, label in sample.names:
        kind = kinds.get(label.rstrip("?"))
        if kind is not None:
            (optional if is_optional(label) else names).append((start, end, kind))
    return names, optional


def _allow(trainer: SequenceTrainer, n_kinds: int) -> None:
    """Allow the transitions between O and the B, I, E, S of each kind."""
    starts = [0, *(4 * kind + part for kind in range(n_kinds) for part in (_BEGIN, _SINGLE))]
    ends = [0, *(4 * kind + part for kind in range(n_kinds) for part in (_END, _SINGLE))]
    for before in ends:
        for after in starts:
            trainer.allow(before, after)
    for kind in range(n_kinds):
        for before in (_BEGIN, _INSIDE):
            for after in (_INSIDE, _END):
                trainer.allow(4 * kind + before, 4 * kind + after)
