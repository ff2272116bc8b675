"""Recognizer: names of persons, places and organisations; on request times and numbers.

=========== =========================================================================
method      how it decides
=========== =========================================================================
crf         labels of characters by a trained model: the most accurate, and the default
hmm         the same labels by a hidden Markov model over characters, for comparison
dictionary  the words that are tagged as names in jieba's dictionary
=========== =========================================================================

Every method finds the names of the user's gazetteer where they begin and end with
words; they win over names that they overlap. Rules find times, numbers and identifiers
if `labels` has them (see models/entities/rules.py); names win over those.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal, Unpack, get_args

from zhnlp.arguments import need_kind, need_strings, shown
from zhnlp.doc import Doc, Span, check_spans, need
from zhnlp.errors import UsageError, did_you_mean
from zhnlp.models import Name, NameFinder, need_answers, need_model
from zhnlp.models.entities.aliases import Linked, link_aliases
from zhnlp.models.entities.dictionary_names import DictionaryNames, ListedNames
from zhnlp.models.entities.model import EntityModel
from zhnlp.models.entities.rules import RULE_LABELS, find_by_rule
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.lexicons.gazetteer import Gazetteer
from zhnlp.resources import pack
from zhnlp.span import merged
from zhnlp.stage import Stage, need_doc, need_docs

if TYPE_CHECKING:
    from zhnlp.models.entities.values import Value
    from zhnlp.models.sequence.training import Settings

Method = Literal["crf", "hmm", "dictionary"]
METHODS: tuple[Method, ...] = get_args(Method)
_PACKS = {"crf": "msra-entities", "hmm": "msra-hmm"}


@dataclass(frozen=True)
class Recognizer(Stage):
    """Find the entities of a text, as labelled spans.

    Args:
        method: One of the table above.
        model: The model of ``crf`` and ``hmm``: the name of a pack, its folder,
            or the model itself; by default one that ships. Or any NameFinder (see
            models/__init__.py); `method` then has no effect.
        gazetteer: The user's own names with their labels, or the path of their file.
        labels: The labels to return; by default those of the model and the gazetteer.
            TIME, NUMBER and the other labels of rules are returned only if they are
            listed here.

    Raises:
        UsageError: The method is unknown, or nothing finds one of `labels`.
        PackError: There is no such model, or it is damaged or of another kind.

    >>> from zhnlp import Pipeline, Segmenter, Tagger
    >>> nlp = Pipeline([Segmenter(), Tagger(), Recognizer()])
    >>> nlp("王小明在北京大学学习。").entities
    (Span(start=0, end=3, label='PER'), Span(start=4, end=8, label='ORG'))
    """

    method: Method = "crf"
    model: NameFinder | str | os.PathLike[str] | None = field(default=None, kw_only=True)
    gazetteer: Gazetteer | str | os.PathLike[str] | None = field(default=None, kw_only=True)
    labels: tuple[str, ...] | None = field(default=None, kw_only=True)

    requires = ("words", "tags")
    provides = ("entities",)

    # Computed from the settings.
    _finder: ClassVar[NameFinder]
    _listed: ClassVar[ListedNames | None]
    _rules: ClassVar[tuple[str, ...]]

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            hint = did_you_mean(self.method, METHODS)
            raise UsageError(f"there is no method {shown(self.method)}. {hint}")
        if self.model is not None and self.method not in _PACKS:
            raise UsageError(f"method {self.method!r} uses no model. Leave model out.")
        set_ = partial(object.__setattr__, self)
        model, gazetteer = self.model, self.gazetteer
        if isinstance(model, (str, os.PathLike)):
            model = EntityModel(model)
        elif model is not None:
            need_model(model, NameFinder, "a recognizer")
        set_("model", model)
        if isinstance(gazetteer, (str, os.PathLike)):
            gazetteer = Gazetteer.read(gazetteer)
        elif gazetteer is not None:
            need_kind(gazetteer, "gazetteer", Gazetteer)
        set_("gazetteer", gazetteer)
        if self.labels is not None:
            set_("labels", need_strings(self.labels, "labels"))
        finder = model or _default(self.method)
        set_("_finder", finder)
        set_("_listed", ListedNames(dict(gazetteer.entries)) if gazetteer else None)
        kinds = {*finder.labels, *(gazetteer.labels if gazetteer else ())}
        set_("_rules", self._rules_beside(kinds))

    def _rules_beside(self, kinds: set[str]) -> tuple[str, ...]:
        """The labels that rules must find; UsageError for one that nothing finds."""
        labels = self.labels or ()
        for label in labels:
            if label not in kinds and label not in RULE_LABELS:
                known = ", ".join([*sorted(kinds), *RULE_LABELS])
                raise UsageError(
                    f"nothing finds entities with the label {label!r}. There are: {known}."
                )
        rules = tuple(label for label in labels if label not in kinds)
        find_by_rule("", rules)  # compile the patterns here, not at the first text
        return rules

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its entities: in order, not overlapping."""
        ends = need(need_doc(doc).words, "words").ends
        return self._filled(doc, self._finder.find(doc.text, ends, need(doc.tags, "tags")))

    def batch(self, docs: Sequence[Doc]) -> list[Doc]:
        """Each of `docs` with its entities."""
        docs = need_docs(docs)
        names = self._finder.find_batch(
            [doc.text for doc in docs],
            [need(doc.words, "words").ends for doc in docs],
            [need(doc.tags, "tags") for doc in docs],
        )
        names = need_answers(names, len(docs), self._finder)
        return [self._filled(doc, own) for doc, own in zip(docs, names, strict=True)]

    def _filled(self, doc: Doc, names: Sequence[Name]) -> Doc:
        entities = self._selected(names)
        if not isinstance(self._finder, (EntityModel, DictionaryNames)):
            check_spans(doc.text, f"the model {self._finder!r:.60}", entities)
        if self._listed is not None:
            listed = self._listed.find(doc.text, need(doc.words, "words").ends)
            entities = merged(self._selected(listed), entities)
        if self._rules:
            entities = merged(entities, find_by_rule(doc.text, self._rules))
        return doc.filled(entities=tuple(entities))

    def _selected(self, names: Iterable[Name]) -> list[Span]:
        """`names` as spans, without labels that are not in the setting `labels`."""
        spans = [Span(*name) for name in names]
        if self.labels is None:
            return spans
        return [span for span in spans if span.label in self.labels]

    def link(self, doc: Doc) -> tuple[Linked, ...]:
        """The entities of `doc` in groups that refer to the same, with missed aliases added."""
        ends = need(need_doc(doc).words, "words").ends
        return link_aliases(doc.text, need(doc.entities, "entities"), ends=ends, tags=doc.tags)

    def value(self, doc: Doc, span: Span, *, today: date | None = None) -> Value | None:
        """The value of an entity of `doc`: an amount, an interval, a telephone number …

        Args:
            doc: The text.
            span: One of its entities.
            today: The day that times such as 昨天 and 3月 are seen from; without it they
                have no value.

        Returns:
            As the table in models/entities/values.py; None for a name, and for what has no
            value that can be told.

        Raises:
            AlignmentError: The span does not lie in the text.
            InputError: `today` is not a date.
        """
        from zhnlp.models.entities.values import value_in

        return value_in(need_doc(doc).text, span, today=today)

    def fit(
        self,
        docs: Iterable[Doc],
        *,
        dev: Sequence[Doc] = (),
        method: Literal["crf", "hmm"] = "crf",
        **settings: Unpack[Settings],
    ) -> Recognizer:
        """This recognizer with a model trained on the entities of `docs`.

        Args:
            docs: Texts with words, tags and entities.
            dev: Other texts, which choose the best pass.
            method: The kind of model to train.
            settings: ``schedule``, ``about``, ``checkpoint`` and ``report``; see
                models/sequence/training.py.
        """
        from zhnlp.models.entities.training import train_entities
        from zhnlp.models.sequence.training import Run
        from zhnlp.stages.learning import f1, samples

        layers = ["words", "tags", "entities"]
        gold = samples(dev, layers)

        def score(model: EntityModel) -> float:
            predicted = (model.find(sample.text, sample.ends, sample.tags) for sample in gold)
            names = (map(tuple, sample.names) for sample in gold)
            return f1(zip(names, predicted, strict=True))

        key = repr([(sample.text, sample.names) for sample in gold])
        run = Run.of(settings, score if gold else None, key)
        dictionary = Dictionary.load(pack("jieba"))
        model = train_entities(samples(docs, layers), run, dictionary=dictionary, method=method)
        return replace(self, method=method, model=model)


def _default(method: Method) -> NameFinder:
    """The default name finder of `method`."""
    return DictionaryNames() if method == "dictionary" else EntityModel(_PACKS[method])
