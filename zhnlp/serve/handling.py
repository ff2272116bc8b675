"""Handling: from a request for a path to its answer."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI, Request, Response

from zhnlp.errors import UsageError
from zhnlp.serve.answers import everything
from zhnlp.serve.batches import Batches
from zhnlp.serve.endpoints import Endpoint
from zhnlp.serve.errors import RequestError
from zhnlp.serve.limits import Bodies, check_texts
from zhnlp.serve.metrics import Metrics
from zhnlp.serve.reading import read_request
from zhnlp.serve.record import Record
from zhnlp.serve.requests import TextRequest
from zhnlp.serve.settings import Settings
from zhnlp.serve.stages import Stages
from zhnlp.serve.work import QUICK, Work

# Options for which a stage is built, which takes some milliseconds.
_BUILDING = {"lexicon", "gazetteer", "misspellings", "protected", "max_false_alarms", "labels"}


class Json(Response):
    """An answer in JSON, of bytes that are ready."""

    media_type = "application/json"


class Handling:
    """Reads requests, has them worked on, and answers.

    Args:
        stages: What answers.
        settings: Of the service.
        metrics: Where it is counted what waits.
    """

    def __init__(self, stages: Stages, settings: Settings, metrics: Metrics) -> None:
        self.stages, self.limits = stages, settings.limits
        self.bodies = Bodies(settings.limits)
        limits = settings.limits.concurrency, settings.limits.seconds, metrics.waiting
        self.work = Work(*limits)
        self.own_work = Work(*limits)  # of the pipeline: nobody knows how slow it is
        self.batches: Batches | None = None
        self.is_ready = False
        if stages.batch_ms:
            self.batches = Batches(everything(stages.pipeline), stages.batch_ms / 1000)

    def add(self, app: FastAPI, endpoint: Endpoint) -> None:
        """Let `app` answer requests for the path of `endpoint`."""

        async def answer(request: Request) -> Response:
            record = Record.of(request.scope)
            check_headers(record.headers)
            body = await self.bodies.read(request.receive, record.headers.get(b"content-length"))
            asked = read_request(endpoint.request, body)
            record.texts = asked.several
            record.n_characters = check_texts(record.texts, self.limits, endpoint.most)
            try:
                found = await self._found(endpoint, asked, record.n_characters)
            except UsageError as error:
                raise RequestError("invalid_value", str(error)) from error
            is_one = asked.texts is None
            return Json(found[0] if is_one else b'{"results": [%b]}' % b", ".join(found))

        app.add_api_route(
            endpoint.path,
            answer,
            methods=["POST"],
            response_model=None,
            include_in_schema=False,
        )

    def close(self) -> None:
        """End the threads."""
        self.work.close()
        self.own_work.close()
        if self.batches is not None:
            self.batches.close()

    async def _found(
        self, endpoint: Endpoint, asked: TextRequest, n_characters: int
    ) -> list[bytes]:
        """The answers for the texts of a request."""
        texts = asked.several
        work = self.own_work if endpoint.is_pipeline else self.work
        if endpoint.is_pipeline and self.batches is not None:
            return await work.wait(self.batches.do(texts))
        size = n_characters / endpoint.quick
        if endpoint.is_pipeline or not _BUILDING.isdisjoint(asked.model_fields_set):
            size = max(2 * QUICK, size)
        return await work.do(lambda: endpoint.answer(self.stages, asked)(texts), size)


def check_headers(headers: Mapping[bytes, bytes]) -> None:
    """RequestError if a body is not plain JSON.

    The type must be named: a page of another site can make a browser send other types without
    asking.
    """
    kind, _, about = headers.get(b"content-type", b"").lower().partition(b";")
    if kind.strip() != b"application/json":
        advice = "Send JSON, with the header 'Content-Type: application/json'."
        raise RequestError("unsupported_type", f"the body is not said to be JSON. {advice}")
    charset = about.partition(b"charset=")[2].strip(b' "')
    if charset and charset not in (b"utf-8", b"utf8", b"us-ascii"):
        raise RequestError("unsupported_type", "the body is not said to be UTF-8. Send UTF-8.")
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise RequestError(
            "unsupported_type", "the body is packed. Send it without Content-Encoding."
        )
