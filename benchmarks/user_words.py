"""How often words of a user's come out whole in running news, and how often they cut others.

    python benchmarks/user_words.py --data PATH-OF-THE-DATA-FOLDER --save

The terms of finance_terms.txt, written by hand, are looked for in news. *Whole* is the share of
their occurrences that are one word. *Cut* counts the traps of tests/cases/user_words.tsv, where a
short word is by chance (平安 in 世界和平安全), that it cuts.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice, pairwise
from pathlib import Path

import click
from corpora import are_there
from report import about, document, markdown, report_options, save

from zhnlp import Segmenter
from zhnlp.models.lexicons.stopwords import read_stopwords
from zhnlp.stages.segmenter import Method

NEWS = "raw_news/tencent_news_2023_2024/01.txt.gz"
TRAPS = Path(__file__).parents[1] / "tests" / "cases" / "user_words.tsv"
N_LINES = 3000
METHODS: tuple[Method, ...] = ("crf", "bigram", "unigram", "forward", "jieba")
TERMS = sorted(read_stopwords(Path(__file__).parent / "finance_terms.txt"))


@click.command()
@report_options
def main(data: str, program: str | None, is_saved: bool) -> None:
    """Count whole terms and cut words, without a lexicon and with it, by method."""
    if not are_there(Path(data), (NEWS,)):
        return
    lines = list(islice(_lines_with_terms(Path(data) / NEWS), N_LINES))
    rows = [("method", "user words", "whole", "of", "traps cut", "of")]
    for method in METHODS:
        ways = {
            "none": {},
            "dictionary": {"dictionary": TERMS} if method == "crf" else None,
            "prefer": {"lexicon": TERMS},
            "prefer, strength 1": {"lexicon": TERMS, "strength": 1.0},
        }
        for title, settings in ways.items():
            if settings is not None:
                n_whole, n = _whole(Segmenter(method, **settings), lines)
                cut, traps = _cut(method, settings)
                rows.append((method, title, f"{n_whole / n:.4f}", str(n), str(cut), str(traps)))
    facts = {**about(), "lines": str(len(lines)), "terms": str(len(TERMS))}
    text = document("User words", facts, {"Whole terms and cut words": markdown(rows)})
    click.echo(text)
    if is_saved:
        save("user_words", {"about": facts, "results": rows}, text)


def _lines_with_terms(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if any(term in line for term in TERMS):
                yield line.strip()


def _whole(segmenter: Segmenter, lines: Sequence[str]) -> tuple[int, int]:
    """How many occurrences of terms are words, and how many there are."""
    n_whole = n = 0
    for line in lines:
        words = set(pairwise([0, *accumulate(map(len, segmenter.cut(line)))]))
        for term in TERMS:
            start = line.find(term)
            while start >= 0:
                n += 1
                n_whole += (start, start + len(term)) in words
                start = line.find(term, start + len(term))
    return n_whole, n


def _cut(method: Method, settings: dict[str, object]) -> tuple[int, int]:
    """How many traps a word of a lexicon or dictionary cuts, and how many there are."""
    lines = TRAPS.read_text("utf-8").splitlines()
    traps = [line.split("\t")[:2] for line in lines if line.endswith("\tno")]
    n = 0
    for word, text in traps:
        own = {k: [word] if k in ("lexicon", "dictionary") else v for k, v in settings.items()}
        n += word in Segmenter(method, **own).cut(text)
    return n, len(traps)


if __name__ == "__main__":
    main()
