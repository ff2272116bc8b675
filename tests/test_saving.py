"""Saving: stages and pipelines as folders of JSON."""

import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import FileError, FormatError, PackError, UsageError
from zhnlp.packing import write_pack
from zhnlp.pipeline import Pipeline
from zhnlp.saving import load, save
from zhnlp.stage import Stage
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.splitter import SentenceSplitter


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("saved")


def manifest(folder, content):
    folder.mkdir(exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / "zhnlp.json").write_text(text, "utf-8")
    return folder


ANY_TEXT = st.text() | st.just("半\ud800个")


@given(st.tuples(ANY_TEXT), st.tuples(ANY_TEXT), st.booleans())
def test_a_stage_comes_back_equal(folder, add, keep, punctuation):
    stage = StopwordFilter(add=add, keep=keep, punctuation=punctuation)
    stage.save(folder / "stage")

    assert load(folder / "stage") == stage


def test_a_pipeline_comes_back_with_its_stages_in_folders_of_their_own(tmp_path):
    nlp = Pipeline([SentenceSplitter(), Pipeline([SentenceSplitter(True, 9)])])
    nlp.save(tmp_path / "a" / "b")

    assert Pipeline.load(tmp_path / "a" / "b") == nlp
    assert (tmp_path / "a" / "b" / "stages-1" / "stages-0" / "zhnlp.json").is_file()


def test_any_stage_loads_as_a_stage_but_not_as_another(tmp_path):
    SentenceSplitter().save(tmp_path)

    assert Stage.load(tmp_path) == SentenceSplitter()
    with pytest.raises(PackError, match="holds a SentenceSplitter, not a StopwordFilter"):
        StopwordFilter.load(tmp_path)


def test_a_setting_that_cannot_be_saved_is_an_error(tmp_path):
    with pytest.raises(UsageError, match=r"setting 'max_quote' is <object .*> *, which cannot be"):
        save(_with(SentenceSplitter(), max_quote=object()), tmp_path)


def _with(stage, **settings):
    for name, value in settings.items():
        object.__setattr__(stage, name, value)
    return stage


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="cannot save to"):
        SentenceSplitter().save(tmp_path / "file" / "folder")


def test_an_empty_folder_is_an_error(tmp_path):
    with pytest.raises(PackError, match=r"holds no zhnlp\.json: nothing was saved there"):
        load(tmp_path)


SPLITTER = {"format": 1, "kind": "SentenceSplitter"}
MANIFESTS = [
    ("not JSON", r":1: not JSON: "),
    ('{\n"format": 1,\n', r":3: not JSON: "),
    ("[" * 99_999, r":1: not JSON: "),
    ([], "format None"),
    ({"format": 2}, "format 2; this version of zhnlp reads format 1"),
    (SPLITTER | {"kind": "Taggr"}, r":1: unknown kind 'Taggr'. Did you mean 'Tagger'"),
    (SPLITTER | {"kind": []}, r"unknown kind \[\]"),
    (SPLITTER | {"kind": "os.system"}, "unknown kind 'os.system'"),
    (SPLITTER, "a SentenceSplitter has no settings None"),
    (SPLITTER | {"settings": {"size": 1}}, r"has no settings \['size'\]"),
    (SPLITTER | {"settings": {"max_quote": "x"}}, "settings do not make a SentenceSplitter"),
]


@pytest.mark.parametrize("content, message", MANIFESTS, ids=[m[1] for m in MANIFESTS])
def test_a_manifest_that_cannot_be_right_is_an_error_with_its_place(tmp_path, content, message):
    with pytest.raises(FormatError, match=message) as error:
        load(manifest(tmp_path / "stage", content))
    assert "zhnlp.json:" in str(error.value)


@pytest.mark.parametrize("name", ["..", ".", "", "/", "../stage", "a/b", "/tmp", None, 1, ["a"]])
def test_a_setting_never_leads_out_of_its_folder(tmp_path, name):
    content = {"format": 1, "kind": "Pipeline", "settings": {"stages": [{"folder": name}]}}
    with pytest.raises(FormatError, match="does not name a folder beside this file"):
        load(manifest(tmp_path / "stage", content))


# Saving over what is there.

SMALL, LARGE = SentenceSplitter(), Pipeline([SentenceSplitter(), Pipeline([SentenceSplitter()])])


