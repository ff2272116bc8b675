"""Gold words: the texts to cut, and the scores of a cut, by the marks that the words have."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

import click

from zhnlp.cli.score_texts import read_gold, words_of
from zhnlp.corpus import Format
from zhnlp.doc import Doc
from zhnlp.evaluate import MarkedWordScores, WordScores, score_marked_words, score_words
from zhnlp.models.words.marked_cuts import is_marked


@dataclass(frozen=True)
class GoldWords:
    """Texts with the right words.

    Attributes:
        docs: The texts.
        marked: They mark where standards differ (see corpus/marks.py), or their format does.
    """

    docs: list[Doc]
    marked: bool

    @classmethod
    def read(
        cls, path: str, *, gold_format: Format | None = None, repair: bool = False
    ) -> GoldWords:
        """The words of a corpus; FormatError if there are no texts, or one has no words."""
        docs = read_gold(path, ("words",), gold_format=gold_format, repair=repair)
        return cls(docs, gold_format == "marks" or any(is_marked(doc.words) for doc in docs))

    def words_of(self, doc: Doc) -> Sequence[str]:
        """The words of `doc` as they are scored: with white space only if words are marked."""
        return doc.words if self.marked else words_of(doc)

    @property
    def texts(self) -> list[str]:
        """The texts to cut."""
        return ["".join(self.words_of(doc)) for doc in self.docs]

    def scores(
        self, predicted: Sequence[Sequence[str]], known: Container[str] | None = None
    ) -> WordScores | MarkedWordScores:
        """The scores of the words of each text.

        Args:
            predicted: The words.
            known: Words that are scored apart from the others; not with marked words.

        Raises:
            click.UsageError: The words are marked, but known ones are given.
        """
        if not self.marked:
            return score_words(list(map(self.words_of, self.docs)), predicted, known=known)
        if known is not None:
            raise click.UsageError(
                "--known has no effect on gold data with marks, which score boundaries. Leave it "
                "out."
            )
        return score_marked_words([doc.words for doc in self.docs], predicted)
