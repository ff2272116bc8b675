"""However a file is cut into pieces, its records are the same, in order, in the same places."""

import bz2
import csv
import gzip
import io
import json
import lzma
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.corpus import Record

TEXT = st.text(st.sampled_from("我爱北京a\u3000 \u2028\u0085\"',，\\{}[]#1\t"), max_size=8)
LINES = st.text(st.sampled_from('我a"\n\r,\t '), max_size=8)
SIZES = st.integers(1, 60)
LINE_ENDS = st.sampled_from(["\n", "\r\n"])
ENCODINGS = st.sampled_from(
    ["utf-8", "utf-8-sig", "gb18030", "big5hkscs", "utf-16", "utf-16-be", "utf-32", "hz"]
)
PACKERS = {
    "": bytes,
    ".gz": partial(gzip.compress, compresslevel=1),
    ".bz2": partial(bz2.compress, compresslevel=1),
    ".xz": partial(lzma.compress, preset=0),
}


def json_lines(records, end):
    return end.join(json.dumps(record, ensure_ascii=False) for record in records)


def rows(records, end, delimiter=","):
    file = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if any("\r" in text for _, text in records) else csv.QUOTE_MINIMAL
    table = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=quoting)
    table.writerow(["id", "text"])
    table.writerows(records)
    return file.getvalue()


def fields(items):
    assert all(isinstance(item, Record) for item in items), items
    return [item.fields for item in items]


@st.composite
def written(draw, content):
    """The bytes of a file, and the way its name ends."""
    encoding = draw(ENCODINGS)
    data = content.encode(encoding, "ignore")
    packing = draw(st.sampled_from(list(PACKERS)))
    return PACKERS[packing](data), packing, encoding


@given(data=st.data(), end=LINE_ENDS, ended=st.booleans(), size=SIZES)
def test_json_lines_are_the_same_in_pieces(read, data, end, ended, size):
    records = data.draw(st.lists(st.builds(lambda i, t: {"id": i, "text": t}, st.integers(), TEXT)))
    content = json_lines(records, end) + end * ended
    raw, packing, encoding = data.draw(written(content))
    encoded = content.encode(encoding, "ignore").decode(encoding)
    whole = read(f"a.jsonl{packing}", raw, encoding=encoding)

    assert fields(whole) == [json.loads(line) for line in encoded.split("\n") if line.strip()]
    assert [item.place for item in whole] == [
        f"a.jsonl{packing}:{line}" for line in range(1, len(records) + 1)
    ]
    assert read(f"a.jsonl{packing}", None, size, encoding=encoding) == whole


@given(data=st.data(), end=LINE_ENDS, size=SIZES, format=st.sampled_from(["csv", "tsv"]))
def test_rows_with_line_ends_in_them_are_the_same_in_pieces(read, data, end, size, format):
    records = data.draw(st.lists(st.tuples(st.just("1"), LINES)))
    content = rows(records, end, {"csv": ",", "tsv": "\t"}[format])
    raw, packing, encoding = data.draw(written(content))
    whole = read(f"a.{format}{packing}", raw, encoding=encoding)

    assert fields(whole) == [{"id": id, "text": text} for id, text in records]
    assert read(f"a.{format}{packing}", None, size, encoding=encoding) == whole


@given(data=st.data(), end=LINE_ENDS, ended=st.booleans(), size=SIZES)
def test_lines_are_the_same_in_pieces(read, data, end, ended, size):
    lines = data.draw(st.lists(TEXT))
    content = end.join(lines) + end * ended
    raw, packing, encoding = data.draw(written(content))
    decoded = content.encode(encoding, "ignore").decode(encoding)
    name = f"a.txt{packing}"
    whole = read(name, raw, encoding=encoding)

    assert fields(whole) == [
        {"path": name, "line": number, "text": line.removesuffix("\r")}
        for number, line in enumerate(decoded.split("\n"), 1)
        if line.strip()
    ]
    assert read(name, None, size, encoding=encoding) == whole


@given(data=st.data(), end=LINE_ENDS, ended=st.booleans(), size=SIZES)
def test_paragraphs_are_the_same_in_pieces(read, data, end, ended, size):
    line = TEXT.filter(str.strip)
    blanks = st.lists(st.sampled_from(["", "", " ", "\u3000\t"]), min_size=1, max_size=3)
    paragraphs = data.draw(st.lists(st.tuples(st.lists(line, min_size=1, max_size=3), blanks)))
    content = end.join(each for parts in paragraphs for part in parts for each in part)
    raw, packing, encoding = data.draw(written(content + end * ended))
    name = f"a.txt{packing}"
    whole = read(name, raw, encoding=encoding, documents="paragraph")

    assert [item.fields["text"] for item in whole] == [
        text
        for lines, _ in paragraphs
        if (text := "\n".join(lines).encode(encoding, "ignore").decode(encoding)).strip()
    ]
    assert read(name, None, size, encoding=encoding, documents="paragraph") == whole


ANY_BYTES = st.lists(
    st.sampled_from([b'"', b",", b"\n", b"\r", b"\t", b"a", b" ", b"\xe6", "我".encode(), b"\0"])
    | st.sampled_from(['{"text":"', '"}', "\u3000", "text", "text,a\n", "1\ta\n"]).map(str.encode)
).map(b"".join)
KINDS = [
    ("jsonl", {}),
    ("csv", {}),
    ("tsv", {}),
    ("text", {}),
    ("text", {"documents": "paragraph"}),
    ("text", {"documents": "file"}),
    ("conllu", {}),
]


@pytest.mark.parametrize("format, settings", KINDS)
@given(
    data=ANY_BYTES,
    size=SIZES,
    max_bytes=st.integers(1, 30) | st.just(1 << 20),
    packing=st.sampled_from(list(PACKERS)),
    encoding=st.sampled_from(["utf-8", "gb18030", "utf-16", None]),
)
def test_any_bytes_are_the_same_in_pieces(
    read, format, settings, data, size, max_bytes, packing, encoding
):
    head = b"text,a\n" if format == "csv" else b"text\ta\n" if format == "tsv" else b""
    settings = {**settings, "format": format, "max_bytes": max_bytes, "encoding": encoding}
    raw = PACKERS[packing](head + data)
    whole = read(f"any{packing}", raw, **settings)

    assert read(f"any{packing}", None, size, **settings) == whole
