"""Labelled texts and pairs: tabs, commas, objects; columns by number and name."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.corpus import LabelledPair, read_labels, read_pairs
from zhnlp.errors import FileError, FormatError, InputError, UsageError

WORD = st.text(st.characters(exclude_characters="\t\r\n", exclude_categories=["Cs"]), min_size=1)
LABEL = WORD.map(str.strip).filter(bool)
FILES = [
    # name, content, settings
    ("a.txt", "很好\tgood\n\n很差\tbad\n", {}),
    ("a.tsv", "good\t很好\r\nbad\t很差", {"text": 2, "label": 1}),
    ("a.tsv", "label\ttext_a\ngood\t很好\nbad\t很差\n", {"text": "text_a", "label": "label"}),
    ("a.tsv", "label\ttext_a\ngood\t很好\nbad\t很差\n", {"text": 2, "label": 1, "header": True}),
    ("a.csv", 'cat,label,text\n1,good,"很好"\n2,bad,很差\n', {"text": "text", "label": "label"}),
    ("a.csv", "很好\tgood\n很差\tbad\n", {}),
    (
        "a.jsonl",
        '{"text": "很好", "label": "good"}\n{"text": "很差", "label": "bad"}\n',
        {"text": "text", "label": "label"},
    ),
    ("a.txt", "\ufeff很好\t good \n很差\tbad\textra\n", {}),
]


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content.encode())
    return path


@pytest.mark.parametrize("name, content, settings", FILES)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
def test_texts_have_their_labels(tmp_path, name, content, settings, packed):
    path = write(tmp_path, name, content)
    if packed:
        path = tmp_path / f"{name}.gz"
        path.write_bytes(gzip.compress(content.encode()))
    docs = list(read_labels(path, **settings))

    assert [(doc.text, dict(doc.categories)) for doc in docs] == [
        ("很好", {"good": 1.0}),
        ("很差", {"bad": 1.0}),
    ]


@given(rows=st.lists(st.tuples(WORD, WORD, LABEL), max_size=5))
def test_pairs_are_read_as_they_were_written(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("pairs") / "pairs.txt"
    path.write_bytes("".join("\t".join(row) + "\n" for row in rows).encode())

    assert list(read_pairs(path)) == [LabelledPair(*row) for row in rows]


def test_pairs_have_columns_by_name(tmp_path):
    path = write(tmp_path, "a.json", '{"id": 1, "a": "x", "b": "y", "label": 0}\n')

    assert list(read_pairs(path, text="a", other="b", label="label")) == [("x", "y", "0")]


def test_a_field_of_csv_may_have_several_lines(tmp_path):
    path = write(tmp_path, "a.csv", 'text,label\n"a,\n""b""",1\nc\n')
    rows = read_labels(path, text="text", label="label")

    assert next(rows).text == 'a,\n"b"'
    with pytest.raises(FormatError, match=r"a\.csv:4: 'c' has 1 column, but column 2"):
        next(rows)


BAD = [
    ("a.txt", "很好\n", {}, r"a\.txt:1: '很好' has 1 column, but column 2 is to be read"),
    ("a.txt", "a\tb\n\n很好\t \n", {}, r"a\.txt:3: the label is empty"),
    (
        "a.txt",
        "a\tlabl\nb\tc\n",
        {"label": "label"},
        r":1: .* column 'label'\. Did you mean 'labl'",
    ),
    ("a.csv", 'a,b\n"c,d\n', {}, r"a\.csv:2: this is not CSV"),
    ("a.jsonl", '{"text": "a"}\n', {"text": "text", "label": "label"}, ":1: .* no text 'label'"),
    ("a.jsonl", "[1]\n", {"text": "text", "label": "label"}, ":1: .* no text 'text'"),
    ("a.jsonl", "\n{\n", {"text": "text", "label": "label"}, ":2: this is not JSON"),
]


@pytest.mark.parametrize("name, content, settings, message", BAD)
def test_a_bad_row_is_an_error_with_its_line(tmp_path, name, content, settings, message):
    with pytest.raises(FormatError, match=message):
        list(read_labels(write(tmp_path, name, content), **settings))


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.jsonl"])
@pytest.mark.parametrize("header", [False, True])
def test_an_empty_file_has_no_texts(tmp_path, name, header):
    assert list(read_labels(write(tmp_path, name, ""), header=header)) == []


@pytest.mark.parametrize("column", [0, -1, True, None, 1.5])
def test_what_is_no_column_is_an_error(tmp_path, column):
    with pytest.raises((UsageError, InputError), match="a column is"):
        read_labels(tmp_path / "a.txt", text=column)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileError, match="cannot read corpus"):
        list(read_labels(tmp_path / "gone.txt"))
