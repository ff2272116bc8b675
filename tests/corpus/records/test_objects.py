"""Records of JSON lines."""

import json

import pytest

from zhnlp.corpus import Record, Reject

CASES = [
    # line                            reason                                what it shows
    ('{"id": 7}', "there is no field 'text'. There are: id.", "no text field"),
    ('{"txet": "我"}', "there is no field 'text'. Did you mean 'txet'?", "a mistyped text field"),
    ("{}", "there is no field 'text'. There are none.", "an empty object"),
    ('{"text": null}', "the text, in field 'text', is null. Give a string.", "null"),
    ('{"text": 1.5}', "the text, in field 'text', is 1.5, of type float.", "a number"),
    ('{"text": NaN}', "the text, in field 'text', is nan, of type float.", "NaN"),
    ('{"text": ["我"]}', "the text, in field 'text', is ['我'], of type list.", "a list"),
    ('["我"]', "this is ['我'], not an object. Write one object per line.", "an array"),
    ('"我"', "this is '我', not an object.", "a string"),
    ("我", "this is not JSON: Expecting value at character 0.", "plain text"),
    ('{"text": "我"} {}', "this is not JSON: Extra data at character 14.", "two objects in a line"),
    ('{"text": "我', "this is not JSON: Unterminated string", "an object that is cut off"),
    ('{"text": "a\0b"}', "this is not JSON: Invalid control character", "a NUL byte"),
    ('{"text": "我", "text": "你"}', "an object has 'text' twice.", "a name that is given twice"),
    ('{"text": "我", "a": {"b": 1, "b": 2}}', "an object has 'b' twice.", "the same further in"),
    ("[" * 100_000, "the JSON is nested too deep.", "nesting without end"),
    ('{"text": "我", "n": ' + "9" * 5000 + "}", "a number has more digits", "a long number"),
    (b'{"text": "\xff"}', "byte 0xff is not utf-8. Give the encoding, or mend", "other bytes"),
    (b'{"text": "\xed\xa0\x80"}', "byte 0xed is not utf-8.", "half a character in UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize("line, reason, shows", CASES, ids=[case[2] for case in CASES])
def test_a_line_that_is_not_a_record_is_rejected_and_the_rest_goes_on(read, line, reason, shows):
    data = line if isinstance(line, bytes) else line.encode()
    first, bad, last = read("a.jsonl", b'{"text": "a"}\n' + data + b'\n{"text": "b"}', 20)

    assert first == Record({"text": "a"}, "a.jsonl:1")
    assert (type(bad), bad.place, bad.reason[: len(reason)]) == (Reject, "a.jsonl:2", reason)
    assert bad.reason.endswith(".")
    assert last == Record({"text": "b"}, "a.jsonl:3")


def test_all_fields_are_kept_with_their_types(read):
    fields = {"id": 10**20, "a": [None, True, {"b": 0.5}], "text": " 我\0\ud800\u2028 ", "": "x"}

    assert read("a.jsonl", json.dumps(fields)) == [Record(fields, "a.jsonl:1")]


def test_the_fields_of_the_text_and_the_id_have_any_name(read):
    lines = '{"body": "我", "nr": [1]}\n{"nr": 2}\n{"text": "我"}'
    record, reject, unknown = read("a.jsonl", lines, text_field="body", id_field="nr")

    assert record.fields == {"body": "我", "nr": [1]}
    assert (reject.id, unknown.id) == (2, None)


@pytest.mark.parametrize("size", [1, 1 << 20])
@pytest.mark.parametrize(
    "content",
    [
        '[\n{"text": "我"},\n{"text": "你"}\n]',
        '\ufeff\n[{"text": "我"},\n{"text": "你"}]\n',
        "[" + '{"text": "我"}, ' * 99_999 + "]",
    ],
    ids=["several lines", "several lines after others", "one long line"],
)
def test_a_json_array_is_rejected_as_a_whole(read, content, size):
    [reject] = read("a.json", content, size)

    assert reject.place == "a.json"
    assert reject.reason.startswith("this is one JSON array, not JSON lines. Write one object per")


@pytest.mark.parametrize("size", [1, 1 << 20])
def test_an_object_on_several_lines_is_rejected_as_a_whole(read, size):
    [reject] = read("a.json", '{\n  "text": "我"\n}\n', size)

    assert reject.reason.startswith("this is a JSON object on several lines.")


def test_an_array_in_one_line_is_rejected_and_the_rest_goes_on(read):
    reject, record = read("a.jsonl", '[{"text": "我"}]\n{"text": "你"}')

    assert (reject.place, record.place) == ("a.jsonl:1", "a.jsonl:2")


@pytest.mark.parametrize("size", [1, 100, 1 << 20])
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_record_that_is_too_long_is_rejected(read, size, end):
    """It is never held: see test_boundaries."""
    lines = [json.dumps({"text": "a" * n}) + "\n" for n in (18, 10, 19, 500, 18)]
    items = read("a.jsonl", "".join(lines).rstrip("\n") + end, size, max_bytes=31)

    assert [item.place for item in items] == [f"a.jsonl:{line}" for line in range(1, 6)]
    assert [isinstance(item, Record) for item in items] == [True, True, False, False, True]
    assert (
        items[3].reason
        == "the record has more than 31 bytes. Split it, or allow more: max_bytes=, --max-record."
    )
