"""Names of things that ship, and paths."""

from pathlib import Path

import pytest

from zhnlp.resources import is_path


@pytest.mark.parametrize(
    "name, expected",
    [("news", False), ("", False), ("news.txt", False), ("./news", True), (Path("news"), True)],
)
def test_a_path_has_a_separator_or_is_a_path_object(name, expected):
    assert is_path(name) is expected
