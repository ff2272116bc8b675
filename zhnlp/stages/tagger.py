"""Tagger: a part of speech for every word."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from zhnlp.doc import Doc, Words, need
from zhnlp.errors import UsageError
from zhnlp.models.tags.model import TagModel
from zhnlp.models.tags.tag_sets import tag_map
from zhnlp.stage import Stage

TagSet = Literal["own", "ud"]


@dataclass(frozen=True)
class Tagger(Stage):
    """Give each word its part of speech, in the PKU tag set (``n``, ``v``, ``nr`` …).

    Args:
        model: The name of a pack, its folder, or the model itself; by default
            ``pku-tags``, which goes with the default segmenter. ``ud-tags`` has
            the tags of Universal Dependencies and goes with ``ud-words``.
        tag_set: ``"own"``: the tags of the model. ``"ud"``: those of the PKU set
            turned into the nearest of Universal Dependencies (see dicts/tags.tsv).

    Raises:
        UsageError: An unknown tag set.
        PackError: There is no such model, or it is damaged or of another kind.

    >>> Tagger().tag(["我", "爱", "北京", "天安门"])
    ['r', 'v', 'ns', 'ns']
    """

    model: TagModel | str | os.PathLike[str] | None = None
    tag_set: TagSet = field(default="own", kw_only=True)

    requires = ("words",)
    provides = ("tags",)

    def __post_init__(self) -> None:
        if self.tag_set not in get_args(TagSet):
            raise UsageError(f"there is no tag set {self.tag_set!r}. Known: own, ud.")
        if isinstance(self.model, (str, os.PathLike)):
            object.__setattr__(self, "model", TagModel(self.model))
        if not isinstance(self.model, (TagModel, type(None))):
            raise UsageError(f"a tagger needs a TagModel, not {self.model!r}. Name a pack.")
        object.__setattr__(self, "_model", self.model or TagModel())
        object.__setattr__(self, "_map", tag_map() if self.tag_set == "ud" else {})

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with one tag for each of its words."""
        ends = need(doc.words, "words").ends
        return doc.filled(tags=self._tags(doc.text, ends))

    def tag(self, words: Sequence[str]) -> list[str]:
        """The tags of `words`, which stand side by side in a text."""
        text = "".join(words)
        return list(self._tags(text, Words.of(text, words).ends))

    def _tags(self, text: str, ends: memoryview) -> tuple[str, ...]:
        model: TagModel = self._model  # type: ignore[attr-defined]
        tags = model.tags(text, ends)
        if not self._map:  # type: ignore[attr-defined]
            return tags
        return tuple(self._map.get(tag, tag) for tag in tags)  # type: ignore[attr-defined]

    @classmethod
    def fit(cls, docs: Iterable[Doc], *, dev: Sequence[Doc] = (), **settings: Any) -> Tagger:
        """A tagger whose model has learned the tags of `docs`.

        Args:
            docs: Texts with their words and tags.
            dev: Others, on which the best pass is chosen.
            settings: Of models/tags/training.py: ``base``, ``schedule`` …
        """
        from zhnlp.models.tags.training import TaggedText, train_tags

        def text_of(doc: Doc) -> TaggedText:
            words = need(doc.words, "words")
            return TaggedText(doc.text, words.ends, tuple(words), need(doc.tags, "tags"))

        gold = [text_of(doc) for doc in dev]

        def score(model: TagModel) -> float:
            n_right = n_words = 0
            for text in gold:
                found = model.tags(text.text, text.ends)
                n_right += sum(one == other for one, other in zip(found, text.tags, strict=True))
                n_words += len(found)
            return n_right / n_words if n_words else 0.0

        texts = [text_of(doc) for doc in docs]
        return cls(
            train_tags(
                texts,
                score=score if gold else None,
                dev_key=repr([(text.text, text.tags) for text in gold]),
                **settings,
            )
        )
