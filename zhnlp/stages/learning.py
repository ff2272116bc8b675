"""Learning: turns Docs into training samples, and rates models on a development set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from zhnlp.arguments import need_items, wrong_type
from zhnlp.doc import Doc, Words, need
from zhnlp.models import NameFinder, WordScorer
from zhnlp.models.entities import optional_names as names
from zhnlp.models.entities.model import Kind
from zhnlp.models.entities.optional_names import Name, count_names
from zhnlp.models.entities.training import train_entities
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.sequence.training import Run, Sample, Settings
from zhnlp.models.words import marked_cuts as cuts
from zhnlp.models.words.evidence import Raw
from zhnlp.models.words.marked_cuts import count_cuts, is_marked
from zhnlp.models.words.model import WordModel
from zhnlp.models.words.training import train_words
from zhnlp.neural.extras import neural
from zhnlp.resources import pack
from zhnlp.stage import Stage, need_doc
from zhnlp.stages.network_learning import WHAT, cutting_network, fitting, raw_texts


def samples(docs: Iterable[Doc], layers: Sequence[str], *, weight: float = 1.0) -> list[Sample]:
    """`docs` as training samples; MissingLayerError if one has no words or none of `layers`.

    `weight` is how much each of them counts in training.
    """
    docs = need_items(docs, "what there is to learn", "Give Docs")
    return [sample_of(doc, layers, weight=weight) for doc in docs]


def sample_of(doc: Doc, layers: Sequence[str], *, weight: float = 1.0) -> Sample:
    """`doc` as a training sample, as `samples` makes it."""
    words = need(need_doc(doc).words, "words")
    return Sample(
        doc.text,
        words.ends,
        need(doc.tags, "tags") if "tags" in layers else (),
        need(doc.entities, "entities") if "entities" in layers else (),
        words.optional,
        weight,
    )


def learn_words(
    docs: Iterable[Doc],
    dev: Sequence[Doc],
    segmenter: Callable[..., Stage],
    raw: Raw | None,
    settings: Settings,
) -> WordScorer | WordModel:
    """A model of the words of `docs`; the other arguments are those of ``Segmenter.fit``.

    `segmenter` makes the one whose cuts of `dev` are scored, given a ``model``.
    """
    if raw is not None and not callable(raw):
        raise wrong_type(raw, "raw", "Give a function that gives blocks of UTF-8 text")
    gold = gold_words(dev)

    def score(model: WordScorer | WordModel) -> float:
        found = segmenter(model=model).batch([Doc(own.text) for own in gold])
        return word_f1(gold, (doc.words for doc in found))

    if settings.get("network") is not None:
        return cutting_network(docs, settings, score if gold else None, raw, key_of(gold))
    run: Run[WordModel] = Run.of(settings, score if gold else None, key_of(gold))
    dictionary = Dictionary.load(pack("jieba"))
    return train_words(samples(docs, ["words"]), run, dictionary=dictionary, raw=raw)


def learn_names(
    docs: Iterable[Doc],
    dev: Sequence[Doc],
    method: Kind,
    raw: Callable[[], Iterable[Doc]] | None,
    settings: Settings,
) -> NameFinder:
    """A model of the entities of `docs`; the arguments are those of ``Recognizer.fit``."""
    if raw is not None and not callable(raw):
        raise wrong_type(raw, "raw", "Give a function that gives Docs with words and tags")
    layers = ["words", "tags", "entities"]
    gold = samples(dev, layers)

    def score(model: NameFinder) -> float:
        found = model.find_batch(
            [own.text for own in gold], [own.ends for own in gold], [own.tags for own in gold]
        )
        return name_f1(zip((own.names for own in gold), found, strict=True))

    key = repr([(sample.text, sample.names) for sample in gold])
    if settings.get("network") is not None:
        how = fitting(settings, raw_texts(raw), key)
        found: NameFinder = neural("token_training", WHAT).train_names(
            samples(docs, layers), how, score=score if gold else None
        )
        return found
    return train_entities(
        samples(docs, layers),
        Run.of(settings, score if gold else None, key),
        dictionary=Dictionary.load(pack("jieba")),
        method=method,
        raw=raw and (lambda: (sample_of(doc, ["words", "tags"]) for doc in raw_docs(raw))),
    )


def word_f1(gold: Sequence[Words], predicted: Iterable[Words]) -> float:
    """F1 over all texts: of words, or of the boundaries of gold words with marks.

    The share of texts without a fault would vary more by chance: a text has one such item, but
    about twenty boundaries.
    """
    pairs = zip(gold, predicted, strict=True)
    if any(map(is_marked, gold)):
        return cuts.total(count_cuts(own, guess) for own, guess in pairs).f1
    return name_f1((own.spans(), guess.spans()) for own, guess in pairs)


def name_f1(pairs: Iterable[tuple[Iterable[Name], Iterable[Name]]]) -> float:
    """F1 over all texts, from the gold and found names of each; optional ones do not count."""
    return names.total(count_names(own, found) for own, found in pairs).f1


def raw_docs(raw: Callable[[], Iterable[Doc]]) -> Iterable[Doc]:
    """What `raw` returns; InputError if that is not Docs."""
    docs = need_items(raw(), "raw text", "Give Docs with words and tags")
    return (need_doc(doc) for doc in docs)


def gold_words(docs: Iterable[Doc]) -> list[Words]:
    """The words of each of `docs`; MissingLayerError if one has none."""
    docs = need_items(docs, "what there is to score", "Give Docs")
    return [need(need_doc(doc).words, "words") for doc in docs]


def key_of(gold: Iterable[Words]) -> str:
    """What tells these gold words from others."""
    return repr(
        [(own.text, bytes(own.ends), sorted(own.optional), sorted(own.in_names)) for own in gold]
    )
