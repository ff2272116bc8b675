"""Text splitters: chunks of a text that end where sentences do, for search and language models.

``split_text`` is what splitters of LangChain have; where a function is wanted, as in LlamaIndex,
give the object itself. Neither is imported.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhnlp.arguments import need_count, need_text
from zhnlp.doc import Doc
from zhnlp.stages.splitter import SentenceSplitter


@dataclass(frozen=True)
class TextSplitter:
    """Splits texts into chunks of whole sentences.

    Args:
        size: The most characters of a chunk. A longer sentence is cut there.

    Raises:
        UsageError, InputError: The size is not a whole number of at least 1.

    >>> TextSplitter(size=10).split_text("今天下雨。明天天晴。后天也一样。")
    ['今天下雨。明天天晴。', '后天也一样。']
    """

    size: int = 500

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", need_count(self.size, "size"))

    def split_text(self, text: str) -> list[str]:
        """The chunks of `text` in order, without white space around them."""
        chunks: list[tuple[int, int]] = []
        for start, end, _ in SentenceSplitter()(Doc(need_text(text, "text"))).sentences:
            if chunks and end - chunks[-1][0] <= self.size:
                chunks[-1] = (chunks[-1][0], end)
            else:
                places = range(start, end, self.size)
                chunks += [(place, min(place + self.size, end)) for place in places]
        return [chunk for start, end in chunks if (chunk := text[start:end].strip())]

    __call__ = split_text
