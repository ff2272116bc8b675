"""Benchmark of correction: the script runs, and counts as it says it does. No figure is tested."""

import gzip
import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Doc
from zhnlp.correction import Correction

FOLDER = Path(__file__).parents[1] / "benchmarks"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="benchmarks are in the repository only")
RUN_WITHOUT_KENLM = """
import runpy, sys
sys.modules["kenlm"] = None
sys.path.insert(0, sys.argv[1])
sys.argv[:] = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
RIGHT = ["我爱北京天安门。", "他在北京学习。"]
PAIRS = [("我爱北京天安们。", RIGHT[0]), (RIGHT[1], RIGHT[1])]
FORMATS = {
    "sighan/test2015.txt": "sighan",
    "sighan/sighan2015_test_pycorrector.tsv": "pairs",
    "csc_hard/people_daily_jieba.jsonl.gz": "jsonl",
    "csc_hard/people_daily_ltp.jsonl.gz": "jsonl",
    "lemon_v2/enc.txt.gz": "spaced",
    "mcsc/valid.txt.gz": "pairs",
    **{f"ecspell/{name}.train.filtered": "sighan" for name in ("law", "med", "odw")},
    "macro_correct/textproof.tet.json": "json",
    "macro_correct/gen_xxqg.tet.json.gz": "json",
    "macro_correct/gen_passage.tet.json.gz": "json",
    "macro_correct/gen_de3.json.gz": "json",
    "macro_correct/acc_rmrb.tet.json.gz": "json",
}


@pytest.fixture
def module(monkeypatch):
    """Imports a module of the benchmarks, as their scripts do."""
    monkeypatch.syspath_prepend(FOLDER)
    before = set(sys.modules)
    yield importlib.import_module
    for name in set(sys.modules) - before:
        if Path(getattr(sys.modules[name], "__file__", None) or "").parent == FOLDER:
            del sys.modules[name]


def lines(pairs, form):
    """The lines of a file of pairs in one of the formats of zhnlp.corpus."""
    if form in ("json", "jsonl"):
        objects = [{"source": source, "target": target} for source, target in pairs]
        dumped = [json.dumps(each, ensure_ascii=False) for each in objects]
        return dumped if form == "jsonl" else [f"[{', '.join(dumped)}]"]
    if form == "spaced":
        return ["\t".join(" ".join(text) for text in pair) for pair in pairs]
    number = "1\t" if form == "sighan" else ""
    return [number + "\t".join(pair) for pair in pairs]


@pytest.fixture
def data(tmp_path):
    """A data folder with two pairs in the place of each corpus."""
    for name, form in FORMATS.items():
        pairs = [(text, text) for text in RIGHT] if "acc_rmrb" in name else PAIRS
        path = tmp_path / "data/csc" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = "".join(f"{line}\n" for line in lines(pairs, form)).encode()
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return tmp_path / "data"


@pytest.fixture(scope="session")
def module_thresholds():
    """The thresholds with `Model` in place of a corrector."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(FOLDER)
        found = importlib.import_module("spelling_thresholds")
        patch.setattr(found, "model_at", lambda model, log_odds: log_odds)
        patch.setattr(found, "Corrector", lambda least, apply=False: Model(least))
        patch.setattr(found, "corrector_at", lambda model, least: lambda text: changed(text, least))
        yield found


def changed(text, least):
    """What Model makes of a text."""
    found = Model(least)(Doc(text)).corrections
    return "".join(
        "x" if any(each.start == at for each in found) else char for at, char in enumerate(text)
    )


@pytest.mark.slow
def test_correction_is_scored_on_a_small_corpus_without_what_is_missing(data, tmp_path):
    scorer = tmp_path / "scorer.py"
    scorer.write_text("print('something else')", encoding="utf-8")
    only = [part for letter in "ABCEFGH" for part in ("--only", letter)]
    options = ["--data", data, "--scorer", scorer, *only]
    command = [sys.executable, "-c", RUN_WITHOUT_KENLM, FOLDER, FOLDER / "correction.py", *options]

    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "| SIGHAN15 test | 2 | 1 |" in done.stdout
    assert "| pycorrector, n-grams of 2.8 GB (p) | 0.5502 |" in done.stdout
    assert "| general-spelling | default |" in done.stdout
    assert "something else" in done.stdout  # of the scorer that does not agree
    assert "pycorrector was not there" in done.stdout
    assert "| false alarms, acc_rmrb, all right | 0.00% (0.00–84.19) |" in done.stdout
    assert "| all, the same rate | 0.1 | 2 | 1 | 0.00% (0.00–97.50) |" in done.stdout
    assert "| right of LEMON enc | 1 | 0.00% (0.00–97.50) |" in done.stdout


