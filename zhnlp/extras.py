"""Extras: import a package that is not always installed, or say how to install it."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from zhnlp.errors import ExtraError

_EXTRAS = {
    "fastapi": "serve",
    "gensim": "learn",
    "httptools": "serve",
    "matplotlib": "plot",
    "prometheus_client": "serve",
    "rensa": "report",
    "rich": "view",
    "scipy": "learn",
    "simplemma": "learn",
    "sklearn": "learn",
    "snowballstemmer": "learn",
    "spacy": "spacy",
    "uvicorn": "serve",
}
_ALONE = ("pandas", "polars")  # in no extra: whoever calls for one works with it already


def extra(name: str, what: str) -> ModuleType:
    """The package or module `name`, which is imported now.

    Args:
        name: Its name, such as ``"gensim.models"``; its package is one of an extra.
        what: What needs it, to begin the message with.

    Raises:
        ExtraError: It is not installed.

    >>> extra("json", "reading").__name__
    'json'
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        missing = (error.name or "").split(".")[0]
        if missing not in (*_EXTRAS, *_ALONE):
            raise
        wanted = f"'zhnlp[{_EXTRAS[missing]}]'" if missing in _EXTRAS else missing
        raise ExtraError(
            f"{what} needs {missing}, which is not installed: pip install {wanted}."
        ) from error
