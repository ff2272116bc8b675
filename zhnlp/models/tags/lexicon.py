"""The lexicon of a tagger: a class for each word, and the tags that it may have.

It is made from a tagged corpus in ten folds. In training, the texts of a fold are
read with the lexicon of the other nine, so that the model learns from words that are
not in its lexicon (as in stacking, Wolpert 1992). Words that are not in the corpus
get an outside class: their tag in jieba's dictionary, or their class in another model.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zhnlp.core import Trie, form_of, shape_of

N_FOLDS = 10
N_SHAPES = 16  # numbers below are shapes, from here on classes
MAX_CLASSES = 1 << 12
MAX_ROWS = 1 << 14

_OWN_CLASS = 2000  # occurrences from which a word is a class of its own
_KNOWN, _WELL_KNOWN = 2, 50  # occurrences
_RARE_CLASS = 20  # occurrences below which a class is dropped
_RARE_BELOW = 10  # occurrences below which a word may have tags that it was not seen with
_SHARE = 0.002  # share of occurrences from which a tag is a candidate
_NOMINAL = {
    *[
        "n",
        "nr",
        "ns",
        "nt",
        "nz",
        "m",
        "q",
        "a",
        "b",
        "j",
        "t",
        "s",
        "vn",
        "an",
        "Ng",
        "l",
        "i",
        "z",
        "Ag",
        "Tg",
        "f",
        "k",
        "nx",
    ],
    *["NOUN", "PROPN", "NUM", "ADJ", "PART"],
}


@dataclass
class _Form:
    """A form of words, and how often it had each tag in each fold."""

    word: str  # a word with this form
    folds: list[Counter[int]] = field(default_factory=lambda: [Counter() for _ in range(N_FOLDS)])
    outside_class: str = ""
    by_numeral: bool = False

    def without(self, fold: int) -> Counter[int]:
        """Counts of tags in all folds except `fold`."""
        counts: Counter[int] = Counter()
        for number, tags in enumerate(self.folds):
            if number != fold:
                counts.update(tags)
        return counts


@dataclass(frozen=True)
class TagLexicon:
    """The words of a tagger.

    Attributes:
        trie: Maps forms to numbers.
        words: Packed entries (TagWord in core/tag_features.hpp) by these numbers: one
            array for reading each fold, and a last one for use.
        candidates: Sets of tags as bits; the first N_SHAPES are those of the shapes.
        classes: Names of the classes by number.
    """

    trie: Trie
    words: list[array[int]]
    candidates: array[int]
    classes: dict[int, str]


def make_lexicon(
    texts: Iterable[tuple[Sequence[str], Sequence[int]]],
    labels: Sequence[str],
    outside_classes: Mapping[str, str],
    *,
    prefer_outside: bool,
) -> TagLexicon:
    """The lexicon of tagged texts.

    Args:
        texts: Words and the numbers of their tags.
        labels: The tags by number.
        outside_classes: Classes of words from another source.
        prefer_outside: Prefer those classes to the ones from `texts`, because their
            source is much larger.
    """
    forms = _count(list(texts), outside_classes)
    unseen = _Unseen(forms.values(), labels)
    names = _class_names(forms, prefer_outside)
    classes = {name: number for number, name in enumerate(names, N_SHAPES)}
    rows: dict[int, int] = {}
    ranked = [i for i, form in enumerate(forms.values()) if any(form.folds)]
    candidates = [unseen.of_shape(shape) for shape in range(N_SHAPES)]
    tables: list[array[int]] = []
    table = array("I", bytes(4 * len(forms)))
    todo: Iterable[int] = range(len(forms))  # whose entry in `table` is not the one of the fold
    listed = list(forms.items())
    for fold in range(N_FOLDS + 1):
        inside = [] if fold == N_FOLDS else [i for i in ranked if listed[i][1].folds[fold]]
        for i in sorted({*todo, *inside}):
            name, form = listed[i]
            counts = form.without(fold)
            mask = unseen.candidates(form, counts)
            if mask not in rows and len(candidates) < MAX_ROWS:
                rows[mask] = len(candidates)
                candidates.append(mask)
            row = rows.get(mask, shape_of(form.word))
            cls = _class_number(name, form, counts, classes, prefer_outside)
            total = sum(counts.values())
            known = 2 if total >= _WELL_KNOWN else 1 if total >= _KNOWN else 0
            table[i] = cls | row << 12 | known << 26 | _is_anchor(form, counts, labels) << 28
        tables.append(array("I", table))
        todo = inside
    numbered = {number: name for name, number in classes.items()}
    return TagLexicon(Trie.build(forms), tables, array("Q", candidates), numbered)


def _count(
    texts: Sequence[tuple[Sequence[str], Sequence[int]]], outside_classes: Mapping[str, str]
) -> dict[str, _Form]:
    """All forms, the most frequent first."""
    counts: Counter[tuple[str, int, int]] = Counter()
    for number, (words, tags) in enumerate(texts):
        fold = number * N_FOLDS // len(texts)
        counts.update((word, tag, fold) for word, tag in zip(words, tags, strict=True))
    forms: dict[str, _Form] = {}
    for (word, tag, fold), times in counts.items():
        plain, numerals = form_of(word, numerals=False), form_of(word, numerals=True)
        for form in dict.fromkeys((plain, numerals)):
            if form:
                entry = forms.setdefault(form, _Form(word, by_numeral=form != plain))
                entry.folds[fold][tag] += times
    for word, name in outside_classes.items():
        if form := form_of(word, numerals=False):
            forms.setdefault(form, _Form(word)).outside_class = name
    totals = {form: sum(entry.without(-1).values()) for form, entry in forms.items()}
    order = sorted(forms, key=lambda form: (-totals[form], form))
    return {form: forms[form] for form in order if not forms[form].by_numeral or totals[form] >= 2}


class _Unseen:
    """Statistics of words that occur in one fold and rarely or never in the others."""

    def __init__(self, forms: Iterable[_Form], labels: Sequence[str]) -> None:
        self._shapes: dict[int, Counter[int]] = defaultdict(Counter)
        self._by_outside_class: dict[str, Counter[int]] = defaultdict(Counter)
        self._missed: dict[int, Counter[int]] = defaultdict(Counter)
        self._rare: Counter[int] = Counter()
        for form in forms:
            for fold, tags in enumerate(form.folds):
                if tags:
                    self._add(form, tags, form.without(fold))
        self._all: Counter[int] = sum(self._shapes.values(), Counter())
        self._any = (1 << len(labels)) - 1

    def _add(self, form: _Form, tags: Counter[int], others: Counter[int]) -> None:
        total = sum(others.values())
        if not total:
            self._shapes[shape_of(form.word)].update(tags)
            if form.outside_class:
                self._by_outside_class[form.outside_class].update(tags)
        elif total < _RARE_BELOW:
            most_common = _most_common_tag(others)
            self._rare[most_common] += sum(tags.values())
            self._missed[most_common].update(
                {tag: times for tag, times in tags.items() if tag not in others}
            )

    def of_shape(self, shape: int) -> int:
        """Candidate tags of unknown words with this shape."""
        counts = self._shapes.get(shape, Counter())
        mask = _mask(counts, _SHARE * sum(counts.values()))
        if sum(counts.values()) < 50:
            mask |= _mask(self._all, 0.01 * sum(self._all.values()))
        return mask or self._any

    def candidates(self, form: _Form, counts: Counter[int]) -> int:
        """Candidate tags of a form that was seen with the tags in `counts`."""
        total = sum(counts.values())
        if not total:
            outside = self._by_outside_class.get(form.outside_class, Counter())
            if sum(outside.values()) >= 30:
                return _mask(outside, _SHARE * sum(outside.values()))
            return self.of_shape(shape_of(form.word))
        mask = _mask(counts, _SHARE * total)
        if total < _RARE_BELOW:
            most_common = _most_common_tag(counts)
            mask |= _mask(self._missed[most_common], max(2.0, _SHARE * self._rare[most_common]))
        return mask


def _mask(counts: Counter[int], min_count: float) -> int:
    """The tags that occur at least `min_count` times, as bits."""
    return sum(1 << tag for tag, times in counts.items() if times and times >= min_count)


def _most_common_tag(counts: Counter[int]) -> int:
    return min(counts, key=lambda tag: (-counts[tag], tag))


def _class_name(form: str, entry: _Form, counts: Counter[int], prefer_outside: bool) -> str:
    total = sum(counts.values())
    if sum(entry.without(-1).values()) >= _OWN_CLASS:
        return f"={form}"
    if entry.outside_class and (prefer_outside or not total):
        return f":{entry.outside_class}{min(len(form), 4)}"
    if not total:
        return ""
    top = sorted((-times, tag) for tag, times in counts.items() if times * 10 >= total)[:3]
    return ",".join(str(tag) for _, tag in top) + ("?" if total < 5 else "")


def _class_names(forms: Mapping[str, _Form], prefer_outside: bool) -> list[str]:
    """The names of the classes that are large enough, the largest first."""
    sizes: Counter[str] = Counter()
    for form, entry in forms.items():
        counts = entry.without(-1)
        sizes[_class_name(form, entry, counts, prefer_outside)] += sum(counts.values())
        for fold, tags in enumerate(entry.folds):
            if tags:  # without this fold, the word may be in another class
                sizes[_class_name(form, entry, entry.without(fold), prefer_outside)] += 0
    names = [
        name for name, size in sizes.items() if name and (name[0] in "=:" or size >= _RARE_CLASS)
    ]
    names.sort(key=lambda name: (-sizes[name], name))
    return names[: MAX_CLASSES - N_SHAPES]


def _class_number(
    form: str, entry: _Form, counts: Counter[int], classes: Mapping[str, int], prefer_outside: bool
) -> int:
    name = _class_name(form, entry, counts, prefer_outside)
    if name in classes:
        return classes[name]
    if counts and (number := classes.get(str(_most_common_tag(counts)))):
        return number
    return shape_of(entry.word)


def _is_anchor(entry: _Form, counts: Counter[int], labels: Sequence[str]) -> bool:
    """Whether the form is not nominal: such words tell most about the words around them."""
    if entry.outside_class:
        return entry.outside_class.removeprefix("j") not in _NOMINAL
    return bool(counts) and labels[_most_common_tag(counts)] not in _NOMINAL
