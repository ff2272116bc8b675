"""Clusters of Ray: connecting to one, its room for workers, and how a worker was lost.

Ray is kept quiet: what users need to know is said here, in sentences.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType

from zhnlp.errors import ExtraError, RunError

_SECONDS_TO_ANSWER = 10.0
_LOST_NODE = re.compile("node has died|node was terminated|node died", re.IGNORECASE)
_LOW_MEMORY = re.compile("low on memory|memory monitor", re.IGNORECASE)


def connect(address: str | None, n_cpus: int | None) -> tuple[ModuleType, bool]:
    """Ray, connected to the cluster at `address`, and whether the connection was made here.

    Args:
        address: As in RayEngine.
        n_cpus: How many processors Ray gets if it is started on this machine; None for all.

    Raises:
        ExtraError: Ray is not installed.
        RunError: There is no such cluster.
    """
    with _quiet():
        try:
            import ray
        except ModuleNotFoundError as error:
            raise ExtraError(
                "running on a cluster needs ray, which is not installed: pip install 'zhnlp[ray]'."
            ) from error
        if ray.is_initialized():
            return ray, False
        settings: dict[str, object] = {"include_dashboard": False, "log_to_driver": False}
        if address in (None, "auto"):
            address = os.environ.get("RAY_ADDRESS") or address or "local"
        if address == "local":
            settings["num_cpus"] = n_cpus
        elif address != "auto":
            _knock(address)
        try:
            with _handler_kept(signal.SIGTERM):
                ray.init(address, logging_level=logging.ERROR, **settings)
        except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
            raise _no_cluster(address, str(error)) from error
    return ray, True


@contextmanager
def _quiet() -> Iterator[None]:
    """Let Ray print nothing of its own about workers that die; it reads this when imported.

    Where the program has imported Ray before, Ray prints them.
    """
    name = "RAY_DEDUP_LOGS_SKIP_REGEX"
    before = os.environ.get(name)
    os.environ[name] = "."
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


@contextmanager
def _handler_kept(number: signal.Signals) -> Iterator[None]:
    """Keep what this program does at a signal, which Ray changes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.getsignal(number)
    try:
        yield
    finally:
        signal.signal(number, handler)


def _knock(address: str) -> None:
    """RunError if nothing answers at `address`, for which Ray would wait for minutes."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if not host or not port.isdecimal():
        raise RunError(
            f"the address of the cluster is {address!r}. Give auto, HOST:PORT or ray://HOST:10001."
        )
    try:
        socket.create_connection((host.strip("[]"), int(port)), _SECONDS_TO_ANSWER).close()
    except (OSError, OverflowError) as error:
        raise _no_cluster(address, str(error)) from error


def _no_cluster(address: str, problem: str) -> ExtraError | RunError:
    if "ray[client]" in problem:
        return ExtraError(f"the address {address!r} needs more of Ray: pip install 'ray[client]'.")
    advice = (
        "Start one with `ray start --head`, give ray://HOST:10001 on a machine that is not one of "
        "its nodes, or give no address to start Ray on this machine."
        if address != "local"
        else "Without Ray, all cores of this machine can be used, too."
    )
    first = problem.strip().partition("\n")[0].rstrip(".")
    return RunError(f"cannot use the Ray cluster {address!r}: {first}. {advice}")


def places(ray: ModuleType, gpus: float) -> int:
    """How many workers the nodes have room for, if nothing else runs on them.

    Raises:
        RunError: None has.
    """
    nodes = [node["Resources"] for node in ray.nodes() if node["Alive"]]
    if number := sum(_places_of(node, gpus) for node in nodes):
        return number
    raise RunError(
        f"no node of the cluster has room for a worker. {lacking(ray, gpus)} Where nodes are "
        "started on demand, give the number of workers."
    )


def _places_of(resources: Mapping[str, float], gpus: float) -> int:
    n_cpus, n_gpus = (int(resources.get(kind, 0)) for kind in ("CPU", "GPU"))
    if not gpus:
        return n_cpus
    of_one = int(1 / gpus + 1e-6)  # a part of a GPU is never spread over two
    return min(n_cpus, n_gpus * of_one if gpus <= 1 else n_gpus // int(gpus))


def lacking(ray: ModuleType, gpus: float) -> str:
    """What workers need and what there is, as sentences."""
    there, free = ray.cluster_resources(), ray.available_resources()
    needs, has = ["1 CPU"], [_has("CPU", there, free)]
    if gpus:
        needs.append(f"{gpus:g} GPU")
        has.append(_has("GPU", there, free))
    return (
        f"Each needs {' and '.join(needs)} of one node; the cluster has {' and '.join(has)}. "
        "Add nodes, end what else runs there, or use fewer workers."
    )


def _has(kind: str, there: Mapping[str, float], free: Mapping[str, float]) -> str:
    return f"{there.get(kind, 0):g} {kind} ({free.get(kind, 0):g} free)"


def way_of_death(error: Exception) -> tuple[str, bool]:
    """How a worker was lost, as in "was lost with its node", and whether its node was lost, too."""
    message = str(error)
    if _LOST_NODE.search(message):
        return "was lost with its node", True
    if type(error).__name__ == "ActorUnavailableError":
        return "could not be reached any more", True
    address = re.search(r"^\s*ip: (\S+)", message, re.MULTILINE)
    where = f" on node {address[1]}" if address else ""
    if _LOW_MEMORY.search(message):
        return f"was ended by Ray, for there was too little memory{where}", False
    return f"ended unexpectedly{where}", False
