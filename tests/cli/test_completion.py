"""zhnlp completion: what a shell gets to complete a line, asked as shells ask."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from zhnlp.cli import COMMANDS, completing, main
from zhnlp.cli.completion import SHELLS
from zhnlp.resources import pack, packs


@pytest.fixture
def completed():
    """What is offered for the last word of a line, as (type, value); ``dir`` and ``file`` are the
    shell's own completions."""

    def call(line):
        words = line.split(" ")
        env = {
            "_ZHNLP_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        }
        result = CliRunner().invoke(main, [], env=env, prog_name="zhnlp")
        assert result.stderr == ""
        return [tuple(row.split(",", 1)) for row in result.stdout.splitlines() if row]

    return call


def plain(completed, line):
    return [value for kind, value in completed(line) if kind == "plain"]


def of_kind(*kinds):
    about = {name: json.loads((pack(name) / "pack.json").read_bytes()) for name in packs()}
    return [name for name in about if about[name]["kind"] in kinds]


CASES = [
    ("zhnlp seg", ["segment"]),
    ("zhnlp evaluate w", ["words"]),
    ("zhnlp lexicon ", ["check"]),
    ("zhnlp completion ", ["bash", "zsh", "fish"]),
    ("zhnlp segment --sep", ["--separator"]),
    ("zhnlp segment --method uni", ["unigram"]),
    ("zhnlp segment --method=uni", ["unigram"]),
    ("zhnlp segment -m uni", ["unigram"]),
    ("zhnlp compare gold.txt -m uni", ["unigram"]),
    ("zhnlp run --pipeline f", ["full"]),
    ("zhnlp run -p n", ["news"]),
    ("zhnlp keywords --stopwords ", ["general", "news"]),
    ("zhnlp segment --encoding g", ["gb18030", "gbk"]),
    ("zhnlp train tagger --encoder l", ["lstm"]),
    ("zhnlp segment --model pku-w", ["pku-words"]),
    ("zhnlp tag --model pku-w", []),
    ("zhnlp segment -t ", []),
]


@pytest.mark.parametrize("line, names", CASES, ids=[case[0] for case in CASES])
def test_what_begins_like_this_is_offered(completed, line, names):
    assert plain(completed, line) == names


def test_all_commands_are_offered(completed):
    assert plain(completed, "zhnlp ") == [*COMMANDS]


@pytest.mark.parametrize(
    "line, kinds",
    [
        ("zhnlp segment --model ", ("WordModel", "NgramModel")),
        ("zhnlp tag --model ", ("TagModel",)),
        ("zhnlp tag --segmenter-model ", ("WordModel", "NgramModel")),
        ("zhnlp entities --model ", ("EntityModel",)),
        ("zhnlp entities --tagger-model ", ("TagModel",)),
        ("zhnlp correct --model ", ("SpellingModel",)),
        ("zhnlp classify --model ", ("TextLabels",)),
        ("zhnlp perplexity --model ", ("LanguageModel", "NgramModel")),
        ("zhnlp evaluate tags --model ", ("TagModel",)),
        ("zhnlp evaluate labels --model ", ("TextLabels",)),
        ("zhnlp keywords --idf ", ("IdfTable",)),
        ("zhnlp train recognizer --segmenter-model ", ("WordModel", "NgramModel")),
        ("zhnlp train tagger --base ", ("TagModel",)),
        ("zhnlp vectors similar --model ", ()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_packs_of_the_right_kind_are_offered_and_folders(completed, line, kinds):
    found = completed(line)

    assert found[0][0] in ("dir", "file")  # first, because bash forgets what comes before
    assert [value for _, value in found[1:]] == of_kind(*kinds)


@pytest.mark.parametrize("part", ["./m", "models/"])
def test_a_path_is_left_to_the_shell(completed, part):
    assert completed(f"zhnlp segment --model {part}") == [("dir", part)]
    assert completed(f"zhnlp run -p {part}") == [("file", part)]


@pytest.mark.parametrize(
    "line",
    [
        *("segment ", "segment a.txt b", "segment --lexicon ", "segment -o ", "lexicon check x"),
        *("evaluate words ", "batch ", "train ngrams ", "vectors convert ", "run -p a.t"),
    ],
)
def test_files_are_offered_where_they_belong(completed, line):
    assert [kind for kind, _ in completed(f"zhnlp {line}")] == ["file"]


@pytest.mark.parametrize("line", ["batch a.txt -o ", "export ", "vectors train a.txt -o "])
def test_folders_are_offered_where_they_belong(completed, line):
    assert [kind for kind, _ in completed(f"zhnlp {line}")] == ["dir"]


def test_an_option_that_is_wrong_before_is_no_trouble(completed):
    assert plain(completed, "zhnlp segment --jobs none --method uni") == ["unigram"]
    assert plain(completed, "zhnlp tag --tagger-model x --segmenter-method uni") == ["unigram"]


def test_a_damaged_pack_is_not_offered(completed, monkeypatch, tmp_path):
    (tmp_path / "pack.json").write_text("[", "utf-8")
    monkeypatch.setattr(completing, "pack", lambda name: tmp_path)

    assert plain(completed, "zhnlp segment --model ") == []


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_asks_this_program(run, shell):
    script = run("completion", shell).stdout

    assert f"_ZHNLP_COMPLETE={shell}_complete" in script
    assert script.startswith("#compdef zhnlp") or shell != "zsh"


def test_another_shell_is_wrong_usage(run):
    assert "'csh' is not one of" in run("completion", "csh").stderr


def test_nothing_heavy_is_imported_to_complete(process):
    env = {
        "_ZHNLP_COMPLETE": "bash_complete",
        "COMP_WORDS": "zhnlp tag --model ",
        "COMP_CWORD": "3",
    }
    call = "from zhnlp.cli import main; main(prog_name='zhnlp')"
    command = [sys.executable, "-X", "importtime", "-c", call]
    done = subprocess.run(command, env={**os.environ, **env}, capture_output=True, timeout=60)

    assert b"plain,modern-tags" in done.stdout
    for package in (b"numpy", b"zhnlp.stages.tagger", b"torch", b"opencc"):
        assert package not in done.stderr


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    "line, offered",
    [
        ("zhnlp seg", "segment"),
        ("zhnlp segment --model pku-w", "pku-words"),
        ("zhnlp segment --meth", "--method"),
        ("zhnlp evaluate words --method tri", "trigram"),
    ],
    ids=lambda value: value if " " in value else "",
)
def test_bash_completes_with_the_script(run, tmp_path, line, offered):
    program = tmp_path / "zhnlp"
    call = "from zhnlp.cli import main; main(prog_name='zhnlp')"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{call}" "$@"\n')
    program.chmod(0o755)
    (tmp_path / "script.bash").write_text(run("completion", "bash").stdout)
    ask = (
        'source ./script.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
        '_zhnlp_completion zhnlp; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", ask, "bash", *line.split(" ")],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        timeout=60,
    )
    if b"nosort" in done.stderr:
        pytest.skip("needs bash 4.4")

    assert done.stdout.decode().split() == [offered]
