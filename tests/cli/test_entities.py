"""zhnlp entities: formats, labels, gazetteers, links."""

import json
from dataclasses import replace

import pytest

from zhnlp import Pipeline, Recognizer, Segmenter, Tagger, read_corpus
from zhnlp.cli.entities import json_line, marked_line
from zhnlp.corpus import entities_line
from zhnlp.doc import Doc, Span
from zhnlp.linked import Linked

TEXT = "王小明去年在北京大学学习。\n\n　小明 爱北京\r\n最后一行"
DOC = Doc("王小明爱北京。", entities=(Span(0, 3, "PER"), Span(4, 6, "LOC")))


def pipeline(**settings):
    return Pipeline([Segmenter(), Tagger(), Recognizer(**settings)])


@pytest.fixture
def names(tmp_path):
    """A gazetteer in the folder of the test."""
    (tmp_path / "names.tsv").write_text("# mine\n最后一行\tTITLE\n", "utf-8")


def test_json_lines_are_what_a_corpus_of_entities_has(run, tmp_path):
    nlp = pipeline()
    result = run("entities", "--format", "jsonl", "-o", "out.jsonl", stdin=TEXT.encode())
    lines = (tmp_path / "out.jsonl").read_text("utf-8").split("\n")
    docs = [nlp(line.removesuffix("\r")) for line in TEXT.split("\n")]

    assert result.exit_code == 0
    assert lines == [*map(entities_line, docs), ""]
    assert [set(json.loads(line)) for line in lines[:-1]] == [{"text", "entities"}] * 4
    read = list(read_corpus(tmp_path / "out.jsonl"))
    assert [(doc.text, doc.entities) for doc in read] == [(d.text, d.entities) for d in docs]


def test_as_text_names_are_marked_and_lines_stay_lines(run):
    nlp = pipeline()
    docs = [nlp(line.removesuffix("\r")) for line in TEXT.split("\n")]
    first, second, third, last = (marked_line(doc, (), in_colour=False) for doc in docs)

    printed = run("entities", stdin=TEXT.encode()).stdout_bytes.decode()

    assert printed == f"{first}\n{second}\n{third}\r\n{last}"
    assert "[北京大学 ORG]" in printed


@pytest.mark.parametrize("stdin", [b"", b"\n", b" \n"])
def test_what_has_no_names_is_printed_as_it_is(run, stdin):
    assert run("entities", stdin=stdin).stdout_bytes == stdin


@pytest.mark.parametrize("labels", [("TIME",), ("PER", "TIME"), ("LOC", "NUMBER")], ids=",".join)
def test_only_the_labels_asked_for_are_given(run, labels):
    args = [arg for label in labels for arg in ("--label", label)]
    result = run("entities", *args, "--format", "jsonl", stdin=TEXT.encode())
    nlp = pipeline(labels=labels)

    assert result.stdout_bytes.decode().split("\n")[0] == entities_line(nlp(TEXT.split("\n")[0]))


def test_times_are_found_by_rule_where_they_are_asked_for(run):
    asked = run("entities", "--label", "TIME", stdin=TEXT.encode()).stdout
    plain = run("entities", stdin=TEXT.encode()).stdout

    assert "[去年 TIME]" in asked
    assert "TIME" not in plain


def test_a_label_that_nothing_finds_is_wrong_usage(run):
    result = run("entities", "--label", "TIMES", stdin=b"")

    assert result.exit_code == 2
    assert "the label 'TIMES'" in result.stderr


def test_names_of_a_gazetteer_are_found(run, names):
    result = run("entities", "--gazetteer", "names.tsv", stdin=TEXT.encode())

    assert result.stdout.endswith("[最后一行 TITLE]")


def test_a_bad_line_of_a_gazetteer_is_an_error_before_anything_is_written(run, tmp_path):
    (tmp_path / "names.tsv").write_text("北京\n", "utf-8")
    result = run("entities", "--gazetteer", "names.tsv", "-o", "out.txt", stdin=TEXT.encode())

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(
        "Error: names.tsv:1: '北京' has one column. Write name<TAB>label."
    )
    assert not (tmp_path / "out.txt").exists()


