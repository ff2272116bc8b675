"""Doc: one text and everything found in it.

A Doc has *layers* (``words``, ``tags`` …). A layer is None until a stage fills it; an empty one
means "looked, found none". A Doc never changes: stages return ``doc.filled(tags=…)``. Positions
are Python characters of ``doc.text``, half-open. How layers are computed is not part of this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from zhnlp.alignment import Alignment, Edit
from zhnlp.answer import Answer
from zhnlp.arguments import few, need_text
from zhnlp.categories import Categories
from zhnlp.core import spans_between
from zhnlp.correction import Correction
from zhnlp.errors import shortened
from zhnlp.keyword import Keyword
from zhnlp.layer_checks import (
    bounds,
    categories_of,
    keywords_of,
    links_in,
    readings_of,
    source_of,
    spans_in,
    tags_for,
    vector_of,
    with_text,
    words_of,
)
from zhnlp.layer_checks import need as need
from zhnlp.linked import Linked
from zhnlp.plain_layers import plain_layer
from zhnlp.rows import Row, beginning_in, rows_of
from zhnlp.span import Span as Span  # parts of what a Doc is
from zhnlp.span import in_text
from zhnlp.vector import Vector
from zhnlp.words import Words as Words

if TYPE_CHECKING:
    import pyarrow
    import spacy

Unset: TypeAlias = Any
"""None, for readers; for type checkers what needs no check before each use, as whoever built
the pipeline knows what is filled. `need` checks where that is not known."""


@dataclass(frozen=True, init=False)
class Doc:
    """A text and its layers.

    Args:
        text: The working text. Any string, lone surrogates included.
        words: Its words; joined, they must spell `text`.
        sentences: Spans of sentences.
        tags: One part of speech for each word.
        entities: Labelled spans of names and the like, sorted by start.
        terms: Spans of the words that carry content.
        corrections: What is or was misspelled, sorted by start.
        categories: The probability of each label of the whole text.
        answers: Answers to questions, in the order of the questions.
        headline: A summary in words of its own.
        links: The entities in groups that name the same, by their first mention.
        pinyin: One reading for each character; what has none, as it is.
        keywords: The words that tell what the text is about, the weightiest first.
        summary: Spans of the sentences that sum it up, in order.
        vector: Numbers that stand for the whole text, float32.
        topics: The share of each topic in the text.
        source: The text as the user gave it; only with an `alignment`.
        alignment: Maps `text` to `source`; None if nothing was rewritten.

    Raises:
        InputError: The text or headline is not a str, or categories are not a mapping.
        UsageError: A probability is not between 0 and 1.
        AlignmentError: The words do not spell the text, there are more or fewer tags than
            words, spans are out of order or outside the text, or a source has no alignment.
    """

    text: str
    words: Words | Unset
    sentences: tuple[Span, ...] | Unset
    tags: tuple[str, ...] | Unset
    entities: tuple[Span, ...] | Unset
    terms: tuple[Span, ...] | Unset
    corrections: tuple[Correction, ...] | Unset
    categories: Categories | Unset
    answers: tuple[Answer, ...] | Unset
    headline: str | Unset
    links: tuple[Linked, ...] | Unset
    pinyin: tuple[str, ...] | Unset
    keywords: tuple[Keyword, ...] | Unset
    summary: tuple[Span, ...] | Unset
    vector: Vector | Unset
    topics: Categories | Unset
    source: str
    alignment: Alignment | Unset

    def __init__(
        self,
        text: str,
        words: Iterable[str] | None = None,
        sentences: Iterable[Span] | None = None,
        tags: Iterable[str] | None = None,
        entities: Iterable[Span] | None = None,
        terms: Iterable[Span] | None = None,
        corrections: Iterable[Correction] | None = None,
        categories: Mapping[str, float] | None = None,
        answers: Iterable[Answer] | None = None,
        headline: str | None = None,
        links: Iterable[Linked] | None = None,
        pinyin: Iterable[str] | None = None,
        keywords: Iterable[tuple[str, float]] | None = None,
        summary: Iterable[Span] | None = None,
        vector: Iterable[float] | None = None,
        topics: Mapping[str, float] | None = None,
        source: str | None = None,
        alignment: Alignment | None = None,
    ) -> None:
        text = need_text(text, "the text of a Doc")
        cut = words_of(text, words)
        self.__dict__.update(
            text=text,
            words=cut,
            sentences=spans_in(text, "sentences", sentences),
            tags=tags_for(cut, tags),
            entities=spans_in(text, "entities", entities),
            terms=spans_in(text, "terms", terms),
            corrections=spans_in(text, "corrections", corrections),
            categories=None if categories is None else categories_of(categories),
            answers=spans_in(text, "answers", answers, in_order=False),
            headline=None if headline is None else need_text(headline, "the headline of a Doc"),
            links=None if links is None else links_in(text, links),
            pinyin=None if pinyin is None else readings_of(text, pinyin),
            keywords=None if keywords is None else keywords_of(keywords),
            summary=spans_in(text, "summary", summary),
            vector=None if vector is None else vector_of(vector),
            topics=None if topics is None else categories_of(topics),
            source=source_of(text, source, alignment),
            alignment=alignment,
        )

    def __repr__(self) -> str:
        """The text and its layers, each shortened."""
        shown = [shortened(self.text)]
        for name in LAYERS:
            layer = getattr(self, name)
            if layer is not None:
                shown.append(f"{name}={few(layer)}")
        return f"Doc({', '.join(shown)})"

    def filled(self, **layers: object) -> Doc:
        """This Doc with `layers` filled, unchecked: a fifth of ``dataclasses.replace``'s cost."""
        with_text(self.text, layers)
        doc = object.__new__(Doc)
        doc.__dict__.update(self.__dict__)  # two updates are faster than one with keywords
        doc.__dict__.update(layers)
        return doc

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> tuple[Span, ...]:
            if name == "terms" and "_terms_at" in self.__dict__:
                places = memoryview(self.__dict__["_terms_at"]).cast("I")
                self.__dict__["terms"] = in_text(self.text, spans_between(places, Span))
                return self.__dict__["terms"]
            from zhnlp.hints import DOC, unknown_name  # only errors need it

            raise unknown_name("a Doc", name, DOC, self)

    def __getstate__(self) -> dict[str, object]:
        layers = {**self.__dict__, "terms": self.terms}
        layers.pop("_terms_at", None)
        with_text(None, layers)
        return layers

    def __setstate__(self, layers: dict[str, object]) -> None:
        with_text(cast("str", layers["text"]), layers)
        self.__dict__.update(layers)

    def rows(self, within: tuple[int, int] | Span | None = None) -> list[Row]:
        """Each word with its tag and place, as ``pandas.DataFrame`` takes them.

        Args:
            within: A stretch of the text, such as a sentence: the words that begin in it.

        >>> Doc("我爱北京", words=["我", "爱", "北京"], tags=["r", "v", "ns"]).rows((1, 4))
        [Row(word='爱', tag='v', start=1, end=2), Row(word='北京', tag='ns', start=2, end=4)]
        """
        return rows_of(need(self.words, "words"), self.tags, within)

    def words_in(self, span: tuple[int, int] | Span) -> tuple[str, ...]:
        """The words that begin in `span`, such as those of a sentence."""
        return tuple(row.word for row in rows_of(need(self.words, "words"), None, span))

    def entities_in(self, span: tuple[int, int] | Span) -> tuple[Span, ...]:
        """The entities that begin in `span`."""
        return beginning_in(self.text, need(self.entities, "entities"), span)

    def rewrite(self, edits: Iterable[Edit]) -> Doc:
        """A Doc of the text with `edits` made, still aligned with the source, and without layers.

        Args:
            edits: ``(start, end, replacement)`` in characters of ``doc.text``, sorted and not
                overlapping; ``start == end`` inserts, an empty replacement deletes.

        Raises:
            AlignmentError: The edits overlap, are unsorted or lie outside the text.

        >>> doc = Doc("ＡＢ  好").rewrite([(0, 1, "A"), (1, 2, "B"), (2, 3, "")])
        >>> doc.text, doc.in_source(Span(3, 4))
        ('AB 好', Span(start=4, end=5, label=''))
        """
        step, text = Alignment.of(self.text, edits)
        if not step.edits:
            return self
        alignment = step if self.alignment is None else self.alignment.then(step)
        return Doc(text, source=self.source, alignment=alignment)

    def in_source(self, span: tuple[int, int] | Span) -> Span:
        """The span of the source (the text as the user gave it) that `span` comes from."""
        start, end = bounds(span)
        label = span.label if isinstance(span, Span) else ""
        if self.alignment is not None:
            start, end = self.alignment.to_source(start, end)
        (found,) = in_text(self.source, [Span(start, end, label)])
        return found

    def text_of(self, span: tuple[int, int] | Span) -> str:
        """The characters of `span`."""
        start, end = bounds(span)
        return self.text[start:end]

    def to_dict(self) -> dict[str, Any]:
        """The text and every filled layer, as values that ``json.dumps`` takes.

        Spans become lists; corrections, answers and links dicts, links with their id; and
        infinite log odds None, because JSON has no infinity.
        """
        out: dict[str, Any] = {"text": self.text}
        if self.alignment is not None:
            out["source"] = self.source
        for name in LAYERS:
            layer = getattr(self, name)
            if layer is not None:
                out[name] = plain_layer(layer)
        return out

    def to_arrow(self) -> pyarrow.Table:
        """The text and every filled layer as a row of a table of Arrow; see `docs_to_arrow`."""
        from zhnlp.arrow import docs_to_arrow  # most programs do without

        return docs_to_arrow([self])

    def to_spacy(self, vocab: spacy.vocab.Vocab | None = None) -> spacy.tokens.Doc:
        """A Doc of spaCy with the same text, and with what is filled of it.

        Args:
            vocab: The vocabulary of the spaCy pipeline that it goes to; by default a new one.

        Raises:
            MissingLayerError: There are no words.
            AlignmentError, InputError, ExtraError: As of `zhnlp.interop.spacy.to_spacy`.
        """
        from zhnlp.interop.spacy_docs import to_spacy  # most programs do without

        return to_spacy(self, vocab)

    def to_html(self, *, title: str = "zhnlp") -> str:
        """A picture of the text and every filled layer: an HTML page without scripts.

        It loads nothing, and nothing in the text is read as HTML. Of a long text the first 20,000
        characters are shown.

        Args:
            title: The heading and the name of the window.

        Raises:
            InputError: The title is not a str.

        >>> Doc("我爱").to_html(title="两个字").split("\\n")[0]
        '<!DOCTYPE html>'
        """
        from zhnlp.view.page import doc_page  # most programs do without

        return doc_page(self, title=need_text(title, "the title of a page"))

    def _repr_html_(self) -> str:
        from zhnlp.view.page import doc_fragment

        return doc_fragment(self)


LAYERS = tuple(f.name for f in fields(Doc) if f.name not in ("text", "source", "alignment"))
