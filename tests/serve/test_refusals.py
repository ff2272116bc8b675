"""What is wrong with a request is said in one sentence, with the right status."""

import json

import pytest

from zhnlp.serve.errors import STATUS

JSON = {"content-type": "application/json"}
PATHS = ["segment", "tag", "entities", "correct", "classify", "keywords", "explain", "pipeline"]
TOP = b'{"text": "a", "top": %s}'
BODIES = [
    # path        body                                  status  what the message has
    ("segment", b"", 400, "not valid JSON"),
    ("segment", b"{", 400, "not valid JSON"),
    ("segment", b'{"text": "a"} x', 400, "not valid JSON"),
    ("segment", b'\xef\xbb\xbf{"text": "a"}', 400, "not valid JSON"),
    ("segment", b"[" * 100_000, 400, "recursion limit"),
    ("segment", b'{"text": "\xff"}', 400, "unicode"),
    ("segment", '{"text": "我"}'.encode("gb18030"), 400, "unicode"),
    ("segment", b'{"text": "\\ud800"}', 400, "hex escape"),
    ("segment", b'{"text": "\\udc00x"}', 400, "hex escape"),
    ("segment", b'{"texts": ["a", "\\ud800\\ud800"]}', 400, "hex escape"),
    ("segment", b'{"text": NaN}', 422, "'text' must be a string"),
    ("segment", b"[]", 422, "must be an object"),
    ("segment", b"null", 422, "must be an object"),
    ("segment", b"{}", 422, "either 'text', a string, or 'texts'"),
    ("segment", b'{"text": "a", "texts": []}', 422, "either 'text', a string, or 'texts'"),
    ("segment", b'{"text": null}', 422, "'text' must be a string"),
    ("segment", b'{"text": ["a"]}', 422, "'text' must be a string"),
    ("segment", b'{"texts": "a"}', 422, "'texts' must be a list"),
    ("segment", b'{"texts": ["a", 1]}', 422, "'texts[1]' must be a string"),
    ("segment", b'{"text": "a", "methd": "crf"}', 422, "Did you mean 'method'?"),
    ("segment", b'{"text": "a", "method": "neural"}', 422, "must be one of"),
    ("segment", b'{"text": "a", "hmm": 1}', 422, "'hmm' must be true or false"),
    ("segment", b'{"text": "a", "lexicon": "a.txt"}', 422, "'lexicon' must be a list"),
    ("segment", b'{"text": "a", "lexicon": [1]}', 422, "'lexicon[0]' must be a word"),
    ("segment", b'{"text": "a", "lexicon": [" a"]}', 422, "'lexicon[0]' must be 1 to 100"),
    ("segment", b'{"text": "a", "lexicon": [{"wrd": "a"}]}', 422, "'lexicon[0].word' is missing"),
    ("segment", b'{"text": "a", "lexicon": [{"word": "a", "mod": ""}]}', 422, "mean 'mode'?"),
    ("segment", b'{"text": "a", "lexicon": [{"word": "a", "frequency": 0}]}', 422, "at least 1"),
    ("segment", b'{"text": "a", "lexicon": [{"word": "ab", "tag": "nrr"}]}', 422, "tag of a word"),
    ("segment", b'{"text": "a", "lexicon": [{"word": "a", "mode": "split"}]}', 422, "split"),
    ("entities", b'{"text": "a", "labels": ["PERSON"]}', 422, "'PERSON'"),
    ("entities", b'{"text": "a", "gazetteer": {"a": ""}}', 422, "1 to 50 characters"),
    ("entities", b'{"text": "a", "gazetteer": ["a"]}', 422, "'gazetteer' must be an object"),
    ("correct", b'{"text": "a", "max_false_alarms": 7}', 422, "from 0.001 to 0.1"),
    ("correct", b'{"text": "a", "max_false_alarms": NaN}', 422, "must be a finite number"),
    ("correct", b'{"text": "a", "max_false_alarms": "0.01"}', 422, "must be a number"),
    ("correct", b'{"text": "a", "misspellings": {"a": "a"}}', 422, "both sides"),
    ("classify", b'{"text": "a", "model": "review"}', 422, "Did you mean 'reviews'?"),
    ("keywords", TOP % b"0", 422, "'top' must be at least 1"),
    ("keywords", TOP % b"1.5", 422, "'top' must be a whole number"),
    ("keywords", TOP % (b"9" * 30), 422, "'top' must be at most 1000"),
    ("keywords", TOP % (b"9" * 9999), 400, "number out of range"),
    ("explain", b'{"text": "a", "n": 21}', 422, "'n' must be at most 20"),
    ("explain", json.dumps({"text": "我" * 1001}).encode(), 413, "at most 1000"),
    ("pipeline", b'{"text": "a", "method": "crf"}', 422, "'method' is not known"),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_a_bad_body_is_refused_with_a_sentence(client, number):
    path, body, status, part = BODIES[number]
    answer = client.post(f"/v1/{path}", content=body, headers=JSON)

    assert (answer.status_code, part in message_of(answer)) == (status, True), answer.text


def message_of(answer):
    """The message of an error, which shows nothing of the inside."""
    assert answer.headers["content-type"] == "application/json"
    content = answer.json()
    assert set(content) == {"error"}
    assert set(content["error"]) == {"code", "message"}
    assert STATUS[content["error"]["code"]] == answer.status_code
    for inside in ("Traceback", ".py", "pydantic", "/usr", "site-packages", "Error(", "lambda"):
        assert inside not in answer.text
    assert content["error"]["message"].endswith((".", "?"))
    return content["error"]["message"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "value", ["/etc/passwd", "../../etc/passwd", "./mine", "file:///etc/passwd"]
)
def test_no_option_can_name_a_file(client, monkeypatch, path, value):
    """Whatever string is put anywhere, no file is opened for it."""
    opened = []
    real = open
    monkeypatch.setattr(
        "builtins.open", lambda *args, **more: opened.append(args[0]) or real(*args, **more)
    )
    options = [
        *({key: value} for key in ("method", "model", "lexicon", "gazetteer", "protected")),
        *({key: [value]} for key in ("lexicon", "labels", "protected")),
        {"lexicon": [{"word": value, "label": value}]},
        {"lexicon": [{"word": "a", "tag": value}]},
        {"lexicon": [{"word": "a", "mode": value}]},
        {"gazetteer": {value: value}},
        {"misspellings": {value: "a"}},
        {"pipeline": value},
    ]
    for each in options:
        answer = client.post(f"/v1/{path}", json={"text": value, **each})
        assert answer.status_code in (200, 422)
        assert "root:" not in answer.text

    assert [name for name in opened if "passwd" in str(name) or "mine" in str(name)] == []


@pytest.mark.parametrize(
    "headers, part",
    [
        ({}, "Content-Type: application/json"),
        ({"content-type": "text/plain"}, "Content-Type: application/json"),
        ({"content-type": "application/x-www-form-urlencoded"}, "Content-Type: application/json"),
        ({"content-type": "application/json; charset=gb18030"}, "UTF-8"),
        ({**JSON, "content-encoding": "gzip"}, "without Content-Encoding"),
    ],
)
def test_another_type_of_body_is_refused(client, headers, part):
    answer = client.post("/v1/segment", content=b'{"text": "a"}', headers=headers)

    assert answer.status_code == 415
    assert part in message_of(answer)


@pytest.mark.parametrize("kind", ["application/json; charset=UTF-8", "Application/JSON"])
def test_other_ways_to_say_json_are_understood(client, kind):
    answer = client.post("/v1/segment", content=b'{"text": "a"}', headers={"content-type": kind})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "method, path, status, part",
    [
        ("GET", "/v1/segmnt", 404, "Did you mean '/v1/segment'?"),
        ("POST", "/v1/segment/", 404, "Did you mean '/v1/segment'?"),
        ("POST", "/v1/" + "我" * 500, 404, "there is no path"),
        ("GET", "/page/../app", 404, "there is no path"),
        ("GET", "/page/..%2fapp", 404, "there is no path"),
        ("GET", "/docs", 404, "there is no path"),
        ("GET", "/v1/segment", 405, "Use POST"),
        ("DELETE", "/v1/about", 405, "Use GET"),
        ("OPTIONS", "/v1/segment", 405, "Use POST"),
        ("POST", "/", 405, "Use GET"),
    ],
)
def test_wrong_paths_and_methods_are_told_from_each_other(client, method, path, status, part):
    answer = client.request(method, path)

    assert answer.status_code == status
    assert part in message_of(answer)
    assert ("allow" in answer.headers) == (status == 405)


@pytest.mark.parametrize(
    "path", ["/", "/health", "/ready", "/v1/about", "/metrics", "/openapi.json"]
)
def test_head_gives_the_headers_of_get(client, path):
    answer = client.head(path)

    assert (answer.status_code, answer.content) == (200, b"")


def test_the_last_of_two_equal_keys_holds(client):
    body = b'{"text": "a", "text": "b"}'

    assert client.post("/v1/segment", content=body, headers=JSON).json()["text"] == "b"


def test_a_failure_shows_nothing_and_its_place_is_in_the_log(serve, lines, monkeypatch):
    def fail(*args):
        raise RuntimeError("a text of a user's")

    client = serve()
    monkeypatch.setattr("zhnlp.stages.segmenter.Segmenter.batch", fail)
    answer = client.post("/v1/segment", json={"text": "a text of a user's"})
    line = lines(client.log)[-1]

    assert answer.status_code == 500
    assert message_of(answer) == "the service failed. Its log says where."
    assert line["problem"].startswith("RuntimeError < test_refusals.py:")
    assert "of a user's" not in client.log.getvalue()
