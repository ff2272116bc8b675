"""The program that writes packs again."""

import json

import repack
from zhnlp import IdfTable
from zhnlp.packing import check_pack, write_pack

WORDS = [chr(0x4E00 + i * 7 % 500) + chr(0x4E00 + i) for i in range(2000)]


def older(folder):
    """A pack with a plain trie, as earlier versions wrote it, and its model."""
    model = IdfTable.fit([WORDS, WORDS[:900], WORDS[:80]])
    nodes, alphabet = model._words.arrays()
    arrays = {**model.pack.arrays, "nodes": nodes, "alphabet": alphabet}
    write_pack(folder, "IdfTable", model.about, arrays)
    return model


def test_a_pack_of_an_earlier_version_is_read(tmp_path):
    model = older(tmp_path)

    assert dict(IdfTable(tmp_path).items()) == dict(model.items())


def test_a_pack_becomes_smaller_and_answers_the_same(tmp_path, capsys):
    older(tmp_path)
    before = dict(IdfTable(tmp_path).items())
    repack.main([str(tmp_path)])
    told = json.loads(capsys.readouterr().out)
    check_pack(tmp_path)

    assert told["after"] < told["before"] / 1.4
    assert (tmp_path / "arrays.safetensors").stat().st_size == told["after"]
    assert dict(IdfTable(tmp_path).items()) == before


def test_a_pack_that_gets_no_smaller_stays_as_it_is(tmp_path):
    IdfTable.fit([WORDS]).save_pack(tmp_path)
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    repack.main([str(tmp_path)])

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == files
