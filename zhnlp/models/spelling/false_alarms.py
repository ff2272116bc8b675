"""False alarms: how many correct sentences of each kind of text change, at which log odds.

A text of another kind has other false alarms: names of an encyclopedia look misspelled to a
model of news. So they are counted for each kind apart, and a threshold keeps its rate on
each of the kinds that are held, not on their mixture:

    rate   news   official      threshold   the higher of the two
    0.01   1.41       2.05           2.05
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import inf
from typing import TypedDict

from zhnlp.core import Speller
from zhnlp.errors import UsageError, did_you_mean
from zhnlp.models.spelling.latin import LatinSpelling
from zhnlp.models.spelling.verbatim import verbatim_spans

RATES = (0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1)
_SHOWN = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
MIN_HELD = 1000  # sentences of a kind that is held: one in a thousand is one of them
LOWEST = -3.0  # log odds; corrections below are of use to nobody


Clean = Mapping[str, Sequence[str]] | Sequence[str]  # correct sentences, by kind if of several


class KindAlarms(TypedDict):
    """What a pack says of a kind of text.

    Attributes:
        held: Whether the thresholds keep their rates on it.
        sentences: Number of sentences that were counted.
        rates: Each rate with the share of these sentences that changes at its threshold.
    """

    held: bool
    sentences: int
    rates: list[tuple[float, float]]


def by_kind(clean: Clean) -> Mapping[str, Sequence[str]]:
    """The sentences of each kind; those of one kind without a name are called ``text``."""
    return clean if isinstance(clean, Mapping) else {"text": clean}


def held_kinds(clean: Clean, held: Iterable[str] | None) -> tuple[str, ...]:
    """The kinds of `clean` that are held: these, or all for None.

    Raises:
        UsageError: A kind is not there, none is held, one has no sentences, or one that is held
            has too few.
    """
    clean = by_kind(clean)
    kinds = tuple(clean) if held is None else tuple(dict.fromkeys(held))
    for kind in kinds:
        if kind not in clean:
            raise UsageError(f"no clean text is of the kind {kind!r}. {did_you_mean(kind, clean)}")
    if not kinds:
        raise UsageError("no kind of clean text is held. Name one or more.")
    for kind, texts in clean.items():
        least = MIN_HELD if kind in kinds else 1
        if len(texts) < least:
            raise UsageError(
                f"clean sentences of the kind {kind!r}: {len(texts)}. Give {least:,} or more, or "
                f"{'hold other kinds only' if kind in kinds else 'leave it out'}."
            )
    return kinds


def count_false_alarms(
    speller: Speller,
    latin: LatinSpelling,
    clean: Clean,
    held: Iterable[str] | None,
    report: Callable[[str], None],
) -> dict[str, object]:
    """The ``thresholds`` and ``false_alarms`` of a pack.

    Args:
        speller: The trained speller.
        latin: The corrector of Latin words.
        clean: Correct sentences, of one kind of text or of each kind by its name.
        held: The kinds on which the thresholds keep their rates; None for all.
        report: Called with a line of text for each kind.

    Raises:
        UsageError: As `held_kinds`.
    """
    held = held_kinds(clean, held)
    found = {}
    for kind, texts in by_kind(clean).items():
        report(f"counting false alarms on {len(texts):,} sentences of {kind}")
        found[kind] = strongest(speller, latin, texts)
    table = thresholds(found, held)
    return {"thresholds": table, "false_alarms": alarms(found, held, table)}


def strongest(speller: Speller, latin: LatinSpelling, texts: Iterable[str]) -> list[float]:
    """The log odds from which on each text stays as it is, falling; -inf where it always does."""
    return sorted((_strongest(speller, latin, text) for text in texts), reverse=True)


def thresholds(
    found: Mapping[str, Sequence[float]], held: Collection[str]
) -> list[tuple[float, float]]:
    """Each of `RATES` with the lowest log odds that keep it on all kinds that are held.

    Args:
        found: For each kind of text, what `strongest` found.
        held: The kinds that are held.
    """
    out = []
    for rate in RATES:
        # The first sentence of each kind that must not change.
        first = max(found[kind][int(rate * len(found[kind]))] for kind in held)
        out.append((rate, round(max(first, LOWEST) + 1e-4, 4)))
    return out


def alarms(
    found: Mapping[str, Sequence[float]],
    held: Collection[str],
    table: Iterable[tuple[float, float]],
) -> dict[str, KindAlarms]:
    """The share of changed sentences of each kind, at each rate of a table of `thresholds`."""
    table = list(table)

    def share(kind: str, log_odds: float) -> float:
        return round(sum(each >= log_odds for each in found[kind]) / len(found[kind]), 6)

    return {
        kind: {
            "held": kind in held,
            "sentences": len(found[kind]),
            "rates": [(rate, share(kind, log_odds)) for rate, log_odds in table],
        }
        for kind in found
    }


def alarm_rows(told: Mapping[str, KindAlarms]) -> list[list[str]]:
    """The ``false_alarms`` of a pack as the rows of a table, the first its head.

    >>> alarm_rows({"news": {"held": True, "sentences": 20_000, "rates": [(0.01, 0.0095)]}})
    [['text', 'sentences', 'held', '1%'], ['news', '20,000', 'yes', '0.95%']]
    """
    shares = {kind: dict(each["rates"]) for kind, each in told.items()}
    rates = [rate for rate in _SHOWN if any(rate in each for each in shares.values())]
    rows = [["text", "sentences", "held", *(f"{100 * rate:g}%" for rate in rates)]]
    for kind, each in told.items():
        cells = (f"{shares[kind][rate]:.2%}" if rate in shares[kind] else "" for rate in rates)
        rows.append([kind, f"{each['sentences']:,}", "yes" if each["held"] else "no", *cells])
    return rows


def _strongest(speller: Speller, latin: LatinSpelling, text: str) -> float:
    """The log odds of the likeliest correction of `text`; -inf for none.

    One correction brings about another, which is often likelier, but is not made without
    the first. So those of a run at the lowest threshold are tried, the likeliest first.
    """
    keep = verbatim_spans(text)
    found = sorted({each[3] for each in speller.correct(text, keep, LOWEST)}, reverse=True)
    own = next((odds for odds in found if speller.correct(text, keep, odds)), -inf)
    return max([own, *(each.log_odds for each in latin.find(text, keep, LOWEST))])
