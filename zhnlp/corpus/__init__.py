"""Corpora: gold data as Docs with the layers that a file contains.

======= ===================================================== ==================
format  content                                               layers
======= ===================================================== ==================
words   one text per line, words separated by white space     words
tags    the same with ``word/tag`` or ``word_tag``            words, tags; entities
                                                              from ``[…]nt``
conll   CoNLL-X and CoNLL-U                                   words, tags
columns one character and its tag per line: ``B I O`` or      entities, or words
        ``B M E S O`` with labels, or ``B M E S`` for words
cluener JSON lines of CLUENER, with inclusive ends            entities
jsonl   JSON lines: text, entities as ``[start, end,          those in the file
        label]``, words, tags
marks   JSON lines: the text with ``| ^ ~`` between its       words; entities
        characters, and entities as ``[name, label]``         if the file has them
======= ===================================================== ==================

Three kinds of gold data have readers of their own: `read_labels` and `read_pairs` read texts, or
pairs of them, with a label; `read_questions` reads questions about texts with their answers;
`read_spelling` reads pairs of misspelled and correct texts, in the formats of spelling.py.

Whole corpora are records: dicts with a text and all their other fields, from files of many
formats; see records/__init__.py.

Readers are generators: a file of any size takes the memory of one text. Splitting and
scoring Docs is not part of this package.

The public names are imported when they are first asked for (PEP 562): to write a line of tags,
no reader is loaded.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhnlp.corpus.conll import TagColumn
    from zhnlp.corpus.guess import FORMATS, Format
    from zhnlp.corpus.jsonl import entities_line
    from zhnlp.corpus.labels import LabelledPair, read_labels, read_pairs
    from zhnlp.corpus.questions import GoldAnswer, GoldQuestion, read_questions
    from zhnlp.corpus.reading import read_corpus, read_numbered
    from zhnlp.corpus.records import (
        Input,
        Piece,
        Reading,
        Record,
        Records,
        Reject,
        WordLists,
        cut_pieces,
        find_inputs,
        read_piece,
        read_records,
    )
    from zhnlp.corpus.spelling import (
        SPELLING_FORMATS,
        SpellingFormat,
        SpellingPair,
        read_spelling,
    )
    from zhnlp.corpus.tags import tags_line

_HOMES = {
    "conll": ("TagColumn",),
    "guess": ("FORMATS", "Format"),
    "jsonl": ("entities_line",),
    "labels": ("LabelledPair", "read_labels", "read_pairs"),
    "questions": ("GoldAnswer", "GoldQuestion", "read_questions"),
    "reading": ("read_corpus", "read_numbered"),
    "records": (
        *("Input", "Piece", "Reading", "Record", "Records", "Reject", "WordLists"),
        *("cut_pieces", "find_inputs", "read_piece", "read_records"),
    ),
    "spelling": ("SPELLING_FORMATS", "SpellingFormat", "SpellingPair", "read_spelling"),
    "tags": ("tags_line",),
}
__all__ = [
    "FORMATS",
    "SPELLING_FORMATS",
    "Format",
    "GoldAnswer",
    "GoldQuestion",
    "Input",
    "LabelledPair",
    "Piece",
    "Reading",
    "Record",
    "Records",
    "Reject",
    "SpellingFormat",
    "SpellingPair",
    "TagColumn",
    "WordLists",
    "cut_pieces",
    "entities_line",
    "find_inputs",
    "read_corpus",
    "read_labels",
    "read_numbered",
    "read_pairs",
    "read_piece",
    "read_questions",
    "read_records",
    "read_spelling",
    "tags_line",
]


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            value: object = getattr(import_module(f"zhnlp.corpus.{home}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'zhnlp.corpus' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__} - {"TYPE_CHECKING", "import_module"})
