"""The scripts in examples/ run as they are, from any folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
SCRIPTS = [
    # script, a line that it prints
    ("segment_file.py", "分钟 3"),
    ("user_words.py", "plain again is what it was: True"),
    ("tags_and_entities.py", "entity   华为公司 ORG (26, 30)"),
    ("own_parts.py", "equal  True"),
    ("correction.py", "source   题 was 提 at (6, 7)"),
    ("pipeline.py", "term      20% is '２０％' at (39, 42)"),
    ("seq2seq_toy.py", "right   30 of 30"),
    ("finance_headlines.py", "lstm  right 6 of 6"),
    ("finance_albert.py", "right 4 of 4"),
    ("headline_sentiment.py", "TF-IDF                    0.875    0.875"),
    ("bert_names.py", "onnx   王静/PER 杭州/LOC 李小华/PER 成都/LOC"),
    pytest.param("ray_data.py", "2 李华 上海 南京", marks=pytest.mark.slow),
    pytest.param("spark_names.py", "LOC 2", marks=pytest.mark.slow),
]
NEEDS = {
    "seq2seq_toy.py": ("torch", "tokenizers", "safetensors"),
    "finance_headlines.py": ("torch", "tokenizers", "gensim"),
    "headline_sentiment.py": ("sklearn", "gensim"),
    "finance_albert.py": ("torch", "tokenizers", "transformers"),
    "bert_names.py": ("torch", "tokenizers", "transformers", "onnx", "onnxruntime"),
    "ray_data.py": ("ray", "pyarrow"),
    "spark_names.py": ("pyspark", "pyarrow", "pandas"),
}


def run(script, folder, *args):
    """The lines that a script prints when it is started in `folder`."""
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / script), *args],
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        timeout=180,
        check=True,
    )
    return done.stdout.decode().splitlines()


@pytest.mark.parametrize("script, line", SCRIPTS)
def test_a_script_prints_what_it_promises(script, line, tmp_path):
    for package in NEEDS.get(script, ()):
        pytest.importorskip(package)
    if script == "spark_names.py" and not shutil.which("java"):
        pytest.skip("Spark needs Java")
    assert line in run(script, tmp_path)


def test_every_script_is_run():
    assert {path.name for path in EXAMPLES.glob("*.py")} == {
        getattr(each, "values", each)[0] for each in SCRIPTS
    }


def test_user_words_does_what_each_mode_says(tmp_path):
    ours = run("user_words.py", tmp_path)[1].removeprefix("ours").strip().split(" | ")

    assert {"创新办", "李明明", "New York", "AI"} <= set(ours)
    assert "北京大学" not in ours


def test_tags_and_entities_shows_tags_rules_a_gazetteer_and_links(tmp_path):
    lines = run("tags_and_entities.py", tmp_path)

    assert "毕业/v" in lines[0].split()
    assert {"entity   去年底 TIME (38, 41)", "entity   小爱同学 PRODUCT (49, 53)"} <= set(lines)
    assert lines[-1].split() == ["linked", "北京大学", "is", "北京大学", "北大", "北大"]


def test_correction_shows_the_users_own_latin_words_and_what_is_protected(tmp_path):
    lines = run("correction.py", tmp_path)
    found = [line.split()[1:5] for line in lines if line.startswith("found")]

    assert ["帐号", "for", "账号", "user"] in found
    assert ["pytohn", "for", "Python", "edit"] in found
    assert "末来" not in {wrong for wrong, *_ in found}
    assert "我的账号" in lines[len(found)]


def test_a_pipeline_that_was_saved_and_loaded_gives_equal_docs(tmp_path):
    assert run("pipeline.py", tmp_path)[-1].split() == ["loaded", "True"]


def test_segment_file_counts_the_file_it_is_given(tmp_path):
    (tmp_path / "mine.txt").write_text("我们在北京学习。\n北京很大。\n", encoding="utf-8")

    assert run("segment_file.py", tmp_path, "mine.txt")[0] == "北京 2"
