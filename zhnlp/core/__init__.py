"""The compiled core; see _core.pyi. Says so where it has not been compiled."""

try:
    import zhnlp.core._core  # noqa: F401
except ModuleNotFoundError as error:
    if error.name != "zhnlp.core._core":
        raise
    raise ImportError(
        "zhnlp is imported from its source folder, where its core is not compiled. "
        "Start Python in another folder to use the installed zhnlp, or install this one "
        "in place: pip install -e ."
    ) from None
