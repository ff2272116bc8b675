"""Compare characters as fonts draw them, and write ``dicts/similar_shapes.tsv``.

    python tools/similar_shapes.py dicts/similar_shapes.tsv FONT...

Each character is drawn in the middle of a square, blurred and made small; how
alike two look is the correlation of their pictures, averaged over the fonts.
Real misspellings were reached better so than by decompositions, four-corner
codes or a regression over all of these: see docs/correction.md.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhnlp.errors import FileError, UsageError
from zhnlp.io.whole_files import write_whole
from zhnlp.models.spelling.confusions import Use, jieba_frequencies, read_use, similar_sounds
from zhnlp.models.spelling.sounds import Sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SIZE, _SMALL, _BLUR = 48, 24, 1.0  # pixels of the drawing, of the picture, of the blur
_FLOOR = 0.4  # a correlation that counts as no likeness
# Least correlation of a pair that is kept: of two that sound alike, where shape says which
# of many is the likelier; of two common ones; of others.
_HOMOPHONES, _COMMON, _RARE = 0.45, 0.55, 0.65
_N_COMMON = 3500
_HEADER = """\
# Characters that look alike, and how much, from 1 to 255: 425 (r - 0.4), where r is
# the correlation of their pictures as drawn by {fonts}.
# A pair stands once, under the first of the two.
# Made by program, tools/similar_shapes.py; numbers measured on the drawings,
# Apache-2.0. The fonts, which are not part of this, are under the SIL Open Font
# License 1.1.
# char	similar	how much
"""


def gb2312() -> list[str]:
    """The 6,763 characters of GB 2312, in its order."""
    codes = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return [char for char in (code.decode("gb2312", "ignore") for code in codes) if char]


def write_shapes(
    path: str | os.PathLike[str],
    fonts: Sequence[str | os.PathLike[str]],
    *,
    characters: Sequence[str] | None = None,
    words: Mapping[str, int] | None = None,
) -> int:
    """Write the table of characters that look alike; the number of its pairs comes back.

    Args:
        path: The file to write.
        fonts: OpenType or TrueType files that have all the characters.
        characters: What to compare; GB 2312 if not given. Memory grows with
            their square: 600 MB for 7,000.
        words: Words and their frequencies, that say which characters are common;
            those of jieba's dictionary if not given.

    Raises:
        UsageError: Pillow is not installed, or there is no font.
        FileError: A font cannot be read.
    """
    import numpy as np

    characters = sorted(set(gb2312() if characters is None else characters))
    use = read_use(characters, jieba_frequencies() if words is None else words)
    alike = likeness(characters, fonts)
    kept = np.triu(alike >= _least(characters, use), 1)
    lines = [_HEADER.format(fonts=" and ".join(Path(font).stem for font in fonts))]
    for i, char in enumerate(characters):
        others = np.flatnonzero(kept[i])
        if len(others):
            values = np.rint((alike[i, others] - _FLOOR) * (255 / (1 - _FLOOR))).astype(int)
            similar = "".join(characters[j] for j in others)
            lines.append(f"{char}\t{similar}\t{' '.join(map(str, values))}\n")
    write_whole(path, "".join(lines).encode())
    return int(kept.sum())


def _least(characters: Sequence[str], use: Use) -> NDArray[np.float32]:
    """The least correlation that each pair must have to be kept."""
    import numpy as np

    common = np.array([use.ranks.get(char, _N_COMMON) < _N_COMMON for char in characters])
    least = np.where(np.outer(common, common), _COMMON, _RARE).astype(np.float32)
    places = {char: place for place, char in enumerate(characters)}
    for char, near in similar_sounds(characters, use).items():
        for other, sound in near.items():
            if sound is not Sound.NEAR_SPELLING:
                least[places[char], places[other]] = _HOMOPHONES
    return least


def likeness(
    characters: Sequence[str], fonts: Sequence[str | os.PathLike[str]]
) -> NDArray[np.float32]:
    """How alike characters look, -1 to 1: the mean over `fonts` of the correlation.

    Returns:
        float32, shape (characters, characters), symmetric, ones on the diagonal.
    """
    import numpy as np

    if not fonts:
        raise UsageError("shapes are compared as a font draws them. Give a font file.")
    total = np.zeros((len(characters), len(characters)), np.float32)
    for font in fonts:
        pictures = _pictures(characters, font)
        total += pictures @ pictures.T
    return total / np.float32(len(fonts))


def _pictures(characters: Sequence[str], font: str | os.PathLike[str]) -> NDArray[np.float32]:
    """Drawings of mean 0 and length 1, float32, shape (characters, pixels)."""
    import numpy as np

    image, draw, fonts, filters = (
        _pillow(name) for name in ("Image", "ImageDraw", "ImageFont", "ImageFilter")
    )
    try:
        face = fonts.truetype(os.fspath(font), _SIZE)
    except OSError as error:
        raise FileError(
            f"cannot read the font {os.fspath(font)!r}: {error}. Give an OpenType file."
        ) from error
    pictures = np.zeros((len(characters), _SMALL * _SMALL), np.float32)
    for row, char in zip(pictures, characters, strict=True):
        square = image.new("L", (_SIZE, _SIZE))
        middle = (_SIZE / 2, _SIZE / 2)
        draw.Draw(square).text(middle, char, font=face, fill=255, anchor="mm")
        small = square.filter(filters.GaussianBlur(_BLUR)).resize((_SMALL, _SMALL), image.BOX)
        row[:] = np.asarray(small, np.float32).ravel()
    pictures -= pictures.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(pictures, axis=1, keepdims=True)
    pictures /= np.maximum(lengths, np.float32(1e-6))
    return pictures


def _pillow(module: str) -> Any:
    try:
        return import_module(f"PIL.{module}")
    except ImportError as error:
        raise UsageError("comparing shapes needs Pillow: pip install pillow") from error


if __name__ == "__main__":
    target, *drawn_by = sys.argv[1:]
    print(f"{write_shapes(target, drawn_by):,} pairs")
