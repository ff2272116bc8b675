"""Packages that are not always installed."""

import sys

import pytest

from zhnlp.errors import ExtraError
from zhnlp.extras import extra


def test_a_missing_package_names_the_extra_that_has_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "gensim", None)

    with pytest.raises(ExtraError, match=r"^vectors needs gensim, .* pip install 'zhnlp\[learn\]'"):
        extra("gensim", "vectors")


def test_a_missing_package_that_no_extra_has_is_named_alone(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(ExtraError, match=r"^the accessor needs pandas, .*: pip install pandas\.$"):
        extra("pandas", "the accessor")


def test_a_module_that_is_in_no_extra_is_an_error_of_the_program():
    with pytest.raises(ModuleNotFoundError):
        extra("no_such_module", "nothing")
