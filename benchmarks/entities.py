"""Accuracy of entities: MSRA beside jieba's, CLUENER by cross-validation, resumes.

    python benchmarks/entities.py --data PATH-OF-THE-DATA-FOLDER --save

Everything begins with the raw text. For CLUENER and the resumes recognizers are
trained here, on words and tags of the packs that ship.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import compress
from pathlib import Path
from statistics import mean
from typing import Any

import click
from corpora import TRAINING, are_there, lines_of
from overlap import RUN, shares_run
from peers import find_tagger
from report import about, document, markdown, report_options, save, with_interval
from scorer import Scorer

from zhnlp import Doc, Pipeline, Recognizer, Segmenter, Span, Tagger, read_corpus
from zhnlp.evaluate import EntityScores, score_entities
from zhnlp.models.sequence.training import Schedule

MSRA = "ner/msra/test.txt"
CLUENER = "ner/cluener2020/train.json.gz"
RESUME_TRAIN, RESUME_DEV = "ner/resume/train.char.bmes.gz", "ner/resume/dev.char.bmes"
N_FOLDS = 5
CLUENER_SCHEDULE = Schedule(passes=8, min_count=2, min_weight=0.02)
RESUME_SCHEDULE = Schedule(passes=12, min_count=2, min_weight=0.0)
NAMES = {"nr": "PER", "nrfg": "PER", "nrt": "PER", "ns": "LOC", "nt": "ORG"}
DEFAULT = "zhnlp"
MSRA_MODEL = "zhnlp, msra-entities"
PEOPLES_DAILY = "zhnlp, msra-entities after pku-words and pku-tags"
REPAIRED = "Tags that do not follow on each other are repaired as conlleval does."


@click.command()
@report_options
def main(data: str, program: str | None, is_saved: bool) -> None:
    """Score the recognizers on MSRA, CLUENER and resumes."""
    folder = Path(data)
    if not are_there(folder, (MSRA, CLUENER, RESUME_TRAIN, RESUME_DEV, TRAINING)):
        return
    scorer = Scorer(program)
    stages = Pipeline([Segmenter(), Tagger()])
    sections, figures = {}, {}
    for title, run in (
        ("MSRA test", _msra),
        (f"CLUENER train, {N_FOLDS} folds", _cluener),
        ("Resume dev", _resume),
    ):
        click.echo(f"{title} …", err=True)
        sections[title], figures[title] = run(folder, stages, scorer)
    facts = {**about(), **scorer.facts()}
    text = document("Entities", facts, sections)
    click.echo(text)
    if is_saved:
        save("entities", {"about": facts, "results": figures}, text)


def _msra(folder: Path, stages: Pipeline, scorer: Scorer) -> tuple[str, Any]:
    gold = list(read_corpus(folder / MSRA, repair=True))
    ways: dict[str, Callable[[Doc], Doc]] = {
        DEFAULT: Pipeline([stages, Recognizer()]),
        MSRA_MODEL: Pipeline([stages, Recognizer(model="msra-entities")]),
        PEOPLES_DAILY: Pipeline(
            [Segmenter(model="pku-words"), Tagger("pku-tags"), Recognizer(model="msra-entities")]
        ),
        "zhnlp hmm": Pipeline([stages, Recognizer("hmm")]),
        "zhnlp dictionary": Pipeline([stages, Recognizer("dictionary")]),
    }
    if tag := find_tagger():
        ways["jieba.posseg"] = lambda doc: names(tag(doc), NAMES, is_merged=False)
        ways["jieba.posseg, adjacent ones merged"] = lambda doc: names(
            tag(doc), NAMES, is_merged=True
        )
    found = {name: [way(Doc(doc.text)) for doc in gold] for name, way in ways.items()}
    scores = {name: _score(name, gold, docs, scorer) for name, docs in found.items()}
    shared = shares_run([doc.text for doc in gold], lines_of_corpus(folder))
    parts = {
        "texts that share a run": shared,
        "the other texts": [not is_shared for is_shared in shared],
    }
    split = {
        part: {
            name: score_entities(list(compress(gold, where)), list(compress(docs, where)))
            for name, docs in found.items()
        }
        for part, where in parts.items()
    }
    told = (
        f"{_counted(scores[DEFAULT])} {REPAIRED} Of jieba.posseg the words with the tags nr, ns "
        "and nt count, each a name, or those of one kind side by side as one."
    )
    why = (
        "pku-words and pku-tags have learned the People's Daily of January 1998. These are "
        f"the scores on the texts that have {RUN} Han characters in a row that stand in it, too, "
        "and on the others. The HMM has learned nothing of it, so that its difference tells how "
        "much easier the former are."
    )
    text = "\n\n".join([told, _table(scores), why, _split_table(split)])
    figures = {"all": _plain(scores), **{part: _plain(rows) for part, rows in split.items()}}
    return text, figures


def lines_of_corpus(folder: Path) -> list[str]:
    """The texts of the People's Daily, words joined."""
    return ["".join(line.split()) for line in lines_of(folder / TRAINING)]


