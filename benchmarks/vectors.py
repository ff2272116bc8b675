"""Word vectors: how well they answer analogies, and how fast they are learned from a stream.

    python benchmarks/vectors.py --data PATH-OF-THE-DATA-FOLDER --work FOLDER --save

Analogies are those of CA8 (Li et al., 2018), the morphological part. zhnlp's words with
`train_vectors`, and jieba's with plain gensim, have the same text and the same settings. A question
is answered by the nearest word to b - a + c, of all words but these three. Questions with a word
that has no vector are wrong in *of all*, and left out of *of those answered*; the last column has
the questions that both can answer. The words and vectors stay in the folder that ``--work`` names,
and are not made again if they are there. A skip-gram takes ten minutes of one core, CBOW two.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import click
import numpy as np
from corpora import are_there
from report import RESULTS, about, document, markdown, report_options, save

from zhnlp import Segmenter, VectorSettings, WordVectors, train_vectors
from zhnlp.corpus.records import WordLists
from zhnlp.models.vectors.numbered import NumberedText

NEWS = tuple(f"raw_news/tencent_news_2023_2024/{name}.txt.gz" for name in ("01", "02"))
CA8 = "word_vectors/ca8/morphological.txt"
SPEED_LINES = 20_000
KINDS = {
    "CBOW": VectorSettings(seed=1, method="cbow"),
    "CBOW, seed 2": VectorSettings(seed=2, method="cbow"),
    "skip-gram": VectorSettings(seed=1),
    "FastText": VectorSettings(seed=1, subwords=True),
}
Questions = dict[str, list[list[str]]]


@click.command()
@click.option("--work", metavar="FOLDER", help="Keeps words and vectors.  [default: vectors.part]")
@click.option("--only", type=click.Choice(("analogies", "speed")), help="One part alone.")
@click.option("--lines", "n_lines", type=int, help="How many lines of the news.  [default: all]")
@click.option("--rounds", type=int, default=5, show_default=True, help="Of measuring speed.")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(tuple(KINDS)), default=tuple(KINDS)
)
@click.option("--cut", "cuts", multiple=True, default=("jieba", "unigram"), show_default=True)
@report_options
def main(
    data: str,
    work: str | None,
    only: str | None,
    n_lines: int | None,
    rounds: int,
    kinds: tuple[str, ...],
    cuts: tuple[str, ...],
    program: str | None,
    is_saved: bool,
) -> None:
    """Train vectors on news, answer analogies, and measure the speed of training."""
    root = Path(data)
    if not are_there(root, (*NEWS, CA8)):
        return
    room = Path(work or "vectors.part")
    room.mkdir(exist_ok=True)
    facts = {**about(), "gensim": _version(), "text": f"{', '.join(NEWS)}"}
    facts["lines"] = f"{n_lines:,}" if n_lines else "all"
    figures: dict[str, Any] = {}
    if only != "speed":
        for kind in kinds:
            figures[kind] = analogies(root, Room(room, kind, n_lines), cuts)
    if only != "analogies":
        figures["speed"] = speed(root, rounds)
    before = RESULTS / "vectors.json"
    if is_saved and before.exists():  # a part that is measured alone replaces its own figures
        figures = {**json.loads(before.read_text("utf-8")), **figures}
    figures["about"] = facts
    parts = [name for name in (*KINDS, "speed") if name in figures]
    text = document("Word vectors", facts, {_title(n): markdown(figures[n]) for n in parts})
    click.echo(text)
    if is_saved:
        save("vectors", figures, text)


def _title(kind: str) -> str:
    if kind == "speed":
        return "Words a second of a pass of training, beside a list in memory"
    settings = KINDS[kind]
    return (
        f"CA8 analogies, {kind}: width {settings.width}, window {settings.window}, "
        f"{settings.negative} negative samples, min_count {settings.min_count}, "
        f"{settings.passes} passes"
    )


def _version() -> str:
    from importlib.metadata import version

    return version("gensim")


class Room(NamedTuple):
    """Where the words and the vectors of one kind are kept."""

    folder: Path
    kind: str
    n_lines: int | None

    def vectors(self, cut: str) -> Path:
        """The file of the vectors of words that are cut so."""
        return self.folder / f"{cut}-{self.kind}-{self.n_lines or 'all'}.bin"


def analogies(root: Path, room: Room, cuts: Iterable[str]) -> list[tuple[str, ...]]:
    """A row for each way to cut."""
    questions = read_questions(root / CA8)
    n = sum(map(len, questions.values()))
    right = {cut: answers(vectors_of(root, room, cut), questions) for cut in cuts}
    flat = {cut: list(chain.from_iterable(own.values())) for cut, own in right.items()}
    shared = [i for i in range(n) if all(each[i] is not None for each in flat.values())]
    head = ("words", "vocabulary", "answered", "of all", "of those answered", "of shared")
    rows = [(*head, *questions)]
    for cut, own in right.items():
        answered = [each for each in flat[cut] if each is not None]
        vocabulary = len(WordVectors.read(room.vectors(cut)))
        rows.append(
            (
                "jieba, gensim" if cut == "jieba" else f"zhnlp {cut}",
                f"{vocabulary:,}",
                f"{len(answered):,} of {n:,}",
                f"{sum(answered) / n:.4f}",
                f"{sum(answered) / max(len(answered), 1):.4f}",
                f"{sum(bool(flat[cut][i]) for i in shared) / max(len(shared), 1):.4f}",
                *(f"{sum(map(bool, each)) / len(each):.4f}" for each in own.values()),
            )
        )
    return rows


def read_questions(path: Path) -> Questions:
    """The four words of each question, by section."""
    found: Questions = {}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith(":"):
            found[line.strip(": ")] = own = []
        elif words := line.split():
            own.append(words)
    return found


def answers(vectors: WordVectors, questions: Questions) -> dict[str, list[bool | None]]:
    """Whether each question is answered rightly; None without a vector of one of its words."""
    matrix = np.asarray(vectors.matrix, np.float32)
    unit = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    found: dict[str, list[bool | None]] = {}
    for section, several in questions.items():
        rows = vectors.rows([word for words in several for word in words]).reshape(-1, 4)
        own: list[bool | None] = [None] * len(rows)
        known = np.flatnonzero((rows >= 0).all(1))
        for part in np.array_split(known, max(len(known) // 200, 1)):
            a, b, c, d = rows[part].T
            scores = (unit[b] - unit[a] + unit[c]) @ unit.T
            for each in (a, b, c):
                scores[np.arange(len(part)), each] = -np.inf
            for number, is_right in zip(part.tolist(), scores.argmax(1) == d, strict=True):
                own[number] = bool(is_right)
        found[section] = own
    return found


def vectors_of(root: Path, room: Room, cut: str) -> WordVectors:
    """The vectors of one row, from the folder or trained now."""
    path = room.vectors(cut)
    if not path.exists():
        settings = KINDS[room.kind]
        sentences = islice(words_of(root, room.folder, cut), room.n_lines)
        start = time.time()
        if cut == "jieba":
            plain(list(sentences), settings).save_word2vec_format(path, binary=True)
        else:
            train_vectors(sentences, settings, report=_tell).write(path, binary=True)
        _tell(f"{path.name}: {time.time() - start:.0f} s")
    return WordVectors.read(path)


def plain(sentences: list[list[str]], settings: VectorSettings):
    """The vectors that gensim itself learns with these settings."""
    from gensim.models import FastText, Word2Vec

    known = {
        "vector_size": settings.width, "window": settings.window, "min_count": settings.min_count,
        "negative": settings.negative, "sg": int(settings.method == "skip-gram"), "workers": 1,
        "epochs": settings.passes, "seed": settings.seed,
    }  # fmt: skip
    if settings.subwords:
        least, most = settings.lengths
        return FastText(sentences, min_n=least, max_n=most, bucket=settings.buckets, **known).wv
    return Word2Vec(sentences, **known).wv


def words_of(root: Path, room: Path, cut: str) -> Iterator[list[str]]:
    """The words of every line of the news, cut once."""
    path = room / f"{cut}.txt"
    if not path.exists():
        cutter = _cutter(cut)
        with path.open("w", encoding="utf-8") as file:
            for line in news(root):
                words = [word for word in cutter(line) if not word.isspace()]
                if words:
                    file.write(" ".join(words) + "\n")
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield [sys.intern(word) for word in line.rstrip("\n").split(" ")]


def _cutter(cut: str) -> Callable[[str], list[str]]:
    if cut != "jieba":
        return Segmenter(cut).cut
    import jieba

    jieba.setLogLevel(60)
    return jieba.lcut


def news(root: Path) -> Iterator[str]:
    """The lines of the news."""
    for name in NEWS:
        with gzip.open(root / name, "rt", encoding="utf-8") as file:
            yield from (line.rstrip("\n") for line in file if not line.isspace())


def speed(root: Path, rounds: int) -> list[tuple[str, ...]]:
    """Ratios of the words a second of one pass, medians over rounds.

    A list in memory is what the others are compared with: the file of numbers, which
    `train_vectors` makes, and words that are cut anew in each pass.
    """
    lines = list(islice(news(root), SPEED_LINES))
    anew = WordLists(lines, Segmenter("unigram"))
    in_memory = list(anew)
    rows = [
        (
            "method",
            "words",
            "words/s, list",
            "file of numbers",
            "cut anew",
            "CPU: file",
            "CPU: cut anew",
        )
    ]
    with NumberedText(in_memory) as numbers:
        for method in ("skip-gram", "cbow"):
            settings = VectorSettings(method=method, seed=1)
            ways: dict[str, Iterable[list[str]]] = {"list": in_memory, "file": numbers, "cut": anew}
            times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
            names = list(ways)
            for number in range(rounds):
                for name in names[number % 3 :] + names[: number % 3]:
                    times[name].append(one_pass(ways[name], numbers, settings))
            ratios = [
                median(a[i] / b[i] for a, b in zip(times["list"], times[name], strict=True))
                for i in (0, 1)
                for name in ("file", "cut")
            ]
            rate = numbers.n_words / median(each[0] for each in times["list"])
            rows.append(
                (method, f"{numbers.n_words:,}", f"{rate:,.0f}", *(f"{r:.3f}" for r in ratios))
            )
    return rows


def one_pass(
    sentences: Iterable[list[str]], text: NumberedText, settings: VectorSettings
) -> tuple[float, float]:
    """Seconds by the clock and of the processor of a pass of training, without the vocabulary."""
    from zhnlp.models.vectors.word2vec import new_model, quiet

    model = new_model(settings)
    with quiet():
        model.build_vocab_from_freq(text.counts, corpus_count=text.n_sentences)
        clock, cpu = time.perf_counter(), time.process_time()
        model.train(
            corpus_iterable=sentences,
            total_examples=text.n_sentences,
            total_words=text.n_words,
            epochs=1,
        )
    return time.perf_counter() - clock, time.process_time() - cpu


def _tell(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()
