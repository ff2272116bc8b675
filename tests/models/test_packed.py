"""Models in packs: what is wrong with a pack is said, and whatever it holds is survived."""

import json
import pickle
import re
import subprocess
import sys
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhnlp.doc import Doc
from zhnlp.errors import FormatError, PackError
from zhnlp.models.entities.model import EntityModel
from zhnlp.models.tags.model import TagModel
from zhnlp.models.words.model import WordModel
from zhnlp.packing import make_pack, unpacked
from zhnlp.resources import pack as shipped_folder
from zhnlp.saving import load
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.tagger import Tagger

KINDS = {"WordModel": WordModel, "TagModel": TagModel, "EntityModel": EntityModel}
SHIPPED = {"WordModel": "ud-words", "TagModel": "ud-tags", "EntityModel": "msra-hmm"}
TEXT = "王小明2026年住在南京大学，愛看《红楼梦》 AI。\ud800"


@pytest.fixture(scope="session", params=KINDS)
def model(request, word_model, tag_model, entity_model):
    models = (word_model, tag_model, entity_model)
    return models[list(KINDS).index(request.param)]


def use(model):
    """Let the model do what it is for; the answer."""
    words = tuple(TEXT)
    doc = Doc(TEXT, words=words, tags=("n",) * len(words))
    if isinstance(model, WordModel):
        segmenter = Segmenter(model=model)
        segmenter.explain(TEXT, n=2)
        return segmenter(Doc(TEXT)).words
    if isinstance(model, TagModel):
        return Tagger(model)(doc).tags
    return Recognizer(model=model)(doc).entities


@pytest.fixture
def folder(model, tmp_path):
    model.save_pack(tmp_path / "mine")
    return tmp_path / "mine"


def test_a_saved_model_is_equal_and_does_the_same(model, folder):
    for back in (type(model)(folder), type(model).load_pack(folder), load(folder)):
        assert (back, hash(back)) == (model, hash(model))
        assert use(back) == use(model)


def test_a_model_in_memory_travels_with_its_bytes(model):
    back = pickle.loads(pickle.dumps(model))

    assert model.pack.folder is None
    assert (back, use(back)) == (model, use(model))
    assert repr(back) == repr(model)


def test_a_model_in_a_folder_travels_as_its_place(model, folder):
    saved = type(model)(folder)
    data = pickle.dumps(saved)

    assert len(data) < 1000
    assert pickle.loads(data) == saved
    assert repr(saved) == f"{type(model).__name__}('mine')"


def test_models_are_equal_when_their_packs_are(model):
    shipped = type(model)(SHIPPED[type(model).__name__])

    assert shipped == type(model)(SHIPPED[type(model).__name__])
    assert shipped != model
    assert model != "mine"


def test_a_pack_of_another_kind_is_an_error(model, folder):
    for name, kind in KINDS.items():
        if kind is not type(model):
            with pytest.raises(
                PackError, match=f"mine' is a '{type(model).__name__}', not a '{name}'"
            ):
                kind(folder)
            with pytest.raises(PackError, match=f"is a '{type(model).__name__}', not a '{name}'"):
                kind(model.pack)


