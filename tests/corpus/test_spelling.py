"""Pairs of a misspelled text and the right one: their formats, and what is an error."""

import gzip
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.corpus import SPELLING_FORMATS, SpellingPair, read_spelling
from zhnlp.errors import FileError, FormatError, UsageError

PAIRS = [("我在来一次", "我再来一次"), ("[笑] 他在家", "[笑] 他在家"), ("少字", "少了字")]


def spaced(pair):
    return "\t".join(" ".join(text) for text in pair)


def objects(pairs, source="source", target="target"):
    return [{"id": 1, source: wrong, target: right} for wrong, right in pairs]


def as_lines(found):
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in found)


WAYS = {
    "pairs": lambda pairs: "\n".join(map("\t".join, pairs)),
    "sighan": lambda pairs: "\n".join(f"{int(a != b)}\t{a}\t{b}" for a, b in pairs),
    "spaced": lambda pairs: "\n".join(map(spaced, pairs)),
    "jsonl": lambda pairs: as_lines(objects(pairs)),
    "jsonl, other names": lambda pairs: as_lines(objects(pairs, "original_text", "correct_text")),
    "json": lambda pairs: json.dumps(objects(pairs), ensure_ascii=False),
    "json, indented": lambda pairs: json.dumps(objects(pairs), indent=4),
    "json, other names": lambda pairs: json.dumps(
        objects(pairs, "original_text", "correct_text"), indent=0, ensure_ascii=False
    ),
}


@pytest.fixture(scope="session")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("spelling") / "pairs.txt"


@pytest.fixture(scope="session")
def read(path):
    """Write `text` to a file and read its pairs."""

    def call(text, **settings):
        path.write_bytes(text.encode())
        return list(read_spelling(path, **settings))

    return call


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\n \n"], ids=["plain", "BOM", "blank"])
@pytest.mark.parametrize("way", WAYS)
def test_every_format_is_guessed_or_named(read, way, start, ends):
    text = f"{start}{WAYS[way](PAIRS)}\n".replace("\n", ends)

    assert read(text) == PAIRS
    assert read(text, format=way.partition(",")[0]) == PAIRS


CHARS = st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"])


@pytest.mark.parametrize("way", WAYS)
@given(pairs=st.lists(st.tuples(*[st.text(CHARS, min_size=1)] * 2), min_size=1, max_size=4))
def test_what_is_written_is_read(read, way, pairs):
    pairs = [pair for pair in pairs if "".join(pair).strip()]

    assert read(WAYS[way](pairs), format=way.partition(",")[0]) == pairs


def test_one_pair_is_enough_to_guess_from(read):
    assert read("我在来\t我再来") == [SpellingPair("我在来", "我再来")]
    assert read("我在来一次 吧\t我再来一次 吧") == [("我在来一次 吧", "我再来一次 吧")]
    assert read("2\t在\t再") == [("在", "再")]


@pytest.mark.parametrize("format", [None, *SPELLING_FORMATS])
@pytest.mark.parametrize("text", ["", "\ufeff", "\n\r\n \n"])
def test_a_file_without_text_has_no_pairs(read, text, format):
    assert read(text, format=format) == []


def test_an_empty_list_has_no_pairs(read):
    assert read("[]") == read("\n[\n]\n") == []


def test_a_packed_file_is_unpacked(tmp_path):
    path = tmp_path / "pairs.tsv.gz"
    path.write_bytes(gzip.compress("在\t再\n".encode()))

    assert list(read_spelling(path)) == [("在", "再")]


def test_pairs_come_one_by_one(read, path):
    path.write_text("在\t再\n" * 200 + "在\n", "utf-8")
    pairs = read_spelling(path)

    assert [next(pairs) for _ in range(200)] == [("在", "再")] * 200
    with pytest.raises(FormatError, match=r"pairs\.txt:201: '在' has 1 column\. Write source<TAB>"):
        next(pairs)


OBJECT = 'this is not an object with two texts. Write {"source": "…", "target": "…"}.'
GOOD = '{"source": "在", "target": "再"}'
BAD = [
    # format   text                          line  problem
    ("pairs", "在\t再\n1\t在\t再\n", 2, "has 3 columns. Write source<TAB>target."),
    ("sighan", "1\t在\t再\n1\t在\t再\t再\n", 2, "has 4 columns. Write n<TAB>source<TAB>target."),
    ("sighan", "x\t在\t再\n", 1, "'x' is not a number. Write n<TAB>source<TAB>target."),
    ("spaced", "我 在\t我 再\n我在\t我 再\n", 2, "'我在' is not spaced. Write source<TAB>target"),
    ("jsonl", f"{GOOD}\n[1]\n", 2, OBJECT),
    ("jsonl", f'{GOOD}\n{{"source": "在"}}\n', 2, OBJECT),
    ("jsonl", f'{GOOD}\n{{"source": "在", \n', 2, "this is not JSON: "),
    ("json", f"[{GOOD},\n\n{GOOD},\n[1]]", 4, OBJECT),
    ("json", f"[{GOOD},\n{GOOD}\n", 3, "this is not a JSON list: Expecting value. Write a list of"),
    ("json", f"[{GOOD},\n{{'source'", 2, "this is not a JSON list: Expecting property name"),
    ("json", GOOD, 1, "this is not a JSON list"),
    ("json", f"[{GOOD}]\n[{GOOD}]", 1, "this is not a JSON list: there is text after its end."),
    ("json", "[" * 100_000, 1, "the JSON is nested too deep."),
    ("pairs", "在\t再\n\n在 再", 3, "'在 再' has 1 column. Write source<TAB>target."),
]


@pytest.mark.parametrize("format, text, line, problem", BAD)
def test_what_is_not_in_the_format_is_an_error_with_its_place(read, format, text, line, problem):
    with pytest.raises(FormatError, match=re.escape(f"pairs.txt:{line}: ")) as error:
        read(text, format=format)

    assert problem in str(error.value)


@pytest.mark.parametrize(
    "text", ["我在来一次\n", "1 我 再\n", "a\tb\tc\n", "{{我}}\n", "a\tb\tc\td\n"]
)
def test_what_is_in_no_format_is_an_error_that_names_them(read, text):
    with pytest.raises(FormatError, match=r":2: cannot guess the format of pairs .* sighan,"):
        read(f"\n{text}")


def test_bytes_that_are_not_utf_8_are_an_error_with_their_place(path):
    path.write_bytes("在\t再\n".encode() + b"\xd6\xd0\t\xd6\n")
    with pytest.raises(FormatError, match=r":2: byte 0xd6 is not UTF-8"):
        list(read_spelling(path))


def test_a_format_that_is_not_known_is_an_error_at_once(path):
    with pytest.raises(UsageError, match=r"format 'tsv' is not known\. There are: pairs"):
        read_spelling(path, format="tsv")


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileError, match="cannot read corpus"):
        list(read_spelling(tmp_path / "none"))
