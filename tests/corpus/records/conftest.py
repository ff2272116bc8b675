"""Files of records written down and read again, whole and in pieces."""

import pickle

import pytest

from zhnlp.corpus import Reading, cut_pieces, find_inputs, read_piece

WHOLE = 1 << 40  # a piece of so many bytes is the whole file


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("records")


@pytest.fixture(scope="session")
def read(folder):
    """Write `content` to a file, unless it is None, and read its records in pieces of `size`."""

    def call(name, content, size=WHOLE, **settings):
        path = folder / name
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return [item for piece in pieces(path, size, **settings) for item in piece]

    def pieces(path, size, **settings):
        reading = Reading(**settings)
        [found] = find_inputs([str(path)], reading)
        for piece in cut_pieces(found, reading, size):
            sent = pickle.loads(pickle.dumps(piece))
            assert sent == piece
            yield [short(item, folder) for item in read_piece(sent, reading)]

    return call


def short(item, folder):
    """The record or reject with paths that do not name the folder."""
    prefix = f"{folder}/"
    item = item._replace(place=item.place.replace(prefix, ""))
    if hasattr(item, "reason"):
        return item._replace(reason=item.reason.replace(prefix, ""))
    fields = dict(item.fields)
    if isinstance(fields.get("path"), str):
        fields["path"] = fields["path"].replace(prefix, "")
    return item._replace(fields=fields)
