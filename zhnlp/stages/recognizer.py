"""Recognizer: names of persons, places and organisations, and what else is asked for.

=========== =========================================================================
method      how it decides
=========== =========================================================================
crf         labels of characters by a trained model: the most accurate, and the default
hmm         the same labels by a hidden Markov model over characters, for comparison
dictionary  the words that jieba's dictionary calls names
=========== =========================================================================

Names of the user's gazetteer are found by every method, wherever they begin and
end with words, and win over others they overlap. Times and numbers are found by
rule, where they are asked for (see models/entities/rules.py); a name wins over
them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal, get_args

from zhnlp.core import Trie, find_listed
from zhnlp.doc import Doc, Span, need
from zhnlp.errors import UsageError
from zhnlp.models.entities.aliases import Linked, link_aliases
from zhnlp.models.entities.model import EntityModel
from zhnlp.models.entities.rules import RULE_LABELS, find_by_rule
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.lexicons.gazetteer import Gazetteer
from zhnlp.resources import pack
from zhnlp.stage import Stage

Method = Literal["crf", "hmm", "dictionary"]
METHODS: tuple[Method, ...] = get_args(Method)
Find = Callable[[str, memoryview, Sequence[str]], Iterable[tuple[int, int, str]]]
_PACKS = {"crf": "msra-entities", "hmm": "msra-hmm"}
_NAMES = {"nr": "PER", "nrfg": "PER", "nrt": "PER", "ns": "LOC", "nt": "ORG"}  # jieba's tags


@dataclass(frozen=True)
class Recognizer(Stage):
    """Find the entities of a text, as labelled spans.

    Args:
        method: How to decide; the table above.
        model: The model of ``crf`` and ``hmm``: the name of a pack, its folder,
            or the model itself; by default one that ships.
        gazetteer: The user's own names with their labels, or the path of their file.
        labels: The kinds to give; by default those of the model and the gazetteer.
            TIME, NUMBER and the other kinds that are found by rule are given
            only where they stand here.

    Raises:
        UsageError: An unknown method, or a label that nothing finds.
        PackError: There is no such model, or it is damaged or of another kind.

    >>> from zhnlp import Pipeline, Segmenter, Tagger
    >>> nlp = Pipeline([Segmenter(), Tagger(), Recognizer()])
    >>> nlp("王小明在北京大学学习。").entities
    (Span(start=0, end=3, label='PER'), Span(start=4, end=8, label='ORG'))
    """

    method: Method = "crf"
    model: EntityModel | str | os.PathLike[str] | None = field(default=None, kw_only=True)
    gazetteer: Gazetteer | str | os.PathLike[str] | None = field(default=None, kw_only=True)
    labels: tuple[str, ...] | None = field(default=None, kw_only=True)

    requires = ("words", "tags")
    provides = ("entities",)

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise UsageError(f"there is no method {self.method!r}. Known: {', '.join(METHODS)}.")
        if self.model is not None and self.method not in _PACKS:
            raise UsageError(f"method {self.method!r} uses no model. Leave model out.")
        set_ = partial(object.__setattr__, self)
        if isinstance(self.model, (str, os.PathLike)):
            set_("model", EntityModel(self.model))
        if not isinstance(self.model, (EntityModel, type(None))):
            raise UsageError(f"a recognizer needs an EntityModel, not {self.model!r}. Name a pack.")
        if isinstance(self.gazetteer, (str, os.PathLike)):
            set_("gazetteer", Gazetteer.read(self.gazetteer))
        if self.labels is not None:
            set_("labels", tuple(self.labels))
        find, kinds = self._finder()
        set_("_find", find)
        set_("_listed", _Listed(self.gazetteer) if self.gazetteer else None)
        set_("_rules", self._rules_among(kinds))

    def _finder(self) -> tuple[Find, set[str]]:
        """What finds names, and the kinds of them."""
        if self.method == "dictionary":
            return _DictionaryNames(), set(_NAMES.values())
        model: Any = self.model or EntityModel(_PACKS[self.method])
        return model.find, set(model.labels)

    def _rules_among(self, kinds: set[str]) -> tuple[str, ...]:
        """The labels asked for that rules find; UsageError for one that nothing finds."""
        if self.gazetteer:
            kinds = kinds | set(self.gazetteer.labels)  # type: ignore[union-attr]
        asked = self.labels or ()
        for label in asked:
            if label not in kinds and label not in RULE_LABELS:
                known = ", ".join([*sorted(kinds), *RULE_LABELS])
                raise UsageError(f"nothing finds entities labelled {label!r}. There are: {known}.")
        rules = tuple(label for label in asked if label not in kinds)
        find_by_rule("", rules)  # makes their patterns now, not at the first text
        return rules

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its entities: in order, not overlapping."""
        text = doc.text
        ends = need(doc.words, "words").ends
        tags = need(doc.tags, "tags")
        found = self._wanted(Span(*name) for name in self._find(text, ends, tags))  # type: ignore[attr-defined]
        if self._listed is not None:  # type: ignore[attr-defined]
            listed = self._wanted(self._listed(text, ends))  # type: ignore[attr-defined]
            found = _merged(listed, found)
        if self._rules:  # type: ignore[attr-defined]
            found = _merged(found, find_by_rule(text, self._rules))  # type: ignore[attr-defined]
        return doc.filled(entities=tuple(found))

    def _wanted(self, names: Iterable[Span]) -> list[Span]:
        if self.labels is None:
            return list(names)
        return [name for name in names if name.label in self.labels]

    def link(self, doc: Doc) -> tuple[Linked, ...]:
        """The entities of `doc` in groups that name the same, with aliases that were missed."""
        ends = need(doc.words, "words").ends
        return link_aliases(doc.text, need(doc.entities, "entities"), ends=ends, tags=doc.tags)

    def fit(self, docs: Iterable[Doc], *, dev: Sequence[Doc] = (), **settings: Any) -> Recognizer:
        """A recognizer whose model has learned the entities of `docs`.

        Args:
            docs: Texts with words, tags and entities.
            dev: Others, on which the best pass is chosen.
            settings: Of models/entities/training.py: ``method``, ``schedule`` …
        """
        from zhnlp.models.entities.training import NamedText, train_entities

        def text_of(doc: Doc) -> NamedText:
            ends = need(doc.words, "words").ends
            return NamedText(doc.text, ends, need(doc.tags, "tags"), need(doc.entities, "entities"))

        gold = [text_of(doc) for doc in dev]

        def score(model: EntityModel) -> float:
            n_right = n_names = 0
            for text, ends, tags, names in gold:
                right, found = set(map(tuple, names)), set(model.find(text, ends, tags))
                n_right += len(right & found)
                n_names += len(right) + len(found)
            return 2 * n_right / n_names if n_names else 0.0

        model = train_entities(
            [text_of(doc) for doc in docs],
            dictionary=Dictionary.load(pack("jieba")),
            score=score if gold else None,
            dev_key=repr([(text.text, text.names) for text in gold]),
            **settings,
        )
        method: Method = "hmm" if settings.get("method") == "hmm" else "crf"
        return replace(self, method=method, model=model)


