"""zhnlp perplexity: how well a language model predicts texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import click

from zhnlp.cli.outputs import print_text, refuse_inputs
from zhnlp.io.blocks import decoded, read_blocks, whole_lines
from zhnlp.models.ngrams.language_model import LanguageModel, Probability


@click.command(
    "perplexity",
    short_help="Measure how well a language model predicts texts.",
    epilog="Example: zhnlp perplexity news.txt.gz",
)
@click.argument("files", nargs=-1, metavar="[FILES]...")
@click.option(
    "--model",
    default="zh-characters",
    show_default=True,
    metavar="PACK",
    help="The language model: a pack that ships, or a folder. One of words needs text segmented by "
    "white space.",
)
@click.option("--lines", "by_line", is_flag=True, help="Print the score of each line instead.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="The format of the output.",
)
def command(files: Sequence[str], model: str, by_line: bool, form: str) -> None:
    """Print the perplexity of FILES by a language model, and the number of unknown units.

    FILES are UTF-8 text, one sentence or paragraph per line; compressed files are
    unpacked, and - or none is standard input. The ends of sentences count as characters.
    With --lines, print each line after its score, which is its mean natural log
    probability.
    """
    refuse_inputs(None, files or ["-"])
    language_model = LanguageModel(model)
    unit = language_model.unit
    log_prob, n_units, n_unknown = 0.0, 0, 0
    for line in _lines(files or ["-"]):
        measured = language_model.measure([line.split() if unit == "words" else line])
        if by_line:
            score = measured.log_prob / max(measured.n_units, 1)
            row = json.dumps({"score": round(score, 4), "text": line}, ensure_ascii=False)
            print_text(row if form == "json" else f"{score:.4f}\t{line}")
        log_prob, n_units = log_prob + measured.log_prob, n_units + measured.n_units
        n_unknown += measured.n_unknown
    if not by_line:
        _print(Probability(log_prob, n_units, n_unknown), unit, form)


def _lines(paths: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the files that are not blank, stripped."""
    for block in whole_lines(read_blocks(paths)):
        lines = decoded(block, "strict").split("\n")
        yield from (line for text in lines if (line := text.strip()))


def _print(total: Probability, unit: str, form: str) -> None:
    perplexity = round(total.perplexity, 4) if total.n_units else None
    if form == "json":
        row = {"perplexity": perplexity, unit: total.n_units, "unknown": total.n_unknown}
        print_text(json.dumps({**row, "log_prob": round(total.log_prob, 4)}))
        return
    shown = "none: there is no text" if perplexity is None else f"{perplexity:.2f} per {unit[:-1]}"
    print_text(f"perplexity {shown}\n{unit} {total.n_units:,}, unknown {total.n_unknown:,}")
