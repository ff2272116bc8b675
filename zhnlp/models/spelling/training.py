"""Train spelling models: artificial errors in correct texts, real errors, a threshold.

core/ranker.hpp learns to tell right edits from wrong ones, at all positions where an
edit is possible. The character model must not be trained on these texts, because it
would find everything in them likely.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from zhnlp.core import Confusions, Cutter, Ranker, Speller, SpellerTrainer
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.ngrams.language_model import LanguageModel
from zhnlp.models.packed import PackedModel
from zhnlp.models.spelling.confusions import build, jieba_frequencies
from zhnlp.models.spelling.contexts import ContextModel
from zhnlp.models.spelling.errors import ErrorMaker
from zhnlp.models.spelling.false_alarms import (
    RATES,
    Clean,
    count_false_alarms,
    held_kinds,
)
from zhnlp.models.spelling.known import known_spelling
from zhnlp.models.spelling.latin import LatinSpelling
from zhnlp.models.spelling.model import (
    SpellingModel,
    confusions,
    frequency,
    idioms,
    spelling_language,
)
from zhnlp.packing import make_pack, read_pack
from zhnlp.resources import pack, packs

Report = Callable[[str], None]
Pairs = Sequence[tuple[str, str]]
Table = Mapping[str, "array[int] | memoryview"]


@dataclass(frozen=True)
class SpellingSchedule:
    """How to learn.

    Attributes:
        passes: Passes over all examples.
        rate: Step size of AdaGrad for the numbers of an edit.
        name_rate: The same for its names (hashed features).
        decay: Factor of both step sizes after each pass.
        bits: There are 2 ** bits weights of names.
        copies: How often each correct text of the pairs is learned with imitated errors.
        imitated_share: With pairs, the share of the other texts with imitated errors.
        seed: Seed of the errors and of the order.
    """

    passes: int = 6
    rate: float = 0.03
    name_rate: float = 0.02
    decay: float = 0.7
    bits: int = 20
    copies: int = 1
    imitated_share: float = 0.5
    seed: int = 0


def train_spelling(
    language: LanguageModel,
    texts: Sequence[str],
    clean: Clean,
    *,
    held: Iterable[str] | None = None,
    pairs: Pairs = (),
    max_false_alarms: float = 0.01,
    schedule: SpellingSchedule = SpellingSchedule(),
    latin: Mapping[str, int] | None = None,
    words: Mapping[str, int] | None = None,
    confusions_from: str | None = None,
    contexts: ContextModel | None = None,
    about: dict[str, Any] | None = None,
    report: Report = lambda line: None,
) -> SpellingModel:
    """A model of the spelling errors in `pairs`, and of errors put into `texts`.

    Args:
        language: The character model. It ships or is in a folder, because the pack names it.
        texts: Correct sentences that `language` was not trained on.
        clean: Other correct sentences, to count false alarms on: of one kind of text, or
            those of each kind by its name.
        held: Kinds of `clean` on each of which the thresholds keep their rates, with 1,000
            sentences or more; None for all. False alarms on the others are only counted.
        pairs: Real texts, each with and without errors.
        max_false_alarms: The default rate of the model.
        schedule: How to learn.
        latin: Correct Latin words in lower case with their counts.
        words: Words and their frequencies, which decide what readings of characters are in
            use and what words sound the same; None for jieba's.
        confusions_from: The name or folder of a spelling pack; the new pack refers to its
            confusion table instead of having its own.
        contexts: How well words fit their contexts. It ships or is in a folder, too.
        about: More for ``pack.json``: data, licences, scores.
        report: Called with a line of text at each step.

    Raises:
        UsageError: There are no texts, there are too few clean ones, or the character model
            is not in a folder.
    """
    _check(texts, clean, held, max_false_alarms)
    named = _named(language, confusions_from, contexts)
    words = jieba_frequencies() if words is None else words
    vocabulary = characters(language)
    table = _table(vocabulary, words, language, confusions_from)
    dictionary = Dictionary.load(pack("jieba"))
    parts = spelling_language(language), dictionary.words, Confusions(**table)
    maker = error_maker(vocabulary, table, language, words, seed=schedule.seed)
    taught = examples(maker, texts, pairs, schedule)
    fits = contexts.for_speller(language) if contexts else None
    learned, scale = _learn(Speller(*parts, contexts=fits), taught, schedule, report)
    ranker = Ranker(**learned, name_scale=scale)
    rules = known_spelling(), idioms(dictionary)  # they change text, too
    speller = Speller(*parts, ranker, None, *rules, contexts=fits)
    content = {
        **named,
        "name_scale": scale,
        **count_false_alarms(speller, LatinSpelling(latin or {}), clean, held, report),
        "max_false_alarms": max_false_alarms,
        **{"n_texts": len(texts), "n_pairs": len(pairs), **asdict(schedule)},
        **(about or {}),
    }
    arrays = {**({} if confusions_from else table), **learned, **_latin_arrays(latin or {})}
    return SpellingModel(make_pack(SpellingModel.KIND, content, arrays))


def _named(
    language: LanguageModel, confusions_from: str | None, contexts: ContextModel | None
) -> dict[str, object]:
    """What a pack says of the other packs that it needs."""
    return {
        "language_model": name_of(language),
        "language_model_sha256": language.about["sha256"],
        **({"confusions": confusions_from} if confusions_from else {}),
        **({"contexts": name_of(contexts)} if contexts else {}),
    }


def _check(
    texts: Sequence[str], clean: Clean, held: Iterable[str] | None, max_false_alarms: float
) -> None:
    if not texts:
        raise UsageError("there are no sentences to learn. Give some.")
    held_kinds(clean, held)
    if not RATES[0] <= max_false_alarms <= RATES[-1]:
        raise UsageError(
            f"max_false_alarms is {max_false_alarms}; it must be from {RATES[0]} to {RATES[-1]}."
        )


def _table(
    vocabulary: Sequence[str],
    words: Mapping[str, int],
    language: LanguageModel,
    confusions_from: str | None,
) -> Table:
    """The confusion table: that of another pack, or a new one."""
    if confusions_from is None:
        return build(vocabulary, words=words)
    other = read_pack(pack(confusions_from), SpellingModel.KIND)
    if other.about["language_model_sha256"] != language.about["sha256"]:
        raise UsageError(
            f"the confusions of {confusions_from!r} are for another character model. "
            "Name a pack with the same one, or none."
        )
    return confusions(other)


def _latin_arrays(latin: Mapping[str, int]) -> dict[str, array[int]]:
    known = sorted(latin.items())
    return {
        "latin_words": array("B", " ".join(word for word, _ in known).encode("ascii")),
        "latin_counts": array("I", (count for _, count in known)),
    }


def _learn(
    speller: Speller,
    examples: Iterable[tuple[str, str]],
    schedule: SpellingSchedule,
    report: Report,
) -> tuple[dict[str, array[float] | array[int]], float]:
    """The weights of a ranker as a pack holds them, and the scale of the weights of names."""
    trainer = SpellerTrainer(speller, bits=schedule.bits)
    for source, target in examples:
        trainer.add(source, target)
    report(f"{trainer.sizes[0]:,} positions with {trainer.sizes[1]:,} edits")
    for n in range(schedule.passes):
        slower = schedule.decay**n
        loss = trainer.run(
            schedule.seed + n + 1, schedule.rate * slower, schedule.name_rate * slower
        )
        report(f"pass {n + 1}: loss {loss:.4f} per position")
    dense, names = trainer.weights()
    scale = max(map(abs, names), default=0.0) / 127 or 1.0
    return {
        "dense": dense,
        "names": array("b", (round(weight / scale) for weight in names)),
    }, scale


def examples(
    maker: ErrorMaker, texts: Sequence[str], pairs: Pairs, schedule: SpellingSchedule
) -> Iterable[tuple[str, str]]:
    """Yield pairs of a text, with or without errors, and the correct text."""
    random = Random(schedule.seed)
    if pairs:
        maker.learn(pairs)
    for source, target in pairs:
        yield source, target
        yield target, target
        for _ in range(schedule.copies):
            yield maker.add_learned_errors(target), target
    for text in texts:
        yield text, text
        is_imitated = pairs and random.random() < schedule.imitated_share
        yield maker.add_learned_errors(text) if is_imitated else maker.add_errors(text), text


def characters(language: LanguageModel) -> list[str]:
    """The vocabulary of a character model by number, including special entries."""
    out = [""] * language.vocabulary.n_values
    for char, number in language.vocabulary.items():
        out[number] = char
    return out


def error_maker(
    vocabulary: Sequence[str],
    confusions: Table,
    language: LanguageModel,
    words: Mapping[str, int],
    *,
    seed: int,
) -> ErrorMaker:
    """An ErrorMaker with these words, readings from pypinyin, and the method ``unigram``."""
    from pypinyin import lazy_pinyin

    dictionary = Dictionary.load(pack("jieba"))
    cutter = Cutter("unigram", dictionary.words)
    return ErrorMaker(
        vocabulary,
        confusions,
        frequency(language),
        words,
        lambda word: " ".join(lazy_pinyin(word)),
        cutter.words,
        seed=seed,
    )


def name_of(model: PackedModel) -> str:
    """The name by which a spelling model will find another one that it needs."""
    folder = model.pack.folder
    if folder is None:
        raise UsageError(f"the {type(model).__name__} is not in a folder. Save it first.")
    ships = folder.name in packs() and folder.resolve() == pack(folder.name).resolve()
    return folder.name if ships else str(folder.resolve())
