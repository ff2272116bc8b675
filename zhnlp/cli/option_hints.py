"""Option hints: what to give where the value of an option is unknown, missing or another's."""

from __future__ import annotations

import click

from zhnlp.cli.completing import kind_of, kinds_of, packs_of
from zhnlp.errors import PackError, UsageError, did_you_mean
from zhnlp.resources import is_path, packs

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


_CLEARER = {  # what click says, and what it means
    "is not a valid integer range.": "is not a whole number.",
    "is not a valid integer.": "is not a whole number.",
    "is not a valid float range.": "is not a number.",
    "is not a valid float.": "is not a number.",
    "range x>=1.": "range of at least 1.",
    "range x>=0.": "range of at least 0.",
}


def improved(error: click.BadParameter) -> click.UsageError:
    """The error with what to give instead in its message, or as it is."""
    param, context = error.param, error.ctx
    if param is None or context is None:
        return error
    if isinstance(error, click.MissingParameter):
        if not (hint := _what_there_is(param, context)):
            return error
        what = f"{param.param_type_name} {param.get_error_hint(context)}"
        return click.UsageError(f"Missing {what}. {hint}", context)
    message = error.message
    if isinstance(param.type, click.Choice) and message.startswith("'"):
        given = message[1:].partition("' is not one of")[0]
        near = did_you_mean(given, map(str, param.type.choices), listed=False)
        message = f"{message} {near}".rstrip()
    elif isinstance(param.type, click.DateTime):
        message = f"{message.partition(' does not match')[0]} is not a day. Write it as 2026-11-26."
    for unclear, clear in _CLEARER.items():
        message = message.replace(unclear, clear)
    return click.BadParameter(message, context, param)


def _what_there_is(param: click.Parameter, context: click.Context) -> str:
    """What can be given for a missing model or choice; empty for anything else."""
    if isinstance(param.type, click.Choice):
        return f"There are: {', '.join(map(str, param.type.choices))}."
    if param.opts[-1] != "--model":
        return ""
    command = context.info_name or ""
    names = packs_of(kinds_of(param, command))
    parent = context.parent.info_name if context.parent else ""
    maker = "topics train" if parent == "topics" else _MADE_BY.get(command)
    there = f"There are: {', '.join(names)}. " if names else ""
    return f"{there}zhnlp {maker} makes your own." if maker else there.rstrip()


def check_kind(context: click.Context, param: click.Parameter, given: object) -> object:
    """`given`; an error if it is a pack of another stage than the option is for, or none."""
    kinds = kinds_of(param, context.info_name or "")
    if not kinds or not isinstance(given, str) or context.resilient_parsing:
        return given
    if not is_path(given) and given not in packs():
        near = did_you_mean(given, packs_of(kinds))
        own = f"For a folder of your own, give './{given}'."
        raise PackError(f"there is no pack {given!r}. {near} {own}")
    kind = kind_of(given)
    if kind is None or kind in kinds or kind not in _STAGES:
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
