"""Saving: stages and pipelines as folders of JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import FileError, FormatError, PackError, UsageError
from zhnlp.pipeline import Pipeline
from zhnlp.saving import load, save
from zhnlp.stage import Stage
from zhnlp.stages.filter import StopwordFilter
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
