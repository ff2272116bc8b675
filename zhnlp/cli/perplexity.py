"""zhnlp perplexity: how well a language model foretells texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import click

from zhnlp.cli.outputs import print_text
from zhnlp.io.blocks import decoded, read_blocks, whole_lines
from zhnlp.models.ngrams.language_model import LanguageModel, Probability


@click.command(
    "perplexity",
    short_help="Say how well a language model foretells texts.",
    epilog="Example: zhnlp perplexity news.txt.gz",
)
@click.argument("files", nargs=-1, metavar="[FILES]...")
@click.option(
    "--model",
    default="zh-characters",
    show_default=True,
    metavar="PACK",
    help="A shipped pack or a folder. For one of words, text segmented by white space.",
)
@click.option("--lines", "by_line", is_flag=True, help="Print the score of each line instead.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How to print it.",
)
def command(files: Sequence[str], model: str, by_line: bool, form: str) -> None:
    """Print the perplexity of FILES by a language model, and how much it does not know.

    FILES are UTF-8 text, a sentence or paragraph a line; .gz is unpacked, and
    - or none is standard input. The ends of sentences count as characters. With
    --lines, each line follows its score, its mean natural log probability.
    """
    known = LanguageModel(model)
    log_prob, n_units, n_unknown = 0.0, 0, 0
    for line in _lines(files or ["-"]):
        found = known.measure([line.split() if known.unit == "words" else line])
        if by_line:
            score = found.log_prob / max(found.n_units, 1)
            row = json.dumps({"score": round(score, 4), "text": line}, ensure_ascii=False)
            print_text(row if form == "json" else f"{score:.4f}\t{line}")
        log_prob, n_units = log_prob + found.log_prob, n_units + found.n_units
        n_unknown += found.n_unknown
    if not by_line:
        _print(Probability(log_prob, n_units, n_unknown), known.unit, form)


def _lines(paths: Sequence[str]) -> Iterator[str]:
    """The lines of the files that have anything in them."""
    for block in whole_lines(read_blocks(paths)):
        lines = decoded(block, "strict").split("\n")
        yield from (line for text in lines if (line := text.strip()))


def _print(found: Probability, unit: str, form: str) -> None:
    perplexity = round(found.perplexity, 4) if found.n_units else None
    if form == "json":
        row = {"perplexity": perplexity, unit: found.n_units, "unknown": found.n_unknown}
        print_text(json.dumps({**row, "log_prob": round(found.log_prob, 4)}))
        return
    shown = "none: there is no text" if perplexity is None else f"{perplexity:.2f} per {unit[:-1]}"
    print_text(f"perplexity {shown}\n{unit} {found.n_units:,}, unknown {found.n_unknown:,}")
