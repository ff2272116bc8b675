"""zhnlp explain: why a text is cut as it is."""

from __future__ import annotations

import json
from typing import Any

import click

from zhnlp.cli.options import make_segmenter, segmenter_options
from zhnlp.cli.outputs import print_text
from zhnlp.io.blocks import decoded, read_blocks, whole_lines


@click.command(
    "explain",
    short_help="Show why a text is cut as it is.",
    epilog="Example: zhnlp explain 南京市长江大桥 --method bigram -n 3",
)
@click.argument("text", required=False)
@segmenter_options
@click.option(
    "-n",
    "--top",
    "n_best",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    metavar="N",
    help="How many cuts to show, at most.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="text: a picture. json: one object per line.",
)
def command(text: str | None, n_best: int, form: str, **settings: Any) -> None:
    """Show every candidate word in TEXT, its log probability, and the best cuts.

    Without TEXT, or with -, explain every line of standard input.
    """
    segmenter = make_segmenter(**settings)
    for number, line in enumerate(stdin_lines() if text in (None, "-") else [str(text)]):
        explanation = segmenter.explain(line, n=n_best)
        if form == "json":
            print_text(json.dumps(explanation.to_dict(), ensure_ascii=False))
        else:
            print_text("\n" * (number > 0) + str(explanation))


def stdin_lines() -> list[str]:
    """The lines of standard input that are not blank, without their line ends."""
    blocks = whole_lines(read_blocks(["-"]))
    lines = [line for block in blocks for line in decoded(block, "strict").split("\n")]
    return [line.removesuffix("\r") for line in lines if line.strip()]
