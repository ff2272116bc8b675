"""The output is never one of the inputs, whatever the command and the names of the file."""

import os
import subprocess
import sys

import click
import click.testing
import pytest

from commands import every_command
from zhnlp.cli.outputs import OutputOption

TEXT = "我爱北京\n"
posix = pytest.mark.skipif(os.name != "posix", reason="links and redirections of POSIX")
WRITING = {
    " ".join(path): command
    for path, command in every_command()
    if any("--output" in param.opts for param in command.params)
}


@pytest.mark.parametrize("name", WRITING)
def test_every_command_that_writes_compares_its_output_with_its_inputs(name):
    [option] = [param for param in WRITING[name].params if "--output" in param.opts]

    assert isinstance(option, OutputOption), (
        f"-o of zhnlp {name} could name an input. Give it cls=OutputOption (cli/outputs.py), or "
        "take output_option of cli/streams.py."
    )


@pytest.mark.parametrize(
    "args",
    [
        ("segment", "x", "-o", "x"),
        ("segment", "-", "x", "-o", "./x"),
        ("segment", "-l", "x", "-o", "x"),
        ("run", "x", "-o", "x"),
        ("run", ".", "--from", "text", "-o", "x"),
        ("view", "x", "-o", "x"),
        ("discover", "x", "-o", "x"),
        ("duplicates", "x", "--from", "text", "-o", "x"),
        ("duplicates", ".", "--from", "text", "-o", "x"),
        ("batch", "folder", "--from", "text", "-o", "folder"),
        ("export", "./folder", "-o", "folder"),
        ("pretrain", "folder", "-o", "folder/"),
        ("vectors", "convert", "folder", "-o", "folder"),
        ("vectors", "train", "x", "--go-on", "folder", "-o", "./folder"),
        ("topics", "plot", "x", "--model", "folder", "-o", "x"),
        ("train", "ngrams", "--from-arpa", "folder", "-o", "folder"),
    ],
    ids=" ".join,
)
def test_an_input_is_refused_as_the_output(run, tmp_path, args):
    (tmp_path / "x").write_text(TEXT, "utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "y.txt").write_text(TEXT, "utf-8")
    result = run(*args)

    assert result.exit_code == 2
    assert f"{args[-1]!r} is both read and written" in result.stderr
    assert (tmp_path / "x").read_text("utf-8") == TEXT


@posix
@pytest.mark.parametrize("make", [os.link, os.symlink], ids=["hard", "symbolic"])
def test_an_input_is_refused_under_another_name(run, tmp_path, make):
    (tmp_path / "x").write_text(TEXT, "utf-8")
    make(tmp_path / "x", tmp_path / "other")
    result = run("tag", "x", "-o", "other")

    assert result.exit_code == 2
    assert "'other' is both read and written ('x')." in result.stderr


@posix
@pytest.mark.parametrize(
    "command", ["segment", "entities", "perplexity --lines", "run --from text"]
)
@pytest.mark.parametrize("form", ["{} x >> x", "{} < x >> x"])
def test_a_file_does_not_grow_by_what_is_read_of_it(tmp_path, command, form):
    """It would never end."""
    (tmp_path / "x").write_text(TEXT, "utf-8")
    line = form.format(f'exec "$0" -m zhnlp {command}')
    call = ["sh", "-c", line, sys.executable]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, timeout=20)

    assert done.returncode == 2
    assert "standard output is both read and written" in done.stderr.decode()
    assert (tmp_path / "x").read_text("utf-8") == TEXT


@posix
def test_a_file_that_grows_by_another_is_right(tmp_path):
    for name in ("x", "y"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    line = '"$0" -m zhnlp segment x >> y'
    done = subprocess.run(["sh", "-c", line, sys.executable], cwd=tmp_path, timeout=20)

    assert done.returncode == 0
    assert (tmp_path / "y").read_text("utf-8") == f"{TEXT}我 爱 北京\n"


def test_a_pack_that_ships_is_no_folder_beside(run, tmp_path):
    """The name of such a pack can also be that of a file here."""
    for name in ("in.txt", "pku-words"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    result = run("segment", "in.txt", "--model", "pku-words", "-o", "pku-words")

    assert result.exit_code == 0


def test_click_reads_the_option_as_any_other():
    @click.command()
    @click.argument("files", nargs=-1, metavar="FILES...")
    @click.option("-o", "--output", cls=OutputOption)
    def command(files, output):
        click.echo(f"{files} {output}")

    result = click.testing.CliRunner().invoke(command, ["a", "-o", "b"])
    assert result.output == "('a',) b\n"