@pytest.mark.slow
def test_a_model_is_developed_on_the_odd_sentences(data, tmp_path):
    command = [sys.executable, FOLDER / "spelling_dev.py", "--data", data, "--full"]

    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "| odd sentences, every 1 | default | 0.2% |" in done.stdout
    assert "| false alarms on acc_rmrb | 0.00% | 0.00% |" in done.stdout
    assert re.search(r"\| textproof \| \d\.\d{4} / \d\.\d{4} / \d\.\d{4} \|", done.stdout)


def test_pycorrector_passes_over_wrong_sentences_changed_in_a_wrong_way(module):
    pairs = [("在来", "再来"), ("因该", "应该"), ("做为", "作为"), ("他", "他"), ("好", "好")]

    found = module("spelling_peers").measure(
        pairs, ["再来", "英该", "做为", "她", "好"], seconds=0.5
    )

    assert found == (2 / 5, 1 / 2, 1 / 3, pytest.approx(0.4), 10)


def test_halves_are_every_other_item_or_what_comes_first(module):
    half_of = module("spelling_sets").half_of

    assert half_of("abcde", "whole") == "abcde"
    assert (half_of("abcde", "odd"), half_of("abcde", "even")) == ("ace", "bd")
    assert (half_of("abcde", "first"), half_of("abcde", "second")) == ("ab", "cde")


def test_a_share_has_an_interval_even_of_none(module):
    share = module("spelling_figures").share_with_interval

    assert share(0, 0) == (0.0, 0.0, 0.0)
    assert share(0, 100) == (0.0, 0.0, pytest.approx(0.0362, abs=1e-4))
    middle, low, high = share(20, 1000)
    assert middle == 0.02
    assert (low, high) == pytest.approx((0.012, 0.029), abs=0.002)


def test_only_right_sentences_give_false_alarms(module):
    alarms = module("spelling_figures").alarms_of(
        [("在来", "再来"), ("他", "他"), ("好", "好")], "在他坏"
    )

    assert alarms[0] == 0.5


class Model:
    """A stage that changes the digits of a text that are at least its threshold, one after the
    other: the first makes the next higher by two."""

    def __init__(self, least):
        self.least = least

    def __call__(self, doc):
        found, bonus = [], 0
        for at, digit in enumerate(doc.text):
            if int(digit) + bonus >= self.least:
                found.append(Correction(at, at + 1, digit, "x", int(digit) + bonus, "sound", ()))
                bonus = 2
        return doc.filled(corrections=tuple(found))


@given(st.lists(st.text("0123456789", max_size=4), min_size=1), st.sampled_from([0.1, 0.3, 0.5]))
def test_thresholds_are_the_lowest_that_keep_a_rate(module_thresholds, texts, rate):
    alarms = module_thresholds.Alarms(None, texts)
    odds = alarms.threshold(rate)
    step = module_thresholds.STEP

    assert alarms.n_changed(odds) <= rate * len(texts)
    assert odds <= module_thresholds.LOWEST + step or alarms.n_changed(odds - step) > int(
        rate * len(texts)
    )


def test_sentences_of_a_text_are_neither_long_nor_short(module, tmp_path):
    text = tmp_path / "text.txt"
    text.write_text(f"短。{'长' * 60}。{'好' * 39}。\n{'是' * 29}。\n", encoding="utf-8")

    found = module("correction_speed").sentences(text)

    assert found == ["好" * 39 + "。", "是" * 29 + "。"]


def test_checks_are_scored_by_character(module):
    """Changed rightly, changed wrongly (a right character, too), and not changed."""
    score = module("checks").Score()
    score.add("他得书得", "他的书地", [Correction(1, 2, "得", "的", 1.0, "de")])
    score.add("他的书得", "他的书地", [Correction(3, 4, "得", "的", 1.0, "de")])
    score.add("他的书", "他的书", [Correction(1, 2, "的", "地", 1.0, "de")])

    assert (score.hits, score.wrong, score.missed) == (1, 2, 2)
    assert score.three() == pytest.approx((1 / 3, 1 / 3, 1 / 3))
