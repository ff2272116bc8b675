"""However a file is cut into pieces, its records are the same, in order, in the same places."""

import bz2
import csv
import gzip
import io
import json
import lzma
from functools import partial
from itertools import accumulate

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


def rows(records, end, delimiter=","):
    file = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if any("\r" in text for _, text in records) else csv.QUOTE_MINIMAL
    table = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=quoting)
    table.writerow(["id", "text"])
    table.writerows(records)
    return file.getvalue()


@st.composite
def packings(draw):
    """How a file is written: its encoding, how its name ends, and a function of its bytes."""
    encoding = draw(ENCODINGS)
    end = draw(st.sampled_from(list(PACKERS)))
    return encoding, end, lambda content: PACKERS[end](content.encode(encoding))


def in_encoding(text, encoding):
    """`text` without the characters that the encoding does not have."""
    return text.encode(encoding, "ignore").decode(encoding)


@given(records=st.lists(st.fixed_dictionaries({"id": st.integers(), "text": TEXT})),
       packing=packings(), end=LINE_ENDS, ended=st.booleans(), size=SIZES)  # fmt: skip
def test_json_lines_are_the_same_in_pieces(read, records, packing, end, ended, size):
    encoding, suffix, written = packing
    for record in records:
        record["text"] = in_encoding(record["text"], encoding)
    lines = [json.dumps(record, ensure_ascii=False) + end for record in records]
    content = "".join(lines) if ended else "".join(lines).removesuffix(end)
    name = f"a.jsonl{suffix}"
    whole = read(name, written(content), encoding=encoding)

    assert whole == [Record(each, f"{name}:{line}") for line, each in enumerate(records, 1)]
    assert read(name, None, size, encoding=encoding) == whole


@given(texts=st.lists(LINES), packing=packings(), end=LINE_ENDS, size=SIZES,
       format=st.sampled_from(["csv", "tsv"]))  # fmt: skip
def test_rows_with_line_ends_in_them_are_the_same_in_pieces(
    read, texts, packing, end, size, format
):
    encoding, suffix, written = packing
    content = rows([("1", text) for text in texts], end, {"csv": ",", "tsv": "\t"}[format])
    name = f"a.{format}{suffix}"
    whole = read(name, written(content), encoding=encoding)
    lines = accumulate((text.count("\n") + 1 for text in texts), initial=2)

    assert whole == [
        Record({"id": "1", "text": text}, f"{name}:{line}")
        for text, line in zip(texts, lines, strict=False)
    ]
    assert read(name, None, size, encoding=encoding) == whole


@given(lines=st.lists(TEXT), packing=packings(), end=LINE_ENDS, ended=st.booleans(), size=SIZES)
def test_lines_are_the_same_in_pieces(read, lines, packing, end, ended, size):
    encoding, suffix, written = packing
    lines = [in_encoding(line, encoding) for line in lines]
    name = f"a.txt{suffix}"
    whole = read(name, written(end.join(lines) + end * ended), encoding=encoding)

    assert whole == [
        Record({"path": name, "line": number, "text": line}, f"{name}:{number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    assert read(name, None, size, encoding=encoding) == whole


@given(paragraphs=st.lists(st.lists(TEXT.filter(str.strip), min_size=1, max_size=3)),
       blanks=st.lists(st.sampled_from(["", "", " ", "\u3000\t"]), min_size=1, max_size=3),
       packing=packings(), end=LINE_ENDS, ended=st.booleans(), size=SIZES)  # fmt: skip
def test_paragraphs_are_the_same_in_pieces(read, paragraphs, blanks, packing, end, ended, size):
    encoding, suffix, written = packing
    kept = [[in_encoding(line, encoding) + "。" for line in lines] for lines in paragraphs]
    between = [in_encoding(blank, encoding) for blank in blanks]
    content = end.join(line for lines in kept for line in [*lines, *between]) + end * ended
    name, settings = f"a.txt{suffix}", {"encoding": encoding, "documents": "paragraph"}
    whole = read(name, written(content), **settings)

    assert [item.fields["text"] for item in whole] == ["\n".join(lines) for lines in kept]
    assert read(name, None, size, **settings) == whole


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
