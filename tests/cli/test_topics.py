"""zhnlp topics: learn topics, and look at them."""

import json

import pytest

from zhnlp.errors import ExtraError
from zhnlp.view.figures import cjk_font

pytest.importorskip("gensim")
TEXTS = ["股市上涨，银行领先", "球队比赛，教练高兴", "银行和股市都上涨了", "教练说比赛难，球队强"]


@pytest.fixture
def trained(run, tmp_path):
    """The result of a training on records with dates."""
    rows = [
        {"date": f"2024-0{n % 3 + 1}-05", "text": text, "id": n} for n, text in enumerate(TEXTS * 3)
    ]
    rows.append({"date": "2024-01-01", "text": ""})
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "news.jsonl").write_text(lines, encoding="utf-8")
    return run("topics", "train", "news.jsonl", "--topics", 2, "-o", "./mine", "--data", "made up")


def test_training_prints_the_topics_and_writes_a_pack(trained, run, tmp_path):
    assert trained.exit_code == 0, trained.output
    assert "13 documents, 6 words: ./mine\n" in trained.stderr
    about = json.loads((tmp_path / "mine" / "pack.json").read_text(encoding="utf-8"))
    assert (about["name"], about["data"], about["of"]) == ("mine", "made up", "terms")
    shown = run("topics", "show", "--model", "./mine")
    assert shown.stdout == trained.stdout
    head, *rows = (line.split("\t") for line in shown.stdout.splitlines())
    assert head == ["topic", "label", "words"]
    words = [{pair.split(":")[0] for pair in row[2].split()[:3]} for row in rows]
    assert sorted(map(sorted, words)) == [["上涨", "股市", "银行"], ["教练", "比赛", "球队"]]


def test_coherence_is_printed_for_each_topic_and_on_average(trained, run):
    options = ("--model", "./mine", "--measure", "c_npmi", "--words", 3)

    rows = run("topics", "score", "news.jsonl", *options).stdout.splitlines()

    assert rows[0].split("\t") == ["topic", "label", "c_npmi"]
    values = [float(row.split("\t")[2]) for row in rows[1:]]
    assert values[2] == pytest.approx(sum(values[:2]) / 2, abs=1e-3)


def test_a_picture_leaves_out_what_has_no_topics(trained, run, tmp_path):
    pytest.importorskip("matplotlib")
    try:
        cjk_font()
    except ExtraError:
        pytest.skip("this machine has no font with Chinese characters")

    done = run("topics", "plot", "news.jsonl", "--model", "./mine", "-o", "a.svg")

    assert done.exit_code == 0, done.output
    assert done.stderr == "1 documents without a date or a known word are left out.\n"
    assert (tmp_path / "a.svg").read_bytes().startswith(b"<?xml")


def test_a_model_of_lsa_has_nothing_to_draw(trained, run):
    pytest.importorskip("matplotlib")
    made = run("topics", "train", "news.jsonl", "--topics", 2, "-o", "./lsa", "--method", "lsa")
    assert made.exit_code == 0, made.output
    try:
        cjk_font()
    except ExtraError:
        pytest.skip("this machine has no font with Chinese characters")

    done = run("topics", "plot", "news.jsonl", "--model", "./lsa", "-o", "a.svg")

    assert done.exit_code == 2
    assert "the model ./lsa is one of lsa, which has no shares. Train lda." in done.stderr


def test_a_pipeline_file_with_topics_gives_each_record_its_own(trained, run, tmp_path):
    stages = ['kind = "Segmenter"', 'kind = "StopwordFilter"', 'kind = "Topics"\nmodel = "./mine"']
    toml = "".join(f"[[stages]]\n{stage}\n" for stage in stages)
    (tmp_path / "a.toml").write_text(toml, encoding="utf-8")

    lines = run("run", "news.jsonl", "-p", "a.toml").stdout.splitlines()

    found = [json.loads(line)["topics"] for line in lines]
    assert sum(found[0].values()) == pytest.approx(1)
    assert found[-1] == {}


def test_other_words_come_from_a_pipeline(trained, run, tmp_path):
    (tmp_path / "a.toml").write_text('[[stages]]\nkind = "Segmenter"\n', encoding="utf-8")
    options = ("-p", "a.toml", "--of", "words", "-o", "./other", "--topics", 2)

    done = run("topics", "train", "news.jsonl", *options)

    assert done.exit_code == 0, done.output
    wrong = run("topics", "train", "news.jsonl", "-p", "a.toml", "-o", "./third")
    assert wrong.exit_code == 1
    assert "doc.terms has not been filled" in wrong.stderr


def test_an_output_that_is_a_file_is_an_error_before_the_training(run, tmp_path):
    (tmp_path / "a.txt").write_text("北京\n", encoding="utf-8")

    (tmp_path / "b.txt").touch()

    done = run("topics", "train", "a.txt", "-o", "b.txt")

    assert done.stderr == "Error: cannot save to 'b.txt': it is a file. Give a folder to write.\n"


def test_what_cannot_be_learned_is_an_error_before_anything_is_written(run, tmp_path):
    (tmp_path / "a.txt").write_text("的\n", encoding="utf-8")

    done = run("topics", "train", "a.txt", "-o", "./none")

    assert done.exit_code == 2
    assert "there is nothing to learn from. Give more text, or fewer stopwords." in done.stderr
    assert not (tmp_path / "none").exists()
