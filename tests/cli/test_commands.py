"""explain, info, lexicon check, train ngrams."""

import gzip
import json
import os
from shutil import copytree

import pytest

from zhnlp import NgramModel, Segmenter, __version__
from zhnlp.cli.info import DEFAULTS
from zhnlp.models.entities.model import EntityModel
from zhnlp.models.ngrams.language_model import LanguageModel
from zhnlp.models.spelling.contexts import ContextModel
from zhnlp.models.spelling.model import SpellingModel
from zhnlp.models.spelling.small_words import SmallWordsModel
from zhnlp.models.tags.model import TagModel
from zhnlp.models.words.model import WordModel
from zhnlp.packing import amend_pack
from zhnlp.resources import pack, packs

TEXT = "南京市长江大桥"


def test_explain_prints_the_explanation(run):
    result = run("explain", TEXT, "-n", "2")

    assert result.stdout_bytes.decode() == f"{Segmenter().explain(TEXT, n=2)}\n"


def test_explain_as_json_names_every_value(run):
    found = json.loads(run("explain", TEXT, "--method", "bigram", "--format", "json").stdout_bytes)

    assert (found["text"], found["method"]) == (TEXT, "bigram")
    assert "".join(found["words"]) == TEXT
    assert "".join(edge["word"] for edge in found["cuts"][0]["words"]) == TEXT
    assert {"start", "end", "word", "log_prob", "source"} == set(found["edges"][0])


@pytest.mark.parametrize("args", [(), ("-",)], ids=["none", "dash"])
def test_explain_takes_lines_from_standard_input(run, args):
    result = run("explain", *args, "--format", "json", stdin="我\r\n\n爱\n".encode())

    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == ["我", "爱"]


@pytest.mark.skipif(os.name != "posix", reason="arguments are bytes on POSIX only")
def test_explain_survives_an_argument_that_is_no_text(process):
    done = process("explain", os.fsdecode(b"a\xff"))

    assert (done.returncode, done.stderr) == (0, b"")


def test_info_says_what_is_installed(run):
    text = run("info").stdout
    found = json.loads(run("info", "--format", "json").stdout_bytes)
    assert json.loads(run("info", "--json").stdout_bytes) == found

    assert text.startswith(f"zhnlp {__version__}, Python ")
    assert found["version"] == __version__
    assert [pack["name"] for pack in found["packs"]] == packs()
    assert {pack["state"] for pack in found["packs"]} == {"whole"}
    assert found["stopwords"]["general"] > 100


def test_info_has_a_table_of_packs_for_80_columns(run):
    lines = run("info").stdout.splitlines()
    rows = {line.split()[0]: line for line in lines if line.split()[:1] and line[0] != " "}

    assert max(len(line) for line in lines[1:]) <= 80
    assert {*packs()} <= {*rows}
    assert " segment " in rows["modern-words"]
    assert " research only " in rows["msr-words"]
    assert [name for name in packs() if rows[name][32:35].strip() == "*"] == sorted(DEFAULTS)


def test_info_says_all_of_a_pack(run):
    text = run("info", "modern-words").stdout
    found = json.loads(run("info", "modern-words", "--format", "json").stdout)
    lines = text.splitlines()

    assert lines[0] == found["name"] == "modern-words"
    assert [line[:3].strip() for line in lines[1:] if line[:2].strip()] == []
    assert f"  command: {found['command']}" in lines
    assert text.index("licence: ") < text.index("command: ")
    assert found["default"] is True


def test_info_has_a_table_of_false_alarms(run, tmp_path):
    folder = copytree(pack("general-spelling"), tmp_path / "mine")
    told = {"held": True, "sentences": 20000, "rates": [[0.001, 0.0009], [0.1, 0.0995]]}
    less = {"held": False, "sentences": 813, "rates": [[0.001, 0.0123], [0.1, 0.25]]}
    amend_pack(folder, {"false_alarms": {"news": told, "microblog": less}})

    assert run("info", str(folder)).stdout.partition("rates of\n")[2].splitlines()[:3] == [
        "    text       sentences  held   0.1%     10%",
        "    news          20,000   yes  0.09%   9.95%",
        "    microblog        813    no  1.23%  25.00%",
    ]
    shown = json.loads(run("info", str(folder), "--json").stdout)
    assert shown["false_alarms"]["news"] == told
    amend_pack(folder, {"false_alarms": "none"})
    assert "  false_alarms: none\n" in run("info", str(folder)).stdout


