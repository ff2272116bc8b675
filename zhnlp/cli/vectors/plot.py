"""zhnlp vectors plot: a picture of words."""

from __future__ import annotations

import click

from zhnlp.cli.options import seed_option
from zhnlp.cli.outputs import OutputOption
from zhnlp.cli.vectors import model_option
from zhnlp.cli.vectors.asking import read_model
from zhnlp.errors import UsageError
from zhnlp.view.figures import cjk_font, need_picture, write_figure
from zhnlp.view.words import WAYS, Way, word_figure


@click.command(
    "plot",
    short_help="Draw words, similar ones near each other.",
    epilog="Example: zhnlp vectors plot 北京 上海 苹果 香蕉 --model ./vectors -o words.png",
)
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@model_option
@click.option(
    "-o",
    "--output",
    "path",
    cls=OutputOption,
    required=True,
    metavar="FILE",
    help="The picture to write, .svg or .png.",
)
@click.option(
    "--near",
    metavar="WORD",
    help="Also draw this word and the --top words nearest to it.",
)
@click.option(
    "-n",
    "--top",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    metavar="N",
    help="How many words --near adds, at most.",
)
@click.option(
    "--way",
    type=click.Choice(WAYS),
    default="pca",
    show_default=True,
    help="How many numbers become two: pca, or tsne, which needs scikit-learn.",
)
@click.option("--font", metavar="FILE", help="A font with Chinese characters.  [default: look]")
@click.option("--exact", is_flag=True, help="Refuse a word that is not there.")
@seed_option
def command(
    words: tuple[str, ...],
    model: str,
    path: str,
    near: str | None,
    top: int,
    way: Way,
    font: str | None,
    exact: bool,
    seed: int,
) -> None:
    """Draw WORDS, those with similar vectors near each other."""
    need_picture(path)
    if not words and near is None:
        raise UsageError("there are no words to draw. Give some, or --near WORD.")
    vectors, found_font = read_model(model), cjk_font(font)
    drawn = list(words)
    if near is not None:
        drawn += [near, *(word for word, _ in vectors.most_similar(near, n=top, unknown="parts"))]
    made = word_figure(
        vectors,
        drawn,
        way=way,
        unknown="error" if exact else "parts",
        font=found_font,
        seed=seed,
    )
    write_figure(made, path)
