"""zhnlp tag and zhnlp segment --tags: formats, models, colours."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Pipeline, Segmenter, Tagger, read_corpus
from zhnlp.cli import formats
from zhnlp.cli.colours import coloured_tags, has_colours
from zhnlp.corpus import tags_line
from zhnlp.doc import Doc
from zhnlp.io.blocks import Block

TEXT = "我爱北京天安门\n\n云计算　很好 ABC v1.2.3\r\n最后一行"


@pytest.fixture(scope="module")
def tagging():
    return Pipeline([Segmenter(), Tagger()])


@pytest.mark.parametrize("args", [("tag",), ("segment", "--tags")], ids=" ".join)
def test_words_stand_with_their_tags_and_lines_stay_lines(run, tagging, args):
    first, _, third, last = (tags_line(tagging(line.rstrip("\r"))) for line in TEXT.split("\n"))

    assert run(*args, stdin=TEXT.encode()).stdout_bytes.decode() == f"{first}\n\n{third}\r\n{last}"


@pytest.mark.parametrize("stdin", [b"", b"\n", b"\n\n", b" \n"])
def test_what_has_no_words_gives_its_line_ends(run, stdin):
    assert run("tag", stdin=stdin).stdout_bytes == stdin.replace(b" ", b"")


def test_equal_lines_are_annotated_once():
    asked = []

    def annotate(texts):
        asked.extend(texts)
        return [Doc(text) for text in texts]

    write = formats.DocWriter(annotate, lambda doc, end: f"<{doc.text}>{end}", "strict")
    block = Block("我\n\n\n我\r\n我\n\n我".encode(), "in.txt", 1)

    assert write(block).decode() == "<我>\n<>\n<>\n<我>\r\n<我>\n<>\n<我>"
    assert asked == ["我", "", "我", "我"]  # with three different line ends


def test_json_lines_have_text_words_and_tags(run, tagging):
    result = run("tag", "--format", "jsonl", stdin=TEXT.encode())
    found = [json.loads(line) for line in result.stdout_bytes.decode().split("\n")[:-1]]

    assert found == [tagging(line.removesuffix("\r")).to_dict() for line in TEXT.split("\n")]
    assert {len(each["words"]) - len(each["tags"]) for each in found} == {0}


@pytest.mark.parametrize(
    "models, column",
    [((), "xpos"), (("ud-words", "ud-tags"), "upos")],
    ids=["pku", "ud"],
)
@pytest.mark.parametrize("command", [("tag",), ("segment", "--tags")], ids=" ".join)
def test_conll_has_the_tags_in_their_column(run, tmp_path, models, column, command):
    names = (
        ("--segmenter-model", "--model") if command == ("tag",) else ("--model", "--tagger-model")
    )
    models = [part for pair in zip(names, models, strict=False) for part in pair]
    line = "我爱北京天安门。"
    run(*command, "--format", "conll", *models, "-o", "out.conll", stdin=line.encode())
    run(*command, *models, "-o", "out.txt", stdin=line.encode())
    [doc] = read_corpus(tmp_path / "out.conll", tag_column=column)

    assert f"{tags_line(doc)}" == (tmp_path / "out.txt").read_text("utf-8")


def test_the_models_are_those_asked_for(run):
    args = ("--segmenter-model", "ud-words", "--model", "ud-tags")
    tagging = Pipeline([Segmenter(model="ud-words"), Tagger("ud-tags")])
    result = run("tag", *args, stdin="我爱北京".encode())

    assert result.stdout_bytes.decode() == tags_line(tagging("我爱北京"))


def test_a_lexicon_of_yours_is_used(run, tmp_path):
    (tmp_path / "mine.tsv").write_text("京天\tforce\n", "utf-8")

    assert " 京天/" in run("tag", "--lexicon", "mine.tsv", stdin=TEXT.encode()).stdout


@pytest.mark.parametrize("form", ["text", "jsonl", "conll"])
def test_any_number_of_threads_gives_the_same_bytes(run, form):
    stdin = "".join(f"第{i}行，我爱北京天安门。\n" for i in range(300)).encode()
    one, four = (run("tag", "--format", form, "-j", n, stdin=stdin) for n in (1, 4))

    assert one.exit_code == 0
    assert one.stdout_bytes == four.stdout_bytes


def test_foreign_encodings_and_their_errors_are_those_of_segment(run):
    text = "我爱北京\n"
    plain = run("tag", stdin=text.encode())
    foreign = run("tag", "--encoding", "gb18030", stdin=text.encode("gb18030"))
    broken = run("tag", stdin=b"a\n\xff\n")

    assert (foreign.exit_code, foreign.stdout_bytes) == (0, plain.stdout_bytes)
    assert (broken.exit_code, broken.stderr[:32]) == (1, "Error: <stdin>:2: byte 0xff is n")


def test_a_terminal_gets_colours_and_a_file_none(run, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    plain = run("tag", stdin="我爱北京".encode()).stdout

    assert "\x1b" not in plain
    assert "\x1b[" in coloured_tags(plain)


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals of POSIX")
@pytest.mark.parametrize("no_colour", ["", "1"])
@pytest.mark.parametrize("command", [("tag",), ("segment", "--tags"), ("entities",)], ids=" ".join)
def test_a_real_terminal_gets_colours_unless_the_user_wants_none(
    process, tmp_path, no_colour, command
):
    (tmp_path / "in.txt").write_text("王小明在北京。\n", "utf-8")
    reader, terminal = os.openpty()
    done = process(*command, "in.txt", stdout=terminal, env={"NO_COLOR": no_colour})
    os.close(terminal)
    printed = os.read(reader, 10_000)
    os.close(reader)

    assert (done.returncode, done.stderr) == (0, b"")
    assert (b"\x1b[" in printed) is (no_colour == "")


def test_an_output_file_gets_no_colours(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stdout", type("Terminal", (), {"isatty": lambda self: True})())

    assert [has_colours(target) for target in (None, "-", "out.txt")] == [True, True, False]


words = st.lists(st.text(min_size=1, max_size=3), max_size=5)


@given(words, st.sampled_from(["nr", "v", "w", "PROPN", "X", "x-y"]))
def test_colours_change_nothing_else(words, tag):
    line = tags_line(Doc("".join(words), words=words, tags=(tag,) * len(words)))
    seen = coloured_tags(line)
    for code in ("\x1b[0m", *(f"\x1b[{n}m" for n in range(30, 98))):
        if code not in line:
            seen = seen.replace(code, "")

    assert seen == line


@given(words)
def test_a_line_of_conll_has_ten_columns_for_every_word(words):
    text = "".join(words).replace("\n", "")
    doc = Doc(text, words=tuple(text), tags=("n",) * len(text))
    written = formats.conll_line(lambda _: doc)(text, "\n")
    rows = [row for row in written.split("\n") if row and not row.startswith("# text")]

    assert all(row.count("\t") == 9 for row in rows)
    assert len(rows) == sum(not char.isspace() for char in text)