def test_the_default_packs_are_those_that_stages_take():
    models = (
        *(WordModel(), TagModel(), EntityModel()),
        *(SpellingModel(), SmallWordsModel(), LanguageModel(), ContextModel()),
    )

    assert {model.about["name"] for model in models} | {"jieba", "news-idf", "pinyin"} == {
        *DEFAULTS
    }


def test_info_of_a_folder_of_your_own(run, tmp_path):
    (tmp_path / "empty").mkdir()

    assert "holds no pack.json, so it is not a pack." in run("info", "./empty").stderr
    assert run("info", str(pack("pinyin"))).stdout.startswith(f"{pack('pinyin')}\n  for: pinyin\n")


@pytest.mark.parametrize("packer", [bytes, gzip.compress])
def test_a_lexicon_from_standard_input_is_checked(run, packer):
    result = run("lexicon", "check", "-", stdin=packer("云计算\tforce\tx\n".encode()))

    assert result.exit_code == 1
    assert result.stdout.startswith("<stdin>:1: frequency 'x' is not a whole number")


def test_info_checks_every_pack(run, monkeypatch, tmp_path):
    assert run("info", "--check").stdout.splitlines() == [f"{name}: whole" for name in packs()]

    monkeypatch.setattr("zhnlp.cli.info.packs", lambda: ["jieba", "gone"])
    monkeypatch.setattr("zhnlp.cli.info.pack", lambda name: tmp_path / name)
    result = run("info", "--check")

    assert result.exit_code == 1
    assert "jieba: '" in result.stdout
    assert result.stderr == "Error: 2 of 2 packs are damaged.\n"


def test_lexicon_check_lists_every_error_and_conflict(run, tmp_path):
    lines = ["北京大学\tforce", "北京\tforce", "x\tforse", "北京\tforce", "新词 -1", "好词 3"]
    (tmp_path / "mine.tsv").write_text("\n".join(lines), "utf-8")
    result = run("lexicon", "check", "mine.tsv")
    places = [line.split(": ")[0] for line in result.stdout.splitlines()]

    assert result.exit_code == 1
    assert places == ["mine.tsv:3", "mine.tsv:4", "mine.tsv:4", "mine.tsv:5"]
    assert result.stderr == "3 entries, 2 errors, 2 conflicts in 1 files.\n"


def test_lexicon_check_of_conflicts_alone_is_no_failure(run, tmp_path):
    (tmp_path / "mine.tsv").write_text("ＡＩ\tforce\nAI\tforce\n", "utf-8")
    result = run("lexicon", "check", "mine.tsv")

    assert result.exit_code == 0
    assert "mine.tsv:2: 'AI' differs from 'ＡＩ' (line 1)" in result.stdout


def test_lexicon_check_is_quiet_about_a_good_file(run, tmp_path):
    (tmp_path / "mine.tsv").write_text("\ufeff# mine\n泽恩勒普\tforce\n", "utf-8")
    result = run("lexicon", "check", "mine.tsv")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 entries, 0 errors, 0 conflicts in 1 files.\n"


@pytest.mark.parametrize("order", [2, 3])
def test_train_makes_a_pack_that_segments(run, tmp_path, order):
    (tmp_path / "corpus.txt").write_text("我 爱 北京\n我 爱 天安门\n他 爱 我\n" * 20, "utf-8")
    (tmp_path / "dev.txt").write_text("我 爱 北京\n", "utf-8")
    args = ("train", "ngrams", "corpus.txt", "--order", order, "--score", "dev.txt", "-o", "mine")
    trained = run(*args)
    result = run("segment", "--method", "bigram", "--model", "./mine", stdin="我爱北京".encode())

    assert trained.exit_code == 0
    assert trained.stdout.endswith("P 1.0000 R 1.0000 F1 1.0000\n")
    assert NgramModel(tmp_path / "mine").order == order
    assert result.stdout_bytes.decode() == "我 爱 北京"
