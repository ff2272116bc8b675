"""Document: the open questions about the spelling of a text, and what their answers decide.

A correction is open until a decision of the project is about its place: it is always corrected
there, or never changed. So a text asks nothing when it is read again with the same project. A
decision may show an error that was hidden before, which is then open, too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from zhnlp.correction import Correction
from zhnlp.doc import Doc, need
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.spelling_project import Decision, SpellingProject, line_of
from zhnlp.review.context import SHORTEST, Cut, Stretches, stretches
from zhnlp.review.places import (
    Key,
    half_way,
    is_settled,
    is_users,
    joined,
    key_of,
    sides_of,
    stands_at,
)

Order = Literal["place", "certainty"]
Correct = Callable[[str], Doc]
MakeCorrect = Callable[[SpellingProject], Correct]
"""Makes what corrects a line as a project says; the text of the Doc does not change."""


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
            word = sides_of(self.lines[place.line], place.found, place.around.word)
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
            corrections = self._corrections(correct, text)
            is_met = right is not None or stands_at(
                text, [each.wrong for each in made], place.found
            )
            if is_met and is_settled(text, place.found, right, corrections):
                continue  # by what was decided for the places before it
            for span in (place.around.word,) if everywhere else place.around.phrases:
                decision = Decision(*sides_of(text, place.found, span, right))
                if decision.wrong in project or not _can_be_kept(decision):
                    continue
                project_then = SpellingProject([*project, decision])
                correct_then = self._make(project_then)
                corrections = self._corrections(correct_then, text)
                if is_settled(text, place.found, right, corrections):
                    project, correct = project_then, correct_then
                    made.append(decision)
                    break
            else:
                raise UsageError(
                    f"{question.word[0]!r} is too little to be known again, or the project decides "
                    "about a part of it. Skip it, and correct the text or the project by hand."
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
        corrections = self._corrections(self._correct, self.lines[number])
        self._readings.pop(number, None)
        if corrections:
            self._readings[number] = corrections
        for each in corrections:
            if each.reason != "user":
                self._seen.setdefault(number, {}).setdefault(key_of(each), each)

    def _corrections(self, correct: Correct, text: str) -> tuple[Correction, ...]:
        """The corrections of a line. Those of one character that touch others are joined to them,
        because there is no word around them to know them by."""
        given = need(correct(text).corrections, "corrections")
        out = list(given[:1])
        for each in given[1:]:
            pair = out[-1], each
            touch = out[-1].end == each.start and "user" not in (out[-1].reason, each.reason)
            if touch and any(self._is_short(text, one, given) for one in pair):
                out[-1] = joined(*pair)
            else:
                out.append(each)
        return tuple(out)

    def _is_short(self, text: str, found: Correction, others: Iterable[Correction]) -> bool:
        start, end = self._around(text, found, others, others).word
        return end - start < SHORTEST

    def _around(
        self,
        text: str,
        found: Correction,
        is_open: Iterable[Correction],
        reading: Iterable[Correction],
    ) -> Stretches:
        """What is around a correction; it shares what is between it and those that are open."""
        taken = [(each.start, each.end) for each in reading if each.reason == "user"]
        taken += [half_way(found, each) for each in is_open if each.reason != "user"]
        return stretches(text, found, taken, self._cut)

    def _open(self) -> Iterator[Place]:
        new = frozenset(self.project) - self._before
        kept = [each.wrong for each in new if each.wrong == each.right]
        for number in sorted(self._seen):
            text, reading = self.lines[number], self._readings.get(number, ())
            is_open = [
                each
                for each in sorted(self._seen[number].values())
                if (number, key_of(each)) not in self._skipped
                and (
                    key_of(each) in [key_of(own) for own in reading if own.reason != "user"]
                    or not (is_users(reading, each) or stands_at(text, kept, each))
                )
            ]
            for each in is_open:
                around = self._around(text, each, is_open, reading)
                yield Place(number, each, around)

    def _touched(self, decisions: Collection[Decision]) -> Iterator[int]:
        """The numbers of the lines that a change of these decisions can change."""
        wrongs = {each.wrong for each in decisions}
        # A Latin word that is protected is what others are corrected to.
        has_latin = any(each.wrong == each.right and _is_latin(each.wrong) for each in decisions)
        for number, line in enumerate(self.lines):
            if any(wrong in line for wrong in wrongs) or (has_latin and any(map(_is_latin, line))):
                yield number

    def _check_kept(self, made: Sequence[Decision], correct: Correct) -> None:
        """UsageError if what is corrected so far would not be corrected any more."""
        for number in self._touched(made):
            before = [each for each in self._readings.get(number, ()) if each.reason == "user"]
            if not before:
                continue
            text = self.lines[number]
            after = self._corrections(correct, text)
            for each in before:
                if not is_settled(text, each, each.right, after):
                    raise UsageError(
                        f"that would undo {each.wrong!r} → {each.right!r}. Answer for this place "
                        "alone, or skip it."
                    )


def _can_be_kept(decision: Decision) -> bool:
    """Whether a decision says enough to be met again, and a line can hold it."""
    try:
        return len(decision.wrong) >= SHORTEST and bool(line_of(decision))
    except UsageError:
        return False


def _is_latin(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _keys(question: Question) -> set[tuple[int, Key]]:
    return {(place.line, key_of(place.found)) for place in question.places}
