"""zhnlp duplicates: groups of records that are nearly equal."""

import json

import pytest

pytest.importorskip("rensa")
LONG = "上海证券交易所今天发布了新的上市规则，自下月一日起实施，已经受理的申请适用旧的规则。"
TEXTS = [LONG, "下雨", "晴", LONG.replace("一日", "三日"), "下雨"]


@pytest.fixture
def news(tmp_path):
    path = tmp_path / "news.jsonl"
    rows = [{"id": f"n{n}", "text": text} for n, text in enumerate(TEXTS)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_groups_are_printed_with_places(run, news):
    done = run("duplicates", "news.jsonl", "--likeness", 0.5)

    assert done.exit_code == 0, done.output
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert [(row[0], row[2]) for row in rows] == [
        ("1", "news.jsonl:1"),
        ("1", "news.jsonl:4"),
        ("2", "news.jsonl:2"),
        ("2", "news.jsonl:5"),
    ]
    assert rows[0][1] == rows[2][1] == "1.00"
    assert done.stderr == "2 groups with 4 of 5 records.\n"


def test_groups_are_objects_with_ids(run, news, tmp_path):
    options = ("--id-field", "id", "--format", "jsonl", "-o", "out.jsonl")

    assert run("duplicates", "news.jsonl", *options).exit_code == 0

    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    last = json.loads(lines[-1])
    assert [each["record"] for each in last["members"]] == ["n1", "n4"]
    assert {each["likeness"] for each in last["members"]} == {1.0}


def test_a_bad_record_is_an_error_with_its_place(run, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "甲"}\n{}\n', encoding="utf-8")

    done = run("duplicates", "a.jsonl")

    assert done.exit_code == 1
    assert "Error: a.jsonl:2: there is no field 'text'" in done.stderr
