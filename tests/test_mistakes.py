"""Usual mistakes each get one sentence with the next step."""

import re
from pathlib import Path

import pytest

import zhnlp
from zhnlp import errors

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "mistakes.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
NAMES = {name: getattr(zhnlp, name) for name in zhnlp.__all__} | {"zhnlp": zhnlp}


@pytest.mark.parametrize("code, error, sentence", ROWS)
def test_a_mistake_gets_a_sentence_with_the_next_step(code, error, sentence):
    with pytest.raises(getattr(errors, error)) as caught:
        eval(code, dict(NAMES))  # our own code

    message = str(caught.value)
    assert re.search(sentence, message), message
    assert "\n" not in message
    assert message.endswith((".", "?"))
