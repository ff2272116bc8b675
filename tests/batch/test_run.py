"""Runs over corpora in every format: what goes in comes out, once, with what was found."""

import csv
import gzip
import json
from dataclasses import dataclass

import pytest

from reference.engines import Here
from zhnlp.batch import Job, Output, columns, run_batch
from zhnlp.corpus.records import Input, Reading, cut_pieces
from zhnlp.doc import Doc
from zhnlp.errors import ExtraError, FileError, RunError, UsageError
from zhnlp.io.opening import opened
from zhnlp.pipeline import Pipeline
from zhnlp.stage import Stage
from zhnlp.stages.normalizer import Normalizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.splitter import SentenceSplitter

NLP = Pipeline([SentenceSplitter(), Segmenter("unigram")])
RECORDS = [
    {"id": 7, "text": "我爱北京。他也爱。", "site": {"name": "甲"}},
    {"id": 8, "text": "", "tags_of_site": ["a"]},
    {"id": 9, "text": "第一行\n第二行", "views": 1.5},
]


@dataclass(frozen=True)
class Unspoken(Stage):
    """Cannot travel: it holds a function."""

    rule: object = lambda: None

    def __call__(self, doc):
        return doc


@dataclass(frozen=True)
class Anew(Stage):
    """Gives new Docs, which know nothing of those that it was given."""

    provides = ("words",)

    def __call__(self, doc):
        return Doc(doc.text, words=tuple(doc.text))


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "corpus.jsonl"
    lines = [json.dumps(record, ensure_ascii=False) for record in RECORDS]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def parts(folder):
    return sorted((folder / "parts").iterdir())


def run(corpus, folder, nlp=NLP, *, engine=Here, **settings):
    return run_batch([str(corpus)], nlp, folder, engine=engine, **settings)


def test_all_fields_of_a_record_and_the_layers_are_in_the_output(corpus, tmp_path):
    totals = run(corpus, tmp_path / "out", engine=None)  # by processes
    [part] = parts(tmp_path / "out")
    found = [json.loads(line) for line in part.read_bytes().splitlines()]

    assert found == [
        {**record, "words": list(doc.words), "sentences": [list(s)[:2] for s in doc.sentences]}
        for record in RECORDS
        for doc in [NLP(record["text"])]
    ]
    assert (totals.n_documents, totals.n_rejects, totals.n_characters) == (3, 0, 16)
    assert (tmp_path / "out" / "rejects.jsonl").read_bytes() == b""


@pytest.mark.parametrize("ending", ["gz", "zst"])
def test_packed_parts_unpack_to_plain_ones(ending, corpus, tmp_path):
    if ending == "zst":
        pytest.importorskip("backports.zstd")
    run(corpus, tmp_path / "plain")
    for name in ("packed", "again"):
        run(corpus, tmp_path / name, output=Output(f"jsonl.{ending}"))
    [packed], [again], [plain] = (parts(tmp_path / n) for n in ("packed", "again", "plain"))

    with opened(packed) as file:
        assert file.read() == plain.read_bytes()
    assert packed.name == f"part-00000.jsonl.{ending}"
    assert packed.read_bytes() == again.read_bytes()


def test_parquet_parts_have_a_column_for_each_field_and_layer(corpus, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    run(corpus, tmp_path / "out", output=Output("parquet"))
    [part] = parts(tmp_path / "out")
    rows = parquet.read_table(part).to_pylist()

    assert [row["id"] for row in rows] == [7, 8, 9]
    assert [row["text"] for row in rows] == [record["text"] for record in RECORDS]
    assert rows[0]["words"] == list(NLP(RECORDS[0]["text"]).words)
    assert json.loads(rows[0]["extra"]) == {"site": {"name": "甲"}}


def test_conllu_parts_have_a_document_for_each_record(corpus, tmp_path):
    run(corpus, tmp_path / "out", output=Output("conllu"), reading=Reading(id_field="id"))
    [part] = parts(tmp_path / "out")
    text = part.read_text("utf-8")

    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# newdoc id = 7",
        "# text = 我爱北京。",
        "# text = 他也爱。",
        "# newdoc id = 8",
        "# newdoc id = 9",
        "# text = 第一行",
        "# text = 第二行",
    ]


