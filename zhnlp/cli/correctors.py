"""Correctors: from the options of a command to what corrects a text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from zhnlp.cli.options import SeveralOf, model_option, read_lexicon, several, skip_option
from zhnlp.cli.review import project_option
from zhnlp.correction import CHECKS
from zhnlp.doc import Doc
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.models.lexicons.misspellings import Misspellings
from zhnlp.models.lexicons.spelling_project import SpellingProject
from zhnlp.review import OnlyDecided
from zhnlp.stages.corrector import Corrector

if TYPE_CHECKING:
    from zhnlp.pipeline import Pipeline

Command = Callable[..., object]
Correct = Callable[[str], Doc]

_check_option = click.option(
    "--check",
    "checks",
    multiple=True,
    type=SeveralOf((*CHECKS, "all")),
    callback=several,
    help="Look at this, too: de (的地得), zai (在再), zuo (做作), ta (他她它), zhang (帐账), xiang "
    "(象像), punctuation, or all. Can be repeated.",
)


_known_option = click.option(
    "--no-known",
    "known",
    is_flag=True,
    flag_value=False,
    default=True,
    help="Do not correct well-known misspellings, such as 必竟 for 毕竟, if the model does not.",
)


def corrector_options(command: Command) -> Command:
    """Add the options that choose and set up the corrector to a command."""
    for option in reversed(
        (
            model_option("corrector"),
            click.option(
                "--max-false-alarms",
                type=float,
                metavar="RATE",
                help="The share of correct sentences that may be changed, such as 0.01; a higher "
                "one finds more errors. By default that of the model.",
            ),
            click.option(
                "--misspellings",
                metavar="FILE",
                help="Your own, 'wrong<TAB>right' on each line. They are always corrected.",
            ),
            click.option(
                "--protect",
                metavar="FILE",
                help="Words that are never changed, one per line.",
            ),
            _check_option,
            _known_option,
            click.option(
                "--keep-names",
                is_flag=True,
                help="Never change the names of persons, places and organisations that zhnlp "
                "entities finds.",
            ),
            project_option,
            skip_option,
        )
    ):
        command = option(command)
    return command


def make_correcting(
    *, keep_names: bool, project: str | None, skip_bad_lines: bool, **settings: Any
) -> Correct:
    """A function that corrects a text; with `keep_names`, but for the names in it."""
    corrector = make_corrector(skip_bad_lines=skip_bad_lines, **settings)
    decided = read_project(project, skip_bad_lines)
    return Correctors(corrector, keep_names=keep_names)(decided, apply=corrector.apply)


def read_project(path: str | None, skip_bad_lines: bool) -> SpellingProject:
    """What has been decided in the file of a project; nothing without one."""
    if path is None:
        return SpellingProject()
    return SpellingProject.read(path, skip_bad_lines=skip_bad_lines)


class Correctors:
    """Makes functions that correct a text as `corrector` does, and as a project says."""

    def __init__(self, corrector: Corrector, *, keep_names: bool) -> None:
        self.corrector = corrector
        self.names = _name_finder() if keep_names else None

    def __call__(
        self, project: SpellingProject, *, apply: bool = False, only_decided: bool = False
    ) -> Correct:
        """What corrects a text; with `only_decided`, only what is always corrected."""
        corrector = first = self.corrector
        names = self.names
        if project or only_decided or apply != first.apply:
            corrector = replace(
                first,
                model=OnlyDecided(first._model) if only_decided else first._model,
                apply=apply,
                checks=() if only_decided else first.checks,
                misspellings=Misspellings.of(first.misspellings or ()) | project.misspellings,
                protected=Lexicon.of(first.protected or ()) | project.protected,
            )
        if names is None:
            return lambda text: corrector(Doc(text))

        def correct(text: str) -> Doc:
            return corrector(Doc(text, entities=names(text).entities)).filled(entities=None)

        return correct


def _name_finder() -> Pipeline:
    from zhnlp.pipeline import Pipeline
    from zhnlp.stages.recognizer import Recognizer
    from zhnlp.stages.segmenter import Segmenter
    from zhnlp.stages.tagger import Tagger

    return Pipeline([Segmenter(), Tagger(), Recognizer()])


def make_corrector(
    *,
    model: str | None,
    max_false_alarms: float | None,
    misspellings: str | None,
    protect: str | None,
    known: bool,
    skip_bad_lines: bool,
    checks: tuple[str, ...] = (),
    apply: bool = True,
) -> Corrector:
    """The corrector for these options."""
    return Corrector(
        model,
        apply=apply,
        max_false_alarms=max_false_alarms,
        misspellings=misspellings
        and Misspellings.read(misspellings, skip_bad_lines=skip_bad_lines),
        protected=read_lexicon(protect, skip_bad_lines),
        known=known,
        checks=checks,
    )
