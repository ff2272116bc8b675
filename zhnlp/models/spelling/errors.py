"""Artificial spelling errors, for training with few real ones.

They imitate how people err: a character that sounds the same or similar, one that
looks similar, a word that sounds the same (as input methods offer it), two neighbours
swapped, a character typed twice, and a missing, extra or wrong one in a long word, such
as an idiom. Common characters and words are typed by mistake more often than rare
ones: with their frequency to the power of `_FAVOUR` and `_WORD_FAVOUR`. Words that
differ in one character are more likely, and so are errors in rare words; otherwise
there would be little to learn but a few frequent pairs.

`ErrorMaker.learn` takes pairs of wrong and right texts, to imitate their errors: which
characters are affected, and what is typed for each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random
from typing import TypeVar

from zhnlp.chars import is_han
from zhnlp.models.spelling.sounds import Sound

_FAVOUR = 0.6
_KINDS = {
    "sound": 0.28,
    "near": 0.1,
    "shape": 0.1,
    "word": 0.45,
    "swap": 0.015,
    "twice": 0.015,
    "long": 0.04,
}
_WORD_FAVOUR = 0.3
_NEAR_FITS: dict[int, float] = {Sound.NEAR_SYLLABLE: 1.0, Sound.NEAR_SPELLING: 0.2}
_ONE_APART = 3.0  # times as likely
_N_ERRORS = {1: 0.75, 2: 0.2, 3: 0.05}
_LEARNED = 0.75  # of learned errors repeat a pair that was seen
Choice = tuple[list[str], list[float]]
Drawn = TypeVar("Drawn")


class ErrorMaker:
    """Puts errors into correct texts.

    Args:
        vocabulary: Characters by number.
        confusions: Their confusion table, as from `build` of confusions.py.
        frequency: The frequency of each character of `vocabulary`.
        words: Words with their frequencies.
        readings: Returns the pinyin of a word, without tones.
        cut: Cuts a text into words.
        seed: Seed of all random choices.
    """

    def __init__(
        self,
        vocabulary: Sequence[str],
        confusions: Mapping[str, Sequence[int]],
        frequency: Sequence[float],
        words: Mapping[str, int],
        readings: Callable[[str], str],
        cut: Callable[[str], Iterable[str]],
        *,
        seed: int = 0,
    ) -> None:
        self._random = Random(seed)
        self._vocabulary = vocabulary
        self._number = {char: i for i, char in enumerate(vocabulary)}
        self._confusions = confusions
        self._frequency = frequency
        self._cut = cut
        self._rows: dict[tuple[str, str], Choice] = {}
        self._reading: dict[str, str] = {}
        self._homophones: dict[str, list[str]] = defaultdict(list)
        self._used: dict[str, float] = {}  # frequency ** _WORD_FAVOUR
        for word, n in words.items():
            if 2 <= len(word) <= 4 and n >= 5 and all(map(is_han, word)):
                self._reading[word] = key = readings(word)
                self._homophones[key].append(word)
                self._used[word] = float(n) ** _WORD_FAVOUR
        self._wrong: dict[str, Counter[str]] = {}
        self._rate: dict[str, float] = {}
        self._mean_rate = 0.0

    def learn(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Learn what `add_learned_errors` imitates from `pairs` of a wrong and a right text.

        Pairs that differ in length only count how often characters occur.
        """
        wrong: dict[str, Counter[str]] = defaultdict(Counter)
        used: Counter[str] = Counter()
        for source, target in pairs:
            used.update(target)
            if len(source) != len(target):
                continue
            for typed, meant in zip(source, target, strict=True):
                if typed != meant and is_han(typed) and is_han(meant):
                    wrong[meant][typed] += 1
        self._wrong = wrong
        mean = sum(map(Counter.total, wrong.values())) / max(used.total(), 1)
        self._mean_rate = mean
        self._rate = {c: (wrong[c].total() + mean) / (used[c] + 1) for c in used}

    def add_errors(self, text: str) -> str:
        """`text` with one to three errors, or unchanged if none fits."""
        for _ in range(self._draw(_N_ERRORS)):
            text = self._once(text, self._draw(_KINDS))
        return text

    def add_learned_errors(self, text: str) -> str:
        """`text` with one to three errors like those learned."""
        positions = [i for i, char in enumerate(text) if is_han(char)]
        if not positions:
            return text
        rates = [self._rate.get(text[i], self._mean_rate) for i in positions]
        if not any(rates):
            return text
        chars = list(text)
        for _ in range(self._draw(_N_ERRORS)):
            i = self._random.choices(positions, rates)[0]
            typed = self._wrong.get(chars[i])
            if typed and self._random.random() < _LEARNED:
                chars[i] = self._random.choices(list(typed), list(typed.values()))[0]
            else:
                chars[i] = self._other(chars[i], self._draw({"sound": 6, "near": 3, "shape": 1}))
        return "".join(chars)

    def _draw(self, shares: Mapping[Drawn, float]) -> Drawn:
        return self._random.choices(list(shares), list(shares.values()))[0]

    def _once(self, text: str, kind: str) -> str:
        if kind == "word":
            return self._word(text)
        if kind == "long":
            return self._long_word(text)
        for _ in range(8):
            i = self._random.randrange(len(text)) if text else 0
            if not is_han(text[i : i + 1] or " "):
                continue
            if kind == "twice":
                return text[:i] + text[i:][:1] + text[i:]
            if kind == "swap":
                if i + 1 < len(text) and is_han(text[i + 1]):
                    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
            elif (other := self._other(text[i], kind)) != text[i]:
                return text[:i] + other + text[i + 1 :]
        return text

    def _other(self, char: str, kind: str) -> str:
        """A character that is typed for `char`, by same sound, similar sound or shape."""
        if (char, kind) not in self._rows:
            self._rows[char, kind] = self._row(char, kind)
        others, weights = self._rows[char, kind]
        return self._random.choices(others, weights)[0] if others else char

    def _row(self, char: str, kind: str) -> Choice:
        others: list[str] = []
        weights: list[float] = []
        number = self._number.get(char)
        if number is None:
            return others, weights
        offsets, meant, sounds, shapes = (
            self._confusions[name] for name in ("offsets", "meant", "sound", "shape")
        )
        for i in range(offsets[number], offsets[number + 1]):
            if kind == "shape":
                fits = (shapes[i] / 255) ** 2
            elif kind == "sound":
                fits = float(sounds[i] in (Sound.SAME_TONE, Sound.SAME_SYLLABLE))
            else:
                fits = _NEAR_FITS.get(sounds[i], 0.0)
            if fits:
                others.append(self._vocabulary[meant[i]])
                weights.append(fits * self._frequency[meant[i]] ** _FAVOUR)
        return others, weights

    def _word(self, text: str) -> str:
        """`text` with one word replaced by another that sounds the same."""
        words = list(self._cut(text))
        numbers = [
            i
            for i, word in enumerate(words)
            if word in self._reading and len(self._homophones[self._reading[word]]) > 1
        ]
        if not numbers:
            return text
        i = self._random.choices(numbers, [1 / self._used[words[i]] for i in numbers])[0]
        right = words[i]
        others = [
            word
            for word in self._homophones[self._reading[right]]
            if word != right and len(word) == len(right)
        ]
        weights = [
            self._used[word] * (_ONE_APART if _n_apart(word, right) == 1 else 1) for word in others
        ]
        if others:
            words[i] = self._random.choices(others, weights)[0]
        return "".join(words)

    def _long_word(self, text: str) -> str:
        """`text` with a missing, extra or wrong character in a word of four or more.

        The first character of the word stays.
        """
        words = list(self._cut(text))
        numbers = [i for i, word in enumerate(words) if len(word) > 3 and all(map(is_han, word))]
        if not numbers:
            return text
        i = self._random.choice(numbers)
        at = self._random.randrange(1, len(words[i]))
        before, char, after = words[i][:at], words[i][at], words[i][at + 1 :]
        other = self._random.choices(self._vocabulary, self._frequency)[0]
        other = other if is_han(other) else char
        words[i] = before + self._random.choice(("", char + other, other)) + after
        return "".join(words)


def _n_apart(word: str, other: str) -> int:
    """The number of positions at which two words of equal length differ."""
    return sum(a != b for a, b in zip(word, other, strict=True))
