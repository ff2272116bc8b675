"""Questions about texts in the form of SQuAD."""

import json

import pytest

from zhnlp.corpus import GoldAnswer, GoldQuestion, read_questions
from zhnlp.errors import FormatError

TEXT = "学校建于1898年，位于北京。北京很大。"


def squad(*answers, **changes):
    asked = {"id": "Q1", "question": "哪年建校？", "answers": list(answers), **changes}
    return {"data": [{"paragraphs": [{"context": TEXT, "qas": [asked]}]}]}


def write(folder, data):
    path = folder / "q.json"
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
    return path


ANSWERS = [
    ("1898年", 4, GoldAnswer("1898年", 4), "at its place"),
    ("北京", 18, GoldAnswer("北京", 18), "a place that is not the first"),
    ("1898年", 7, GoldAnswer("1898年", 4), "elsewhere, but only once"),
    ("1898年", -1, GoldAnswer("1898年", 4), "in the text, though it is said not to be"),
    ("建于十九世纪", -1, GoldAnswer("建于十九世纪", None), "in words of its own"),
]


@pytest.mark.parametrize("text, start, expected, shows", ANSWERS, ids=[a[3] for a in ANSWERS])
def test_answers_have_checked_places(tmp_path, text, start, expected, shows):
    if text == "北京":
        start = TEXT.rindex("北京")
        expected = GoldAnswer("北京", start)
    path = write(tmp_path, squad({"text": text, "answer_start": start}))

    assert list(read_questions(path)) == [GoldQuestion(TEXT, "哪年建校？", (expected,), "Q1")]


def test_a_question_may_have_several_answers_or_none(tmp_path):
    answer = {"text": "1898年", "answer_start": 4}
    [asked] = read_questions(write(tmp_path, squad(answer, answer)))
    assert asked.answers == (GoldAnswer("1898年", 4),) * 2
    [asked] = read_questions(write(tmp_path, squad()))
    assert asked.answers == ()
    assert list(read_questions(write(tmp_path, {"data": []}))) == []


BAD = [
    (
        squad({"text": "北京", "answer_start": 0}),
        r"'北京' is not at 0 of its text, and 2 times els",
    ),
    (squad({"text": "上海", "answer_start": 0}), r"and 0 times elsewhere"),
    (squad({"text": "", "answer_start": 99}), r"and 0 times elsewhere"),
    (squad({"text": "北京", "answer_start": "0"}), r"the place of '北京' is '0', no number"),
    (squad({"text": "北京"}), r"the place of '北京' is None"),
    (squad({"answer_start": 0}), r"no text 'text'"),
    (squad(question=None), r"no text 'question'"),
    (squad(answers={}), r"no list 'answers'"),
    (squad(answers=["北京"]), r"no list 'answers' of objects"),
    ([], r":1: there is no list 'data'"),
    ({"data": [{}]}, r"no list 'paragraphs'"),
]


@pytest.mark.parametrize("data, message", BAD)
def test_what_is_not_in_the_form_is_an_error(tmp_path, data, message):
    with pytest.raises(FormatError, match=message):
        list(read_questions(write(tmp_path, data)))


def test_the_error_has_the_line_of_the_question(tmp_path):
    path = write(tmp_path, squad({"text": "上海", "answer_start": 0}))
    [line] = [n for n, row in enumerate(path.read_text("utf-8").split("\n"), 1) if '"Q1"' in row]

    with pytest.raises(FormatError, match=rf"q\.json:{line}: '上海'"):
        list(read_questions(path))


def test_a_file_that_is_no_json_is_an_error_with_its_line(tmp_path):
    path = tmp_path / "q.json"
    path.write_text('{"data":\n [}', "utf-8")
    with pytest.raises(FormatError, match=r"q\.json:2: this is not JSON"):
        list(read_questions(path))
    path.write_text("[" * 200_000, "utf-8")
    with pytest.raises(FormatError, match=r"q\.json:1: this JSON cannot be read|is not JSON"):
        list(read_questions(path))
