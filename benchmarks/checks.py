"""Accuracy of the checks of small words and punctuation.

    python benchmarks/checks.py --data PATH-OF-THE-DATA-FOLDER --save

Nothing is trained here. Held-out text is every twelfth document of raw news, which the pack has
not learned from. --limit makes a run short.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import click
from corpora import are_there
from report import about, document, markdown, report_options, save

from zhnlp.corpus import read_spelling
from zhnlp.corpus.documents import read_documents
from zhnlp.correction import CHECKS, Correction
from zhnlp.doc import Doc
from zhnlp.models.spelling.punctuation import punctuation
from zhnlp.models.spelling.small_words import SETS, Check, SmallWordsModel
from zhnlp.stages.splitter import SentenceSplitter

HELD = (
    "raw_news/tencent_news_2023_2024/01.txt.gz",
    "raw_news/tencent_news_2023_2024/02.txt.gz",
    "raw_news/cctv_xinwenlianbo/2024.jsonl.gz",
    "raw_news/cctv_xinwenlianbo/2025.jsonl.gz",
    "raw_news/chinanews_sina_2025/chinanews_sina_2025.txt.gz",
)
EVERY = 12
CLEAN = {
    "China News Service 2020": "raw_news/chinanews_2020/chinanews_2020.txt.gz",
    "provincial reports 2026": (
        "raw_text/provincial_gov_reports_2026/provincial_gov_reports_2026.txt.gz"
    ),
}
RIGHT = "csc/macro_correct/acc_rmrb.tet.json.gz"
DE = "csc/macro_correct/gen_de3.json.gz"
LEARNERS = tuple(
    f"csc/sighan/{name}" for name in ("train2013.txt", "train2014.txt.gz", "train2015.txt")
)
RATES = (0.001, 0.002, 0.003, 0.005, 0.01)
DEFAULT = None


@dataclass
class Score:
    """Characters: changed rightly, changed wrongly, and wrong ones that stayed so."""

    hits: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, source: str, target: str, result: Sequence[Correction]) -> None:
        """Count a text of the same length as its target."""
        made = {each.start: each.right for each in result}
        for at, (typed, meant) in enumerate(zip(source, target, strict=True)):
            right = made.get(at, typed)
            self.hits += typed != meant == right
            self.wrong += right not in (typed, meant)
            self.missed += typed != meant != right

    def cells(self) -> list[str]:
        """Precision, recall and F1."""
        return [f"{each:.4f}" for each in self.three()]

    def three(self) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        found, real = self.hits + self.wrong, self.hits + self.missed
        precision, recall = self.hits / max(found, 1), self.hits / max(real, 1)
        return precision, recall, 2 * self.hits / max(found + real, 1)


@click.command()
@report_options
@click.option("--limit", type=click.IntRange(min=1), default=20_000, show_default=True)
def main(data: str, program: str | None, is_saved: bool, limit: int) -> None:
    """Score each check by itself."""
    folder = Path(data)
    if not are_there(folder, (*HELD, *CLEAN.values(), RIGHT, DE, *LEARNERS)):
        return
    model = SmallWordsModel()
    parts = (swapped, false_alarms, de, learners, fast)
    sections, figures = {}, {}
    for part in parts:
        title = (part.__doc__ or "").strip().rstrip(".")
        click.echo(f"{title} …", err=True)
        sections[title], figures[title] = part(folder, model, limit)
    facts = {**about(), "pack small-words": str(model.about["data"])}
    text = document("Checks of small words and punctuation", facts, sections)
    click.echo(text)
    if is_saved:
        save("checks", {"about": facts, "results": figures}, text)


def swapped(data: Path, model: SmallWordsModel, limit: int) -> tuple[str, Any]:
    """A. Small words that were swapped at random in held-out news."""
    rows = [["", "texts", "swapped", "P", "R", "F1"]]
    figures = {}
    for own in SETS:
        check, score, random, n_texts, n_swapped = model.checker(own.name), Score(), Random(0), 0, 0
        texts = _documents(data) if own.wide else _sentences(data)
        having = (text for text in texts if any(char in text for char in own.members))
        for target in islice(having, limit):
            places = [at for at, char in enumerate(target) if char in own.members]
            n = -(-len(places) // 10) if own.wide else random.randrange(2)
            chars = list(target)
            for at in random.sample(places, n):
                chars[at] = random.choice([char for char in own.members if char != target[at]])
            source = "".join(chars)
            score.add(source, target, check(source))
            n_texts, n_swapped = n_texts + 1, n_swapped + n
        rows.append([own.name, f"{n_texts:,}", f"{n_swapped:,}", *score.cells()])
        figures[own.name] = score.three()
    told = (
        f"Sentences that have such a word, from every {EVERY}th document, each check at its own "
        "rate. In every second one, one of the words, drawn at random, became another of its "
        "set, drawn at random. For `ta` they are whole documents, with a tenth of the words "
        "swapped. The news have errors of their own, which count against precision."
    )
    return f"{told}\n\n{markdown(rows)}", figures


def false_alarms(data: Path, model: SmallWordsModel, limit: int) -> tuple[str, Any]:
    """B. Clean sentences that are changed."""
    texts = {name: list(islice(_split(data / path), limit)) for name, path in CLEAN.items()}
    texts["People's Daily (acc_rmrb)"] = [pair.target for pair in read_spelling(data / RIGHT)]
    texts["held-out news"] = list(islice(_sentences(data), limit))
    rows = [["", *(f"{name}, {len(own):,}" for name, own in texts.items())]]
    figures: dict[str, list[float]] = {}
    for name in CHECKS:
        check = _check(model, name)
        shares = [sum(map(bool, map(check, own))) / len(own) for own in texts.values()]
        rows.append([name, *(f"{share:.2%}" for share in shares)])
        figures[name] = shares
    told = (
        "Each check at its own rate. The first two are the text that thresholds were counted on. "
        "No text is free of errors. China News Service has half-width brackets throughout, which "
        "`punctuation` makes wide."
    )
    return f"{told}\n\n{markdown(rows)}", figures


def de(data: Path, model: SmallWordsModel, limit: int) -> tuple[str, Any]:
    """C. 的, 地 and 得 in gen_de3, by rate."""
    pairs = [pair for pair in read_spelling(data / DE) if len(pair.source) == len(pair.target)]
    right = [pair.target for pair in read_spelling(data / RIGHT)]
    rows = [["max_false_alarms", "P", "R", "F1", "F1 of sentences", "changed in acc_rmrb"]]
    figures = {}
    for rate in (DEFAULT, *RATES):
        check, score, sentences = model.checker("de", rate), Score(), Counter[str]()
        for source, target in pairs[1::2]:
            found = check(source)
            score.add(source, target, found)
            sentences["wrong"] += source != target
            sentences["changed"] += bool(found)
            sentences["hits"] += source != target and _corrected(source, found) == target
        f1 = 2 * sentences["hits"] / max(sentences["wrong"] + sentences["changed"], 1)
        alarms = sum(map(bool, map(check, right))) / len(right)
        name = "default" if rate is None else f"{rate:g}"
        rows.append([name, *score.cells(), f"{f1:.4f}", f"{alarms:.2%}"])
        figures[name] = (*score.three(), f1, alarms)
    told = (
        f"Every second sentence of the set, {len(pairs[1::2]):,}; the others were looked at when "
        "the check was made. P, R and F1 are of characters. Sentences have two errors and more."
    )
    return f"{told}\n\n{markdown(rows)}", figures


def learners(data: Path, model: SmallWordsModel, limit: int) -> tuple[str, Any]:
    """D. Small words that learners of Chinese have confused."""
    pairs = [
        (pair.source, pair.target)
        for path in LEARNERS
        for pair in read_spelling(data / path)
        if len(pair.source) == len(pair.target)
    ]
    rows = [["", "confused", "P", "R", "F1"]]
    figures = {}
    for own in SETS:
        check, score = model.checker(own.name), Score()
        for source, target in pairs:
            # Other errors of the sentence stay, as they would for a reader.
            meant = [
                right if {typed, right} <= {*own.members} else typed
                for typed, right in zip(source, target, strict=True)
            ]
            score.add(source, "".join(meant), check(source))
        if n := score.hits + score.missed:
            rows.append([own.name, f"{n:,}", *score.cells()])
            figures[own.name] = score.three()
    told = f"The training sets of SIGHAN 2013 to 2015, {len(pairs):,} sentences."
    return f"{told}\n\n{markdown(rows)}", figures


def fast(data: Path, model: SmallWordsModel, limit: int) -> tuple[str, Any]:
    """E. Speed, one core."""
    texts = list(islice(_sentences(data), limit))
    n_chars = sum(map(len, texts))
    rows = [["", "million characters per second"]]
    figures = {}
    for name in CHECKS:
        check = _check(model, name)
        took = []
        for _ in range(3):
            start = process_time()
            for text in texts:
                check(text)
            took.append(process_time() - start)
        figures[name] = n_chars / min(took)
        rows.append([name, f"{figures[name] / 1e6:.1f}"])
    told = f"{len(texts):,} sentences of held-out news, by the time of the processor, best of 3."
    return f"{told}\n\n{markdown(rows)}", figures


def _check(model: SmallWordsModel, name: str) -> Check:
    return punctuation if name == "punctuation" else model.checker(name)


def _corrected(text: str, found: Iterable[Correction]) -> str:
    return str(Doc(text).rewrite((each.start, each.end, each.right) for each in found).text)


def _documents(data: Path) -> Iterator[str]:
    """Yield the documents that were left out."""
    for path in HELD:
        for number, paragraphs in enumerate(read_documents(data / path), 1):
            if number % EVERY == 0:
                yield "\n".join(paragraphs)


def _sentences(data: Path) -> Iterator[str]:
    """Yield the sentences of the documents that were left out."""
    split = SentenceSplitter()
    for text in _documents(data):
        doc = split(Doc(text))
        yield from (doc.text_of(span).strip() for span in doc.sentences or ())


def _split(path: Path) -> Iterator[str]:
    """Yield the sentences of a file."""
    split = SentenceSplitter()
    for paragraphs in read_documents(path):
        doc = split(Doc("\n".join(paragraphs)))
        yield from (doc.text_of(span).strip() for span in doc.sentences or ())


if __name__ == "__main__":
    main()
