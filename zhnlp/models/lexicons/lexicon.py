"""Lexicon: words with mode, frequency, tag and label, from a file or from Python.

entry.py describes the two formats of a file and what is an error in a line, table.py what
all tables do. A word that comes again in another mode or with another label is an
error, too.

stages/segmenter.py describes how a segmenter uses the modes. A tagger gives a word its
tag, and a recognizer finds words with a label.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from zhnlp.arguments import need_path, shown
from zhnlp.core import Trie
from zhnlp.errors import FileError, UsageError
from zhnlp.io.whole_files import write_whole
from zhnlp.models.lexicons.entry import (
    COLUMNS,
    MODES,
    About,
    Entry,
    Given,
    as_entry,
    line_of,
    of_mapping,
    parse,
    problem_of,
)
from zhnlp.models.lexicons.table import EntryTable

if TYPE_CHECKING:
    from zhnlp.core import NearWords


@dataclass(frozen=True, init=False, repr=False)
class Lexicon(EntryTable[Entry]):
    """A set of words, each once, in the order given.

    A file has a word on each line, in one of two formats. That of jieba is ``word frequency
    tag``, with white space between the fields: ``云计算 5 n``. That with tabs is
    ``word<TAB>mode<TAB>frequency<TAB>tag<TAB>label``. All but the word are optional. The modes
    are ``prefer``, the default, ``force``, ``force-inside`` and ``split``; `Segmenter` says what
    they do. A `Tagger` gives a word its tag, a `Recognizer` finds words with a label.

    Args:
        entries: Entries, tuples ``(word, mode, frequency, tag, label)`` of 1 to 5 items, or
            plain words; or a mapping of words to their frequency, or to their mode or tag.

    Raises:
        UsageError: An entry breaks a rule, or contradicts another.

    >>> lexicon = Lexicon(["云计算", ("李小福", "force")]) | Lexicon({"八一双鹿": "nz"})
    >>> "云计算" in lexicon, [entry.mode for entry in lexicon]
    (True, ['prefer', 'force', 'prefer'])
    """

    _what: ClassVar[str] = "lexicon"
    _entry: ClassVar[str] = "lexicon entry"
    _columns: ClassVar[tuple[str, ...]] = ("word",)

    def __init__(self, entries: Iterable[Given] | Mapping[str, About] = ()) -> None:
        if _is_entry(entries):
            raise UsageError(
                f"the entries of Lexicon are {shown(entries)}, which is one entry. "
                "Put it into a list."
            )
        super().__init__(entries)

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the entries to a file, in the format with tabs; `read` gives them back.

        Raises:
            FileError: The file cannot be written.
        """
        lines = [f"# {'<TAB>'.join(COLUMNS)}", *map(line_of, self.entries)]
        try:
            write_whole(Path(need_path(path)), "".join(f"{line}\n" for line in lines).encode())
        except UnicodeEncodeError as error:
            raise UsageError(
                f"a word has {error.object[error.start]!r}, half a character."
            ) from error
        except OSError as error:
            raise FileError(f"cannot write {str(path)!r}: {error.strerror or error}.") from error

    def near(
        self, word: str, distance: float = 1, *, n: int | None = None
    ) -> tuple[tuple[str, float], ...]:
        """The words within an edit distance of `word`, with their distances.

        The edits are those of edit_distance in zhnlp/core, each with cost 1: one
        character replaced, inserted or deleted, or two neighbours swapped. Case
        matters. Words with mode ``split`` are left out.

        The first call builds the lists that searches need (a tenth of a second for
        100,000 words).

        Args:
            word: Any text; if it is a word of the lexicon, it is found, too.
            distance: The largest distance, from 0 to 100.
            n: The largest number of words; None for all.

        Returns:
            The nearest first; at equal distance, in the order of the lexicon.

        Raises:
            UsageError: `distance` or `n` is out of range.

        >>> Lexicon(["iPhone", "华为", "华为云"]).near("花为")
        (('华为', 1.0),)
        """
        return nearest(self._near_words, word, distance, n)

    @cached_property
    def _near_words(self) -> NearWords:
        from zhnlp.core import NearWords  # most programs do not need the module

        return NearWords(Trie.build(e.word for e in self.entries if e.mode != "split"))

    @classmethod
    def _listed(cls, entries: Iterable[object]) -> Iterable[object]:
        if isinstance(entries, Mapping):
            return [of_mapping(word, about) for word, about in entries.items()]
        return super()._listed(entries)

    @classmethod
    def _as_entry(cls, given: object) -> Entry:
        return as_entry(given)

    @classmethod
    def _parse(cls, row: str) -> Entry:
        return parse(row)

    @classmethod
    def _problem(cls, entry: Entry) -> str:
        return problem_of(entry)

    @classmethod
    def _contradiction(cls, before: Entry, entry: Entry) -> str:
        if before.mode != entry.mode:
            return f"with mode {before.mode!r}, not {entry.mode!r}"
        if before.label and entry.label and before.label != entry.label:
            return f"with the label {before.label!r}, not {entry.label!r}"
        return ""


LexiconLike = Lexicon | str | os.PathLike[str] | Mapping[str, About] | Iterable[Given]
"""What `Lexicon.of` takes."""


def nearest(
    words: NearWords, word: str, distance: float, n: int | None
) -> tuple[tuple[str, float], ...]:
    """The result of `Lexicon.near` for `words`."""
    try:
        return tuple(words.find(word, distance, n=n))
    except ValueError as error:
        raise UsageError(str(error)) from error


def weights(lexicon: Iterable[Entry]) -> dict[str, int]:
    """Frequency by word, 1 if none is given: what a base dictionary needs."""
    return {entry.word: entry.frequency or 1 for entry in lexicon}


def _is_entry(given: object) -> bool:
    """Whether what should be several entries is a single one, as in ``("云计算", "force")``."""
    if not isinstance(given, tuple) or not 2 <= len(given) <= len(COLUMNS):
        return False
    return isinstance(given[1], str) and given[1] in MODES
