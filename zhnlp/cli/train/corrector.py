"""zhnlp train corrector: learn what spelling errors look like."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import click

from zhnlp.cli.options import seed_option, several
from zhnlp.cli.train import training
from zhnlp.cli.train.options import (
    about_options,
    language_model_option,
    pack_option,
    without_option,
)
from zhnlp.corpus.documents import leave_out, read_documents, read_sentences, sentence_keys
from zhnlp.corpus.spelling import read_spelling
from zhnlp.doc import Doc
from zhnlp.evaluate import score_spelling
from zhnlp.models.ngrams.language_model import LanguageModel
from zhnlp.models.spelling.contexts import ContextModel
from zhnlp.stages.corrector import Corrector
from zhnlp.stages.splitter import SentenceSplitter

_LATIN = re.compile("[A-Za-z]{4,}")
_MIN_LATIN = 8  # occurrences of a Latin word, because rarer ones may be misspelled
N_CLEAN = 20_000  # sentences of a kind of text to count false alarms on
_TITLE = re.compile("【[^】]*】")
_MOST_ALIKE = 3  # clean sentences of one title
_SHORTEST, _LONGEST = 6, 200  # characters of a training sentence


@click.command(
    "corrector",
    short_help="Learn to correct spelling.",
    epilog="Example: zhnlp train corrector news.txt.gz --every 12 --clean other.txt -o ./mine",
)
@click.argument("corpus", nargs=-1, required=True, metavar="CORPUS...")
@click.option(
    "--clean",
    multiple=True,
    required=True,
    metavar="[KIND=]FILE",
    help="Correct text from another source, to count false alarms on: of this kind, by default"
    " the name of the file. Can be repeated.",
)
@click.option(
    "--hold",
    "held",
    multiple=True,
    metavar="KIND",
    callback=several,
    help="Keep each rate of false alarms on this kind of --clean, not on all. Can be repeated.",
)
@click.option(
    "--every",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Learn from every Nth document of each file: those that --leave-out N left out.",
)
@click.option(
    "--pairs",
    multiple=True,
    metavar="FILE",
    help="Pairs of texts with real errors and correct ones, to learn from, too. Can be repeated.",
)
@without_option
@language_model_option
@click.option(
    "--confusions",
    "confusions_from",
    metavar="MODEL",
    help="Refer to the confusion table of this spelling model instead of making one.",
)
@click.option(
    "--contexts",
    metavar="MODEL",
    help="How well words fit their contexts: the name of a pack of zhnlp train contexts, or its "
    "folder.",
)
@click.option(
    "--max-false-alarms",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.01,
    show_default=True,
    help="The default rate of the model.",
)
@click.option(
    "--sentences",
    type=click.IntRange(min=1),
    default=200_000,
    show_default=True,
    help="Most sentences of CORPUS to learn from, drawn by the seed.",
)
@click.option("--passes", type=click.IntRange(min=1), help="Passes over the training data.")
@click.option(
    "--name-rate",
    type=click.FloatRange(min=0, min_open=True),
    help="Step size for single characters and words: higher, such as 0.1, where --pairs are of "
    "the texts to correct.  [default: 0.02]",
)
@seed_option
@about_options
@click.option(
    "--score",
    multiple=True,
    metavar="FILE",
    help="Score the model on these pairs and write the scores to the pack. Can be repeated.",
)
@pack_option
def command(
    corpus: tuple[str, ...],
    clean: tuple[str, ...],
    held: tuple[str, ...],
    pairs: tuple[str, ...],
    language_model: str,
    confusions_from: str | None,
    contexts: str | None,
    max_false_alarms: float,
    score: tuple[str, ...],
    pack: str,
    **settings: Any,
) -> None:
    """Learn to correct spelling from correct texts with artificial errors, and from --pairs.

    CORPUS is raw text that the character model was not trained on: one paragraph per
    line, .jsonl or .tsv, as for zhnlp train ngrams --unit characters. The same input
    and settings give the same bytes.
    """
    from zhnlp.models.spelling.training import SpellingSchedule, train_spelling

    schedule = SpellingSchedule(**_given(settings, "seed", "passes", "name_rate"))
    clean_texts = _clean_by_kind(clean, held, schedule.seed)  # first, as it may be a mistake
    known = {sentence for path in settings["without"] for sentence in read_sentences(path)}
    texts = drawn(
        sentences_of(corpus, settings["every"], known), settings["sentences"], schedule.seed
    )
    model = train_spelling(
        LanguageModel(language_model),
        texts,
        clean_texts,
        held=held or None,
        pairs=list(_pairs(pairs, known)),
        max_false_alarms=max_false_alarms,
        schedule=schedule,
        latin=_latin_words(corpus),
        confusions_from=confusions_from,
        contexts=ContextModel(contexts) if contexts else None,
        about=training.about(pack, corpus, settings["data"], settings["licence"]),
        report=training.tell,
    )
    model.save_pack(Path(pack))
    if score:
        correct = Corrector(model, apply=True)
        training.note_scores(pack, score, lambda path: _scored(path, correct))


def _given(settings: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: settings[name] for name in names if settings[name] is not None}


def _clean_by_kind(files: Iterable[str], held: Iterable[str], seed: int) -> dict[str, list[str]]:
    """The sentences of the files of each kind, drawn by the seed; UsageError if too few."""
    from zhnlp.models.spelling.false_alarms import held_kinds

    paths: dict[str, list[str]] = {}
    for file in files:
        kind, path = _kind_of(file)
        paths.setdefault(kind, []).append(path)
    clean = {
        kind: drawn(few_alike(sentences_of(own)), N_CLEAN, seed) for kind, own in paths.items()
    }
    held_kinds(clean, tuple(held) or None)
    return clean


def few_alike(texts: Iterable[str]) -> Iterator[str]:
    """Leave out sentences that begin with the title of a column that three others begin with:
    what is in a text a hundred times would be a hundred false alarms."""
    begun: Counter[str] = Counter()
    for text in texts:
        title = _TITLE.match(text)
        if title:
            begun[title[0]] += 1
        if not title or begun[title[0]] <= _MOST_ALIKE:
            yield text


def _kind_of(file: str) -> tuple[str, str]:
    """The kind of text and the path in ``KIND=FILE`` or ``FILE``.

    >>> _kind_of("news=texts/2020.txt.gz"), _kind_of("./a=b.txt"), _kind_of(".txt")
    (('news', 'texts/2020.txt.gz'), ('a=b', './a=b.txt'), ('text', '.txt'))
    """
    kind, mark, path = file.partition("=")
    if mark and not {"/", os.sep} & {*kind}:
        if not kind.strip() or not path:
            raise click.BadParameter(f"{file!r} is not KIND=FILE.", param_hint="--clean")
        return kind.strip(), path
    return Path(file).name.split(".")[0] or "text", file


def _pairs(paths: Iterable[str], known: Container[str]) -> Iterator[tuple[str, str]]:
    for path in paths:
        for pair in read_spelling(path):
            if not any(key in known for text in pair for key in sentence_keys(text)):
                yield pair.source, pair.target


def sentences_of(paths: Iterable[str], every: int = 1, known: Container[str] = ()) -> Iterator[str]:
    split = SentenceSplitter()
    for path in paths:
        documents = (
            document
            for number, document in enumerate(read_documents(path), 1)
            if number % every == 0
        )
        for document in leave_out(documents, known=known):
            for text in document:
                doc = split(Doc(text))
                for span in doc.sentences or ():
                    if _SHORTEST <= span[1] - span[0] <= _LONGEST:
                        yield doc.text_of(span)


def _latin_words(paths: Iterable[str]) -> dict[str, int]:
    """The frequent Latin words of all documents with their counts, in lower case."""
    counts: Counter[str] = Counter()
    for path in paths:
        for document in read_documents(path):
            for text in document:
                counts.update(word.lower() for word in _LATIN.findall(text))
    return {word: count for word, count in counts.items() if count >= _MIN_LATIN}


def drawn(texts: Iterable[str], limit: int, seed: int) -> list[str]:
    """Up to `limit` of the distinct texts, drawn by the seed."""
    drawn = list(dict.fromkeys(texts))
    Random(seed).shuffle(drawn)
    return drawn[:limit]


def _scored(path: str, correct: Corrector) -> dict[str, float]:
    gold = list(read_spelling(path))
    scores = score_spelling(gold, [correct(Doc(pair.source)).text for pair in gold])
    return training.shown(
        path,
        scores,
        sentence_f1=scores.correction.f1,
        character_f1=scores.characters.f1,
        false_alarms=scores.false_alarms,
    )
