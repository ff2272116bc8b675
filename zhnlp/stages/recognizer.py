"""Recognizer: names of persons, places and organisations; on request times and numbers.

stages/entity_borders.py says where an entity may begin and end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar, Literal, Unpack, cast, get_args

from zhnlp.arguments import need_flag, need_strings
from zhnlp.core import inside_words, merged
from zhnlp.doc import Doc, Span, need
from zhnlp.errors import UsageError
from zhnlp.filling import ends_of, filled
from zhnlp.layer_checks import check_spans
from zhnlp.models import NameFinder, need_answers
from zhnlp.models.entities.dictionary_names import DictionaryNames, ListedNames
from zhnlp.models.entities.model import EntityModel
from zhnlp.models.entities.rules import find_by_rule, rules_for
from zhnlp.models.lexicons.gazetteer import Gazetteer, GazetteerLike
from zhnlp.models.lexicons.lexicon import Lexicon, LexiconLike
from zhnlp.resources import need_method
from zhnlp.stage import Stage, need_doc, need_docs
from zhnlp.stages.by_name import by_name
from zhnlp.stages.companions import companions, prepared
from zhnlp.stages.entity_borders import (
    beside_amounts,
    clipped,
    cut_at,
    inside_own,
    places_inside,
    sentence_places,
)
from zhnlp.stages.named_models import model_of

if TYPE_CHECKING:
    from zhnlp.linked import Linked
    from zhnlp.models.entities.values import Value
    from zhnlp.models.sequence.training import Settings

Method = Literal["crf", "hmm", "dictionary"]
METHODS: tuple[Method, ...] = get_args(Method)
_PACKS = {"crf": "modern-entities", "hmm": "msra-hmm"}


@by_name()
@dataclass(frozen=True, repr=False)
class Recognizer(Stage):
    """Find the entities of a text, as labelled spans.

    The methods, and how each decides:

    - ``crf``: labels of characters by a trained model: the most accurate, and the default;
    - ``hmm``: the same labels by a hidden Markov model over characters, for comparison;
    - ``dictionary``: the words that are tagged as names in jieba's dictionary.

    Every method finds the names of the user's gazetteer and lexicon where they begin and end with
    words; they win over names that they overlap. Rules find times, numbers and identifiers if
    `labels` has them; names win over those, but for names of the model inside them (伍仟元) and
    what of a name cuts a word of them (王五元旦).

    Whatever finds it, an entity begins and ends where words do, lies in one line, has no white
    space around it, and holds both of a pair of brackets or quotes or none. Names of the models
    that ship hold no white space at all, and each line, or each sentence if they were found
    before, is a text by itself. These models find the best names of those allowed; what a model
    of a user's own finds is reduced to the part that is allowed.

    A name may lie inside a word (外交部 in 外交部长): by default the word is cut there.

    Args:
        method: The name of one.
        model: The model of ``crf`` and ``hmm``: the name of a pack, its folder,
            or the model itself; by default one that ships. Or any
            `zhnlp.models.NameFinder`; `method` then has no effect.
        gazetteer: The user's own names with their labels: a Gazetteer, a mapping, pairs, or
            the path of a file.
        lexicon: The user's own words: a Lexicon, a list, a mapping, or the path of a file.
            Those with a label are names, as those of the gazetteer, which wins.
        labels: The labels to return; by default those of the model and the user's.
            TIME, NUMBER and the other labels of rules are returned only if they are
            listed here.
        split_words: Whether an entity may begin and end inside words. These are then cut
            there in ``doc.words``, and both parts have the tag of the word; the user's own words,
            those of the lexicon and of that of the Segmenter, stay whole. If not, the model
            chooses among names of whole words, and times and numbers in parts of words are
            left out.

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
    gazetteer: GazetteerLike | None = field(default=None, kw_only=True)
    lexicon: LexiconLike | None = field(default=None, kw_only=True)
    labels: Collection[str] | None = field(default=None, kw_only=True)
    split_words: bool = field(default=True, kw_only=True)

    requires = ("words", "tags")
    provides = ("entities",)

    # Computed from the settings.
    _finder: ClassVar[NameFinder]
    _model_at = "_finder"
    _listed: ClassVar[ListedNames | None]
    _rules: ClassVar[tuple[str, ...]]
    _own_words: ClassVar[tuple[Lexicon, ...]] = ()

    def __post_init__(self) -> None:
        need_method(self.method, METHODS, "Recognizer(model=folder)")
        if self.model is not None and self.method not in _PACKS:
            raise UsageError(f"method {self.method!r} uses no model. Leave model out.")
        need_flag(self.split_words, "split_words")
        set_ = partial(object.__setattr__, self)
        model, names = self.model, dict[str, str]()
        if model is not None:
            model = cast("NameFinder", model_of(model, NameFinder, "a recognizer"))
        set_("model", model)
        if self.lexicon is not None:
            lexicon = Lexicon.of(self.lexicon)
            set_("lexicon", lexicon)
            set_("_own_words", (lexicon,))
            names |= {entry.word: entry.label for entry in lexicon if entry.label}
        if self.gazetteer is not None:
            gazetteer = Gazetteer.of(self.gazetteer)
            set_("gazetteer", gazetteer)
            names.update(gazetteer)
        if self.labels is not None:
            set_("labels", need_strings(self.labels, "labels"))
        usual = _PACKS.get(self.method)  # None for the dictionary
        finder = model or (EntityModel(usual) if usual else DictionaryNames())
        set_("_finder", finder)
        set_("_listed", ListedNames(names) if names else None)
        set_("_rules", rules_for(self.labels or (), {*finder.labels, *names.values()}))

    def __call__(self, text: str | Doc) -> Doc:
        """`doc` with its entities: in order, not overlapping."""
        doc = need_doc(text)
        return self._filled(doc, self._names(doc, split_words=self.split_words))

    def batch(self, texts: Sequence[str | Doc]) -> list[Doc]:
        """Each of `docs` with its entities."""
        docs = need_docs(texts)
        finder = self._finder
        if isinstance(finder, DictionaryNames):
            return [self(doc) for doc in docs]
        given, tags = [doc.text for doc in docs], [need(doc.tags, "tags") for doc in docs]
        if isinstance(finder, EntityModel):
            packed, sentences = ends_of(docs), [doc.sentences for doc in docs]
            names = finder.find_batch(given, packed, tags, sentences, split_words=self.split_words)
            found = cast("list[Sequence[Span]]", names)
            if self.labels is None and self._listed is None:
                return self._with_names(docs, packed, found)
        else:
            ends = [need(doc.words, "words").ends for doc in docs]
            names = need_answers(finder.find_batch(given, ends, tags), len(docs), finder)
            found = [[Span(*name) for name in own] for own in names]
        return [self._filled(doc, own) for doc, own in zip(docs, found, strict=True)]

    def _with_names(
        self, docs: list[Doc], ends: list[bytes], found: list[Sequence[Span]]
    ) -> list[Doc]:
        """`docs` with what the model found: `_filled` where words must be cut, too."""
        cut = {
            i: self._filled(docs[i], names)
            for i, names in enumerate(found)
            if names and inside_words(ends[i], names)
        }
        made = filled(docs, entities=found)  # it may change `docs`
        for i, doc in cut.items():
            made[i] = doc
        return made

    def _names(self, doc: Doc, *, split_words: bool = True) -> Sequence[Span]:
        """The names that the model finds in `doc`."""
        finder = self._finder
        ends, tags = need(doc.words, "words").ends, need(doc.tags, "tags")
        if isinstance(finder, EntityModel):
            return finder.find(doc.text, ends, tags, sentence_places(doc), split_words=split_words)
        if isinstance(finder, DictionaryNames):
            return finder.find(doc.text, ends, tags, sentence_places(doc))
        return [Span(*name) for name in finder.find(doc.text, ends, tags)]

    def _filled(self, doc: Doc, names: Sequence[Span]) -> Doc:
        """`doc` with those of `names` that were asked for, and with names of lists and rules."""
        entities = self._selected(names)
        if not isinstance(self._finder, (EntityModel, DictionaryNames)):
            check_spans(doc.text, f"the model {self._finder!r:.60}", entities)
            entities = clipped(doc.text, entities)
        amounts = clipped(doc.text, find_by_rule(doc.text, self._rules)) if self._rules else []
        if amounts:
            entities = beside_amounts(doc, entities, amounts)
        if self._listed is not None:
            listed = self._listed.find(
                doc.text, need(doc.words, "words").ends, sentence_places(doc)
            )
            entities = merged(self._selected(listed), entities)
        if amounts:
            entities = merged(entities, amounts)
        if not entities or (isinstance(self._finder, DictionaryNames) and not amounts):
            return doc.filled(entities=tuple(entities))  # names of lists are whole words
        inside = places_inside(doc, entities)
        kept = inside_own(doc, inside, self._own_words) if self.split_words else {*inside}
        if kept:
            entities = [span for span in entities if kept.isdisjoint(span[:2])]
            if self.split_words and isinstance(self._finder, EntityModel):
                entities = merged(entities, self._selected(self._names(doc, split_words=False)))
            inside = places_inside(doc, entities)
        if inside:
            doc = cut_at(doc, inside)
        return doc.filled(entities=tuple(entities))

    def _selected(self, spans: Sequence[Span]) -> Sequence[Span]:
        """`spans` without labels that are not in the setting `labels`."""
        if self.labels is None:
            return spans
        return [span for span in spans if span.label in self.labels]

    def find(self, text: str) -> list[Span]:
        """The entities of a text, which stages that fit the model cut and tag.

        >>> [(each.text, each.label) for each in Recognizer().find("王小明在北京大学学习。")]
        [('王小明', 'PER'), ('北京大学', 'ORG')]
        """
        return list(self(prepared(text, self._before)).entities)

    @cached_property
    def _before(self) -> tuple[Stage, ...]:
        return companions(self, self._finder)

    def link(self, doc: Doc) -> tuple[Linked, ...]:
        """The entities of `doc` in groups that refer to the same, with missed aliases added."""
        from zhnlp.models.entities.aliases import link_aliases  # many patterns: slow to import

        ends = need(need_doc(doc).words, "words").ends
        return link_aliases(doc.text, need(doc.entities, "entities"), ends=ends, tags=doc.tags)

    def agree(self, docs: Sequence[Doc]) -> list[Doc]:
        """The parts of one document, in which one name has one kind, that of strong evidence."""
        from zhnlp.stages.agreement import agreeing  # most programs do without

        return agreeing(need_docs(docs), self._finder.labels)

    def value(self, doc: Doc, span: Span, *, today: date | None = None) -> Value | None:
        """The value of an entity of `doc`: an amount, an interval, a telephone number …

        Args:
            doc: The text.
            span: One of its entities.
            today: The day that 昨天 and 3月 are seen from; without it they have no value.

        Returns:
            As `value_of`; None for a name, and for what has no value that can be told.

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
        raw: Callable[[], Iterable[Doc]] | None = None,
        **settings: Unpack[Settings],
    ) -> Recognizer:
        """This recognizer with a model trained on the entities of `docs`.

        Args:
            docs: Texts with words, tags and entities.
            dev: Other texts, which choose the best pass. Names with labels such as ``PER?`` are
                neither demanded nor wrong there.
            method: The kind of model to train.
            raw: Returns raw texts, with words and tags, to gather evidence from.
            settings: ``schedule``, how to learn; ``about``, what the pack says of its data;
                ``checkpoint``, a folder to resume from; ``report``, called with a line a step.
        """
        from zhnlp.stages.learning import learn_names

        model = learn_names(docs, dev, method, raw, settings)
        return replace(self, method=method, model=model)
