"""The files that paths, folders and patterns name."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.corpus import Input, Reading, Reject, cut_pieces, find_inputs, read_piece
from zhnlp.errors import FileError, InputError, UsageError
from zhnlp.io.opening import PACKERS

FILES = [
    "b.jsonl",
    "a.txt.gz",
    "a.txt",
    "notes.docx",
    ".hidden.txt",
    "_SUCCESS",
    "2025/x.csv",
    "2025/12/y.tsv.zst",
    "2025/12/y.JSON",
    "2026/z.parquet",
    "2026/_temporary/z.parquet",
    "2026/.git/z.txt",
    "empty/readme",
]


@pytest.fixture
def tree(tmp_path, monkeypatch):
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*paths, **settings):
    return [os.path.normpath(each.path) for each in find_inputs(paths, Reading(**settings))]


KNOWN = [
    "2025/12/y.JSON",
    "2025/12/y.tsv.zst",
    "2025/x.csv",
    "2026/z.parquet",
    "a.txt",
    "a.txt.gz",
    "b.jsonl",
]


@pytest.mark.parametrize(
    "paths, expected",
    [
        (["b.jsonl", "a.txt"], ["b.jsonl", "a.txt"]),
        (["."], KNOWN),
        (["2026", "2025/x.csv"], ["2026/z.parquet", "2025/x.csv"]),
        (["*.txt*"], ["a.txt", "a.txt.gz"]),
        (["20*"], KNOWN[:4]),
        (["20*/*.csv"], ["2025/x.csv"]),
        (["**/*.[jJ]*"], ["2025/12/y.JSON", "b.jsonl"]),
        (["20*/**/y*", "**/2026/*"], [*KNOWN[:2], "2026/z.parquet"]),
        (["**"], KNOWN),
        (["./202?/**/y*"], ["2025/12/y.JSON", "2025/12/y.tsv.zst"]),
        ([".hid*"], [".hidden.txt"]),
    ],
)
def test_files_are_found_in_order(tree, paths, expected):
    assert found(*paths) == expected
    assert found(*[os.path.join(tree, path) for path in paths]) == [
        os.path.join(tree, path) for path in expected
    ]


def test_a_given_format_is_that_of_every_file(tree):
    assert found("empty", "notes.docx", format="text") == ["empty/readme", "notes.docx"]
    assert found(".", format="text") == sorted([*KNOWN, "empty/readme", "notes.docx"])


def test_an_input_says_what_it_is(tree):
    status = os.stat("2025/x.csv")

    assert list(find_inputs(["2025/x.csv"], Reading())) == [
        Input("2025/x.csv", "csv", 2, status.st_mtime_ns)
    ]
    assert list(find_inputs(["-"], Reading(format="text"))) == [Input("-", "text", -1, 0)]


def test_a_name_with_the_signs_of_patterns_is_a_file_if_it_is_there(tree):
    (tree / "[a]*.txt").write_text("")

    assert found("[a]*.txt") == ["[a]*.txt"]


def test_a_link_back_is_not_followed_again_and_other_links_are(tree):
    os.symlink(tree, tree / "2026" / "back")
    os.symlink(tree / "2025", tree / "2026" / "link")

    assert found("2026/link") == [
        "2026/link/12/y.JSON",
        "2026/link/12/y.tsv.zst",
        "2026/link/x.csv",
    ]
    assert len(found("2026")) < 30


def test_a_link_to_nothing_is_found_and_rejected(tree):
    os.symlink("nowhere", tree / "empty" / "a.txt")
    [found] = find_inputs(["empty"], Reading())
    [piece] = cut_pieces(found, Reading(), 1 << 20)

    assert list(read_piece(piece, Reading())) == [
        Reject("empty/a.txt", "cannot read 'empty/a.txt': No such file or directory.")
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_read_once_if_it_is_named_and_left_out_of_folders(tree):
    os.mkfifo("2026/pipe.txt")

    assert found("2026") == ["2026/z.parquet"]
    assert list(find_inputs(["2026/pipe.txt"], Reading())) == [
        Input("2026/pipe.txt", "text", -1, 0)
    ]


@pytest.mark.parametrize(
    "paths, settings, error, message",
    [
        ([], {}, UsageError, "there is no input. Name files, folders, patterns in quotes, or -."),
        (["none.txt"], {}, FileError, "there is no file 'none.txt'. Name files, folders"),
        (["*.none"], {}, FileError, "no file to read matches '*.none'. Name files"),
        (
            ["empty"],
            {},
            FileError,
            "there is no file to read in 'empty'. Name the format (--from), or",
        ),
        (["notes.docx"], {}, UsageError, "the name of 'notes.docx' does not say its format."),
        (
            ["-"],
            {},
            UsageError,
            "standard input has no name that says its format. Name one (--from): ",
        ),
        (["-", "-"], {"format": "text"}, UsageError, "standard input ('-') is named twice."),
        ("a.txt", {}, InputError, "paths is 'a.txt', of type str. Give a list."),
        ([3], {}, InputError, "path is 3, of type int. Give a str or a Path."),
        (["a.txt"], {"format": "xml"}, UsageError, "format 'xml' is not known. There are: text"),
        (["a.txt"], {"documents": "lines"}, UsageError, "documents 'lines' is not known. Did you"),
        (["a.txt"], {"encoding": "gbx"}, UsageError, "there is no text encoding 'gbx'. Give one"),
        (["a.txt"], {"encoding": "base64"}, UsageError, "there is no text encoding 'base64'."),
        (["a.txt"], {"max_bytes": 0}, UsageError, "max_bytes is 0; it must be a whole number"),
        (["a.txt"], {"text_field": None}, InputError, "text_field is None. Give a str; decode"),
    ],
)
def test_what_cannot_be_found_is_an_error(tree, paths, settings, error, message):
    with pytest.raises(error) as raised:
        list(find_inputs(paths, Reading(**settings)))

    assert str(raised.value)[: len(message)] == message


@given(st.lists(st.sampled_from(["a", "b*", "*", "**", "[ab]", "?", "."]), min_size=1, max_size=4))
def test_no_pattern_finds_a_file_twice(tmp_path_factory, parts):
    folder = tmp_path_factory.getbasetemp() / "any"
    if not folder.exists():
        for name in ("a/a/a.txt", "a/b.txt", "b/a/b/a.txt", "ab.txt"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("")
    try:
        names = found(os.path.join(folder, *parts))
    except FileError:
        return
    assert len(names) == len(set(names))


@pytest.mark.parametrize("end", PACKERS)
def test_names_may_say_how_a_file_is_packed(tree, end):
    (tree / "empty" / f"NEW.JSONL{end.upper()}").write_bytes(b"")
    (tree / "empty" / f"new.jsonl{end}").write_bytes(b"")

    assert [each.format for each in find_inputs(["empty"], Reading())] == ["jsonl", "jsonl"]


def test_a_workbook_of_excel_is_refused_with_advice(tmp_path):
    path = tmp_path / "news.xlsx"
    path.touch()
    with pytest.raises(UsageError, match="a workbook of Excel, which is not read"):
        list(find_inputs([str(path)], Reading()))
