"""zhnlp info: show what is installed."""

from __future__ import annotations

import json
import platform
import textwrap
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhnlp import __version__
from zhnlp.cli.outputs import print_text
from zhnlp.core import _tables
from zhnlp.errors import PackError, ZhnlpError
from zhnlp.models.lexicons.stopwords import read_stopwords, stopword_lists
from zhnlp.packing import About, check_pack, read_pack
from zhnlp.resources import dicts, pack, packs

if TYPE_CHECKING:
    from zhnlp.models.spelling.false_alarms import KindAlarms

OPTIONAL = (
    *("pyarrow", "jinja2", "rensa", "ray"),
    *("torch", "transformers", "onnxruntime"),
    *("gensim", "scikit-learn", "simplemma", "snowballstemmer", "matplotlib"),
    *("fastapi", "uvicorn", "rich", "spacy"),
)
SHOWN = ("kind", "data", "licence", "scores", "max_false_alarms", "false_alarms", "command")
USES = {  # the command that a pack is for, by its kind
    "Dictionary": "segment",
    "EntityModel": "entities",
    "IdfTable": "keywords",
    "LanguageModel": "correct",
    "NgramModel": "segment",
    "PinyinModel": "pinyin",
    "SmallWordsModel": "correct",
    "ContextModel": "correct",
    "SpellingModel": "correct",
    "TagModel": "tag",
    "TextLabels": "classify",
    "WordModel": "segment",
}
DEFAULTS = (
    *("modern-words", "modern-tags", "modern-entities", "general-spelling"),
    *("jieba", "news-idf", "pinyin", "small-words", "zh-characters", "zh-contexts"),
)
_LICENCES = {  # what the licence of the data says at its strictest, and words that say so
    "research only": ("research",),
    "part unstated": ("no licence", "none is stated", "for most", "; of the others"),
    "not stated": ("not stated",),
    "CC BY-SA 4.0": ("CC BY-SA 4.0",),
    "MIT": ("MIT",),
}
_ROW = "{:<17} {:<8} {:>4} {:^3} {:<13} {}"
_WIDTH = 80


@click.command(
    "info",
    short_help="Show the packs and packages that are installed.",
    epilog="Example: zhnlp info modern-words",
)
@click.argument("names", nargs=-1, metavar="[PACK]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="The format of the output.",
)
@click.option("--json", "is_json", is_flag=True, help="The same as --format json.")
@click.option("--check", is_flag=True, help="Check the sha256 of every pack that ships.")
def command(names: tuple[str, ...], form: str, is_json: bool, check: bool) -> None:
    """Show the version, the packs and word lists that ship, and the optional packages.

    With PACK, the name of one that ships or a folder, show all that it says of itself: its
    data, their licences, scores, and the command that made it. With --check, check each pack
    for damage instead; the exit code is 1 if one is damaged.
    """
    form = "json" if is_json else form
    if check:
        check_packs(names or tuple(packs()))
        return
    if names:
        descriptions = [described(name) for name in names]
        shown = descriptions[0] if len(names) == 1 else descriptions
        print_text(_json(shown) if form == "json" else "\n\n".join(map(_full, descriptions)))
        return
    facts = about()
    print_text(_json(facts) if form == "json" else "\n".join(_overview(facts)))


def check_packs(names: tuple[str, ...]) -> None:
    """Print the state of these packs; ClickException if one is damaged."""
    damaged = 0
    for name in names:
        try:
            check_pack(pack(name))
            print_text(f"{name}: whole")
        except ZhnlpError as error:
            damaged += 1
            print_text(f"{name}: {error}")
    if damaged:
        raise click.ClickException(f"{damaged} of {len(names)} packs are damaged.")


def about() -> About:
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


def described(name: str) -> About:
    """The description of a pack; PackError if there is none of this name or in this folder."""
    folder = pack(name)
    if not (folder / "pack.json").is_file():
        raise PackError(f"{str(folder)!r} holds no pack.json, so it is not a pack.")
    return _description(name)


def _description(name: str) -> About:
    """The name and description of a pack, and whether it is damaged."""
    state, folder = "whole", pack(name)
    known: About = {}
    try:
        manifest = json.loads((folder / "pack.json").read_bytes())
        known = manifest if isinstance(manifest, dict) else {}
        read_pack(folder, manifest["kind"])
    except (ZhnlpError, OSError, ValueError, KeyError, TypeError) as error:
        state = str(error)
    size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    facts = {"for": USES.get(known.get("kind", ""), ""), "size": size, "default": name in DEFAULTS}
    return {"name": name, **facts, **{key: known[key] for key in SHOWN if key in known}} | {
        "state": state
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _overview(facts: About) -> Iterator[str]:
    """Yield the lines of a table of packs, and of what else there is."""
    yield f"zhnlp {facts['version']}, Python {facts['python']} on {facts['platform']}"
    yield f"core: {facts['core']}\n"
    yield _ROW.format("pack", "for", "MB", "*", "licence", "data")
    yield from map(_row, facts["packs"])
    yield "* used where no model is named. In full: zhnlp info PACK\n"
    yield from _listed("stopwords", [f"{name} {n:,}" for name, n in facts["stopwords"].items()])
    optional = facts["optional"].items()
    yield from _listed("optional", [f"{name} {number}" for name, number in optional if number])
    yield from _listed("not installed", [name for name, number in optional if not number])


def _row(description: About) -> str:
    size = description["size"] / 1e6
    row = _ROW.format(
        description["name"],
        description["for"],
        f"{size:.1f}",
        "*" if description["default"] else "",
        short_licence(str(description.get("licence", ""))),
        description.get("data", ""),
    )
    if description["state"] != "whole":
        return f"{description['name']:<17} damaged: see zhnlp info {description['name']}"
    return row if len(row) <= _WIDTH else f"{row[: _WIDTH - 1].rstrip()}…"


def short_licence(licence: str) -> str:
    """The strictest of what a licence says, in at most 13 characters.

    >>> short_licence("MSR: research only; of the news no licence is stated")
    'research only'
    """
    for short, signs in _LICENCES.items():
        if any(sign in licence for sign in signs):
            return short
    return "see in full" if licence else ""


def _listed(name: str, items: list[str]) -> Iterator[str]:
    if items:
        text = f"{name}: {', '.join(items)}"
        yield _filled(text, "  ")


def _full(description: About) -> str:
    """All of a description, in lines; the command that made it is one line, to be copied."""
    facts = {**description, "size": f"{description['size'] / 1e6:.1f} MB"}
    facts["default"] = "yes" if facts["default"] else "no"
    lines = [str(facts.pop("name"))]
    for key, value in facts.items():
        if key == "false_alarms" and (table := _alarms(value)):
            lines += ["  false_alarms: shares of correct sentences, at rates of", *table]
            continue
        text = f"  {key}: {value if isinstance(value, str) else json.dumps(value)}"
        lines.append(text if key == "command" else _filled(text, "    "))
    return "\n".join(lines)


def _alarms(told: Mapping[str, KindAlarms]) -> list[str]:
    """The lines of a table of false alarms; none if the pack does not say it as packs do."""
    from zhnlp.models.spelling.false_alarms import alarm_rows  # not needed for other packs

    try:
        rows = alarm_rows(told)
    except (TypeError, ValueError, LookupError, AttributeError):
        return []
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "    " + "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])])
        for row in rows
    ]


def _filled(text: str, indent: str) -> str:
    return textwrap.fill(text, _WIDTH, subsequent_indent=indent, break_on_hyphens=False)


def _json(facts: object) -> str:
    return json.dumps(facts, ensure_ascii=False, indent=1)
