"""Page: pictures as an HTML file of its own, or as a fragment for notebooks.

A page has no script, loads nothing, and forbids both to the browser, whatever stands in the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhnlp.arguments import need_items, need_kind, need_text
from zhnlp.doc import Doc
from zhnlp.models.words.explanation import Explanation
from zhnlp.stage import need_doc
from zhnlp.view.lattice import lattice
from zhnlp.view.marks import IN_NOTEBOOK, marks, scrolled
from zhnlp.view.style import css
from zhnlp.view.visible import label

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(title: str, parts: Iterable[str]) -> Iterator[str]:
    """Yield an HTML file piece by piece.

    Args:
        title: The heading and the name of the window.
        parts: What follows it, HTML that is not escaped: from `doc_part` or `picture_part`.
    """
    yield (
        '<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"/>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"/>'
        '<meta name="viewport" content="width=device-width,initial-scale=1"/>'
        f"<title>{label(title)}</title><style>{css(of_page=True)}</style></head>\n"
        f'<body><main class="zhnlp"><h1>{label(title)}</h1>\n'
    )
    for part in need_items(parts, "parts", "Give several strings of HTML, as of doc_part"):
        yield f"{need_text(part, 'a part')}\n"
    yield "</main></body></html>\n"


def doc_part(doc: Doc, name: str | None = None, explanation: Explanation | None = None) -> str:
    """What a page shows of a Doc.

    Args:
        doc: A Doc with any layers.
        name: A heading, such as the place of its record.
        explanation: Adds the lattice of its words.
    """
    head = f"<h2>{label(name)}</h2>" if name is not None else ""
    drawn = ""
    if explanation is not None:
        drawn = lattice(need_kind(explanation, "explanation", Explanation))
    return f"<article>{head}{marks(need_doc(doc))}{drawn}</article>"


def picture_part(picture: str, name: str) -> str:
    """A picture that another part of zhnlp drew, with a heading; what is too wide can be scrolled.

    Args:
        picture: SVG or HTML, which is not escaped, such as ``attention(model, text).picture()``.
        name: The heading.

    >>> picture_part("<svg></svg>", "1 < 2")[:36]
    '<article><h2>1 &lt; 2</h2><div class'
    """
    picture = need_text(picture, "picture")
    return f"<article><h2>{label(name)}</h2>{scrolled(picture, name)}</article>"


def doc_page(doc: Doc, *, title: str) -> str:
    """An HTML file of a Doc; see `Doc.to_html`."""
    return "".join(page(title, [doc_part(doc)]))


def doc_fragment(doc: Doc) -> str:
    """HTML of a Doc with its style, for a notebook."""
    return _fragment(marks(doc, longest=IN_NOTEBOOK))


def lattice_page(explanation: Explanation, *, title: str) -> str:
    """An HTML file of an explanation; see `Explanation.to_html`."""
    return "".join(page(title, [lattice(explanation)]))


def lattice_fragment(explanation: Explanation) -> str:
    """HTML of an explanation with its style, for a notebook."""
    return _fragment(lattice(explanation))


def _fragment(html: str) -> str:
    return f'<div class="zhnlp" lang="zh"><style>{css()}</style>{html}</div>'
