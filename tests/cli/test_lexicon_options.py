"""--lexicon, --dictionary and --skip-bad-lines of every command that takes word lists."""

import pytest

FILES = {
    "text.txt": "宁德时代讨论了云计算\n",
    "gold.txt": "宁德时代 讨论 了 云 计算\n",
    "mine.tsv": "云计算 5\n宁德时代\tforce\t100\tnt\tBRAND\n云计算 6 nz\n",
    "bad.tsv": "云计算 5 n\n宁德,5,n\n时代\tforse\n云计算 7 nz\n",
    "names.tsv": "宁德时代\tBRAND\n云计算\n",
    "pairs.tsv": "帐号\t账号\n云计算\n",
    "spelling.txt": "帐号\t账号\n",
}
TAKERS = [
    *("segment text.txt -l", "segment text.txt --dictionary", "segment text.txt --tags -l"),
    *("tag text.txt --lexicon", "entities text.txt -l", "correct text.txt --protect"),
    *("explain 云计算 -l", "evaluate words gold.txt -l", "compare gold.txt -m unigram -m jieba -l"),
    *("compare gold.txt -m unigram --dictionary", "tag text.txt --dictionary"),
]


@pytest.fixture
def files(tmp_path):
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, "utf-8")


@pytest.mark.parametrize("command", TAKERS)
def test_bad_lines_are_an_error_or_left_out_with_a_warning_for_each(run, files, command):
    stopped = run(*command.split(), "bad.tsv")
    went_on = run(*command.split(), "bad.tsv", "--skip-bad-lines")

    assert (stopped.exit_code, stopped.stdout) == (1, "")
    assert stopped.stderr.startswith("Error: bad.tsv:2: '宁德,5,n' has its fields separated by ','")
    assert stopped.stderr.endswith("Bad, too: line 3.\n")
    assert went_on.exit_code == 0
    assert went_on.stdout
    warnings = [line for line in went_on.stderr.splitlines() if line.startswith("Warning: ")]
    assert [line.split(": ")[1] for line in warnings] == ["bad.tsv:2", "bad.tsv:3", "bad.tsv:4"]


@pytest.mark.parametrize(
    "command", ["entities --gazetteer names.tsv", "correct --misspellings pairs.tsv"]
)
def test_other_word_lists_are_treated_alike(run, files, command):
    assert run(*command.split(), "text.txt").exit_code == 1
    went_on = run(*command.split(), "text.txt", "--skip-bad-lines")

    assert went_on.exit_code == 0
    assert went_on.stderr.count("Warning: ") == went_on.stderr.count(".tsv:2: ") == 1


def test_a_word_that_comes_again_is_a_warning(run, files):
    result = run("segment", "-l", "mine.tsv", "text.txt")

    assert result.exit_code == 0
    assert (
        result.stderr == "Warning: mine.tsv:3: '云计算' is already in line 1; the last one holds.\n"
    )


@pytest.mark.parametrize(
    "command, expected",
    [
        ("tag -l mine.tsv", "宁德时代/nt 讨论/v 了/u 云计算/nz\n"),
        ("segment --tags -l mine.tsv", "宁德时代/nt 讨论/v 了/u 云计算/nz\n"),
        ("entities -l mine.tsv", "[宁德时代 BRAND]讨论了云计算\n"),
        ("entities -l mine.tsv --label BRAND", "[宁德时代 BRAND]讨论了云计算\n"),
        ("segment -m unigram --dictionary mine.tsv", "宁德时代 讨 论 了 云计算\n"),
    ],
)
def test_one_file_serves_all_stages(run, files, command, expected):
    assert run(*command.split(), "text.txt").stdout == expected


def test_a_tag_that_no_model_has_is_wrong_usage(run, files, tmp_path):
    (tmp_path / "mine.tsv").write_text("云计算 5 brand\n", "utf-8")
    result = run("tag", "-l", "mine.tsv", "text.txt")

    assert result.exit_code == 2
    assert "lexicon word '云计算' has the tag 'brand', which" in result.stderr


def test_the_check_lists_words_that_come_again(run, files):
    result = run("lexicon", "check", "mine.tsv")

    assert result.exit_code == 0
    assert "mine.tsv:3: '云计算' is already in line 1; the last one holds.\n" in result.stdout
