"""Options that can be repeated: names may also have commas between them."""

import click
import pytest

from commands import every_command
from zhnlp.cli.options import SeveralOf, several

# What can hold a comma itself: texts, words, labels, expressions; and files, which a shell lists.
HOLD_COMMAS = ("TEXT", "WORD", "REGEX", "LABEL=NAME", "FILE", "[KIND=]FILE", "WORDS")
REPEATED = [
    (" ".join(path), param)
    for path, command in every_command()
    for param in command.params
    if isinstance(param, click.Option) and param.multiple and param.metavar not in HOLD_COMMAS
]


@pytest.mark.parametrize(
    "command, option", REPEATED, ids=[f"{name} {option.opts[-1]}" for name, option in REPEATED]
)
def test_an_option_of_several_names_takes_them_with_commas(command, option):
    assert option.callback is several or (command, option.opts[-1]) == ("compare", "--method")


def test_names_are_taken_apart_and_paths_are_not():
    given = ("a,b", "b , c", "./d,e.txt", ",")

    assert several(None, None, given) == ("a", "b", "c", "./d,e.txt")


def test_of_choices_the_unknown_one_is_named_alone():
    with pytest.raises(click.BadParameter, match="'bad' is not one of 'words'"):
        SeveralOf(["words", "tags"]).convert("words,bad", None, None)


def test_methods_to_compare_may_have_commas(run, tmp_path):
    (tmp_path / "gold.txt").write_text("我 爱 北京\n", "utf-8")
    found = run("compare", "gold.txt", "-m", "jieba,unigram")

    assert found.exit_code == 0
    assert "jieba" in found.stdout
    assert "unigram" in found.stdout
