"""Train word vectors on lists of words, and go on training them later.

gensim does the learning: Word2Vec (Mikolov et al., 2013) and FastText (Bojanowski et al., 2017).
Here the corpus is read once, numbered and kept in a temporary file (see numbered.py), so that any
iterable will do; and what was learned is kept whole in a pack, without pickle.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from zhnlp.arguments import need_count, need_flag, need_kind, wrong_type
from zhnlp.errors import UsageError
from zhnlp.models.packed import PackedModel
from zhnlp.models.vectors.model import WordVectors
from zhnlp.models.vectors.numbered import NumberedText
from zhnlp.models.vectors.settings import VectorSettings
from zhnlp.models.vectors.vocabulary import Vocabulary, vocabulary_arrays
from zhnlp.models.vectors.word2vec import (
    PassReport,
    arrays_of,
    from_keyed,
    model_of,
    new_model,
    quiet,
)
from zhnlp.packing import About, Pack, make_pack, need_about, pack_errors

if TYPE_CHECKING:
    from gensim.models import Word2Vec

Report = Callable[[str], None]
CHECKS = ("format", "kind", "crc32", "sha256")  # what pack.json has of each pack alone


def train_vectors(
    sentences: Iterable[Iterable[str]],
    settings: VectorSettings | None = None,
    *,
    about: About | None = None,
    report: Report = lambda line: None,
) -> WordVectors:
    """Vectors of the words of `sentences`; `VectorTraining.start` keeps more, to go on later.

    Args:
        sentences: Lists of words, such as `WordLists` gives. They are read once, so a generator
            will do, and need not fit in memory.
        settings: How to learn; None for the defaults.
        about: More for ``pack.json``: data, licences, command.
        report: Called with a line of text at each step.

    Raises:
        UsageError: No word occurs often enough.
        InputError: A sentence is not a list of strings.
        ExtraError: gensim is not installed.
    """
    return VectorTraining.start(sentences, settings, about=about, report=report).vectors()


class VectorTraining(PackedModel):
    """All that a training has learned: it gives vectors, and can go on with more text.

    Beside the vectors it has the weights of the other layer, the counts, the settings and the
    state of the random numbers, so going on after saving and loading gives the same vectors as
    going on at once. It needs about twice the memory of the vectors.

    Args:
        name: The folder of a pack, or a `Pack`.

    Raises:
        PackError: There is no such pack, or it is damaged or of another kind.
    """

    KIND = "VectorTraining"

    def __init__(self, name: str | os.PathLike[str] | Pack) -> None:
        super().__init__(name)

    def _read(self, pack: Pack) -> None:
        with pack_errors(pack):
            self.settings = VectorSettings(**pack.about["settings"])
            self._words = Vocabulary(pack)

    @classmethod
    def start(
        cls,
        sentences: Iterable[Iterable[str]],
        settings: VectorSettings | None = None,
        *,
        about: About | None = None,
        report: Report = lambda line: None,
    ) -> VectorTraining:
        """A training on `sentences`; arguments and errors as of `train_vectors`."""
        own = VectorSettings() if settings is None else settings
        need_kind(own, "settings", VectorSettings)
        need_about(about)
        need_report(report)
        with quiet(), NumberedText(sentences) as text:
            counts = text.counts
            report(f"read {text.n_sentences:,} sentences, {text.n_words:,} words")
            if max(counts.values(), default=0) < own.min_count:
                raise UsageError(
                    f"no word occurs {own.min_count} times in a text of {text.n_words} "
                    "words. Give more text, or a smaller min_count."
                )
            model = new_model(own)
            model.build_vocab_from_freq(counts, corpus_count=text.n_sentences)
            report(f"vocabulary {len(model.wv.index_to_key):,}")
            _train(model, text, own, report)
        return cls._of(model, own, {**(about or {}), "words_read": text.n_words})

    def train(
        self,
        sentences: Iterable[Iterable[str]],
        *,
        passes: int | None = None,
        new_words: bool = True,
        report: Report = lambda line: None,
    ) -> VectorTraining:
        """A training that went on with other sentences; this one does not change.

        Args:
            sentences: As for `train_vectors`.
            passes: How often to read them; None for as often as before.
            new_words: Whether words that are new get vectors, if they occur `min_count` times
                in `sentences`.
            report: Called with a line of text at each step.

        Raises:
            UsageError: `new_words` with hierarchical softmax, whose tree has no place for them;
                or none of the words is known.
        """
        need_flag(new_words, "new_words")
        need_report(report)
        own = self.settings
        if passes is not None:
            own = replace(own, passes=need_count(passes, "passes"))
        if new_words and own.loss == "hierarchical-softmax":
            raise UsageError(
                "the tree of hierarchical softmax has no place for new words. Give "
                "new_words=False, or train anew with negative sampling."
            )
        with quiet(), NumberedText(sentences) as text:
            report(f"read {text.n_sentences:,} sentences, {text.n_words:,} words")
            model = self._model(own)
            if new_words:
                model.build_vocab_from_freq(text.counts, corpus_count=text.n_sentences, update=True)
                report(f"vocabulary {len(model.wv.index_to_key):,}")
            if not any(word in model.wv.key_to_index for word in text.counts):
                raise UsageError(
                    f"none of the {text.n_words} words is known or occurs {own.min_count} times. "
                    "Give other text."
                )
            _train(model, text, own, report)
        n_words = text.n_words + self.about.get("words_read", 0)
        return self._of(model, self.settings, {**self.about, "words_read": n_words})

    def vectors(self, *, half: bool = False) -> WordVectors:
        """The vectors; as float16 if `half`.

        With subwords the vector of a word is the mean of its own and those of its n-grams.
        """
        about = {key: value for key, value in self.about.items() if key not in CHECKS}
        return from_keyed(self._model(self.settings).wv, half=half, about=about)

    @classmethod
    def _of(cls, model: Word2Vec, settings: VectorSettings, about: About) -> VectorTraining:
        known = {"name": "vectors", **about, "settings": _plain(settings)}
        known = {key: value for key, value in known.items() if key not in CHECKS}
        arrays = {**vocabulary_arrays(model.wv.index_to_key), **arrays_of(model, settings)}
        return cls(make_pack(cls.KIND, known, arrays))

    def _model(self, settings: VectorSettings) -> Word2Vec:
        with pack_errors(self.pack):
            import numpy as np

            arrays = {name: np.asarray(array) for name, array in self.pack.arrays.items()}
            return model_of(list(self._words), arrays, settings)


def _plain(settings: VectorSettings) -> About:
    """The settings as JSON gives them back."""
    return {**asdict(settings), "lengths": list(settings.lengths)}


def need_report(report: object) -> None:
    """InputError unless `report` can be called."""
    if not callable(report):
        raise wrong_type(report, "report", "Give a function that takes a line of text")


def _train(model: Word2Vec, text: NumberedText, settings: VectorSettings, report: Report) -> None:
    model.train(
        corpus_iterable=text,
        total_examples=text.n_sentences,
        total_words=text.n_words,
        epochs=settings.passes,
        start_alpha=settings.rate,
        callbacks=[PassReport(report, settings.passes)],
    )
