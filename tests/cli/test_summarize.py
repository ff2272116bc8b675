"""zhnlp train summarizer and zhnlp summarize."""

import json

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

WHO, WHAT = ("央行", "财政部", "国务院"), ("召开会议", "公布数据")
NEWS = [
    {"title": f"{who}{what}", "text": f"今天{who}{what}，引起关注。"}
    for who in WHO
    for what in WHAT
]
LINES = [each["text"] for each in NEWS[:3]]


@pytest.fixture
def trained(run, tmp_path):
    """Run the training of a tiny model, with more options; the result of the command."""
    text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in NEWS * 4)
    (tmp_path / "news.jsonl").write_text(text, "utf-8")

    def call(*args):
        width = () if "--encoder" in args else ("--width", 16)
        small = (*width, "--passes", 2, "--batch", 100, "-o", "mine")
        return run("train", "summarizer", "news.jsonl", *small, *args)

    return call


def test_a_model_is_trained_scored_and_writes_a_headline_for_each_line(run, trained, tmp_path):
    (tmp_path / "dev.txt").write_text(f"{NEWS[0]['title']}\n{NEWS[0]['text']}\n", "utf-8")
    done = trained("--dev", "dev.txt", "--score", "dev.txt", "--max-length", 9, "--seed", 3)
    about = json.loads((tmp_path / "mine" / "pack.json").read_text("utf-8"))
    text = run("summarize", "--model", "./mine", stdin="\n".join([*LINES, ""]).encode())
    objects = run("summarize", "--model", "./mine", "--format", "jsonl", stdin=LINES[0].encode())

    assert done.stdout.startswith("dev.txt\nROUGE-1 ")
    assert done.stderr.startswith("24 pairs (0 are empty")
    assert "on the development set" in done.stderr
    assert set(about["scores"]["dev.txt"]) == {"rouge1", "rouge2", "rougel"}
    assert (about["beam"]["max_length"], about["training"]["seed"]) == (9, 3)
    assert not (tmp_path / "mine.part").exists()
    assert len(text.stdout_bytes.decode().split("\n")) == 4
    assert json.loads(objects.stdout_bytes) == {
        "text": LINES[0],
        "summary": text.stdout_bytes.decode().split("\n")[0],
    }


def test_blank_lines_stay_blank_and_line_ends_become_lf(run, trained):
    trained()
    found = run("summarize", "--model", "./mine", stdin=f"{LINES[0]}\r\n\r\n \n{LINES[0]}".encode())
    lines = found.stdout_bytes.decode().split("\n")

    assert lines == [lines[0], "", "", lines[0], ""]


@pytest.mark.parametrize(
    "args, code, problem",
    [
        (("--encoder", "gone"), 1, "there is no folder 'gone'"),
        (("--encoder", "./gone"), 1, "is not a folder"),
        (("--dev", "gone.txt"), 1, "gone.txt"),
        (("--dev", "empty.txt"), 2, "empty.txt has no news with titles"),
        (("--rate", "0"), 2, "--rate"),
    ],
)
def test_what_cannot_be_is_an_error_of_one_sentence(trained, tmp_path, args, code, problem):
    (tmp_path / "empty.txt").write_text("", "utf-8")
    result = trained(*args)

    assert result.exit_code == code
    assert problem in result.stderr
    assert "Traceback" not in result.stderr


def test_a_width_has_no_place_beside_an_encoder(trained):
    result = trained("--encoder", "./folder", "--width", 8)

    assert result.exit_code == 2
    assert "--width is of GRUs" in result.stderr


def test_a_folder_that_is_no_summarizer_is_an_error(run, tmp_path):
    result = run("summarize", "--model", "modern-tags", stdin=b"")

    assert result.exit_code == 1
    assert "not a 'TextSummarizer'" in result.stderr
