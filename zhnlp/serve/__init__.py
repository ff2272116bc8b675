"""HTTP service: stages of zhnlp behind paths that take and give JSON.

    client ─► connections ─► gate ─► app ─► work ─► stages
              (uvicorn's     (key,   (path,  (event   (zhnlp)
               protocol,      rate,   body,   loop,
               time limits)   log)    JSON)   threads,
                                              batches)

`make_app` gives an ASGI application for any server, `zhnlp serve` runs it under uvicorn
(server.py). Nothing that a request holds is a name of a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhnlp.extras import extra
from zhnlp.serve.settings import Limits as Limits
from zhnlp.serve.settings import Settings as Settings

if TYPE_CHECKING:
    from zhnlp.serve.asgi import App


def make_app(settings: Settings | None = None) -> App:
    """The service as an ASGI application, with all stages built.

    Args:
        settings: What it serves, and its limits; by default those of `Settings`.

    Raises:
        ExtraError: FastAPI or the client of Prometheus is not installed.
        UsageError, PackError, FileError, FormatError: The pipeline cannot be loaded, as of
            `zhnlp.load`.
    """
    for package in ("fastapi", "prometheus_client"):
        extra(package, "the HTTP service")
    from zhnlp.serve.app import build  # it imports these packages

    return build(settings or Settings())
