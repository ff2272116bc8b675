"""A service to ask, in this process."""

import io
import json

import pytest

from zhnlp.serve import Limits, Settings, make_app


@pytest.fixture(scope="session")
def client():
    """A service as it is by default; nothing that it is asked changes it."""
    with _client(Settings(log=False)) as asked:
        yield asked


@pytest.fixture
def serve(monkeypatch):
    """Makes services with settings of their own; what they log is in ``client.log``."""
    begun = []

    def make(limits=None, **settings):
        monkeypatch.setattr("sys.stderr", io.StringIO())
        client = _client(Settings(limits=Limits(**(limits or {})), **settings))
        import sys

        client.log = sys.stderr
        begun.append(client)
        return client.__enter__()

    yield make
    for client in begun:
        client.__exit__(None, None, None)


@pytest.fixture
def lines():
    """The lines of a log, as objects."""

    def read(log):
        return [json.loads(line) for line in log.getvalue().splitlines()]

    return read


def _client(settings):
    for package in ("fastapi", "httpx2", "prometheus_client"):
        pytest.importorskip(package, reason="it comes with zhnlp[serve,test]")
    from starlette.testclient import TestClient

    return TestClient(make_app(settings), raise_server_exceptions=False)
