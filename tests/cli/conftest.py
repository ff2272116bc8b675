"""Ways to run the command line: in this process, or as one of its own."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from zhnlp.cli import main


@pytest.fixture(autouse=True)
def buffered(monkeypatch):
    """As users have it: what could not be written is tried again when the process ends."""
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Call a command in an empty folder; its result has exit_code, stdout_bytes, stderr."""
    monkeypatch.chdir(tmp_path)

    def call(*args, stdin=b""):
        return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin)

    return call


@pytest.fixture
def process(tmp_path):
    """Run a command as a process of its own, in an empty folder."""

    def call(*args, env=None, **settings):
        settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **settings}
        command = [sys.executable, "-m", "zhnlp", *map(str, args)]
        environment = {**os.environ, **(env or {})}
        return subprocess.run(command, cwd=tmp_path, env=environment, timeout=60, **settings)

    return call
