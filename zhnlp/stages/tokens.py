"""The tokens of a Doc as strings: its words, the terms among them, or its characters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from zhnlp.arguments import need_choice
from zhnlp.doc import Doc, need
from zhnlp.models.counts.model import UNITS, Of, TokenSequence
from zhnlp.models.latin import Latin, latin_forms
from zhnlp.stage import need_doc


def doc_tokens(doc: Doc, of: Of = "terms", latin: Latin = "lower") -> list[str]:
    """The tokens of `doc`, in order.

    Args:
        doc: A Doc.
        of: ``"words"``: all words but white space. ``"terms"``: the words with content, which
            StopwordFilter finds. ``"characters"``: all characters but white space.
        latin: The form of Latin words: ``"keep"``, ``"lower"``, ``"stem"`` or ``"lemma"``; see
            models/latin.py.

    Raises:
        MissingLayerError: The Doc has no words, or no terms.

    >>> doc_tokens(Doc("我用 IPhone", words=["我", "用", " ", "IPhone"]), "words")
    ['我', '用', 'iphone']
    """
    return next(all_tokens([doc], of, latin))


def all_tokens(
    docs: Iterable[Doc], of: Of = "terms", latin: Latin = "lower"
) -> Iterator[list[str]]:
    """Yield the tokens of each of `docs`, as of `doc_tokens`."""
    read = token_reader(of, latin)
    for doc in docs:
        found = read(need_doc(doc))
        is_text = isinstance(found, str)
        yield [char for char in found if not char.isspace()] if is_text else [*found]


def token_reader(of: Of, latin: Latin = "lower") -> Callable[[Doc], TokenSequence]:
    """A function that gives the tokens of a Doc, for many Docs; arguments as of `doc_tokens`.

    For characters it gives the text itself, whose white space parts n-grams; its Latin words are
    kept or written in small letters, as letters have no stems.
    """
    need_choice(of, "of", UNITS)
    forms = latin_forms(latin)
    if of == "words":
        return lambda doc: forms([word for word in need(doc.words, "words") if not word.isspace()])
    if of == "terms":
        return lambda doc: forms([doc.text[span[0] : span[1]] for span in need(doc.terms, "terms")])
    return (lambda doc: doc.text) if latin == "keep" else (lambda doc: doc.text.lower())
