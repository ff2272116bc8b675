"""Train models that tag words with parts of speech."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from zhnlp.arguments import need_items, wrong_type
from zhnlp.chars import is_han
from zhnlp.core import Alphabet, SequenceTrainer, Tagger, word_clusters
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.jieba import jieba_words
from zhnlp.models.sequence.checkpoint import Arrays, Learned
from zhnlp.models.sequence.training import Run, Sample, Schedule, characters
from zhnlp.models.tags.lexicon import N_FOLDS, TagLexicon, make_lexicon
from zhnlp.models.tags.model import TagModel
from zhnlp.packing import About, make_pack
from zhnlp.words import Words

MAX_LABELS = 51  # a block of weights of five rows has at most 256 numbers
_MIN_FREQUENCY = 20  # jieba's frequency from which the tag of a word is reliable
DEFAULT = Schedule(passes=4, l2=0.1, min_count=2, min_weight=0.1)
TEACHER = Schedule(passes=8, l2=0.005, min_count=2)
_CLUSTERED = 10  # occurrences in the raw text from which a word has a cluster
_FIRST_WORDS, _RAW_WORDS = 1_000_000, 1_500_000  # of raw text that are tagged and learned
_TIMES = 10  # how often a sample is learned beside them
_LONGEST = 500  # words of a line of raw text that is learned
Known = Mapping[str, tuple[int, str]]
"""Words with their frequency and tag."""
Raw = Callable[[], Iterable[str]]


def word_classes(known: Known, base: TagModel | None = None) -> dict[str, str]:
    """Outside classes of words: their class in `base`, or else their tag in `known`."""
    classes = {word: f"j{tag}" for word, (n, tag) in known.items() if n >= _MIN_FREQUENCY}
    return classes if base is None else {**classes, **base.classes()}


def train_tags(
    samples: Sequence[Sample],
    run: Run[TagModel] | None = None,
    *,
    base: TagModel | None = None,
    known: Known | None = None,
    raw: Raw | None = None,
) -> TagModel:
    """A model of the tags of `samples`.

    Args:
        samples: Texts with their words and tags.
        run: The schedule and other settings.
        base: A model that knows more words; its classes are used for words that are
            not in `samples`. Without it, the tags in `known` are.
        known: Words with frequency and tag; None for jieba's.
        raw: Returns text without tags to learn from, too: cut into words with blanks
            between them, in blocks of whole lines.

    Raises:
        UsageError: There are no texts, or too many different tags.
    """
    if raw is not None and not callable(raw):
        raise wrong_type(raw, "raw", "Give a function that returns blocks of text")
    run, _ = (run or Run()).by(DEFAULT)
    samples = [sample for sample in samples if len(sample.ends)]
    labels = sorted({tag for sample in samples for tag in sample.tags})
    if not 1 <= len(labels) <= MAX_LABELS:
        raise UsageError(
            f"the training texts have {len(labels)} different tags; "
            f"there must be from 1 to {MAX_LABELS}."
        )
    known = _checked(known)
    outside = word_classes(known, base)

    def learned(samples: Sequence[Sample], run: Run[TagModel]) -> TagModel:
        lexicon = _lexicon(samples, labels, outside, prefer_outside=base is not None)
        return _learned(samples, labels, lexicon, run)

    if raw is None:
        return learned(samples, run)
    teacher = train_teacher(samples, known, raw, run)
    first_run = Run[TagModel](run.schedule, report=run.report)
    first = learned(with_raw(samples, teacher, raw, _FIRST_WORDS), first_run)
    return learned(with_raw(samples, first, raw, _RAW_WORDS), run)


def train_teacher(
    samples: Sequence[Sample], known: Known, raw: Raw, run: Run[TagModel]
) -> TagModel:
    """A slow model that learns much from few samples: it knows clusters of the raw words."""
    labels = sorted({tag for sample in samples for tag in sample.tags})
    blocks = need_items(raw(), "raw text", "Give blocks of cut text")
    clusters = word_clusters(blocks, min_count=_CLUSTERED)
    run.report(f"{len(clusters):,} words of the raw text have clusters")
    outside = dict.fromkeys(clusters, "") | {word: f"j{tag}" for word, (_, tag) in known.items()}
    lexicon = _lexicon(samples, labels, outside, prefer_outside=True)
    every = (1 << len(labels)) - 1
    lexicon = replace(lexicon, candidates=array("Q", [every] * len(lexicon.candidates)))
    numbers = array("I", bytes(4 * len(lexicon.words[-1])))
    for form, number in lexicon.trie.items():
        numbers[number] = clusters.get(form, -1) + 1
    return _learned(samples, labels, lexicon, Run(TEACHER, report=run.report), numbers)


def with_raw(samples: Sequence[Sample], teacher: TagModel, raw: Raw, n_words: int) -> list[Sample]:
    """`samples`, each several times, and between them about `n_words` of raw text tagged."""
    tagged = [*_tagged(teacher, raw, n_words)]
    mixed = []
    step = len(tagged) / len(samples)
    for number, sample in enumerate(samples):
        mixed += [sample] * _TIMES
        mixed += tagged[int(number * step) : int((number + 1) * step)]
    return mixed


def _tagged(teacher: TagModel, raw: Raw, n_words: int) -> Iterator[Sample]:
    """Lines of the raw text, evenly chosen, with the tags that `teacher` gives them."""
    every = max(1, sum(block.count(" ") for block in raw()) // n_words)
    number = 0
    for block in raw():
        for line in block.split("\n"):
            words = line.split()
            if not 3 <= len(words) <= _LONGEST:
                continue
            number += 1
            if number % every:
                continue
            text = "".join(words)
            ends = Words.of(text, words).ends
            yield Sample(text, ends, teacher.tags(text, ends))


def _lexicon(
    samples: Sequence[Sample],
    labels: Sequence[str],
    outside_classes: Mapping[str, str],
    *,
    prefer_outside: bool,
) -> TagLexicon:
    index = {label: number for number, label in enumerate(labels)}
    return make_lexicon(
        ((sample.words, bytes(map(index.__getitem__, sample.tags))) for sample in samples),
        labels,
        outside_classes,
        prefer_outside=prefer_outside,
    )


def _learned(
    samples: Sequence[Sample],
    labels: Sequence[str],
    lexicon: TagLexicon,
    run: Run[TagModel],
    clusters: array[int] | None = None,
) -> TagModel:
    """A model trained with this lexicon, and with clusters of its forms."""
    arrays = characters(samples)
    index = {label: number for number, label in enumerate(labels)}
    numbers = [bytes(map(index.__getitem__, sample.tags)) for sample in samples]
    trainer = _trainer(samples, numbers, lexicon, arrays, run, clusters)
    nodes, codes = lexicon.trie.packed()
    arrays |= {"lexicon_nodes": nodes, "lexicon_alphabet": codes}
    arrays |= {"words": lexicon.words[-1], "candidates": lexicon.candidates}
    if clusters is not None:
        arrays["clusters"] = clusters
    about = {
        **(run.about or {}),
        "labels": labels,
        "blank": _blank(samples),
        "classes": {str(number): name for number, name in lexicon.classes.items()},
    }
    data = [*(sample.key() for sample in samples), bytes(lexicon.words[-1])]
    return run.learn(trainer, partial(_model, arrays, about), sparse=True, data=data)


def _checked(known: Known | None) -> Known:
    """The words with their tags; jieba's for None."""
    if known is None:
        return jieba_words()[0]
    advice = "Give a mapping {word: (frequency, tag)}"
    if not isinstance(known, Mapping):
        raise wrong_type(known, "known", advice)
    for item in known.items():
        match item:
            case str(), (int(), str()):
                continue
        raise wrong_type(item, "an item of known", advice)
    return known


