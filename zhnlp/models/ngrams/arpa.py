"""ARPA files: n-gram models as text, for exchange with KenLM, SRILM and others.

    \\data\\
    ngram 1=4
    ngram 2=2

    \\1-grams:
    -1.2	<unk>
    -99	<s>	-0.3              log10 of the probability, n-gram, log10 of its back-off
    …
    \\end\\

Classes of numbers and Latin words are written as ``<number>`` and ``<latin>``, a space
as ``<space>``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from zhnlp.arguments import need_choice, need_kind, need_number
from zhnlp.errors import FileError
from zhnlp.io.whole_files import whole_file
from zhnlp.models.ngrams.word_corpus import BEGIN, END, LATIN, NUMBER, NUMERAL, SPECIAL, UNKNOWN

if TYPE_CHECKING:
    from zhnlp.models.ngrams import Array
    from zhnlp.models.ngrams.counts import Level
    from zhnlp.models.ngrams.language_model import LanguageModel, Unit

_AT_ONCE = 10_000  # lines to write at once
_ZERO = -99.0  # written for the log10 of probability 0
_NAMES = {
    SPECIAL[UNKNOWN]: "<unk>",
    SPECIAL[BEGIN]: "<s>",
    SPECIAL[END]: "</s>",
    NUMBER: "<number>",
    LATIN: "<latin>",
    NUMERAL: "<numeral>",
    " ": "<space>",
}


def write_arpa(model: LanguageModel, path: str | os.PathLike[str]) -> None:
    """Write `model` as an ARPA file, with the rounded probabilities of its pack.

    Raises:
        FileError: The file cannot be written.
    """
    from zhnlp.models.ngrams.arrays import from_arrays
    from zhnlp.models.ngrams.language_model import LanguageModel

    need_kind(model, "model", LanguageModel)
    levels = from_arrays(model.pack.arrays, model.order)
    names = _names(model, levels[0].n_words)
    try:
        with whole_file(path) as write:
            lines = _text(levels, names)
            while text := "".join(islice(lines, _AT_ONCE)):
                write(text.encode())
    except OSError as error:
        raise FileError(f"cannot write {os.fspath(path)!r}: {error.strerror or error}.") from error


def _text(levels: Sequence[Level], names: Sequence[str]) -> Iterator[str]:
    import numpy as np

    yield "\\data\\\n"
    yield from (f"ngram {level.n}={len(level.grams)}\n" for level in levels)
    for level in levels:
        yield f"\n\\{level.n}-grams:\n"
        logs, weights = np.log10(level.probs), np.log10(level.back_offs)
        if level.n == 1:
            logs[BEGIN] = _ZERO
        yield from _lines(level, logs, weights, names)
    yield "\n\\end\\\n"


def _names(model: LanguageModel, n_words: int) -> list[str]:
    names = [""] * n_words
    for word, number in model.vocabulary.items():
        for form, name in _NAMES.items():
            word = word.replace(form, name)
        names[number] = word
    return names


def _lines(level: Level, logs: Array, weights: Array, names: Sequence[str]) -> Iterator[str]:
    for gram, log, weight in zip(
        level.grams.tolist(), logs.tolist(), weights.tolist(), strict=True
    ):
        words = []
        for _ in range(level.n):
            gram, word = divmod(gram, level.n_words)
            words.append(names[word])
        end = f"\t{weight:.6g}\n" if weight else "\n"
        yield f"{log:.6g}\t{' '.join(reversed(words))}{end}"


def read_arpa(
    path: str | os.PathLike[str],
    *,
    unit: Unit = "characters",
    size: float | None = None,
    about: dict[str, Any] | None = None,
) -> LanguageModel:
    """The model in an ARPA file; its probabilities are rounded to 256 values for each order.

    Args:
        path: The file, which may be compressed.
        unit: ``"words"`` or ``"characters"``. A model of characters only keeps words of
            one character and the classes ``<number>`` and ``<latin>``; other words are
            left out with their n-grams.
        size: Prune the pack to at most so many megabytes.
        about: The description for the pack: name, data, licence.

    Raises:
        FileError: The file cannot be read.
        FormatError: A line is invalid, or the file is truncated.
        UsageError: There are too many distinct words for n-grams of this order.
    """
    from zhnlp.models.ngrams.arpa_reading import read_levels
    from zhnlp.models.ngrams.training import import_levels

    need_choice(unit, "unit", ("characters", "words"))
    if size is not None:
        need_number(size, "size")
    if about is not None:
        need_kind(about, "about", dict)
    names = {name: form for form, name in _NAMES.items()}
    vocabulary, levels = read_levels(path, names, of_characters=unit == "characters")
    return import_levels(vocabulary, levels, unit, size=size, about=about)
