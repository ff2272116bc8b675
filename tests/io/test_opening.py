"""Files that are opened for reading, packed or not."""

import bz2
import gzip
import lzma
import sys

import pytest

from zhnlp.errors import ExtraError, FileError
from zhnlp.io.opening import is_packed, opened, unpacked_name

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
