"""The words of a corpus for an n-gram model, as numbers.

Full-width signs are read as ASCII, and numbers, Latin words and rare Chinese numerals
as classes: ``12月`` and ``８月`` are one word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from zhnlp.core import CharClass, char_class, units
from zhnlp.models.sequence.alphabet import NARROW

# Noncharacters of Unicode: classes (see core/units.hpp), then unknown, begin, end.
NUMBER, LATIN, NUMERAL = "\ufdd0", "\ufdd1", "\ufdd2"
SPECIAL = ("\ufdd3", "\ufdd4", "\ufdd5")
UNKNOWN, BEGIN, END = 0, 1, 2  # their numbers
_LATIN, _DIGIT = CharClass.LATIN, CharClass.DIGIT
_NUMERALS = re.compile("[〇零一二三四五六七八九十百千万亿两]{2,}")
_RARE = 5  # rarer Chinese numerals are read as their class


def model_form(word: str) -> str:
    """The form of `word` in the model: half width, numbers and Latin words as classes.

    >>> model_form("１２月") == NUMBER + "月", model_form("ＩＢＭ") == LATIN
    (True, True)
    """
    word = word.translate(NARROW)
    start, out = 0, []
    for end in units(word):
        unit = word[start:end]
        kinds = set(map(char_class, unit))
        out.append(LATIN if _LATIN in kinds else NUMBER if _DIGIT in kinds else unit)
        start = end
    return "".join(out)


def number(sentences: Sequence[Sequence[str]], min_count: int) -> tuple[list[str], list[int]]:
    """The vocabulary by decreasing frequency, and the corpus as its numbers.

    Args:
        sentences: The words of each sentence.
        min_count: Rarer words are unknown.

    Returns:
        Words by number, and the numbers of all words in order, every sentence
        between BEGIN and END.
    """
    counts = Counter(word for sentence in sentences for word in sentence)
    forms = _forms(counts)
    form_counts: Counter[str] = Counter()
    for word, times in counts.items():
        form_counts[forms[word]] += times
    vocabulary = [
        form for form, times in form_counts.items() if times >= min_count and form not in SPECIAL
    ]
    vocabulary.sort(key=lambda form: (-form_counts[form], form))
    index = {form: i for i, form in enumerate(vocabulary, len(SPECIAL))}
    numbers = {word: index.get(form, UNKNOWN) for word, form in forms.items()}
    stream: list[int] = []
    for sentence in sentences:
        stream.append(BEGIN)
        stream.extend(map(numbers.__getitem__, sentence))
        stream.append(END)
    return [*SPECIAL, *vocabulary], stream


def _forms(counts: Mapping[str, int]) -> dict[str, str]:
    """The form of each word: its `model_form`, with Chinese numerals as a class if it is rare."""
    forms = {word: model_form(word) for word in counts}
    form_counts: Counter[str] = Counter()
    for word, form in forms.items():
        form_counts[form] += counts[word]
    return {
        word: _NUMERALS.sub(NUMERAL, form) if form_counts[form] < _RARE else form
        for word, form in forms.items()
    }


def aliases(vocabulary: Iterable[str]) -> list[str]:
    """Pairs of a full-width sign and the ASCII sign of the vocabulary that it is read as."""
    used = set("".join(vocabulary))
    return [chr(wide) + narrow for wide, narrow in NARROW.items() if narrow in used]