def names(doc: Doc, labels: Mapping[str, str], *, is_merged: bool) -> Doc:
    """`doc` with the words that have a tag of `labels` for entities."""
    spans: list[Span] = []
    end = 0
    for word, tag in zip(doc.words or (), doc.tags or (), strict=True):
        start, end = end, end + len(word)
        if not (label := labels.get(tag)):
            continue
        if is_merged and spans and spans[-1].end == start and spans[-1].label == label:
            start = spans.pop().start
        spans.append(Span(start, end, label))
    return replace(doc, entities=tuple(spans))


def _cluener(folder: Path, stages: Pipeline, scorer: Scorer) -> tuple[str, Any]:
    gold = prepared(list(read_corpus(folder / CLUENER)), stages)
    found: list[Doc] = list(gold)
    folds = []
    for fold in range(N_FOLDS):
        click.echo(f"fold {fold + 1} …", err=True)
        train = [doc for number, doc in enumerate(gold) if number % N_FOLDS != fold]
        recognizer = Recognizer("dictionary").fit(train, schedule=CLUENER_SCHEDULE)
        found[fold::N_FOLDS] = [recognizer(doc) for doc in gold[fold::N_FOLDS]]
        folds.append(score_entities(gold[fold::N_FOLDS], found[fold::N_FOLDS]).f1)
    scores = {DEFAULT: _score("CLUENER", gold, found, scorer)}
    shown = ", ".join(f"{f1:.4f}" for f1 in folds)
    told = (
        f"{_counted(scores[DEFAULT])} Every fifth text is held out in its turn; all are scored "
        f"together. F1 of each fold: {shown} (mean {mean(folds):.4f})."
    )
    text = "\n\n".join([told, _table(scores), _label_table(scores[DEFAULT])])
    return text, {**_plain(scores), "folds": folds}


def _resume(folder: Path, stages: Pipeline, scorer: Scorer) -> tuple[str, Any]:
    train, gold = (
        prepared(list(read_corpus(folder / path, repair=True)), stages)
        for path in (RESUME_TRAIN, RESUME_DEV)
    )
    recognizer = Recognizer("dictionary").fit(train, schedule=RESUME_SCHEDULE)
    found = [recognizer(doc) for doc in gold]
    scores = {DEFAULT: _score("Resume", gold, found, scorer)}
    passes = RESUME_SCHEDULE.passes
    told = f"{_counted(scores[DEFAULT])} The weights after {passes} passes are scored. {REPAIRED}"
    text = "\n\n".join([told, _table(scores), _label_table(scores[DEFAULT])])
    return text, _plain(scores)


def prepared(docs: Sequence[Doc], stages: Pipeline) -> list[Doc]:
    """The texts with words and tags by `stages`, and the entities that they have."""
    found = stages.batch([doc.text for doc in docs])
    return [replace(new, entities=doc.entities) for new, doc in zip(found, docs, strict=True)]


def _score(name: str, gold: Sequence[Doc], found: Sequence[Doc], scorer: Scorer) -> EntityScores:
    scores = score_entities(gold, found)
    scorer.compare(name, "entities", scores, gold, found)
    return scores


def _plain(scores: dict[str, EntityScores]) -> dict[str, Any]:
    return {name: found.to_dict() for name, found in scores.items()}


def _counted(scores: EntityScores) -> str:
    return f"{scores.n_texts:,} texts, {scores.n_gold:,} entities."


def _table(scores: dict[str, EntityScores]) -> str:
    labels = next(iter(scores.values())).labels if len(scores) > 1 else {}
    rows = [["", "P", "R", "F1, 95 % interval", *(f"F1 of {label}" for label in labels)]]
    for name, found in scores.items():
        both = (f"{found.precision:.4f}", f"{found.recall:.4f}")
        f1s = [
            f"{found.labels[label].f1:.4f}" if label in found.labels else "–" for label in labels
        ]
        rows.append([name, *both, with_interval(found.f1, found.f1_interval), *f1s])
    return markdown(rows)


def _split_table(split: dict[str, dict[str, EntityScores]]) -> str:
    rows = [["", *split]]
    for name in next(iter(split.values())):
        found = [scores[name] for scores in split.values()]
        rows.append([name, *(with_interval(one.f1, one.f1_interval) for one in found)])
    some = [scores[DEFAULT] for scores in split.values()]
    rows.append(["texts", *(f"{one.n_texts:,}" for one in some)])
    rows.append(["entities", *(f"{one.n_gold:,}" for one in some)])
    return markdown(rows)


def _label_table(scores: EntityScores) -> str:
    rows = [["", "gold", "P", "R", "F1"]]
    for label, found in scores.labels.items():
        numbers = (found.precision, found.recall, found.f1)
        rows.append([label, f"{found.n_gold:,}", *(f"{number:.4f}" for number in numbers)])
    return markdown(rows)


if __name__ == "__main__":
    main()
