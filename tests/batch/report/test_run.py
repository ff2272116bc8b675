"""A run writes a report that is the same for any number of workers."""

import json
import sys

import pytest

from zhnlp.batch import Output, run_batch
from zhnlp.corpus.records import Reading
from zhnlp.errors import ExtraError
from zhnlp.pipeline import Pipeline
from zhnlp.stages.segmenter import Segmenter

NLP = Pipeline([Segmenter("unigram")])
REPORT = Output(date_field="date", report=True)


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "corpus.jsonl"
    records = [
        {"n": n, "date": f"2024-0{1 + n % 3}-01", "text": f"北京第{n}天。"} for n in range(30)
    ]
    lines = [*map(json.dumps, records), "{", json.dumps(records[0])]
    path.write_text("\n".join(lines), "utf-8")
    return path


def run(corpus, folder, n_workers):
    """The bytes of the report of a run."""
    reading = Reading(id_field="n")
    run_batch(
        [str(corpus)],
        NLP,
        folder,
        reading=reading,
        output=REPORT,
        shard_size=500,
        n_workers=n_workers,
    )
    return [(folder / f"report.{ending}").read_bytes() for ending in ("json", "html")]


def test_a_run_writes_the_same_report_for_any_number_of_workers(tmp_path, corpus):
    pytest.importorskip("rensa")
    pytest.importorskip("jinja2")
    one, two = (run(corpus, tmp_path / f"out{n}", n) for n in (1, 2))

    assert one == two
    figures = json.loads(one[0])
    assert figures["corpus"]["documents"] == 31
    assert figures["months"]["documents"] == {"2024-01": 11, "2024-02": 10, "2024-03": 10}
    assert figures["duplicates"]["equal"]["superfluous"] == 1
    assert [each["place"] for each in figures["rejects"]["reasons"][0]["examples"]] == [
        f"{corpus}:31"
    ]


def test_a_missing_package_is_named_before_the_run(tmp_path, corpus, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    pytest.importorskip("rensa")

    with pytest.raises(ExtraError, match="jinja2, which is not installed"):
        run(corpus, tmp_path / "out", 1)

    assert not (tmp_path / "out").exists()
