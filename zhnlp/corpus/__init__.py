"""Corpora: gold data as Docs with the layers filled that a file holds, one format a file.

======= ===================================================== ==================
format  a file of it                                          layers
======= ===================================================== ==================
words   words separated by white space, a text a line         words
tags    ``word/tag`` or ``word_tag`` in place of words        words, tags; entities
                                                              from ``[…]nt``
conll   CoNLL-X and CoNLL-U                                   words, tags
columns a character and its tag a line: ``B I O`` or ``B M    entities, or words
        E S O`` with labels, or ``B M E S`` of words
cluener JSON lines of CLUENER, with inclusive ends            entities
jsonl   JSON lines: text, entities as ``[start, end,          what is there
        label]``, words, tags
======= ===================================================== ==================

Pairs of misspelled and right texts are read by `read_spelling`; spelling.py has
their formats.

Readers are generators: a file of any size takes the memory of one text. How
Docs are split into parts or scored is not known here.
"""

from zhnlp.corpus.conll import TagColumn
from zhnlp.corpus.guess import FORMATS, Format
from zhnlp.corpus.jsonl import entities_line
from zhnlp.corpus.reading import read_corpus, read_numbered
from zhnlp.corpus.spelling import (
    SPELLING_FORMATS,
    SpellingFormat,
    SpellingPair,
    read_spelling,
)
from zhnlp.corpus.tags import tags_line

__all__ = [
    "FORMATS",
    "SPELLING_FORMATS",
    "Format",
    "SpellingFormat",
    "SpellingPair",
    "TagColumn",
    "entities_line",
    "read_corpus",
    "read_numbered",
    "read_spelling",
    "tags_line",
]
