"""App: paths and what answers them, put together."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from zhnlp import __version__
from zhnlp.errors import UsageError, did_you_mean, shortened
from zhnlp.serve.asgi import App
from zhnlp.serve.endpoints import Endpoint, endpoints
from zhnlp.serve.errors import Refusal, error_body
from zhnlp.serve.limits import Bodies, check_texts
from zhnlp.serve.reading import read_request
from zhnlp.serve.settings import Settings
from zhnlp.serve.stages import Stages
from zhnlp.serve.work import Work

Handler = Callable[[Request], Coroutine[None, None, Response]]
_BUILDING = {"lexicon", "gazetteer", "misspellings", "protected", "max_false_alarms", "labels"}


class Json(Response):
    """An answer in JSON, of bytes that are ready."""

    media_type = "application/json"


def build(settings: Settings) -> App:
    """The service as an ASGI application."""
    stages = Stages(settings)
    work = Work(settings.limits.concurrency, settings.limits.seconds)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        work.close()

    app = FastAPI(
        title="zhnlp",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=life,
        exception_handlers={Refusal: refused, HTTPException: refused_by_path, Exception: failed},
    )
    bodies = Bodies(settings.limits)
    for endpoint in endpoints():
        handler = _handler(endpoint, stages, bodies, work, settings)
        app.add_api_route(
            endpoint.path, handler, methods=["POST"], response_model=None, summary=endpoint.summary
        )
    about = json.dumps(_about(settings, stages), ensure_ascii=False).encode()

    async def give_about(_: Request) -> Response:
        return Json(about)

    async def give_health(_: Request) -> Response:
        return Json(b'{"status": "ok"}')

    app.add_api_route("/v1/about", give_about, methods=["GET"], response_model=None)
    app.add_api_route("/health", give_health, methods=["GET"], response_model=None)
    app.add_api_route("/ready", give_health, methods=["GET"], response_model=None)
    if settings.page:
        from zhnlp.serve.pages import add_page

        add_page(app)
    return app


def _about(settings: Settings, stages: Stages) -> dict[str, object]:
    return {
        "version": __version__,
        "pipeline": stages.name,
        "methods": stages.methods,
        "classifiers": {name: list(each.model.labels) for name, each in stages.classifiers.items()},
        "keyword_methods": ["tfidf", "textrank", "phrases"],
        "labels": stages.labels,
        "limits": {
            "max_characters": settings.limits.characters,
            "max_texts": settings.limits.texts,
        },
    }


def _handler(
    endpoint: Endpoint, stages: Stages, bodies: Bodies, work: Work, settings: Settings
) -> Handler:
    """What answers requests to one path."""

    async def answer(request: Request) -> Response:
        length = request.headers.get("content-length")
        body = await bodies.read(request.receive, int(length) if length else None)
        asked = read_request(endpoint.request, body)
        texts = asked.several
        n_characters = check_texts(texts, settings.limits, endpoint.most)
        size = n_characters / endpoint.quick if endpoint.quick else 2.0
        if not _BUILDING.isdisjoint(asked.model_fields_set):
            size = max(2.0, size)

        def task() -> bytes:
            found = endpoint.answer(stages, asked)(texts)
            return found[0] if asked.texts is None else b'{"results": [%b]}' % b", ".join(found)

        try:
            return Json(await work.do(task, size))
        except UsageError as error:
            raise Refusal("invalid_value", str(error)) from error

    return answer


async def refused(_: Request, error: Refusal) -> Response:
    return Json(error.body, error.status, dict(error.headers))


async def refused_by_path(request: Request, error: HTTPException) -> Response:
    path = request.url.path
    if error.status_code == 405:
        message = (
            f"{request.method} is not for this path. Use {(error.headers or {}).get('Allow')}."
        )
        return Json(error_body("method_not_allowed", message), 405, error.headers)
    known = [endpoint.path for endpoint in endpoints()]
    message = f"there is no path {shortened(path)}. {did_you_mean(path, known)}"
    return Json(error_body("not_found", message), 404)


async def failed(_: Request, error: Exception) -> Response:
    return Json(error_body("internal", "the service failed. Its log says where."), 500)
