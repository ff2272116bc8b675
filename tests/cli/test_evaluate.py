"""evaluate words, tags and entities."""

import json
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from zhnlp import Segmenter, Span, Stage

TEXT = "南京市长江大桥"


@pytest.fixture
def write(tmp_path):
    """Write files, by name."""

    def call(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.txt").write_bytes(text.encode())

    return call


def test_words_of_a_file_are_scored(run, write):
    write(gold="\ufeff我 爱 北京\r\n\n天安门\r\n", mine="我 爱 北 京\n\n天安门", known="我\n爱\n")
    args = ("evaluate", "words", "gold.txt", "--predicted", "mine.txt", "--known", "known.txt")
    *_, unknown, headline = run(*args).stdout.splitlines()
    found = json.loads(run(*args, "--format", "json").stdout)

    assert headline == "P 0.6000 R 0.7500 F1 0.6667"
    assert unknown == "unknown words 0.5000 of all, recall 0.5000"
    assert (found["precision"], found["recall"], found["n_texts"]) == (0.6, 0.75, 2)


def test_words_are_scored_in_any_format(run, write):
    write(
        gold="我\tS\n爱\tS\n北\tB\n京\tE\n",
        mine='{"text": "我 爱北京", "words": ["我", " ", "爱", "北京"]}\n',
        known="我/r 爱/v\n",
    )
    args = ("--predicted", "mine.txt", "--known", "known.txt")
    *_, unknown, headline = run("evaluate", "words", "gold.txt", *args).stdout.splitlines()

    assert headline == "P 1.0000 R 1.0000 F1 1.0000"
    assert unknown == "unknown words 0.3333 of all, recall 1.0000"


def test_the_text_of_the_gold_words_is_segmented(run, write):
    write(gold=" ".join(Segmenter("forward").cut(TEXT)))
    result = run("evaluate", "words", "gold.txt", "--method", "forward")

    assert result.stdout.endswith("P 1.0000 R 1.0000 F1 1.0000\n")


def test_a_format_that_is_named_is_not_guessed(run, write):
    write(gold="我/r 爱/v\n", mine='{"text": "我/r爱/v", "words": ["我/r爱/v"]}')
    args = ("evaluate", "words", "gold.txt", "--predicted", "mine.txt")

    assert run(*args).exit_code == 1
    assert run(*args, "--gold-format", "words").stdout.endswith("P 0.0000 R 0.0000 F1 0.0000\n")


def test_tags_of_a_file_are_scored(run, write):
    write(gold="我/r 爱/v 北京/ns\n", mine="我_r 爱_n 北_n 京_n\n", known="我 爱\n")
    args = ("evaluate", "tags", "gold.txt", "--predicted", "mine.txt", "--known", "known.txt")
    found = json.loads(run(*args, "--format", "json").stdout)

    assert run(*args).stdout.splitlines()[-3:] == [
        "unknown words 0.3333 of all, recall 0.0000",
        "tag accuracy on words cut right 0.5000",
        "joint P 0.2500 R 0.3333 F1 0.2857",
    ]
    assert (found["accuracy"], found["n_cut_right"], found["tags"]["r"]["f1"]) == (0.5, 2, 1)


@pytest.mark.parametrize("column, accuracy", [("upos", "1.0000"), ("xpos", "0.0000")])
def test_the_column_of_tags_can_be_chosen(run, write, column, accuracy):
    write(gold="1 我 _ PRON PRP _ 0 _ _ _\n", mine="我/PRON\n")
    args = ("--predicted", "mine.txt", "--tag-column", column)

    assert f"cut right {accuracy}\n" in run("evaluate", "tags", "gold.txt", *args).stdout


def test_entities_of_a_file_are_scored(run, write):
    write(
        gold="我 O\n爱 O\n北 B-LOC\n京 I-LOC\n",
        mine='{"text": "我爱北京", "entities": [[2, 4, "LOC"], [0, 1, "PER"]]}\n',
    )
    args = ("evaluate", "entities", "gold.txt", "--predicted", "mine.txt")
    found = json.loads(run(*args, "--format", "json").stdout)

    assert run(*args).stdout.splitlines()[2:] == [
        "LOC              P 1.0000 R 1.0000 F1 1.0000  gold 1",
        "PER              P 0.0000 R 0.0000 F1 0.0000  gold 0",
        "micro P 0.5000 R 1.0000 F1 0.6667",
    ]
    assert found["labels"]["PER"]["n_predicted"] == 1


def test_gold_tags_that_do_not_parse_can_be_repaired(run, write):
    write(gold="我 O\n爱 O\n北 I-LOC\n京 I-LOC\n")
    args = ("evaluate", "entities", "gold.txt", "--predicted", "gold.txt")
    result = run(*args)

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: gold.txt:3: 'I-LOC' after 'O' continues a span")
    assert run(*args, "--repair").stdout.endswith("micro P 1.0000 R 1.0000 F1 1.0000\n")


class Tagger(Stage):
    """Gives each word its first character; stands in for the real one, which needs a pack."""

    requires, provides = ("words",), ("tags",)

    def __init__(self, model="first"):
        self.place = {"first": 0, "./last": -1}[model]

    def __call__(self, doc):
        assert (doc.tags, doc.entities) == (None, None)
        return replace(doc, tags=tuple(word[self.place] for word in doc.words))


class Recognizer(Stage):
    """Finds two characters as the label it is given; stands in for the real one."""

    requires, provides = ("words", "tags"), ("entities",)

    def __init__(self, *, model=None):
        self.label = model or "LOC"

    def __call__(self, doc):
        assert len(doc.tags) == len(doc.words)
        return replace(doc, entities=(Span(0, 2, self.label),))


@pytest.fixture
def stages(monkeypatch):
    for stage in (Tagger, Recognizer):
        name = stage.__name__
        module = SimpleNamespace(**{name: stage})
        monkeypatch.setitem(sys.modules, f"zhnlp.stages.{name.lower()}", module)


TAGGED = [
    ((), "accuracy on words cut right 1.0000\njoint P 1.0000 R 1.0000 F1 1.0000\n"),
    (
        ("--model", "./last"),
        "accuracy on words cut right 0.7500\njoint P 0.7500 R 0.7500 F1 0.7500",
    ),
    (("--from-text",), "accuracy on words cut right 1.0000\njoint P 0.6667 R 0.5000 F1 0.5714\n"),
]


@pytest.mark.parametrize("args, printed", TAGGED, ids=["gold words", "model", "from text"])
def test_gold_words_or_the_text_is_tagged(run, write, stages, args, printed):
    write(gold="我/我 爱/爱 天安/天 门/门\n")
    result = run("evaluate", "tags", "gold.txt", *args)

    assert (result.stderr, result.exit_code) == ("", 0)
    assert printed in result.stdout


@pytest.mark.parametrize("args, f1", [((), "1.0000"), (("--model", "./PER"), "0.0000")])
def test_entities_are_found_in_the_gold_text(run, write, stages, args, f1):
    write(gold="北 B-LOC\n京 I-LOC\n好 O\n")

    assert run("evaluate", "entities", "gold.txt", *args).stdout.endswith(f"F1 {f1}\n")


WRONG = [
    # layer     gold          predicted           what is said
    ("words", "我 爱\n你\n", "我 爱\n", "mine.txt:1: the file has 1 texts, the gold file has 2."),
    ("words", "我 爱\n", "我 爱\n\n你\n", "mine.txt:3: the file has 2 texts, the gold file has 1."),
    (
        "words",
        "我 爱\n他\n",
        "我 爱\n你\n",
        "mine.txt:2: the text differs from the gold text at '你'",
    ),
    ("words", "我 爱\n", "", "mine.txt:1: the file has 0 texts"),
    ("words", "\n", "我\n", "gold.txt:1: the file has no texts. Give a corpus to score against."),
    ("words", "我 O\n", "我\n", "gold.txt:1: the text has no words."),
    ("tags", "我/r\n", "我\n", "mine.txt:1: the text has no tags."),
    ("tags", "我/r\n", "你/r\n", "mine.txt:1: the text differs from the gold text at '你'"),
    ("tags", "我/r 爱/v 你\n", "我\n", "gold.txt:1: '你' has no tag."),
    ("entities", "我 O\n", "我/r\n", "mine.txt:1: the text has no entities."),
    ("entities", "我 O\n", "我 O\n你 O\n", "mine.txt:1: the text differs"),
]


@pytest.mark.parametrize("layer, gold, mine, sentence", WRONG)
def test_what_cannot_be_scored_is_an_error_with_its_place(run, write, layer, gold, mine, sentence):
    write(gold=gold, mine=mine)
    result = run("evaluate", layer, "gold.txt", "--predicted", "mine.txt")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: {sentence}")


OPTIONS = [
    ("words", ("--method", "jieba")),
    ("words", ("--no-hmm",)),
    ("tags", ("--model", "./mine")),
    ("tags", ("--from-text",)),
    ("entities", ("--model", "./mine")),
]


@pytest.mark.parametrize("layer, option", OPTIONS)
def test_an_option_without_effect_is_not_ignored_in_silence(run, layer, option):
    result = run("evaluate", layer, "gold.txt", "--predicted", "x", *option)

    assert result.exit_code == 2
    assert f"{option[0]} has no effect" in result.stderr
