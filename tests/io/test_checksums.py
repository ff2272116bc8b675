"""Checksums: those of zlib and hashlib, for data of any size."""

import hashlib
import zlib
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.core import begin_crc32
from zhnlp.io.checksums import crc32, sha256


@given(st.binary(max_size=300), st.integers(0, 40), st.integers(0, 70))
def test_the_crc32_is_that_of_zlib(data, times, start):
    """It does not depend on where data begin in memory, nor on how much is left at the end."""
    view = memoryview(data * times)[start:]

    assert crc32(view) == zlib.crc32(view)


@pytest.mark.parametrize("byte", [b"\0", b"\1", b"\x80", b"\xff"])
def test_the_crc32_of_one_byte_again_and_again_is_that_of_zlib(byte):
    for size in range(400):
        assert crc32(byte * size) == zlib.crc32(byte * size)


@given(st.binary(max_size=300))
def test_the_beginning_is_read_in_blocks(data):
    """What is read are blocks of 64 bytes, or nothing; zlib goes on from there."""
    n, crc = begin_crc32(data)

    assert n in (0, len(data) // 64 * 64)
    assert crc == zlib.crc32(data[:n])


def test_the_sha256_is_that_of_hashlib():
    assert sha256(array("B", b"abc")) == hashlib.sha256(b"abc").hexdigest()
