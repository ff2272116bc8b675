"""The looks of pictures in HTML: colours for light and dark, and rules of CSS.

Colours only repeat what labels, borders and lines say. They are chosen by the reader's system.
Nothing is loaded: letters are those of the system.
"""

from __future__ import annotations

LIGHT = {
    "paper": "#ffffff", "ink": "#1f1d1a", "soft": "#5b564e", "line": "#85807a",
    "word": "#f4f2ee", "entity": "#dceaf9", "insert": "#dff2e2", "insert-ink": "#175c2c",
    "delete": "#fde3df", "delete-ink": "#8f1f16", "summary": "#fbeed0", "chosen": "#a8281e",
}  # fmt: skip
DARK = {
    "paper": "#181715", "ink": "#efebe4", "soft": "#b8b1a6", "line": "#8f877a",
    "word": "#2a2825", "entity": "#1d3650", "insert": "#1c3d26", "insert-ink": "#a6e4b8",
    "delete": "#4d231e", "delete-ink": "#ffc0b4", "summary": "#463613", "chosen": "#ff9c8c",
}  # fmt: skip
PAIRS = (  # what is read on which ground
    ("ink", "paper"), ("soft", "paper"), ("chosen", "paper"), ("ink", "word"), ("soft", "word"),
    ("ink", "entity"), ("soft", "entity"), ("ink", "summary"), ("soft", "summary"),
    ("insert-ink", "insert"), ("delete-ink", "delete"),
)  # fmt: skip
_RULES = """
.zhnlp{background:var(--paper);color:var(--ink);font-family:system-ui,sans-serif;
line-height:1.6;padding:.5em 1em;overflow-wrap:anywhere}
.zhnlp h1{font-size:1.4em;margin:.4em 0}
.zhnlp h2{font-size:1.15em;margin:1.2em 0 .2em;border-top:1px solid var(--line);padding-top:.6em}
.zhnlp h3{font-size:.85em;margin:.9em 0 .1em;color:var(--soft);font-weight:600}
.zhnlp p,.zhnlp ul,.zhnlp dl{margin:.2em 0}
.zhnlp .text{font-size:1.1em;white-space:pre-wrap;unicode-bidi:isolate}
.zhnlp .t{unicode-bidi:isolate}
.zhnlp small{font-size:.7em;color:var(--soft)}
.zhnlp .note{color:var(--soft);font-style:italic}
.zhnlp .w{display:inline-block;vertical-align:top;background:var(--word);
border:1px solid var(--line);border-radius:4px;margin:1px;padding:0 .25em;text-align:center;
max-width:100%}
.zhnlp .w small{display:block;line-height:1.3}
.zhnlp mark{color:var(--ink);background:var(--entity);border:1px solid var(--line);
border-radius:4px;padding:0 .2em;margin:0 1px;box-decoration-break:clone;
-webkit-box-decoration-break:clone}
.zhnlp mark small{margin-left:.35em;font-weight:600}
.zhnlp mark.sentence,.zhnlp mark.term{background:var(--word)}
.zhnlp mark.summary{background:var(--summary)}
.zhnlp del{color:var(--delete-ink);background:var(--delete);text-decoration:line-through}
.zhnlp ins{color:var(--insert-ink);background:var(--insert);text-decoration:underline;
font-weight:600}
.zhnlp ruby{margin:0 .15em;line-height:2.2}
.zhnlp rt{font-size:.6em;color:var(--soft)}
.zhnlp table{border-collapse:collapse;margin:.2em 0;background:none}
.zhnlp th,.zhnlp td{text-align:left;padding:.1em .7em .1em 0;border:0;color:var(--ink);
background:none;overflow-wrap:normal}
.zhnlp td{min-width:1.5em}
.zhnlp th{color:var(--soft);font-size:.85em}
.zhnlp table.words td{white-space:nowrap}
.zhnlp td.n{text-align:right;font-variant-numeric:tabular-nums}
.zhnlp td.bar{width:10em;min-width:4em}
.zhnlp .bar span{display:block;height:.7em;background:var(--line);border-radius:3px}
.zhnlp .wide{overflow-x:auto}
.zhnlp svg text{fill:var(--ink);stroke:var(--paper);stroke-width:4px;paint-order:stroke}
.zhnlp svg path{fill:none;stroke:var(--line);stroke-width:1}
.zhnlp svg .chosen path{stroke:var(--chosen);stroke-width:3}
.zhnlp svg .chosen text{fill:var(--chosen);font-weight:700}
.zhnlp tr.chosen td{font-weight:700}
@media print{.zhnlp section{break-inside:avoid}.zhnlp .wide{overflow:visible}}
"""


def css(*, of_page: bool = False) -> str:
    """The style sheet, which touches nothing outside of elements of the class ``zhnlp``.

    Args:
        of_page: Also colour the whole page.
    """
    page = "html{color-scheme:light dark}body{margin:0 auto;max-width:60em}" if of_page else ""
    if of_page:
        page += f"html{{background:{LIGHT['paper']}}}"
        page += f"@media(prefers-color-scheme:dark){{html{{background:{DARK['paper']}}}}}"
    light, dark = (
        "".join(f"--{name}:{value};" for name, value in palette.items())
        for palette in (LIGHT, DARK)
    )
    return (
        f"{page}.zhnlp{{{light}}}@media(prefers-color-scheme:dark){{.zhnlp{{{dark}}}}}"
        f"{_RULES.replace(chr(10), '')}"
    )
