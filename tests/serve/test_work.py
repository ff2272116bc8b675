"""Long texts do not hold up short ones; what is too much is refused; networks get batches."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

pytest.importorskip("fastapi", reason="it comes with zhnlp[serve]")

from zhnlp import Pipeline, Segmenter, Stage
from zhnlp.errors import UsageError, ZhnlpError
from zhnlp.serve.batches import Batches
from zhnlp.serve.errors import RequestError
from zhnlp.serve.stages import has_network

PATIENCE = 20  # seconds after which a test has failed


class Gate:
    """Lets texts wait until it is opened, and counts those that do."""

    def __init__(self):
        self.open, self.entered = threading.Event(), threading.Semaphore(0)

    def pass_through(self):
        self.entered.release()
        assert self.open.wait(PATIENCE)


GATE = Gate()


@dataclass(frozen=True)
class Slow(Stage):
    """Waits at the gate before a long text."""

    provides = ("headline",)

    def __call__(self, doc):
        if len(doc.text) > 50:
            GATE.pass_through()
        return doc.filled(headline="done")


@pytest.fixture
def gate(monkeypatch):
    own = Gate()
    monkeypatch.setitem(globals(), "GATE", own)
    yield own
    own.open.set()


@pytest.fixture
def threads():
    with ThreadPoolExecutor(40) as pool:
        yield pool


def ask(client, text="我" * 51, path="pipeline"):
    return client.post(f"/v1/{path}", json={"text": text})


def test_a_long_text_does_not_hold_up_others(serve, gate, threads):
    client = serve(pipeline=Pipeline([Slow()]))
    long = [threads.submit(ask, client) for _ in range(8)]
    assert gate.entered.acquire(timeout=PATIENCE)

    assert ask(client, "我爱北京", "segment").status_code == 200
    assert ask(client, "我爱北京" * 3000, "segment").status_code == 200
    assert client.get("/health").status_code == 200
    assert not any(each.done() for each in long)
    gate.open.set()
    assert {each.result(PATIENCE).status_code for each in long} == {200}


def test_what_is_too_much_is_refused_at_once(serve, gate, threads):
    client = serve({"concurrency": 2}, pipeline=Pipeline([Slow()]))
    waiting = [threads.submit(ask, client) for _ in range(2)]
    for _ in waiting:
        assert gate.entered.acquire(timeout=PATIENCE)
    refused = ask(client)

    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "busy")
    assert refused.headers["retry-after"] == "1"
    assert ask(client, "我爱北京", "segment").status_code == 200
    gate.open.set()
    assert {each.result(PATIENCE).status_code for each in waiting} == {200}
    assert ask(client).status_code == 200


def test_an_answer_that_takes_too_long_is_given_up(serve, gate):
    client = serve({"seconds": 0.01, "concurrency": 1}, pipeline=Pipeline([Slow()]))
    late = ask(client)

    assert (late.status_code, late.json()["error"]["code"]) == (503, "too_late")
    assert ask(client).json()["error"]["code"] == "busy"  # it still takes up its thread
    assert client.get("/health").status_code == 200


class Network:
    """A stage's model that counts the calls."""

    __module__ = "zhnlp.neural.toy"

    def __init__(self):
        self.batches = []


@dataclass(frozen=True)
class Neural(Stage):
    """Has a model that is a network by its module."""

    model: object

    provides = ("headline",)

    def batch(self, docs):
        self.model.batches.append([doc.text for doc in docs])
        if any(doc.text == "bad" for doc in docs):
            raise UsageError("this text is bad. Send another.")
        if any(len(doc.text) > 50 for doc in docs):
            GATE.pass_through()
        return [doc.filled(headline=doc.text.upper()) for doc in docs]


def test_texts_for_a_network_are_worked_on_together(serve, gate, threads):
    network = Network()
    client = serve(pipeline=Pipeline([Neural(network)]))
    network.batches.clear()  # of the examples in the description
    first = threads.submit(ask, client)
    assert gate.entered.acquire(timeout=PATIENCE)
    waiting = client.app.app  # what is asked meanwhile goes together
    others = [threads.submit(ask, client, f"t{number}") for number in range(20)]
    batches = batches_of(waiting)
    wait_until(lambda: len(batches._queue) == 20)
    gate.open.set()
    answers = [each.result(PATIENCE).json()["headline"] for each in others]

    assert first.result(PATIENCE).status_code == 200
    assert answers == [f"T{number}" for number in range(20)]
    assert [len(each) for each in network.batches] == [1, 20]


def batches_of(app):
    """The batches of a service: those of its handlers' closure."""
    for route in app.routes:
        for cell in getattr(route.endpoint, "__closure__", None) or ():
            if hasattr(cell.cell_contents, "batches"):
                return cell.cell_contents.batches
    raise AssertionError


def wait_until(is_so):
    """Return when something that others bring about is so."""
    for _ in range(PATIENCE * 1000):
        if is_so():
            return
        threading.Event().wait(0.001)
    raise AssertionError


def test_a_bad_text_fails_alone(serve):
    client = serve(pipeline=Pipeline([Neural(Network())]), batch_ms=50)
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda text: ask(client, text), ["a", "bad", "b"]))

    assert [each.status_code for each in answers] == [200, 422, 200]
    assert "this text is bad" in answers[1].text


def test_networks_are_recognised():
    nested = Pipeline([Segmenter("unigram"), Pipeline([Neural(Network())])])

    assert has_network(nested)
    assert not has_network(Pipeline([Neural("zhnlp.neural")]))


def test_a_full_batch_does_not_wait():
    async def fill():
        batches = Batches(lambda texts: [text.encode() for text in texts], 3600, most=4)
        return await asyncio.gather(*(batches.do([name]) for name in "abcd"))

    assert asyncio.run(fill()) == [[b"a"], [b"b"], [b"c"], [b"d"]]


def test_many_texts_of_one_request_are_one_batch():
    calls = []

    async def ask_for_many():
        batches = Batches(lambda texts: calls.append(len(texts)) or [b""] * len(texts), 0, most=4)
        return await asyncio.gather(batches.do(["x"] * 10), batches.do(["y"]))

    found = asyncio.run(ask_for_many())

    assert [len(each) for each in found] == [10, 1]
    assert sorted(calls) == [1, 10]


def test_a_failure_reaches_everyone_in_the_batch():
    def fail(texts):
        raise RuntimeError("out of order")

    async def ask_two():
        batches = Batches(fail, 0)
        return await asyncio.gather(*(batches.do(["x"]) for _ in range(2)), return_exceptions=True)

    assert [str(each) for each in asyncio.run(ask_two())] == ["out of order"] * 2


def test_errors_of_requests_survive_the_trip_between_processes():
    import pickle

    error = pickle.loads(pickle.dumps(RequestError("busy", "busy. Wait.", [("retry-after", "1")])))

    assert isinstance(error, ZhnlpError)
    assert (error.status, error.headers) == (503, [("retry-after", "1")])
