"""Lines of UTF-8 files, packed or not."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import FileError, FormatError
from zhnlp.io.lines import read_lines

TEXT = st.text(st.characters(codec="utf-8")).filter(lambda text: not text.startswith("\ufeff"))


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("lines")


@given(TEXT, st.booleans(), st.sampled_from(["text", "text.gz"]))
def test_lines_are_the_text_whatever_it_is_packed_in(folder, text, has_mark, name):
    data = b"\xef\xbb\xbf" * has_mark + text.encode()
    (folder / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    lines = list(read_lines(folder / name))

    assert "".join(lines) == text
    assert [line for line in lines if "\n" in line[:-1]] == []
    assert len(lines) <= text.count("\n") + 1


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("before", [0, 2])
def test_what_is_not_utf_8_is_an_error_with_its_line(tmp_path, start, before):
    path = tmp_path / "gbk.txt"
    path.write_bytes(start + "我\n".encode() * before + "爱".encode() + b"\xce\xd2")
    with pytest.raises(FormatError) as error:
        list(read_lines(path))

    assert str(error.value) == f"{path}:{before + 1}: byte 0xce is not UTF-8. Convert the file."


@pytest.mark.parametrize(
    "name, content, reason",
    [
        ("none.txt", None, "No such file or directory"),
        ("plain.gz", b"plain", "it is not a valid gzip file"),
        ("cut.gz", gzip.compress(b"text", mtime=0)[:-4], "it ends too early"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error(tmp_path, name, content, reason):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError, match=rf"cannot read corpus '.*{name}': {reason}"):
        list(read_lines(tmp_path / name))
