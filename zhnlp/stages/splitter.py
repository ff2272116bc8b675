"""SentenceSplitter: where each sentence of a text starts and ends.

What ends a sentence, and what does not:

- Every line break does; no sentence continues across one.
- Whole runs of ``。！？!?…`` do (``？！！``, ``……``, ``。。。``, ``...``); closing marks
  right after them belong to the sentence. Not so an ellipsis at which a word is said again:
  ``我……我不知道。``.
- ``.`` does if white space follows and an English sentence clearly stops: not in
  ``3.14``, ``v1.2``, an address, ``U.S.``, ``Mr.``, nor after the number of a list item.
  Between Han characters it does if the line ends in such a stop: ``质量不错.下次再来.``
- Nothing inside a quotation or bracket does, so that every sentence has its marks
  closed. A quotation that contains whole sentences ends one where it closes, unless a
  comma or 的 follows. A bracket does so only if it is a sentence by itself; a title
  in ``《》`` never does.
- Quotations and brackets must close on the same line, within `max_quote` characters;
  otherwise their marks are ignored.
- The number of a list item (``1.``, ``（一）``, ``一、``, ``①``) starts a sentence after
  ``；`` and ``：``.
- Marks with nothing before them belong to the next sentence: ``……他走了。`` is one.

Grammar is not considered: a title without an end mark continues to the line break.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhnlp.arguments import need_count, need_flag, need_text
from zhnlp.core import sentences_batch, spans_between
from zhnlp.doc import Doc, Span
from zhnlp.filling import filled
from zhnlp.stage import Stage, need_docs
from zhnlp.stages.by_name import by_name

_LONGEST = 2**31 - 1  # characters of a text


@by_name()
@dataclass(frozen=True, repr=False)
class SentenceSplitter(Stage):
    """Find the sentences: spans that cover the text, except for white space around them.

    Args:
        semicolons: Whether ``；`` ends a sentence, too.
        max_quote: The longest quotation or bracket, in characters between its marks,
            that is kept whole. With 0, sentences end inside them, too.

    >>> doc = SentenceSplitter()(Doc("他说：“你好。我走了。”然后走了……真的？！"))
    >>> [span.text for span in doc.sentences]
    ['他说：“你好。我走了。”', '然后走了……', '真的？！']
    """

    semicolons: bool = False
    max_quote: int = 200

    requires = ()
    provides = ("sentences",)

    def __post_init__(self) -> None:
        need_flag(self.semicolons, "semicolons")
        need_count(self.max_quote, "max_quote", least=0)

    def batch(self, texts: Sequence[str | Doc]) -> list[Doc]:
        """Each of `docs` with its sentences."""
        docs = need_docs(texts)
        places = sentences_batch(
            [doc.text for doc in docs],
            semicolons=self.semicolons,
            max_quote=min(self.max_quote, _LONGEST),
        )
        spans = [spans_between(memoryview(own).cast("I"), Span) for own in places]
        return filled(docs, sentences=spans)

    def split(self, text: str) -> list[str]:
        """The sentences of `text`.

        >>> SentenceSplitter().split("你好。我走了！")
        ['你好。', '我走了！']
        """
        return [span.text for span in self(need_text(text, "text")).sentences]
