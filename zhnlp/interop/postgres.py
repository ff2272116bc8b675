"""PostgreSQL's full-text search with Chinese words: strings to cast to tsvector and tsquery.

    text      在中国科学院工作
    tsvector  '在':1 '中国':2 '科学院':3 '科学':3 '学院':3 '工作':4
    query     科学院工作
    tsquery   ('科学院工作' | '科学院' & '工作')

No extension and no text search configuration is needed. What is found is marked by
`SearchAnalyzer.highlight`, because ``ts_headline`` would cut the text again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from zhnlp.arguments import need_choice, need_items, need_kind
from zhnlp.interop.search import MATCHES, Match, QueryPart, Term, as_token

Weight = Literal["A", "B", "C", "D"]
WEIGHTS: tuple[Weight, ...] = get_args(Weight)

# A longer lexeme is an error; later positions count as the last.
_BYTES, _LAST = 2046, 16383


def tsvector(terms: Iterable[Term], *, weight: Weight = "D") -> str:
    """A tsvector of `terms`, as text: for ``%s::tsvector``.

    PostgreSQL refuses a tsvector of more than 1 MB, so index a very long text in parts; and of a
    term of more than 2,046 bytes it takes the first.

    Args:
        terms: What `SearchAnalyzer.terms` gives.
        weight: A letter that ``ts_rank`` weighs: ``"A"`` 1, ``"B"`` 0.4, ``"C"`` 0.2, ``"D"`` 0.1.
            Join columns with ``||``.

    Raises:
        UsageError: There is no such weight.

    >>> from zhnlp.interop.search import SearchAnalyzer
    >>> tsvector(SearchAnalyzer().terms("学院，科学院"), weight="A")
    "'学院':1A,2A '科学院':2A '科学':2A"
    """
    need_choice(weight, "weight", WEIGHTS)
    letter = "" if weight == "D" else weight
    places: dict[str, dict[str, None]] = {}  # as an ordered set
    for term in need_items(terms, "terms", "Give what SearchAnalyzer.terms gives"):
        need_kind(term, "a term", Term)
        place = f"{min(term.position + 1, _LAST)}{letter}"
        places.setdefault(term.text, {})[place] = None
    return " ".join(f"{_quoted(term)}:{','.join(own)}" for term, own in places.items())


def tsquery(parts: Sequence[QueryPart], *, match: Match = "all") -> str:
    """A tsquery of `parts`, as text: for ``%s::tsquery``. One without parts finds nothing.

    Args:
        parts: What `SearchAnalyzer.query` gives.
        match: As of `zhnlp.interop.sqlite.FtsTable.search`.

    Raises:
        UsageError: There is no such `match`.

    >>> from zhnlp.interop.search import SearchAnalyzer
    >>> parts = SearchAnalyzer().query("中国科学院 iPhone15")
    >>> tsquery(parts, match="phrase")
    "('中国科学院' | '中国' <-> '科学院') & 'iphone15'"
    """
    need_choice(match, "match", MATCHES)
    advice = "Give what SearchAnalyzer.query gives"
    parts = [need_kind(each, "a part", QueryPart) for each in need_items(parts, "parts", advice)]
    if match == "any":
        terms = dict.fromkeys(term for part in parts for term in (part.whole, *part.terms))
        return " | ".join(map(_quoted, terms))
    link = " & " if match == "all" else " <-> "
    return " & ".join(_either(part, link) for part in parts)


def _either(part: QueryPart, link: str) -> str:
    """The part as one term, or its words."""
    several = link.join(map(_quoted, part.words))
    if part.words == (part.whole,):
        return several
    return f"({_quoted(part.whole)} | {several})"


def _quoted(term: str) -> str:
    """A lexeme as tsvector and tsquery read it."""
    cut = as_token(term).encode("utf-8", "surrogatepass")[:_BYTES].decode("utf-8", "ignore")
    escaped = cut.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
