"""What is measured on hostile texts: each stage, method and function, by name."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

import zhnlp
from zhnlp import Doc, Pipeline, Recognizer, Segmenter, Tagger
from zhnlp.cli import main as cli
from zhnlp.interop.search import SearchAnalyzer


class Subject(NamedTuple):
    """`run` is measured on what `prepare` makes of a text.

    `work` counts the units of work in what was prepared and what came back: the words cut, names
    linked or terms weighed, lines read, characters changed. None where there is none but
    characters.
    """

    prepare: Callable[[str], Any]
    run: Callable[[Any], Any]
    work: Callable[[Any, Any], int] | None = None


def subjects() -> dict[str, Subject]:
    """Everything that is measured, by name."""
    return {**_texts(), **_segmenters(), **_layers(), **_whole()}


def _texts() -> dict[str, Subject]:
    """What reads nothing but the text."""
    stages = {
        "Normalizer": zhnlp.Normalizer(),
        "Normalizer, blanks beside Han": zhnlp.Normalizer(han_blanks=True, addresses="mark"),
        "Normalizer, addresses off": zhnlp.Normalizer(addresses="off"),
        "Normalizer, simplified": zhnlp.Normalizer(script="simplified"),
        "Normalizer, taiwan": zhnlp.Normalizer(script="taiwan"),
        "SentenceSplitter": zhnlp.SentenceSplitter(),
        "SentenceSplitter, semicolons": zhnlp.SentenceSplitter(semicolons=True),
        "Classifier": zhnlp.Classifier("reviews"),
    }
    vectors = zhnlp.Vectorizer.fit([Doc("我们爱北京"), Doc("他们爱")], of="characters", min_docs=1)
    work = {"Normalizer": _changes, "SentenceSplitter": _sentences, "Classifier": None}
    return {
        **{name: Subject(Doc, stage, work[name.split(",")[0]]) for name, stage in stages.items()},
        "Vectorizer": Subject(Doc, lambda doc: vectors.bags([doc])),
        "SearchAnalyzer": Subject(str, SearchAnalyzer().terms),
        "discover_words": Subject(str, lambda text: zhnlp.discover_words([text])),
        "near_duplicates": Subject(str, lambda text: zhnlp.near_duplicates([text, text[:-9]])),
        **{
            f"value_of, {label}": Subject(str, partial(_value, label))
            for label in ("TIME", "MONEY", "NUMBER")
        },
    }


def _changes(_: object, doc: Doc) -> int:
    """The characters that changed."""
    edits = () if doc.alignment is None else doc.alignment.edits
    return sum(max(end - start, last - first) for start, end, first, last in edits)


def _sentences(_: object, doc: Doc) -> int:
    return len(doc.sentences or ())


def _value(label: str, text: str) -> object:
    return zhnlp.value_of(text, label)


def _segmenters() -> dict[str, Subject]:
    methods = {
        **{f"Segmenter, {name}": {"model": name} for name in ("web-words", "pku-words")},
        **{f"Segmenter, {name}": {"model": name} for name in ("msr-words", "ud-words")},
        **{
            f"Segmenter, {name}": {"method": name}
            for name in ("forward", "backward", "bidirectional", "unigram")
        },
        **{f"Segmenter, {name}": {"method": name} for name in ("bigram", "trigram", "jieba")},
        "Segmenter, without HMM": {"method": "unigram", "hmm": False, "rules": False},
    }
    default = Segmenter()
    own = Segmenter(lexicon=["我的", ("的的", "force"), ("中国", "split"), "abcd"])
    return {
        "Segmenter": Subject(str, default.cut, _words),
        "Segmenter.search": Subject(str, default.search, _words),
        "Segmenter.cut_lines": Subject(
            lambda text: text.encode("utf-8", "replace"), default.cut_lines
        ),
        "Segmenter, lexicon": Subject(str, own.cut, _words),
        **{name: Subject(str, Segmenter(**given).cut, _words) for name, given in methods.items()},
    }


def _words(_: object, words: list[str]) -> int:
    return len(words)


def _layers() -> dict[str, Subject]:
    """What reads layers of earlier stages."""
    cut = Segmenter()
    tagged = Pipeline([cut, Tagger()])
    named = Pipeline([cut, Tagger(), Recognizer()])
    terms = Pipeline([cut, zhnlp.StopwordFilter()])
    sentences = Pipeline([zhnlp.SentenceSplitter(), cut, zhnlp.StopwordFilter()])
    listed = Recognizer("dictionary", gazetteer={"中国": "LOC", "王小明": "PER"})
    made = {
        "Tagger": (cut, Tagger()),
        "Tagger, ud": (cut, Tagger(model="ud-tags")),
        "Recognizer": (tagged, Recognizer()),
        "Recognizer, amounts": (tagged, Recognizer(labels=("PER", "TIME", "NUMBER", "MONEY"))),
        "Recognizer, hmm": (tagged, Recognizer("hmm")),
        "Recognizer, dictionary": (tagged, listed),
        "Linker": (named, zhnlp.Linker()),
        "StopwordFilter": (cut, zhnlp.StopwordFilter()),
        "Keywords": (terms, zhnlp.Keywords()),
        "Keywords, textrank": (terms, zhnlp.Keywords("textrank")),
        "Keywords, phrases": (terms, zhnlp.Keywords("phrases")),
        "Summarizer": (sentences, zhnlp.Summarizer()),
        "Pinyin": (cut, zhnlp.Pinyin()),
    }
    work = {"Recognizer": _entities, "Linker": _entities, "Keywords": _terms}
    return {
        name: Subject(before, stage, work.get(name.split(",")[0], _words_of))
        for name, (before, stage) in made.items()
    }


def _entities(_: object, doc: Doc) -> int:
    return len(doc.entities or ())


def _terms(doc: Doc, _: object) -> int:
    """The different terms."""
    return len({doc.text_of(term) for term in doc.terms or ()})


def _words_of(_: object, doc: Doc) -> int:
    return len(doc.words or ())


def _whole() -> dict[str, Subject]:
    return {
        'load("news")': Subject(str, zhnlp.load("news")),
        "Corrector": Subject(Doc, zhnlp.Corrector()),
        "Corrector, applied": Subject(Doc, zhnlp.Corrector(apply=True)),
        "Corrector, 5 % false alarms": Subject(
            Doc, zhnlp.Corrector(apply=True, max_false_alarms=0.05)
        ),
        **{f"zhnlp {name}": Subject(_file, partial(_call, name), _lines) for name in COMMANDS},
    }


COMMANDS = ("segment", "tag", "entities")


def _file(text: str) -> Path:
    """A file with the text, which the system removes with its temporary files."""
    folder = Path(tempfile.gettempdir()) / "zhnlp-hostile"
    folder.mkdir(exist_ok=True)
    path = folder / "text.txt"
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    return path


def _lines(path: Path, _: object) -> int:
    return len(path.read_bytes().splitlines())


def _call(command: str, path: Path) -> Path:
    result = CliRunner().invoke(cli, [command, str(path), "-o", str(path.with_suffix(".out"))])
    if result.exit_code:
        raise RuntimeError(f"zhnlp {command} ended with {result.exit_code}: {result.output}")
    return path
