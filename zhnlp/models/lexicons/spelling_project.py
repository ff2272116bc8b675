"""SpellingProject: what people have decided about the spelling of their texts, in one file.

A file looks like this; table.py has what holds for all tables::

    # names are never changed
    末来
    帐号<TAB>账号
    我再次在来<TAB>我再次再来

A line with one word is never changed, a line with two is always corrected. Only a tab separates
the two. A word with a space in it stands on both sides to stay as it is.

Lines are added at the end and nothing else is touched, so comments and the order of a file that
people edit stay, and two versions of it can be merged line by line.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from zhnlp.arguments import shown
from zhnlp.errors import FileError, UsageError
from zhnlp.io.lines import BOM
from zhnlp.io.opening import is_packed, opened
from zhnlp.io.whole_files import lock, write_whole
from zhnlp.models.lexicons.entry import as_entry, problem_of
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.models.lexicons.misspellings import Misspelling, Misspellings
from zhnlp.models.lexicons.table import EntryTable

_HEAD = (
    "# Spelling of this project. wrong<TAB>right is always corrected; a line with one word is "
    "never changed.\n"
)


class Decision(NamedTuple):
    """What is decided about a stretch of text: what it becomes, itself if it never changes."""

    wrong: str
    right: str


class SpellingProject(EntryTable[Decision]):
    """What is always corrected and what is never changed, each stretch once, in the order given.

    In a file, which is UTF-8, a line with one word is never changed, and ``wrong<TAB>right`` is
    always corrected; blank lines and lines that begin with ``# `` are skipped.

    Args:
        entries: Words that are never changed, and tuples ``(wrong, right)``; or a mapping of
            wrong to right.

    Raises:
        UsageError: An entry breaks a rule, or contradicts another.

    >>> project = SpellingProject(["末来", ("帐号", "账号")])
    >>> project.misspellings.entries
    (Misspelling(wrong='帐号', right='账号'),)
    >>> [entry.word for entry in project.protected]
    ['末来']
    """

    _what: ClassVar[str] = "project"
    _entry: ClassVar[str] = "decision"
    _columns: ClassVar[tuple[str, ...]] = ("wrong", "right")

    @property
    def misspellings(self) -> Misspellings:
        """What is always corrected; for the setting of a `Corrector`."""
        return Misspellings([each for each in self.entries if each.wrong != each.right])

    @property
    def protected(self) -> Lexicon:
        """What is never changed; for the setting of a `Corrector`."""
        return Lexicon([each.wrong for each in self.entries if each.wrong == each.right])

    def without(self, entries: Iterable[Decision]) -> SpellingProject:
        """The project without these entries.

        >>> SpellingProject(["末来", "京"]).without([Decision("京", "京")]).entries
        (Decision(wrong='末来', right='末来'),)
        """
        gone = frozenset(entries)
        return SpellingProject([each for each in self.entries if each not in gone])

    @classmethod
    def _as_entry(cls, given: object) -> Decision:
        match given:
            case str(word):
                return Decision(word, word)
            case [str(wrong), str(right)]:
                return Decision(wrong, right)
        raise UsageError(f"decision {shown(given)} is neither a word nor a pair (wrong, right).")

    @classmethod
    def _parse(cls, row: str) -> Decision:
        fields = [field.strip() for field in row.split("\t")]
        if len(fields) > 2:
            raise UsageError(
                f"{row.strip()!r} has {len(fields)} columns. Write wrong<TAB>right, or one word."
            )
        if len(fields) == 1 and len(fields[0].split()) > 1:
            raise UsageError(
                f"{fields[0]!r} has a space, but no tab. Write wrong<TAB>right; what stays as it "
                "is stands on both sides."
            )
        return Decision(fields[0], fields[-1])

    @classmethod
    def _problem(cls, entry: Decision) -> str:
        if entry.wrong == entry.right:
            return problem_of(as_entry(entry.wrong))
        return Misspellings._problem(Misspelling(*entry))

    @classmethod
    def _contradiction(cls, before: Decision, entry: Decision) -> str:
        if before == entry:
            return ""
        kept = "as what is never changed"
        was = kept if before.wrong == before.right else f"with the right side {before.right!r}"
        now = kept if entry.wrong == entry.right else f"with {entry.right!r}"
        return f"{was}, not {now}"


def line_of(entry: Decision) -> str:
    """The line of a file that `SpellingProject.read` takes for this entry.

    >>> line_of(Decision("末来", "末来")), line_of(Decision("帐号", "账号"))
    ('末来', '帐号\\t账号')

    Raises:
        UsageError: No line can hold it.
    """
    alone = entry.wrong == entry.right and not any(map(str.isspace, entry.wrong))
    line = entry.wrong if alone else "\t".join(entry)
    if line.startswith("# ") or line == "#" or SpellingProject._parse(line) != entry:
        raise UsageError(f"no line of a project can hold {shown(entry.wrong)}.")
    if problem := SpellingProject._problem(entry):
        raise UsageError(problem)
    return line


def record(
    path: str,
    added: Iterable[Decision],
    removed: Iterable[Decision] = (),
    *,
    skip_bad_lines: bool = False,
) -> SpellingProject:
    """Add entries to the file of a project and remove others; what the file then holds.

    The file is made if it is not there, and changes as a whole or not at all. Two processes may
    do this at once. What another one has decided stays: an entry that contradicts it is left out.

    Raises:
        FileError: The file cannot be read or written.
        FormatError: The file has a bad line.
    """
    name = os.path.realpath(path)
    try:
        with lock(os.path.dirname(name)):
            content = _content(name)
            before = _entries(name, skip_bad_lines) if content is not None else {}
            new = [line_of(each) for each in added if each.wrong not in before]
            gone = [line_of(each) for each in removed]
            write_whole(name, _changed(content, new, gone))
            return SpellingProject(_entries(name, skip_bad_lines).values())
    except FileError:
        raise
    except OSError as error:
        raise FileError(f"cannot write project {path!r}: {error.strerror or error}.") from error


def open_project(path: str, *, skip_bad_lines: bool = False) -> SpellingProject:
    """The project in the file at `path`, to which lines can be added; empty if there is none.

    Raises:
        FileError: The file cannot be read, or is packed.
        FormatError: The file has a bad line.
    """
    if is_packed(path):
        raise FileError(f"cannot write project {path!r}: it is packed. Unpack it first.")
    if _content(path) is None:
        return SpellingProject()
    return SpellingProject.read(path, skip_bad_lines=skip_bad_lines)


def _entries(path: str, skip_bad_lines: bool) -> dict[str, Decision]:
    """The entries of a file that has been read before, so without its warnings again."""
    found = SpellingProject.check(path)
    if found.errors and not skip_bad_lines:
        raise found.error()
    return {wrong: entry for wrong, (_, entry) in found.entries.items()}


def _content(path: str) -> bytes | None:
    """The bytes of the file; None if there is none."""
    if not os.path.lexists(path) or not os.path.exists(os.path.realpath(path)):
        return None
    with opened(path, what="project", text=True) as file:
        return file.read()


def _changed(content: bytes | None, new: Iterable[str], gone: Iterable[str]) -> bytes:
    """The content with lines at its end, and without the last line that is equal to each gone."""
    if content is None:
        content = _HEAD.encode()
    end = b"\r\n" if b"\r\n" in content else b"\n" if b"\n" in content else _only_end(content)
    lines = content.split(end)
    for line in gone:
        at = [number for number, each in enumerate(lines) if each.strip() == line.encode()]
        if at:
            del lines[at[-1]]
    content = end.join(lines)
    if content.removeprefix(BOM) and not content.endswith(end):
        content += end
    return content + b"".join(line.encode() + end for line in new)


def _only_end(content: bytes) -> bytes:
    """How the lines of a file without any LF end."""
    return b"\r" if b"\r" in content else b"\n"
