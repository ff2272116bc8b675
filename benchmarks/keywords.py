"""Keywords and summaries: agreement with jieba.analyse, speed beside it, and titles as a yardstick.

    python benchmarks/keywords.py --data PATH-OF-THE-DATA-FOLDER --save

The articles are every twentieth of CCTV and China News Service, which `news-idf` has not seen, and
half of these: what had to be chosen was chosen on the other half (``--half choice``).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal, NamedTuple

import click
from corpora import are_there
from report import about, document, markdown, save
from turns import in_process, take_turns

from zhnlp import (
    Doc,
    IdfTable,
    Keywords,
    Pipeline,
    Segmenter,
    SentenceSplitter,
    StopwordFilter,
    Summarizer,
    Tagger,
)
from zhnlp.corpus.documents import read_documents
from zhnlp.evaluate.summaries import score_summaries
from zhnlp.models.keywords.training import table_of_values

CCTV = tuple(f"raw_news/cctv_xinwenlianbo/{year}.jsonl.gz" for year in range(2022, 2027))
OTHERS = tuple(
    f"raw_news/{name}/{name}.txt.gz" for name in ("chinanews_2020", "chinanews_sina_2025")
)
EVERY = 20  # as --leave-out of the pack
TAGS = ("ns$", "n$", "vn$", "v$")  # those of jieba.analyse.textrank
TOP = 10
Half = Literal["choice", "figures"]
Extract = Callable[[str], Sequence[str]]
TITLES = """\
How many of the first 5 and 10 keywords of an article stand in its title, and how much of the title
they cover: the share of its characters. Titles are no list of keywords, so what counts is the
difference between two rows. It is fair to all that cut words differently, but favours short
keywords over phrases."""
SUMMARIES = """\
ROUGE F1 on characters of the chosen sentences against the title. The beginning of a news article
is written as its summary, and no method that ignores the order of sentences comes near it."""


class Article(NamedTuple):
    """A title and the text below it."""

    title: str
    text: str


def articles(data: Path, half: Half) -> list[Article]:
    """One half of the articles that `news-idf` has not seen, with titles."""
    found = [each for each in _articles(data) if len(each.text) >= 200 and len(each.title) >= 8]
    return found[half == "figures" :: 2]


def _articles(data: Path) -> Iterator[Article]:
    for name in CCTV:
        with gzip.open(data / name, "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        rows = [row for row in rows if row["text"].strip()]
        yield from (Article(row["title"], row["text"]) for row in rows[EVERY - 1 :: EVERY])
    for name in OTHERS:
        own = list(read_documents(data / name))[EVERY - 1 :: EVERY]
        yield from (Article(title, "\n".join(rest)) for title, *rest in own)


@click.command()
@click.option("--data", metavar="PATH", required=True, help="The data folder.")
@click.option("--half", type=click.Choice(("choice", "figures")), default="figures")
@click.option("--save", "is_saved", is_flag=True, help="Write benchmarks/results/keywords.*.")
def main(data: str, half: Half, is_saved: bool) -> None:
    """Compare keywords with jieba's and with titles, and summaries with titles."""
    folder = Path(data)
    if not are_there(folder, (*CCTV, *OTHERS)):
        return
    own = articles(folder, half)
    facts = {
        **about(),
        "articles": f"{len(own)}, {sum(len(each.text) for each in own):,} characters",
    }
    results = {
        "Agreement with jieba.analyse": agreement([each.text for each in own[:300]]),
        "Speed": speed([each.text for each in own[:200]]),
        "Keywords in the title": titles(own),
        "Summaries and titles": summaries(own),
    }
    sections = {name: markdown(rows) for name, rows in results.items()}
    sections["Keywords in the title"] += f"\n\n{TITLES}"
    sections["Summaries and titles"] += f"\n\n{SUMMARIES}"
    text = document("Keywords and summaries", facts, sections)
    click.echo(text)
    if is_saved:
        save("keywords", {"about": facts, "results": results}, text)


