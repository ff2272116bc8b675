"""Safe loading: what is loaded from a folder opens nothing outside of it.

A child process notes every file that Python opens while hostile folders are loaded.
"""

import json
import os
import subprocess
import sys
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from shutil import copytree

import pytest

from zhnlp import Corrector, Pipeline, Segmenter, StopwordFilter
from zhnlp.errors import FormatError, PackError
from zhnlp.kinds import KINDS, NAMED, WORD_LISTS
from zhnlp.packing import write_about
from zhnlp.resources import pack as shipped
from zhnlp.saving import load, save

pytestmark = pytest.mark.skipif(os.name == "nt", reason="making links needs rights on Windows")
SECRET = "root:x:0:0:root"
CHILD = """
import json, os, sys, warnings, zhnlp
from zhnlp.errors import ZhnlpError
from zhnlp.resources import dicts
from zhnlp.saving import load
warnings.simplefilter("ignore")
root, found, opened = sys.argv[1], {}, []
own = [os.path.dirname(zhnlp.__file__), str(dicts()), sys.prefix, sys.base_prefix]
own += [os.path.realpath(path) for path in sys.path if path]

def note(event, given):
    if event == "open" and isinstance(given[0], (str, bytes, os.PathLike)):
        opened.append(os.path.realpath(os.fsdecode(given[0])))

sys.addaudithook(note)
for name in sorted(os.listdir(root)):
    folder = os.path.realpath(os.path.join(root, name, "saved"))
    opened.clear()
    try:
        load(os.path.join(root, name, "saved"))
        told = "loaded"
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
    outside = [p for p in opened if not any(p.startswith(place) for place in [*own, folder])]
    found[name] = [told, sorted(set(outside))]
print(json.dumps(found))
"""


def manifest(place, kind, **settings):
    """A folder with a ``zhnlp.json`` of these settings."""
    place.mkdir(parents=True, exist_ok=True)
    content = {"format": 1, "kind": kind, "settings": settings}
    (place / "zhnlp.json").write_text(json.dumps(content), "utf-8")


def kinds():
    """Our kinds that have settings, with the names of these; networks are packs."""
    for name, home in KINDS.items():
        if home.startswith("zhnlp.") and not home.startswith("zhnlp.neural"):
            kind = getattr(import_module(home), name)
            if is_dataclass(kind):
                yield name, [field.name for field in fields(kind)]


def settings_with_paths(root, outside):
    """Every setting of every kind names a file outside, alone and in a list."""
    paths = {"file": str(outside), "up": "../secret", "zero": "/dev/zero", "folder": "/etc"}
    for kind, names in kinds():
        for name in names:
            for how, path in paths.items():
                manifest(root / f"{kind}-{name}-{how}" / "saved", kind, **{name: path})
                manifest(root / f"{kind}-{name}-{how}-listed" / "saved", kind, **{name: [path]})


def links(root, outside):
    """A file or folder of what was saved is a link, a pipe or a device."""
    whole = root / "whole" / "saved"
    save(Segmenter(lexicon={"宁德时代": "force"}), whole)
    copytree(shipped("msra-hmm"), root / "whole-pack" / "saved")
    targets = {"secret": outside, "zero": "/dev/zero", "inside": "other", "pipe": None}
    for source in ("whole", "whole-pack"):
        for path in sorted((root / source / "saved").rglob("*")):
            inner = path.relative_to(root / source / "saved")
            for how, target in targets.items():
                name = f"{source}-{str(inner).replace('/', '-')}-{how}"
                copytree(root / source / "saved", root / name / "saved")
                place = root / name / "saved" / inner
                place.rename(place.with_name("other"))
                os.mkfifo(place) if target is None else place.symlink_to(target)


