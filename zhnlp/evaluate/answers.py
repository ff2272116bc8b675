"""Score answers to questions as CMRC 2018 does: exact match and F1 of characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from zhnlp.arguments import need_text
from zhnlp.corpus import GoldQuestion
from zhnlp.evaluate.ratios import check_numbers, f1, interval, ratio

_MARKS = re.compile(r"[-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』]")  # the official list
_TOKEN = re.compile(r"[\u4e00-\u9fa5]|[^\W\u4e00-\u9fa5]+(?:[.,'][^\W\u4e00-\u9fa5]+)*|\S")
_UNIT = 1_000_000  # scores are summed as whole millionths


@dataclass(frozen=True)
class AnswerScores:
    """How well questions were answered.

    Attributes:
        exact_match: Questions whose answer is a gold one but for marks and case, per question,
            0 to 1, as all scores are.
        exact_match_interval: Lower and upper end of its 95 % bootstrap interval over questions.
        f1: The mean over questions of the F1 with the nearest gold answer.
        f1_interval: Its interval.
        n_questions, n_answered: Numbers of questions, and of those with an answer.
    """

    exact_match: float
    exact_match_interval: tuple[float, float]
    f1: float
    f1_interval: tuple[float, float]
    n_questions: int
    n_answered: int

    def __str__(self) -> str:
        rows = (
            ("exact match", self.exact_match_interval),
            ("F1", self.f1_interval),
        )
        return "\n".join(
            [
                f"{self.n_questions} questions, {self.n_answered} answered",
                *(
                    f"{name} from {low:.4f} to {high:.4f} with 95 % confidence"
                    for name, (low, high) in rows
                ),
                f"exact match {self.exact_match:.4f} F1 {self.f1:.4f}",
            ]
        )

    def to_dict(self) -> dict[str, object]:
        """The scores as plain values by name."""
        return asdict(self)


def score_answers(
    gold: Sequence[GoldQuestion],
    predicted: Sequence[str],
    *,
    n_samples: int = 1000,
    seed: int = 0,
) -> AnswerScores:
    """The scores of `predicted` answers, each against the gold answer that it is nearest to.

    The definition is that of CMRC 2018 (Cui et al., 2019, "A Span-Extraction Dataset for Chinese
    Machine Reading Comprehension"; its script ``cmrc2018_evaluate.py``): marks of a fixed list are
    left out and letters are lower case; F1 is of the longest common run of tokens, which are Han
    characters, other words and other signs. Text in other scripts is cut by a rule here, where
    the script asks NLTK. A question without gold answers is answered right
    by an empty string.

    Args:
        gold: Questions with their right answers.
        predicted: The answer to each, in the same order; empty for none.
        n_samples: Number of bootstrap samples for the intervals, at least 1.
        seed: Seed of the samples.

    Raises:
        AlignmentError: There are more or fewer answers than questions.

    >>> from zhnlp.corpus import GoldAnswer
    >>> asked = GoldQuestion("学校建于1898年。", "哪年建校？", (GoldAnswer("1898年", 4),), "1")
    >>> scores = score_answers([asked], ["建于1898年。"])
    >>> scores.exact_match, round(scores.f1, 2)
    (0.0, 0.67)
    """
    check_numbers(gold, predicted)
    matches, nearest = [], []
    for asked, answer in zip(gold, predicted, strict=True):
        need_text(answer, "an answer to score")
        right = [each.text for each in asked.answers] or [""]
        matches.append((int(any(_bare(answer) == _bare(each) for each in right)), 1))
        best = max(_f1(_tokens(each), _tokens(answer)) for each in right)
        nearest.append((round(_UNIT * best), _UNIT))
    return AnswerScores(
        exact_match=ratio(sum(match for match, _ in matches), len(matches)),
        exact_match_interval=interval(ratio, matches, n_samples=n_samples, seed=seed),
        f1=ratio(sum(own for own, _ in nearest), _UNIT * len(nearest)),
        f1_interval=interval(ratio, nearest, n_samples=n_samples, seed=seed),
        n_questions=len(gold),
        n_answered=sum(map(bool, predicted)),
    )


def _bare(text: str) -> str:
    """`text` in lower case without marks, and without white space at its ends."""
    return _MARKS.sub("", text.lower().strip())


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(_bare(text))


def _f1(right: Sequence[str], guess: Sequence[str]) -> float:
    """F1 of the longest common run; 1 if there are no tokens at all."""
    if not right and not guess:
        return 1.0
    return f1(longest_common_run(right, guess), len(guess), len(right))


def longest_common_run(first: Sequence[str], second: Sequence[str]) -> int:
    """The length of the longest run of items that both have, side by side."""
    longest, before = 0, [0] * (len(second) + 1)
    for item in first:
        row = [0]
        row += [before[i] + 1 if item == other else 0 for i, other in enumerate(second)]
        longest, before = max(longest, *row), row
    return longest
