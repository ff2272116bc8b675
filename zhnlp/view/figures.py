"""Figures: pictures drawn by matplotlib without a screen, with Chinese text in them.

The fonts that come with matplotlib have no Chinese characters and would show a box for each, so
a font of the machine is looked for, and it is an error if there is none.
"""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

from zhnlp.arguments import need_path, shown
from zhnlp.errors import ExtraError, FileError, UsageError
from zhnlp.extras import extra
from zhnlp.io.opening import Path
from zhnlp.io.whole_files import write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

SUFFIXES = (".png", ".svg")
_NEEDED = "汉语词"  # a font with these can show Chinese
_GOOD_FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Heiti SC",
    "STHeiti",
    "Arial Unicode MS",
    "SimSun",
)
_INSTALL = (
    "Install one (Debian and Ubuntu: apt install fonts-noto-cjk; Fedora: dnf install "
    "google-noto-sans-cjk-fonts), or give a font file (--font FILE)."
)


def figure(width: float, height: float) -> Figure:
    """An empty figure that needs no screen.

    Args:
        width: Its width in inches; a PNG has 150 pixels an inch.
        height: Its height in inches.
    """
    made: Figure = extra("matplotlib.figure", "a picture").Figure(
        figsize=(width, height), dpi=150, layout="constrained"
    )
    return made


def cjk_font(file: Path | None = None) -> FontProperties:
    """A font that has Chinese characters: that in `file`, or the first of this machine.

    Raises:
        ExtraError: The machine has no such font, or matplotlib is not installed.
        FileError: `file` cannot be read as a font.
        UsageError: `file` is a font without Chinese characters.
    """
    fonts = extra("matplotlib.font_manager", "a picture")
    if file is not None:
        name = os.fspath(need_path(file, "the font"))
        if not _has(name, _NEEDED):
            raise UsageError(f"the font {shown(name)} has no Chinese characters. {_INSTALL}")
        found: FontProperties = fonts.FontProperties(fname=name)
        return found
    for path in _candidates():
        try:
            if _has(path, _NEEDED):
                found = fonts.FontProperties(fname=path)
                return found
        except FileError:
            continue  # a font that was removed, or of a kind that matplotlib cannot draw
    raise ExtraError(
        f"a picture with Chinese text needs a font with Chinese characters. {_INSTALL}"
    )


def drawable(text: str, font: FontProperties) -> str:
    """`text` as matplotlib shows it in `font`, with ``?`` for each character that it cannot show.

    A ``$`` is escaped, because it would begin a formula.
    """
    face = _face(str(font.get_file()))
    chars = (
        char if char.isprintable() and face.get_char_index(ord(char)) else "?" for char in text
    )
    return "".join(chars).replace("$", r"\$")


def need_picture(path: Path) -> Path:
    """`path`, whose name must end in ``.png`` or ``.svg``."""
    if os.path.splitext(os.fspath(need_path(path)))[1].lower() in SUFFIXES:
        return path
    raise UsageError(
        f"a picture cannot be written to {shown(os.fspath(path))}. Give a name that ends in "
        f"{' or '.join(SUFFIXES)}."
    )


def write_figure(figure: Figure, path: Path) -> None:
    """Write a figure as PNG or SVG, by the end of the name; the file appears whole or not at all.

    The letters of an SVG are drawn as paths, so that it looks the same without the font. The
    same figure gives the same bytes.

    Raises:
        UsageError: The name ends otherwise.
        FileError: The file cannot be written.
    """
    kind = os.path.splitext(os.fspath(need_picture(path)))[1].lower().removeprefix(".")
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    drawn = io.BytesIO()
    with extra("matplotlib", "a picture").rc_context({"svg.hashsalt": "zhnlp"}):
        figure.savefig(drawn, format=kind, metadata=metadata)
    try:
        write_whole(path, drawn.getbuffer())
    except OSError as error:
        name = os.fspath(path)
        raise FileError(f"cannot write {name!r}: {error.strerror or error}.") from error


def _candidates() -> list[str]:
    """The font files of the machine, the best for Chinese first."""
    fonts = extra("matplotlib.font_manager", "a picture")
    known = {font.name: font.fname for font in reversed(fonts.fontManager.ttflist)}
    good = [known[name] for name in _GOOD_FONTS if name in known]
    # matplotlib remembers the fonts of an earlier day, so the folders are searched as well
    return [*dict.fromkeys([*good, *sorted(known.values()), *sorted(fonts.findSystemFonts())])]


def _has(path: str, chars: str) -> bool:
    """Whether the font in the file has all these characters."""
    face = _face(path)
    return all(face.get_char_index(ord(char)) for char in chars)


def _face(path: str) -> _Face:
    try:
        face: _Face = extra("matplotlib.ft2font", "a picture").FT2Font(path)
    except (OSError, RuntimeError, ValueError, TypeError) as error:
        raise FileError(f"cannot read the font {path!r}: {error}.") from error
    return face


if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font as _Face
