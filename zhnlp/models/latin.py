"""The form of Latin words in Chinese text: in small letters, stems or lemmas.

Other words stay as they are. Stems are by Porter's second stemmer for English (Snowball), lemmas by
simplemma's table of English forms. A word in capitals (``AIDS``, ``IT``) is a name in
Chinese text, so it is only written in small letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, get_args

from zhnlp.arguments import need_choice
from zhnlp.extras import extra

Latin = Literal["keep", "lower", "stem", "lemma"]
LATIN: tuple[Latin, ...] = get_args(Latin)
Forms = Callable[[Sequence[str]], list[str]]


def latin_forms(latin: Latin) -> Forms:
    """A function that gives each word of a list its form.

    Args:
        latin: ``"keep"``: as it is. ``"lower"``: in small letters. ``"stem"``: those without
            their endings. ``"lemma"``: the form that dictionaries have.

    Raises:
        UsageError: There is no such form.
        ExtraError: The package that stems or finds lemmas is not installed.

    >>> latin_forms("stem")(["Apple", "发布", "phones", "AIDS"])
    ['appl', '发布', 'phone', 'aids']
    >>> latin_forms("lemma")(["went", "发布", "Phones"])
    ['go', '发布', 'phone']
    """
    latin = need_choice(latin, "latin", LATIN)
    if latin == "keep":
        return list
    if latin == "lower":
        return _lower
    if latin == "stem":
        return _each(extra("snowballstemmer", "stemming").stemmer("english").stemWord)
    lemmatize = extra("simplemma", "finding lemmas").lemmatize
    return _each(lambda word: lemmatize(word, lang="en"))


def _lower(words: Iterable[str]) -> list[str]:
    return [word.lower() for word in words]


def _each(form: Callable[[str], str]) -> Forms:
    """A function that gives English words their form, and the others small letters."""
    known: dict[str, str] = {}  # a word of a text comes again and again

    def form_of(word: str) -> str:
        small = word.lower()
        if not (word.isascii() and word.isalpha()) or word.isupper():
            return small
        found = known.get(word)
        if found is None:
            if len(known) >= _MOST:
                known.clear()
            found = known[word] = form(small)
        return found

    return lambda words: [form_of(word) for word in words]


_MOST = 1 << 16  # forms that are kept
