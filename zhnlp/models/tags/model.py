"""TagModel: a trained sequence model that gives every word a part of speech.

The features are those of core/tag_features.hpp. Frequent words can only have the tags
they were seen with; other words, the tags of similar words. Words without letter, digit or
Han character have the tag of punctuation or SYM, but for units and numbers (℃, ①).
models/tags/training.py trains it; models/tags/lexicon.py makes its lexicon.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Mapping, Sequence

from zhnlp.arguments import need_kind, need_strings
from zhnlp.core import Tagger, Trie, named
from zhnlp.models import Ends, WordTagger
from zhnlp.models.packed import PackedModel, different_labels
from zhnlp.models.sequence.alphabet import read_alphabet
from zhnlp.models.sequence.weights import weights
from zhnlp.packing import Pack, pack_errors


class TagModel(PackedModel, WordTagger):
    """A model of parts of speech, in the tag set of the corpus it was trained on.

    >>> TagModel("ud-tags").labels[:3]
    ('ADJ', 'ADP', 'ADV')
    """

    KIND = "TagModel"
    labels: tuple[str, ...] = ()

    def __init__(self, name: str | os.PathLike[str] | Pack = "modern-tags") -> None:
        super().__init__(name)

    def _read(self, pack: Pack) -> None:
        with pack_errors(pack):
            self.labels = different_labels(pack.about["labels"])
            blank = pack.about["blank"]
            self._blank = self.labels.index(blank)
            self._lexicon = Trie(
                pack.array("lexicon_nodes", "Q"), pack.array("lexicon_alphabet", "I")
            )
            self._words = pack.array("words", "I")
            self._classes = need_kind(pack.about.get("classes", {}), "classes", dict)
            need_strings(self._classes.values(), "classes")
            self._core = Tagger(
                self._lexicon,
                self._words,
                pack.array("candidates", "Q"),
                read_alphabet(pack),
                weights(pack, len(self.labels)),
                rules=(
                    self._bits(blank, "SYM"),
                    self._bits("SYM") or self._bits(blank),
                    self._bits("n", "NOUN"),
                    self._bits("nr", "PROPN"),
                    self._bits("q"),
                    self._bits("m"),
                ),
                clusters=pack.array("clusters", "I") if "clusters" in pack.arrays else None,
            )

    def _bits(self, *names: str) -> int:
        """The labels with these names, as bits."""
        return sum(1 << number for number, label in enumerate(self.labels) if label in names)

    def tags(self, text: str, ends: Ends) -> tuple[str, ...]:
        """The part of speech of every word of `text`; `ends` are the word ends, int32."""
        return named(self.labels, self._core.tags(text, ends, self._blank))

    def tags_batch(self, texts: Sequence[str], ends: Sequence[Ends]) -> list[tuple[str, ...]]:
        """The parts of speech of the words of each of `texts`."""
        return self._core.tags_batch(texts, ends, self._blank, self.labels)

    def with_tags(self, tags: Mapping[str, Sequence[str]]) -> WordTagger:
        """This model, but each of these words can only have one of its own tags.

        >>> TagModel().with_tags({"天安门": ["nt"]}).tags("爱天安门", array("i", [1, 4]))
        ('v', 'nt')
        """
        made: TagModel = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        bits = {label: 1 << number for number, label in enumerate(self.labels)}
        candidates = array("Q", (sum(map(bits.__getitem__, own)) for own in tags.values()))
        made._core = self._core.with_words(Trie.build(tags), candidates)
        return made

    def classes(self) -> dict[str, str]:
        """The name of the class of every form that has one."""
        names = self._classes
        classes = {}
        with pack_errors(self.pack):
            for form, number in self._lexicon.items():
                if name := names.get(str(self._words[number] & 0xFFF)):
                    classes[form] = name
        return classes
