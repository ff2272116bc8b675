"""The service as a process on loopback: slow clients, a busy port, and how it stops."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
PATIENCE = 60  # seconds after which a test has failed

SLOW = """
import sys, threading
from dataclasses import dataclass
from zhnlp import Pipeline, Stage
from zhnlp.serve import Limits, Settings
from zhnlp.serve.server import serve

@dataclass(frozen=True)
class Waiting(Stage):
    provides = ("headline",)

    def __call__(self, doc):
        if doc.text == "wait":
            print("working", flush=True)
            sys.stdin.readline()
        return doc.filled(headline="done")

if __name__ == "__main__":
    settings = Settings(Pipeline([Waiting()]))
    serve(settings, port=0, announce=lambda url: print(url, flush=True))
"""


class Process:
    """A service of its own; ``port`` is where it listens."""

    def __init__(self, folder, *options, script=None):
        pytest.importorskip("uvicorn", reason="it comes with zhnlp[serve]")
        command = [sys.executable, "-m", "zhnlp", "serve", "--port", "0", "--no-log", *options]
        if script is not None:
            (folder / "program.py").write_text(script, "utf-8")
            command = [sys.executable, "program.py"]
        self.child = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if script is None else None,
            text=True,
            encoding="utf-8",
            # What runs the tests may ignore it, as nohup does; a child would, too.
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
        )
        said = (self.child.stdout if script else self.child.stderr).readline()
        self.port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", said)[1])

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def ask(self, path, body=None):
        """The status and the content of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"content-type": "application/json"}
        method = "GET" if body is None else "POST"
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content

    def stop(self, number=signal.SIGTERM):
        """Its exit code, after this signal."""
        self.child.send_signal(number)
        return self.child.wait(PATIENCE)


@pytest.fixture
def start(tmp_path):
    begun = []

    def make(*options, script=None):
        begun.append(Process(tmp_path, *options, script=script))
        return begun[-1]

    yield make
    for each in begun:
        if each.child.poll() is None:
            each.child.kill()
            each.child.wait(PATIENCE)
        for pipe in (each.child.stdin, each.child.stdout, each.child.stderr):
            if pipe is not None:
                pipe.close()


def everything(connection):
    """All that comes until the other side closes, or breaks the connection off."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=str)
@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_ends_well_when_it_is_told_to(start, number, workers):
    process = start("--workers", workers)

    assert process.ask("/v1/segment", {"text": "我爱北京"})[0] == 200
    assert process.stop(number) == 0
    assert process.child.stderr.read() == ""


def test_what_runs_is_finished_before_it_ends(start):
    process = start(script=SLOW)
    answers = []
    asking = threading.Thread(
        target=lambda: answers.append(process.ask("/v1/pipeline", {"text": "wait"}))
    )
    asking.start()
    assert process.child.stdout.readline() == "working\n"
    process.child.send_signal(signal.SIGTERM)
    wait_until(lambda: is_refused(process))
    process.child.stdin.write("\n")
    process.child.stdin.flush()
    asking.join(PATIENCE)

    assert answers == [(200, b'{"text": "wait", "headline": "done"}')]
    assert process.child.wait(PATIENCE) == 0


def wait_until(is_so):
    """Return when something that others bring about is so."""
    for _ in range(PATIENCE * 20):
        if is_so():
            return
        threading.Event().wait(0.05)
    raise AssertionError


def is_refused(process):
    """Whether no more connections are accepted."""
    try:
        process.connect().close()
    except OSError:
        return True
    return False


def test_a_busy_port_is_one_sentence(start, tmp_path):
    process = start()
    command = [sys.executable, "-m", "zhnlp", "serve", "--port", str(process.port)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE)

    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(
        rf"Error: cannot listen at 127\.0\.0\.1:{process.port}: Address already in use\. "
        r"Give another --port, or stop what listens there\.\n",
        done.stderr,
    )


def test_several_processes_answer_for_all_in_their_metrics(start):
    process = start("--workers", "2")
    for _ in range(40):
        assert process.ask("/v1/segment", {"text": "我爱北京"})[0] == 200
    counted = b'zhnlp_requests_total{path="/v1/segment",status="200"} 40.0'

    wait_until(lambda: counted in process.ask("/metrics")[1])  # the last may not be counted yet


def test_a_client_that_sends_no_request_is_left(start):
    process = start("--client-timeout", "0.2")
    with process.connect() as silent, process.connect() as slow:
        slow.sendall(b"POST /v1/segment HTTP/1.1\r\nHost: a\r\nX-A: ")

        assert everything(silent) == b""
        assert everything(slow) == b""
    assert process.ask("/health")[0] == 200


def test_a_client_that_sends_half_a_body_is_told(start):
    process = start("--client-timeout", "0.2")
    with process.connect() as slow:
        slow.sendall(
            b"POST /v1/segment HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            b'Content-Length: 100\r\n\r\n{"text": "'
        )
        answer = everything(slow)

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"too_slow"' in answer
    assert process.ask("/health")[0] == 200


def test_a_broken_connection_hurts_nobody(start):
    process = start()
    for sent in (b"POST /v1/segment HTTP/1.1\r\nContent-Le", b"\x16\x03\x01\x02", b"GET"):
        with process.connect() as broken:
            broken.sendall(sent)
    assert process.ask("/v1/segment", {"text": "我爱北京"})[0] == 200
    assert process.stop() == 0


@pytest.mark.parametrize(
    "sent, status",
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", 400),
        (b"GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400),
        (b"GET /health HTTP/1.1\r\nHost: a\r\nX-A: " + b"a" * 100_000, 431),
    ],
    ids=["tls", "length", "headers"],
)
def test_what_is_not_http_is_told_so(start, sent, status):
    process = start()
    with process.connect() as strange:
        strange.sendall(sent)
        head, _, body = everything(strange).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert set(json.loads(body)["error"]) == {"code", "message"}
    assert process.ask("/health")[0] == 200


def test_there_are_only_so_many_connections(start):
    process = start("--connections", "3")
    kept = [process.connect() for _ in range(3)]
    try:
        for each in kept:  # so that they are accepted before the next
            each.sendall(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
            assert each.recv(65536).startswith(b"HTTP/1.1 200 ")
        with process.connect() as one_more:
            assert everything(one_more).startswith(b"HTTP/1.1 503 ")
    finally:
        for each in kept:
            each.close()


def test_a_body_that_is_much_too_large_is_answered(start):
    process = start("--max-body", "1KB")
    status, content = process.ask("/v1/segment", {"text": "我" * 3000})

    assert status == 413
    assert json.loads(content)["error"]["code"] == "too_large"


def test_no_process_is_left_behind(start):
    process = start("--workers", "2")
    with urllib.request.urlopen(f"http://127.0.0.1:{process.port}/ready") as answer:
        assert answer.status == 200
    assert process.stop() == 0
    with pytest.raises(OSError, match="refused"):
        process.connect()
