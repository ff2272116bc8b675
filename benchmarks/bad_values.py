"""Values that no caller should give, and values that a call takes, by the names of arguments."""

from __future__ import annotations

import datetime
import decimal
import fractions
import math
import re
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

import zhnlp
from zhnlp import (
    Categories,
    Classifier,
    Correction,
    Doc,
    Embedder,
    Gazetteer,
    IdfTable,
    Lexicon,
    Linked,
    Linker,
    Misspellings,
    NgramModel,
    Normalizer,
    Pinyin,
    Pipeline,
    Recognizer,
    SearchIndex,
    Segmenter,
    SentenceSplitter,
    Span,
    StopwordFilter,
    Tagger,
    Vectorizer,
    WordVectors,
)

TEXT = "我爱北京"
WORDS = ["我", "爱", "北京"]


class OwnError(Exception):
    """What an object of the caller's raises; it may reach the caller again."""


class Raising:
    """Every method that Python calls by itself raises."""

    def _fail(self, *_: object) -> Any:
        raise OwnError

    __repr__ = __str__ = __len__ = __iter__ = __getitem__ = __call__ = __bool__ = _fail
    __eq__ = __lt__ = __add__ = __index__ = __int__ = __float__ = __contains__ = _fail  # type: ignore[assignment]
    __fspath__ = __enter__ = __next__ = _fail
    __hash__ = object.__hash__


class Text(str):
    """A string of a sub-class, as parsers make them."""


def endless() -> Iterator[str]:
    """Texts without an end: what reads all of it runs until its memory is used up."""
    while True:
        yield TEXT


BAD: dict[str, Callable[[], Any]] = {
    "None": lambda: None,
    "bytes": lambda: b"\xe6\x88\x91",
    "bytearray": lambda: bytearray(b"x"),
    "0": lambda: 0,
    "3": lambda: 3,
    "-1": lambda: -1,
    "2**70": lambda: 2**70,
    "-(2**31) - 1": lambda: -(2**31) - 1,
    "10**5000": lambda: 10**5000,
    "1.5": lambda: 1.5,
    "nan": lambda: math.nan,
    "inf": lambda: math.inf,
    "1j": lambda: 1j,
    "True": lambda: True,
    "Decimal": lambda: decimal.Decimal("0.5"),
    "Fraction": lambda: fractions.Fraction(1, 3),
    "''": lambda: "",
    "'x'": lambda: "x",
    "NUL": lambda: "a\0b",
    "surrogate": lambda: "\ud800",
    "str sub-class": lambda: Text(TEXT),
    "5,000 characters": lambda: "我" * 5000,
    "list": lambda: ["我", "爱"],
    "list of int": lambda: [1, -1],
    "list of None": lambda: [None],
    "list of lists": lambda: [[["x"]], []],
    "list of pairs": lambda: [(1, 2), (-1, 2**70)],
    "list of triples": lambda: [("我", None, {}), (0, 99, "x")],
    "empty tuple": lambda: (),
    "dict": lambda: {"我": 3, "x": None},
    "dict of str": lambda: {"": "", "\ud800": "x"},
    "dict by int": lambda: {3: "我"},
    "set": lambda: {"我"},
    "generator": lambda: (each for each in WORDS),
    "endless generator": endless,
    "object()": object,
    "class": lambda: Segmenter,
    "lambda": lambda: lambda *_: None,
    "module": lambda: re,
    "Doc": lambda: Doc(TEXT),
    "list of Doc": lambda: [Doc("x"), Doc(TEXT, words=WORDS)],
    "Span(0, 99)": lambda: Span(0, 99, "x"),
    "stage": lambda: StopwordFilter(),
    "Lexicon": lambda: Lexicon(["我"]),
    "numpy array": lambda: np.arange(6.0).reshape(2, 3),
    "numpy text": lambda: np.str_(TEXT),
    "numpy number": lambda: np.int64(2),
    "numpy nan": lambda: np.float32("nan"),
    "array": lambda: array("i", [1, 2]),
    "Path": lambda: Path("no/such/file"),
    "datetime": lambda: datetime.datetime(2026, 1, 1),
    "Ellipsis": lambda: ...,
    "NotImplemented": lambda: NotImplemented,
    "pattern": lambda: re.compile("x"),
    "exception": lambda: ValueError("x"),
    "raises everywhere": Raising,
}


