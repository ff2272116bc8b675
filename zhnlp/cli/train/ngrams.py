"""zhnlp train ngrams: n-gram models of words and of characters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from zhnlp.cli.outputs import OutputOption, check_file, print_text
from zhnlp.cli.score_texts import read_gold, words_of
from zhnlp.cli.train import training
from zhnlp.cli.train.options import about_options, leave_out_option, pack_option, without_option
from zhnlp.corpus.documents import read_documents
from zhnlp.errors import UsageError
from zhnlp.evaluate import score_words
from zhnlp.models.ngrams.language_model import LanguageModel, Unit
from zhnlp.models.ngrams.model import NgramModel
from zhnlp.stages.segmenter import Method, Segmenter

_SIZE = 9.0  # megabytes of a model of characters
_MIN_COUNTS = {"words": (1, 1, 2, 2, 2), "characters": (5, 1, 1, 2, 2)}


@click.command(
    "ngrams",
    short_help="Count n-grams, to segment or to correct with.",
    epilog="Example: zhnlp train ngrams news.txt.gz --unit characters --size 5 -o ./mine",
)
@click.argument("corpus", nargs=-1, metavar="[CORPUS]...")
@click.option(
    "--unit",
    type=click.Choice(("words", "characters")),
    default="words",
    show_default=True,
    help="words: from segmented text, to segment with; characters: from raw text, to correct with.",
)
@click.option(
    "--order",
    type=click.IntRange(2, 5),
    help="Length of the longest n-gram.  [default: 3; 5 for characters]",
)
@click.option(
    "--size",
    type=click.FloatRange(min=0, min_open=True),
    metavar="MB",
    help="Prune the pack to at most so many megabytes.  [default: 9 for characters]",
)
@click.option(
    "--min-count",
    type=click.IntRange(min=1),
    help="Rarer words or characters are unknown.  [default: 1; 5 for characters]",
)
@leave_out_option
@without_option
@click.option("--from-arpa", metavar="FILE", help="Import a trained model, from KenLM say.")
@click.option(
    "--arpa",
    cls=OutputOption,
    callback=check_file,
    metavar="FILE",
    help="Also write the model as an ARPA file.",
)
@click.option(
    "--score",
    multiple=True,
    metavar="FILE",
    help="Score the model on this text, in the format of CORPUS, and write the scores to the pack."
    " Can be repeated.",
)
@about_options
@pack_option
def command(
    corpus: tuple[str, ...],
    unit: Unit,
    from_arpa: str | None,
    arpa: str | None,
    score: tuple[str, ...],
    data: str | None,
    licence: str | None,
    pack: str,
    **settings: Any,
) -> None:
    """Count and smooth the n-grams of CORPUS, for the methods bigram and trigram.

    CORPUS is UTF-8 text, one sentence or paragraph per line, words separated by white
    space. With --unit characters it is raw text, one paragraph per line with a blank
    line between documents, or .jsonl with a "text", or .tsv and .csv, of which the
    field with the most Han characters is read. Compressed files are unpacked. The same
    input gives the same bytes.
    """
    if bool(corpus) == bool(from_arpa):
        raise UsageError("give either CORPUS or --from-arpa FILE.")
    model: NgramModel | LanguageModel
    about = {**training.about(pack, corpus or [str(from_arpa)], data, licence), "seed": None}
    if from_arpa:
        from zhnlp.models.ngrams.arpa import read_arpa

        _refuse(settings, ("order", "min_count", "leave_out", "without"), "--from-arpa")
        model = read_arpa(from_arpa, unit=unit, size=settings["size"], about=about)
    elif unit == "characters":
        model = _train_characters(corpus, about, **settings)
    else:
        _refuse(settings, ("leave_out", "without"), "--unit words")
        model = _train_words(corpus, about, **settings)
    model.save_pack(Path(pack))
    if arpa:
        from zhnlp.models.ngrams.arpa import write_arpa

        write_arpa(LanguageModel(Path(pack)), arpa)
    scored = _score_characters if unit == "characters" else _score_words
    training.note_scores(pack, score, lambda path: scored(path, Path(pack)))


def _refuse(settings: dict[str, Any], names: Sequence[str], against: str) -> None:
    if given := [name for name in names if settings[name]]:
        raise UsageError(
            f"--{given[0].replace('_', '-')} has no effect with {against}. Leave it out."
        )


def _min_counts(unit: Unit, min_count: int | None) -> tuple[int, ...]:
    first, *others = _MIN_COUNTS[unit]
    return (min_count or first, *others)


def _train_words(
    corpus: Sequence[str],
    about: dict[str, Any],
    *,
    order: int | None,
    size: float | None,
    min_count: int | None,
    **_: Any,
) -> NgramModel:
    from zhnlp.models.ngrams.training import train_ngrams

    return train_ngrams(
        corpus,
        order=order or 3,
        min_counts=_min_counts("words", min_count),
        size=size,
        about=about,
        report=training.tell,
    )


def _train_characters(
    corpus: Sequence[str],
    about: dict[str, Any],
    *,
    order: int | None,
    size: float | None,
    min_count: int | None,
    leave_out: int | None,
    without: Sequence[str],
) -> LanguageModel:
    from zhnlp.models.ngrams.training import train_characters

    return train_characters(
        training.raw_texts(corpus, without, every=leave_out),
        order=order or 5,
        min_counts=_min_counts("characters", min_count),
        size=size or _SIZE,
        about=about,
        report=training.tell,
    )


def _score_characters(path: str, pack: Path) -> dict[str, Any]:
    """Perplexity per character; ends of sentences count as characters."""
    measured = LanguageModel(pack).measure(
        text for document in read_documents(path) for text in document
    )
    print_text(f"{Path(path).name} perplexity {measured.perplexity:.2f} per character")
    return {"perplexity": round(measured.perplexity, 2)}


def _score_words(path: str, pack: Path) -> dict[str, Any]:
    """F1 of the methods that use the model."""
    texts = [words_of(doc) for doc in read_gold(path, ["words"])]
    model = NgramModel(pack)
    scores: dict[str, Any] = {}
    methods: tuple[Method, ...] = ("bigram", "trigram")
    for method in methods[: model.order - 1]:
        segmenter = Segmenter(method, model=model)
        own = score_words(texts, [segmenter.cut("".join(words)) for words in texts])
        print_text(f"{Path(path).name} {method}\n{own}")
        scores[method] = {"f1": round(own.f1, 4)}
    return scores
