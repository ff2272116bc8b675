"""The pack of jieba's words, which is made when zhnlp is built."""

import warnings

import pytest

from zhnlp.models.lexicons.jieba import build_jieba_pack
from zhnlp.resources import pack


@pytest.mark.slow
def test_its_pack_is_built_the_same_again(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        build_jieba_pack(tmp_path)

    for name in ("pack.json", "arrays.safetensors"):
        assert (tmp_path / name).read_bytes() == (pack("jieba") / name).read_bytes()
