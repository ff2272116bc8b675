"""Make an IdfTable: count in how many documents words occur, and pack their values."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from itertools import accumulate
from math import log, sqrt

from zhnlp.arguments import need_items, need_strings
from zhnlp.core import DocumentCounts, Trie
from zhnlp.errors import UsageError
from zhnlp.models.keywords.idf import IdfTable
from zhnlp.packing import About, make_pack
from zhnlp.words import Words


def count_documents(
    documents: Iterable[Iterable[str]], min_docs: int = 1
) -> tuple[dict[str, int], int]:
    """The words that `min_docs` or more of `documents` have, with their numbers of documents, and
    how many documents there are.

    Args:
        documents: The words of each. They are counted in lower case and half width; those
            without any letter, digit or Han character are left out.
        min_docs: Words of fewer documents are left out.

    Raises:
        UsageError: There is no document.

    >>> count_documents([["我", "爱", "我"], ["爱", "！"]])
    ({'我': 1, '爱': 2}, 2)
    """
    counts = DocumentCounts()
    for words in need_items(documents, "documents", "Give several lists of words"):
        if isinstance(words, Words):
            counts.add(words.text, words.ends)
        else:
            strings = [word for word in need_strings(words, "words of a document") if word]
            counts.add("".join(strings), array("i", accumulate(map(len, strings))))
    if not counts.n_documents:
        raise UsageError("there is no document. Give one or more.")
    return counts.counts(min_docs), counts.n_documents


def table_of_counts(
    counts: Mapping[str, int], n_documents: int, *, min_docs: int, about: About
) -> IdfTable:
    """The table of words with the number of documents that have each; `about` is for the pack.

    Raises:
        UsageError: There is no word.
    """
    if not counts:
        raise UsageError(
            f"no word is in {min_docs} of {n_documents} documents. Give more documents, or a "
            "smaller min_docs."
        )
    values = {word: sqrt(log(1 + n_documents / n)) for word, n in counts.items()}
    return table_of_values(
        values, about={**about, "n_documents": n_documents, "min_docs": min_docs}
    )


def table_of_values(values: Mapping[str, float], *, about: About) -> IdfTable:
    """The table of words with these values, one or more; `about` is for the pack."""
    words = sorted(values)
    nodes, alphabet = Trie.build(words).packed()
    idf = array("d", (values[word] for word in words))
    unknown = sorted(idf)[len(idf) // 2]
    return IdfTable(
        make_pack(
            IdfTable.KIND,
            {**about, "n_words": len(words), "unknown": unknown},
            {"nodes": nodes, "alphabet": alphabet, "idf": idf},
        )
    )
