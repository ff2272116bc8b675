"""One meaning an option: a name stands for the same thing in every command."""

import re
from collections import defaultdict
from itertools import groupby
from pathlib import Path

import click
import pytest

from commands import every_command, every_group

HERE = "tests/cases/options.tsv"
TABLE = Path(__file__).parents[1] / "cases" / "options.tsv"
# What zhnlp COMMAND is named for, whose model is that of --model.
NAMED_FOR = {
    "classify": "classifier",
    "correct": "corrector",
    "entities": "recognizer",
    "evaluate answers": "reader",
    "evaluate entities": "recognizer",
    "evaluate labels": "classifier",
    "evaluate spelling": "corrector",
    "evaluate tags": "tagger",
    "evaluate words": "segmenter",
    "explain": "segmenter",
    "segment": "segmenter",
    "summarize": "summarizer",
    "tag": "tagger",
}
OTHER_MODELS = {"perplexity": "The language model", "topics": "topics", "vectors": "vectors"}


def options():
    """The options of all commands that are not hidden: {name: [(command, option)]}."""
    found = defaultdict(list)
    for path, command in every_command():
        for param in command.params:
            if isinstance(param, click.Option) and not param.hidden:
                for name in (*param.opts, *param.secondary_opts):
                    found[name].append((" ".join(path), param))
    return found


def rows():
    """The table: {name: (what it takes, pattern that each help text has, exceptions)}."""
    lines = TABLE.read_text("utf-8").splitlines()
    cells = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: (takes, says, [*exceptions]) for name, takes, says, *exceptions in cells}


def takes(option):
    """What stands after an option: nothing, a choice, a number, or its metavar."""
    if option.is_flag:
        return "nothing"
    if isinstance(option.type, click.Choice):
        return "a choice"
    if isinstance(option.type, (click.IntRange, click.FloatRange)) or option.type in (
        click.INT,
        click.FLOAT,
    ):
        return "a number"
    return option.metavar or option.type.name.upper()


OPTIONS, ROWS = options(), rows()
SHARED = [name for name, uses in sorted(OPTIONS.items()) if len({use for use, _ in uses}) > 1]


@pytest.mark.parametrize("name", SHARED)
def test_an_option_of_several_commands_takes_and_says_the_same_in_all(name):
    if name not in ROWS:
        uses = ", ".join(f"zhnlp {command}" for command, _ in OPTIONS[name])
        pytest.fail(
            f"{name} is an option of {uses}. If it means the same in all, add a line to {HERE}; "
            "otherwise give it another name in one of them."
        )
    expected, says, exceptions = ROWS[name]
    found = [
        f"{name} of zhnlp {command} takes {takes(option)}, and says {option.help!r}. {HERE} wants "
        f"{expected!r} and a text with {says!r}. Change the option, or give it another name."
        for command, option in OPTIONS[name]
        if command not in exceptions
        if takes(option) not in expected.split(";") or not re.search(says, option.help or "")
    ]

    assert not found, "\n".join(found)


def test_the_table_has_what_is_shared_and_no_more():
    superfluous = [name for name in ROWS if name not in SHARED]
    unused = [
        (name, command)
        for name, (_, _, exceptions) in ROWS.items()
        for command in exceptions
        if command not in {use for use, _ in OPTIONS.get(name, ())}
    ]

    assert (superfluous, unused) == ([], []), f"Take them off {HERE}."


@pytest.mark.parametrize("short", [name for name in SHARED if not name.startswith("--")])
def test_a_letter_stands_for_one_long_name(short):
    names = {max(option.opts, key=len) for _, option in OPTIONS[short]}

    assert len(names) == 1, f"{short} stands for {' and '.join(sorted(names))}. Keep one."


@pytest.mark.parametrize("command", [command for command, _ in OPTIONS["--model"]])
def test_the_model_is_that_of_what_the_command_is_named_for(command):
    [option] = [option for use, option in OPTIONS["--model"] if use == command]
    other = OTHER_MODELS.get(command.split()[0])
    stage = NAMED_FOR.get(command)

    assert other or stage, f"Say in NAMED_FOR what the --model of zhnlp {command} is of."
    wanted = f"The model of the {stage}:" if stage else other
    assert wanted in option.help


@pytest.mark.parametrize(
    "name", [name for name in OPTIONS if re.fullmatch(r"--(?!language).*-model", name)]
)
def test_the_models_of_other_stages_have_their_names(name):
    stage = name.removeprefix("--").removesuffix("-model")

    for command, option in OPTIONS[name]:
        assert f"The model of the {stage}:" in option.help, f"zhnlp {command}: {option.help}"


@pytest.mark.parametrize("stage, command", [(v, k) for k, v in NAMED_FOR.items()])
def test_who_writes_the_name_of_the_stage_is_told_of_the_model(run, stage, command):
    result = run(*command.split(), "x", f"--{stage}-model", "mine")

    assert result.exit_code == 2
    assert f"--{stage}-model is --model here" in result.stderr
    assert "Write --model mine." in result.stderr


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_that_can_be_repeated_says_so(name):
    silent = [
        command
        for command, option in OPTIONS[name]
        if option.multiple and not re.search("repeated|commas", option.help)
    ]

    assert silent == []


GROUPS = {" ".join(("zhnlp", *path)): group for path, group in every_group()}


@pytest.mark.parametrize("name", GROUPS)
def test_the_list_of_commands_says_what_each_does_in_a_whole_sentence(name):
    """In a terminal of 80 columns, without an ellipsis of click's."""
    group = GROUPS[name]
    with click.Context(group, info_name="zhnlp", terminal_width=80) as context:
        lines = group.get_help(context).splitlines()
    below = lines[lines.index("Commands:") + 1 :]
    listed = next([*found] for is_line, found in groupby(below, bool) if is_line)

    assert len(listed) == len(group.list_commands(context))
    assert [line for line in listed if not line.endswith((".", " …")) or line.endswith("...")] == []
