"""Lattice: an Explanation as a picture: candidate words are arcs over the characters.

The words of the segmenter are thick arcs with a ✓; the table below says the same without a picture.
"""

from __future__ import annotations

from itertools import accumulate, pairwise

from zhnlp.models.words.explanation import Edge, Explanation
from zhnlp.view.marks import note, scrolled, section
from zhnlp.view.visible import label

LONGEST = 200  # characters of a text that is drawn
ROWS = 1000  # of the table
_STEP, _RISE, _TOP = 56, 26, 10  # pixels of a character, of an arc for each character, at most


def lattice(explanation: Explanation) -> str:
    """The candidate words as SVG and as a table, and the best cuts, as sections of HTML."""
    chosen = chosen_spans(explanation)
    edges = with_chosen(explanation)
    found = explanation
    words = " | ".join(map(label, found.words[:LONGEST]))
    parts = [section(f"words ({found.method})", f'<p class="text">{words}</p>')]
    if len(found.text) <= LONGEST:
        drawn = _svg(found.text, edges, chosen)
        parts.append(section("lattice", scrolled(drawn, "lattice")))
    else:
        parts.append(note(f"Texts of more than {LONGEST} characters are not drawn."))
    parts.append(section("words considered", _table(edges, chosen)))
    rows = "".join(
        f"<tr><td>{' | '.join(label(edge.word) for edge in cut.words[:LONGEST])}</td>"
        f'<td class="n">{_log(cut.log_prob)}</td></tr>'
        for cut in found.cuts
    )
    heads = "".join(f'<th scope="col" lang="en">{each}</th>' for each in ("cut", "log probability"))
    parts.append(
        section("best cuts", f'<div class="wide"><table><tr>{heads}</tr>{rows}</table></div>')
    )
    return "".join(parts)


def chosen_spans(explanation: Explanation) -> set[tuple[int, int]]:
    """Where the words of the segmenter begin and end."""
    return set(pairwise([0, *accumulate(map(len, explanation.words))]))


def with_chosen(explanation: Explanation) -> list[Edge]:
    """The candidates, and those of the words that are none: joined afterwards, by rule."""
    known = {(edge.start, edge.end): edge for edge in explanation.edges}
    for start, end in chosen_spans(explanation):
        word = explanation.text[start:end]
        known.setdefault((start, end), Edge(start, end, word, None, "rule"))
    return [known[span] for span in sorted(known)]


def _svg(text: str, edges: list[Edge], chosen: set[tuple[int, int]]) -> str:
    highest = max((min(edge.end - edge.start, _TOP) for edge in edges), default=1)
    base = 24 + _RISE * highest
    width = _STEP * max(len(text), 1) + 20
    parts = [
        f'<text x="{10 + _STEP * (at + 0.5):.0f}" y="{base + 22}" text-anchor="middle" '
        f'font-size="20">{label(char)}</text>'
        for at, char in enumerate(text)
    ]
    for edge in sorted(edges, key=lambda edge: (edge.start, edge.end) in chosen):
        parts.append(_arc(edge, base, is_chosen=(edge.start, edge.end) in chosen))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{base + 34}" '
        f'role="img" aria-label="Candidate words of {label(text)}; the table below has the same" '
        f'font-family="system-ui,sans-serif">{"".join(parts)}</svg>'
    )


def _arc(edge: Edge, base: int, *, is_chosen: bool) -> str:
    left, right = 12 + _STEP * edge.start, 8 + _STEP * edge.end
    top = base - _RISE * min(edge.end - edge.start, _TOP)
    said = f"{'✓ ' * is_chosen}{_log(edge.log_prob, digits=1)}"
    return (
        f"<g{' class=' + chr(34) + 'chosen' + chr(34) if is_chosen else ''}>"
        f"<title>{label(edge.word)} {said} {label(edge.source)}</title>"
        f'<path d="M{left} {base}C{left} {top},{left + 8} {top},{left + 16} {top}'
        f'L{right - 16} {top}C{right - 8} {top},{right} {top},{right} {base}"/>'
        f'<text x="{(left + right) / 2:.0f}" y="{top - 4}" text-anchor="middle" '
        f'font-size="11">{said}</text></g>'
    )


def _table(edges: list[Edge], chosen: set[tuple[int, int]]) -> str:
    heads = ("", "word", "from", "to", "log probability", "source")
    head = "".join(f'<th scope="col" lang="en">{each}</th>' for each in heads)
    rows = []
    for edge in edges[:ROWS]:
        is_chosen = (edge.start, edge.end) in chosen
        rows.append(
            f"<tr{' class=' + chr(34) + 'chosen' + chr(34) if is_chosen else ''}>"
            f"<td>{'✓ chosen' if is_chosen else ''}</td><td>{label(edge.word)}</td>"
            f'<td class="n">{edge.start}</td><td class="n">{edge.end}</td>'
            f'<td class="n">{_log(edge.log_prob)}</td><td>{label(edge.source)}</td></tr>'
        )
    left = len(edges) - ROWS
    more = f'<p class="note" lang="en">{left:,} more are left out.</p>' if left > 0 else ""
    whole = f'<table class="words"><tr>{head}</tr>{"".join(rows)}</table>'
    return f"{scrolled(whole, 'words considered')}{more}"


def _log(log_prob: float | None, *, digits: int = 3) -> str:
    return "—" if log_prob is None else f"{round(log_prob, digits) + 0.0:.{digits}f}"  # no -0.0
