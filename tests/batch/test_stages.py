"""Stages of a user's own that do what no stage should: only their records are rejects."""

import json
from dataclasses import dataclass

import pytest

from zhnlp.batch import Output, run_batch
from zhnlp.doc import Doc
from zhnlp.errors import RunError
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


def run(stage, folder, here, form="jsonl"):
    """The lines that are left of three, and the reason of the only reject."""
    (folder / "corpus.txt").write_text("我\n爱\n京\n", encoding="utf-8")
    out = folder / "out"
    run_batch(
        [str(folder / "corpus.txt")], Pipeline([stage]), out, engine=here, output=Output(form)
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
def test_what_a_stage_does_to_a_record_rejects_this_one_alone(stage, reason, tmp_path, here):
    lines, found = run(stage, tmp_path, here)

    assert [json.loads(line)["text"] for line in lines.splitlines()] == ["我", "京"]
    assert found.startswith(reason)
    assert len(found) <= 1000


@pytest.mark.parametrize("form", ["jsonl", "conllu"])
def test_a_layer_that_cannot_be_written_rejects_its_record(form, tmp_path, here):
    lines, reason = run(Odd(number_as_word), tmp_path, here, form)

    assert [text in lines for text in "我爱京"] == [True, False, True]
    assert "int" in reason


def test_a_stage_that_shows_an_address_goes_on(tmp_path, here):
    (tmp_path / "corpus.txt").write_text("爱\n", encoding="utf-8")
    for _ in range(2):  # with other addresses
        nlp = Pipeline([Odd(lambda doc: doc)])
        totals = run_batch([str(tmp_path / "corpus.txt")], nlp, tmp_path / "out", engine=here)

    assert totals.n_shards_before == 1


def test_a_message_shows_where_stages_differ(tmp_path, here):
    (tmp_path / "corpus.txt").write_text("爱\n", encoding="utf-8")
    long = "deed " * 50
    first, second = (Pipeline([Odd(long + deed), Loses()]) for deed in ("one", "two"))
    settings = [str(tmp_path / "corpus.txt")], first, tmp_path / "out"
    with pytest.raises(RunError, match="none of the 1 records"):
        run_batch(*settings, engine=here)
    with pytest.raises(RunError, match=r"stages\): ….*deed one.*, now it is ….*deed two"):
        run_batch(settings[0], second, settings[2], engine=here)


def test_another_doc_of_the_same_text_is_taken(tmp_path, here):
    (tmp_path / "corpus.txt").write_text("爱\n", encoding="utf-8")
    nlp = Pipeline([Odd(lambda doc: Doc(doc.text, words=["爱"]))])
    totals = run_batch([str(tmp_path / "corpus.txt")], nlp, tmp_path / "out", engine=here)

    assert (totals.n_documents, totals.n_rejects) == (1, 0)
