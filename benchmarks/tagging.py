"""Accuracy of parts of speech: PKU tags on held-out tenths and on text of today, UD tags.

    python benchmarks/tagging.py --data PATH-OF-THE-DATA-FOLDER --save

The packs that ship have learned all of the People's Daily, so for the PKU tags
a segmenter and a tagger are trained here on nine tenths of it, as the packs
were, but without raw text.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from corpora import TAGGED, TAGS_DEV, UD_TEST, are_there
from peers import find_tagger
from report import about, document, markdown, report_options, save, with_interval
from scorer import Scorer

from zhnlp import Doc, Pipeline, Segmenter, Tagger, read_corpus
from zhnlp.evaluate import TagScores, score_tags, score_words
from zhnlp.models.sequence.training import Schedule

Tag = Callable[[Doc], Doc]
Result = dict[str, Any]
WORDS = Schedule(passes=6, min_weight=0.05)  # as the pack was trained
COARSE = {"x": "w", "eng": "n"}  # tags of jieba that PKU's first letters do not have
FOLDED = {"vn": "v", "vd": "v", "an": "a", "ad": "a"}  # verbs and adjectives, however used
MEANING = """\
*Words cut right* is the F1 of words; *exact tag* is counted on the words that are cut right;
*joint F1* counts words that are cut and tagged right. jieba's tags are like PKU's, but not the
same: 的 is `uj` and not `u`, a sign `x` and not `w`. So its exact tags say less of jieba than of
the difference, and *first letter* compares the first letters of tags alone, `x` read as `w` and
`eng` as `n`, for all rows alike. Its words follow its own standard, too, so that the columns of
zhnlp are an advantage of training on this corpus, and not only of the method."""


@click.command()
@report_options
def main(data: str, program: str | None, is_saved: bool) -> None:
    """Score the taggers on gold words and from text."""
    folder = Path(data)
    if not are_there(folder, (TAGGED, TAGS_DEV, UD_TEST)):
        return
    scorer = Scorer(program)
    results = {
        "PKU tags": _pku(list(read_corpus(folder / TAGGED)), scorer),
        "Text of today": _modern(list(read_corpus(folder / TAGS_DEV)), scorer),
    }
    results["UD tags"] = _ud(list(read_corpus(folder / UD_TEST)), scorer)
    facts = {**about(), **scorer.facts()}
    sections = {}
    for title, rows in results.items():
        sections[f"{title}, gold words"] = _gold_table(rows)
        sections[f"{title}, from text"] = _joint_table(rows, has_letters="PKU" in title)
    sections["PKU tags, from text"] += f"\n\n{MEANING}"
    text = document("Tagging", facts, sections)
    click.echo(text)
    if is_saved:
        save("tagging", {"about": facts, "results": results}, text)


def split(docs: Sequence[Doc]) -> dict[str, tuple[list[Doc], list[Doc]]]:
    """Nine tenths to learn from and one held out, by the names of the ways to choose it."""
    n = len(docs) * 9 // 10
    return {
        "the last tenth": (list(docs[:n]), list(docs[n:])),
        "every tenth paragraph": (
            [doc for number, doc in enumerate(docs) if number % 10 != 9],
            list(docs[9::10]),
        ),
    }


def _pku(docs: Sequence[Doc], scorer: Scorer) -> list[Result]:
    results = []
    for part, (train, test) in split(docs).items():
        click.echo(f"PKU tags, {part} …", err=True)
        start = time.process_time()
        tagger = Tagger().fit(train)
        took = time.process_time() - start
        segmenter = Segmenter().fit(train, schedule=WORDS)
        known = {word for doc in train for word in doc.words or ()}
        gold = score(f"zhnlp, {part}", test, tagger, scorer, known=known)
        results.append({**gold, "training_cpu_seconds": took})
        ways: dict[str, Tag] = {"zhnlp": Pipeline([segmenter, tagger])}
        if jieba := find_tagger():
            ways["jieba.posseg"] = jieba
        for name, tag in ways.items():
            results.append(score(f"{name}, {part}", test, tag, scorer, keep_words=False))
    return results


def _modern(docs: Sequence[Doc], scorer: Scorer) -> list[Result]:
    click.echo("Text of today …", err=True)
    folded = [_folded(doc) for doc in docs]
    results = []
    for pack, words in (("modern-tags", "modern-words"), ("pku-tags", "pku-words")):
        tagger = Tagger(pack)
        from_text = Pipeline([Segmenter(model=words), tagger])
        ways: dict[str, Tag] = {pack: tagger, f"{words} and {pack}, from text": from_text}
        for name, tag in ways.items():
            own = {"keep_words": name == pack}
            results.append(score(name, docs, tag, scorer, **own))
            results.append(
                score(
                    f"{name}, vn an ad as v a",
                    folded,
                    lambda doc, tag=tag: _folded(tag(doc)),
                    scorer,
                    **own,
                )
            )
    return results


def _folded(doc: Doc) -> Doc:
    return replace(doc, tags=tuple(FOLDED.get(tag, tag) for tag in doc.tags or ()))


def _ud(docs: Sequence[Doc], scorer: Scorer) -> list[Result]:
    click.echo("UD tags …", err=True)
    turned = "pku-tags, turned into UD"
    by_pku = Tagger("pku-tags", tag_set="ud")
    by_ud = Tagger("ud-tags")
    return [
        score("ud-tags", docs, by_ud, scorer),
        score(turned, docs, by_pku, scorer),
        score(
            "ud-words and ud-tags",
            docs,
            Pipeline([Segmenter(model="ud-words"), by_ud]),
            scorer,
            keep_words=False,
        ),
        score(
            f"pku-words and {turned}",
            docs,
            Pipeline([Segmenter(model="pku-words"), by_pku]),
            scorer,
            keep_words=False,
        ),
    ]


def score(
    name: str,
    gold: Sequence[Doc],
    tag: Tag,
    scorer: Scorer,
    *,
    keep_words: bool = True,
    known: set[str] | None = None,
) -> Result:
    """The scores of a way to tag, as plain values.

    Args:
        name: Of the way.
        gold: Texts with words and tags.
        tag: Fills in the tags, and the words unless they are kept.
        scorer: Is asked for the same scores.
        keep_words: Give it the gold words.
        known: Words that were learned.
    """
    given = [replace(doc, tags=None) if keep_words else Doc(doc.text) for doc in gold]
    found = [tag(doc) for doc in given]
    scores = score_tags(gold, found, known=known)
    scorer.compare(name, "tags", scores, gold, found)
    words = score_words([doc.words or () for doc in gold], [doc.words or () for doc in found])
    coarse: TagScores = score_tags([_coarse(doc) for doc in gold], [_coarse(doc) for doc in found])
    return {
        "name": name,
        "gold_words": keep_words,
        **scores.to_dict(),
        "word_f1": words.f1,
        "coarse_accuracy": coarse.accuracy,
        "coarse_f1": coarse.f1,
    }


def _coarse(doc: Doc) -> Doc:
    return replace(doc, tags=tuple(COARSE.get(tag, tag)[:1].lower() for tag in doc.tags or ()))


def _gold_table(results: Sequence[Result]) -> str:
    rows = [["", "texts", "words", "accuracy, 95 % interval", "unknown words", "right of them"]]
    for found in (row for row in results if row["gold_words"]):
        counts = [f"{found[name]:,}" for name in ("n_texts", "n_gold")]
        unknown = ["", ""]
        if found["unknown_rate"] is not None:
            unknown = [f"{found['unknown_rate']:.2%}", f"{found['unknown_recall']:.4f}"]
        shown = with_interval(found["accuracy"], found["accuracy_interval"])
        rows.append([found["name"], *counts, shown, *unknown])
    return markdown(rows)


def _joint_table(results: Sequence[Result], *, has_letters: bool) -> str:
    columns = {"words cut right": "word_f1", "exact tag": "accuracy", "joint F1": "f1"}
    if has_letters:
        columns.update({"first letter": "coarse_accuracy", "joint F1 by it": "coarse_f1"})
    rows = [["", *columns]]
    for found in (row for row in results if not row["gold_words"]):
        rows.append([found["name"], *(f"{found[name]:.4f}" for name in columns.values())])
    return markdown(rows)


if __name__ == "__main__":
    main()
