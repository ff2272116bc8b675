"""Networks beside the models that ship: scores on the same sets, and speed in one run.

    python benchmarks/neural.py --data PATH-OF-THE-DATA-FOLDER --packs FOLDER --save

FOLDER holds networks that were trained by the commands in COMMANDS, each in a folder of its name.
Those that are not there are left out. A pack names its command and its scores, too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click
from report import about, document, markdown, save

from zhnlp import Classifier, Pipeline, Recognizer, Segmenter, Tagger, read_corpus
from zhnlp.corpus import read_labels
from zhnlp.doc import Doc
from zhnlp.evaluate import (
    has_optional,
    score_entities,
    score_labels,
    score_marked_entities,
    score_marked_words,
    score_words,
)

NEWS = "raw_news/chinanews_sina_2025/chinanews_sina_2025.txt.gz"
HEADLINES = "classifier thucnews_headlines/train_partial.txt.gz --dev thucnews_headlines/dev.txt"
COMMANDS = {
    "msra-lstm": "recognizer TRAIN.bio --repair --dev DEV.bio --segmenter-model pku-words "
    "--tagger-model pku-tags --encoder lstm --passes 9 --raw tencent_news_2023_2024/01.txt.gz "
    "(MSRA train; DEV: its last 4,000 sentences)",
    "modern-names-lstm": "recognizer modern/train.jsonl modern/everyday_train.jsonl --encoder lstm "
    f"--passes 12 --raw {NEWS}",
    "modern-words-lstm": "segmenter modern/train.jsonl modern/everyday_train.jsonl --encoder lstm "
    f"--passes 12 --raw {NEWS}",
    "pku-words-lstm": "segmenter TRAIN.txt --dev DEV.txt --encoder lstm --passes 5 "
    f"--raw {NEWS} (199801.seg; DEV: 1,000 of its lines)",
    "thucnews-lstm": f"{HEADLINES} --encoder lstm --passes 4",
    "thucnews-lstm-raw": f"{HEADLINES} --encoder lstm --passes 5 --raw {NEWS} "
    "--raw raw_news/chinanews_2020/chinanews_2020.txt.gz",
    "thucnews-cnn": f"{HEADLINES} --encoder cnn --width 768 --passes 4 --rate 0.001",
    "chnsenticorp-lstm": "classifier chnsenticorp/train.tsv.gz --dev chnsenticorp/dev.tsv "
    "--text-column text_a --label-column label --encoder lstm --passes 5",
}


class Task(NamedTuple):
    """A set, what labels it, and how that is scored.

    Attributes:
        name: The set.
        path: Its file in the data folder.
        shipped: The name of what ships, and what makes it.
        network: The name of the network's folder, and what makes it of that folder.
        score: Scores Docs against gold ones.
    """

    name: str
    path: str
    shipped: tuple[str, Callable[[], Pipeline]]
    network: tuple[str, Callable[[Path], Pipeline]]
    score: Callable[[Sequence[Doc], Sequence[Doc]], dict[str, float]]


def words(gold: Sequence[Doc], found: Sequence[Doc]) -> dict[str, float]:
    """F1 of words; whole sentences where standards differ."""
    own, other = [doc.words for doc in gold], [doc.words for doc in found]
    if any(each.optional for each in own):
        marked = score_marked_words(own, other)
        return {"whole sentences": marked.whole, "boundaries F1": marked.boundaries.f1}
    return {"F1": score_words(own, other).f1}


def names(gold: Sequence[Doc], found: Sequence[Doc]) -> dict[str, float]:
    """F1 of names, exact; also overlapping where some are optional."""
    if has_optional(gold):
        marked = score_marked_entities(gold, found)
        return {"exact F1": marked.exact.f1, "overlapping F1": marked.overlapping.f1}
    return {"F1": score_entities(gold, found).f1}


def _old() -> list[Any]:
    return [Segmenter(model="pku-words"), Tagger("pku-tags")]


def _names_of_today(folder: Path) -> Pipeline:
    return Pipeline([Segmenter(), Tagger(), Recognizer(model=folder)])


def _words(folder: Path) -> Pipeline:
    return Pipeline([Segmenter("neural", model=folder)])


TASKS = (
    Task(
        "MSRA test, names",
        "ner/msra/test.txt",
        ("msra-entities", lambda: Pipeline([*_old(), Recognizer(model="msra-entities")])),
        ("msra-lstm", lambda folder: Pipeline([*_old(), Recognizer(model=folder)])),
        names,
    ),
    *(
        Task(
            f"modern {name}, names",
            f"modern/{name}.jsonl",
            ("modern-entities", lambda: Pipeline([Segmenter(), Tagger(), Recognizer()])),
            ("modern-names-lstm", _names_of_today),
            names,
        )
        for name in ("dev", "everyday_dev")
    ),
    *(
        Task(
            f"modern {name}, words",
            f"modern/{name}.jsonl",
            ("modern-words", lambda: Pipeline([Segmenter()])),
            ("modern-words-lstm", _words),
            words,
        )
        for name in ("dev", "everyday_dev")
    ),
    Task(
        "pku test, words",
        "segmentation/sighan2005/pku_test_gold.utf8",
        ("pku-words", lambda: Pipeline([Segmenter(model="pku-words")])),
        ("pku-words-lstm", _words),
        words,
    ),
)
LABELS = (
    (
        "THUCNews headlines",
        "thucnews_headlines/train_partial.txt.gz",
        "thucnews_headlines/test.txt",
    ),
    ("ChnSentiCorp", "chnsenticorp/train.tsv.gz", "chnsenticorp/test.tsv"),
)
SVM = "scikit-learn: TF-IDF of 1 to 3 characters, linear SVM"


@click.command()
@click.option("--data", metavar="PATH", required=True, help="The data folder.")
@click.option("--packs", metavar="FOLDER", required=True, help="The folder of the networks.")
@click.option("--save", "is_saved", is_flag=True, help="Write benchmarks/results/neural.*.")
def main(data: str, packs: str, is_saved: bool) -> None:
    """Score networks and what ships on the same sets, and time both."""
    rows = [*_tokens(Path(data), Path(packs)), *_labels(Path(data), Path(packs))]
    if not rows:
        raise SystemExit("there is nothing to compare: no set or no network was found.")
    table = [["set", "model", "scores", "texts/s, one core"]]
    for row in rows:
        scores = ", ".join(f"{name} {value:.4f}" for name, value in row["scores"].items())
        table.append([row["set"], row["model"], scores, f"{row['texts_per_second']:,.0f}"])
    commands = "\n".join(f"- `{name}`: zhnlp train {rest}" for name, rest in COMMANDS.items())
    facts = about()
    sections = {"Scores and speed": markdown(table), "How the networks were trained": commands}
    text = document("Networks", facts, sections)
    click.echo(text)
    if is_saved:
        save("neural", {"about": facts, "results": rows}, text)


def _tokens(data: Path, packs: Path) -> Iterable[dict[str, Any]]:
    for task in TASKS:
        if not (data / task.path).is_file():
            click.echo(f"{task.path} is not there: left out", err=True)
            continue
        gold = list(read_corpus(data / task.path, repair=True))
        texts = [doc.text for doc in gold]
        name, make = task.network
        contestants = [(task.shipped[0], task.shipped[1]())]
        if (packs / name).is_dir():
            contestants.append((name, make(packs / name)))
        for model, pipeline in contestants:
            found, seconds = _timed(lambda pipeline=pipeline, texts=texts: pipeline.batch(texts))
            yield _row(task.name, model, task.score(gold, found), len(texts), seconds)


def _labels(data: Path, packs: Path) -> Iterable[dict[str, Any]]:
    for name, train, path in LABELS:
        manifests = packs.glob(f"{name.split()[0].lower()}-*/pack.json")
        folders = sorted(path.parent for path in manifests)
        test = data / "classification" / path
        if not test.is_file() or not folders:
            continue
        columns = {"text": "text_a", "label": "label"} if path.endswith("tsv") else {}
        gold = list(read_labels(test, **columns))
        right = [str(doc.categories.best) for doc in gold]
        svm = _svm(list(read_labels(data / "classification" / train, **columns)))
        guess, seconds = _timed(lambda: svm([doc.text for doc in gold]))  # noqa: B023 - run at once
        yield _row(name, SVM, _figures(right, guess), len(gold), seconds)
        for folder in folders:
            classifier = Classifier(folder)
            plain = [Doc(doc.text) for doc in gold]
            found, seconds = _timed(lambda: classifier.batch(plain))  # noqa: B023 - run at once
            figures = _figures(right, [str(doc.categories.best) for doc in found])
            yield _row(name, folder.name, figures, len(gold), seconds)


def _figures(right: Sequence[str], guess: Sequence[str]) -> dict[str, float]:
    scores = score_labels(right, guess)
    return {"accuracy": scores.accuracy, "macro-F1": scores.macro_f1}


def _svm(docs: Sequence[Doc]) -> Callable[[list[str]], list[str]]:
    """What a linear model of scikit-learn learns from the same texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    model = make_pipeline(grams, LinearSVC(C=0.5))
    model.fit([doc.text for doc in docs], [str(doc.categories.best) for doc in docs])
    return lambda texts: list(model.predict(texts))


def _row(
    name: str, model: str, scores: dict[str, float], n_texts: int, seconds: float
) -> dict[str, Any]:
    click.echo(f"{name}, {model}: {scores}", err=True)
    speed = n_texts / seconds
    return {"set": name, "model": model, "scores": scores, "texts_per_second": speed}


def _timed(run: Callable[[], list[Any]]) -> tuple[list[Any], float]:
    """What `run` returns, and the processor seconds that it took."""
    start = time.process_time()
    found = run()
    return found, time.process_time() - start


if __name__ == "__main__":
    main()
