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
from zhnlp.packing import check_pack, read_pack
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
@click.option("--check", is_flag=True, help="Check the sha256 of every pack that ships.")
def command(form: str, check: bool) -> None:
    """Show the version, the packs and word lists that ship, and the optional packages.

    With --check say of each pack whether it is as it was made; 1 is the exit code where one is
    not.
    """
    if check:
        check_packs()
        return
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


def check_packs() -> None:
    """Print the state of every pack; ClickException where one is damaged."""
    damaged = 0
    for name in packs():
        try:
            check_pack(pack(name))
            print_text(f"{name}: whole")
        except ZhnlpError as error:
            damaged += 1
            print_text(f"{name}: {error}")
    if damaged:
        raise click.ClickException(f"{damaged} of {len(packs())} packs are damaged.")


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
