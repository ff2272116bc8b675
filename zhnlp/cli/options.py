"""Options of several commands that choose and set up stages."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from zhnlp.errors import UsageError
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.models.words.cutting import STRENGTH
from zhnlp.stages.segmenter import DEFAULT, METHODS, Method, Segmenter

if TYPE_CHECKING:
    from zhnlp.pipeline import Pipeline
    from zhnlp.stages.tagger import Tagger

Command = Callable[..., object]

_PACK = "a pack that ships (see zhnlp info), or a folder, written with a slash (./mine)"


def model_option(
    stage: str, *, name: str = "model", about: str = "", required: bool = False
) -> Callable[[Command], Command]:
    """The option ``--model`` of a command that is named for what `stage` does.

    The models of other stages have options such as ``--tagger-model``. Who writes that of the stage
    itself, ``--tagger-model`` for zhnlp tag, is told.

    Args:
        stage: The stage, such as ``"tagger"``.
        name: The parameter of the command.
        about: What else the help says.
        required: The command has no default for it.
    """
    option = f"--{stage}-model"

    def refuse(context: click.Context, param: click.Parameter, given: str | None) -> None:
        if given is not None and not context.resilient_parsing:
            problem = f"{option} is --model here, because the command is named for it."
            raise UsageError(f"{problem} Write --model {given}.")

    def add(command: Command) -> Command:
        hidden = click.option(
            option, "_own_model", hidden=True, expose_value=False, callback=refuse
        )
        shown = click.option(
            "--model",
            name,
            metavar="PACK",
            required=required,
            help=f"The model of the {stage}: {about or f'{_PACK}. By default one that ships.'}",
        )
        return shown(hidden(command))

    return add


def other_model_option(
    stage: str, about: str = f"{_PACK}. By default one that ships."
) -> Callable[[Command], Command]:
    """The option for the model of another `stage`, such as ``--tagger-model``."""
    help = f"The model of the {stage}: {about}"
    return click.option(f"--{stage}-model", metavar="PACK", help=help)


tagger_model_option = other_model_option("tagger")


def several(
    context: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """The callback of an option that can be repeated, or given once with commas between names.

    >>> several(None, None, ("PER,LOC", "ORG", "./my,own.txt"))
    ('PER', 'LOC', 'ORG', './my,own.txt')
    """
    names = (  # a path may have commas
        [value] if "/" in value or os.sep in value else value.replace("，", ",").split(",")
        for value in values
    )
    return tuple(dict.fromkeys(name.strip() for name in chain(*names) if name.strip()))


class SeveralOf(click.Choice[str]):
    """Some of the choices with commas between them, for `several`."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        choose = super().convert
        return ",".join(choose(name.strip(), param, ctx) for name in value.split(","))


seed_option = click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Determines what is random.",
)


def format_option(forms: Sequence[str], about: str) -> Callable[[Command], Command]:
    """The option ``--format`` of a command; the first of `forms` is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help=about,
    )


skip_option = click.option(
    "--skip-bad-lines",
    is_flag=True,
    help="Leave out bad lines of your word lists, with a warning for each, instead of stopping.",
)


def lexicon_options(command: Command) -> Command:
    """Add ``--lexicon``, ``--dictionary`` and ``--skip-bad-lines`` to a command."""
    for option in (
        skip_option,
        click.option(
            "--dictionary",
            metavar="FILE",
            help="Words that may be chosen, in a file of the same formats. crf weighs them beside "
            "jieba's, other methods use them instead.",
        ),
        click.option(
            "-l",
            "--lexicon",
            metavar="FILE",
            help="Your own words, one per line: 'word frequency tag', or word, mode, frequency, "
            "tag and label with tabs between. Modes: prefer, force, force-inside, split. Tags are "
            "for words that are tagged, labels for names.",
        ),
    ):
        command = option(command)
    return command


def segmenter_options(command: Command, *, model: str = "--model") -> Command:
    """Add the options of a segmenter and its word lists to a command.

    Args:
        command: The command.
        model: The name of the option for the model: ``--segmenter-model`` in commands that are
            named for another stage. That of the method is then ``--segmenter-method``.
    """
    method = ("-m", "--method") if model == "--model" else (model.replace("model", "method"),)
    about = f"for crf, bigram, trigram and neural; {_PACK}."
    for option in reversed(
        (
            click.option(
                *method,
                "method",
                type=click.Choice(METHODS),
                default=DEFAULT,
                show_default=True,
                help="How the segmenter chooses between the possible cuts.",
            ),
            lexicon_options,
            model_option("segmenter", about=about)
            if model == "--model"
            else click.option(
                model, "model", metavar="PACK", help=f"The model of the segmenter: {about}"
            ),
            click.option("--no-hmm", is_flag=True, help="Do not guess unknown words."),
            click.option(
                "--strength",
                type=click.FloatRange(0, 1),
                default=STRENGTH,
                show_default=True,
                help="How sure the method may be of a word that a preferred word of yours cuts. "
                "At 1 preferred words always win.",
            ),
            click.option(
                "--pattern",
                "patterns",
                multiple=True,
                metavar="REGEX",
                help="A regular expression whose matches are words, such as '《[^《》]+》'. Can be "
                "repeated.",
            ),
        )
    ):
        command = option(command)
    return command


def read_lexicon(given: Lexicon | str | None, skip_bad_lines: bool) -> Lexicon | None:
    """The lexicon in a file, if it has not been read yet; None if none is given."""
    if given is None or isinstance(given, Lexicon):
        return given
    return Lexicon.read(given, skip_bad_lines=skip_bad_lines)


def make_segmenter(
    *,
    method: Method,
    lexicon: Lexicon | str | None,
    dictionary: Lexicon | str | None,
    skip_bad_lines: bool,
    model: str | None,
    no_hmm: bool,
    strength: float = STRENGTH,
    patterns: tuple[str, ...] = (),
) -> Segmenter:
    """The segmenter for these options."""
    return Segmenter(
        method,
        lexicon=read_lexicon(lexicon, skip_bad_lines),
        dictionary=read_lexicon(dictionary, skip_bad_lines),
        model=model,
        hmm=not no_hmm,
        strength=strength,
        patterns=patterns,
    )


def make_tagger(model: str | None, segmenter: Segmenter | None = None) -> Tagger:
    """The tagger with this model, or the default one, and the lexicon of the segmenter."""
    from zhnlp.stages.tagger import Tagger  # not needed to segment

    lexicon = segmenter.lexicon if segmenter else None
    if lexicon is not None:
        return Tagger(model, lexicon=lexicon)
    return Tagger() if model is None else Tagger(model)


def make_tagging(tagger_model: str | None, **settings: Any) -> Pipeline:
    """A pipeline of the segmenter for these options and a tagger."""
    from zhnlp.pipeline import Pipeline

    segmenter = make_segmenter(**settings)
    return Pipeline([segmenter, make_tagger(tagger_model, segmenter)])
