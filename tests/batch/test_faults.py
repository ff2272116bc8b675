"""Whatever happens to a run, going on with it gives the bytes of an undisturbed one."""

import gzip
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zhnlp.batch.folder import OutputFolder

DRIVER = Path(__file__).parent / "driver.py"
TEXTS = [
    "我爱北京天安门。",
    "他说：“你好。”",
    "南京市长江大桥\n第二行",
    "𠮷野家",
    "",
    "ＡＢＣ iPhone 15",
]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def write_corpus(path, n_records=40, special=()):
    """JSON lines; `special` maps numbers of records to texts that cause trouble."""
    texts = {n: TEXTS[n % len(TEXTS)] for n in range(n_records)} | dict(special)
    lines = [json.dumps({"id": n, "text": text}, ensure_ascii=False) for n, text in texts.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def drive(*arguments):
    return subprocess.run(
        [sys.executable, DRIVER, *map(str, arguments)], capture_output=True, text=True, check=False
    )


def output(folder):
    """All bytes that a user reads, by name."""
    files = [*(folder / "parts").iterdir(), folder / "rejects.jsonl"]
    return {file.name: file.read_bytes() for file in files}


def records(folder):
    parts = sorted((folder / "parts").iterdir())
    return [json.loads(line) for part in parts for line in part.read_bytes().splitlines()]


def rejects(folder):
    return [json.loads(line) for line in (folder / "rejects.jsonl").read_bytes().splitlines()]


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory):
    """A corpus, and the output of a run that nothing disturbs."""
    folder = tmp_path_factory.mktemp("undisturbed")
    corpus = write_corpus(folder / "corpus.jsonl")
    done = drive(corpus, folder / "out")
    assert (done.returncode, done.stdout) == (0, "40 0\n"), done.stderr
    assert [record["id"] for record in records(folder / "out")] == list(range(40))
    return corpus, output(folder / "out")


def test_the_output_is_the_same_for_any_number_of_workers(undisturbed, tmp_path):
    corpus, expected = undisturbed
    drive(corpus, tmp_path / "out", "--jobs", 3)

    assert len(expected) > 5  # parts
    assert output(tmp_path / "out") == expected


def test_a_parent_killed_at_any_moment_goes_on(undisturbed, tmp_path):
    """Killed before and after each of the first ten names that it gives, without and with it."""
    corpus, expected = undisturbed
    for moment in range(2, 12):
        out = tmp_path / str(moment)
        killed = drive(corpus, out, "--kill-at", moment)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        again = drive(corpus, out)

        assert again.returncode == 0, again.stderr
        assert output(out) == expected


def test_a_run_killed_again_and_again_comes_to_its_end(undisturbed, tmp_path):
    corpus, expected = undisturbed
    n_killed = 0
    while drive(corpus, tmp_path / "out", "--kill-at", 5).returncode == -signal.SIGKILL:
        n_killed += 1

    assert n_killed > 2
    assert output(tmp_path / "out") == expected


@pytest.mark.parametrize("victim", ["KILL-WORKER", "KILL-PARENT"])
def test_killed_while_a_worker_works(victim, tmp_path):
    special = {n: f"{victim} {n}" for n in (3, 17, 30, 39)}
    corpus = write_corpus(tmp_path / "corpus.jsonl", special=special)
    calm, once = tmp_path / "calm", tmp_path / "once"
    calm.mkdir()
    for number in special:
        (calm / f"{victim} {number}").touch()  # nobody is killed in the run to compare with
    drive(corpus, tmp_path / "expected", "--once", calm)
    once.mkdir()
    runs = [drive(corpus, tmp_path / "out", "--once", once) for _ in range(len(special) + 1)]

    assert runs[-1].returncode == 0, runs[-1].stderr
    n_failed = sum(run.returncode != 0 for run in runs)
    assert n_failed == (len(special) if victim == "KILL-PARENT" else 0)
    assert output(tmp_path / "out") == output(tmp_path / "expected")