@pytest.mark.parametrize("form, delimiter", [("csv", ","), ("tsv", "\t")])
def test_csv_parts_hold_all_of_the_records_and_what_was_found(form, delimiter, corpus, tmp_path):
    extra = {"id": 10, "text": 'a,"b"\t\r\nc', "new": [1]}  # with a field that the sample lacks
    lines = (
        corpus.read_text("utf-8")
        + "\n"
        + "".join(f"{json.dumps(record)}\n" for record in [RECORDS[0]] * 1000 + [extra])
    )
    corpus.write_text(lines, encoding="utf-8")
    run(corpus, tmp_path / "out", output=Output(form))
    [part] = parts(tmp_path / "out")
    with part.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=delimiter))

    assert list(rows[0]) == [
        "text",
        "id",
        "site",
        "tags_of_site",
        "views",
        *["words", "sentences"],
        "extra",
    ]
    assert [row["id"] for row in rows[:3]] == ["7", "8", "9"]
    assert [row["text"] for row in rows[:3]] == [record["text"] for record in RECORDS]
    assert json.loads(rows[0]["site"]) == RECORDS[0]["site"]
    assert json.loads(rows[0]["words"]) == list(NLP(RECORDS[0]["text"]).words)
    assert (rows[-1]["text"], json.loads(rows[-1]["extra"])) == (extra["text"], {"new": [1]})


def test_csv_parts_are_a_corpus(corpus, tmp_path):
    run(corpus, tmp_path / "first", output=Output("csv"))
    settings = {"output": Output("csv", prefix="again_"), "engine": Here}
    totals = run(tmp_path / "first" / "parts", tmp_path / "second", **settings)

    assert (totals.n_documents, totals.n_rejects) == (3, 0)


def test_half_a_surrogate_pair_is_a_reject_of_csv(tmp_path):
    (tmp_path / "corpus.jsonl").write_text('{"text": "\\ud800"}\n{"text": "我"}\n')
    totals = run(tmp_path / "corpus.jsonl", tmp_path / "out", output=Output("csv"))

    assert (totals.n_documents, totals.n_rejects) == (1, 1)
    assert b"half a surrogate pair" in (tmp_path / "out" / "rejects.jsonl").read_bytes()


def test_a_field_with_the_name_of_a_layer_is_refused_before_csv_is_written(tmp_path):
    (tmp_path / "corpus.jsonl").write_text('{"text": "我", "words": 1}\n')
    with pytest.raises(UsageError, match="there is a field 'words'"):
        run(tmp_path / "corpus.jsonl", tmp_path / "out", output=Output("csv"))


def test_text_parts_have_the_words_of_a_record_on_a_line(corpus, tmp_path):
    run(corpus, tmp_path / "out", output=Output("txt"))
    [part] = parts(tmp_path / "out")
    words = [[word for word in NLP(each["text"]).words if word.strip()] for each in RECORDS]

    assert part.read_text("utf-8").split("\n")[:-1] == [" ".join(each) for each in words]


def test_arrow_parts_hold_what_parquet_parts_do(corpus, tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import feather, parquet

    for form in ("arrow", "parquet"):
        run(corpus, tmp_path / form, output=Output(form))
    [part], [other] = (parts(tmp_path / form) for form in ("arrow", "parquet"))

    assert feather.read_table(part).equals(parquet.read_table(other))
    assert isinstance(pyarrow.ipc.open_file(part), pyarrow.RecordBatchFileReader)
    run(corpus, tmp_path / "again", output=Output("arrow"))
    assert parts(tmp_path / "again")[0].read_bytes() == part.read_bytes()


def test_tables_are_read_and_written(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = pyarrow.table({"id": pyarrow.array([1, 2], pyarrow.int16()), "content": ["我", None]})
    parquet.write_table(table, tmp_path / "corpus.parquet")
    totals = run(
        tmp_path / "corpus.parquet",
        tmp_path / "out",
        reading=Reading(text_field="content"),
        output=Output("parquet"),
    )
    [part] = parts(tmp_path / "out")

    assert (totals.n_documents, totals.n_rejects) == (1, 1)
    assert parquet.read_schema(part).field("id").type == pyarrow.int16()


def test_rewritten_text_stands_beside_the_text_as_given(tmp_path):
    (tmp_path / "corpus.txt").write_text("ＡＢ\n好\n", encoding="utf-8")
    nlp = Pipeline([Normalizer(), Segmenter("unigram")])
    run(tmp_path / "corpus.txt", tmp_path / "out", nlp)
    [part] = parts(tmp_path / "out")
    first, second = (json.loads(line) for line in part.read_bytes().splitlines())

    assert (first["text"], first["source"], first["words"]) == ("AB", "ＡＢ", ["AB"])
    assert (second["text"], second["line"]) == ("好", 2)


def test_a_field_with_the_name_of_a_layer_is_a_reject_unless_there_is_a_prefix(tmp_path):
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text('{"text": "我爱", "words": 2}\n{"text": "我"}\n', encoding="utf-8")
    assert run(corpus, tmp_path / "a").n_rejects == 1
    assert run(corpus, tmp_path / "b", output=Output(prefix="nlp_")).n_rejects == 0
    assert b'"words": 2, "nlp_words": ["' in parts(tmp_path / "b")[0].read_bytes()


def test_a_run_that_is_done_is_not_done_again(corpus, tmp_path):
    first = run(corpus, tmp_path / "out")
    second = run(corpus, tmp_path / "out", engine=lambda job: pytest.fail("started"))

    assert (second.n_documents, second.n_shards_before) == (first.n_documents, 1)


def test_the_output_folder_is_not_read_as_input(corpus, tmp_path):
    assert run(tmp_path, tmp_path / "out").n_documents == 3
    assert run(tmp_path, tmp_path / "out").n_documents == 3


def test_a_packed_input_is_cut_like_a_plain_one(tmp_path):
    content = "".join(f"第{n}行。\n" for n in range(300)).encode()
    (tmp_path / "a.txt").write_bytes(content)
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(content))
    for name in ("a.txt", "b.txt.gz"):
        run(tmp_path / name, tmp_path / name[0], shard_size=500)
    plain, packed = (
        [
            json.loads(line)
            for part in parts(tmp_path / n)
            for line in part.read_bytes().splitlines()
        ]
        for n in "ab"
    )

    assert len(parts(tmp_path / "b")) > 1
    assert [(r["line"], r["text"]) for r in packed] == [(r["line"], r["text"]) for r in plain]


def test_the_progress_of_a_table_has_no_total(tmp_path):
    """Its bytes are counted unpacked, those of the file are fewer."""
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"text": ["我爱"] * 9}), tmp_path / "a.parquet")
    seen = []
    run(tmp_path / "a.parquet", tmp_path / "out", on_progress=lambda _, total: seen.append(total))

    assert seen == [None]


