"""zhnlp info: what is installed."""

from __future__ import annotations

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import click

from zhnlp import __version__
from zhnlp.cli.outputs import print_text
from zhnlp.core import _tables
from zhnlp.errors import ZhnlpError
from zhnlp.models.lexicons.stopwords import read_stopwords, stopword_lists
from zhnlp.packing import read_pack
from zhnlp.resources import dicts, pack, packs

OPTIONAL = ("torch", "transformers", "gensim", "scikit-learn")
SHOWN = ("kind", "data", "licence", "command", "scores")


@click.command(
    "info", short_help="Show what is installed.", epilog="Example: zhnlp info --format json"
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How to print it.",
)
def command(form: str) -> None:
    """Show the version, the packs and word lists that ship, and the optional packages."""
    found = about()
    if form == "json":
        print_text(json.dumps(found, ensure_ascii=False, indent=1))
        return
    lines = [f"zhnlp {found['version']}, Python {found['python']} on {found['platform']}"]
    lines.append(f"core: {found['core']}")
    for described in found["packs"]:
        lines.append(f"pack {described.pop('name')}")
        lines += [f"  {key}: {_plain(value)}" for key, value in described.items()]
    for name, n_words in found["stopwords"].items():
        lines.append(f"stopwords {name}: {n_words} words")
    for name, number in found["optional"].items():
        lines.append(f"optional {name}: {number or 'not installed'}")
    print_text("\n".join(lines))


def about() -> dict[str, Any]:
    """All that is shown, as plain values."""
    return {
        "version": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "core": Path(_tables.__file__).name,
        "packs": [_described(name) for name in packs()],
        "stopwords": {
            name: len(read_stopwords(dicts() / "stopwords" / f"{name}.txt"))
            for name in stopword_lists()
        },
        "optional": {name: _version(name) for name in OPTIONAL},
    }


def _described(name: str) -> dict[str, Any]:
    """What a pack says of itself, and whether it is as it was made."""
    state = "whole"
    found: dict[str, Any] = {}
    try:
        found = json.loads((pack(name) / "pack.json").read_bytes())
        read_pack(pack(name), found["kind"])
    except (ZhnlpError, OSError, ValueError, KeyError, TypeError) as error:
        state = str(error)
    shown = {key: found[key] for key in SHOWN if key in found} if isinstance(found, dict) else {}
    return {"name": name, **shown, "state": state}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