def test_links_add_short_forms_and_say_what_they_are_short_for(run):
    line = "王小明在北京大学（以下简称BJ）学习，王小明爱BJ。"
    shown = run("entities", "--link", stdin=line.encode()).stdout
    found = json.loads(run("entities", "--link", "--format", "jsonl", stdin=line.encode()).stdout)

    assert "[北京大学 ORG]（以下简称[BJ ORG = 北京大学]）" in shown
    assert found["text"] == line
    assert [line[start:end] for start, end, _ in found["entities"]].count("BJ") == 2
    linked = {group["name"]: group["spans"] for group in found["linked"]}
    assert len(linked["北京大学"]) == 3


def test_the_models_are_those_asked_for(run):
    args = ("--model", "cluener-entities", "--segmenter-model", "pku-words", "--tagger-model")
    result = run("entities", *args, "pku-tags", "--format", "jsonl", stdin=TEXT.encode())
    stages = Segmenter(model="pku-words"), Tagger("pku-tags"), Recognizer(model="cluener-entities")
    nlp = Pipeline(stages)

    assert result.stdout_bytes.decode().split("\n")[0] == entities_line(nlp(TEXT.split("\n")[0]))


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_any_number_of_threads_gives_the_same_bytes(run, form):
    stdin = "".join(f"第{i}行，王小明爱北京天安门。\n" for i in range(300)).encode()
    one, four = (run("entities", "--format", form, "-j", n, stdin=stdin) for n in (1, 4))

    assert one.exit_code == 0
    assert one.stdout_bytes == four.stdout_bytes


def test_values_stand_beside_the_entities(run):
    args = (
        "--label",
        "TIME",
        "--label",
        "MONEY",
        "--label",
        "PER",
        "--format",
        "jsonl",
        "--values",
    )
    line = "王小明昨天花5000元，等了三个月。"
    found = [
        json.loads(run("entities", *args, *more, stdin=line.encode()).stdout)
        for more in ((), ("--today", "2026-11-26"))
    ]

    assert [line[start:end] for start, end, _ in found[0]["entities"]] == [
        "王小明", "昨天", "5000元", "三个月",
    ]  # fmt: skip
    amount = {"low": "5000", "high": "5000", "unit": "CNY", "approximate": False}
    length = {"low": "P3M", "high": "P3M", "approximate": False}
    assert found[0]["values"] == [None, None, amount, length]
    day = {"start": "2026-11-25T00:00:00", "end": "2026-11-26T00:00:00", "approximate": False}
    assert found[1]["values"] == [None, day, amount, length]


@pytest.mark.parametrize(
    "args, problem",
    [
        (("--values",), "--values needs --format jsonl."),
        (("--today", "2026-11-26"), "--today has no effect without --values."),
        (("--format", "jsonl", "--values", "--today", "2026-13-01"), "'2026-13-01' is not a day"),
    ],
)
def test_wrong_options_of_values_are_wrong_usage(run, args, problem):
    result = run("entities", *args)

    assert result.exit_code == 2
    assert problem in result.stderr


MARKED = [
    (DOC, (), "[王小明 PER]爱[北京 LOC]。"),
    (replace(DOC, entities=()), (), "王小明爱北京。"),
    (DOC, (Linked("北京市", "LOC", (Span(4, 6, "LOC"),)),), "[王小明 PER]爱[北京 LOC = 北京市]。"),
]


@pytest.mark.parametrize("doc, linked, expected", MARKED, ids=["names", "none", "linked"])
def test_how_names_are_marked(doc, linked, expected):
    coloured = marked_line(doc, linked, in_colour=True)

    assert marked_line(doc, linked, in_colour=False) == expected
    assert ("\x1b[" in coloured) is bool(doc.entities)


def test_what_is_linked_stands_beside_the_entities():
    linked = (Linked("北京", "LOC", (Span(4, 6, "LOC"),)),)

    assert json.loads(json_line(DOC, linked)) == {
        "text": "王小明爱北京。",
        "entities": [[0, 3, "PER"], [4, 6, "LOC"]],
        "linked": [{"id": linked[0].id, "name": "北京", "label": "LOC", "spans": [[4, 6]]}],
    }


@pytest.mark.parametrize("labels", ["PER,LOC", "PER, LOC", "PER，LOC", "LOC,PER,PER"])
def test_labels_may_have_commas_between_them(run, labels):
    args = ("entities", "-t", "王小明昨天去了上海的微软公司")
    several = run(*args, "--label", "PER", "--label", "LOC")

    assert run(*args, "--label", labels).stdout == several.stdout
