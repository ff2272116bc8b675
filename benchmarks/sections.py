"""Sections of the speed report: who takes part in each, and on how much text.

A section is a list of contestants. Their columns ``× jieba`` compare with jieba
under the same setting of the HMM, ``× rjieba`` likewise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peers import max_match
from processes import process
from texts import han_line, in_blocks, sample, size_of
from turns import Contestant, in_process

from zhnlp import Segmenter

NO_HMM = ", no HMM"
SHAPES = {
    "a": "a",
    "1": "1",
    "1,234": "1,234",
    "a.b@": "a.b@",
    "http://a": "http://a",
    "2026-11-20": "2026-11-20",
    "emoji with joiners": "👩\u200d",
    "combining marks": "e\u0301",
    "line ends": "\r\n",
    "blanks": " ",
    "中华人民共和国": "中华人民共和国",
    "一二三": "一二三",
}
SENTENCE = "南京市长江大桥于一九六八年建成通车。"
_IMPORT = "from zhnlp import Segmenter; print(Segmenter({method!r}, hmm={hmm}).cut({text!r}))"
_LOOP = (
    "import rjieba, sys\nfor line in open(sys.argv[1]): print(' '.join(rjieba.cut(line)), end='')"
)


@dataclass(frozen=True)
class Sizes:
    """Bytes of text for those that are measured on a part of it or on made-up lines."""

    sample: int = 2_500_000  # for what runs in pure Python
    repeated: int = 100_000  # times 的
    jieba_repeated: int = 20_000
    han_line: int = 10_000_000
    long_line: int = 50_000_000
    big_file: int = 1_000_000_000


QUICK = Sizes(50_000, 1_000, 1_000, 30_000, 100_000, 300_000)


@dataclass(frozen=True)
class Setting:
    """What all sections share: text, peers by name, sizes, and a folder for files."""

    text: bytes
    peers: dict[str, Any]
    sizes: Sizes
    folder: Path

    def file(self, name: str, content: bytes, times: int = 1) -> str:
        """The path of a new file with that content, several times over."""
        path = self.folder / name
        with open(path, "wb") as file:
            for _ in range(times):
                file.write(content)
        return str(path)


def segmenters() -> dict[str, Segmenter]:
    """The methods by the names they have in tables."""
    made = {f"zhnlp {method}": Segmenter(method) for method in ("forward", "backward")}
    made["zhnlp bidirectional"] = Segmenter("bidirectional")
    for method in ("unigram", "jieba"):
        made[f"zhnlp {method}{NO_HMM}"] = Segmenter(method, hmm=False)
        made[f"zhnlp {method}"] = Segmenter(method)
    for method in ("bigram", "trigram", "crf"):
        made[f"zhnlp {method}"] = Segmenter(method)
    return made


def against(name: str, peers: Iterable[str] = ("jieba",)) -> dict[str, str]:
    """With what a row is compared: each peer with the HMM, or without where the row has none."""
    plain = NO_HMM in name or name.endswith(("ward", "bidirectional", "max match", "list(line)"))
    return {f"× {peer}": peer + (NO_HMM if plain else "") for peer in peers}


def core(setting: Setting) -> list[Contestant]:
    """A. The whole text as UTF-8 in blocks of lines, words as UTF-8 again."""
    blocks = in_blocks(setting.text)
    n_bytes = len(setting.text)
    rows = [
        in_process(name, each(segmenter.cut_lines, blocks), n_bytes, against(name))
        for name, segmenter in segmenters().items()
    ]
    return rows + _peers(setting, against_peers=("jieba",))


def lists(setting: Setting) -> list[Contestant]:
    """B. A Python list of words for each line of the text, not kept."""
    lines = setting.text.decode().splitlines()
    n_bytes = size_of(lines)
    both = ("jieba", "rjieba")
    rows = [
        in_process(name, each(segmenter.cut, lines), n_bytes, against(name, both))
        for name, segmenter in segmenters().items()
    ]
    ceiling = "list(line), a character each"
    rows.append(in_process(ceiling, each(list, lines), n_bytes, against("list(line)", both)))
    return rows + _peers(setting, against_peers=both)


def each(work: Callable[[Any], object], items: Iterable[Any]) -> Callable[[], None]:
    """What does `work` with every item."""

    def run() -> None:
        for item in items:
            work(item)

    return run


def _peers(setting: Setting, *, against_peers: tuple[str, ...]) -> list[Contestant]:
    """jieba and Python on a sample of the lines, rjieba on all of them."""
    lines = setting.text.decode().splitlines()
    part = sample(lines, setting.sizes.sample)
    rows = []
    for name, hmm in (("jieba" + NO_HMM, False), ("jieba", True)):
        if jieba := setting.peers.get("jieba"):
            work = each(lambda line, hmm=hmm, cut=jieba.lcut: cut(line, HMM=hmm), part)
            rows.append(in_process(name, work, size_of(part)))
        if rjieba := setting.peers.get("rjieba"):
            work = each(lambda line, hmm=hmm, cut=rjieba.cut: cut(line, hmm), lines)
            compared = against(f"r{name}", ("jieba",))
            rows.append(in_process(f"r{name}", work, size_of(lines), compared))
    if jieba := setting.peers.get("jieba"):
        words = {word for word, frequency in jieba.dt.FREQ.items() if frequency}
        longest = max(map(len, words))
        work = each(lambda line: max_match(line, words, longest), part)
        name = "Python max match"
        rows.append(in_process(name, work, size_of(part), against(name, against_peers)))
    return rows


def commands(setting: Setting) -> list[Contestant]:
    """C. Whole processes, jieba by ``python -m jieba``: text from a file, words to another."""
    path = setting.file("text", setting.text)
    size = {"folder": setting.folder, "n_bytes": len(setting.text)}
    segment = ["-m", "zhnlp", "segment", path]
    settings = {
        "zhnlp segment FILE": [],
        "zhnlp segment FILE --method unigram": ["--method", "unigram"],
        "zhnlp segment FILE --method unigram --no-hmm": ["--method", "unigram", "--no-hmm"],
        "zhnlp segment FILE --method forward": ["--method", "forward"],
        "zhnlp segment FILE --method bigram": ["--method", "bigram"],
    }
    rows = []
    for name, options in settings.items():
        plain = NO_HMM if name.endswith(("--no-hmm", "forward")) else ""
        rows.append(process(name, segment + options, **size, against=against(plain)))
    if "jieba" in setting.peers:
        for name, options in (("jieba", []), ("jieba" + NO_HMM, ["-n"])):
            rows.append(process(name, ["-m", "jieba", "-q", *options, path], **size))
    if "rjieba" in setting.peers:
        rows.append(process("rjieba in a loop", ["-c", _LOOP, path], **size, against=against("")))
    return rows


def starts(setting: Setting) -> list[Contestant]:
    """D. From nothing to the words of one sentence, and the end of the process."""
    path = setting.file("sentence", SENTENCE.encode() + b"\n")
    words = {"text": SENTENCE}
    programs = {
        "bare Python": "pass",
        "zhnlp forward": _IMPORT.format(method="forward", hmm=True, **words),
        "zhnlp unigram" + NO_HMM: _IMPORT.format(method="unigram", hmm=False, **words),
        "zhnlp unigram": _IMPORT.format(method="unigram", hmm=True, **words),
        "zhnlp bigram": _IMPORT.format(method="bigram", hmm=True, **words),
        "zhnlp crf": _IMPORT.format(method="crf", hmm=True, **words),
        "numpy alone": "import numpy",
    }
    if "jieba" in setting.peers:
        programs["jieba, its cache made before"] = f"import jieba; print(jieba.lcut({SENTENCE!r}))"
    if "rjieba" in setting.peers:
        programs["rjieba"] = f"import rjieba; print(rjieba.cut({SENTENCE!r}))"
    rows = [
        process(name, ["-c", program], folder=setting.folder) for name, program in programs.items()
    ]
    segment = ["-m", "zhnlp", "segment", path]
    command = process("zhnlp segment FILE", segment, folder=setting.folder)
    forward = process(
        "zhnlp segment FILE --method forward",
        [*segment, "--method", "forward"],
        folder=setting.folder,
    )
    return [*rows, command, forward]


def repeated(setting: Setting) -> list[Contestant]:
    """E. 的 many times over; jieba with the HMM is quadratic in their number."""
    text = "的" * setting.sizes.repeated
    rows = [
        in_process(f"{name}, {len(text):,} × 的", each(segmenter.cut, [text]), 3 * len(text))
        for name, segmenter in segmenters().items()
    ]
    for name, module in setting.peers.items():
        most = setting.sizes.jieba_repeated if name == "jieba" else len(text)
        for short in ("的" * (most // 2), "的" * most):
            work = each(lambda text, cut=module.cut: list(cut(text)), [short])
            rows.append(in_process(f"{name}, {len(short):,} × 的", work, 3 * len(short)))
    return rows


def shapes(setting: Setting) -> list[Contestant]:
    """F. Shapes that rules could stumble over, short and ten times as long; × 1 is linear."""
    rows: list[Contestant] = []
    cutters = (Segmenter("unigram"), Segmenter())
    cases = [(cutter, *shape) for cutter in cutters for shape in SHAPES.items()]
    for cutter, shown, unit in cases:
        for times in (1, 10):
            text = unit * (times * setting.sizes.repeated // len(unit))
            size = len(text.encode())
            compared = {"× short": rows[-1].name} if times > 1 else {}
            name = f"{cutter.method}: {shown}, {size:,} B"
            rows.append(in_process(name, each(cutter.cut, [text]), size, compared))
    return rows


def one_line(setting: Setting) -> list[Contestant]:
    """G. Han characters in one line, in the core, into a list, and as a process."""
    line = han_line(setting.text.decode(), setting.sizes.han_line)
    data = line.encode()
    rows = []
    for name, segmenter in segmenters().items():
        rows.append(in_process(f"{name}, core", each(segmenter.cut_lines, [data]), len(data)))
    for name in ("zhnlp unigram" + NO_HMM, "zhnlp unigram", "zhnlp bigram", "zhnlp crf"):
        work = each(segmenters()[name].cut, [line])
        rows.append(in_process(f"{name}, list", work, len(data)))
    if rjieba := setting.peers.get("rjieba"):
        rows.append(in_process("rjieba, list", each(rjieba.cut, [line]), len(data)))
    path = setting.file("han", data)
    size = {"folder": setting.folder, "n_bytes": len(data)}
    rows.append(process("zhnlp segment FILE", ["-m", "zhnlp", "segment", path], **size))
    if "jieba" in setting.peers:
        rows.append(process("python -m jieba FILE", ["-m", "jieba", "-q", path], **size))
    return rows


def long_line(setting: Setting) -> list[Contestant]:
    """H. One line of Han characters without punctuation, as a process."""
    line = han_line(setting.text.decode(), setting.sizes.long_line).encode()
    return _segment(setting, setting.file("long", line), len(line), "one line")


def big_file(setting: Setting) -> list[Contestant]:
    """I. The text again and again in one file."""
    times = max(1, setting.sizes.big_file // len(setting.text))
    path = setting.file("big", setting.text, times)
    return _segment(setting, path, times * len(setting.text), "big file")


def _segment(setting: Setting, path: str, n_bytes: int, what: str) -> list[Contestant]:
    return [
        process(
            f"zhnlp segment --method {method}, {what}",
            ["-m", "zhnlp", "segment", "--method", method, path],
            folder=setting.folder,
            n_bytes=n_bytes,
        )
        for method in ("forward", "unigram", "bigram", "crf")
    ]
