"""Learning by networks: what `fit` does where a shape of a network is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from zhnlp.arguments import need_kind
from zhnlp.doc import Doc, need
from zhnlp.errors import UsageError
from zhnlp.models import PairLabeller, QuestionAnswerer, TextLabeller, WordScorer, WordTagger
from zhnlp.models.sequence.training import Settings, check_settings
from zhnlp.neural.extras import neural
from zhnlp.neural.settings import FineTuning, Shape

if TYPE_CHECKING:
    from zhnlp.neural.building import Fitting
    from zhnlp.neural.vectors import RawText

WHAT = "training a network"


def fitting(
    settings: Settings,
    raw: Callable[[], Iterable[RawText]] | None,
    dev_key: str = "",
) -> Fitting:
    """How to train a network, from what was given to ``fit``.

    Args:
        settings: ``network``, its shape; ``schedule``, a FineTuning; and the others of `Settings`.
        raw: Returns raw texts, to learn vectors from.
        dev_key: Identifies the development set.

    Raises:
        UsageError: The schedule is one of a linear model.
    """
    check_settings(settings)
    shape = need_kind(settings.get("network") or Shape(), "network", Shape)
    schedule = settings.get("schedule")
    if schedule is not None and not isinstance(schedule, FineTuning):
        raise UsageError(
            f"a network is trained by a FineTuning (zhnlp.neural.settings), not {schedule!r:.60}."
        )
    return neural("building", WHAT).Fitting(  # type: ignore[no-any-return]
        shape=shape,
        settings=schedule or FineTuning(),
        raw=raw,
        states=settings.get("checkpoint"),
        dev_key=dev_key,
        keep_states=settings.get("keep_checkpoint", False),
        about=settings.get("about"),
        report=settings.get("report", lambda line: None),
    )


def raw_texts(raw: Callable[[], Iterable[Doc]] | None) -> Callable[[], Iterable[RawText]] | None:
    """The same raw text, as texts with their words."""
    if raw is None:
        return None
    return lambda: (_raw_text()(doc.text, need(doc.words, "words")) for doc in raw())


def tagging_network(
    docs: Iterable[Doc],
    settings: Settings,
    score: Callable[[WordTagger], float] | None,
    raw: Callable[[], Iterable[str]] | None,
    dev_key: str,
) -> WordTagger:
    """A network trained on the tags of `docs`; the arguments are those of ``Tagger.fit``."""
    from zhnlp.stages.learning import samples

    def texts() -> Iterator[RawText]:
        for line in _lines(raw() if raw else ()):
            words = line.split()
            yield _raw_text()("".join(words), words)

    how = fitting(settings, texts if raw else None, dev_key)
    found: WordTagger = neural("token_training", WHAT).train_tags(
        samples(docs, ["words", "tags"]), how, score=score
    )
    return found


def cutting_network(
    docs: Iterable[Doc],
    settings: Settings,
    score: Callable[[WordScorer], float] | None,
    raw: Callable[[], Iterable[bytes]] | None,
    dev_key: str,
) -> WordScorer:
    """A network trained on the words of `docs`; the arguments are those of ``Segmenter.fit``."""
    from zhnlp.stages.learning import samples

    def texts() -> Iterator[RawText]:
        for line in _lines(block.decode("utf-8", "replace") for block in (raw() if raw else ())):
            yield _raw_text()(line, ())

    how = fitting(settings, texts if raw else None, dev_key)
    found: WordScorer = neural("token_training", WHAT).train_words(
        samples(docs, ["words"]), how, score=score
    )
    return found


def _lines(blocks: Iterable[str]) -> Iterator[str]:
    return (line for block in blocks for line in block.split("\n"))


def _raw_text() -> Callable[[str, Iterable[str]], RawText]:
    kind: Callable[[str, Iterable[str]], RawText] = neural("vectors", WHAT).RawText
    return kind


def labels_network(
    samples: Sequence[tuple[str, str | None, str]],
    dev: Sequence[tuple[str, str | None, str]],
    settings: Settings,
    raw: Callable[[], Iterable[Doc]] | None = None,
) -> TextLabeller:
    """A network trained on the labels of texts, or of pairs: text, other text or None, label."""
    training = neural("text_training", WHAT)

    def score(model: TextLabeller) -> float:
        if isinstance(model, PairLabeller) and samples and samples[0][1] is not None:
            found = model.pair_probabilities([(text, other or "") for text, other, _ in dev])
        else:
            found = model.probabilities_batch([text for text, _, _ in dev])
        right = [
            max(own, key=lambda name: own[name]) == label
            for own, (_, _, label) in zip(found, dev, strict=True)
        ]
        return sum(right) / len(right)

    own = [training.Labelled(text, label, other) for text, other, label in samples]
    found: TextLabeller = training.train_labels(
        own, fitting(settings, raw_texts(raw), repr(dev)), score=score if dev else None
    )
    return found


def reader_network(
    samples: Sequence[tuple[str, str, int, int]],
    dev: Sequence[tuple[str, str, int, int]],
    settings: Settings,
) -> QuestionAnswerer:
    """A network trained on answers: text, question, start, end. Dev: the share found exactly."""
    training = neural("text_training", WHAT)

    def score(model: QuestionAnswerer) -> float:
        right = 0
        for text, question, start, end in dev:
            [answer] = model.answers(text, [question])
            right += answer is not None and text[answer[0] : answer[1]] == text[start:end]
        return right / len(dev)

    found: QuestionAnswerer = training.train_reader(
        [training.Asked(*each) for each in samples],
        fitting(settings, None, repr(dev)),
        score=score if dev else None,
    )
    return found
