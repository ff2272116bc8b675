"""What a stage expects of a model: one protocol for each kind of answer.

=================== ====================================== ====================
protocol            answers                                stage
=================== ====================================== ====================
WordCutter          where words end                        Segmenter
WordScorer          scores of characters for a cutter      Segmenter("neural")
WordTagger          a tag for each word                    Tagger
NameFinder          labelled spans                         Recognizer
CorrectorModel      corrections                            Corrector
TextLabeller        label probabilities of a text          Classifier
PairLabeller        label probabilities of two texts       Classifier
TokenLabeller       label probabilities of words or terms  Classifier
VectorLabeller      label probabilities of a vector        Classifier
QuestionAnswerer    where a text answers questions         Reader
TextSummarizer      a summary in words of its own          Summarizer
TextEmbedder        a vector of a text                     (vectors)
=================== ====================================== ====================

A stage does not care whether a model is compiled, a network or ten lines of yours. A
class that names its protocol as a base inherits the call for many texts, which handles
them one by one; a network overrides it. Any other class fits if it has all the methods.

Models see strings, arrays and spans, never a Doc. Word ends are int32 in native byte
order, increasing, the last one the length of the text.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar, runtime_checkable

from zhnlp.arguments import shown
from zhnlp.correction import Correction
from zhnlp.errors import UsageError

if TYPE_CHECKING:
    from typing_extensions import Buffer

Answer = TypeVar("Answer")
Ends = bytes | memoryview
TokenUnit = Literal["words", "terms"]
Name = tuple[int, int, str]
"""Start, end and label."""
Found = tuple[int, int, float]
"""Start and end of an answer, and its probability."""


@runtime_checkable
class WordCutter(Protocol):
    """Cuts texts into words.

    >>> class Characters(WordCutter):
    ...     def ends(self, text):
    ...         return array("i", range(1, len(text) + 1)).tobytes()
    >>> Characters().words("我爱")
    ['我', '爱']
    """

    def ends(self, text: str) -> bytes:
        """The end of each word of `text`."""
        ...

    def words(self, text: str) -> list[str]:
        """The words of `text`."""
        ends = array("i", self.ends(text))
        return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]

    def ends_batch(self, texts: Sequence[str]) -> list[bytes]:
        """The word ends of each of `texts`."""
        return [self.ends(text) for text in texts]


@runtime_checkable
class WordScorer(Protocol):
    """Scores what each character of a text is: the begin (B), middle (M) or end (E) of a word, or
    a word (S).

    `Segmenter("neural")` finds the best legal labels with the rules and user words of its other
    methods. All numbers are finite natural logarithms, float32: probabilities, or the weights of a
    conditional random field. Adding a number to all four scores of a character changes nothing.
    A long text is the model's matter: it gets each text whole.
    """

    @property
    def transitions(self) -> Buffer:
        """The scores of going from B, M, E or S to one of these, shape (4, 4) or flat. Only the
        legal ones are read: from B and M to M and E, from E and S to B and S. Up to 10,000."""
        ...

    def scores(self, text: str) -> Buffer:
        """The scores of B, M, E and S of each character, shape (characters, 4) or flat."""
        ...

    def scores_batch(self, texts: Sequence[str]) -> list[Buffer]:
        """The scores of each of `texts`."""
        return [self.scores(text) for text in texts]


class Labelled(Protocol):
    """Has labels: the base of all models that give them."""

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels, tags, that it can give."""
        ...


@runtime_checkable
class WordTagger(Labelled, Protocol):
    """Gives each word a part of speech."""

    def tags(self, text: str, ends: Ends) -> tuple[str, ...]:
        """A tag for each word of `text`."""
        ...

    def tags_batch(self, texts: Sequence[str], ends: Sequence[Ends]) -> list[tuple[str, ...]]:
        """The tags of each of `texts`."""
        return [self.tags(*pair) for pair in zip(texts, ends, strict=True)]


@runtime_checkable
class NameFinder(Labelled, Protocol):
    """Finds names in texts with words and tags.

    A stage reduces each name to its part that is allowed, as `zhnlp.Recognizer` says, and
    cuts words where it begins or ends inside one.
    """

    def find(self, text: str, ends: Ends, tags: Sequence[str]) -> Sequence[Name]:
        """The names in `text`, in order, not overlapping."""
        ...

    def find_batch(
        self, texts: Sequence[str], ends: Sequence[Ends], tags: Sequence[Sequence[str]]
    ) -> list[Sequence[Name]]:
        """The names in each of `texts`."""
        return [self.find(*each) for each in zip(texts, ends, tags, strict=True)]


class Correct(Protocol):
    """Corrects texts with fixed settings; threads may share it."""

    def __call__(self, text: str, keep: Sequence[tuple[int, int]], /) -> list[Correction]:
        """Corrections of `text`, in order, not overlapping, none inside the spans `keep`."""
        ...


