"""Running: servers of uvicorn on a socket that listens."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from functools import partial
from tempfile import TemporaryDirectory

from uvicorn import Server
from uvicorn.supervisors.multiprocess import Multiprocess

from zhnlp.serve import make_app
from zhnlp.serve.asgi import App
from zhnlp.serve.connections import ServiceConfig
from zhnlp.serve.metrics import FOLDER
from zhnlp.serve.settings import Settings

_PATIENCE = 60.0  # seconds that a process may take to begin
_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "zhnlp.serve.logs.JsonFormatter"}},
    "handlers": {
        "json": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "stream": "ext://sys.stderr",
        }
    },
    "loggers": {"uvicorn": {"handlers": ["json"], "level": "WARNING", "propagate": False}},
}


class AnnouncingServer(Server):
    """A server that says when it accepts connections."""

    def __init__(self, config: ServiceConfig, announce: Callable[[], object]) -> None:
        super().__init__(config)
        self.announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, and say so."""
        await super().startup(sockets)
        self.announce()


class AnnouncingWorkers(Multiprocess):
    """Processes with a server each, and what is said when all of them accept connections."""

    def __init__(
        self, config: ServiceConfig, listening: socket.socket, announce: Callable[[], object]
    ) -> None:
        hang_up = getattr(signal, "SIGHUP", None)
        self.is_kept = hang_up is not None and signal.getsignal(hang_up) == signal.SIG_IGN
        super().__init__(config, [listening])
        self.announce = announce

    def handle_hup(self) -> None:
        """End as at SIGTERM, unless it was ignored, as under nohup."""
        if not self.is_kept:
            self.handle_term()

    def init_processes(self) -> None:
        """Begin, and say so. A process that does not is looked after later."""
        super().init_processes()
        if all(each.wait_until_ready(_PATIENCE, self.should_exit) for each in self.processes):
            self.announce()


def run_here(
    app: App, settings: Settings, listening: socket.socket, announce: Callable[[], object]
) -> None:
    """Serve in this process."""
    AnnouncingServer(_config(app, settings), announce).run([listening])


def run_workers(
    settings: Settings, listening: socket.socket, n_workers: int, announce: Callable[[], object]
) -> None:
    """Serve in processes of their own, which count their requests in a folder that they share."""
    make = partial(make_app, settings)
    config = _config(make, settings, factory=True, workers=n_workers)
    with TemporaryDirectory(prefix="zhnlp-serve-") as folder:
        os.environ[FOLDER] = folder
        try:
            AnnouncingWorkers(config, listening, announce).run()
        finally:
            del os.environ[FOLDER]


def _config(
    app: object, settings: Settings, *, factory: bool = False, workers: int = 1
) -> ServiceConfig:
    limits = settings.limits
    return ServiceConfig(
        app,
        limits,
        factory=factory,
        workers=workers,
        loop="auto",
        ws="none",
        lifespan="on",
        interface="asgi3",
        log_config=_LOGGING,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=int(limits.seconds + limits.reading) + 1,
    )
