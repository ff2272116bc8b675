"""Traditional script: the same texts once in each script, with the same cuts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from itertools import accumulate, pairwise
from typing import Any

import click

from zhnlp.evaluate import score_words

Words = list[str]
Cut = Callable[[str], Words]


def to_traditional() -> Callable[[str], str] | None:
    """OpenCC's conversion from simplified script; None, and a message, where it is missing."""
    try:
        return import_module("opencc").OpenCC("s2t").convert  # type: ignore[no-any-return]
    except ImportError:
        click.echo("opencc is not installed: traditional script is left out.", err=True)
        return None


def in_both(
    texts: Sequence[Words], convert: Callable[[str], str]
) -> tuple[list[Words], list[Words]]:
    """The words of the texts that keep their length, as they are and converted.

    A text is converted as a whole, as its context decides between characters,
    and cut where it was.

    >>> in_both([["头发"], ["面"]], lambda text: "頭髮" if text == "头发" else "麵條")
    ([['头发']], [['頭髮']])
    """
    kept, converted = [], []
    for words in texts:
        text = convert("".join(words))
        cuts = list(accumulate(map(len, words), initial=0))
        if len(text) == cuts[-1]:
            kept.append(words)
            converted.append([text[start:end] for start, end in pairwise(cuts)])
    return kept, converted


def losses(
    texts: Sequence[Words], convert: Callable[[str], str], cuts: Mapping[str, Cut]
) -> dict[str, Any]:
    """F1 in both scripts for each of `cuts`, and how many texts were left out."""
    sides = in_both(texts, convert)
    rows = {}
    for name, cut in cuts.items():
        f1s = [score_words(side, [cut("".join(words)) for words in side]).f1 for side in sides]
        rows[name] = {"simplified": f1s[0], "traditional": f1s[1]}
    return {"n_texts": len(sides[0]), "n_left_out": len(texts) - len(sides[0]), "f1": rows}
