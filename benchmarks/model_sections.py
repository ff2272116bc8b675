"""Sections of the speed report about the models: tags, entities, threads, and loading."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from peers import find_tagger
from processes import process, timed_inside
from sections import Setting, against, each
from texts import in_blocks, sample, size_of
from turns import Contestant, in_process

from zhnlp import (
    Doc,
    Pipeline,
    Recognizer,
    Segmenter,
    SentenceSplitter,
    StopwordFilter,
    Tagger,
    load,
)
from zhnlp.resources import pack

SENTENCE = "王小明在北京大学学习。"
PACKS = ("jieba", "modern-words", "modern-tags", "modern-entities")
_STAGES = "from zhnlp import Pipeline, Recognizer, Segmenter, Tagger"
_ENTITIES = (
    f"nlp = Pipeline([Segmenter(), Tagger(), Recognizer()]); print(nlp({SENTENCE!r}).entities)"
)
_LOAD = """
import time
from zhnlp import Recognizer, Segmenter, Tagger
start, cpu = time.perf_counter(), time.process_time()
made = {made}
print(time.perf_counter() - start, time.process_time() - cpu)
"""


def annotated(setting: Setting) -> list[Contestant]:
    """J. Words, tags, entities, terms by ``Pipeline.stream``, and jieba's words alone."""
    lines = setting.text.decode().splitlines()
    stages = (Segmenter(), Tagger(), Recognizer())
    ways = {
        "zhnlp words": Pipeline(stages[:1]),
        "zhnlp words, tags": Pipeline(stages[:2]),
        "zhnlp words, tags, entities": Pipeline(stages),
        "zhnlp.load('news'): sentences, too": load("news"),
        "zhnlp words, tags, entities, terms, sentences": Pipeline(
            [SentenceSplitter(), *stages, StopwordFilter()]
        ),
    }
    rows = [
        in_process(name, _through(nlp.stream, lines), size_of(lines), against(""))
        for name, nlp in ways.items()
    ]
    if jieba := setting.peers.get("jieba"):
        part = sample(lines, setting.sizes.sample)
        rows.append(in_process("jieba", each(jieba.lcut, part), size_of(part)))
    if tag := find_tagger():
        part = sample(lines, setting.sizes.sample // 5)
        work = each(tag, [Doc(line) for line in part])
        rows.append(in_process("jieba.posseg: words, tags", work, size_of(part), against("")))
    return rows


def _through(
    stream: Callable[[Iterable[str]], Iterable[Doc]], lines: list[str]
) -> Callable[[], None]:
    def run() -> None:
        for _ in stream(lines):
            pass

    return run


def two_cores(setting: Setting) -> list[Contestant]:
    """K. Two threads against one, with one segmenter: as a process, and in the core."""
    path = setting.file("text", setting.text)
    n_bytes = len(setting.text)
    rows = []
    for command in ("segment", "entities"):
        names = [f"zhnlp {command} -j {jobs} FILE" for jobs in (1, 2)]
        for name, jobs in zip(names, "12", strict=True):
            arguments = ["-m", "zhnlp", command, "-j", jobs, path]
            compared = {"× one": names[0]} if jobs == "2" else {}
            size = {"folder": setting.folder, "n_bytes": n_bytes}
            rows.append(process(name, arguments, **size, against=compared))
    blocks = in_blocks(setting.text)
    cut = Segmenter().cut_lines
    rows.append(in_process("core, one thread", _by_threads(cut, blocks, 1), n_bytes))
    two = _by_threads(cut, blocks, 2)
    rows.append(in_process("core, two threads", two, n_bytes, {"× one": "core, one thread"}))
    return rows


def _by_threads(
    work: Callable[[bytes], object], blocks: list[bytes], n_threads: int
) -> Callable[[], None]:
    def run() -> None:
        with ThreadPoolExecutor(n_threads) as pool:
            for _ in pool.map(work, blocks):
                pass

    return run


def first_entities(setting: Setting) -> list[Contestant]:
    """L. From nothing to the entities of one sentence, and the end of the process."""
    path = setting.file("sentence", SENTENCE.encode() + b"\n")
    programs = {
        "bare Python": "pass",
        "import of the stages alone": _STAGES,
        "zhnlp words, tags, entities": f"{_STAGES}; {_ENTITIES}",
        "zhnlp.load('news')": f"import zhnlp; print(zhnlp.load('news')({SENTENCE!r}).entities)",
    }
    if "jieba" in setting.peers:
        tags = f"import jieba.posseg; print(jieba.posseg.lcut({SENTENCE!r}))"
        programs["jieba.posseg: words, tags"] = tags
    rows = [
        process(name, ["-c", program], folder=setting.folder) for name, program in programs.items()
    ]
    command = ["-m", "zhnlp", "entities", path]
    return [*rows, process("zhnlp entities FILE", command, folder=setting.folder)]


def loading(setting: Setting) -> list[Contestant]:
    """M. Stages with their packs made in a new process, its imports not counted."""
    made = {
        "Segmenter()": "Segmenter()",
        "Tagger()": "Tagger()",
        "Recognizer()": "Recognizer()",
        "all three": "(Segmenter(), Tagger(), Recognizer())",
    }
    return [
        timed_inside(name, _LOAD.format(made=code), folder=setting.folder)
        for name, code in made.items()
    ]


def pack_sizes() -> str:
    """The sizes of the packs that the three stages read, as a fact for the report."""
    sizes = {name: _size(Path(pack(name))) / 1e6 for name in PACKS}
    shown = ", ".join(f"{name} {size:.1f} MB" for name, size in sizes.items())
    return f"{shown}; together {sum(sizes.values()):.1f} MB"


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())
