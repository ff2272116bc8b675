"""zhnlp info: show what is installed."""

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

OPTIONAL = (
    *("pyarrow", "jinja2", "rensa", "ray"),
    *("torch", "transformers", "onnxruntime"),
    *("gensim", "scikit-learn", "simplemma", "snowballstemmer", "matplotlib"),
    *("fastapi", "uvicorn", "rich", "spacy"),
)
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
    help="The format of the output.",
)
@click.option("--check", is_flag=True, help="Check the sha256 of every pack that ships.")
def command(form: str, check: bool) -> None:
    """Show the version, the packs and word lists that ship, and the optional packages.

    With --check, check each pack for damage instead; the exit code is 1 if one is damaged.
    """
    if check:
        check_packs()
        return
    facts = about()
    if form == "json":
        print_text(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    lines = [f"zhnlp {facts['version']}, Python {facts['python']} on {facts['platform']}"]
    lines.append(f"core: {facts['core']}")
    for description in facts["packs"]:
        lines.append(f"pack {description.pop('name')}")
        lines += [f"  {key}: {_plain(value)}" for key, value in description.items()]
    for name, n_words in facts["stopwords"].items():
        lines.append(f"stopwords {name}: {n_words} words")
    for name, number in facts["optional"].items():
        lines.append(f"optional {name}: {number or 'not installed'}")
    print_text("\n".join(lines))


def check_packs() -> None:
    """Print the state of every pack; ClickException if one is damaged."""
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
    """Everything to show, as plain values by name."""
    return {
        "version": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "core": Path(_tables.__file__).name,
        "packs": [_description(name) for name in packs()],
        "stopwords": {
            name: len(read_stopwords(dicts() / "stopwords" / f"{name}.txt"))
            for name in stopword_lists()
        },
        "optional": {name: _version(name) for name in OPTIONAL},
    }


def _description(name: str) -> dict[str, Any]:
    """The name and description of a pack, and whether it is damaged."""
    state = "whole"
    manifest: Any = None
    try:
        manifest = json.loads((pack(name) / "pack.json").read_bytes())
        read_pack(pack(name), manifest["kind"])
    except (ZhnlpError, OSError, ValueError, KeyError, TypeError) as error:
        state = str(error)
    known = manifest if isinstance(manifest, dict) else {}
    return {"name": name, **{key: known[key] for key in SHOWN if key in known}, "state": state}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
