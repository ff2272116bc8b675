"""EntityModel: a trained sequence model that finds names and their labels.

It labels atoms O, or B, I, E or S of a kind (see core/recognizing.hpp), by the
features of core/entity_features.hpp: characters, the words and tags of earlier
stages, the names in jieba's dictionary, and what raw text has told. It is trained by
models/entities/training.py.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Literal, cast

from zhnlp.core import Recognizer, numbered
from zhnlp.errors import PackError
from zhnlp.models import Ends, Name, NameFinder
from zhnlp.models.entities.evidence import Evidence
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.packed import PackedModel, different_labels
from zhnlp.models.sequence.alphabet import read_alphabet
from zhnlp.models.sequence.weights import weights
from zhnlp.packing import Pack, pack_errors
from zhnlp.resources import pack as find_pack
from zhnlp.span import Span

Kind = Literal["crf", "hmm"]
NO_TAG = 62  # number of every tag that was not in the training texts
_CLASSES = {"nr": 1, "nrt": 2, "nrfg": 3, "ns": 4, "nt": 5, "nz": 6}
_CLASSES_OF_LETTERS = {"n": 7, "v": 8, "t": 9, "m": 9}
_OTHER_CLASS = 10


class EntityModel(PackedModel, NameFinder):
    """A model of names.

    >>> EntityModel("msra-entities").labels
    ('LOC', 'ORG', 'PER')
    """

    KIND = "EntityModel"
    labels: tuple[str, ...] = ()

    def __init__(self, name: str | os.PathLike[str] | Pack = "modern-entities") -> None:
        super().__init__(name)

    def _read(self, pack: Pack) -> None:
        about = pack.about
        with pack_errors(pack):
            self.labels = different_labels(about["labels"])
            self._tags = {tag: number for number, tag in enumerate(different_labels(about["tags"]))}
            if len(self._tags) > NO_TAG:
                raise PackError(f"pack {pack.name!r} has {len(self._tags)} tags. Make it again.")
            self._dictionary = dictionary = Dictionary.load(find_pack("jieba"))  # kept: as Cutting
            evidence = Evidence.read(pack)
            self._core = Recognizer(
                dictionary.trie,
                word_classes(dictionary),
                read_alphabet(pack),
                weights(pack, 4 * len(self.labels) + 1),
                **(evidence._asdict() if evidence else {}),
                symbols_only=about["method"] == "hmm",
            )

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of words that it has learned from."""
        return tuple(self._tags)

    def find(
        self,
        text: str,
        ends: Ends,
        tags: Sequence[str],
        cuts: Ends | None = None,
        *,
        split_words: bool = True,
    ) -> list[Span]:
        """The names in `text`, in order.

        A name holds no white space, and both marks of a pair of brackets or quotes or none.
        Nothing in one line has an effect on the names of another.

        Args:
            text: Any text.
            ends: The ends of its words, int32.
            tags: Their parts of speech, in the tag set that the model was trained with.
            cuts: Where a sentence begins or ends, int32, increasing; each is a text by itself.
            split_words: Whether a name may begin or end inside a word.
        """
        numbers = numbered(self._tags, tuple(tags), NO_TAG)
        return self._core.find(
            text, ends, numbers, self.labels, Span, cuts, split_words=split_words
        )

    def find_batch(
        self,
        texts: Sequence[str],
        ends: Sequence[Ends],
        tags: Sequence[Sequence[str]],
        sentences: Sequence[tuple[Span, ...] | None] | None = None,
        *,
        split_words: bool = True,
    ) -> list[Sequence[Name]]:
        """The names in each of `texts`, as `find` gives them; each of `sentences` is a text."""
        found = self._core.find_batch(
            texts,
            ends,
            [own if type(own) is tuple else tuple(own) for own in tags],
            self._tags,
            NO_TAG,
            self.labels,
            Span,
            [None] * len(texts) if sentences is None else sentences,
            split_words=split_words,
        )
        return cast("list[Sequence[Name]]", found)


def word_classes(dictionary: Dictionary) -> bytes:
    """The class of each word by its number in the dictionary, for the compiled recognizer."""
    by_tag = bytes(map(_class_of, dictionary.tag_names))
    return bytes(dictionary.tags or b"").translate(by_tag.ljust(256, b"\0")[:256])


def _class_of(tag: str) -> int:
    return _CLASSES.get(tag) or _CLASSES_OF_LETTERS.get(tag[:1], _OTHER_CLASS)