def _model(arrays: Arrays, about: About, learned: Learned) -> TagModel:
    return TagModel(make_pack("TagModel", {**about, **learned.about}, {**arrays, **learned.arrays}))


def _trainer(
    samples: Sequence[Sample],
    numbers: Sequence[bytes],
    lexicon: TagLexicon,
    arrays: Arrays,
    run: Run[TagModel],
    clusters: array[int] | None,
) -> SequenceTrainer:
    n_labels = 1 + max(map(max, numbers))
    trainer = SequenceTrainer(n_labels, min_count=run.by(DEFAULT)[1].min_count)
    for before in range(n_labels):
        for after in range(n_labels):
            trainer.allow(before, after)
    alphabet = Alphabet(arrays["alphabet"], arrays["read_as"])
    folds = [
        Tagger(lexicon.trie, words, lexicon.candidates, alphabet, clusters=clusters)
        for words in lexicon.words[:N_FOLDS]
    ]
    cores = [folds[number * N_FOLDS // len(samples)] for number in range(len(samples))]
    for sample, core in zip(samples, cores, strict=True):
        trainer.count_tags(core, sample.text, sample.ends)
    n_features = trainer.assign_weights()
    for sample, own, core in zip(samples, numbers, cores, strict=True):
        trainer.add_tags(core, sample.text, sample.ends, own)
    run.report(f"{len(samples):,} texts, {n_labels} tags, {n_features:,} features")
    return trainer


def _blank(samples: Sequence[Sample]) -> str:
    """The tag for white space: the most common tag of punctuation."""
    counts: Counter[str] = Counter()
    for sample in samples:
        for word, tag in zip(sample.words, sample.tags, strict=True):
            if len(word) == 1 and not word.isalnum() and not is_han(word):
                counts[tag] += 1
    if not counts:
        counts.update(tag for sample in samples for tag in sample.tags)
    return min(counts, key=lambda tag: (-counts[tag], tag))