def odd_manifests(root, outside):
    """Manifests that lead nowhere, deep, or on and on."""
    deep, huge = "[" * 600 + "]" * 600, "9" * 30
    for how, text in {
        "deep": f'{{"format": 1, "kind": "Pipeline", "settings": {{"stages": {deep}}}}}',
        "twice": '{"format": 1, "kind": "Linker", "kind": "Linker", "settings": {}}',
        "nan": '{"format": 1, "kind": "Segmenter", "settings": {"strength": NaN}}',
        "huge": f'{{"format": 1, "kind": "SentenceSplitter", "settings": {{"max_quote": {huge}}}}}',
        "text": SECRET,
    }.items():
        (root / how / "saved").mkdir(parents=True)
        (root / how / "saved" / "zhnlp.json").write_text(text, "utf-8")
    large = root / "large" / "saved"
    large.mkdir(parents=True)
    for name in ("zhnlp.json", "pack.json"):
        with open(large / name, "wb") as file:
            file.truncate(1 << 36)
    place = root / "nested" / "saved"
    for _ in range(60):
        manifest(place, "Pipeline", stages=[{"folder": "a"}])
        place = place / "a"
    manifest(root / "named-twice" / "saved", "Pipeline", stages=[{"folder": "a"}, {"folder": "a"}])
    manifest(root / "named-twice" / "saved" / "a", "Linker")
    manifest(root / "long" / "saved", "Pipeline", stages=[{"folder": "x" * 5000}])
    manifest(root / "long-model" / "saved", "Segmenter", model="x" * 5000)


