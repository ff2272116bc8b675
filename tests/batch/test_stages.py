"""Stages of a user's own that do what no stage should: only their records are rejects."""

import json
from dataclasses import dataclass

import pytest

from zhnlp.batch import Output, run_batch
from zhnlp.batch.engine import Finished
from zhnlp.batch.worker import Worker
from zhnlp.doc import Doc
from zhnlp.pipeline import Pipeline
from zhnlp.stage import Stage


class Panic(BaseException):
    """What libraries in Rust raise is no Exception."""


class MuteError(Exception):
    """An error whose message cannot be had."""

    def __str__(self):
        raise RuntimeError


@dataclass(frozen=True)
class Odd(Stage):
    """Does something odd with the text 爱."""

    deed: object = None

    provides = ("words",)

    def __call__(self, doc):
        return self.deed(doc) if doc.text == "爱" else Doc(doc.text, words=[doc.text])


@dataclass(frozen=True)
class Loses(Stage):
    """Gives no Doc for the text 爱."""

    def batch(self, docs):
        return [doc for doc in docs if doc.text != "爱"]


class Here:
    """An engine of one worker in this process."""

    n_workers = 1

    def __init__(self, job):
        self.worker, self.task = Worker(job), None

    def give(self, task):
        self.task = task

    def next(self):
        return Finished(self.task, self.worker.do(self.task))

    def close(self):
        pass


def run(stage, folder, form="jsonl"):
    """The lines that are left of three, and the reason of the only reject."""
    (folder / "corpus.txt").write_text("我\n爱\n京\n", encoding="utf-8")
    out = folder / "out"
    run_batch(
        [str(folder / "corpus.txt")], Pipeline([stage]), out, engine=Here, output=Output(form)
    )
    [reject] = [json.loads(line) for line in (out / "rejects.jsonl").read_bytes().splitlines()]
    assert reject["place"] == f"{folder / 'corpus.txt'}:2"
    return (out / "parts" / f"part-00000.{form}").read_text("utf-8"), reject["reason"]


def raising(error):
    def deed(doc):
        raise error

    return deed


def number_as_word(doc):
    object.__setattr__(doc, "words", (1,))
    return doc


@pytest.mark.parametrize(
    "stage, reason",
    [
        (Odd(lambda doc: None), "what the pipeline gave is None. Let its last stage return a Doc."),
        (Odd(lambda doc: "x"), "what the pipeline gave is 'x', of type str. Let its last stage"),
        (Odd(raising(Panic("a panic"))), "Panic: a panic"),
        (Odd(raising(MuteError())), "MuteError: it has no message"),
        (Odd(raising(ValueError("x" * 10_000))), f"ValueError: {'x' * 987}…"),
        (Loses(), "the pipeline gave 0 Docs for 1 texts. Correct its stages."),
    ],
    ids=["none", "str", "panic", "mute", "long", "fewer"],
)
def test_what_a_stage_does_to_a_record_rejects_this_one_alone(stage, reason, tmp_path):
    lines, found = run(stage, tmp_path)

    assert [json.loads(line)["text"] for line in lines.splitlines()] == ["我", "京"]
    assert found.startswith(reason)
    assert len(found) <= 1000


@pytest.mark.parametrize("form", ["jsonl", "conllu"])
def test_a_layer_that_cannot_be_written_rejects_its_record(form, tmp_path):
    lines, reason = run(Odd(number_as_word), tmp_path, form)

    assert [text in lines for text in "我爱京"] == [True, False, True]
    assert "int" in reason


def test_another_doc_of_the_same_text_is_taken(tmp_path):
    (tmp_path / "corpus.txt").write_text("爱\n", encoding="utf-8")
    nlp = Pipeline([Odd(lambda doc: Doc(doc.text, words=["爱"]))])
    totals = run_batch([str(tmp_path / "corpus.txt")], nlp, tmp_path / "out", engine=Here)

    assert (totals.n_documents, totals.n_rejects) == (1, 0)
