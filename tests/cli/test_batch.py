"""zhnlp batch: options, messages and exit codes; the runs themselves are in tests/batch."""

import json

import pytest

from zhnlp.batch import Totals
from zhnlp.cli.batch import _line, _time

CORPUS = '{"id": 1, "content": "我爱北京。"}\n{"id": 2}\n'


FIELD = ("--text-field", "content")


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "corpus.jsonl"
    path.write_text(CORPUS, encoding="utf-8")
    return path


def test_a_corpus_goes_through_the_pipeline(run, corpus):
    done = run("batch", "corpus.jsonl", "-o", "out", *FIELD, "--id-field", "id", "-j", 1)
    [line] = (corpus.parent / "out" / "parts" / "part-00000.jsonl").read_bytes().splitlines()
    [reject] = (corpus.parent / "out" / "rejects.jsonl").read_bytes().splitlines()

    assert done.exit_code == 0, done.stderr
    assert done.stdout == ""
    assert "1 documents with 4 words and 5 characters in 1 parts: out/parts" in done.stderr
    assert "1 rejects: out/rejects.jsonl, such as corpus.jsonl:2: there is no" in done.stderr
    assert set(json.loads(line)) == {"id", "content", "sentences", "words", "tags", "entities"}
    assert json.loads(reject)["place"] == "corpus.jsonl:2"
    assert json.loads(reject)["id"] == 2


def test_standard_input_is_a_corpus(run, tmp_path):
    for _ in range(2):
        done = run(
            "batch", "-", "-o", "out", "--from", "text", "-j", 1, stdin="我爱北京。\n".encode()
        )
        assert done.exit_code == 0, done.stderr
    other = run("batch", "-", "-o", "out", "--from", "text", stdin="他爱北京。\n".encode())

    assert "1 parts were done before" in done.stderr
    assert other.exit_code == 1
    assert "Error: part 0 was made from other input" in other.stderr


@pytest.mark.parametrize(
    "options, code, message",
    [
        (("nowhere.jsonl", "-o", "out"), 1, "nowhere.jsonl"),
        (("corpus.jsonl",), 2, "Missing option '-o'"),
        (("corpus.jsonl", "-o", "."), 1, "holds something else, such as 'corpus.jsonl'"),
        (("corpus.jsonl", "-o", "corpus.jsonl"), 2, "is both read and written."),
        (("corpus.jsonl", "-o", "out", "--shard-size", "big"), 2, "'big' is not a size. Write"),
        (("corpus.jsonl", "-o", "out", "--shard-size", "0"), 2, "'0' is not a size"),
        (("corpus.jsonl", "-o", "out", "-p", "nws"), 2, "Did you mean 'news'?"),
        (("corpus.jsonl", "-o", "out", "--address", "auto"), 2, "without --engine ray"),
        (("corpus.jsonl", "-o", "out", "--date-field", "d"), 2, "without --report. Add it."),
        (("corpus.jsonl", "-o", "out", "--gpus", "1"), 2, "--gpus has no effect"),
        (("corpus.jsonl", "-o", "out", "-j", "1"), 1, "none of the 2 records could be processed"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(options, code, message, run, corpus):
    done = run("batch", *options)

    assert done.exit_code == code
    assert message in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr


def test_sizes_have_units(run, corpus):
    for number, size in enumerate(("20", "20B", "1k", "1KB", "2 MB", "1GiB")):
        done = run("batch", "corpus.jsonl", "-o", number, *FIELD, "--shard-size", size, "-j", 1)
        assert done.exit_code == 0, done.stderr
    assert len(list((corpus.parent / "0" / "parts").iterdir())) == 2
    assert len(list((corpus.parent / "2" / "parts").iterdir())) == 1


def test_progress_says_rate_and_time_left():
    totals = Totals(n_bytes=30_000_000, n_bytes_before=10_000_000, n_documents=1234, n_rejects=5)

    assert _line(totals, 90_000_000, 10.0) == (
        "30 of 90 MB, 2.0 MB/s, 1,234 documents, 30 s left, 5 rejects"
    )
    assert _line(totals, None, 10.0) == "30 MB, 2.0 MB/s, 1,234 documents, 5 rejects"
    assert _line(totals, 20_000_000, 10.0) == _line(totals, None, 10.0)  # counted in UTF-8
    assert [_time(seconds) for seconds in (9, 75, 7300)] == ["9 s", "1 min 15 s", "2 h 1 min"]