def packs_that_name_others(root, outside):
    for key in ("language_model", "confusions"):
        for how, named in {"path": str(outside), "up": "../..", "folder": {"folder": ".."}}.items():
            place = root / f"spelling-{key}-{how}" / "saved"
            copytree(shipped("sighan-spelling"), place)
            about = json.loads((place / "pack.json").read_bytes())
            del about["about_crc32"]
            write_about(place, {**about, key: named})


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What became of each hostile folder, and what was opened outside of it."""
    base = tmp_path_factory.mktemp("hostile")
    outside = base / "secret"
    outside.write_text(f"{SECRET}\n", "utf-8")
    for make in (settings_with_paths, links, odd_manifests, packs_that_name_others):
        make(base / "all", outside)
    command = [sys.executable, "-c", CHILD, str(base / "all")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    return json.loads(done.stdout)


def test_no_hostile_folder_makes_python_open_a_file_outside(found):
    assert len(found) > 400
    assert {name: outside for name, (_, outside) in found.items() if outside} == {}


def test_hostile_folders_are_refused_by_errors_that_quote_no_file(found):
    """But for those that are whole, and names that mean no file, such as words to keep."""
    raw = {
        name: told
        for name, (told, _) in found.items()
        if not told.startswith(("loaded", "FormatError: ", "PackError: "))
    }
    assert raw == {}
    assert [name for name, (told, _) in found.items() if SECRET in told] == []
    assert found["whole"][0] == found["whole-pack"][0] == "loaded"


def test_a_path_where_a_word_list_or_a_model_belongs_is_an_error(found):
    named = [
        name
        for name in found
        for key in (*WORD_LISTS, *NAMED)
        if f"-{key}-" in name
        and "listed" not in name
        and not name.startswith(("spelling", "whole"))
    ]
    assert len(named) > 60
    assert {name: found[name][0] for name in named if "FormatError" not in found[name][0]} == {}


def test_every_link_and_pipe_is_refused(found):
    told = {name: found[name][0] for name in found if name.startswith("whole") and "json" in name}
    assert len(told) == 12
    assert [name for name, said in told.items() if not said.startswith("PackError")] == []


def test_a_setting_of_ours_that_takes_a_path_is_among_those_that_are_checked():
    """A new one must be added to WORD_LISTS or NAMED."""
    for kind, _ in kinds():
        for field in fields(getattr(import_module(KINDS[kind]), kind)):
            takes_path = "PathLike" in str(field.type) or str(field.type).startswith(
                ("LexiconLike", "GazetteerLike", "MisspellingsLike")
            )
            if takes_path:
                assert field.name in (*WORD_LISTS, *NAMED)


def test_the_same_string_from_a_program_is_a_path(tmp_path, monkeypatch):
    (tmp_path / "own.txt").write_text("云计算\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    segmenter = Segmenter("unigram", lexicon="own.txt")
    segmenter.save("saved")
    Path("own.txt").unlink()

    assert load("saved").cut("用云计算") == segmenter.cut("用云计算") == ["用", "云计算"]


def test_stopwords_of_a_file_are_saved_with_the_stage(tmp_path, monkeypatch):
    (tmp_path / "own.txt").write_text("甲\n乙\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    nlp = Pipeline([Segmenter(), StopwordFilter(("./own.txt", "general"))])
    nlp.save("saved")
    (tmp_path / "own.txt").unlink()
    (tmp_path / "saved").rename(tmp_path / "moved")

    assert load(tmp_path / "moved") == nlp
    assert load(tmp_path / "moved")("甲在北京").terms == nlp("甲在北京").terms


def test_a_model_in_a_folder_is_copied_and_one_that_ships_is_named(tmp_path):
    copytree(shipped("ud-words"), tmp_path / "mine")
    for model in (tmp_path / "mine", "ud-words"):
        place = tmp_path / f"saved-{Path(model).name}"
        Segmenter(model=model).save(place)
        assert load(place).cut("我爱北京") == Segmenter(model=model).cut("我爱北京")

    assert (tmp_path / "saved-mine" / "model" / "arrays.safetensors").is_file()
    manifest = json.loads((tmp_path / "saved-ud-words" / "zhnlp.json").read_bytes())
    assert manifest["settings"]["model"] == "ud-words"
    assert [path.name for path in (tmp_path / "saved-ud-words").iterdir()] == ["zhnlp.json"]


def test_a_spelling_model_takes_what_it_needs_with_it(tmp_path):
    copytree(shipped("zh-characters"), tmp_path / "mine")
    copytree(shipped("sighan-spelling"), tmp_path / "spelling")
    about = json.loads((tmp_path / "spelling" / "pack.json").read_bytes())
    del about["about_crc32"]
    write_about(tmp_path / "spelling", {**about, "language_model": str(tmp_path / "mine")})
    with pytest.raises(PackError, match="names only packs that ship, and those in its folder"):
        Corrector(tmp_path / "spelling")

    (tmp_path / "mine").rename(tmp_path / "spelling" / "language_model")
    inside = {**about, "language_model": {"folder": "language_model"}}
    write_about(tmp_path / "spelling", inside)
    stage = Corrector(tmp_path / "spelling")
    stage.save(tmp_path / "saved")

    assert (tmp_path / "saved" / "model" / "language_model" / "pack.json").is_file()
    assert load(tmp_path / "saved") == stage


def test_settings_of_a_class_of_the_users_stay_strings(tmp_path):
    from zhnlp.saving import register

    module = tmp_path / "own_stage_with_a_path.py"
    module.write_text(
        "from dataclasses import dataclass\nfrom zhnlp.stage import Stage\n"
        "@dataclass(frozen=True)\nclass OwnLexicon(Stage):\n    lexicon: str = ''\n"
    )
    sys.path.insert(0, str(tmp_path))
    try:
        own = register(import_module("own_stage_with_a_path").OwnLexicon)
        own("/a/b").save(tmp_path / "saved")
        assert load(tmp_path / "saved") == own("/a/b")
    finally:
        sys.path.remove(str(tmp_path))
        del KINDS["OwnLexicon"]


def test_a_setting_with_a_path_is_told_with_what_to_do(tmp_path):
    manifest(tmp_path / "saved", "StopwordFilter", lists=["general", "./own.txt"])
    with pytest.raises(
        FormatError, match=r"lists of a StopwordFilter names '\./own\.txt'.*save it"
    ):
        load(tmp_path / "saved")
