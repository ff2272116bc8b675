"""LineStream: puts separators between the words of UTF-8 text that comes in blocks."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable
from typing import Literal

from zhnlp.arguments import need_choice, need_count, need_kind, need_path, need_text
from zhnlp.core import CharClass, Cutter, char_class
from zhnlp.errors import FormatError

_BLANK = {CharClass.SPACE}


class LineStream:
    """UTF-8 lines in, the same lines with a separator between their words out.

    A block may end anywhere, even inside a word or a character; the result is the same
    as for the whole text at once. What cannot be cut yet waits for the next block.
    Words that are only white space are left out.

    Args:
        cutter: Cuts the lines.
        separator: Goes between two words.
        errors: What to do with bytes that are not UTF-8: raise, or write U+FFFD.
        path: The file of the text, for messages.
        first_line: The number of its first line in that file.
    """

    def __init__(
        self,
        cutter: Cutter | LinesByText,
        separator: str = " ",
        *,
        errors: Literal["strict", "replace"] = "strict",
        path: str | os.PathLike[str] = "<bytes>",
        first_line: int = 1,
    ) -> None:
        self._cutter = cutter
        self._separator = need_text(separator, "separator").encode("utf-8", "surrogatepass")
        self._errors = need_choice(errors, "errors", ("strict", "replace"))
        self._path = need_path(path)
        self._line = need_count(first_line, "first_line", least=0)
        self._rest = b""  # fed, but not yet cut
        self._mid_line = False  # the text cut so far ends inside a line

    def feed(self, data: bytes, *, is_last: bool = False) -> bytes:
        """The words of `data` and of what was waiting, as far as they are certain.

        Args:
            data: The next block, of any size.
            is_last: Nothing follows, so cut all of it.

        Raises:
            FormatError: The data are not UTF-8; not with ``errors="replace"``.
        """
        need_kind(data, "data", bytes)
        data = self._rest + data if self._rest else data
        out, used, n_lines, self._mid_line, bad = self._cutter.cut_lines(
            data,
            separator=self._separator,
            replace=self._errors == "replace",
            final=is_last,
            mid_line=self._mid_line,
        )
        self._line += n_lines
        if bad is not None:
            raise FormatError(
                self._path,
                self._line,
                f"byte {data[bad]:#04x} is not UTF-8. Name the file's encoding with --encoding, "
                "or replace what cannot be read with --errors replace.",
            )
        self._rest = data[used:]
        return out


class LinesByText:
    """As a compiled cutter, cuts lines; but as strings.

    Args:
        words_batch: Gives the words of each of the texts of a block.
    """

    def __init__(self, words_batch: Callable[[list[str]], Iterable[list[str]]]) -> None:
        self._words_batch = words_batch

    def cut_lines(
        self, data: bytes, *, separator: bytes, replace: bool, final: bool, mid_line: bool
    ) -> tuple[bytes, int, int, bool, int | None]:
        """As `zhnlp.core.Cutter.cut_lines`; a line is never written in fragments."""
        texts: list[str] = []
        line_ends: list[bytes] = []
        bad = None
        used = n_lines = 0
        for line in io.BytesIO(data):  # which ends lines at b"\n" alone
            is_whole = line.endswith(b"\n")
            if not is_whole and not final:
                break
            line_end = b"\r\n" if line.endswith(b"\r\n") else b"\n" if is_whole else b""
            try:
                text = line.removesuffix(line_end).decode(
                    "utf-8", "replace" if replace else "strict"
                )
            except UnicodeDecodeError as error:
                bad = used + error.start
                break
            texts.append(text)
            line_ends.append(line_end)
            used += len(line)
            n_lines += is_whole
        lines = (
            separator.join(w.encode() for w in words if not set(map(char_class, w)) <= _BLANK)
            for words in self._words_batch(texts)
        )
        out = b"".join(line + end for line, end in zip(lines, line_ends, strict=True))
        return out, used, n_lines, False, bad
