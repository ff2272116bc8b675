"""Inference of a network: by torch and by onnxruntime, beside a plain loop of `transformers`.

    python benchmarks/neural_inference.py --data PATH-OF-THE-DATA-FOLDER --save

The loop is what one writes in an afternoon: 32 texts in file order, padded to the longest. All
have one thread and the same weights: a BERT of 4 layers and width 256 with labels for names, which
is trained here for a few minutes, because labels of random weights are near ties.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click
from corpora import are_there
from report import about, document, markdown, report_options, save
from texts import NEWS, read_news
from turns import in_process, take_turns

from zhnlp import Doc, Recognizer, read_corpus
from zhnlp.neural.backends import OnnxBackend
from zhnlp.neural.export import export
from zhnlp.neural.inputs import Cut
from zhnlp.neural.names import NeuralNames

NAMES = "ner/msra/train.txt.gz"
BATCH, LONGEST = 32, 510
PLAIN = "plain loop of transformers"


@click.command()
@report_options
@click.option("--model", metavar="FOLDER", help="A network that was trained so before.")
@click.option("--examples", default=5000, show_default=True, help="Sentences to train on.")
@click.option("--texts", "n_texts", default=500, show_default=True, help="Paragraphs to read.")
@click.option("--rounds", default=3, show_default=True, help="How often each is measured.")
def main(
    data: str,
    program: str | None,
    is_saved: bool,
    model: str | None,
    examples: int,
    n_texts: int,
    rounds: int,
) -> None:
    """Measure throughput and agreement."""
    folder = Path(data)
    if not are_there(folder, (NEWS, NAMES)):
        return
    import torch

    torch.set_num_threads(1)
    news = read_news(folder, 10_000_000).decode()
    lines = [line for line in news.split("\n") if line.strip()]
    articles = [
        part[:LONGEST]
        for each in news.split("\n\n")
        for part in each.strip().split("\n", 1)
        if part
    ]
    with tempfile.TemporaryDirectory() as work:
        network = Path(model) if model else Path(work, "names")
        if not model:
            trained(folder / NAMES, examples, Path(work, "encoder"), network)
        figures = {
            name: measured(network, own[:n_texts], Path(work), rounds)
            for name, own in (("Paragraphs", lines), ("Headlines and articles", articles))
        }
    facts = {**about(), "torch": torch.__version__, "threads": "1"}
    text = document(
        "Inference of a network", facts, {name: table(rows) for name, rows in figures.items()}
    )
    click.echo(text)
    if is_saved:
        save("neural_inference", {"about": facts, "results": figures}, text)


def trained(corpus: Path, n: int, encoder: Path, folder: Path) -> None:
    """Train a small BERT from random weights on names, and save it in `folder`."""
    from zhnlp.neural.encoders import EncoderConfig, bert
    from zhnlp.neural.settings import FineTuning, Shape
    from zhnlp.neural.tokenizer import CharacterTokenizer

    docs = [doc for doc in read_corpus(corpus, repair=True) if doc.text]
    random.Random(0).shuffle(docs)
    tokenizer = CharacterTokenizer.train(doc.text for doc in docs)
    config = EncoderConfig(n_tokens=len(tokenizer), width=256, n_layers=4, n_heads=4)
    bert(config).save(encoder)
    tokenizer.save(encoder)
    cut = [
        Doc(d.text, words=tuple(d.text), tags=("x",) * len(d.text), entities=d.entities)
        for d in docs[:n]
    ]
    schedule = FineTuning(passes=1, rate=6e-4, precision="fp32", device="cpu")
    say = lambda line: click.echo(line, err=True)  # noqa: E731
    model = Recognizer().fit(cut, network=Shape(str(encoder)), schedule=schedule, report=say).model
    model.save_pack(folder)  # type: ignore[union-attr]


def measured(folder: Path, texts: Sequence[str], work: Path, rounds: int) -> list[dict[str, Any]]:
    """Throughput from texts to scores, and outputs against those of the plain loop."""
    import numpy as np

    model = NeuralNames.load_pack(folder, device="cpu")
    models = {"torch": model}
    for name in ("onnxruntime fp32", "onnxruntime int8"):
        if not (work / name).is_dir():
            export(model, work / name, int8="int8" in name)
        models[name] = NeuralNames.load_pack(work / name)
        models[name].backend = OnnxBackend(work / name / "network.onnx", threads=1)
    found: dict[str, Any] = {}
    n_bytes = sum(len(text.encode()) for text in texts)
    runs = [in_process(PLAIN, kept(found, PLAIN, plain_loop(folder, texts)), n_bytes)]
    for name, own in models.items():
        for what, way in (("", rows_of), (", sentence by sentence", names_of)):
            runs.append(
                in_process(
                    name + what,
                    kept(found, name + what, partial(way, own, texts)),
                    n_bytes,
                    {"× plain": PLAIN},
                )
            )
    rows = [row.to_dict() for row in take_turns(runs, n_rounds=rounds)]
    for row in rows:
        row["chars_per_s"] = sum(map(len, texts)) / row["cpu_seconds"]
        if "sentence" in row["name"]:
            continue
        pairs = list(zip(found[row["name"]], found[PLAIN], strict=True))
        row["difference"] = max(float(np.abs(own - other).max()) for own, other in pairs)
        same = [own.argmax(1) == other.argmax(1) for own, other in pairs]
        row["agreement"] = float(np.concatenate(same).mean())
        marked = [other.argmax(1) > 0 for _, other in pairs]
        row["names_agreement"] = float(np.concatenate(same)[np.concatenate(marked)].mean())
    return rows


def kept(found: dict[str, Any], name: str, work: Callable[[], Any]) -> Callable[[], None]:
    """Does `work` and keeps its result under `name`."""

    def run() -> None:
        found[name] = work()

    return run


def rows_of(model: NeuralNames, texts: Sequence[str]) -> list[Any]:
    """The scores of each text as one row, as the plain loop reads it."""
    tokens = model.inputs.tokenizer.encode_batch(texts)
    ids = [model.inputs.ids(Cut(text), own) for text, own in zip(texts, tokens, strict=True)]
    return model.rows_scores([model.inputs.framed(own, 0, LONGEST) for own in ids])


def names_of(model: NeuralNames, texts: Sequence[str]) -> list[Any]:
    """The names of each text, as a user gets them."""
    return model.find_batch(texts, [b""] * len(texts), [()] * len(texts))  # type: ignore[list-item]


def plain_loop(folder: Path, texts: Sequence[str]) -> Callable[[], list[Any]]:
    """32 texts at a time in file order, padded to the longest, by transformers alone."""
    import torch
    from safetensors.torch import load_file
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    encoder = AutoModel.from_pretrained(folder / "encoder").eval()
    head = load_file(folder / "network.safetensors")
    weight, bias = head["head.layers.1.weight"], head["head.layers.1.bias"]

    def loop() -> list[Any]:
        found = []
        for first in range(0, len(texts), BATCH):
            batch = tokenizer(
                list(texts[first : first + BATCH]),
                padding=True,
                truncation=True,
                max_length=LONGEST + 2,
                return_tensors="pt",
            )
            with torch.no_grad():
                states = encoder(**batch).last_hidden_state
                scores = torch.nn.functional.linear(states, weight, bias)
            lengths = batch["attention_mask"].sum(1).tolist()
            found += [
                own[1 : length - 1].numpy() for own, length in zip(scores, lengths, strict=True)
            ]
        return found

    return loop


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The figures as a table."""
    head = ("", "characters/s", "× plain", "largest difference", "same label", "of names")
    cells = [
        (
            row["name"],
            f"{row['chars_per_s']:,.0f}",
            f"{row['ratios']['× plain, CPU']:.2f}" if row["ratios"] else "1",
            f"{row['difference']:.1e}" if "difference" in row else "",
            f"{row['agreement']:.4f}" if "difference" in row else "",
            f"{row['names_agreement']:.4f}" if "difference" in row else "",
        )
        for row in rows
    ]
    return markdown([head, *cells])


if __name__ == "__main__":
    main()
