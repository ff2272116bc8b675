"""Pictures for a terminal, by rich: a Doc with a row for each layer, and the lattice of a text.

Texts are never read as markup of rich, and what would steer the terminal is shown as a sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from typing import TYPE_CHECKING

from zhnlp.arguments import need_count, need_flag, need_kind
from zhnlp.doc import Doc
from zhnlp.extras import extra
from zhnlp.models.words.explanation import Explanation
from zhnlp.span import Span
from zhnlp.stage import need_doc
from zhnlp.view.lattice import chosen_spans, with_chosen
from zhnlp.view.visible import number, visible

if TYPE_CHECKING:
    from rich.text import Text

LONGEST = 2_000  # characters of a text that are shown
_MOST, _BAR = 20, 20  # names with weights; the longest bar
_WHAT = "a picture in the terminal"
# By the beginning of a PKU or UPOS tag; what is not here has no colour.
_TAGS = {"nr": "magenta", "ns": "magenta", "nt": "magenta", "nz": "magenta", "PROPN": "magenta",
         "n": "cyan", "v": "green", "VERB": "green", "a": "yellow", "ADJ": "yellow",
         "NOUN": "cyan", "m": "blue", "q": "blue", "t": "blue", "NUM": "blue"}  # fmt: skip


def doc_picture(doc: Doc, *, width: int = 100, colours: bool = False) -> str:
    """A Doc with a row for each layer that is filled, as lines for a terminal.

    Args:
        doc: A Doc with any layers.
        width: The columns of the terminal.
        colours: Colours and bold letters, as codes of the terminal.

    Raises:
        ExtraError: rich is not installed.

    >>> print(doc_picture(Doc("我爱", words=["我", "爱"], tags=["r", "v"])), end="")
    words  我/r 爱/v
    """
    grid = extra("rich.table", _WHAT).Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    doc = need_doc(doc)
    for name, row in _rows(doc):
        grid.add_row(name, row)
    if len(doc.text) > LONGEST:
        said = f"The first {LONGEST:,} of {len(doc.text):,} characters are shown."
        grid.add_row("", _text(said))
    return _printed(grid, width, colours=colours)


def lattice_picture(explanation: Explanation, *, colours: bool = False) -> str:
    """Every candidate word under its place in the text, with its log probability.

    The words of the segmenter have a ✓.

    Args:
        explanation: Of a text of one line; a long one makes long lines.
        colours: Bold letters for the words of the segmenter.

    Raises:
        ExtraError: rich is not installed.
    """
    cells: Callable[[str], int] = extra("rich.cells", _WHAT).cell_len
    chosen = chosen_spans(need_kind(explanation, "explanation", Explanation))
    text = [visible(char) for char in explanation.text]
    picture: Text = extra("rich.text", _WHAT).Text("".join(text), "bold")
    whole = cells(picture.plain)
    for edge in with_chosen(explanation):
        is_chosen = (edge.start, edge.end) in chosen
        left = cells("".join(text[: edge.start]))
        word = "".join(text[edge.start : edge.end])
        gap = " " * (whole - left - cells(word))
        score = "—" if edge.log_prob is None else f"{edge.log_prob:.3f}"
        said = f"{' ' * left}{word}{gap}  {'✓' if is_chosen else ' '} {score:>8}  {edge.source}"
        picture.append(f"\n{visible(said)}", style="bold green" if is_chosen else "")
    return _printed(picture, 2 * whole + 200, colours=colours)


def _printed(what: object, width: int, *, colours: bool) -> str:
    file = StringIO()
    console = extra("rich.console", _WHAT).Console(
        file=file,
        width=need_count(width, "width"),
        force_terminal=need_flag(colours, "colours"),
        color_system="standard" if colours else None,
        legacy_windows=False,
        highlight=False,
    )
    console.print(what, soft_wrap=False)
    lines = file.getvalue().split("\n")
    return "\n".join(line.rstrip(" ") for line in lines)


def _text(text: str, style: str = "") -> Text:
    made: Text = extra("rich.text", _WHAT).Text(visible(text[: 4 * LONGEST]), style)
    return made


def _rows(doc: Doc) -> Iterator[tuple[str, Text]]:
    if doc.words is not None:
        yield "words", _words(doc)
    else:
        yield "text", _text(doc.text[:LONGEST])
    for name in ("entities", "summary"):
        spans = getattr(doc, name)
        if spans is not None:
            yield name, _spans(doc, spans)
    if doc.corrections is not None:
        yield "corrections", _diff(doc)
    if doc.sentences is not None:
        yield "sentences", _text(str(len(doc.sentences)))
    if doc.terms is not None:
        yield "terms", _text(" ".join(map(doc.text_of, doc.terms[:LONGEST])))
    if doc.pinyin is not None:
        yield "pinyin", _text(" ".join(doc.pinyin[:LONGEST]))
    for name in ("keywords", "categories", "topics"):
        found = getattr(doc, name)
        if found is not None:
            yield name, _weights([*(found if name == "keywords" else found.items())])
    if doc.headline is not None:
        yield "headline", _text(doc.headline[:LONGEST])
    for answer in (doc.answers or ())[:_MOST]:
        own = doc.text_of((answer.start, answer.end))
        yield "answer", _text(f"{answer.question} → {own} ({number(answer.probability)})")
    for link in (doc.links or ())[:_MOST]:
        mentions = " = ".join(map(doc.text_of, link.spans[:_MOST]))
        yield "link", _text(f"{link.name} ({link.label} {link.id}): {mentions}")
    if doc.vector is not None:
        yield "vector", _text(f"{len([*doc.vector])} numbers")
    if doc.alignment is not None:
        yield "as given", _text(doc.source[:LONGEST])


def _words(doc: Doc) -> Text:
    row, tags, n_shown = _text(""), iter(doc.tags or ()), 0
    for word in doc.words:
        tag = next(tags, "")
        starts = (tag[:size] for size in (5, 4, 3, 2, 1))
        colour = next((_TAGS[start] for start in starts if start in _TAGS), "")
        row.append(" " * (n_shown > 0)).append_text(_text(word[:LONGEST], colour))
        row.append_text(_text(f"/{tag}" if tag else " |" * (doc.tags is None), "dim"))
        n_shown += len(word)
        if n_shown >= LONGEST:
            break
    return row[:-2] if doc.tags is None and len(row) else row


def _spans(doc: Doc, spans: tuple[Span, ...]) -> Text:
    """What was found, one after the other."""
    row = _text("" if spans else "none found")
    for at, (start, end, label) in enumerate(spans[:LONGEST]):
        row.append(" " * (at > 0)).append_text(_text(f"[{doc.text[start:end]}", "underline"))
        row.append_text(_text(f" {label}]" if label else "]"))
    return row


def _diff(doc: Doc) -> Text:
    """The text with what was typed in ``[-…-]``, and what is meant in ``{+…+}``."""
    row, at = _text("" if doc.corrections else "none found"), 0
    for found in doc.corrections:
        if found.start >= LONGEST:
            break
        row.append_text(_text(doc.text[at : found.start]))
        row.append_text(_text(f"[-{found.wrong}-]", "red"))
        row.append_text(_text(f"{{+{found.right}+}}", "green"))
        row.append_text(_text(f" ({found.reason}, log odds {number(found.log_odds)}) "))
        at = max(at, found.end)
    return row.append_text(_text(doc.text[at:LONGEST])) if doc.corrections else row


def _weights(found: list[tuple[str, float]]) -> Text:
    most = max((weight for _, weight in found), default=0.0) or 1.0
    width = max((len(number(weight)) for _, weight in found[:_MOST]), default=0)
    row = _text("" if found else "none found")
    for at, (name, weight) in enumerate(found[:_MOST]):
        bar = "█" * round(_BAR * max(weight, 0.0) / most)
        row.append("\n" * (at > 0))
        row.append_text(_text(f"{number(weight):>{width}} {bar:<{_BAR}} {name}"))
    return row
