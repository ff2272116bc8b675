"""The tables of scripts: from conversions of characters to files that zhnlp reads."""

import pytest

from script_tables import converted, main, write_tables
from zhnlp.errors import UsageError
from zhnlp.resources import dicts

T2S = str.maketrans({"愛": "爱", "國": "国", "后": "后", "\uf900": "岂", "龜": "乌龟"})
S2T = str.maketrans({"爱": "愛"})


def test_only_one_character_for_another_is_written(tmp_path):
    write_tables(tmp_path, "9", lambda text: text.translate(T2S), lambda text: text.translate(S2T))

    assert rows(tmp_path / "traditional.tsv") == ["國\t国", "愛\t爱"]
    assert rows(tmp_path / "simplified.tsv") == ["爱\t愛"]
    assert "OpenCC 9" in (tmp_path / "traditional.tsv").read_text("utf-8")


def test_characters_are_converted_alone_and_once():
    assert converted("bab", str.upper) == {"a": "A", "b": "B"}


@pytest.mark.parametrize("name", ["traditional.tsv", "simplified.tsv"])
def test_the_tables_that_ship_are_made_by_this_program(name, tmp_path):
    opencc = pytest.importorskip("opencc")
    shipped = dicts() / name
    if f"OpenCC {opencc.__version__} " not in shipped.read_text("utf-8"):
        pytest.skip("made by another version of OpenCC")
    main([str(tmp_path)])
    assert (tmp_path / name).read_bytes() == shipped.read_bytes()


def test_without_a_folder_the_use_is_told():
    with pytest.raises(UsageError, match="give one folder"):
        main([])


def rows(path):
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
