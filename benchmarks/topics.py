"""Topics of raw news: their coherence by the words that they are learned from, and the time.

    python benchmarks/topics.py --data PATH-OF-THE-DATA-FOLDER --save

Topics are learned from the evening news with the same settings: of the terms of zhnlp, of the words
of jieba behind the same list of stopwords, and of all words of jieba. Coherence is that of the
first ten words of each topic in every fifth of the same texts, in the same words, and on average
over topics and seeds. What begins from the words of one segmenter is measured in them, so the
figures tell whether topics hang together for each, not which segmenter is right.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean, stdev
from time import perf_counter

import click
import jieba
from corpora import are_there
from report import about, document, markdown, report_options, save

from zhnlp import Doc, Segmenter, StopwordFilter, Topics

NEWS = tuple(f"raw_news/cctv_xinwenlianbo/{year}.jsonl.gz" for year in range(2022, 2027))
MEASURES = ("c_v", "c_npmi", "u_mass")
ZHNLP = "terms of zhnlp"
EVERY = 5
Fill = Callable[[str], Doc]


@click.command()
@report_options
@click.option("--texts", "n_texts", default=6_000, show_default=True, help="Texts to read.")
@click.option("--topics", "n_topics", default=20, show_default=True, help="Topics to learn.")
@click.option("--seeds", "n_seeds", default=2, show_default=True, help="Trainings of LDA.")
def main(
    data: str, program: str | None, is_saved: bool, n_texts: int, n_topics: int, n_seeds: int
) -> None:
    """Learn topics of each kind of words and measure their coherence."""
    if not are_there(Path(data), NEWS):
        return
    import gensim

    texts = [*news(Path(data))]
    texts = texts[:: max(1, len(texts) // n_texts)][:n_texts]
    results = []
    words: dict[str, Sequence[Sequence[str]]] = {}
    for name, (fill, of) in kinds().items():
        start = perf_counter()
        docs = [fill(text) for text in texts]
        seconds = perf_counter() - start
        for method in ("lda", "lsa"):
            seeds = range(n_seeds if method == "lda" else 1)
            found = [measured(docs, of, method, n_topics, seed) for seed in seeds]
            results.append({"words": name, "method": method, "cut": seconds, "runs": found})
            click.echo(table(results[-1:]).splitlines()[-1], err=True)  # it takes half an hour
            if name == ZHNLP:
                words[method] = found[0]["first_words"]
    facts = {
        **about(),
        "gensim": gensim.__version__,
        "texts": f"{len(texts)} items, {sum(map(len, texts)):,} characters",
        "topics": str(n_topics),
    }
    sections = {"Coherence and time": table(results), **shown(words)}
    text = document("Topics", facts, sections)
    click.echo(text)
    if is_saved:
        save("topics", {"about": facts, "results": results}, text)


def news(data: Path) -> Iterator[str]:
    """The texts of the evening news."""
    for name in NEWS:
        with gzip.open(data / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]


def kinds() -> dict[str, tuple[Fill, str]]:
    """What each kind of words is made by, and the layer that it is in."""
    segmenter, terms = Segmenter(), StopwordFilter()

    def by_jieba(text: str) -> Doc:
        return Doc(text, words=jieba.lcut(text))

    return {
        ZHNLP: (lambda text: terms(segmenter(Doc(text))), "terms"),
        "words of jieba, same stopwords": (lambda text: terms(by_jieba(text)), "terms"),
        "all words of jieba": (by_jieba, "words"),
    }


def measured(
    docs: Sequence[Doc], of: str, method: str, n_topics: int, seed: int
) -> dict[str, object]:
    """Coherence on average over topics, and the seconds of the training."""
    start = perf_counter()
    topics = Topics.fit(docs, of=of, method=method, n_topics=n_topics, seed=seed)
    seconds = perf_counter() - start
    some = docs[::EVERY]
    start = perf_counter()
    for doc in some:
        topics(doc)
    per_text = (perf_counter() - start) / len(some)
    return {
        "train": seconds,
        "ms_per_text": per_text * 1000,
        **{name: mean(topics.coherence(some, measure=name)) for name in MEASURES},
        "first_words": [[word for word, _ in topics.words_of(n, 8)] for n in range(n_topics)],
    }


def table(results: Sequence[dict[str, object]]) -> str:
    """A row for each kind of words and method."""
    rows = [("words", "method", "c_v", "c_npmi", "u_mass", "train (s)", "a text (ms)", "cut (s)")]
    for each in results:
        runs = each["runs"]
        figures = [spread([run[name] for run in runs]) for name in MEASURES]
        own = (f"{mean(run['train'] for run in runs):.0f}",)
        own += (f"{mean(run['ms_per_text'] for run in runs):.2f}", f"{each['cut']:.0f}")
        rows.append((each["words"], each["method"], *figures, *own))
    return markdown(rows)


def spread(values: Sequence[float]) -> str:
    """The mean, and the standard deviation over seeds where there are several."""
    if len(values) == 1:
        return f"{values[0]:.3f}"
    return f"{mean(values):.3f} ± {stdev(values):.3f}"


def shown(words: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, str]:
    """The first words of the topics of zhnlp's terms."""
    return {
        f"First words of topics ({ZHNLP}, {method})": "\n".join(
            f"- {' '.join(each)}" for each in topics
        )
        for method, topics in words.items()
    }


if __name__ == "__main__":
    main()
