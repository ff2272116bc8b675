"""Keywords: the words or phrases that tell what a text is about, with weights."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from zhnlp.arguments import need_choice, need_count, need_flag
from zhnlp.doc import Doc, need
from zhnlp.errors import UsageError
from zhnlp.keyword import Keyword
from zhnlp.models.keywords.idf import IdfTable, idf_of
from zhnlp.models.keywords.phrases import phrases
from zhnlp.models.keywords.textrank import textrank
from zhnlp.models.keywords.tfidf import tfidf
from zhnlp.stage import Stage, need_doc
from zhnlp.stages.by_name import by_name
from zhnlp.stages.companions import companions, prepared

Method = Literal["tfidf", "textrank", "phrases"]
METHODS: tuple[Method, ...] = get_args(Method)
_MOST = {"window": 1000, "longest": 20}  # phrases take time that grows fast with their length


@by_name()
@dataclass(frozen=True, repr=False)
class Keywords(Stage):
    """Find the terms or phrases that tell what a text is about, the weightiest first.

    What is a term is decided by a StopwordFilter: its lists, its tags (``keep_tags``) and your
    own words.

    Args:
        method: ``"tfidf"``: terms that are frequent here and rare elsewhere. ``"textrank"``:
            terms that stand near many others, without a table. ``"phrases"``: terms and runs of
            terms (新能源汽车), by C-value and idf.
        top: The most keywords to give.
        idf: How rare words are, for ``tfidf`` and ``phrases``: an IdfTable, the name or folder of
            a pack, or a file of jieba's format; by default the pack ``news-idf``.
        window: For ``textrank``: how many words in a row can have two linked terms, 2 to 1000.
        longest: For ``phrases``: the most words of a phrase, up to 20.
        min_length: Keywords of fewer characters are left out.
        like_jieba: Compute the weights of ``jieba.analyse`` for the same terms; not for
            ``phrases``.

    Raises:
        UsageError: The method is unknown, a setting is out of its range, or it has no effect
            with this method.
        PackError: There is no such pack, or it is damaged or of another kind.

    >>> from zhnlp import IdfTable
    >>> table = IdfTable.fit([["今天", "北京"], ["今天", "上海"]])
    >>> doc = Doc("今天北京下雨", ["今天", "北京", "下雨"], terms=[(0, 2), (2, 4), (4, 6)])
    >>> [keyword.text for keyword in Keywords(idf=table, top=2)(doc).keywords]
    ['北京', '下雨']
    """

    method: Method = "tfidf"
    top: int = field(default=20, kw_only=True)
    idf: IdfTable | str | os.PathLike[str] | None = field(default=None, kw_only=True)
    window: int = field(default=5, kw_only=True)
    longest: int = field(default=4, kw_only=True)
    min_length: int = field(default=2, kw_only=True)
    like_jieba: bool = field(default=False, kw_only=True)

    requires = ("words", "terms")
    provides = ("keywords",)

    def __post_init__(self) -> None:
        need_choice(self.method, "method", METHODS)
        for name, least in (("top", 1), ("window", 2), ("longest", 1), ("min_length", 1)):
            object.__setattr__(self, name, need_count(getattr(self, name), name, least=least))
        for name, most in _MOST.items():
            if getattr(self, name) > most:
                raise UsageError(f"{name} is {getattr(self, name)}; it must be at most {most}.")
        if need_flag(self.like_jieba, "like_jieba") and self.method == "phrases":
            raise UsageError("like_jieba has no effect with phrases. Leave it out.")
        if self.method != "textrank":
            object.__setattr__(self, "requires", ("terms",))
            object.__setattr__(self, "idf", idf_of(self.idf))
        elif self.idf is not None:
            raise UsageError("idf has no effect with textrank. Leave it out.")

    def __call__(self, text: str | Doc) -> Doc:
        doc = need_doc(text)
        return doc.filled(keywords=self._keywords(doc))

    def extract(self, text: str) -> list[Keyword]:
        """The keywords of `text`, the weightiest first.

        >>> [each.text for each in Keywords(top=2).extract("宁德时代发布新电池，电池产业升温。")]
        ['电池', '宁德']
        """
        return list(self(prepared(text, self._before)).keywords)

    @cached_property
    def _before(self) -> tuple[Stage, ...]:
        return companions(self)

    def _keywords(self, doc: Doc) -> tuple[Keyword, ...]:
        terms = need(doc.terms, "terms")
        if self.method == "textrank":
            return textrank(
                doc.text,
                need(doc.words, "words").ends,
                terms,
                top=self.top,
                min_length=self.min_length,
                window=self.window,
                like_jieba=self.like_jieba,
            )
        assert isinstance(self.idf, IdfTable)
        if self.method == "tfidf":
            return tfidf(
                doc.text,
                terms,
                self.idf,
                top=self.top,
                min_length=self.min_length,
                exact=self.like_jieba,
            )
        return phrases(
            doc.text,
            terms,
            self.idf,
            top=self.top,
            min_length=self.min_length,
            longest=self.longest,
        )