def good_values() -> dict[str, Any]:
    """A value that calls take, for each name of an argument that has no default."""
    doc = Doc(
        TEXT,
        words=WORDS,
        sentences=[Span(0, 4)],
        tags=["r", "v", "ns"],
        entities=[Span(2, 4, "LOC")],
        terms=[Span(1, 2), Span(2, 4)],
        vector=[0.5, 0.25],
        corrections=[Correction(0, 1, "我", "你", 1.0, "user")],
    )
    Path("table.txt").write_text("北京\tforce\n", encoding="utf-8")
    named = {
        **{"text": TEXT, "texts": [TEXT], "doc": doc, "docs": [doc] * 3, "words": WORDS},
        **{"word": "我", "span": Span(0, 1), "spans": [Span(0, 1)], "edits": [(0, 1, "你")]},
        **{"data": TEXT.encode(), "start": 0, "end": 1, "n": 1, "name": "x", "label": "LOC"},
        **{"path": "table.txt", "folder": "saved", "inputs": ["table.txt"], "output": "out"},
        **{"a": "bei3", "b": "bei4", "first": "北京", "second": "爱", "query": "北京"},
        **{"gold": [doc], "predicted": [doc], "stage": StopwordFilter(), "pipeline": Pipeline()},
        **{"stages": [Segmenter("unigram")], "labels": ["a", "b"], "pairs": [("我", "爱")]},
        **{"ends": bytes(doc.words.ends), "tags": ("r", "v", "ns"), "value": "我", "item": "我"},
        **{"sentence": TEXT, "sentences": [WORDS] * 3, "entries": {"北京": "force"}, "key": 0},
        **{"X": [TEXT], "raw_documents": [TEXT], "probabilities": {"a": 1.0}, "index": 0},
        **{"numbers": [0.5, 1.0], "vectors": [[0.5, 1.0]] * 3, "vector": [0.5, 1.0], "other": doc},
        **{"documents": [WORDS], "kind": "Segmenter", "question": "谁", "log_odds": 1.0},
        **{"wrong": "帐号", "right": "账号", "reason": "user", "weight": 1.0, "frequency": 3},
        **{"line": "北京", "char": "我", "size": 2, "settings": {}, "order": 1, "positive": "北京"},
    }
    return named


def objects() -> dict[str, Any]:
    """An object of each class whose methods are called, by the name of the class."""
    doc = good_values()["doc"]
    vectors = WordVectors.of(WORDS, [[1, 0], [0, 1], [2, 1]])
    made = [
        *(doc, doc.words, doc.vector, doc.entities[0], doc.corrections[0], doc.alignment),
        *(Categories({"good": 1.0}), Linked("北京", "LOC", (Span(2, 4),)), vectors),
        *(Segmenter("unigram"), Tagger(), Recognizer(), zhnlp.Corrector(), Normalizer(), Pinyin()),
        *(SentenceSplitter(), StopwordFilter(), zhnlp.Keywords(), zhnlp.Summarizer(), Linker()),
        *(Lexicon({"北京": 3}), Gazetteer({"北京": "LOC"}), Misspellings({"帐号": "账号"})),
        *(IdfTable.fit([WORDS]), NgramModel("pku-ngrams"), Embedder(vectors)),
        *(Pipeline([Segmenter("unigram"), Tagger()]), Vectorizer.fit([doc])),
        *(SearchIndex.fit([doc], of="words"), Classifier("reviews")),
        *(zhnlp.Entry("北京"), Segmenter().explain(TEXT)),
    ]
    return {type(each).__name__: each for each in made}
