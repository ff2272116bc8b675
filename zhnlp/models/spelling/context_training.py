"""Train how well words fit their contexts, from correct text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from zhnlp.core import Confusions, Speller, WordContextTrainer
from zhnlp.errors import UsageError
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.models.ngrams.language_model import LanguageModel
from zhnlp.models.spelling.confusions import build
from zhnlp.models.spelling.contexts import ContextModel, pack_arrays
from zhnlp.models.spelling.model import spelling_language
from zhnlp.models.spelling.training import characters, name_of
from zhnlp.packing import About, make_pack
from zhnlp.resources import pack

Report = Callable[[str], None]


@dataclass(frozen=True)
class ContextSchedule:
    """How to learn.

    Attributes:
        passes: Passes over all sentences.
        rate: Size of the first step; steps fall evenly to a hundredth of it.
        drawn: Words that each word is told from, in each pass.
        min_count: Rarer words have no vectors.
        most: The most words that have vectors.
        seed: Seed of what is drawn.
    """

    passes: int = 3
    rate: float = 0.05
    drawn: int = 3
    min_count: int = 50
    most: int = 65_000
    seed: int = 0


def train_contexts(
    language: LanguageModel,
    texts: Iterable[str],
    *,
    schedule: ContextSchedule = ContextSchedule(),
    about: About | None = None,
    report: Report = lambda line: None,
) -> ContextModel:
    """The vectors of the words of correct `texts` in their contexts.

    The same input and settings give the same bytes.

    Args:
        language: The character model. It ships or is in a folder, because the pack names it.
        texts: Texts, such as paragraphs. A spelling model must learn from others, because
            words fit too well into the contexts that they were learned from.
        schedule: How to learn.
        about: More for ``pack.json``: data, licences, scores.
        report: Called with a line of text at each step.

    Raises:
        UsageError: No word occurs often enough, or the character model is not in a folder.
    """
    name = name_of(language)
    vocabulary = characters(language)
    words = Dictionary.load(pack("jieba")).words
    trainer = WordContextTrainer(
        Speller(spelling_language(language), words, Confusions(**build(vocabulary)))
    )
    for text in texts:
        trainer.add(text)
    trainer.choose(schedule.min_count, schedule.most)
    n_words, n_confused = trainer.sizes
    if not n_confused:
        raise UsageError("no word and one it is confused with occur often enough. Give more text.")
    report(f"{n_words:,} words, confused with {n_confused:,} others")
    _learn(trainer, schedule, report)
    content = {
        "language_model": name,
        "language_model_sha256": language.about["sha256"],
        "n_words": n_words,
        **asdict(schedule),
        **(about or {}),
    }
    spelled = ("".join(vocabulary[i] for i in word) for word in trainer.words())
    names = "".join(f"{word}\n" for word in spelled)
    return ContextModel(
        make_pack(ContextModel.KIND, content, pack_arrays(names, trainer.weights()))
    )


def _learn(trainer: WordContextTrainer, schedule: ContextSchedule, report: Report) -> None:
    step = schedule.rate / schedule.passes
    for done in range(schedule.passes):
        last = max(schedule.rate - (done + 1) * step, schedule.rate / 100)
        loss = trainer.run(
            schedule.seed + done + 1, schedule.rate - done * step, last, schedule.drawn
        )
        report(f"pass {done + 1}: loss {loss:.4f} per pair of words")