@pytest.mark.parametrize("size, expected", [(1 << 20, 1), (30, 5), (10, 8)])
def test_no_more_workers_than_shards_are_started(tmp_path, monkeypatch, size, expected):
    (tmp_path / "a.txt").write_text("a" * 19 + "\n" + "b" * 39 + "\n", encoding="utf-8")
    started = []

    class Counted(Here):
        def __init__(self, job, n_workers):
            super().__init__(job)
            started.append(n_workers)

    monkeypatch.setattr("zhnlp.batch.run.ProcessEngine", Counted)
    run(tmp_path / "a.txt", tmp_path / "out", engine=None, shard_size=size, n_workers=8)

    assert started == [expected]


def test_no_workers_are_an_error(corpus, tmp_path):
    with pytest.raises(UsageError, match="n_workers is -1"):
        run(corpus, tmp_path / "out", n_workers=-1)


def test_a_stage_that_cannot_travel_is_an_error(corpus, tmp_path):
    nlp = Pipeline([Unspoken(rule=lambda: None)])
    with pytest.raises(RunError, match="the pipeline cannot be sent to worker processes"):
        run(corpus, tmp_path / "out", nlp, engine=None)


@pytest.mark.parametrize(
    "inputs, error", [(["nowhere.jsonl"], FileError), ([], UsageError)], ids=["missing", "none"]
)
def test_inputs_that_are_not_there_are_an_error(inputs, error, tmp_path):
    with pytest.raises(error):
        run_batch(inputs, NLP, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_unknown_format_is_an_error(corpus, tmp_path):
    with pytest.raises(UsageError, match="jsonl"):
        run(corpus, tmp_path / "out", output=Output("json"))


def test_a_missing_package_is_named(corpus, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(ExtraError, match=r"pip install 'zhnlp\[batch\]'"):
        run(corpus, tmp_path / "out", output=Output("parquet"))


def test_a_stage_that_gives_new_docs_loses_nothing_of_the_records(corpus, tmp_path):
    run(corpus, tmp_path / "out", Pipeline([Anew()]))
    [part] = parts(tmp_path / "out")

    assert [json.loads(line)["id"] for line in part.read_bytes().splitlines()] == [7, 8, 9]


def test_the_columns_of_long_records_are_told_by_a_few(tmp_path, monkeypatch):
    pytest.importorskip("pyarrow")
    monkeypatch.setattr(columns, "_BYTES", 200)
    content = "".join(json.dumps({"text": "a" * 90, f"f{n}": n}) + "\n" for n in range(9))
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(content.encode()))
    pieces = cut_pieces(Input(str(path), "jsonl", 1 << 20, 0), Reading(), 100)
    left, job = columns.with_columns(pieces, Job(NLP, Reading(), Output("parquet"), tmp_path))

    assert [name for name in job.schema.names if name.startswith("f")] == ["f0", "f1"]
    assert len(list(left)) == 9
