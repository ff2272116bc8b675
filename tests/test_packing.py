"""Packing: arrays in a folder, as JSON beside a file in the format of safetensors."""

import gc
import json
import os
import pickle
import shutil
import weakref
from array import array
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from mmap import mmap
from weakref import WeakValueDictionary
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import FormatError, PackError, UsageError
from zhnlp.loading import load
from zhnlp.packing import amend_pack, check_pack, read_pack, write_pack
from zhnlp.resources import pack as shipped
from zhnlp.resources import packs

ARRAYS = {
    "ends": array("i", [1, -2, 3, 4]),
    "bytes": array("B", range(3)),
    "ids": array("I", [0, 2**32 - 1]),
    "weights": array("f", [0.5, -1.5]),
    "scores": array("d", [1e300]),
    "nothing": array("i"),
}


ANY_CHARS = st.just("半\ud800个")
NAMES = st.text().filter(lambda name: name != "__metadata__")


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "pack"
    write_pack(folder, "Test", {"seed": 7, "licence": "无"}, ARRAYS)
    return folder


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("saved")


@pytest.fixture
def checked(monkeypatch):
    """The sizes of the array files whose CRC-32 was taken, in order; none is in use before."""
    monkeypatch.setattr("zhnlp.packing._IN_USE", WeakValueDictionary())
    sizes = []

    def noted(data):
        if isinstance(data, mmap):
            sizes.append(len(data))
        return crc32(data)

    monkeypatch.setattr("zhnlp.packing.crc32", noted)
    return sizes


def change_json(path, **changes):
    """Change what the file says, without the checksum of that; ``...`` leaves a key out."""
    about = json.loads(path.read_bytes()) | {"about_crc32": ...} | changes
    about = {key: value for key, value in about.items() if value is not ...}
    path.write_text(json.dumps(about), "utf-8")


def rewrite_arrays(pack, content):
    """Change the arrays and the checksums that vouch for them."""
    (pack / "arrays.safetensors").write_bytes(content)
    checksums = {"sha256": sha256(content).hexdigest(), "crc32": crc32(content)}
    change_json(pack / "pack.json", **checksums)


def test_a_pack_reads_as_it_was_written(pack):
    read = read_pack(pack, "Test")

    assert {name: array(v.format, v) for name, v in read.arrays.items()} == ARRAYS
    assert (read.about["seed"], read.about["licence"], read.about["format"]) == (7, "无", 1)


def test_the_name_that_safetensors_keeps_is_refused(folder):
    with pytest.raises(UsageError, match="safetensors reserves that name"):
        write_pack(folder, "Test", {}, {"__metadata__": array("I", [1])})


@given(st.dictionaries(NAMES, st.lists(st.integers(0, 2**32 - 1)), max_size=4))
def test_any_arrays_read_as_they_were_written(folder, lists):
    arrays = {name: array("I", items) for name, items in lists.items()}
    write_pack(folder / "any", "Test", {}, arrays)
    read = read_pack(folder / "any", "Test").arrays

    assert {name: view.tolist() for name, view in read.items()} == {
        name: items.tolist() for name, items in arrays.items()
    }


