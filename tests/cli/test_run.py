"""zhnlp run: a JSON object for each record, with its fields and all that was found."""

import gzip
import io
import json
import subprocess
import sys

import pytest

from zhnlp import Linker, Normalizer, Pipeline, Segmenter, load
from zhnlp.cli.run import _live_pieces
from zhnlp.corpus.records import Reading
from zhnlp.errors import UsageError

WORDS = '[[stages]]\nkind = "Segmenter"\nmethod = "unigram"\n'
TEXT = "我爱北京。"


@pytest.fixture
def words(tmp_path):
    """The options of a pipeline that is loaded in no time."""
    (tmp_path / "words.toml").write_text(WORDS, "utf-8")
    return ("run", "-p", "words.toml")


def objects(result):
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout_bytes.decode().splitlines()]


def test_lines_of_standard_input_go_through_the_pipeline_for_news(run):
    [found] = objects(run("run", stdin=f"{TEXT}\n\n".encode()))

    assert found == {"path": "<stdin>", "line": 1, **load("news")(TEXT).to_dict()}


def test_full_has_all_in_one_object_and_link_adds_links(run):
    text = "我门爱王小明，小明来了。"
    doc = Pipeline([*load("full").stages, Linker()])(text)
    [found] = objects(run("run", "-p", "full", "--link", stdin=text.encode()))

    assert list(found)[2:] == list(doc.to_dict())
    assert found == {"path": "<stdin>", "line": 1, **doc.to_dict()}
    assert found["corrections"][0]["right"] == "们"


def test_a_saved_pipeline_runs(run, tmp_path):
    Pipeline([Normalizer(), Segmenter("unigram")]).save(tmp_path / "mine")
    [found] = objects(run("run", "-p", "./mine", stdin="ＡＩ".encode()))

    assert (found["text"], found["source"], found["words"]) == ("AI", "ＡＩ", ["AI"])


FILES = [
    # name            content                                    options            expected
    ("a.txt", f"{TEXT}\n\n你好\n".encode(), (), [TEXT, "你好"]),
    ("a.txt.gz", gzip.compress(TEXT.encode(), mtime=0), (), [TEXT]),
    ("a.txt", f"{TEXT}\n你好\n".encode("gb18030"), (), [TEXT, "你好"]),
    ("a.txt", "我\n你好\n\n好".encode(), ("--documents", "paragraph"), ["我\n你好", "好"]),
    ("a.txt", f"{TEXT}\n好\n".encode(), ("--documents", "file"), [f"{TEXT}\n好\n"]),
    ("a.jsonl", b'{"text": "\\u6211"}\n{"text": "b"}\n', (), ["我", "b"]),
    ("a.csv", "id,text\n1,我爱\n2,北京\n".encode(), (), ["我爱", "北京"]),
    ("a", "text\tid\n我爱\t1\n".encode(), ("--from", "tsv"), ["我爱"]),
    ("a.txt", TEXT.encode("utf-16"), ("--encoding", "utf-16"), [TEXT]),
]  # fmt: skip


@pytest.mark.parametrize("name, content, options, expected", FILES)
def test_files_of_many_formats_are_read(run, tmp_path, words, name, content, options, expected):
    (tmp_path / name).write_bytes(content)
    found = objects(run(*words, name, *options))

    assert [each["text"] for each in found] == expected
    assert all("".join(each["words"]) == each["text"] for each in found)


def test_a_saved_pipeline_among_the_files_is_an_error(run, tmp_path, words):
    Pipeline([Segmenter("unigram")]).save(tmp_path / "mine")
    result = run(*words, "mine")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "'mine' is the folder of a saved pipeline or stage" in result.stderr
    assert "Give it as the pipeline (--pipeline)" in result.stderr


def test_a_file_in_utf_8_is_not_read_as_utf_16(run, tmp_path, words):
    (tmp_path / "a.txt").write_text("我爱\n", encoding="utf-8")
    result = run(*words, "a.txt", "--encoding", "utf-16")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "a.txt: this is not utf-16 with a byte order mark" in result.stderr


def test_all_fields_are_carried_through(run, tmp_path, words):
    fields = {"id": 7, "body": "ＡＩ好", "近": [1.5, None, {"a": "\ud800"}]}
    (tmp_path / "a.jsonl").write_text(json.dumps(fields), "utf-8")
    [found] = objects(run(*words, "a.jsonl", "--text-field", "body"))

    assert found == {**fields, "words": Segmenter("unigram").cut("ＡＩ好")}


def test_a_table_has_its_values_as_json(run, tmp_path, words):
    pa = pytest.importorskip("pyarrow", reason="it comes with zhnlp[batch]")
    pytest.importorskip("pyarrow.parquet").write_table(
        pa.table({"text": ["我爱"], "n": [float("nan")], "raw": [b"\xff"], "day": ["2026-11-27"]})
        .cast(
            pa.schema(
                {"text": pa.string(), "n": pa.float64(), "raw": pa.binary(), "day": pa.string()}
            )
        )
        .set_column(3, "day", pa.array([20_784], pa.date32())),
        tmp_path / "a.parquet",
    )
    [found] = objects(run(*words, "a.parquet"))

    assert found == {
        "text": "我爱",
        "n": None,
        "raw": "/w==",
        "day": "2026-11-27",
        "words": ["我", "爱"],
    }


