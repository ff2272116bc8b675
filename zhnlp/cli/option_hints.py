"""Option hints: what to give where the value of an option is unknown, missing or another's."""

from __future__ import annotations

import click

from zhnlp.cli.completing import kind_of, kinds_of, packs_of
from zhnlp.errors import UsageError, did_you_mean

_STAGES = {  # what a pack is the model of, by its kind; and the command that is named for it
    "EntityModel": ("recognizer", "entities"),
    "IdfTable": ("weights of keywords", "keywords"),
    "LanguageModel": ("language model of characters", "perplexity"),
    "NgramModel": ("segmenter", "segment"),
    "SpellingModel": ("corrector", "correct"),
    "TagModel": ("tagger", "tag"),
    "TextLabels": ("classifier", "classify"),
    "WordModel": ("segmenter", "segment"),
}
_MADE_BY = {  # the command that makes what --model takes, by the end of the command's name
    "analogy": "vectors train",
    "answers": "train reader",
    "classify": "train classifier",
    "labels": "train classifier",
    "plot": "vectors train",
    "show": "topics train",
    "similar": "vectors train",
    "summarize": "train summarizer",
}


def improved(error: click.BadParameter) -> click.BadParameter:
    """The error with what to give instead in its message, or as it is."""
    param, context = error.param, error.ctx
    if param is None or context is None:
        return error
    if isinstance(error, click.MissingParameter):
        hint = _what_there_is(param, context)
        return click.MissingParameter(hint, context, param) if hint else error
    if isinstance(param.type, click.Choice) and error.message.startswith("'"):
        given = error.message[1:].partition("' is not one of")[0]
        near = did_you_mean(given, map(str, param.type.choices), listed=False)
        return click.BadParameter(f"{error.message} {near}".rstrip(), context, param)
    return error


def _what_there_is(param: click.Parameter, context: click.Context) -> str:
    """What can be given for a missing model; empty for what is no model."""
    if param.opts[-1] != "--model":
        return ""
    command = context.info_name or ""
    names = packs_of(kinds_of(param, command))
    parent = context.parent.info_name if context.parent else ""
    maker = "topics train" if parent == "topics" else _MADE_BY.get(command)
    there = f"There are: {', '.join(names)}. " if names else ""
    return f"{there}zhnlp {maker} makes your own." if maker else there.rstrip()


def check_kind(context: click.Context, param: click.Parameter, given: object) -> object:
    """`given`; UsageError if it is a pack of another stage than the option is for."""
    command = context.info_name or ""
    kinds = kinds_of(param, command)
    kind = kind_of(given) if kinds and isinstance(given, str) else None
    if context.resilient_parsing or kind in kinds or kind not in _STAGES:
        return given
    stage, own = _STAGES[kind]
    wanted = _STAGES[kinds[0]][0]
    other = f"--{stage}-model"
    if any(other in each.opts and each.expose_value for each in context.command.params):
        advice = f"Give it as {other} {given}"
    else:
        advice = f"zhnlp {own} uses it"
    raise UsageError(
        f"{given!r} is the {stage}'s, and {param.opts[-1]} is for the {wanted}. {advice}; "
        f"for {param.opts[-1]} there are: {', '.join(packs_of(kinds))}."
    )


def check_packs(command: click.Command) -> None:
    """Let `check_kind` look at the values of all options of `command` that take a pack."""
    for param in command.params:
        if param.metavar == "PACK" and param.callback is None:
            param.callback = check_kind
