"""Score the tags of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict, dataclass

from zhnlp.doc import Doc, need
from zhnlp.evaluate.ratios import (
    LabelScores,
    by_label,
    check_docs,
    check_known,
    check_text,
    interval,
    label_scores,
    ratio,
)

Tagged = tuple[int, int, str]  # start and end of a word, and its tag


@dataclass(frozen=True)
class TagScores:
    """How well words were tagged.

    Attributes:
        accuracy: Words with the right tag per word that is cut right, 0 to 1, as all
            scores are.
        accuracy_interval: Lower and upper end of its 95 % bootstrap interval over texts.
        precision: Words that are cut and tagged right, per predicted word.
        recall: The same per gold word.
        f1: Their harmonic mean.
        n_texts, n_gold, n_predicted, n_cut_right: Numbers of texts and words.
        tags: Joint scores (of cutting and tagging) by tag.
        unknown_rate: Gold words that are not known, per gold word.
        unknown_recall: Unknown words that were cut and tagged right, per unknown word.
            Both are None without known words.
    """

    accuracy: float
    accuracy_interval: tuple[float, float]
    precision: float
    recall: float
    f1: float
    n_texts: int
    n_gold: int
    n_predicted: int
    n_cut_right: int
    tags: Mapping[str, LabelScores]
    unknown_rate: float | None = None
    unknown_recall: float | None = None

    def __str__(self) -> str:
        low, high = self.accuracy_interval
        lines = [
            f"{self.n_texts} texts, {self.n_gold} gold words, {self.n_predicted} predicted, "
            f"{self.n_cut_right} cut right",
            f"accuracy from {low:.4f} to {high:.4f} with 95 % confidence",
        ]
        if self.unknown_rate is not None:
            lines.append(
                f"unknown words {self.unknown_rate:.4f} of all, recall {self.unknown_recall:.4f}"
            )
        return "\n".join(
            [
                *lines,
                f"tag accuracy on words cut right {self.accuracy:.4f}",
                f"joint P {self.precision:.4f} R {self.recall:.4f} F1 {self.f1:.4f}",
            ]
        )

    def to_dict(self) -> dict[str, object]:
        """The scores as plain values by name."""
        return asdict(self)


def score_tags(
    gold: Sequence[Doc],
    predicted: Sequence[Doc],
    *,
    known: Container[str] | None = None,
    n_samples: int = 1000,
    seed: int = 0,
) -> TagScores:
    """The scores of the tags of `predicted` against those of `gold`.

    White space is ignored.

    Args:
        gold: Texts with the right words and tags.
        predicted: The same texts, in the same order, with words and tags.
        known: Words of the training data; the others are also scored separately.
        n_samples: Number of bootstrap samples for the interval, at least 1.
        seed: Seed of the samples.

    Raises:
        AlignmentError: The texts are not the same.
        MissingLayerError: A text has no words or tags.

    >>> gold = [Doc("我爱北京", words=("我", "爱", "北京"), tags=("r", "v", "ns"))]
    >>> predicted = [Doc("我爱北京", words=("我", "爱", "北京"), tags=("r", "n", "ns"))]
    >>> round(score_tags(gold, predicted).accuracy, 2)
    0.67
    """
    check_docs(gold, predicted)
    check_known(known)
    counts: list[tuple[int, int]] = []  # right and cut right of each text
    right, n_gold, n_predicted = Counter[str](), Counter[str](), Counter[str]()
    unknown = Counter[bool]()  # unknown words by whether they are right
    for number, (doc, guess) in enumerate(zip(gold, predicted, strict=True)):
        text, words = _tagged(doc)
        guess_text, guessed = _tagged(guess)
        check_text(number, text, guess_text)
        hits = set(guessed).intersection(words)
        spans = {word[:2] for word in guessed}
        counts.append((len(hits), sum(word[:2] in spans for word in words)))
        for counter, tagged in ((right, hits), (n_gold, words), (n_predicted, guessed)):
            counter.update(tag for *_, tag in tagged)
        if known is not None:
            unknown.update(word in hits for word in words if text[slice(*word[:2])] not in known)
    joint = label_scores(right.total(), n_predicted.total(), n_gold.total())
    n_cut_right = sum(n for _, n in counts)
    return TagScores(
        accuracy=ratio(right.total(), n_cut_right),
        accuracy_interval=interval(ratio, counts, n_samples=n_samples, seed=seed),
        precision=joint.precision,
        recall=joint.recall,
        f1=joint.f1,
        n_texts=len(counts),
        n_gold=joint.n_gold,
        n_predicted=joint.n_predicted,
        n_cut_right=n_cut_right,
        tags=by_label(right, n_predicted, n_gold),
        unknown_rate=None if known is None else ratio(unknown.total(), joint.n_gold),
        unknown_recall=None if known is None else ratio(unknown[True], unknown.total()),
    )


def _tagged(doc: Doc) -> tuple[str, list[Tagged]]:
    """The text without white space, and its words with their positions there and tags."""
    words: list[Tagged] = []
    end = 0
    for word, tag in zip(need(doc.words, "words"), need(doc.tags, "tags"), strict=True):
        start, end = end, end + sum(map(len, word.split()))
        if start < end:
            words.append((start, end, tag))
    return "".join(doc.text.split()), words
