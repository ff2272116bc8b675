"""Speed of correction: sentences a second, long lines, new processes and whole files."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from peers import find_peers
from processes import SUPPORTED, process
from report import markdown
from sections import each
from spelling_peers import Correct, Pair
from texts import han_line, size_of
from turns import Contestant, Row, in_process, take_turns

from zhnlp import Corrector, Doc, SentenceSplitter

SENTENCE = 40  # characters, of which speed is told
SHORTEST, LONGEST = 30, 50  # of the sentences it is measured on
MOST = 2000  # of them
COPIES = 5  # of them in the file
LENGTHS = (1_000, 10_000, 100_000)  # characters of long lines
COLUMNS = ("seconds", "fastest", "slowest", "cpu_seconds", "peak_mb")
_RATES = (f"sentences of {SENTENCE}/s", "a CPU second")
HEADS = ("", *_RATES, "s (median)", "fastest", "slowest", "CPU s", "peak MB")
_ONE = """
from zhnlp import Corrector, Doc
print(Corrector({model!r}, apply=True)(Doc({text!r})).text)
"""
_COMMAND = ("-m", "zhnlp", "correct", "--model")
_TEXT = "少先队员因该为老人让坐。"


def corrector(folder: str, rate: float | None = None) -> Correct:
    """What corrects a text by the pack there, at that rate of false alarms."""
    stage = Corrector(folder, max_false_alarms=rate, apply=True)
    return lambda text: stage(Doc(text)).text


def speed(
    models: Mapping[str, str], pairs: Sequence[Pair], *, text: str | None, n_rounds: int
) -> tuple[str, Any]:
    """Markdown and figures.

    Args:
        models: Names of packs and their folders.
        pairs: News with errors, and without.
        text: The path of a text to be measured on in place of the latter.
        n_rounds: How often everything is run.
    """
    chosen = [pair for pair in pairs if SHORTEST <= len(pair[1]) <= LONGEST][:MOST]
    wrong = [source for source, _ in chosen]
    right = sentences(Path(text)) if text else [target for _, target in chosen]
    source = Path(text).name if text else "news"
    told = (
        f"{len(right):,} right sentences of {source}, and {len(wrong):,} of news with a wrong "
        f"character or more; all have {SHORTEST} to {LONGEST} characters, and figures are for "
        f"{SENTENCE}. `× jieba` is against `jieba.lcut` of the right ones; ratios are per byte, "
        "and medians of those within the rounds."
    )
    parts = {told: take_turns(_inside(models, right, wrong), n_rounds=n_rounds)}
    long_lines = take_turns(_long(models, "".join(right)), n_rounds=n_rounds)
    parts["One line of Han characters; the longer against the shorter, per byte:"] = long_lines
    if SUPPORTED:
        parts |= _outside(models, right * COPIES, n_rounds)
    bytes_a_char = size_of(right) / max(1, sum(map(len, right)))
    figures = {told: [_figures(row, bytes_a_char) for row in rows] for told, rows in parts.items()}
    return "\n\n".join(f"{told}\n\n{_table(rows)}" for told, rows in figures.items()), figures


def _outside(
    models: Mapping[str, str], lines: Sequence[str], n_rounds: int
) -> dict[str, list[Row]]:
    """Whole processes, by what is told of them."""
    with tempfile.TemporaryDirectory() as folder:
        new = take_turns(_processes(models, Path(folder)), n_rounds=2 * n_rounds)
        files = _files(models, lines, Path(folder))
        whole = take_turns(files, n_rounds=n_rounds, warm_up=False)
    return {
        "A new process up to one corrected sentence, and its end:": new,
        f"A file of {len(lines):,} such lines, one thread:": whole,
    }


def sentences(path: Path) -> list[str]:
    """The first sentences of a UTF-8 text that are neither long nor short."""
    split = SentenceSplitter()
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        spans = split(Doc(line)).sentences or ()
        texts = (line[span.start : span.end] for span in spans)
        found += [text for text in texts if SHORTEST <= len(text) <= LONGEST]
        if len(found) >= MOST:
            break
    return found[:MOST]


def _inside(
    models: Mapping[str, str], right: Sequence[str], wrong: Sequence[str]
) -> list[Contestant]:
    """In this process, text in and text out."""
    rows = []
    for model, folder in models.items():
        correct = corrector(folder)
        for kind, texts in (("right", right), ("with errors", wrong)):
            name = f"zhnlp, {model}, {kind}"
            size = size_of(texts)
            rows.append(in_process(name, each(correct, texts), size, {"× jieba": "jieba"}))
    if jieba := find_peers(("jieba",)).get("jieba"):
        rows.append(in_process("jieba", each(jieba.lcut, right), size_of(right)))
    return rows


def _long(models: Mapping[str, str], text: str) -> list[Contestant]:
    """Lines without an end of a sentence, each ten times as long as the one before."""
    rows = []
    for model, folder in models.items():
        correct = corrector(folder)
        before: dict[str, str] = {}
        for length in LENGTHS:
            line = han_line(text, 3 * length)
            name = f"zhnlp, {model}, {length:,} characters"
            rows.append(in_process(name, each(correct, [line]), 3 * length, before))
            before = {"× shorter": name}
    return rows


def _processes(models: Mapping[str, str], folder: Path) -> list[Contestant]:
    """From nothing to one corrected sentence."""
    path = folder / "sentence"
    path.write_text(f"{_TEXT}\n", encoding="utf-8")
    programs = {
        "bare Python": "pass",
        "import of Corrector": "from zhnlp import Corrector",
        **{
            f"zhnlp, {name}": _ONE.format(model=model, text=_TEXT) for name, model in models.items()
        },
    }
    if find_peers(("jieba",)):
        programs["jieba, its cache made before"] = f"import jieba; print(jieba.lcut({_TEXT!r}))"
    rows = [process(name, ["-c", program], folder=folder) for name, program in programs.items()]
    for name, model in models.items():
        command = [*_COMMAND, model, str(path)]
        rows.append(process(f"zhnlp correct FILE, {name}", command, folder=folder))
    return rows


def _files(models: Mapping[str, str], lines: Sequence[str], folder: Path) -> list[Contestant]:
    """The command on a whole file, its output to another."""
    path = folder / "text"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    commands = {
        f"zhnlp correct FILE, {name}": [*_COMMAND, model, str(path)]
        for name, model in models.items()
    }
    if find_peers(("jieba",)):
        commands["jieba"] = ["-m", "jieba", "-q", str(path)]
    n_bytes = size_of(lines)
    return [
        process(
            name,
            command,
            folder=folder,
            n_bytes=n_bytes,
            against={} if name == "jieba" else {"× jieba": "jieba"},
        )
        for name, command in commands.items()
    ]


def _figures(row: Row, bytes_a_char: float) -> dict[str, Any]:
    """Those of the row, and sentences a second by the clock and by the processor."""
    figures = row.to_dict()
    n_sentences = row.n_bytes / bytes_a_char / SENTENCE
    rates = {
        rate: round(n_sentences / figures[name]) or None
        for rate, name in (("per_second", "seconds"), ("per_cpu_second", "cpu_seconds"))
    }
    return {**figures, **rates}


def _table(rows: Sequence[dict[str, Any]]) -> str:
    ratios = list(dict.fromkeys(column for figures in rows for column in figures["ratios"]))
    body = []
    for figures in rows:
        rates = [figures[name] for name in ("per_second", "per_cpu_second")]
        rest = [figures[name] for name in COLUMNS]
        rest += [figures["ratios"].get(column) for column in ratios]
        cells = [
            *(f"{n:,}" if n else "" for n in rates),
            *("" if n is None else f"{n:g}" for n in rest),
        ]
        body.append([figures["name"], *cells])
    return markdown([[*HEADS, *ratios], *body])
