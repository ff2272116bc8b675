"""Build the confusion table: characters that are typed for each other, by sound and shape.

Sounds come from pypinyin: the readings that a character has in at least one of a
hundred uses in the words of jieba's dictionary, and its neutral one. Shapes come from
``dicts/similar_shapes.tsv``, which tools/similar_shapes.py makes. Training a corrector
weighs the pairs.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

from zhnlp.chars import is_han
from zhnlp.errors import FormatError, UsageError
from zhnlp.io.tables import read_rows
from zhnlp.models.spelling.sounds import Sound, nearness
from zhnlp.resources import dicts

_SYLLABLE = re.compile("[a-z]+[1-5]")
_CODES = {"offsets": "I", "meant": "H", "sound": "B", "shape": "B"}
_MAX_SIZE = 65535  # entries of a vocabulary, which are numbered with 16 bits
_SHARE = 0.01  # share of the uses of a character from which a reading counts
# Pairs by a slip of the keys are limited to common characters, or there would be too many.
_COMMON_MEANT, _COMMON_TYPED = 2000, 3500


class Use(NamedTuple):
    """How the words of a dictionary use characters.

    Attributes:
        readings: Syllables with tones of each character, the most common first.
        ranks: The rank of each character by frequency, from 0.
    """

    readings: Mapping[str, Sequence[str]]
    ranks: Mapping[str, int]


def build(
    vocabulary: Sequence[str],
    *,
    words: Mapping[str, int] | None = None,
    shapes: Mapping[str, Mapping[str, int]] | None = None,
) -> dict[str, array[int]]:
    """The confusion table of the characters of `vocabulary`, in its order.

    Args:
        vocabulary: Characters. An entry that is not a single Han character keeps its
            number and has no pairs.
        words: Words and their frequencies, which decide what readings are in use; by
            default those of jieba's dictionary.
        shapes: As from `read_shapes`; by default the shipped table.

    Returns:
        The arrays of `zhnlp.core.Confusions`; the same for the same input.
            offsets: The start of the pairs of each character, and the end of all;
                uint32, one more than there are characters.
            meant: The number of the meant character, increasing within the pairs of one
                character; uint16, one for each pair.
            sound: `Sound` of each pair, uint8.
            shape: Similarity of shape of each pair, 0 to 255, uint8.

    Raises:
        UsageError: There are more than 65,535 entries, or one is repeated.
    """
    numbers = {char: number for number, char in enumerate(vocabulary)}
    if len(numbers) < len(vocabulary):
        twice = next(char for char, n in Counter(vocabulary).items() if n > 1)
        raise UsageError(f"{twice!r} is in the vocabulary twice. Give each character once.")
    if len(vocabulary) > _MAX_SIZE:
        raise UsageError(
            f"{len(vocabulary)} characters are too many. Leave out all but {_MAX_SIZE}."
        )
    chars = [char for char in vocabulary if len(char) == 1 and is_han(char)]
    use = read_use(chars, jieba_frequencies() if words is None else words)
    sounds = similar_sounds(chars, use)
    shapes = read_shapes(dicts() / "similar_shapes.tsv") if shapes is None else shapes
    table = {name: array(code) for name, code in _CODES.items()}
    for char in vocabulary:
        table["offsets"].append(len(table["meant"]))
        by_sound, by_shape = sounds.get(char, {}), shapes.get(char, {})
        similar = numbers.keys() & (by_sound.keys() | by_shape.keys())
        for meant in sorted(similar, key=numbers.__getitem__):
            table["meant"].append(numbers[meant])
            table["sound"].append(by_sound.get(meant, Sound.NONE))
            table["shape"].append(by_shape.get(meant, 0))
    table["offsets"].append(len(table["meant"]))
    return table


def read_use(chars: Iterable[str], words: Mapping[str, int]) -> Use:
    """How `words`, given with their frequencies, use `chars`.

    A reading counts if it occurs in one use of a hundred, is the neutral one of a
    particle, or is the first one in pypinyin. The others, which nobody types, would
    pair 她 with 姐 and 那 with 挪.
    """
    known = {char: _readings(char) for char in chars}
    counts: Counter[str] = Counter()
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    for word, frequency in words.items():
        for char in word:
            counts[char] += frequency
        if len(word) > 1 and any(len(known.get(char, ())) > 1 for char in word):
            for char, reading in zip(word, _spoken(word), strict=False):
                uses[char][reading] += frequency
    ranks = {char: rank for rank, (char, _) in enumerate(counts.most_common())}
    readings = {
        char: _used(spoken, uses[char], words.get(char, 0)) for char, spoken in known.items()
    }
    return Use(readings, ranks)


def similar_sounds(chars: Sequence[str], use: Use) -> dict[str, dict[str, Sound]]:
    """For each typed character, the characters that sound similar, and how.

    The most similar pair of readings counts. Pairs that are only similar in spelling
    must be of common characters.
    """
    by_syllable: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for char in chars:
        for reading in use.readings[char]:
            by_syllable[reading[:-1]].append((char, reading[-1]))
    similar: dict[str, dict[str, Sound]] = {char: {} for char in chars}
    for one, other in product(sorted(by_syllable), repeat=2):
        sound = nearness(f"{one}1", f"{other}1")
        if sound is Sound.NONE:
            continue
        typed_as, meant_as = by_syllable[one], by_syllable[other]
        if sound is Sound.NEAR_SPELLING:
            typed_as = _common(typed_as, use.ranks, _COMMON_TYPED)
            meant_as = _common(meant_as, use.ranks, _COMMON_MEANT)
        for (typed, tone), (meant, other_tone) in product(typed_as, meant_as):
            near = Sound.SAME_SYLLABLE if one == other and tone != other_tone else sound
            if typed != meant:
                similar[typed][meant] = min(near, similar[typed].get(meant, near))
    return similar


def _common(
    pairs: Iterable[tuple[str, str]], ranks: Mapping[str, int], n: int
) -> list[tuple[str, str]]:
    """The pairs of a character and a tone whose character is among the `n` most common."""
    return [(char, tone) for char, tone in pairs if ranks.get(char, n) < n]


def read_shapes(path: Path) -> dict[str, dict[str, int]]:
    """For each character, the characters that look similar, with 1 to 255 for how much.

    Args:
        path: A table with three columns: a character, the similar ones, and a number for
            each of these, separated by spaces. Each pair is there once.

    Raises:
        FileError: The file cannot be read.
        FormatError: A line is not like this.
    """
    similar: dict[str, dict[str, int]] = defaultdict(dict)
    for number, row in read_rows(path, what="table of shapes", comment="#"):
        match row.split("\t"):
            case [char, others, values] if _fits(char, others, values.split(" ")):
                for other, value in zip(others, map(int, values.split(" ")), strict=True):
                    similar[char][other] = similar[other][char] = value
            case _:
                problem = "not a character, similar ones, and a number from 1 to 255 for each."
                raise FormatError(path, number, f"{problem} Separate the three by tabs.")
    return dict(similar)


def jieba_frequencies() -> dict[str, int]:
    """The words of the installed jieba and their frequencies."""
    from zhnlp.models.lexicons.jieba import jieba_words

    words, _ = jieba_words()
    return {word: frequency for word, (frequency, _) in words.items()}


def _fits(char: str, others: str, values: Sequence[str]) -> bool:
    numbers = [int(value) for value in values if value.isdecimal()]
    return len(char) == 1 and len(others) == len(values) == sum(0 < n < 256 for n in numbers)


def _readings(char: str) -> list[str]:
    from pypinyin import Style, pinyin

    readings = pinyin(char, Style.TONE3, heteronym=True, neutral_tone_with_five=True)[0]
    return [reading for reading in map(_plain, readings) if reading]


def _spoken(word: str) -> list[str]:
    from pypinyin import Style, pinyin

    readings = pinyin(word, Style.TONE3, neutral_tone_with_five=True)
    return [_plain(reading) for (reading,) in readings] if len(readings) == len(word) else []


def _plain(reading: str) -> str:
    reading = reading.replace("ü", "v")
    return reading if _SYLLABLE.fullmatch(reading) else ""


def _used(readings: Sequence[str], uses: Counter[str], alone: int) -> list[str]:
    """Readings in use. The `alone` occurrences as a one-character word count for the first one."""
    enough = _SHARE * sum(uses.values())
    in_use = [
        reading
        for number, reading in enumerate(readings)
        if number == 0 or reading.endswith("5") or uses[reading] > enough
    ]
    return sorted(in_use, key=lambda reading: -uses[reading] - alone * (reading == readings[0]))