def test_a_record_that_a_stage_fails_at_is_the_only_reject(tmp_path):
    corpus = write_corpus(tmp_path / "corpus.jsonl", special={11: "RAISE"})
    done = drive(corpus, tmp_path / "out")

    assert done.stdout == "39 1\n"
    assert rejects(tmp_path / "out") == [
        {"place": f"{corpus}:12", "reason": "ValueError: this text is trouble.", "id": 11}
    ]
    assert [record["id"] for record in records(tmp_path / "out")] == [*range(11), *range(12, 40)]


def test_a_record_that_kills_its_worker_each_time_is_the_only_reject(tmp_path):
    corpus = write_corpus(tmp_path / "corpus.jsonl", special={5: "EXIT", 6: "EXIT"})
    done = drive(corpus, tmp_path / "out", "--jobs", 2)

    assert done.stdout == "38 2\n", done.stderr
    assert "The worker of part 1 ended with exit code 3. Its shard is tried again." in done.stderr
    assert [reject["id"] for reject in rejects(tmp_path / "out")] == [5, 6]
    assert "ended the worker process" in rejects(tmp_path / "out")[0]["reason"]
    assert [record["id"] for record in records(tmp_path / "out")] == [*range(5), *range(7, 40)]


def test_what_a_worker_left_behind_is_not_waited_for(tmp_path):
    corpus = write_corpus(tmp_path / "corpus.jsonl", special={5: "FORK"})
    command = [sys.executable, "-u", DRIVER, corpus, tmp_path / "out", "--once", tmp_path]
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as program:
        assert program.stdout.readline() == b"40 0\n"
        assert time.monotonic() - start < 25


def test_a_full_disk_stops_the_run_and_room_lets_it_go_on(undisturbed, tmp_path):
    corpus, expected = undisturbed
    largest = max(map(len, expected.values()))
    full = drive(corpus, tmp_path / "out", "--file-size", largest - 1)

    assert full.returncode == 1
    assert "Error: cannot write" in full.stderr
    assert "Traceback" not in full.stderr
    assert drive(corpus, tmp_path / "out").returncode == 0
    assert output(tmp_path / "out") == expected


def test_an_unreadable_file_among_many_is_a_reject(undisturbed, tmp_path):
    corpus, _ = undisturbed
    folder = tmp_path / "corpus"
    folder.mkdir()
    lines = corpus.read_bytes().splitlines(keepends=True)
    for number in range(4):
        (folder / f"{number}.jsonl").write_bytes(b"".join(lines[number * 10 : number * 10 + 10]))
    (folder / "1a.jsonl").symlink_to(folder / "nowhere")
    done = drive(folder, tmp_path / "out")

    assert done.stdout == "40 1\n", done.stderr
    [reject] = rejects(tmp_path / "out")
    assert reject["place"].startswith(f"{folder}/1a.jsonl")
    assert "No such file" in reject["reason"]