def test_the_same_content_gives_the_same_bytes(pack, tmp_path):
    write_pack(tmp_path / "b", "Test", {"seed": 7, "licence": "无"}, dict(reversed(ARRAYS.items())))

    for name in ("pack.json", "arrays.safetensors"):
        assert (pack / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_nothing_but_the_two_files_is_left(pack):
    assert sorted(path.name for path in pack.iterdir()) == ["arrays.safetensors", "pack.json"]


def test_one_altered_byte_is_noticed(pack):
    path = pack / "arrays.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(PackError, match=r"is damaged: .* Install or make it again"):
        read_pack(pack, "Test")


def test_a_pack_without_a_crc_is_checked_by_its_sha256(pack):
    change_json(pack / "pack.json", crc32=...)
    read_pack(pack, "Test")
    path = pack / "arrays.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(PackError, match="does not have the sha256"):
        read_pack(pack, "Test")


def test_the_sha256_is_checked_when_asked_for(pack):
    check_pack(pack)
    change_json(pack / "pack.json", sha256="0" * 64)
    with pytest.raises(PackError, match="does not have the sha256"):
        check_pack(pack)


def test_arrays_in_use_are_mapped_and_checked_once(pack, checked):
    first = read_pack(pack, "Test")
    view = first.array("ends", "i")
    del first
    second = read_pack(pack, "Test")

    assert second.data.obj is view.obj
    assert len(checked) == 1


def test_every_pack_of_a_pipeline_is_checked_once(checked):
    """The segmenter and the recognizer use one dictionary; a copy uses what the pipeline has."""
    nlp = load("news")
    used = ("jieba", "modern-words", "modern-tags", "modern-entities")
    sizes = [(shipped(name) / "arrays.safetensors").stat().st_size for name in used]

    assert sorted(checked) == sorted(sizes)
    assert pickle.loads(pickle.dumps(nlp)) == nlp
    assert len(checked) == len(used)


def test_what_one_caller_does_to_a_pack_is_not_seen_by_another(pack):
    first = read_pack(pack, "Test")
    first.about["seed"] = "changed"
    first.arrays.clear()

    assert read_pack(pack, "Test").about["seed"] == 7
    assert read_pack(pack, "Test").array("ends", "i").tolist() == [1, -2, 3, 4]
    with pytest.raises(TypeError, match="read-only"):
        read_pack(pack, "Test").array("ends", "i")[0] = 0


def test_a_pack_that_was_replaced_is_read_anew(pack):
    first = read_pack(pack, "Test")
    write_pack(pack, "Test", {"new": True}, {"ends": array("i", [7])})
    second = read_pack(pack, "Test")

    assert (first.array("ends", "i").tolist(), second.array("ends", "i").tolist()) == (
        [1, -2, 3, 4],
        [7],
    )
    amend_pack(pack, {"scores": 1})
    assert read_pack(pack, "Test").about["scores"] == 1


def test_arrays_in_use_are_checked_again_when_another_file_takes_their_place(pack, tmp_path):
    """Even one of the same size and time, beside the same pack.json."""
    path = pack / "arrays.safetensors"
    first = read_pack(pack, "Test")
    content = path.read_bytes()
    (tmp_path / "other").write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(tmp_path / "other", ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    os.replace(tmp_path / "other", path)
    with pytest.raises(PackError, match="is damaged"):
        read_pack(pack, "Test")
    assert bytes(first.data) == content


def test_arrays_in_use_are_checked_again_when_they_are_written_to(pack):
    path = pack / "arrays.safetensors"
    first = read_pack(pack, "Test")
    with path.open("r+b") as file:
        file.write(b"\xff")
    os.utime(path, ns=(0, 0))
    with pytest.raises(PackError, match="is damaged"):
        read_pack(pack, "Test")
    del first


def test_a_pack_in_use_is_checked_again_when_its_checksum_differs(pack):
    first = read_pack(pack, "Test")
    change_json(pack / "pack.json", crc32=first.about["crc32"] ^ 1)
    with pytest.raises(PackError, match="does not have the crc32"):
        read_pack(pack, "Test")


def test_a_pack_that_nothing_uses_is_let_go(pack):
    read = read_pack(pack, "Test")
    view, mapped = read.array("ends", "i"), weakref.ref(read.data.obj)
    del read
    assert mapped() is view.obj

    del view
    gc.collect()
    assert mapped() is None


def test_threads_load_packs_at_the_same_time(pack):
    def ends(_):
        return [read_pack(pack, "Test").array("ends", "i").tolist() for _ in range(20)]

    with ThreadPoolExecutor(8) as threads:
        found = [answer for answers in threads.map(ends, range(8)) for answer in answers]

    assert found == [[1, -2, 3, 4]] * 160


@pytest.mark.parametrize("name", packs())
def test_every_pack_that_ships_is_whole(name):
    check_pack(shipped(name))


@pytest.mark.parametrize("name", packs())
@pytest.mark.parametrize("place", [0, 7, 100, 0.5, -1], ids=str)
def test_damage_anywhere_in_a_pack_that_ships_is_noticed(name, place, tmp_path):
    """A byte that differs, and a file that ends there."""
    source, folder = shipped(name), tmp_path / name
    folder.mkdir()
    shutil.copy(source / "pack.json", folder)
    content = (source / "arrays.safetensors").read_bytes()
    at = int(place * len(content)) if isinstance(place, float) else place % len(content)
    kind = json.loads((source / "pack.json").read_text("utf-8"))["kind"]
    for wrong in (
        content[:at] + bytes([content[at] ^ 0x20]) + content[at + 1 :],
        content[:at],
    ):
        (folder / "arrays.safetensors").write_bytes(wrong)
        with pytest.raises(PackError, match=r"is damaged|cannot be read"):
            read_pack(folder, kind)


@pytest.mark.parametrize("name", packs())
def test_damage_anywhere_in_what_a_pack_says_is_noticed(name, tmp_path):
    """A bit that differs is an error, or says the same; so is a file that ends early."""
    source = shipped(name)
    shutil.copytree(source, tmp_path / name)
    path = tmp_path / name / "pack.json"
    content = path.read_bytes()
    about = json.loads(content)
    whole = read_pack(source, about["kind"]).about
    for at in range(0, len(content), max(1, len(content) // 97)):
        damaged = bytearray(content)
        damaged[at] ^= 1 << at % 8
        path.write_bytes(damaged)
        said = said_by(tmp_path / name, about["kind"])
        assert said is None or {key: said.get(key) for key in whole} == whole
        path.write_bytes(content[:at])
        assert said_by(tmp_path / name, about["kind"]) is None or not content[at:].strip()


def said_by(folder, kind):
    """What the pack says; None where it is an error."""
    try:
        return read_pack(folder, kind).about
    except (PackError, FormatError):
        return None


def test_what_a_pack_says_may_be_changed_without_its_checksum(pack):
    """Values count, not how they are laid out; who changes them leaves out the checksum."""
    path = pack / "pack.json"
    about = json.loads(path.read_bytes())
    path.write_bytes(json.dumps(about, indent=4).replace("\n", "\r\n").encode())
    assert read_pack(pack, "Test").about["seed"] == 7

    path.write_text(json.dumps({**about, "seed": 8}), "utf-8")
    with pytest.raises(PackError, match="remove that line if you changed the file"):
        read_pack(pack, "Test")
    with pytest.raises(PackError, match=r"pack\.json does not match its about_crc32"):
        amend_pack(pack, {"scores": 1})
    change_json(path, seed=8)
    assert read_pack(pack, "Test").about["seed"] == 8


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | ANY_CHARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=9,
)


@given(JSON)
def test_a_pack_may_say_anything(folder, value):
    write_pack(folder / "says", "Test", {"value": value}, {})
    amend_pack(folder / "says", {"more": value})
    read = read_pack(folder / "says", "Test").about

    assert (read["value"], read["more"]) == (value, value)


@pytest.mark.parametrize("size", [0, 1, 100])
def test_a_truncated_file_is_noticed(pack, size):
    path = pack / "arrays.safetensors"
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(PackError, match=r"cannot be read|is damaged"):
        read_pack(pack, "Test")


HEADERS = [b"", b"\x05", b"[]", b"[" * 9999, b"\xff", b'{"a":1}', b'{"a":{"dtype":"F16"}}']
HEADERS += [b'{"a":{"dtype":"I32","data_offsets":[0,3]}}', b'{"a":{"dtype":[],"data_offsets":[0]}}']


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: repr(header[:20]))
def test_a_header_that_cannot_be_right_is_an_error(pack, header):
    rewrite_arrays(pack, len(header).to_bytes(8, "little") + header + bytes(16))
    with pytest.raises(PackError, match="damaged header"):
        read_pack(pack, "Test")


def test_a_pack_of_another_kind_is_an_error(pack):
    with pytest.raises(PackError, match="is a 'Test', not a 'NgramModel'"):
        read_pack(pack, "NgramModel")


def test_a_pack_without_its_arrays_is_an_error(pack):
    (pack / "arrays.safetensors").unlink()
    with pytest.raises(PackError, match="cannot be read"):
        read_pack(pack, "Test")


def test_an_array_of_another_name_or_type_is_an_error(pack):
    read = read_pack(pack, "Test")

    assert read.array("ends", "i").tolist() == [1, -2, 3, 4]
    with pytest.raises(PackError, match="no array 'ends' of type F32"):
        read.array("ends", "f")
    with pytest.raises(PackError, match="no array 'tips' of type I32"):
        read.array("tips", "i")


def test_a_pack_takes_only_the_types_it_can_read(tmp_path):
    with pytest.raises(UsageError, match="array 'a' has items of type 'q'"):
        write_pack(tmp_path, "Test", {}, {"a": array("q", [1])})


def test_each_array_lies_at_a_multiple_of_its_items_size(pack):
    content = (pack / "arrays.safetensors").read_bytes()
    n_header = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + n_header])
    places = {name: 8 + n_header + entry["data_offsets"][0] for name, entry in header.items()}

    assert {name: place % ARRAYS[name].itemsize for name, place in places.items()} == dict.fromkeys(
        ARRAYS, 0
    )


