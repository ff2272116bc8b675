"""Spelling: the edits that a speller considers, and what it makes of their scores."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence

from reference.ngrams import BEGIN, END
from reference.sequences import log_sum
from zhnlp.core import Confusions, Language, Ranker, Speller, UserSpelling, WordList


def single_edits(
    text: str,
    table: Mapping[str, Sequence[int]],
    numbers: Mapping[str, int],
    grams: Container[tuple[int, ...]],
) -> dict[tuple[int, int, str], bool]:
    """Each character for each that is confused with it, by the `table` of confused pairs;
    and whether that stands beside a neighbour among the n-grams. No sentence ends in `text`
    but with 。"""
    chars = {number: char for char, number in numbers.items()}
    found: dict[tuple[int, int, str], bool] = {}
    for i, typed in enumerate(text):
        number = numbers[typed]
        before = BEGIN if i == 0 or text[i - 1] == "。" else numbers[text[i - 1]]
        after = END if i + 1 == len(text) else numbers[text[i + 1]]
        for at in range(table["offsets"][number], table["offsets"][number + 1]):
            meant = table["meant"][at]
            seen = (before, meant) in grams or (meant, after) in grams
            found[i, i + 1, chars[meant]] = seen
    return found


def log_odds(
    edits: Sequence[tuple[int, int, str, float, float]],
) -> dict[tuple[int, int, str], float]:
    """Of each edit against all others that begin where it does, and against none of them."""
    found: dict[tuple[int, int, str], float] = {}
    for i, (start, end, right, score, _) in enumerate(edits):
        rivals = [each[3] for k, each in enumerate(edits) if each[0] == start and k != i]
        found[start, end, right] = score - log_sum([0.0, *rivals])
    return found


def known_places(
    text: str, fits: Callable[[int, int], bool], likelier: Callable[[int, int], bool]
) -> list[tuple[int, int]]:
    """The spans that fit: at each place from the left the longest, if it is likelier corrected."""
    spans, start = [], 0
    while start < len(text):
        end = max((e for e in range(start + 1, len(text) + 1) if fits(start, e)), default=start)
        if end > start and likelier(start, end):
            spans.append((start, end))
            start = end
        else:
            start += 1
    return spans


def losses(edits: Sequence[tuple[int, int, str, float, float]], right: str) -> list[float]:
    """For each place with edits, the negative log probability of what `right` has there:
    an edit of that, or none. The text has the length of `right`, and so have all edits."""
    places: dict[int, list[tuple[float, bool]]] = {}
    for start, end, meant, score, _ in edits:
        places.setdefault(start, []).append((score, right[start:end] == meant))
    found = []
    for rivals in places.values():
        good = [score for score, is_right in rivals if is_right] or [0.0]
        found.append(log_sum([0.0, *(score for score, _ in rivals)]) - log_sum(good))
    return found


def speller_of(
    vocabulary,
    folding_pairs,
    ngram,
    dictionary,
    log_probs,
    unknown,
    dense=None,
    names=None,
    name_scale=1.0,
    traditional_pairs=None,
    protected=None,
    misspellings=None,
    rights=(),
    known=None,
    idioms=None,
    contexts=None,
    **table,
):
    """The compiled Speller of these parts, so that a test changes one by its name."""
    return Speller(
        Language(vocabulary, ngram, folding_pairs, traditional_pairs),
        WordList(dictionary, log_probs, unknown),
        Confusions(**table),
        None if dense is None else Ranker(dense, names, name_scale),
        UserSpelling(protected, misspellings, rights),
        known,
        idioms,
        contexts=contexts,
    )