def test_altered_arrays_are_an_error(model, folder):
    data = bytearray((folder / "arrays.safetensors").read_bytes())
    data[len(data) // 2] ^= 1
    for wrong in (data, data[:-1], b"", b"x"):
        (folder / "arrays.safetensors").write_bytes(wrong)
        with pytest.raises(PackError, match=r"mine' (is damaged|cannot be read)"):
            type(model)(folder)
    (folder / "arrays.safetensors").unlink()
    with pytest.raises(PackError, match="mine' cannot be read"):
        type(model)(folder)


def alter(folder, **changes):
    about = json.loads((folder / "pack.json").read_text("utf-8"))
    about = {**about, "about_crc32": ..., **changes}
    about = {key: value for key, value in about.items() if value is not ...}
    (folder / "pack.json").write_text(json.dumps(about), "utf-8")


@pytest.mark.parametrize("version", [0, 2, "1", None, ...])
def test_another_format_version_is_an_error(model, folder, version):
    alter(folder, format=version)
    with pytest.raises(FormatError, match=re.escape("mine/pack.json:1: format ")):
        type(model)(folder)


WRONG = [("first", None), ("first", "x"), ("first", -1), ("first", 2**64), ("first", ...)]
WRONG += [("last", [1]), ("last", ...), ("scale", "x"), ("scale", ...), ("sparse", ...)]
WRONG_LABELS = [
    ("labels", 5),
    ("labels", ...),
    ("labels", ["a"] * 70),
    ("labels", []),
    ("labels", ["a"]),
]
OF_TAGS = [("blank", "none"), ("blank", ...)]
OF_ENTITIES = [
    ("tags", 7),
    ("tags", ...),
    ("tags", [{}]),
    ("method", ...),
    ("tags", list(map(str, range(63)))),
]


@pytest.mark.parametrize("key, value", [*WRONG, *WRONG_LABELS, *OF_TAGS, *OF_ENTITIES], ids=repr)
def test_what_does_not_fit_the_arrays_is_an_error_that_names_the_pack(model, folder, key, value):
    if key not in model.about:
        return
    alter(folder, **{key: value})
    with pytest.raises(PackError, match="mine"):
        type(model)(folder)


def test_a_missing_array_or_one_of_another_type_is_an_error(model):
    for name in model.pack.arrays:
        if name.startswith("lexicon") and isinstance(model, WordModel):
            continue
        rest = {key: view for key, view in model.pack.arrays.items() if key != name}
        for arrays in (rest, {**rest, name: memoryview(bytes(8)).cast("d")}):
            about = {**model.about, "name": "mine"}
            about = {k: v for k, v in about.items() if k not in ("sha256", "kind", "format")}
            with pytest.raises(PackError, match=rf"mine.* has no array '{name}' of type"):
                type(model)(make_pack(type(model).__name__, about, arrays))


@pytest.mark.parametrize("size", [0, 1, 7])
def test_an_array_of_another_length_is_survived(model, size):
    for name, view in model.pack.arrays.items():
        short = view[:size]
        about = {k: v for k, v in model.about.items() if k not in ("sha256", "kind", "format")}
        try:
            made = type(model)(
                make_pack(type(model).__name__, about, {**model.pack.arrays, name: short})
            )
        except PackError as error:
            assert "do not fit together" in str(error)  # noqa: PT017
        else:
            use(made)


@settings(max_examples=60)
@given(data=st.data())
def test_whatever_bytes_a_pack_holds_give_an_error_or_some_answer(model, data):
    """With the sha256 made right again, as whoever alters a pack would."""
    changed = bytearray(model.pack.data)
    header = 8 + int.from_bytes(changed[:8], "little")
    lowest = data.draw(st.sampled_from([header, header, header, 0]))
    places = st.integers(lowest, len(changed) - 1)
    for at, new in data.draw(
        st.lists(st.tuples(places, st.binary(min_size=1, max_size=9)), max_size=30)
    ):
        changed[at : at + len(new)] = new[: len(changed) - at]
    about = {**model.about, "sha256": sha256(changed).hexdigest()}
    try:
        made = type(model)(unpacked(about, bytes(changed)))
    except PackError:
        return
    answer = use(made)
    if isinstance(model, WordModel):
        assert "".join(answer) == TEXT
    elif isinstance(model, TagModel):
        assert len(answer) == len(TEXT)


def test_random_weights_of_a_shipped_pack_are_survived_in_a_process_of_their_own(tmp_path):
    """The arrays filled with noise, one after another: a crash would end the process."""
    script = tmp_path / "noise.py"
    script.write_text(NOISE, "utf-8")
    result = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, timeout=60)

    assert (result.stderr.decode(), result.returncode) == ("", 0)


NOISE = """
from random import Random

from zhnlp import Pipeline, Recognizer, Segmenter, Tagger
from zhnlp.errors import PackError
from zhnlp.models.entities.model import EntityModel
from zhnlp.models.tags.model import TagModel
from zhnlp.models.words.model import WordModel
from zhnlp.packing import make_pack

rng = Random(0)
text = "".join(chr(rng.randrange(0x4E00, 0x5200)) for _ in range(3000)) + "2026年AI。\\ud800" * 50
for kind, name in ((WordModel, "ud-words"), (TagModel, "pku-tags"), (EntityModel, "msra-hmm")):
    model = kind(name)
    about = {k: v for k, v in model.about.items() if k not in ("sha256", "kind", "format")}
    for array, view in model.pack.arrays.items():
        noise = memoryview(rng.randbytes(view.nbytes)).cast(view.format)
        try:
            made = kind(make_pack(kind.__name__, about, {**model.pack.arrays, array: noise}))
        except PackError:
            continue
        stages = [
            Segmenter(model=made if kind is WordModel else "ud-words"),
            Tagger(made if kind is TagModel else "pku-tags"),
            Recognizer(model=made if kind is EntityModel else "msra-hmm"),
        ]
        doc = Pipeline(stages)(text)
        assert "".join(doc.words) == text and len(doc.tags) == len(doc.words)
"""


def test_shipped_packs_say_where_they_come_from():
    for name in ("pku-words", "pku-tags", "msra-entities", "msra-hmm", "cluener-entities"):
        about = json.loads((shipped_folder(name) / "pack.json").read_text("utf-8"))
        assert about["name"] == name
        assert about["data"]
        assert about["licence"]
        assert about["command"].startswith("zhnlp train ")
