"""What a program loads: no package that its stages do without, and no reader of corpora."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "code, absent",
    [
        ("import zhnlp; zhnlp.load('full')('他们发现了问提。')", "numpy"),
        ("from zhnlp.corpus import entities_line, tags_line", "zhnlp.corpus.records"),
        ("import zhnlp.cli.entities", "zhnlp.stages.linker"),
    ],
)
def test_a_program_does_not_load_what_it_does_not_use(code, absent):
    command = f"{code}; import sys; sys.exit({absent!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", command]).returncode == 0
