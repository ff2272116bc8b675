"""What lies in the output folder, and runs that go on with it, or are refused."""

import json
import os
import shutil
import sys

import pytest

from zhnlp.batch import Output, run_batch
from zhnlp.batch.folder import OutputFolder
from zhnlp.corpus.records import Reading
from zhnlp.errors import FormatError, RunError, UsageError
from zhnlp.pipeline import Pipeline
from zhnlp.stages.segmenter import Segmenter

NLP = Pipeline([Segmenter("unigram")])


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(f'{{"id": {n}, "text": "我爱北京。"}}\n' for n in range(3)), "utf-8")
    return path


@pytest.fixture
def run(here):
    """Run over one file in this process."""

    def run(path, folder, **settings):
        return run_batch([str(path)], NLP, folder, engine=here, **settings)

    return run


def none(job):
    raise RunError("no workers.")


def parts(folder):
    return sorted((folder / "parts").iterdir())


def test_damaged_files_of_a_run_are_errors(run, corpus, tmp_path):
    out = tmp_path / "out"
    run(corpus, out)
    (out / "state" / "00000.json").write_text("{")
    with pytest.raises(FormatError, match=r"00000\.json:1: this file is damaged. Remove it"):
        run(corpus, out)
    (out / "state" / "00000.json").unlink()
    assert run(corpus, out).n_documents == 3
    (out / "state" / "inputs.jsonl").write_text("[1]")
    with pytest.raises(FormatError, match=r"inputs\.jsonl:1: the files of this run are damaged"):
        run(corpus, out)
    (out / "run.json").write_text("[]")
    with pytest.raises(FormatError, match=r"run\.json:1: the files of this run are damaged"):
        run(corpus, out)


def test_a_run_that_has_written_nothing_begins_anew(run, corpus, tmp_path):
    """As when the first command was refused for its settings."""
    with pytest.raises(RunError, match="no workers"):
        run_batch([str(corpus)], NLP, tmp_path / "out", engine=none, shard_size=1)
    assert (tmp_path / "out" / "run.json").exists()

    assert run(corpus, tmp_path / "out").n_shards == 1


@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz", "parquet"])
def test_the_size_of_a_part_is_noted_without_looking_at_the_file(run, corpus, tmp_path, form):
    """Which is not there any more, if the folder is removed during the run."""
    if form == "parquet":
        pytest.importorskip("pyarrow")
    run(corpus, tmp_path / "out", output=Output(form))
    [part] = parts(tmp_path / "out")
    about = json.loads((tmp_path / "out" / "state" / "00000.json").read_bytes())

    assert (about["part"], about["part_size"]) == (part.name, part.stat().st_size)


def test_without_its_state_a_run_does_not_go_on(run, corpus, tmp_path):
    out = tmp_path / "out"
    run(corpus, out)
    shutil.rmtree(out / "state")
    with pytest.raises(RunError, match=r"state' has been removed, and with it what this run needs"):
        run(corpus, out)
    assert len(parts(out)) == 1


def test_a_folder_that_a_run_was_killed_in_at_once_is_its_own(run, corpus, tmp_path):
    (tmp_path / "out" / "state").mkdir(parents=True)

    assert run(corpus, tmp_path / "out").n_documents == 3


def test_a_folder_that_cannot_be_is_an_error(run, corpus, tmp_path):
    with pytest.raises(UsageError, match="cannot name a file or folder"):
        run(corpus, tmp_path / ("x" * 300))


@pytest.mark.skipif(sys.platform != "linux", reason="such names are of Linux")
def test_a_place_names_the_file_whatever_its_name_is(run, tmp_path):
    name = b"x\xfe.jsonl".decode("utf-8", "surrogateescape")
    (tmp_path / name).write_text('{"text": "我"}\n[]\n', "utf-8")
    run(tmp_path / name, tmp_path / "out")
    [reject] = (tmp_path / "out" / "rejects.jsonl").read_bytes().splitlines()

    assert json.loads(reject)["place"] == f"{tmp_path}/{name}:2"


def test_an_input_that_is_changed_during_the_run_is_told(run, corpus, tmp_path):
    notes = []
    run(corpus, tmp_path / "a", on_note=notes.append)
    assert not notes
    run(corpus, tmp_path / "b", on_note=notes.append, on_progress=lambda *_: os.utime(corpus))

    assert [note.partition(";")[0] for note in notes] == [f"'{corpus}' was changed during the run"]


def test_an_id_that_is_no_number_of_json_is_a_string(run, tmp_path):
    ids = ["NaN", "1.5", "true", "12345678901234567890", "[1]", '"a"']
    (tmp_path / "a.jsonl").write_text(
        "".join(f'{{"id": {each}}}\n' for each in ids) + '{"text": "我"}\n', encoding="utf-8"
    )
    run(tmp_path / "a.jsonl", tmp_path / "out", reading=Reading(id_field="id"))
    rejects = (tmp_path / "out" / "rejects.jsonl").read_bytes().splitlines()

    assert [json.loads(reject, parse_constant=pytest.fail)["id"] for reject in rejects] == [
        "nan", 1.5, True, 12345678901234567890, "[1]", "a",
    ]  # fmt: skip


def test_what_workers_left_is_removed_when_a_run_is_stopped(tmp_path):
    folder = OutputFolder(tmp_path / "out")

    def stopped():
        with folder.opened():
            (folder.scratch / "part-00000.jsonl.0123456789abcdef").write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert list(folder.scratch.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
@pytest.mark.parametrize("name", ["parts", "state", "state/scratch"])
def test_a_run_removes_nothing_behind_a_link_in_its_folder(run, corpus, tmp_path, name):
    out, photos = tmp_path / "out", tmp_path / "photos"
    run(corpus, out)
    shutil.rmtree(out / name)
    photos.mkdir()
    (photos / "a.jpg").write_text("1")
    (out / name).symlink_to(photos)
    with pytest.raises(RunError, match="is a link"):
        run(corpus, out)
    assert os.listdir(photos) == ["a.jpg"]


def test_parts_of_something_else_are_not_replaced(run, corpus, tmp_path):
    (tmp_path / "out" / "state").mkdir(parents=True)
    (tmp_path / "out" / "parts").mkdir()
    (tmp_path / "out" / "parts" / "part-00000.jsonl").write_text("mine")
    with pytest.raises(RunError, match="holds something else, such as 'parts'"):
        run(corpus, tmp_path / "out")
    assert (tmp_path / "out" / "parts" / "part-00000.jsonl").read_text() == "mine"