def test_the_lexicon_of_the_user_goes_to_the_pipeline(run, tmp_path):
    (tmp_path / "mine.tsv").write_text("宁德时代\tforce\t5\tnt\tBRAND\n", "utf-8")
    [found] = objects(run("run", "-l", "mine.tsv", stdin="宁德时代上涨".encode()))

    assert (found["words"], found["entities"]) == (["宁德时代", "上涨"], [[0, 4, "BRAND"]])


def test_the_output_can_be_a_file(run, tmp_path, words):
    result = run(*words, "-o", "out.jsonl", stdin=TEXT.encode())

    assert (result.exit_code, result.stdout_bytes) == (0, b"")
    assert json.loads((tmp_path / "out.jsonl").read_bytes())["text"] == TEXT


def test_nothing_in_gives_nothing_out(run, words):
    assert run(*words, stdin=b"\n \n").stdout_bytes == b""


BAD = """{"id": 1, "text": "我"}
{"id": 2}
{"id": 3, "text": "爱", "words": 3}
{"id": 4, "text": "京"}
"""


@pytest.fixture
def bad(tmp_path):
    (tmp_path / "bad.jsonl").write_text(BAD, "utf-8")
    return "bad.jsonl"


@pytest.mark.parametrize("stdin", [False, True])
def test_a_bad_record_ends_the_run_behind_the_lines_before_it(run, words, bad, stdin):
    files = ("--from", "jsonl") if stdin else (bad,)
    result = run(*words, *files, stdin=BAD.encode() if stdin else b"")
    path = "<stdin>" if stdin else bad

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {path}:2: ")
    assert "add --skip-bad" in result.stderr
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1]


def test_bad_records_can_be_left_out_with_a_warning_each(run, words, bad):
    result = run(*words, bad, "--skip-bad")
    first, second = result.stderr.splitlines()

    assert [each["id"] for each in objects(result)] == [1, 4]
    assert first.startswith("Warning: bad.jsonl:2: ")
    assert second.startswith("Warning: bad.jsonl:3: field 'words' of the record has the name of a")
    assert "--prefix" in second


def test_a_prefix_keeps_fields_and_layers_apart(run, words, bad):
    result = run(*words, bad, "--skip-bad", "--prefix", "nlp_")

    assert [(each["id"], each["nlp_words"]) for each in objects(result)] == [
        (1, ["我"]),
        (3, ["爱"]),
        (4, ["京"]),
    ]


@pytest.mark.parametrize(
    "options, code, problem",
    [
        (("none.txt",), 1, "there is no file 'none.txt'. Name files"),
        (("-p", "nws"), 2, "there is no pipeline 'nws'. Did you mean 'news'?"),
        (("-p", "none.toml"), 1, "cannot read pipeline 'none.toml': No such file"),
        (("-p", "words.toml", "--link"), 1, "Linker (stage 1) needs 'entities'"),
        (
            ("-p", "words.toml", "words.toml"),
            2,
            "the name of 'words.toml' does not say its format.",
        ),
        (("-p", "words.toml", "--encoding", "utf9"), 2, "there is no text encoding 'utf9'"),
    ],
)
def test_what_is_wrong_is_told(run, words, options, code, problem):
    result = run("run", *options)

    assert (result.exit_code, result.stdout_bytes) == (code, b"")
    assert problem in " ".join(result.stderr.split())


def test_bytes_that_are_not_utf8_are_told_with_their_line(run, words):
    result = run(*words, stdin=f"{TEXT}\n".encode() + b"\xff\n")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: <stdin>:2: ")
    assert len(result.stdout_bytes.splitlines()) == 1


def test_a_byte_order_mark_is_no_text(run, words):
    assert objects(run(*words, stdin=f"\ufeff{TEXT}".encode()))[0]["text"] == TEXT


class Slow(io.BytesIO):
    """Gives a line at a time, as a slow pipe does."""

    def read1(self, size=-1):
        return self.readline()


@pytest.mark.parametrize("format", ["text", "jsonl"])
def test_a_slow_pipe_gives_a_piece_for_each_line(monkeypatch, format):
    monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": Slow(b"a\nb\nc")}))
    pieces = list(_live_pieces("-", format, Reading()))

    assert [(piece.first_line, piece.data) for piece in pieces] == [
        (1, b"a\n"), (2, b"b\n"), (3, b"c"),
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are closed otherwise there")
@pytest.mark.slow
def test_a_line_is_answered_before_the_next_is_there(tmp_path, words):
    command = [sys.executable, "-m", "zhnlp", *words]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=tmp_path, **pipes) as child:
        for text in ("我爱", "北京"):
            child.stdin.write(f"{text}\n".encode())
            child.stdin.flush()
            assert json.loads(child.stdout.readline())["text"] == text
        child.stdout.close()
        child.stdin.write("好\n".encode())
        child.stdin.close()
        child.wait(60)

        assert (child.returncode, child.stderr.read()) == (141, b"")


def test_a_stage_that_fails_is_told_with_the_place_of_its_record(run, words, monkeypatch):
    cut = Segmenter.batch

    def fails(self, docs):
        if any("爱" in doc.text for doc in docs):
            raise UsageError("this text is trouble.")
        return cut(self, docs)

    monkeypatch.setattr(Segmenter, "batch", fails)
    stdin = "好\n我爱\n他\n".encode()
    stopped, skipped = run(*words, stdin=stdin), run(*words, "--skip-bad", stdin=stdin)

    assert stopped.exit_code == 1
    assert "Error: <stdin>:2: this text is trouble." in stopped.stderr
    assert [each["text"] for each in objects(skipped)] == ["好", "他"]
    assert "Warning: <stdin>:2: this text is trouble." in skipped.stderr
