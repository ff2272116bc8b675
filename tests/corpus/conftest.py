"""A corpus written down and read again."""

import pytest

from zhnlp.corpus import read_corpus


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("corpus")


@pytest.fixture(scope="session")
def read(folder):
    """Write `text` to a file and read it as a corpus."""

    def call(text, **settings):
        path = folder / "corpus.txt"
        path.write_bytes(text.encode())
        return list(read_corpus(path, **settings))

    return call
