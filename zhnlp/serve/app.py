"""App: the paths of a service and what answers them, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from zhnlp.errors import did_you_mean, shortened
from zhnlp.serve import metrics
from zhnlp.serve.asgi import App
from zhnlp.serve.describing import about_json, description_json, version
from zhnlp.serve.endpoints import ENDPOINTS
from zhnlp.serve.errors import RequestError
from zhnlp.serve.gate import Gate
from zhnlp.serve.handling import Handling, Json
from zhnlp.serve.logs import Log
from zhnlp.serve.pages import add_page
from zhnlp.serve.record import Record
from zhnlp.serve.security import Keys, Rates
from zhnlp.serve.settings import Settings
from zhnlp.serve.stages import Stages

GIVEN = ("/v1/about", "/health", "/ready", "/metrics", "/openapi.json")
PAGE = ("/", "/page/{file}")


def build(settings: Settings) -> App:
    """The service as an ASGI application; see `zhnlp.serve.make_app`."""
    stages = Stages(settings)
    meters = metrics.Metrics(version(), stages.name)
    handling = Handling(stages, settings, meters)
    app = FastAPI(
        title="zhnlp",
        version=version(),
        openapi_url=None,
        redirect_slashes=False,
        lifespan=_life(handling),
        exception_handlers={RequestError: _refused, HTTPException: _no_path, Exception: _failed},
    )
    for endpoint in ENDPOINTS:
        handling.add(app, endpoint)
    _add_given(app, settings, stages, meters, handling)
    if settings.page:
        add_page(app)
    return Gate(
        app,
        [*(each.path for each in ENDPOINTS), *GIVEN, *(PAGE if settings.page else ())],
        keys=Keys(settings.api_keys),
        rates=Rates(settings.limits.rate),
        metrics=meters,
        log=Log(texts=settings.log_text) if settings.log else None,
    )


def _life(handling: Handling) -> Callable[[FastAPI], object]:
    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        handling.is_ready = True
        yield
        handling.is_ready = False
        handling.close()

    return life


def _add_given(
    app: FastAPI,
    settings: Settings,
    stages: Stages,
    meters: metrics.Metrics,
    handling: Handling,
) -> None:
    """Add the paths that take nothing."""
    about, description = about_json(settings, stages), description_json(settings, stages)

    async def give_about(_: Request) -> Response:
        return Json(about)

    async def give_health(_: Request) -> Response:
        return Json(b'{"status": "alive"}')

    async def give_readiness(_: Request) -> Response:
        if not handling.is_ready:
            raise RequestError("not_ready", "the service begins or ends. Try again later.")
        return Json(b'{"status": "ready"}')

    async def give_metrics(_: Request) -> Response:
        return Response(meters.text(), media_type=metrics.CONTENT_TYPE)

    async def give_description(_: Request) -> Response:
        return Json(description)

    gives = (give_about, give_health, give_readiness, give_metrics, give_description)
    for path, give in zip(GIVEN, gives, strict=True):
        app.add_api_route(path, give, methods=["GET", "HEAD"], response_model=None)


async def _refused(request: Request, refusal: RequestError) -> Response:
    Record.of(request.scope).problem = refusal.code
    return Json(refusal.body, refusal.status, dict(refusal.headers))


async def _no_path(request: Request, error: HTTPException) -> Response:
    if error.status_code == 405:
        methods = (error.headers or {}).get("Allow", "").split(", ")
        allowed = ", ".join(sorted(methods))  # they come in any order
        message = f"{shortened(request.method)} is not for this path. Use {allowed}."
        return await _refused(
            request, RequestError("method_not_allowed", message, [("allow", allowed)])
        )
    path = request.url.path
    known = [*(each.path for each in ENDPOINTS), *GIVEN]
    message = f"there is no path {shortened(path)}. {did_you_mean(path, known)}"
    return await _refused(request, RequestError("not_found", message))


async def _failed(request: Request, _: Exception) -> Response:
    """What the client is told; the error itself goes on to the gate, which notes it."""
    return await _refused(
        request, RequestError("internal", "the service failed. Its log says where.")
    )
