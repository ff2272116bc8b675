"""SearchAnalyzer: the terms of a text for a search engine, and the places that a query marks.

    text      臺灣大學的iPhone15
    folded    台湾大学的iphone15         traditional → simplified, full width → half, A → a
    terms     台湾  大学  的  iphone15   the words, at positions 0, 1, 2, 3
                              iphone 15  shorter words inside a word, at its position
    offsets   0-2   2-4   …  5-13        in the text as it was given, so it can be marked

Text and query go through one analyzer, so they meet whatever their script, width and case. An
engine needs no plug-in: it is given terms, and the marks are made here. See sqlite.py and
postgres.py beside this file, and docs/search-engines.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from zhnlp.arguments import need_choice, need_count, need_kind, need_text
from zhnlp.chars import HAN
from zhnlp.doc import Doc, Span
from zhnlp.errors import UsageError
from zhnlp.interop.marking import best_window, marked
from zhnlp.models.latin import Forms, Latin, latin_forms
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.normalizer import Normalizer
from zhnlp.stages.segmenter import Segmenter

Match = Literal["all", "any", "phrase"]
MATCHES: tuple[Match, ...] = get_args(Match)


class Term(NamedTuple):
    """A term of a text.

    Attributes:
        text: The term: folded, so not always the characters of the text.
        start: Where its characters begin in the text as it was given.
        end: Where they end.
        position: The number of its word among those indexed, from 0.
        inner: Whether it is a shorter word inside the word at this position.
    """

    text: str
    start: int
    end: int
    position: int
    inner: bool


class QueryPart(NamedTuple):
    """A stretch of a query without white space. A text has it if it has `whole` or all `words`.

    Attributes:
        whole: The stretch as one term. It finds words that are cut otherwise without their text.
        words: Its words, in order.
        terms: Its words and the shorter words inside them.
    """

    whole: str
    words: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True)
class SearchAnalyzer:
    """Gives the terms of texts and queries, and marks in a text what a query finds.

    Args:
        segmenter: What cuts texts into words; any that can `search`.
        normalizer: What folds characters; None to leave them as they are.
        stopwords: Which words are terms. The default leaves out only what has no letter, digit
            or Han character.
        latin: The form of Latin words: ``"lower"``, ``"stem"``, ``"lemma"`` or ``"keep"``.

    Raises:
        UsageError: A setting is out of its range, or the stopwords need tags.

    >>> analyzer = SearchAnalyzer()
    >>> [term.text for term in analyzer.terms("臺灣大學的ＣＰＵ")]
    ['台湾', '大学', '的', 'cpu']
    >>> analyzer.highlight("在臺灣大學 & 北大", "台湾 北大")
    '在<mark>臺灣</mark>大學 &amp; <mark>北大</mark>'
    """

    segmenter: Segmenter = field(default_factory=Segmenter)
    normalizer: Normalizer | None = field(default_factory=lambda: Normalizer(script="simplified"))
    stopwords: StopwordFilter = field(default_factory=lambda: StopwordFilter(lists=()))
    latin: Latin = "lower"

    _forms: Forms = field(init=False, repr=False, compare=False)  # made of `latin`

    def __post_init__(self) -> None:
        need_kind(self.segmenter, "segmenter", Segmenter)
        need_kind(self.stopwords, "stopwords", StopwordFilter)
        if self.normalizer is not None:
            need_kind(self.normalizer, "normalizer", Normalizer)
        if "tags" in self.stopwords.requires:
            raise UsageError(
                f"stopwords is {self.stopwords!r:.60}, which needs tags, and an analyzer makes "
                "none. Leave out its drop_tags and keep_tags."
            )
        object.__setattr__(self, "_forms", latin_forms(self.latin))

    def terms(self, text: str) -> list[Term]:
        """The terms of `text`, in order: each word, then the shorter words inside it."""
        doc = self._folded(text)
        spans = [(position, span) for position, spans in self._words(doc) for span in spans]
        forms = self._forms([doc.text[span[0] : span[1]] for _, span in spans])
        terms, last = [], -1
        for form, (position, span) in zip(forms, spans, strict=True):
            start, end = span if doc.alignment is None else doc.alignment.to_source(*span)
            terms.append(Term(form, start, end, position, position == last))
            last = position
        return terms

    def query(self, text: str) -> list[QueryPart]:
        """The parts of the query `text`, all of which a text must have; none if it has no word."""
        doc = self._folded(text)
        parts: list[list[list[tuple[int, int]]]] = []
        end = 0
        for _, spans in self._words(doc):
            if not parts or any(map(str.isspace, doc.text[end : spans[0][0]])):
                parts.append([])
            parts[-1].append(spans)
            end = spans[0][1]
        return [self._part(doc.text, words) for words in parts]

    def columns(self, text: str) -> tuple[str, str]:
        """The terms of `text` for an engine that splits at blanks: the words, the inner words.

        White space inside a term is written ``␣``.

        >>> SearchAnalyzer().columns("在中国科学院，用iPhone15")
        ('在 中国 科学院 用 iphone15', '科学 学院 iphone 15')
        """
        terms = self.terms(text)
        words = " ".join(as_token(term.text) for term in terms if not term.inner)
        return words, " ".join(as_token(term.text) for term in terms if term.inner)

    def spans(self, text: str, query: str, *, match: Match = "all") -> list[Span]:
        """Where `text` has terms of `query`, in order, each labelled with its term.

        Spans may overlap, as 科学 and 科学院 do.

        Args:
            text: A text that was found.
            query: What was looked for.
            match: ``"all"``: the words of the query. ``"any"``: the shorter words inside them,
                too. ``"phrase"``: the words of a part only where they follow on each other.
        """
        need_choice(match, "match", MATCHES)
        terms, parts = self.terms(text), self.query(query)
        if match == "phrase":
            found = {term for part in parts for term in _in_phrases(terms, part)}
        else:
            wanted = {term for part in parts for term in (part.whole, *part.words)}
            if match == "any":
                wanted.update(term for part in parts for term in part.terms)
            found = {term for term in terms if term.text in wanted}
        return sorted(Span(term.start, term.end, term.text) for term in found)

    def highlight(
        self,
        text: str,
        query: str,
        before: str = "<mark>",
        after: str = "</mark>",
        *,
        match: Match = "all",
    ) -> str:
        """`text` as HTML, with `before` and `after` around what `query` finds.

        The text is escaped; `before` and `after` stand as they are given.
        """
        spans = self.spans(text, query, match=match)
        return marked(text, spans, need_text(before, "before"), need_text(after, "after"))

    def snippet(
        self,
        text: str,
        query: str,
        before: str = "<mark>",
        after: str = "</mark>",
        *,
        width: int = 80,
        match: Match = "all",
    ) -> str:
        """As `highlight`, of the stretch of `text` with the most terms of `query`.

        Args:
            text: A text that was found.
            query: What was looked for.
            before: What stands before what is found.
            after: What stands after it.
            width: The most characters of the text; ``…`` stands for what is left out.
            match: As of `spans`.
        """
        spans = self.spans(text, query, match=match)
        start, end = best_window(spans, len(text), need_count(width, "width"))
        inside = [
            Span(max(span.start, start) - start, min(span.end, end) - start)
            for span in spans
            if span.start < end and span.end > start
        ]
        out = marked(
            text[start:end], inside, need_text(before, "before"), need_text(after, "after")
        )
        return ("…" if start > 0 else "") + out + ("…" if end < len(text) else "")

    def __reduce__(self) -> tuple[object, ...]:
        return SearchAnalyzer, (self.segmenter, self.normalizer, self.stopwords, self.latin)

    def _folded(self, text: str) -> Doc:
        doc = Doc(need_text(text, "a text"))
        return doc if self.normalizer is None else self.normalizer(doc)

    def _words(self, doc: Doc) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """Yield the position of each word that is a term; its span, then those inside it."""
        groups = _grouped(self.segmenter.search(doc.text))
        cut = Doc(doc.text, words=[doc.text[word[0] : word[1]] for word, *_ in groups])
        kept = {term.start for term in self.stopwords(cut).terms}
        position = 0
        for word, *inner in groups:
            if word[0] in kept:
                yield position, [word, *sorted({*inner, *_runs(doc.text, *word)})]
                position += 1

    def _part(self, text: str, words: Sequence[Sequence[tuple[int, int]]]) -> QueryPart:
        """The part whose words, each with those inside it, have these spans."""
        spans = [(words[0][0][0], words[-1][0][1]), *(span for own in words for span in own)]
        whole, *forms = self._forms([text[start:end] for start, end in spans])
        left = iter(forms)
        groups = [[next(left) for _ in own] for own in words]
        terms = dict.fromkeys(forms)  # each once, in order
        return QueryPart(whole, tuple(own[0] for own in groups), tuple(terms))


_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")


def as_token(term: str) -> str:
    """A term for an engine that splits at blanks: white space inside it is written ``␣``.

    >>> as_token("new york")
    'new␣york'
    """
    return _BLANK.sub("␣", term)


_MIXED = re.compile("[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]")
_RUN = re.compile(rf"\d+|[{HAN}]+|[^\W\d_{HAN}]+")


def _runs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Runs of letters, digits and Han inside a word that mixes them, of two characters or more.

    So ``iPhone15`` is found by ``iPhone``, and ``2026年`` by ``2026``; but ``1,234`` not by 234.
    """
    if not _MIXED.search(text, start, end):
        return []
    runs = [match.span() for match in _RUN.finditer(text, start, end)]
    if len(runs) < 2 or all(text[run[0]].isdigit() for run in runs):
        return []
    return [run for run in runs if run[1] - run[0] > 1]


def _grouped(spans: Sequence[Span]) -> list[list[tuple[int, int]]]:
    """`spans` of a search as groups: a word, then the shorter ones inside it.

    In a search these stand before their word, so it goes through them from the end.
    """
    groups: list[list[tuple[int, int]]] = []
    for start, end, _ in reversed(spans):
        if groups and start >= groups[-1][0][0]:
            groups[-1].append((start, end))
        else:
            groups.append([(start, end)])
    return groups[::-1]


def _in_phrases(terms: Sequence[Term], part: QueryPart) -> Iterator[Term]:
    """Yield the terms that are the whole part, or one of its words where all follow in order."""
    at: dict[int, dict[str, Term]] = {}
    for term in terms:
        at.setdefault(term.position, {})[term.text] = term
        if term.text == part.whole:
            yield term
    for first in at:
        found = [at.get(first + n, {}).get(word) for n, word in enumerate(part.words)]
        if all(found):
            yield from filter(None, found)
