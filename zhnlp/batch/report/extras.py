"""The packages that a report needs, asked for before hours of work."""

from __future__ import annotations

from importlib import import_module

from zhnlp.errors import ExtraError

_PACKAGES = {"rensa": "finds near duplicates with", "jinja2": "is written with"}


def need_packages() -> None:
    """ExtraError if a package is not installed that a report needs."""
    for name, what in _PACKAGES.items():
        try:
            import_module(name)
        except ModuleNotFoundError as error:
            raise ExtraError(
                f"a report {what} {name}, which is not installed: pip install 'zhnlp[report]'."
            ) from error