class _Listed:
    """Finds the names of a gazetteer."""

    def __init__(self, gazetteer: Any) -> None:
        entries = dict(gazetteer.entries)
        self._labels = sorted(set(entries.values()))
        index = {label: number for number, label in enumerate(self._labels)}
        self._trie = Trie.build(entries, (index[label] for label in entries.values()))

    def __call__(self, text: str, ends: memoryview) -> list[Span]:
        found = find_listed(self._trie, text, ends)
        return [Span(start, end, self._labels[kind]) for start, end, kind in found]


class _DictionaryNames:
    """Finds the words that jieba's dictionary calls names."""

    def __init__(self) -> None:
        self._dictionary = Dictionary.load(pack("jieba"))
        names = self._dictionary.tag_names
        tags = self._dictionary.tags or ()
        self._labels = [_NAMES.get(names[tag], "") for tag in tags]

    def __call__(
        self, text: str, ends: memoryview, tags: Sequence[str]
    ) -> list[tuple[int, int, str]]:
        found = find_listed(self._dictionary.trie, text, ends)
        return [(a, b, label) for a, b, kind in found if (label := self._labels[kind])]


def _merged(first: Sequence[Span], second: Iterable[Span]) -> list[Span]:
    """All of `first`, and those of `second` that overlap none of them, in order."""
    out: list[Span] = []
    left = list(first)[::-1]
    for span in second:
        while left and left[-1].end <= span.start:
            out.append(left.pop())
        if not left or left[-1].start >= span.end:
            out.append(span)
    return out + left[::-1]
