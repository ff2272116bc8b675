"""Span: a stretch of a text with a label.

It is not in doc.py because models find spans, too, and never see a Doc.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeVar

from zhnlp.core import bound
from zhnlp.errors import MissingLayerError

Item = TypeVar("Item")


class _Place(NamedTuple):
    start: int
    end: int
    label: str = ""


class Span(_Place):
    """A stretch of a text: characters `start` to `end` (not included), and its label.

    It is a tuple of the three. Spans of a Doc have their characters as `text`.
    """

    @property
    def text(self) -> str:
        """Its characters; MissingLayerError if it is not a span of a Doc."""
        return text_of(self, self.start, self.end)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> NoReturn:
            from zhnlp.hints import SPAN, unknown_name  # only errors need it

            raise unknown_name("a Span", name, SPAN, self)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a Span does not change. Make another: span._replace({name}=…).")

    def __reduce__(self) -> tuple[Callable[..., Span], tuple[int, int, str], object]:
        return Span, (self.start, self.end, self.label), text_state(self)


def text_of(span: object, start: int, end: int) -> str:
    """The characters of a span (or of what else `in_text` knows the text of)."""
    text: str | None = vars(span).get("of")
    if text is None:
        raise MissingLayerError(
            f"{span!r} belongs to no text. Take it from a Doc, or call doc.text_of(span)."
        )
    return text[start:end]


def text_state(span: object) -> dict[str, object] | None:
    """What a copy or pickle of `span` has besides the tuple: its text, if it knows one."""
    return None if vars(span).get("of") is None else vars(span)


def in_text(text: str | None, items: Iterable[Item], kind: type = Span) -> tuple[Item, ...]:
    """`items`, of which those of the class `kind` know that they are stretches of `text`.

    With None they know no text: a Doc pickles them so, since it has the text itself.
    """
    return bound(items, {"of": text}, kind)
