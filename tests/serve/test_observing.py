"""Metrics, the log, the description and the page."""

import json
import re

import pytest

pytest.importorskip("fastapi", reason="it comes with zhnlp[serve]")

from zhnlp.serve.endpoints import ENDPOINTS
from zhnlp.serve.errors import STATUS
from zhnlp.serve.pages import read_files

TEXT = "王小明的秘密在北京。"
UNTOLD = (
    "not_found",
    "method_not_allowed",
    "internal",
    "invalid_request",
    "not_ready",
    "too_large",
    "too_late",
)


def figures(client):
    """The metrics as numbers by name and labels."""
    lines = client.get("/metrics").text.splitlines()
    pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(number) for name, _, number in pairs}


def test_metrics_count_requests_and_characters(serve):
    client = serve()
    for body in ({"text": TEXT}, {"texts": [TEXT, ""]}, {"txt": ""}):
        client.post("/v1/segment", json=body)
    client.get("/v1/" + "秘密")
    found = figures(client)

    assert found['zhnlp_requests_total{path="/v1/segment",status="200"}'] == 2
    assert found['zhnlp_requests_total{path="/v1/segment",status="422"}'] == 1
    assert found['zhnlp_requests_total{path="other",status="404"}'] == 1
    assert found['zhnlp_characters_total{path="/v1/segment"}'] == 2 * len(TEXT)
    assert found['zhnlp_request_seconds_count{path="/v1/segment"}'] == 3
    assert found["zhnlp_requests_in_progress"] == 1  # the one that asks
    assert found["zhnlp_work_waiting"] == 0
    assert re.search(
        r'zhnlp_info\{pipeline="news",version="[\d.]+"\} 1', client.get("/metrics").text
    )


def test_services_in_one_process_count_for_themselves(serve):
    one, other = serve(), serve()
    one.post("/v1/segment", json={"text": TEXT})

    assert 'zhnlp_requests_total{path="/v1/segment",status="200"}' not in figures(other)


def test_a_line_is_logged_for_each_request_without_its_text(serve, lines):
    client = serve()
    client.post(
        "/v1/segment", json={"text": TEXT, "lexicon": ["秘密在"]}, headers={"x-request-id": "a-1"}
    )
    client.post("/v1/classify", json={"text": TEXT, "model": "秘密"})
    client.get("/v1/秘密?秘密=秘密")
    one, bad, other = lines(client.log)

    assert "秘密" not in client.log.getvalue()
    assert "\\u79d8" not in client.log.getvalue()
    assert (one["method"], one["path"], one["status"]) == ("POST", "/v1/segment", 200)
    assert (one["characters"], one["id"], one["level"]) == (len(TEXT), "a-1", "info")
    assert one["ms"] >= 0
    assert one["time"].endswith("+00:00")
    assert (bad["status"], bad["problem"]) == (422, "invalid_value")
    assert (other["path"], other["status"], other["problem"]) == ("other", 404, "not_found")


def test_texts_are_logged_if_they_are_asked_for(serve, lines):
    client = serve(log_text=True)
    client.post("/v1/segment", json={"texts": [TEXT, "我" * 5000]})

    assert lines(client.log)[0]["texts"] == [TEXT, "我" * 1000]


def test_nothing_is_logged_if_nothing_is_wanted(serve):
    client = serve(log=False)
    client.post("/v1/segment", json={"text": TEXT})

    assert client.log.getvalue() == ""


def test_a_log_that_cannot_be_written_stops_nothing(serve, monkeypatch):
    client = serve()
    client.log.close()

    assert client.post("/v1/segment", json={"text": TEXT}).status_code == 200


@pytest.mark.parametrize(
    "given, kept", [("abc-1.2:3", True), ("a b", False), ("x" * 65, False), ('"', False)]
)
def test_a_request_has_an_id_in_answer_and_log(serve, lines, given, kept):
    client = serve()
    answer = client.get("/health", headers={"x-request-id": given})
    found = answer.headers["x-request-id"]

    assert (found == given) == kept
    assert re.fullmatch(r"[\w.:-]{1,64}", found)
    assert lines(client.log)[0]["id"] == found


@pytest.fixture(scope="module")
def described(client):
    return client.get("/openapi.json").json()


def operations(described):
    return [
        (path, each) for path, several in described["paths"].items() for each in several.values()
    ]


def test_every_path_is_described_with_examples(client, described):
    paths = {path for path, _ in operations(described)}

    assert {each.path for each in ENDPOINTS} | {
        "/v1/about",
        "/health",
        "/ready",
        "/metrics",
    } == paths
    for path, operation in operations(described):
        assert operation["summary"].endswith(".")
        for status, response in operation["responses"].items():
            content = response["content"]
            assert response["description"].endswith(".")
            if "application/json" in content:
                assert content["application/json"]["examples"], (path, status)


def test_examples_of_answers_are_what_is_answered(client, described):
    for path, operation in operations(described):
        if "requestBody" not in operation:
            continue
        body = operation["requestBody"]["content"]["application/json"]["examples"]["example"][
            "value"
        ]
        shown = operation["responses"]["200"]["content"]["application/json"]["examples"]["example"][
            "value"
        ]
        assert client.post(path, json=body).json() == shown


def test_examples_of_errors_have_their_codes(serve):
    described = serve({"rate": 1000}, api_keys=["secret-1"]).get("/openapi.json").json()
    codes = set()
    for _, operation in operations(described):
        for status, response in operation["responses"].items():
            if status != "200":
                error = response["content"]["application/json"]["examples"]["example"]["value"][
                    "error"
                ]
                assert STATUS[error["code"]] == int(status)
                codes.add(error["code"])

    assert codes | set(UNTOLD) == set(STATUS)


def test_a_key_is_described_where_one_is_needed(serve, described):
    keyed = serve(api_keys=["secret-1"]).get("/openapi.json").json()

    assert "security" not in described["paths"]["/v1/tag"]["post"]
    assert keyed["paths"]["/v1/tag"]["post"]["security"] == [{"bearer": []}, {"header": []}]
    assert "security" not in keyed["paths"]["/health"]["get"]
    assert "secret-1" not in json.dumps(keyed)


POLICY = {
    *("default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"),
    *("img-src 'self' data:", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"),
}


def test_the_page_runs_no_script_but_its_own(client):
    answer = client.get("/")

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert set(answer.headers["content-security-policy"].split("; ")) == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert client.get("/page/index.html").content == answer.content


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    tag = client.get("/").headers["etag"]
    again = client.get("/", headers={"if-none-match": tag})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


def test_all_files_of_the_page_and_no_others_are_given(client):
    from pathlib import Path

    import zhnlp.serve

    folder = Path(zhnlp.serve.__file__).with_name("page")
    files = read_files(folder)

    for name, (content, headers) in files.items():
        answer = client.get(f"/page/{name}")
        assert answer.content == content
        assert answer.headers["content-type"] == headers["Content-Type"]
    assert client.get("/page/other.js").status_code == 404


def test_there_is_no_page_where_none_is_wanted(serve):
    client = serve(page=False)

    assert client.get("/").status_code == 404
    assert client.get("/page/index.html").status_code == 404


@pytest.mark.parametrize("path", ["segment", "entities", "pipeline"])
def test_a_text_that_is_a_script_stays_text(client, path):
    script = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    answer = client.post(f"/v1/{path}", json={"text": script})

    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.json()["text"] == script
