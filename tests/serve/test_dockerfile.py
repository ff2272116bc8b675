"""The Dockerfile: no engine builds it here, so its instructions are read."""

import re
from pathlib import Path

import click
import pytest

from zhnlp.cli import main

FILE = Path(__file__).parents[2] / "examples" / "serve" / "Dockerfile"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="examples are in the repository only")


@pytest.fixture(scope="module")
def stages():
    """The instructions of each stage, as pairs."""
    text = re.sub(r"^#.*\n", "", FILE.read_text("utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    pairs = [line.split(maxsplit=1) for line in lines if line.strip()]
    starts = [at for at, (name, _) in enumerate(pairs) if name == "FROM"]
    return [pairs[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]


def test_a_wheel_is_installed_with_what_the_service_needs(stages):
    installs = [value for name, value in stages[0] if name == "RUN" and "pip install" in value]

    assert len(installs) == 1
    assert re.search(r"\$\(ls /wheels/zhnlp-\*\.whl\)\[serve\]", installs[0])


def test_the_service_does_not_run_as_root(stages):
    users = [value for name, value in stages[-1] if name == "USER"]

    assert users[-1] not in ("root", "0")
    assert [name for name, _ in stages[-1]].index("USER") < [name for name, _ in stages[-1]].index(
        "ENTRYPOINT"
    )


def test_the_service_is_watched_and_reached_where_it_listens(stages):
    last = dict(stages[-1])

    assert "127.0.0.1:8000/ready" in last["HEALTHCHECK"]
    assert last["EXPOSE"] == "8000"
    assert last["STOPSIGNAL"] == "SIGTERM"


def test_the_command_is_one_that_there_is(stages):
    words = re.findall(r'"([^"]*)"', dict(stages[-1])["ENTRYPOINT"])
    command = main.get_command(click.Context(main), words[1])

    assert words[0] == "zhnlp"
    assert command.parse_args(click.Context(command), words[2:]) == []
