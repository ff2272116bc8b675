"""Train models of names: a conditional random field, or a hidden Markov model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle

from zhnlp.core import Alphabet, Recognizer, SequenceTrainer
from zhnlp.errors import UsageError
from zhnlp.models.entities.evidence import Evidence
from zhnlp.models.entities.model import NO_TAG, EntityModel, Kind, word_classes
from zhnlp.models.entities.optional_names import is_optional
from zhnlp.models.entities.raw_evidence import MAX_KINDS as MAX_KINDS_WITH_RAW
from zhnlp.models.entities.raw_evidence import N_FOLDS, RawTexts, gather
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.sequence.checkpoint import Arrays, Learned
from zhnlp.models.sequence.training import Run, Sample, Schedule, characters
from zhnlp.packing import About, make_pack

MAX_KINDS = 12  # labels of names; a block of weights of five rows has at most 256 numbers
Numbered = tuple[int, int, int]  # a name: start, end, number of its kind
_FIRST_PASSES = 4
_BEGIN, _INSIDE, _END, _SINGLE = range(1, 5)


def train_entities(
    samples: Sequence[Sample],
    run: Run[EntityModel] | None = None,
    *,
    dictionary: Dictionary,
    method: Kind = "crf",
    raw: RawTexts | None = None,
) -> EntityModel:
    """A model of the names in `samples`.

    Args:
        samples: Texts with words, tags and names. Where only names with labels such as ``PER?``
            are, those, shorter ones of their kind and none are all right.
        run: The schedule and other settings.
        dictionary: jieba's words with their tags.
        method: "hmm" only counts symbols and labels, for comparison.
        raw: Returns raw texts, with words and tags, to gather evidence from.

    Raises:
        UsageError: There are no texts, no names, or too many labels.
    """
    run, schedule = (run or Run()).by(Schedule())
    labels = _labels(samples, MAX_KINDS if raw is None else MAX_KINDS_WITH_RAW)
    learning = _Learning(samples, labels, _tags(samples), dictionary, method)
    if raw is None:
        return learning.model(run, [None])
    first_run = Run[EntityModel](replace(schedule, passes=_FIRST_PASSES), report=run.report)
    firsts = [learning.without(fold).model(first_run, [None]) for fold in range(N_FOLDS)]
    folds, evidence = gather(raw(), firsts)
    run.report("evidence from raw text is gathered")
    return learning.model(run, folds, evidence)


def _labels(samples: Sequence[Sample], most: int) -> list[str]:
    """The kinds of names; UsageError if there are none or too many."""
    names = [name for sample in samples for name in sample.names]
    labels = sorted({label for _, _, label in names if not is_optional(label)})
    if not 1 <= len(labels) <= most:
        raise UsageError(
            f"the training texts have {len(labels)} kinds of names; there must be from 1 to {most}."
        )
    return labels


@dataclass(frozen=True)
class _Learning:
    """The data of a training, in N_FOLDS folds."""

    samples: Sequence[Sample]
    labels: Sequence[str]
    tags: dict[str, int]
    dictionary: Dictionary
    method: Kind

    def without(self, fold: int) -> _Learning:
        """The same without a fold."""
        samples = [sample for number, sample in enumerate(self.samples) if number % N_FOLDS != fold]
        return replace(self, samples=samples)

    def model(
        self,
        run: Run[EntityModel],
        folds: Sequence[Evidence | None],
        evidence: Evidence | None = None,
    ) -> EntityModel:
        """A model with `evidence`, trained with that of its folds."""
        arrays = characters(self.samples)
        alphabet = Alphabet(arrays["alphabet"], arrays["read_as"])
        cores = [
            Recognizer(
                self.dictionary.trie,
                word_classes(self.dictionary),
                alphabet,
                **(own._asdict() if own else {}),
                symbols_only=self.method == "hmm",
            )
            for own in folds
        ]
        trainer = _trainer(self.samples, cores, self.labels, self.tags, run)
        about = {
            **(run.about or {}),
            "labels": list(self.labels),
            "tags": list(self.tags),
            "method": self.method,
        }
        data = [sample.key() for sample in self.samples]
        if evidence:
            about["evidence"] = True
            arrays |= evidence.arrays()
            data += [bytes(arrays[name]) for name in sorted(arrays)]
        model = partial(_model, arrays, about)
        if self.method == "hmm":
            trainer.estimate()
            packed, learned = trainer.packed(sparse=True, min_weight=0.0)
            return model(Learned(packed, {**learned, "sparse": True}))
        return run.learn(trainer, model, sparse=True, data=data)


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
    cores: Sequence[Recognizer],
    labels: Sequence[str],
    tags: dict[str, int],
    run: Run[EntityModel],
) -> SequenceTrainer:
    min_count = run.by(Schedule())[1].min_count
    trainer = SequenceTrainer(4 * len(labels) + 1, min_count=min_count)
    _allow(trainer, len(labels))
    numbers = [bytes([tags.get(tag, NO_TAG) for tag in sample.tags]) for sample in samples]
    for sample, own, core in zip(samples, numbers, cycle(cores)):
        trainer.count_entities(core, sample.text, sample.ends, own)
    n_features = trainer.assign_weights()
    kinds = {label: number for number, label in enumerate(labels)}
    n_inside = 0
    for sample, own, core in zip(samples, numbers, cycle(cores)):
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