def test_the_safetensors_package_reads_what_we_write(pack):
    numpy = pytest.importorskip("safetensors.numpy")
    read = numpy.load_file(pack / "arrays.safetensors")

    assert {name: items.tolist() for name, items in read.items()} == {
        name: items.tolist() for name, items in ARRAYS.items()
    }


def test_we_read_what_the_safetensors_package_writes(pack):
    numpy = pytest.importorskip("safetensors.numpy")
    arrays = {"b": [1.5, 2.5], "a": [3.0], "c": []}
    as_numpy = {
        name: pytest.importorskip("numpy").array(items, "float32") for name, items in arrays.items()
    }
    rewrite_arrays(pack, numpy.save(as_numpy, metadata={"by": "safetensors"}))
    read = read_pack(pack, "Test").arrays

    assert {name: view.tolist() for name, view in read.items()} == arrays


# Files that change while they are used, and too little memory.


def test_arrays_that_were_read_stay_when_the_file_is_cut_short(pack):
    """As `cp` does it, which empties a file before it writes."""
    read = read_pack(pack, "Test")
    os.truncate(pack / "arrays.safetensors", 0)

    assert read.array("ends", "i").tolist() == [1, -2, 3, 4]


def test_large_arrays_and_those_that_ship_are_mapped(pack, monkeypatch):
    small = read_pack(pack, "Test").data.obj
    monkeypatch.setattr("zhnlp.packing._SMALL", 8)
    write_pack(pack, "Test", {"other": 1}, ARRAYS)
    large = read_pack(pack, "Test").data.obj
    whole = read_pack(shipped("msra-hmm"), "EntityModel").data.obj

    assert [is_mapped(each) for each in (small, large, whole)] == [False, True, True]


def is_mapped(data):
    """Whether `data` is a mapped file, which nobody can write to through it."""
    with memoryview(data) as view:
        return view.readonly


def test_a_file_of_the_wrong_size_is_refused_before_its_checksum_is_taken(pack, checked):
    with (pack / "arrays.safetensors").open("r+b") as file:
        file.truncate(20 << 30)  # without blocks on the disk
    with pytest.raises(
        PackError, match=r"is damaged: .* its arrays do not end where the file does"
    ):
        read_pack(pack, "Test")
    assert checked == []


@pytest.mark.parametrize("error", [OSError(12, "Cannot allocate memory"), MemoryError()])
def test_too_little_memory_is_said_to_be_that(pack, monkeypatch, error):
    def fail(*args, **keywords):
        raise error

    monkeypatch.setattr("zhnlp.packing.mmap.mmap", fail)
    with pytest.raises(MemoryError):
        read_pack(pack, "Test")


def test_numbers_that_json_lacks_are_written_as_null(pack):
    amend_pack(pack, {"scores": {"f1": float("nan"), "perplexity": float("inf"), "n": 1}})

    assert read_pack(pack, "Test").about["scores"] == {"f1": None, "perplexity": None, "n": 1}