def test_a_truncated_gz_loses_only_what_was_cut(undisturbed, tmp_path):
    corpus, _ = undisturbed
    packed = gzip.compress(corpus.read_bytes() * 50)
    (tmp_path / "corpus.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    done = drive(tmp_path / "corpus.jsonl.gz", tmp_path / "out")
    found = [record["id"] for record in records(tmp_path / "out")]

    assert done.returncode == 0, done.stderr
    assert 40 < len(found) < 2000
    assert found == [n % 40 for n in range(len(found))]
    assert any("too early" in reject["reason"] for reject in rejects(tmp_path / "out"))


def test_a_truncated_parquet_is_a_reject(undisturbed, tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    corpus, _ = undisturbed
    path = tmp_path / "corpus.parquet"
    parquet.write_table(pyarrow.table({"id": [1, 2], "text": ["我", "爱"]}), path)
    path.write_bytes(path.read_bytes()[:-9])
    done = drive(corpus, path, tmp_path / "out")

    assert done.stdout == "40 1\n", done.stderr
    assert rejects(tmp_path / "out")[0]["place"].startswith(str(path))


def test_two_runs_do_not_write_to_one_folder(undisturbed, tmp_path):
    corpus, expected = undisturbed
    with OutputFolder(tmp_path / "out").opened():
        second = drive(corpus, tmp_path / "out")

    assert second.returncode == 1
    assert "Error: another run is writing to" in second.stderr
    assert drive(corpus, tmp_path / "out").returncode == 0
    assert output(tmp_path / "out") == expected


def test_changed_input_is_refused(tmp_path):
    corpus = write_corpus(tmp_path / "corpus.jsonl")
    drive(corpus, tmp_path / "out", "--kill-at", 5)
    write_corpus(corpus, n_records=41)
    again = drive(corpus, tmp_path / "out")

    assert again.returncode == 1
    assert f"{str(corpus)!r} had " in again.stderr
    assert "Give the same as before, or another folder to start anew." in again.stderr


def test_more_input_is_refused(tmp_path):
    corpus = write_corpus(tmp_path / "corpus.jsonl")
    drive(corpus, tmp_path / "out", "--kill-at", 5)
    other = write_corpus(tmp_path / "other.jsonl")

    assert f"{str(other)!r} is new" in drive(corpus, other, tmp_path / "out").stderr
    assert f"{str(corpus)!r} is not there" in drive(other, tmp_path / "out").stderr


@pytest.mark.parametrize(
    "change, name", [(("--method", "forward"), "stages"), (("--shard-size", 300), "shard_size")]
)
def test_another_pipeline_or_setting_is_refused(change, name, undisturbed, tmp_path):
    corpus, _ = undisturbed
    drive(corpus, tmp_path / "out", "--kill-at", 5)
    again = drive(corpus, tmp_path / "out", *change)

    assert again.returncode == 1
    assert f"this run was begun with another setting ({name})" in again.stderr


def test_a_run_without_results_begins_anew_with_other_settings(tmp_path):
    good = write_corpus(tmp_path / "good.jsonl")
    drive(good, tmp_path / "out")
    for done in [*(tmp_path / "out/state").glob("*.json"), *(tmp_path / "out/parts").iterdir()]:
        done.unlink()
    again = drive(good, tmp_path / "out", "--shard-size", 300)

    assert again.returncode == 0, again.stderr
    assert json.loads((tmp_path / "out/run.json").read_bytes())["shard_size"] == 300


def test_a_run_whose_state_was_removed_does_not_go_on(tmp_path):
    corpus = write_corpus(tmp_path / "corpus.jsonl")
    drive(corpus, tmp_path / "out")
    shutil.rmtree(tmp_path / "out/state")
    again = drive(corpus, tmp_path / "out")

    assert again.returncode == 1
    assert "holds the output of a run whose state was removed" in again.stderr


def test_a_folder_with_something_else_is_left_alone(undisturbed, tmp_path):
    corpus, _ = undisturbed
    (tmp_path / "novel.txt").touch()
    refused = drive(corpus, tmp_path)

    assert "holds something else, such as 'novel.txt'" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["novel.txt"]


def test_too_many_rejects_stop_the_run_and_more_let_it_go_on(tmp_path):
    corpus = write_corpus(tmp_path / "corpus.jsonl", special={0: "RAISE", 1: "RAISE", 39: "RAISE"})
    stopped = drive(corpus, tmp_path / "out", "--max-rejects", 1)

    assert stopped.returncode == 1
    assert "2 records could not be processed, more than --max-rejects 1" in stopped.stderr
    assert [reject["id"] for reject in rejects(tmp_path / "out")] == [0, 1]
    assert drive(corpus, tmp_path / "out", "--max-rejects", 3).stdout == "37 3\n"


def test_nothing_but_rejects_or_nothing_at_all_is_an_error(tmp_path):
    bad, empty = tmp_path / "bad.jsonl", tmp_path / "empty.jsonl"
    bad.write_text("[]\n")
    empty.touch()

    assert "none of the 1 records could be processed" in drive(bad, tmp_path / "a").stderr
    assert "there are no records in the inputs" in drive(empty, tmp_path / "b").stderr
