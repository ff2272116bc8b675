"""Import modules of this room, with a clear error where an optional package is missing."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

from zhnlp.errors import ExtraError

_LIGHT = ("onnxruntime", "tokenizers")  # packages that running an exported network needs


def neural(name: str, what: str) -> Any:
    """The module ``zhnlp.neural.NAME``.

    Args:
        name: Its name.
        what: What needs it, to begin the message with.

    Raises:
        ExtraError: A package that it imports is not installed.
    """
    return _imported(f"zhnlp.neural.{name}", what)


def package(name: str, what: str) -> ModuleType:
    """The package `name`, which is imported now; ExtraError if it is not installed."""
    return _imported(name, what)


def _imported(name: str, what: str) -> ModuleType:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        missing = (error.name or "").split(".")[0]
        if missing in ("", "zhnlp"):
            raise
        extra = "learn" if missing == "sklearn" else "neural"
        light = ", or 'zhnlp[onnx]' to run exported networks" if missing in _LIGHT else ""
        raise ExtraError(
            f"{what} needs {missing}, which is not installed: pip install 'zhnlp[{extra}]'{light}."
        ) from error
