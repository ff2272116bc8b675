"""Import pyarrow, with a clear error where it is missing."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from zhnlp.errors import ExtraError


def pyarrow(name: str = "pyarrow") -> ModuleType:
    """pyarrow, or the module `name` of it; ExtraError if it is not installed."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != "pyarrow":
            raise
        raise ExtraError(
            "columns of Arrow and Parquet need pyarrow, which is not installed: "
            "pip install 'zhnlp[batch]'."
        ) from error
