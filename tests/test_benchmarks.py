"""Benchmarks: the scripts run, and count as they say they do. No figure is tested."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="benchmarks are in the repository only")
RUN_WITHOUT_PEERS = """
import runpy, sys
sys.modules["jieba"] = sys.modules["rjieba"] = None
sys.path.insert(0, sys.argv[1])
sys.argv[:] = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def python(*arguments, folder):
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=folder)


@pytest.fixture
def module(monkeypatch):
    """Imports a module of the benchmarks, as their scripts do."""
    monkeypatch.syspath_prepend(FOLDER)
    before = set(sys.modules)
    yield importlib.import_module
    for name in set(sys.modules) - before:
        if Path(getattr(sys.modules[name], "__file__", None) or "").parent == FOLDER:
            del sys.modules[name]


@pytest.mark.parametrize("script", ["speed.py", "accuracy.py"])
def test_scripts_tell_their_options(script, tmp_path):
    done = python(FOLDER / script, "--help", folder=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "--data" in done.stdout
    assert "--save" in done.stdout


def test_speed_runs_on_any_text_and_leaves_missing_peers_out(tmp_path):
    text = tmp_path / "text.txt"
    text.write_text("我爱北京天安门。\n今天AI涨了3.5%！\n" * 20, encoding="utf-8")
    script = FOLDER / "speed.py"
    options = (script, "--quick", "--text", text)

    done = python("-c", RUN_WITHOUT_PEERS, FOLDER, *options, folder=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "jieba is not installed: its rows are left out." in done.stderr
    assert "zhnlp unigram" in done.stdout
    assert "| rjieba" not in done.stdout


def test_without_the_data_nothing_is_measured(tmp_path):
    for script in ("speed.py", "accuracy.py"):
        done = python(FOLDER / script, "--data", tmp_path / "none", folder=tmp_path)

        assert done.returncode == 0, done.stderr
        assert done.stderr
        assert not done.stdout


def test_ratios_are_per_byte_and_taken_within_rounds(module):
    turns = module("turns")
    slow, fast = iter([2.0, 40.0, 2.0]), iter([1.0, 20.0, 1.0])  # a bad second round for both
    contestants = [
        turns.Contestant("slow", lambda: turns.Turn(next(slow)), 100),
        turns.Contestant("fast", lambda: turns.Turn(next(fast)), 300, {"× slow": "slow"}),
    ]

    rows = turns.take_turns(contestants, n_rounds=3, warm_up=False)

    assert rows[1].ratios == {"× slow": 6.0}


def test_each_contestant_begins_a_round(module):
    turns = module("turns")
    order = []

    def contestant(name):
        return turns.Contestant(name, lambda: order.append(name) or turns.Turn(1.0))

    turns.take_turns([contestant("a"), contestant("b")], n_rounds=2, warm_up=False)

    assert order == ["a", "b", "b", "a"]


def test_a_process_is_measured_with_its_memory(module, tmp_path):
    processes = module("processes")
    if not processes.SUPPORTED:
        pytest.skip("needs a POSIX system")
    turn = processes.run_python(["-c", "x = b'1' * 50_000_000; print('done')"], folder=tmp_path)

    assert turn.seconds > 0
    assert turn.peak_mb > 50
    assert (tmp_path / "output").read_text() == "done\n"


def test_a_failing_process_says_why(module, tmp_path):
    processes = module("processes")
    if not processes.SUPPORTED:
        pytest.skip("needs a POSIX system")
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        processes.run_python(["-c", "1 / 0"], folder=tmp_path)


def test_max_match_takes_the_longest_word_at_each_place(module):
    words = {"南京", "南京市", "市长", "长江", "大桥", "长江大桥"}

    found = module("peers").max_match("南京市长江大桥通车", words, 4)

    assert found == ["南京市", "长江大桥", "通", "车"]


READERS = [
    ("blanks", ["我  爱  北京", "", "你好"], [["我", "爱", "北京"], ["你好"]]),
    ("underscores", ["第六_OD 章_M"], [["第六", "章"]]),
    ("columns", ["# text = 我爱", "1\t我\t_", "1-2\t我爱\t_", "2\t爱\t_", ""], [["我", "爱"]]),
    ("characters", ["三\tB", "年\tE", "了\tS", "", "", "好\tS"], [["三年", "了"], ["好"]]),
]


@pytest.mark.parametrize("reader, lines, words", READERS, ids=[case[0] for case in READERS])
def test_corpora_are_read(module, reader, lines, words):
    assert list(getattr(module("corpora"), reader)(lines)) == words


def test_units_are_taken_out_of_both_sides(module):
    parity = module("parity")
    keep = parity.outside_units("用v1.2的3岁")

    assert keep == [True, False, False, False, False, True, True, True]
    assert parity.without(["用v", "1", ".", "2的", "3", "岁"], keep) == ["用", "的", "3", "岁"]


def test_a_table_leaves_empty_columns_out(module):
    rows = [["", "MB", "s"], ["one", "", "1"], ["two", "", "2"]]

    assert module("report").markdown(rows).splitlines() == [
        "|  | s |",
        "| --- | ---: |",
        "| one | 1 |",
        "| two | 2 |",
    ]
