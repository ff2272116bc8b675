"""Write ``docs/models.md``, a card for each pack that ships, from their ``pack.json``.

    python tools/model_cards.py            write it
    python tools/model_cards.py --check    say whether it is what would be written

What a pack is for is said here; everything else is read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhnlp.models.spelling.false_alarms import alarm_rows
from zhnlp.packing import read_about
from zhnlp.resources import pack, packs

PAGE = Path(__file__).parents[1] / "docs" / "models.md"
# Where a pack is used, by its kind: the task, and the code or command.
USES = {
    "Dictionary": ("words", 'Segmenter("unigram")'),
    "EntityModel": ("names", 'Recognizer(model="{}")'),
    "IdfTable": ("keywords", 'Keywords(idf="{}")'),
    "LanguageModel": ("spelling", 'LanguageModel("{}")'),
    "NgramModel": ("words", 'Segmenter("bigram", model="{}")'),
    "PinyinModel": ("readings", "Pinyin()"),
    "SmallWordsModel": ("spelling", 'Corrector(checks="all")'),
    "ContextModel": ("spelling", 'Corrector("general-spelling")'),
    "SpellingModel": ("spelling", 'Corrector("{}")'),
    "TagModel": ("tags", 'Tagger("{}")'),
    "TextLabels": ("labels", 'Classifier("{}")'),
    "WordModel": ("words", 'Segmenter(model="{}")'),
}
PURPOSE = {
    "cluener-entities": "Ten kinds of names in news. Needs the words of `pku-words` and the tags "
    "of `pku-tags`.",
    "finance-headlines": "Good and bad news in announcements of companies. It takes 股价大跌 for "
    "good news, as no such headline was there to learn.",
    "general-spelling": "The default corrector: it leaves correct text alone.",
    "jieba": "jieba's dictionary and HMM, for all methods. It is made when zhnlp is built.",
    "modern-entities": "The default names: persons, places and organisations in text of today.",
    "modern-tags": "The default tags, for the words of `modern-words`.",
    "modern-words": "The default words: text of today. It follows no older standard.",
    "msr-words": "Words of the MSR standard: dates, amounts and organisations whole.",
    "msra-entities": "Names in news by the MSRA standard. Needs the words of `pku-words` and the "
    "tags of `pku-tags`.",
    "msra-hmm": "The same by a hidden Markov model, for comparison. Less exact than any other.",
    "news-idf": "How rare words are in news: the weights of keywords.",
    "news-topics": "Eighteen topics of news headlines of 2017.",
    "pinyin": "Readings of characters and phrases.",
    "pku-ngrams": "The methods `bigram` and `trigram`, by the standard of Peking University.",
    "pku-tags": "Tags of Peking University, for the words of `pku-words`.",
    "pku-words": "Words of the standard of Peking University of 1998. New names are often cut.",
    "reviews": "Praise and blame in reviews of goods and hotels.",
    "sighan-spelling": "Errors of learners, as in the SIGHAN tasks. It changes one correct "
    "sentence of news in ten.",
    "small-words": "Which of 的地得, 在再, 做作, 他她它, 帐账 and 象像 is meant, if a corrector is "
    "asked to check it.",
    "thucnews-topics": "Ten topics of news headlines.",
    "ud-tags": "Tags of Universal Dependencies, for the words of `ud-words`.",
    "ud-words": "Words of Universal Dependencies: short ones, suffixes apart.",
    "web-words": "Words of novels, microblogs and medical forums.",
    "zh-characters": "The characters that the correctors find likely.",
    "zh-contexts": "The words that the correctors find likely among the other words of a sentence.",
}
TITLE = """\
# Models

Each model that ships is a *pack*: a folder of `pack.json` and arrays, which is part of the package
and mapped into memory when it is used. The cards are made from these files by
`python tools/model_cards.py`. `zhnlp info` prints the same, `zhnlp info --check` looks for damage.
Data and commands are named without folders; a score names its test. How models are trained:
[Training](training.md). Which one to choose: [What to choose](choosing.md).

Weights were learned from corpora with the licences that the cards name, and some of these corpora
are for research only. Where that is not said, the licence may still be unstated: read the card.
For a use that a licence does not allow, train a model of your own. The packs hold weights, counts
and words, but no text.
"""


def page() -> str:
    """The contents of ``docs/models.md``."""
    about = {name: read_about(pack(name)) for name in packs()}
    rows = "\n".join(_row(name, each) for name, each in about.items())
    table = f"| pack | for | size | research only |\n|---|---|---:|---|\n{rows}\n"
    return "\n".join([TITLE, table, *(card(name, each) for name, each in about.items())])


def card(name: str, about: dict[str, Any]) -> str:
    """The card of a pack, in Markdown."""
    use = USES[about["kind"]][1].format(name)
    lines = [
        *(f"## {name}", "", PURPOSE[name], "", f"- use: `{use}`", f"- data: {about['data']}"),
        *(f"- licence: {about['licence']}", f"- size: {_megabytes(name)}"),
    ]
    if labels := about.get("labels"):
        lines.append(f"- labels: {', '.join(f'`{label}`' for label in labels)}")
    if scores := list(_scores(about)):
        lines += ["- scores:", *(f"    - {score}" for score in scores)]
    if alarms := about.get("false_alarms"):
        lines += ["- false alarms, in correct sentences at each rate of `max_false_alarms`:", ""]
        lines += _table(alarm_rows(alarms))
    return "\n".join([*lines, "", "```sh", about["command"], "```", ""])


def _table(rows: list[list[str]]) -> Iterator[str]:
    """Yield the lines of a table in an item of a list."""
    for row in (rows[0], ["---", *["---:"] * (len(rows[0]) - 1)], *rows[1:]):
        yield f"    | {' | '.join(row)} |"


def _row(name: str, about: dict[str, Any]) -> str:
    research = "yes" if "research only" in about["licence"] else ""
    return f"| [`{name}`](#{name}) | {USES[about['kind']][0]} | {_megabytes(name)} | {research} |"


def _megabytes(name: str) -> str:
    return f"{sum(file.stat().st_size for file in pack(name).iterdir()) / 1e6:.1f} MB"


def _scores(about: dict[str, Any]) -> Iterator[str]:
    for test, scores in about.get("scores", {}).items():
        yield f"`{test}`: {', '.join(_figures(scores))}"
    if held_out := about.get("training", {}).get("held_out"):
        yield f"texts held out in training: {', '.join(_figures(held_out))}"


def _figures(scores: dict[str, Any], of: str = "") -> Iterator[str]:
    """Each figure with its name; those of a group with the name of the group before it."""
    for name, value in scores.items():
        if isinstance(value, dict):
            yield from _figures(value, f"{of}{name}, ")
        else:
            yield f"{of}{name.replace('_', ' ')} {value}"


def main(arguments: list[str]) -> str | None:
    """Write the page, or with ``--check`` say what is wrong with it."""
    made = page()
    if arguments == ["--check"]:
        same = PAGE.read_text("utf-8") == made
        return None if same else f"{PAGE} is not up to date. Run python tools/model_cards.py."
    if arguments:
        return "usage: python tools/model_cards.py [--check]"
    PAGE.write_text(made, "utf-8")
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
