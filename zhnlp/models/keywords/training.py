"""Count in how many documents words occur, for an IdfTable."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import accumulate

from zhnlp.arguments import need_items, need_strings
from zhnlp.core import DocumentCounts
from zhnlp.errors import UsageError
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