@runtime_checkable
class CorrectorModel(Protocol):
    """Makes correctors of texts, statistical or neural."""

    def corrector(
        self,
        *,
        max_false_alarms: float | None,
        misspellings: Mapping[str, str],
        protected: Iterable[str],
    ) -> Correct:
        """A corrector with these settings. It may have a method ``batch``, which takes
        a list of texts and a list of the spans to keep in each.

        Raises:
            UsageError: The model cannot keep to `max_false_alarms`.
        """
        ...


@runtime_checkable
class TextLabeller(Labelled, Protocol):
    """Gives each label a probability for a text."""

    def probabilities(self, text: str) -> Mapping[str, float]:
        """The probability of each label."""
        ...

    def probabilities_batch(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        """The probabilities of the labels for each of `texts`."""
        return [self.probabilities(text) for text in texts]


@runtime_checkable
class TokenLabeller(Labelled, Protocol):
    """Gives each label a probability for the words of a text, or for its terms."""

    @property
    def of(self) -> TokenUnit:
        """Which tokens it takes; Latin words are in small letters."""
        ...

    def token_probabilities(self, tokens: Sequence[str]) -> Mapping[str, float]:
        """The probability of each label for a text with these tokens."""
        ...

    def token_probabilities_batch(
        self, sequences: Sequence[Sequence[str]]
    ) -> list[Mapping[str, float]]:
        """The probabilities of the labels for each of `sequences`."""
        return [self.token_probabilities(tokens) for tokens in sequences]


@runtime_checkable
class VectorLabeller(Labelled, Protocol):
    """Gives each label a probability for the vector of a text."""

    def vector_probabilities(self, vectors: Sequence[Sequence[float]]) -> list[Mapping[str, float]]:
        """The probability of each label for each of `vectors`, float32, shape (width,)."""
        ...


@runtime_checkable
class PairLabeller(Labelled, Protocol):
    """Gives each label a probability for two texts: the same question or not, entailed or not."""

    def pair_probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[Mapping[str, float]]:
        """The probabilities of the labels for each pair of texts."""
        ...


@runtime_checkable
class QuestionAnswerer(Protocol):
    """Finds answers to questions, as stretches of a text."""

    def answers(self, text: str, questions: Sequence[str]) -> Sequence[Found | None]:
        """Start, end and probability of the answer to each question; None where it finds none."""
        ...

    def answers_batch(
        self, texts: Sequence[str], questions: Sequence[str]
    ) -> list[Sequence[Found | None]]:
        """For each of `texts`, its answers to all `questions`."""
        return [self.answers(text, questions) for text in texts]


@runtime_checkable
class TextSummarizer(Protocol):
    """Sums up a text in words of its own."""

    def summary(self, text: str) -> str:
        """A summary of `text`; empty for a text without content."""
        ...

    def summaries(self, texts: Sequence[str]) -> list[str]:
        """The summary of each of `texts`."""
        return [self.summary(text) for text in texts]


@runtime_checkable
class TextEmbedder(Protocol):
    """Gives a text a vector."""

    @property
    def width(self) -> int:
        """The number of dimensions."""
        ...

    def vector(self, text: str) -> memoryview:
        """The vector of `text`, float32, shape (width,)."""
        ...

    def vectors(self, texts: Sequence[str]) -> list[memoryview]:
        """The vector of each of `texts`."""
        return [self.vector(text) for text in texts]


def need_answers(answers: Sequence[Answer], n_texts: int, model: object) -> list[Answer]:
    """`answers` of a model to a batch, which must be a list with one for each text."""
    if isinstance(answers, (list, tuple)) and len(answers) == n_texts:
        return list(answers)
    given = f"{len(answers)} answers" if isinstance(answers, (list, tuple)) else shown(answers)
    raise UsageError(
        f"the model {shown(model)} gave {given} for a batch of {n_texts} texts. It must give a "
        "list with an answer for each."
    )


def need_model(model: object, protocol: type, stage: str) -> None:
    """UsageError if `model` does not fit `protocol`; it names the missing methods."""
    if isinstance(model, protocol) and not isinstance(model, type):
        return
    members = [
        name
        for base in reversed(protocol.__mro__)
        if base.__module__ == __name__
        for name in vars(base)
        if not name.startswith("_")
    ]
    missing = [name for name in dict.fromkeys(members) if not hasattr(model, name)]
    what = f"has no {', '.join(missing)}" if missing else "is a class; give an instance"
    raise UsageError(
        f"{stage} needs the name of a pack or a model that is a {protocol.__name__}, not "
        f"{shown(model)}, which {what}. See zhnlp.models.{protocol.__name__}."
    )
