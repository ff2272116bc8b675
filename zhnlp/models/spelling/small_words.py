"""SmallWordsModel: which of the members of a set of small words is meant, such as 的, 地 or 得.

Every occurrence in right text is an example to learn from, so the model needs no text with
errors. core/small_words.hpp finds the features and weighs them, small_word_training.py trains
the weights. 他, 她 and 它 are changed only if the text around gives a reason (`_is_told`).
"""

from __future__ import annotations

import os
import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from zhnlp.arguments import need_choice
from zhnlp.core import SmallWordReader, SmallWords
from zhnlp.correction import CheckName, Correction
from zhnlp.errors import UsageError
from zhnlp.io.tables import read_rows
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.packed import PackedModel
from zhnlp.models.sequence.alphabet import traditional_characters
from zhnlp.packing import Pack, pack_errors
from zhnlp.resources import dicts
from zhnlp.resources import pack as find_pack

Check = Callable[[str], list[Correction]]
_BEFORE, _AFTER = 100, 40  # characters that say who is meant


@dataclass(frozen=True)
class SmallWordSet:
    """A set of small words.

    Attributes:
        name: Of the check, which is the reason of its corrections, too.
        members: The characters that are confused with each other.
        read_as: The member that features have for each of them.
        wide: Whether the sentences around count.
    """

    name: CheckName
    members: str
    read_as: str
    wide: bool = False


SETS = (
    SmallWordSet("de", "的地得", "地"),
    SmallWordSet("zai", "在再", "在"),
    SmallWordSet("zuo", "作做", "作"),
    SmallWordSet("ta", "他她它", "他", wide=True),
    SmallWordSet("zhang", "账帐", "账"),
    SmallWordSet("xiang", "像象", "象"),
)


class SmallWordsModel(PackedModel):
    """The weights of all sets of small words, with thresholds for each.

    >>> check = SmallWordsModel().checker("de")
    >>> check("孩子们高兴的跳了起来。")[0][:4]
    (5, 6, '的', '地')
    """

    KIND = "SmallWordsModel"

    def __init__(self, name: str | os.PathLike[str] | Pack = "small-words") -> None:
        super().__init__(name)

    def _read(self, pack: Pack) -> None:
        with pack_errors(pack):
            self._thresholds: dict[str, list[tuple[float, float]]] = {}
            self.max_false_alarms: dict[str, float] = {}
            self._words: dict[str, SmallWords] = {}
            reader = small_word_reader()
            for own in SETS:
                about = pack.about["checks"][own.name]
                self._words[own.name] = SmallWords(
                    reader,
                    own.members,
                    pack.array(f"{own.name}_starts", "I"),
                    pack.array(f"{own.name}_in_bucket", "B"),
                    pack.array(f"{own.name}_weights", "b"),
                    scale=about["scale"],
                    wide=own.wide,
                )
                self._thresholds[own.name] = _rising(about["thresholds"])
                self.max_false_alarms[own.name] = float(about["max_false_alarms"])
                self.threshold(own.name)

    def threshold(self, name: str, max_false_alarms: float | None = None) -> float:
        """The log odds that a correction of a check needs, so that at most this share of correct
        sentences is changed; UsageError if the rate is outside the measured range."""
        thresholds = self._thresholds[need_choice(name, "the check", self._thresholds)]
        rate = self.max_false_alarms[name] if max_false_alarms is None else max_false_alarms
        rates = [each for each, _ in thresholds]
        if not rates[0] <= rate <= rates[-1]:
            raise UsageError(
                f"max_false_alarms is {rate}; the check {name!r} can keep rates from "
                f"{rates[0]:g} to {rates[-1]:g}. Give one of these."
            )
        return thresholds[bisect_right(rates, rate) - 1][1]

    def checker(self, name: str, max_false_alarms: float | None = None) -> Check:
        """A function that finds the small words of one set that are wrong in a text.

        Args:
            name: The name of the set: "de", "zai", "zuo", "ta", "zhang" or "xiang".
            max_false_alarms: The share of correct sentences that may be changed; None for the
                default of the check.
        """
        threshold = self.threshold(name, max_false_alarms)
        words = self._words[name]
        reason = next(own.name for own in SETS if own.name == name)
        told = self._is_told if name == "ta" else None

        def check(text: str) -> list[Correction]:
            return [
                Correction(at, at + 1, text[at], meant, log_odds, reason)
                for at, meant, log_odds in words.find(text, threshold)
                if told is None or told(text, at, meant)
            ]

        return check

    @cached_property
    def _told(self) -> dict[str, re.Pattern[str]]:
        """For 他 and 她, what says in a text that a man or a woman is meant."""
        return told_by(read_rows(dicts() / "persons.tsv", what="table of words", comment="#"))

    def _is_told(self, text: str, at: int, meant: str) -> bool:
        """Whether nothing near `at` speaks for what was typed, and for 她 something for it."""
        if text[at - 1 : at] == "其":  # both 其他 and 其它 are right
            return False
        near = text[max(at - _BEFORE, 0) : at + _AFTER]
        typed = self._told.get(text[at])
        if typed is not None and typed.search(near):
            return False
        return meant != "她" or bool(self._told["她"].search(near))


def told_by(rows: Iterable[tuple[int, str]]) -> dict[str, re.Pattern[str]]:
    """For each pronoun of a table of words and pronouns, a pattern of its words."""
    words: dict[str, list[str]] = {}
    for _, row in rows:
        word, pronoun = row.split("\t")
        words.setdefault(pronoun, []).append(word)
    return {pronoun: re.compile("|".join(map(re.escape, own))) for pronoun, own in words.items()}


def small_word_reader() -> SmallWordReader:
    """What finds the features: with jieba's words, traditional characters as simplified ones."""
    dictionary = Dictionary.load(find_pack("jieba"))
    pairs = dict(traditional_characters())
    for own in SETS:
        pairs.update(dict.fromkeys(own.members, own.read_as))
    flat = array("I", (ord(char) for pair in pairs.items() for char in pair))
    return SmallWordReader(dictionary.trie, dictionary.tags or b"", flat)


def _rising(thresholds: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Pairs of rate and log odds; ValueError unless the rates rise."""
    out = [(float(rate), float(log_odds)) for rate, log_odds in thresholds]
    if not out or out != sorted(out, key=lambda pair: pair[0]):
        raise ValueError("the thresholds are not of rising rates.")
    return out
