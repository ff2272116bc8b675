"""LineStream: the words of UTF-8 text that comes piece by piece."""

from __future__ import annotations

import os
from typing import Literal

from zhnlp.core import Cutter
from zhnlp.errors import FormatError


class LineStream:
    """UTF-8 lines in, the same lines with a separator between their words out.

    A piece may end anywhere, inside a word or a character, and the result is that
    of the text as a whole. What cannot be cut yet is kept until more comes.
    Words of white space alone are left out.

    Args:
        cutter: Cuts the lines.
        separator: Stands between two words.
        errors: What happens to bytes that are not UTF-8: an error, or U+FFFD.
        path: Where the text is from, for messages.
        first_line: The number of its first line there.
    """

    def __init__(
        self,
        cutter: Cutter,
        separator: str = " ",
        *,
        errors: Literal["strict", "replace"] = "strict",
        path: str | os.PathLike[str] = "<bytes>",
        first_line: int = 1,
    ) -> None:
        self._cutter, self._separator, self._errors = cutter, separator.encode(), errors
        self._path, self._line = path, first_line
        self._rest = b""  # fed, but not yet cut
        self._mid_line = False  # what was cut ends inside a line

    def feed(self, data: bytes, *, is_last: bool = False) -> bytes:
        """The words of `data` and of what was kept, as far as they are certain.

        Args:
            data: The next piece, of any size.
            is_last: Nothing follows, so nothing is kept.

        Raises:
            FormatError: Invalid UTF-8, as ``path:line``, unless ``errors="replace"``.
        """
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
                f"byte {data[bad]:#04x} is not UTF-8. Name the file's encoding, "
                "or replace what cannot be read.",
            )
        self._rest = data[used:]
        return out
