"""Options that several commands have: those that choose and set up the stages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.stages.segmenter import DEFAULT, METHODS, Method, Segmenter

if TYPE_CHECKING:
    from zhnlp.pipeline import Pipeline
    from zhnlp.stages.tagger import Tagger

Command = Callable[..., Any]

tagger_model_option = click.option(
    "--tagger-model",
    metavar="PACK",
    help="The model of the tagger, in place of its default: the name of a pack, or a folder.",
)


def format_option(forms: Sequence[str], about: str) -> Callable[[Command], Command]:
    """The option ``--format`` of a command, the first of `forms` being its default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help=about,
    )


def segmenter_options(command: Command, *, model: str = "--model") -> Command:
    """Add ``--method``, ``--lexicon``, ``--model`` and ``--no-hmm`` to a command.

    Args:
        command: That command.
        model: The name of the option for the model, where another model has ``--model``.
    """
    for option in reversed(
        (
            click.option(
                "-m",
                "--method",
                type=click.Choice(METHODS),
                default=DEFAULT,
                show_default=True,
                help="How to decide between the possible cuts.",
            ),
            click.option(
                "-l",
                "--lexicon",
                metavar="FILE",
                help="Your own words: 'word frequency tag' or 'word<TAB>mode' a line, with the "
                "modes prefer, force, force-inside and split.",
            ),
            click.option(
                model,
                "model",
                metavar="PACK",
                help="The model of crf, bigram and trigram: the name of a pack that ships "
                "(see zhnlp info), or a folder made by zhnlp train, with a slash in it (./mine).",
            ),
            click.option("--no-hmm", is_flag=True, help="Do not guess unknown words."),
        )
    ):
        command = option(command)
    return command


def make_segmenter(
    method: Method, lexicon: str | None, model: str | None, no_hmm: bool
) -> Segmenter:
    """The segmenter that those options describe."""
    return Segmenter(
        method,
        lexicon=None if lexicon is None else Lexicon.read(lexicon),
        model=model,
        hmm=not no_hmm,
    )


def make_tagger(model: str | None) -> Tagger:
    """The tagger of that model, or the default one."""
    from zhnlp.stages.tagger import Tagger  # here, as segmenting alone needs none

    return Tagger() if model is None else Tagger(model)


def make_tagging(tagger_model: str | None, **settings: Any) -> Pipeline:
    """The segmenter that those options describe, and a tagger behind it."""
    from zhnlp.pipeline import Pipeline

    return Pipeline([make_segmenter(**settings), make_tagger(tagger_model)])
