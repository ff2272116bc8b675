"""Files that are opened for reading, packed or not."""

import bz2
import gzip
import lzma
import re
import sys
from io import BytesIO, TextIOWrapper
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import ExtraError, FileError
from zhnlp.io.opening import StandardInput, is_packed, opened, unpacked_name
from zhnlp.io.starts import packed_as

TEXT = "我爱北京\n".encode() * 99


def zstd_compress(data):
    return pytest.importorskip("backports.zstd").compress(data)


PACKERS = {
    "": bytes,
    ".gz": gzip.compress,
    ".zst": zstd_compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
}
PACKED = [end for end in PACKERS if end]


def read(path):
    with opened(path) as file:
        return file.read()


@pytest.mark.parametrize("end", PACKERS)
def test_a_file_is_unpacked_as_its_name_says(tmp_path, end):
    path = tmp_path / f"a.txt{end}"
    path.write_bytes(PACKERS[end](TEXT))

    assert read(path) == TEXT
    assert is_packed(path) == (end != "")
    assert unpacked_name(path) == str(tmp_path / "a.txt")
    assert read(path.rename(tmp_path / f"A.TXT{end.upper()}")) == TEXT


@pytest.mark.parametrize("end", PACKED)
def test_a_file_of_several_parts_is_read_to_its_end(tmp_path, end):
    """As pigz, pbzip2 and ``cat a.gz b.gz`` write them."""
    path = tmp_path / f"a.txt{end}"
    path.write_bytes(PACKERS[end](TEXT) + PACKERS[end](TEXT))

    assert read(path) == TEXT + TEXT


@pytest.mark.parametrize("end", PACKED)
def test_a_file_that_is_cut_off_is_an_error(tmp_path, end):
    path = tmp_path / f"a.txt{end}"
    path.write_bytes(PACKERS[end](TEXT)[:-5])
    with pytest.raises(FileError, match=r"a\.txt.*': it ends too early\. Compress it with \w+ aga"):
        read(path)


@pytest.mark.parametrize("end", PACKED)
def test_a_file_that_is_not_packed_is_an_error(tmp_path, end):
    PACKERS[end](TEXT)  # skips without its package
    path = tmp_path / f"a.txt{end}"
    path.write_bytes(TEXT)
    with pytest.raises(FileError, match=r"not a valid \w+ file|data are damaged"):
        read(path)


@pytest.mark.parametrize("end", PACKERS)
def test_a_file_that_is_not_there_is_an_error(tmp_path, end):
    PACKERS[end](TEXT)  # skips without its package
    with pytest.raises(FileError, match="No such file or directory"):
        read(tmp_path / f"none.txt{end}")


def test_a_missing_package_is_an_error_that_names_the_extra(tmp_path, monkeypatch):
    for name in ("backports", "backports.zstd", "compression", "compression.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    (tmp_path / "a.zst").write_bytes(b"")
    with pytest.raises(ExtraError, match=r"pip install 'zhnlp\[batch\]'"):
        read(tmp_path / "a.zst")


@pytest.mark.parametrize("end", PACKED)
@pytest.mark.parametrize("name", ["a.txt", "a", "a.gz"])
def test_a_packed_file_of_any_name_is_known_by_its_first_bytes(tmp_path, end, name):
    path = tmp_path / name
    path.write_bytes(PACKERS[end](TEXT))

    assert read(path) == TEXT
    assert is_packed(path)


@pytest.mark.parametrize("end", PACKERS)
def test_packed_standard_input_is_unpacked(end, monkeypatch):
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(PACKERS[end](TEXT))))

    assert read(StandardInput()) == TEXT


@given(st.binary(max_size=20).filter(lambda data: packed_as(data) is None), st.integers(1, 4))
def test_what_is_not_packed_comes_out_as_it_is(data, size):
    """Also from a pipe that gives a few bytes at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", SimpleNamespace(buffer=Slow(data, size)))

        assert read(StandardInput()) == data


class Slow(BytesIO):
    """Gives a few bytes at a time."""

    def __init__(self, data, size):
        super().__init__(data)
        self.size = size

    def read1(self, size=-1):
        return super().read(self.size if size < 0 else min(size, self.size))


def test_text_that_begins_like_a_packed_file_is_text(tmp_path):
    (tmp_path / "a.txt").write_text("BZh是什么？\n", "utf-8")

    assert read(tmp_path / "a.txt") == "BZh是什么？\n".encode()


TAR = bytes(257) + b"ustar" + bytes(250)
NO_TEXT = [
    (b"PK\x03\x04....", "is a zip archive, as .xlsx and .docx are, not text. Unpack it"),
    (TAR, "is a tar archive, not text. Unpack it"),
    (gzip.compress(TAR, mtime=0), "is a tar archive, not text. Unpack it"),
    (b"\x89PNG\r\n\x1a\n", "is a picture, not text. Give a file of text"),
    (b"%PDF-1.7", "is a PDF, not text. Write its text to a file"),
    (b"\xd0\xcf\x11\xe0....", "is a document of Microsoft Office, not text. Save it as plain text"),
    (b"SQLite format 3\0", "is a database, not text. Write its texts to a file"),
    (b"PAR1....", "is a Parquet file, not text. zhnlp run and zhnlp batch read its records"),
]


@pytest.mark.parametrize("content, sentence", NO_TEXT, ids=[each[1][:20] for each in NO_TEXT])
def test_what_is_not_text_is_an_error_that_says_what_it_is(tmp_path, content, sentence):
    (tmp_path / "a").write_bytes(content)
    problem = f"cannot read '.*a': it {re.escape(sentence)}"
    with pytest.raises(FileError, match=problem), opened(tmp_path / "a", text=True) as file:
        file.read()


def test_a_folder_is_an_error_that_says_what_to_do(tmp_path):
    with pytest.raises(FileError, match=r"folder\. Give the files in it\.|Permission denied"):
        read(tmp_path)