def names(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_a_smaller_pipeline_leaves_nothing_of_a_larger_one(tmp_path):
    LARGE.save(tmp_path / "over")
    Pipeline([SMALL]).save(tmp_path / "over")

    assert load(tmp_path / "over") == Pipeline([SMALL])
    assert len(names(tmp_path / "over")) == 3  # zhnlp.json, one folder, its zhnlp.json


def test_saving_again_and_again_keeps_one_pipeline(tmp_path):
    for nlp in (LARGE, LARGE, Pipeline([SMALL, SMALL]), LARGE):
        nlp.save(tmp_path / "over")
        assert load(tmp_path / "over") == nlp

    LARGE.save(tmp_path / "new")
    assert len(names(tmp_path / "over")) == len(names(tmp_path / "new"))


def test_foreign_files_stay_as_they_are(tmp_path):
    LARGE.save(tmp_path)
    mine = ("mine.txt", "stages-0/mine.txt", "stages-1/stages-0/mine.txt", "other/mine.txt")
    (tmp_path / "other").mkdir()
    for name in mine:
        (tmp_path / name).write_text("mine")
    for thing in (Pipeline([SMALL]), SMALL, LARGE):
        thing.save(tmp_path)

    assert load(tmp_path) == LARGE
    assert {name: (tmp_path / name).read_text() for name in mine} == dict.fromkeys(mine, "mine")


def test_a_stage_and_a_pack_take_each_others_place(tmp_path):
    model = Segmenter(model="ud-words").model
    LARGE.save(tmp_path)
    save(model, tmp_path)
    assert load(tmp_path) == model
    assert names(tmp_path) == {"pack.json", "arrays.safetensors"}

    SMALL.save(tmp_path)
    assert load(tmp_path) == SMALL
    assert names(tmp_path) == {"zhnlp.json"}


@pytest.mark.parametrize("n", range(3))
def test_a_save_that_fails_leaves_the_pipeline_of_before(tmp_path, monkeypatch, n):
    """Wherever it fails: at the first file, a later one, or a setting."""
    LARGE.save(tmp_path / "over")
    before = names(tmp_path / "over")
    real, left = os.open, [n]

    def full(path, flags, *args, **keywords):
        if flags & os.O_CREAT and not left[0]:
            raise OSError(28, "No space left on device")
        left[0] -= bool(flags & os.O_CREAT)
        return real(path, flags, *args, **keywords)

    new = Pipeline([SMALL, SMALL])
    monkeypatch.setattr("zhnlp.io.plain_files.os.open", full)
    with pytest.raises(FileError, match="No space left"):
        new.save(tmp_path / "over")
    with pytest.raises(FileError):
        new.save(tmp_path / "new")
    monkeypatch.undo()

    assert load(tmp_path / "over") == LARGE
    assert names(tmp_path / "over") == before
    assert not (tmp_path / "new").exists()


def test_a_setting_that_cannot_be_saved_leaves_the_pipeline_of_before(tmp_path):
    LARGE.save(tmp_path / "over")
    for setting in (object(), float("nan"), len):
        wrong = _with(SentenceSplitter(), max_quote=setting)
        for folder in ("over", "new"):
            with pytest.raises(UsageError, match="cannot be saved"):
                Pipeline([SMALL, wrong]).save(tmp_path / folder)

    assert load(tmp_path / "over") == LARGE
    assert [path.name for path in tmp_path.iterdir()] == ["over"]


@pytest.mark.skipif(os.name == "nt", reason="making links needs rights on Windows")
def test_saving_follows_no_link_in_the_folder(tmp_path):
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim" / "file").write_text("mine")
    place = tmp_path / "saved"
    place.mkdir()
    (place / "zhnlp.json").symlink_to("../victim/file")
    (place / "stages-0").symlink_to("../victim")
    (place / "pack.json").symlink_to("../victim/file")
    nlp = Pipeline([SMALL])
    nlp.save(place)
    nlp.save(place)
    assert load(place) == nlp

    (tmp_path / "pack").mkdir()
    for name in ("pack.json", "arrays.safetensors"):
        (tmp_path / "pack" / name).symlink_to("../victim/file")
    write_pack(tmp_path / "pack", "Test", {}, {})

    assert names(tmp_path / "victim") == {"file"}
    assert (tmp_path / "victim" / "file").read_text() == "mine"


def test_a_folder_that_was_saved_by_format_1_without_names_is_read(tmp_path):
    """As before models that ship were named: the pack lies beside."""
    model = Segmenter(model="ud-words").model
    save(model, tmp_path / "model")
    manifest(
        tmp_path, {"format": 1, "kind": "Segmenter", "settings": {"model": {"folder": "model"}}}
    )

    assert load(tmp_path).model == model


WRONG_SETTINGS = [
    ("Segmenter", {"hmm": "no"}, "hmm is 'no'"),
    ("Segmenter", {"lexicon": 5}, "lexicon is 5"),
    ("Segmenter", {"dictionary": True}, "dictionary is True"),
    ("Segmenter", {"strength": "x"}, "strength is 'x'"),
    ("Segmenter", {"lexicon": [["a", "prefer", True]]}, "frequency"),
    ("Recognizer", {"gazetteer": 1.5}, "gazetteer is 1.5"),
    ("Recognizer", {"labels": [[]]}, "labels"),
    ("StopwordFilter", {"add": [None]}, "add is None"),
    ("StopwordFilter", {"drop_tags": [1]}, "drop_tags is 1"),
    ("SentenceSplitter", {"semicolons": 5}, "semicolons is 5"),
    ("SentenceSplitter", {"max_quote": 1.5}, "max_quote is 1.5"),
    ("SentenceSplitter", {"max_quote": 10**30}, "max_quote is 1000000"),
    ("Corrector", {"max_false_alarms": "x"}, "max_false_alarms is 'x'"),
    ("Pipeline", {"stages": 5}, "stages"),
    ("Pipeline", {"stages": [5]}, "stage 0 is 5"),
]


@pytest.mark.parametrize(
    "kind, settings, message", WRONG_SETTINGS, ids=[m for *_, m in WRONG_SETTINGS]
)
def test_a_setting_of_the_wrong_type_or_value_is_a_format_error(tmp_path, kind, settings, message):
    with pytest.raises(
        FormatError, match=f"zhnlp.json:1: settings do not make a {kind}: .*{message}"
    ):
        load(manifest(tmp_path / "stage", {"format": 1, "kind": kind, "settings": settings}))


@pytest.mark.skipif(os.name != "posix", reason="folders are locked on POSIX only")
def test_a_pipeline_is_loaded_whole_while_others_save_over_it(tmp_path):
    def replace_and_load(mode):
        for _ in range(10):
            Pipeline([SentenceSplitter(), Segmenter("unigram", lexicon=[mode])]).save(tmp_path)
            Pipeline.load(tmp_path)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(replace_and_load, ["甲乙", "丙丁"]))
    named = {
        each["folder"]
        for each in json.loads((tmp_path / "zhnlp.json").read_text())["settings"]["stages"]
    }
    assert {path.name for path in tmp_path.iterdir()} == {*named, "zhnlp.json"}
