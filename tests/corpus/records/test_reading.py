"""Files that cannot be read, or not to their end, and streams."""

import bz2
import gzip
import io
import lzma
import os
from functools import partial
from itertools import islice
from random import Random
from types import SimpleNamespace

import pytest

from zhnlp.corpus import Input, Piece, Reading, Record, Reject, cut_pieces, find_inputs, read_piece

SIZES = pytest.mark.parametrize("size", [1, 1000, 1 << 30])
BIG_SIZES = pytest.mark.parametrize("size", [4000, 1 << 30])


def zstd_compress(data):
    return pytest.importorskip("backports.zstd").compress(data)


PACKERS = {
    ".gz": gzip.compress,
    ".bz2": partial(bz2.compress, compresslevel=1),
    ".xz": partial(lzma.compress, preset=0),
    ".zst": zstd_compress,
}


@pytest.fixture(scope="module")
def lines():
    """JSON lines that do not pack well."""
    rng = Random(0)
    return b"".join(b'{"text": "%d"}\n' % rng.getrandbits(200) for _ in range(6000))


@BIG_SIZES
@pytest.mark.parametrize("end", PACKERS)
def test_what_comes_before_the_end_of_a_file_that_is_cut_off_is_read(read, lines, end, size):
    packed = PACKERS[end](lines)
    name = f"cut.jsonl{end}"
    *before, last = read(name, packed[: len(packed) * 3 // 4], size)
    whole = read(f"whole.jsonl{end}", packed)

    assert [item.fields for item in before] == [item.fields for item in whole[: len(before)]]
    assert 1000 < len(before) < 6000
    assert (type(last), last.place) == (Reject, f"{name}:{len(before) + 1}")
    assert last.reason.startswith(f"cannot read '{name}': it ends too early. Compress it with ")


@BIG_SIZES
def test_what_comes_before_damage_is_read(read, lines, size):
    packed = bytearray(gzip.compress(lines, mtime=0))
    packed[len(packed) // 2] ^= 0xFF
    *before, last = read("damaged.jsonl.gz", bytes(packed), size)
    others = read("damaged.jsonl.gz", None, 10_000)

    assert [*before, last] == others
    assert all(isinstance(item, Record) for item in before[:1000])
    assert last.reason.startswith("cannot read 'damaged.jsonl.gz': ")


OTHERS = [
    ("a.jsonl", gzip.compress(b"PAR1", mtime=0), "the file is a Parquet file, not jsonl. Name it"),
    ("a.txt", b"PAR1\0\0PAR1", "the file is a Parquet file, not text."),
    (
        "a.txt.gz",
        gzip.compress(gzip.compress(b"a", mtime=0), mtime=0),
        "the file is compressed with gzip, not text.",
    ),
    ("a.csv", b"PK\x03\x04", "the file is a zip archive, as .xlsx and .docx are, not csv."),
    ("a.txt.gz", b"text\n", "cannot read 'a.txt.gz': it is not a valid gzip file (Not a gzipped"),
    ("a.txt.gz", b"", None),
    (
        "a.txt.xz",
        b"text\n",
        "cannot read 'a.txt.xz': its compressed data are damaged (Input format",
    ),
    ("a.conllu", b"%PDF-1.4", "the file is a PDF, not conllu."),
]


@SIZES
@pytest.mark.parametrize("name, content, reason", OTHERS)
@pytest.mark.parametrize("documents", ["line", "file"])
def test_a_file_that_is_not_what_its_name_says_is_rejected_once(
    read, name, content, reason, documents, size
):
    items = read(name, content, size, documents=documents)

    assert [item.place for item in items] == [name] * (reason is not None)
    assert all(item.reason.startswith(reason) for item in items)


@SIZES
def test_a_file_that_is_no_longer_there_is_rejected(size):
    gone = Input("gone.txt", "text", 100, 0)
    items = [
        item for piece in cut_pieces(gone, Reading(), size) for item in read_piece(piece, Reading())
    ]

    assert items == [Reject("gone.txt", "cannot read 'gone.txt': No such file or directory.")]


def test_a_folder_in_place_of_a_file_is_rejected(folder):
    [item] = read_piece(Piece(str(folder), "text"), Reading())

    assert item == Reject(
        str(folder), f"cannot read {str(folder)!r}: it is a folder. Give the files in it."
    )


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be read")
def test_a_file_that_may_not_be_read_is_rejected(read, folder):
    (folder / "mine.txt").touch(mode=0)

    assert read("mine.txt", None) == [
        Reject("mine.txt", "cannot read 'mine.txt': Permission denied.")
    ]


def test_a_file_that_has_become_shorter_is_rejected_where_it_ends(folder):
    path = folder / "short.txt"
    path.write_bytes(b"a\nb\nc\nd\n")
    [found] = find_inputs([str(path)], Reading())
    pieces = list(cut_pieces(found, Reading(), 4))
    path.write_bytes(b"a\nb\nc\n")
    items = [item for piece in pieces for item in read_piece(piece, Reading())]

    assert [item.place for item in items] == [f"{path}:{line}" for line in (1, 2, 3, 4)]
    assert "it has become shorter while it was being read" in items[-1].reason


def test_pieces_of_plain_files_are_places_and_of_packed_files_bytes(folder):
    content = b"a\nb\nc\nd\n"
    for name, data in (("p.txt", content), ("p.txt.gz", gzip.compress(content, mtime=0))):
        (folder / name).write_bytes(data)
    plain, packed = (
        [*cut_pieces(found, Reading(), 4)]
        for name in ("p.txt", "p.txt.gz")
        for found in find_inputs([str(folder / name)], Reading())
    )

    assert [(piece.start, piece.end, piece.first_line) for piece in plain] == [(0, 4, 1), (4, 8, 3)]
    assert [(piece.data, piece.first_line) for piece in packed] == [(b"a\nb\n", 1), (b"c\nd\n", 3)]
    assert [piece.n_bytes for piece in [*plain, *packed]] == [4] * 4


def test_a_small_file_is_one_piece_and_is_not_opened():
    assert list(cut_pieces(Input("none.txt", "text", 99, 0), Reading(), 99)) == [
        Piece("none.txt", "text", n_bytes=99)
    ]


STREAMS = [
    ("text", {}, "我\n\n你", ["<stdin>:1", "<stdin>:3"]),
    ("text", {"documents": "file"}, "我\n\n你", ["<stdin>"]),
    ("csv", {}, "id,text\n1,我\n2,你", ["<stdin>:2", "<stdin>:3"]),
]


@SIZES
@pytest.mark.parametrize("format, settings, content, places", STREAMS)
def test_standard_input_is_read_in_pieces(monkeypatch, format, settings, content, places, size):
    reading = Reading(format=format, **settings)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content.encode())))
    [found] = find_inputs(["-"], reading)
    pieces = list(cut_pieces(found, reading, size))
    monkeypatch.setattr("sys.stdin", None)

    assert [item.place for piece in pieces for item in read_piece(piece, reading)] == places


def test_standard_input_that_is_closed_is_rejected(monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    [piece] = cut_pieces(Input("-", "text", -1, 0), Reading(), 100)

    assert list(read_piece(piece, Reading())) == [
        Reject("<stdin>", "cannot read standard input: it is closed. Name a file.")
    ]


def test_a_stream_without_end_is_read_as_it_comes(monkeypatch):
    def read(size):
        return b"a\n" * (size // 2)

    endless = SimpleNamespace(read=read, read1=read)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=endless))
    pieces = cut_pieces(Input("-", "text", -1, 0), Reading(), 1 << 20)

    assert [piece.n_bytes for piece in islice(pieces, 3)] == [1 << 20] * 3