def jieba_table() -> IdfTable:
    """The table that comes with jieba."""
    import jieba.analyse

    return IdfTable.read(Path(jieba.analyse.__file__).with_name("idf.txt"))


def jieba_stopwords() -> tuple[str, ...]:
    """The English words that jieba leaves out."""
    import jieba.analyse

    return tuple(sorted(jieba.analyse.default_tfidf.stop_words))


def agreement(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """Texts with the same keywords in the same order, and the largest difference of weights."""
    import jieba.analyse
    import jieba.posseg

    plain = StopwordFilter((), add=jieba_stopwords(), punctuation=True)
    tagged = StopwordFilter((), add=jieba_stopwords(), punctuation=True, keep_tags=TAGS)
    tfidf = Keywords(idf=jieba_table(), like_jieba=True)
    ranked = Keywords("textrank", like_jieba=True)
    rows: dict[str, list[tuple[Sequence[tuple[str, float]], ...]]] = {"tfidf": [], "textrank": []}
    for text in texts:
        doc = plain(Doc(text, jieba.lcut(text)))
        theirs = jieba.analyse.extract_tags(text, withWeight=True)
        rows["tfidf"].append((tfidf(doc).keywords, theirs))
        pairs = jieba.posseg.lcut(text)
        doc = Doc(text, [pair.word for pair in pairs], tags=[pair.flag for pair in pairs])
        theirs = jieba.analyse.textrank(text, withWeight=True)
        rows["textrank"].append((ranked(tagged(doc)).keywords, theirs))
    table: list[tuple[str, ...]] = [("method", "texts", "same order", "largest difference")]
    for name, pairs in rows.items():
        same = sum([word for word, _ in a] == [word for word, _ in b] for a, b in pairs)
        apart = max(
            abs(one[1] - other[1]) for a, b in pairs for one, other in zip(a, b, strict=True)
        )
        table.append((name, str(len(pairs)), str(same), f"{apart:.1e}"))
    return table


def speed(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """Seconds from text to keywords, one text after the other, and the ratios to jieba."""
    import jieba.analyse

    segmenter, terms = Segmenter(), StopwordFilter()
    splitting = [SentenceSplitter(), segmenter, terms]
    tagged = [segmenter, Tagger(), StopwordFilter(keep_tags=TAGS)]
    ours = {
        "zhnlp tfidf": (Pipeline([segmenter, terms, Keywords()]), "extract_tags"),
        "zhnlp phrases": (Pipeline([segmenter, terms, Keywords("phrases")]), "extract_tags"),
        "zhnlp textrank, by tags": (Pipeline([*tagged, Keywords("textrank")]), "textrank"),
        "zhnlp textrank, all terms": (
            Pipeline([segmenter, terms, Keywords("textrank")]),
            "textrank",
        ),
        "zhnlp summary": (Pipeline([*splitting, Summarizer()]), "textrank"),
    }
    n_bytes = sum(len(text.encode()) for text in texts)
    contestants = [
        in_process(name, partial(_each, nlp, texts), n_bytes, {"× jieba": f"jieba {other}"})
        for name, (nlp, other) in ours.items()
    ]
    for name in ("extract_tags", "textrank"):
        call = getattr(jieba.analyse, name)
        contestants.append(in_process(f"jieba {name}", partial(_each, call, texts), n_bytes))
    table: list[tuple[str, ...]] = [
        ("from text to keywords", "s", "MB/s", "× jieba, CPU", "beside")
    ]
    for row, contestant in zip(take_turns(contestants, n_rounds=3), contestants, strict=True):
        found = row.to_dict()
        ratio = found["ratios"].get("× jieba, CPU")
        beside = contestant.against.get("× jieba", "")
        table.append(
            (row.name, f"{found['seconds']}", f"{found['mb_per_s']}", f"{ratio or ''}", beside)
        )
    return table


def _each(call: Callable[[str], Any], texts: Sequence[str]) -> None:
    for text in texts:
        call(text)


def titles(own: Sequence[Article]) -> list[tuple[str, ...]]:
    """How well keywords meet the titles."""
    table: list[tuple[str, ...]] = [("keywords", "of 5", "of 10", "of the title")]
    for name, extract in extractors().items():
        scores = [met(extract(each.text), each.title) for each in own]
        means = (f"{sum(column) / len(scores):.3f}" for column in zip(*scores, strict=True))
        table.append((name, *means))
    return table


def extractors() -> dict[str, Extract]:
    """Ways to the ten best keywords of a text."""
    import jieba.analyse

    segmenter = Segmenter()
    terms = Pipeline([segmenter, StopwordFilter()])
    tagged = Pipeline([segmenter, Tagger(), StopwordFilter(keep_tags=TAGS)])

    def ours(nlp: Pipeline, *method: Any, **settings: Any) -> Extract:
        stage = Keywords(*method, top=TOP, **settings)
        return lambda text: [keyword.text for keyword in stage(nlp(text)).keywords]

    return {
        "jieba extract_tags": lambda text: jieba.analyse.extract_tags(text, TOP),
        "jieba textrank": lambda text: jieba.analyse.textrank(text, TOP),
        "tfidf": ours(terms),
        "tfidf, idf without the root": ours(terms, idf=_squared(IdfTable())),
        "tfidf, idf of jieba": ours(terms, idf=jieba_table()),
        "tfidf, by tags": ours(tagged),
        "textrank": ours(terms, "textrank"),
        "textrank, by tags": ours(tagged, "textrank"),
        "textrank, like jieba, by tags": ours(tagged, "textrank", like_jieba=True),
        "phrases": ours(terms, "phrases"),
        "phrases, by tags": ours(tagged, "phrases"),
    }


def _squared(table: IdfTable) -> IdfTable:
    """The table with log(1 + N / n) as values."""
    values = {word: value**2 for word, value in table.items()}
    return table_of_values(values, about={"name": "squared"})


def met(keywords: Sequence[str], title: str) -> tuple[float, float, float]:
    """Shares of the first 5 and 10 keywords that stand in the title, and of it that they cover."""
    hits = [keyword in title for keyword in keywords[:TOP]]
    covered = set[int]()
    for keyword in keywords[:TOP]:
        at = title.find(keyword)
        while at >= 0:
            covered.update(range(at, at + len(keyword)))
            at = title.find(keyword, at + 1)
    return sum(hits[:5]) / 5, sum(hits) / TOP, len(covered) / len(title)


def summaries(own: Sequence[Article]) -> list[tuple[str, ...]]:
    """ROUGE of sentences against titles."""
    nlp = Pipeline([SentenceSplitter(), Segmenter(), StopwordFilter()])
    docs = [nlp(each.text) for each in own]
    table: list[tuple[str, ...]] = [("sentences", "ROUGE-1", "ROUGE-2", "ROUGE-L")]
    for n in (1, 3):
        ways: dict[str, Callable[[Doc], Sequence[tuple[int, int, str]]]] = {
            f"the first {n}": lambda doc, n=n: doc.sentences[:n],
            f"the middle {n}": lambda doc, n=n: doc.sentences[len(doc.sentences) // 2 :][:n],
        }
        for diversity in (0.0, 0.3, 0.6):
            stage = Summarizer(n_sentences=n, diversity=diversity)
            ways[f"textrank {n}, diversity {diversity}"] = lambda doc, s=stage: s(doc).summary
        for name, way in ways.items():
            found = ["".join(doc.text[a:b] for a, b, _ in way(doc)) for doc in docs]
            scores = score_summaries([each.title for each in own], found)
            figures = (scores.rouge1, scores.rouge2, scores.rougel)
            table.append((name, *(f"{figure:.4f}" for figure in figures)))
    return table


if __name__ == "__main__":
    main()
