"""Search over headlines, beside gensim's BM25, and near duplicates among articles.

    python benchmarks/search.py --data PATH-OF-THE-DATA-FOLDER --save

Headlines are cut by zhnlp for both. An index of each is made in turn, and queries are other
headlines. *Best of gensim* is the share of queries for which the first document that gensim finds
has the best score of zhnlp's, too, which tells whether both compute the same: gensim counts a word
once that a query has twice, and zhnlp twice.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

import click
from corpora import are_there
from report import about, document, markdown, report_options, save

from zhnlp import Doc, Pipeline, SearchIndex, Segmenter, StopwordFilter, near_duplicates
from zhnlp.stages.tokens import doc_tokens

TITLES = "raw_news/weibo_hot_search/titles.tsv.gz"
ARTICLES = "raw_news/tencent_news_2022_2025/01.txt.gz"
K1, B, BEST = 1.5, 0.75, 10
Search = Callable[[Doc], list[tuple[int, float]]]


@click.command()
@report_options
@click.option("--texts", "n_texts", default=100_000, show_default=True, help="Titles to index.")
@click.option("--queries", "n_queries", default=500, show_default=True, help="Titles to look for.")
def main(data: str, program: str | None, is_saved: bool, n_texts: int, n_queries: int) -> None:
    """Measure making an index, queries, and looking for near duplicates."""
    if not are_there(Path(data), (TITLES, ARTICLES)):
        return
    import gensim

    nlp = Pipeline([Segmenter(), StopwordFilter()])
    titles = [*islice(read(Path(data)), n_texts + n_queries)]
    docs = [*nlp.stream(titles)]
    docs, queries = docs[:n_texts], docs[n_texts:]
    ways = {"zhnlp": by_zhnlp, "gensim": by_gensim}
    rows, first = [("index", "made (s)", "a query (ms)", "× gensim")], {}
    times: dict[str, list[float]] = {}
    for name, make in ways.items():
        start = perf_counter()
        search = make(docs)
        made = perf_counter() - start
        times[name], first[name] = [], []
        for query in queries:
            start = perf_counter()
            found = search(query)
            times[name].append(perf_counter() - start)
            first[name].append(found[0][0] if found else None)
        rows.append((name, f"{made:.1f}", f"{median(times[name]) * 1000:.2f}", ""))
    ratio = median(b / a for a, b in zip(times["zhnlp"], times["gensim"], strict=True))
    rows[1] = (*rows[1][:3], f"{ratio:.1f}")
    same = [
        agrees(index, query, number)
        for index in [SearchIndex.fit(docs, k1=K1, b=B)]
        for query, number in zip(queries, first["gensim"], strict=True)
    ]
    texts = articles(Path(data))
    start = perf_counter()
    groups = near_duplicates(texts)
    seconds = perf_counter() - start
    facts = {**about(), "gensim": gensim.__version__, "titles": f"{len(docs):,}"}
    sections = {
        "Search by BM25": f"{markdown(rows)}\n\nBest of gensim: {sum(same) / len(same):.3f} of "
        f"{len(same)} queries.",
        "Near duplicates": f"{len(groups):,} groups among {len(texts):,} articles with "
        f"{sum(map(len, texts)):,} characters, in {seconds:.1f} s.",
    }
    text = document("Search and near duplicates", facts, sections)
    click.echo(text)
    if is_saved:
        save("search", {"about": facts, "rows": rows, "agree": sum(same) / len(same)}, text)


def read(data: Path) -> Iterator[str]:
    """The titles."""
    with gzip.open(data / TITLES, "rt", encoding="utf-8") as lines:
        yield from (line.rstrip("\n").partition("\t")[2] for line in lines)


def articles(data: Path) -> list[str]:
    """The articles."""
    raw = gzip.decompress((data / ARTICLES).read_bytes()).decode("utf-8")
    return [text for text in raw.split("\n\n") if text.strip()]


def by_zhnlp(docs: Sequence[Doc]) -> Search:
    """An index of zhnlp."""
    index = SearchIndex.fit(docs, k1=K1, b=B)
    return lambda query: [(match.number, match.score) for match in index.search(query, n=BEST)]


def by_gensim(docs: Sequence[Doc]) -> Search:
    """An index of gensim, as its manual shows it."""
    from gensim.corpora import Dictionary
    from gensim.models import LuceneBM25Model, TfidfModel
    from gensim.similarities import SparseMatrixSimilarity

    tokens = [doc_tokens(doc) for doc in docs]
    dictionary = Dictionary(tokens)
    model = LuceneBM25Model(dictionary=dictionary, k1=K1, b=B)
    bags = [dictionary.doc2bow(own) for own in tokens]
    index = SparseMatrixSimilarity(
        model[bags],
        num_docs=len(docs),
        num_terms=len(dictionary),
        normalize_queries=False,
        normalize_documents=False,
        num_best=BEST,
    )
    weigh = TfidfModel(dictionary=dictionary, smartirs="bnn")
    return lambda query: index[weigh[dictionary.doc2bow(doc_tokens(query))]]


def agrees(index: SearchIndex, query: Doc, number: int | None) -> bool:
    """Whether document `number` has the best score for a query, but for rounding."""
    scores = {match.number: match.score for match in index.search(query, n=len(index))}
    best = max(scores.values(), default=0.0)
    return number is None if not scores else scores.get(number, 0.0) >= best * (1 - 1e-4)


if __name__ == "__main__":
    main()
