"""The compiled core: strings and arrays in, strings and arrays out.

Algorithms are in the headers beside this file; each compiled module binds those of one
subject, and its .pyi says what each function promises. All of it takes any code point,
lone surrogates included. A value of the wrong type is an InputError, one outside of its
range a UsageError. Texts may be instances of sub-classes of str.

The public names are imported when they are first asked for (PEP 562), so that a program
loads only the modules it uses.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhnlp.core._clusters import word_clusters
    from zhnlp.core._discovery import NewWordCounter
    from zhnlp.core._edits import NearWords, edit_distance
    from zhnlp.core._grams import GramCounter, grams
    from zhnlp.core._json import json_spans, json_strings, json_words
    from zhnlp.core._labels import (
        Recognizer,
        Tagger,
        find_listed,
        form_of,
        shape_of,
        whole_part,
    )
    from zhnlp.core._layers import (
        bound,
        filled,
        inside_words,
        marked,
        merged,
        spans,
        spans_between,
        untracked_all,
    )
    from zhnlp.core._linking import (
        fitting_names,
        given_names,
        grouped,
        mentions,
        spans_of_groups,
    )
    from zhnlp.core._ranking import (
        DocumentCounts,
        IdfValues,
        phrases,
        summary_sentences,
        textrank,
        tfidf,
    )
    from zhnlp.core._sequence import Alphabet, Weights, cut_words, named, numbered, tagged_words
    from zhnlp.core._small_words import SmallWordReader, SmallWords, SmallWordTrainer
    from zhnlp.core._spelling import (
        REASONS,
        CharacterReader,
        Confusions,
        Language,
        Ranker,
        Speller,
        UserSpelling,
        WordContexts,
    )
    from zhnlp.core._spelling_training import SpellerTrainer, WordContextTrainer
    from zhnlp.core._tables import (
        CharClass,
        Ngram,
        NgramLevel,
        Trie,
        begin_crc32,
        char_class,
        count_lines,
        units,
    )
    from zhnlp.core._tally import Tally
    from zhnlp.core._terms import TermFinder, occurrences, sentences_batch
    from zhnlp.core._training import SequenceTrainer, StringCounter
    from zhnlp.core._word_models import (
        MODES,
        Hmm,
        TaggedHmm,
        UnknownWords,
        UserWords,
        WordLabels,
        WordList,
        WordNgrams,
        word_grams,
    )
    from zhnlp.core._words import METHODS, SOURCES, Cutter

_HOMES = {
    "_clusters": ("word_clusters",),
    "_discovery": ("NewWordCounter",),
    "_edits": ("NearWords", "edit_distance"),
    "_grams": ("GramCounter", "grams"),
    "_json": ("json_spans", "json_strings", "json_words"),
    "_word_models": (
        *("MODES", "Hmm", "TaggedHmm", "UnknownWords", "UserWords"),
        *("WordLabels", "WordList", "WordNgrams", "word_grams"),
    ),
    "_labels": (
        *("Recognizer", "Tagger", "find_listed", "form_of"),
        *("shape_of", "whole_part"),
    ),
    "_layers": (
        *("bound", "filled", "inside_words", "marked", "merged"),
        *("spans", "spans_between", "untracked_all"),
    ),
    "_linking": ("fitting_names", "given_names", "grouped", "mentions", "spans_of_groups"),
    "_ranking": (
        *("DocumentCounts", "IdfValues", "phrases"),
        *("summary_sentences", "textrank", "tfidf"),
    ),
    "_sequence": ("Alphabet", "Weights", "cut_words", "named", "numbered", "tagged_words"),
    "_small_words": ("SmallWordReader", "SmallWordTrainer", "SmallWords"),
    "_spelling": (
        *("REASONS", "CharacterReader", "Confusions", "Language"),
        *("Ranker", "Speller", "UserSpelling", "WordContexts"),
    ),
    "_spelling_training": ("SpellerTrainer", "WordContextTrainer"),
    "_tables": (
        *("CharClass", "Ngram", "NgramLevel", "Trie"),
        *("begin_crc32", "char_class", "count_lines", "units"),
    ),
    "_tally": ("Tally",),
    "_terms": ("TermFinder", "occurrences", "sentences_batch"),
    "_training": ("SequenceTrainer", "StringCounter"),
    "_words": ("METHODS", "SOURCES", "Cutter"),
}
__all__ = [
    "METHODS",
    "MODES",
    "REASONS",
    "SOURCES",
    "Alphabet",
    "CharClass",
    "CharacterReader",
    "Confusions",
    "Cutter",
    "DocumentCounts",
    "GramCounter",
    "Hmm",
    "IdfValues",
    "Language",
    "NearWords",
    "NewWordCounter",
    "Ngram",
    "NgramLevel",
    "Ranker",
    "Recognizer",
    "SequenceTrainer",
    "SmallWordReader",
    "SmallWordTrainer",
    "SmallWords",
    "Speller",
    "SpellerTrainer",
    "StringCounter",
    "TaggedHmm",
    "Tagger",
    "Tally",
    "TermFinder",
    "Trie",
    "UnknownWords",
    "UserSpelling",
    "UserWords",
    "Weights",
    "WordContextTrainer",
    "WordContexts",
    "WordLabels",
    "WordList",
    "WordNgrams",
    "begin_crc32",
    "bound",
    "char_class",
    "count_lines",
    "cut_words",
    "edit_distance",
    "filled",
    "find_listed",
    "fitting_names",
    "form_of",
    "given_names",
    "grams",
    "grouped",
    "inside_words",
    "json_spans",
    "json_strings",
    "json_words",
    "marked",
    "mentions",
    "merged",
    "named",
    "numbered",
    "occurrences",
    "phrases",
    "sentences_batch",
    "shape_of",
    "spans",
    "spans_between",
    "spans_of_groups",
    "summary_sentences",
    "tagged_words",
    "textrank",
    "tfidf",
    "units",
    "untracked_all",
    "whole_part",
    "word_clusters",
    "word_grams",
]


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            value: object = getattr(_module(f"zhnlp.core.{home}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'zhnlp.core' has no attribute {name!r}")


def _module(name: str) -> object:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if not str(error.name).startswith("zhnlp.core."):
            raise
        raise ImportError(
            "zhnlp is imported from its source folder, where its core is not compiled. "
            "Start Python in another folder to use the installed zhnlp, or install this one "
            "in place: pip install -e ."
        ) from None


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
