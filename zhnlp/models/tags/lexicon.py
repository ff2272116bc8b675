"""The lexicon of a tagger: what each word is used like, and which tags it may have.

Made of a tagged corpus in ten folds: in training, the texts of a fold are read
with the lexicon of the nine others, so that words which are new there teach
what to do with words that are new (as in stacking, Wolpert 1992). Words that
the corpus lacks come from another source, which says what they are like: the
tags of jieba's dictionary, or the classes of another model of tags.
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

_OWN_CLASS = 2000  # words so frequent are a class of their own
_KNOWN, _WELL_KNOWN = 2, 50  # times seen
_RARE_CLASS = 20  # classes of fewer tokens are not told apart
_RARE_BELOW = 10  # a word seen less often may have tags it was not seen with
_SHARE = 0.002  # of the tokens, that makes a tag a candidate
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
    """A form of words, and how often it had which tag in each fold."""

    word: str  # one that is written so
    folds: list[Counter[int]] = field(default_factory=lambda: [Counter() for _ in range(N_FOLDS)])
    outside_class: str = ""  # what the other source says
    by_numeral: bool = False

    def without(self, fold: int) -> Counter[int]:
        """Times by tag in all folds but `fold`."""
        counts: Counter[int] = Counter()
        for number, tags in enumerate(self.folds):
            if number != fold:
                counts.update(tags)
        return counts


@dataclass(frozen=True)
class TagLexicon:
    """What a tagger looks words up in.

    Attributes:
        trie: From forms to numbers.
        words: By these numbers, what TagWord (core/tag_features.hpp) packs: for
            each fold as it is read with, and last for use.
        candidates: Rows of tags as bits; the first are those of the shapes.
        classes: The names of the classes by number.
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
        outside_classes: What another source says words are like.
        prefer_outside: Whether that source tells classes better than these texts do: where
            it is much larger.
    """
    forms = _count(list(texts), outside_classes)
    unseen = _Unseen(forms.values(), labels)
    names = _class_names(forms, prefer_outside)
    classes = {name: number for number, name in enumerate(names, N_SHAPES)}
    rows: dict[int, int] = {}
    candidates = [unseen.of_shape(shape) for shape in range(N_SHAPES)]
    tables = []
    unchanged: dict[str, int] = {}  # entry of a form in the folds in which it does not occur
    for fold in range(N_FOLDS + 1):
        table = array("I")
        for name, form in forms.items():
            lacks = fold == N_FOLDS or not form.folds[fold]
            if lacks and name in unchanged:
                table.append(unchanged[name])
                continue
            counts = form.without(fold)
            mask = unseen.candidates(form, counts)
            if mask not in rows and len(candidates) < MAX_ROWS:
                rows[mask] = len(candidates)
                candidates.append(mask)
            row = rows.get(mask, shape_of(form.word))
            cls = _class_number(name, form, counts, classes, prefer_outside)
            total = sum(counts.values())
            known = 2 if total >= _WELL_KNOWN else 1 if total >= _KNOWN else 0
            table.append(cls | row << 12 | known << 26 | _is_anchor(form, counts, labels) << 28)
            if lacks:
                unchanged[name] = table[-1]
        tables.append(table)
    numbered = {number: name for name, number in classes.items()}
    return TagLexicon(Trie.build(forms), tables, array("Q", candidates), numbered)


def _count(
    texts: Sequence[tuple[Sequence[str], Sequence[int]]], outside_classes: Mapping[str, str]
) -> dict[str, _Form]:
    """All forms, the frequent ones first."""
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
    """The tags of words that one fold has and the others lack."""

    def __init__(self, forms: Iterable[_Form], labels: Sequence[str]) -> None:
        self._shapes: dict[int, Counter[int]] = defaultdict(Counter)
        self._by_outside_class: dict[str, Counter[int]] = defaultdict(Counter)
        self._missed: dict[int, Counter[int]] = defaultdict(Counter)
        self._few: Counter[int] = Counter()
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
            usual = _most_common_tag(others)
            self._few[usual] += sum(tags.values())
            self._missed[usual].update(
                {tag: times for tag, times in tags.items() if tag not in others}
            )

    def of_shape(self, shape: int) -> int:
        """Candidates of unknown words of a shape."""
        counts = self._shapes.get(shape, Counter())
        mask = _mask(counts, _SHARE * sum(counts.values()))
        if sum(counts.values()) < 50:
            mask |= _mask(self._all, 0.01 * sum(self._all.values()))
        return mask or self._any

    def candidates(self, form: _Form, counts: Counter[int]) -> int:
        """Candidates of a form that was seen with these tags."""
        total = sum(counts.values())
        if not total:
            outside = self._by_outside_class.get(form.outside_class, Counter())
            if sum(outside.values()) >= 30:
                return _mask(outside, _SHARE * sum(outside.values()))
            return self.of_shape(shape_of(form.word))
        mask = _mask(counts, _SHARE * total)
        if total < _RARE_BELOW:
            usual = _most_common_tag(counts)
            mask |= _mask(self._missed[usual], max(2.0, _SHARE * self._few[usual]))
        return mask


def _mask(counts: Counter[int], least: float) -> int:
    return sum(1 << tag for tag, times in counts.items() if times and times >= least)


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
    usual = sorted((-times, tag) for tag, times in counts.items() if times * 10 >= total)[:3]
    return ",".join(str(tag) for _, tag in usual) + ("?" if total < 5 else "")


def _class_names(forms: Mapping[str, _Form], prefer_outside: bool) -> list[str]:
    """The classes worth telling apart."""
    sizes: Counter[str] = Counter()
    for form, entry in forms.items():
        counts = entry.without(-1)
        sizes[_class_name(form, entry, counts, prefer_outside)] += sum(counts.values())
        for fold, tags in enumerate(entry.folds):
            if tags:  # without it the word may be like others
                sizes[_class_name(form, entry, entry.without(fold), prefer_outside)] += 0
    kept = [
        name for name, size in sizes.items() if name and (name[0] in "=:" or size >= _RARE_CLASS)
    ]
    kept.sort(key=lambda name: (-sizes[name], name))
    return kept[: MAX_CLASSES - N_SHAPES]


def _class_number(
    form: str, entry: _Form, counts: Counter[int], classes: Mapping[str, int], prefer_outside: bool
) -> int:
    name = _class_name(form, entry, counts, prefer_outside)
    if name in classes:
        return classes[name]
    if counts and (usual := classes.get(str(_most_common_tag(counts)))):
        return usual
    return shape_of(entry.word)


def _is_anchor(entry: _Form, counts: Counter[int], labels: Sequence[str]) -> bool:
    if entry.outside_class:
        return entry.outside_class.removeprefix("j") not in _NOMINAL
    return bool(counts) and labels[_most_common_tag(counts)] not in _NOMINAL
