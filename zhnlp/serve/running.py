"""Running: servers of uvicorn on a socket that listens."""

from __future__ import annotations

import socket
from collections.abc import Callable
from functools import partial

from uvicorn import Config, Server
from uvicorn.supervisors.multiprocess import Multiprocess

from zhnlp.serve import make_app
from zhnlp.serve.asgi import App
from zhnlp.serve.settings import Settings


class Announcing(Server):
    """A server that says when it accepts connections."""

    def __init__(self, config: Config, announce: Callable[[], object]) -> None:
        super().__init__(config)
        self.announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.announce()


def run_here(
    app: App, settings: Settings, listening: socket.socket, announce: Callable[[], object]
) -> None:
    """Serve in this process."""
    Announcing(_config(app, settings), announce).run([listening])


def run_workers(
    settings: Settings, listening: socket.socket, n_workers: int, announce: Callable[[], object]
) -> None:
    """Serve in processes of their own."""
    config = _config(partial(make_app, settings), settings, factory=True, workers=n_workers)
    supervisor = Multiprocess(config, [listening])
    announce()
    supervisor.run()


def _config(app: object, settings: Settings, *, factory: bool = False, workers: int = 1) -> Config:
    return Config(
        app,
        factory=factory,
        workers=workers,
        http="httptools",
        loop="auto",
        ws="none",
        lifespan="on",
        interface="asgi3",
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=int(settings.limits.seconds + settings.limits.reading) + 1,
    )
