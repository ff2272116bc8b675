"""The requests of docs/service.md have the answers that stand below them."""

import json
import re
import shlex
from pathlib import Path

import click
import pytest

from zhnlp.cli.serve import command
from zhnlp.serve.errors import STATUS

PAGE = Path(__file__).parents[2] / "docs" / "service.md"
pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the manual is in the repository only")
PAIR = re.compile(r"^```sh\n(curl .*?)^```\n\n```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def pairs():
    return PAIR.findall(PAGE.read_text("utf-8")) if PAGE.is_file() else []


@pytest.mark.parametrize("number", range(len(pairs())))
def test_a_request_has_the_answer_that_is_shown(client, number):
    request, shown = pairs()[number]
    words = shlex.split(request)
    path = words[1].removeprefix("http://127.0.0.1:8000")
    kind = words[words.index("-H") + 1].partition(": ")[2]
    body = words[words.index("-d") + 1]
    answer = client.post(path, content=body.encode(), headers={"content-type": kind})

    assert rounded(answer.json()) == json.loads(shown)


def rounded(value):
    """Numbers as they are shown."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return round(value, 2) if isinstance(value, float) else value


def test_there_are_requests_in_the_manual():
    assert len(pairs()) >= 4


def test_every_option_is_in_the_manual():
    page = PAGE.read_text("utf-8")
    options = [each.opts[-1] for each in command.params if isinstance(each, click.Option)]

    assert [name for name in options if f"`{name}`" not in page] == []


def test_every_code_of_an_error_is_in_the_manual():
    page = PAGE.read_text("utf-8")

    assert [code for code in STATUS if f"`{code}`" not in page] == []
