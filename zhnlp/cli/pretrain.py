"""zhnlp pretrain: an encoder of characters from raw text."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhnlp.cli.options import seed_option
from zhnlp.cli.train import training
from zhnlp.cli.train.options import pack_option
from zhnlp.doc import Doc
from zhnlp.errors import FileError, UsageError
from zhnlp.io.folders import foreign, obstacle, state_folder
from zhnlp.neural.extras import neural
from zhnlp.packing import About
from zhnlp.stages.segmenter import Segmenter

if TYPE_CHECKING:
    from zhnlp.neural.packed_text import PackedText
    from zhnlp.neural.pretraining_settings import Schedule

_WHAT = "pre-training"
_PASSES = 10.0


@click.command(
    "pretrain",
    epilog="Example: zhnlp pretrain news.txt.gz --minutes 60 -o ./encoder",
)
@click.argument("corpus", nargs=-1, required=True, metavar="CORPUS...")
@pack_option
@click.option(
    "--pack-only",
    is_flag=True,
    help="Write the text as packed rows, to train on elsewhere, and do not train.",
)
@click.option(
    "--vocab",
    metavar="FOLDER",
    help="The vocabulary of this encoder or tokenizer.  [default: characters of CORPUS]",
)
@click.option(
    "--min-count",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="Rarer characters are unknown.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="FILE",
    help="Leave out the sentences in this file, such as a test. Can be repeated.",
)
@click.option("--layers", type=click.IntRange(min=1), default=4, show_default=True, help="Layers.")
@click.option(
    "--width",
    type=click.IntRange(min=1),
    default=256,
    show_default=True,
    help="Width of its states.",
)
@click.option("--heads", type=click.IntRange(min=1), help="Attention heads.  [default: width / 64]")
@click.option("--steps", type=click.IntRange(min=1), help="Number of steps.")
@click.option("--minutes", type=click.FloatRange(0, min_open=True), help="How long to train.")
@click.option(
    "--passes",
    type=click.FloatRange(0, min_open=True),
    help="Passes over the text.  [default: 10, without --steps and --minutes]",
)
@click.option(
    "--batch",
    type=click.IntRange(min=1),
    default=8192,
    show_default=True,
    help="Tokens of a step.",
)
@click.option(
    "--rate",
    type=click.FloatRange(0, min_open=True),
    default=2e-3,
    show_default=True,
    help="Highest step size.",
)
@click.option(
    "--masks",
    type=click.Choice(("confused", "bert")),
    default="confused",
    show_default=True,
    help="confused: 40 % of the chosen tokens become [MASK], 40 % a character of similar sound or "
    "shape, 10 % any token; bert: 80 % [MASK], 10 % any token.",
)
@click.option("--whole-words", is_flag=True, help="Choose whole words, by the default segmenter.")
@click.option(
    "--sentence-pairs",
    "pairs",
    type=click.Choice(("none", "next", "order")),
    default="none",
    show_default=True,
    help="Learn also whether a text follows another (next), or which is first (order).",
)
@click.option(
    "--no-neighbours",
    is_flag=True,
    help="Begin at random, not with heads that look at the tokens beside.",
)
@click.option(
    "--device",
    default="auto",
    show_default=True,
    metavar="NAME",
    help="cpu, cuda and so on; auto takes a GPU if there is one.",
)
@click.option(
    "--save-every",
    type=click.FloatRange(0, min_open=True),
    default=5,
    show_default=True,
    metavar="MINUTES",
    help="Time between two states.",
)
@click.option(
    "--stop-after",
    type=click.FloatRange(0, min_open=True),
    metavar="MINUTES",
    help="Save the state and stop; the same command goes on.",
)
@seed_option
@click.option("--data", metavar="TEXT", help="A description of CORPUS for the folder.")
@click.option("--licence", metavar="TEXT", help="The licence of CORPUS for the folder.")
def command(
    corpus: tuple[str, ...],
    pack: str,
    pack_only: bool,
    vocab: str | None,
    min_count: int,
    without: tuple[str, ...],
    data: str | None,
    licence: str | None,
    **options: Any,
) -> None:
    """Learn a BERT of characters from raw text, by masked tokens.

    CORPUS is raw text as for zhnlp train ngrams --unit characters, or one folder written by
    --pack-only. PACK can be loaded by transformers. After an interruption, the same command goes on
    from the last state; what --steps or --passes trains then is the same as without it. It takes
    one thread; for more, start several processes on packed text by torchrun --nproc-per-node N -m
    zhnlp pretrain. It is fastest where the processor has bfloat16, and on a GPU.
    """
    packed = neural("packed_text", _WHAT)
    if not pack_only:
        _check_state(state_folder(pack))
    about = training.about(pack, corpus, data, licence)
    folder = Path(pack) if pack_only else state_folder(pack) / "text"
    is_packed = len(corpus) == 1 and packed.is_packed_text(corpus[0])
    if is_packed and (pack_only or vocab or without):
        raise UsageError(
            f"{corpus[0]!r} is packed already: --pack-only, --vocab and --without have no effect. "
            "Leave them out."
        )
    if not is_packed:
        if int(os.environ.get("WORLD_SIZE", "1")) > 1 and not pack_only:
            raise UsageError("several processes need packed text. Make it with --pack-only first.")
        _pack(corpus, folder, about, vocab=vocab, min_count=min_count, without=without)
    if not pack_only:
        text = packed.read_packed(corpus[0] if is_packed else folder)
        known = {name: given for name, given in (("data", data), ("licence", licence)) if given}
        noted = {name: text.about[name] for name in ("data", "licence") if name in text.about}
        about = {**about, **noted, **known}
        if _train(text, pack, about, **options) and not is_packed:
            packed.remove_packed(folder)
            with suppress(OSError):  # something else is in it
                folder.parent.rmdir()


def _check_state(folder: Path) -> None:
    """FileError if the state of the training cannot be written, or something else is there."""
    try:
        other = foreign(folder, ("state.pt", "text"))
        other = other or neural("packed_text", _WHAT).foreign_to_packed(folder / "text")
    except OSError:
        other = folder.name
    if other:
        raise FileError(
            f"the state of the training goes to {str(folder)!r}, but something else is there, such "
            f"as {other!r}. Move it away, or write to another folder."
        )
    if problem := obstacle(folder):
        raise FileError(
            f"the state of the training cannot be written to {str(folder)!r}: {problem}. Write to "
            "another folder."
        )


def _pack(
    corpus: Sequence[str],
    folder: Path,
    about: About,
    *,
    vocab: str | None,
    min_count: int,
    without: Sequence[str],
) -> None:
    """Write the packed text to `folder`, unless it is there from an interrupted training."""
    packed = neural("packed_text", _WHAT)
    key = _key([*corpus, *without], (vocab, min_count))
    if packed.is_packed_text(folder) and packed.about_packed(folder).get("key") == key:
        return
    if vocab:
        tokenizer = neural("tokenizer", _WHAT).CharacterTokenizer.from_pretrained(vocab)
    else:
        texts = training.raw_texts(corpus, without)
        tokenizer = packed.character_vocabulary(texts, min_count=min_count)
        training.tell(f"vocabulary {len(tokenizer):,}")
    segment = Segmenter()
    packed.pack_text(
        training.raw_texts(corpus, without),
        tokenizer,
        lambda texts: [doc.words.ends for doc in segment.batch(list(map(Doc, texts)))],
        folder,
        about={**about, "key": key},
        report=training.tell,
    )


def _key(paths: Sequence[str], settings: object) -> str:
    """What differs where a file or a setting does."""
    try:
        found = [(path, os.stat(path).st_size, os.stat(path).st_mtime_ns) for path in paths]
    except OSError as error:
        raise FileError(f"cannot read {error.filename!r}: {error.strerror}.") from error
    return sha256(repr((found, settings)).encode()).hexdigest()


def _train(
    text: PackedText,
    pack: str,
    about: About,
    *,
    save_every: float,
    stop_after: float | None,
    **options: Any,
) -> bool:
    """Train on packed text; whether it is done."""
    masking = neural("masking", _WHAT)
    shape = neural("pretraining_model", _WHAT).Shape(
        options["layers"], options["width"], options["heads"]
    )
    masks = masking.BERT if options["masks"] == "bert" else masking.Masking()
    settings = neural("pretraining_settings", _WHAT).Pretraining(
        _schedule(text, **options),
        shape,
        replace(masks, unit="words") if options["whole_words"] else masks,
        pairs=options["pairs"],
        neighbours=not options["no_neighbours"],
        device=options["device"],
    )
    done: bool = neural("pretraining", _WHAT).pretrain(
        text,
        settings,
        pack,
        save_every=save_every * 60,
        stop_after=math.inf if stop_after is None else stop_after * 60,
        about=about,
        report=training.tell,
    )
    if not done:
        training.tell("stopped; the same command goes on from here.")
    return done


def _schedule(
    text: PackedText,
    *,
    steps: int | None,
    minutes: float | None,
    passes: float | None,
    batch: int,
    rate: float,
    seed: int,
    **_: object,
) -> Schedule:
    """The schedule for these options."""
    if sum(given is not None for given in (steps, minutes, passes)) > 1:
        raise UsageError("give only one of --steps, --minutes and --passes.")
    if steps is None and minutes is None:
        steps = math.ceil((passes or _PASSES) * text.n_tokens / batch)
    schedule: type[Schedule] = neural("pretraining_settings", _WHAT).Schedule
    return schedule(steps=steps, minutes=minutes, batch=batch, rate=rate, seed=seed)
