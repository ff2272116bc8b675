"""Document: the open questions about the spelling of a text, and what their answers decide.

A correction is open until a decision of the project is about its place: it is always corrected
there, or never changed. So a text asks nothing when it is read again with the same project. A
decision may show an error that was hidden before, which is then open, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from zhnlp.correction import Correction
from zhnlp.doc import Doc, need
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.spelling_project import Decision, SpellingProject, line_of
from zhnlp.review.context import Cut, Range, Stretches, stretches

Order = Literal["place", "certainty"]
Correct = Callable[[str], Doc]
MakeCorrect = Callable[[SpellingProject], Correct]
"""Makes what corrects a line as a project says; the text of the Doc does not change."""
Key = tuple[int, int, str]  # start, end, right


class Place(NamedTuple):
    """Where a correction is: the number of its line, from 0, and the stretches around it."""

    line: int
    found: Correction
    around: Stretches


class Question(NamedTuple):
    """What is asked about a correction, and all that are equal to it.

    Attributes:
        text: The line of the first.
        word: The word around it, as it was typed and as it is meant; it is the same in all.
        places: Where they are; there is one at least.
    """

    text: str
    word: tuple[str, str]
    places: tuple[Place, ...]

    @property
    def found(self) -> Correction:
        """The first correction."""
        return self.places[0].found


class Document:
    """A text in review.

    Args:
        lines: Its lines, without line ends.
        make: Makes the corrector for a project.
        project: What has been decided so far.
        cut: Cuts a text into words.
    """

    def __init__(
        self, lines: Iterable[str], make: MakeCorrect, project: SpellingProject, cut: Cut
    ) -> None:
        self.lines = tuple(lines)
        self.project = project
        self._make, self._cut, self._correct = make, cut, make(project)
        self._before = frozenset(project)
        self._readings = dict[int, tuple[Correction, ...]]()  # of lines that have any
        self._seen = dict[int, dict[Key, Correction]]()  # those of the model, in any reading
        self._skipped = set[tuple[int, Key]]()
        for number in range(len(self.lines)):
            self._read(number)

    def questions(self, order: Order = "place") -> list[Question]:
        """What is open; `order` is that of the text, or the most certain first."""
        groups = dict[tuple[str, ...], list[Place]]()
        for place in self._open():
            word = _sides(self.lines[place.line], place.found, place.around.word)
            groups.setdefault((place.found.wrong, place.found.right, *word), []).append(place)
        found = [
            Question(self.lines[places[0].line], (word, meant), tuple(places))
            for (_, _, word, meant), places in groups.items()
        ]
        if order == "certainty":
            found.sort(key=lambda each: -max(place.found.log_odds for place in each.places))
        return found

    def decide(
        self, question: Question, right: str | None, *, everywhere: bool = False
    ) -> tuple[Decision, ...]:
        """The decisions that answer a question; `use` puts them into effect.

        Args:
            question: One of those that are open.
            right: What is meant in place of ``found.wrong``; None if it stays.
            everywhere: Decide about the word wherever it is met, and not only about these places.

        Raises:
            UsageError: No decision does that without undoing another one.
        """
        made: list[Decision] = []
        project, correct = self.project, self._correct
        for place in question.places:
            text = self.lines[place.line]
            corrections = need(correct(text).corrections, "corrections")
            is_met = right is not None or _has(text, [each.wrong for each in made], place.found)
            if is_met and _is_settled(text, place.found, right, corrections):
                continue  # by what was decided for the places before it
            for span in (place.around.word,) if everywhere else place.around.phrases:
                decision = Decision(*_sides(text, place.found, span, right))
                if decision.wrong in project or not _can_be_written(decision):
                    continue
                project_then = SpellingProject([*project, decision])
                correct_then = self._make(project_then)
                corrections = need(correct_then(text).corrections, "corrections")
                if _is_settled(text, place.found, right, corrections):
                    project, correct = project_then, correct_then
                    made.append(decision)
                    break
            else:
                raise UsageError(
                    f"{question.word[0]!r} cannot be told from what the project already decides "
                    "there. Skip it, or change the file of the project."
                )
        self._check_kept(made, correct)
        return tuple(made)

    def use(self, project: SpellingProject) -> None:
        """Go on with this project, which may have more or fewer decisions than before."""
        changed = frozenset(project) ^ frozenset(self.project)
        self.project, self._correct = project, self._make(project)
        for number in self._touched(changed):
            self._read(number)

    def skip(self, question: Question) -> None:
        """Leave a question open, but ask it no more in this review."""
        self._skipped |= _keys(question)

    def unskip(self, question: Question) -> None:
        """Ask a question again that was skipped."""
        self._skipped -= _keys(question)

    def _read(self, number: int) -> None:
        """Correct a line as the project says now."""
        corrections = need(self._correct(self.lines[number]).corrections, "corrections")
        self._readings.pop(number, None)
        if corrections:
            self._readings[number] = corrections
        for each in corrections:
            if each.reason != "user":
                self._seen.setdefault(number, {}).setdefault(_key(each), each)

    def _open(self) -> Iterator[Place]:
        new = frozenset(self.project) - self._before
        kept = [each.wrong for each in new if each.wrong == each.right]
        for number in sorted(self._seen):
            text, reading = self.lines[number], self._readings.get(number, ())
            is_open = [
                each
                for each in sorted(self._seen[number].values())
                if (number, _key(each)) not in self._skipped
                and (
                    _key(each) in map(_key, reading)
                    or not (_user_spans(reading, each) or _has(text, kept, each))
                )
            ]
            spans = [(each.start, each.end) for each in (*is_open, *reading)]
            for each in is_open:
                yield Place(number, each, stretches(text, each, spans, self._cut))

    def _touched(self, decisions: Iterable[Decision]) -> Iterator[int]:
        """The numbers of the lines that a change of these decisions can change."""
        wrongs = [each.wrong for each in decisions]
        latin = any(map(_has_letters, wrongs))  # what is protected is meant by other words
        for number, line in enumerate(self.lines):
            if any(wrong in line for wrong in wrongs) or (latin and _has_letters(line)):
                yield number

    def _check_kept(self, made: Sequence[Decision], correct: Correct) -> None:
        """UsageError if what is corrected so far would not be corrected any more."""
        for number in self._touched(made):
            before = [each for each in self._readings.get(number, ()) if each.reason == "user"]
            if not before:
                continue
            text = self.lines[number]
            after = need(correct(text).corrections, "corrections")
            for each in before:
                if not _is_settled(text, each, each.right, after):
                    raise UsageError(
                        f"that would undo {each.wrong!r} → {each.right!r}. Answer for this place "
                        "alone, or skip it."
                    )


def _sides(text: str, found: Correction, span: Range, right: str | None = "") -> tuple[str, str]:
    """A stretch of `text` as it was typed and with `right`, or what was found, in its place."""
    start, end = span
    wrong = text[start:end]
    if right is None:
        return wrong, wrong
    return wrong, text[start : found.start] + (right or found.right) + text[found.end : end]


def _is_settled(
    text: str, found: Correction, right: str | None, corrections: Iterable[Correction]
) -> bool:
    """Whether `corrections` have `right` in place of what was found, or nothing for None."""
    there = [each for each in corrections if each.start < found.end and found.start < each.end]
    if right is None:
        return not any(each.reason == "user" or _key(each) == _key(found) for each in there)
    return any(
        each.reason == "user"
        and each.start <= found.start
        and found.end <= each.end
        and each.right == _sides(text, found, (each.start, each.end), right)[1]
        for each in there
    )


def _can_be_written(decision: Decision) -> bool:
    try:
        return bool(line_of(decision))
    except UsageError:
        return False


def _user_spans(reading: Iterable[Correction], found: Correction) -> bool:
    """Whether a correction of the user is at the place of another one."""
    return any(
        each.reason == "user" and each.start < found.end and found.start < each.end
        for each in reading
    )


def _has(text: str, words: Iterable[str], found: Correction) -> bool:
    """Whether one of the words stands at the place of a correction."""
    for word in words:
        at = text.find(word, max(0, found.start - len(word) + 1))
        if 0 <= at < found.end:
            return True
    return False


def _has_letters(text: str) -> bool:
    return any(char.isascii() and char.isalpha() for char in text)


def _key(found: Correction) -> Key:
    return found.start, found.end, found.right


def _keys(question: Question) -> set[tuple[int, Key]]:
    return {(place.line, _key(place.found)) for place in question.places}
