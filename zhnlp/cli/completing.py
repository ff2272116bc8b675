"""Completing: what can stand after an option or in an argument, for a shell that asks.

The metavar of an option says what it takes. Nothing is loaded for it but the descriptions of packs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable

import click
from click.shell_completion import CompletionItem

from zhnlp.errors import ZhnlpError
from zhnlp.resources import pack, packs

_WORDS = ("WordModel", "NgramModel")
_KINDS = {  # of the packs of an option
    "--base": ("TagModel",),
    "--confusions": ("SpellingModel",),
    "--contexts": ("ContextModel",),
    "--idf": ("IdfTable",),
    "--language-model": ("LanguageModel",),
    "--raw-words": ("WordModel",),
    "--segmenter-model": _WORDS,
    "--tagger-model": ("TagModel",),
}
_MODELS = {  # of the packs of --model, by the command
    "classify": ("TextLabels",),
    "correct": ("SpellingModel",),
    "entities": ("EntityModel",),
    "explain": _WORDS,
    "labels": ("TextLabels",),
    "perplexity": ("LanguageModel", "NgramModel"),
    "segment": _WORDS,
    "spelling": ("SpellingModel",),
    "tag": ("TagModel",),
    "tags": ("TagModel",),
    "words": _WORDS,
}
_ENCODINGS = ("utf-8", "gb18030", "gbk", "big5", "utf-16")
_FILES = ("FILE", "FILES", "CORPUS", "NEWS", "GOLD", "INPUT", "PATH")
_FOLDERS = ("FOLDER", "PACK", "MODEL")

Items = list[CompletionItem[str]]


class Completed(click.ParamType[str]):
    """A string whose values a shell can complete.

    Args:
        values: Gives the values that there are.
        type: What else it can be: ``"file"``, ``"dir"`` or nothing.
    """

    name = "text"

    def __init__(self, values: Callable[[], Iterable[str]], type: str) -> None:
        self.values, self.type = values, type

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
        """The values that begin with `incomplete`; what is a path is left to the shell."""
        names = [] if "/" in incomplete or os.sep in incomplete else sorted(self.values())
        found = [CompletionItem(name) for name in names if name.startswith(incomplete)]
        if self.type and not (found and incomplete):  # first, because bash forgets those before it
            return [CompletionItem(incomplete, type=self.type), *found]
        return found


def let_complete(command: click.Command) -> None:
    """Let a shell complete the values of the options and arguments of `command`."""
    for param in command.params:
        if param.type is click.STRING:
            param.type = _type_of(param, command.name or "")


def _type_of(param: click.Parameter, command: str) -> click.ParamType[str]:
    option = param.opts[-1]
    takes = (param.metavar or param.name or "").strip("[].").upper()
    if takes == "PIPELINE":
        return Completed(lambda: ("news", "full"), "file")
    if option == "--stopwords":
        return Completed(_stopword_lists, "file")
    if option == "--encoding":
        return Completed(lambda: _ENCODINGS, "")
    if takes == "METHOD[=PACK":
        return Completed(_methods, "")
    if takes == "KIND|FOLDER":
        return Completed(lambda: ("rnn", "lstm", "gru", "cnn"), "dir")
    if takes in _FILES:
        return Completed(tuple, "file")
    if takes not in _FOLDERS:
        return click.STRING
    kinds = kinds_of(param, command)
    return Completed(lambda: packs_of(kinds), "file" if option == "--idf" else "dir")


def kinds_of(param: click.Parameter, command: str) -> tuple[str, ...]:
    """The kinds of packs that an option of the command takes; none if it takes no pack."""
    option = param.opts[-1]
    return _MODELS.get(command, ()) if option == "--model" else _KINDS.get(option, ())


def packs_of(kinds: Collection[str]) -> list[str]:
    """The packs that ship, of these kinds."""
    return [name for name in packs() if kind_of(name) in kinds] if kinds else []


def kind_of(name: str) -> str | None:
    """The kind of a pack; None if there is none, or it does not say."""
    try:
        kind = json.loads((pack(name) / "pack.json").read_bytes()).get("kind")
    except (ZhnlpError, OSError, ValueError, AttributeError):  # none, or a damaged one
        return None
    return kind if isinstance(kind, str) else None


def _stopword_lists() -> Iterable[str]:
    from zhnlp.models.lexicons.stopwords import stopword_lists

    return stopword_lists()


def _methods() -> Iterable[str]:
    from zhnlp.stages.segmenter import METHODS

    return METHODS
