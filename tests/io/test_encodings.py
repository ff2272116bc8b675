"""Encodings of text: every name of a codec with any bytes is read, or an error of one sentence."""

import codecs
import encodings
import pkgutil
from io import BytesIO, TextIOWrapper

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import FileError, FormatError
from zhnlp.io.blocks import read_blocks
from zhnlp.io.encodings import byte_order, is_text_encoding

CODECS = sorted(
    module.name
    for module in pkgutil.iter_modules(encodings.__path__)
    if module.name not in ("aliases", "mbcs", "oem")  # these are on Windows only
)
NO_TEXT = (
    *("base64_codec", "bz2_codec", "hex_codec", "quopri_codec", "rot_13", "uu_codec", "zlib_codec"),
    *("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"),
)
TEXT = [name for name in CODECS if is_text_encoding(name)]


def test_names_of_codecs_that_are_not_of_text_are_told_apart():
    assert {*CODECS} - {*TEXT} == {*NO_TEXT}


@given(st.sampled_from(TEXT), st.binary(max_size=40), st.sampled_from(["strict", "replace"]))
def test_any_bytes_in_any_encoding_are_read_or_one_sentence(encoding, data, errors):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", TextIOWrapper(BytesIO(data)))
        try:
            text = b"".join(
                block.data for block in read_blocks(["-"], encoding=encoding, errors=errors)
            )
        except (FormatError, FileError) as error:
            text = str(error).encode()
            is_sentence = b"--encoding" in text or isinstance(error, FileError)
        else:
            is_sentence = False
    if not is_sentence and codecs.lookup(encoding).name.startswith("utf-8"):
        return  # whose bytes are checked later
    assert text.decode().count("\n") == 0 or not is_sentence


TEXTS = ["我爱北京\n", "一天\n一地\n", "hello\nworld\n", "他说：“AI 2026”。\r\n"]


@pytest.mark.parametrize("name", ["utf-16", "utf-32"])
@pytest.mark.parametrize("order", ["-le", "-be"])
@pytest.mark.parametrize("text", TEXTS)
def test_the_order_of_bytes_is_seen_where_no_mark_says_it(name, order, text):
    assert byte_order(name, text.encode(name + order)) == name + order


@pytest.mark.parametrize("name", ["utf-16", "utf-32"])
@pytest.mark.parametrize("text", [*TEXTS, "hello world ", "我"])
@pytest.mark.parametrize("other", ["utf-8", "gb18030"])
def test_text_in_another_encoding_is_never_taken_for_utf_16(name, text, other):
    assert byte_order(name, text.encode(other)) is None
