"""Find the model of a stage: one that is given, or a pack by its name or folder."""

from __future__ import annotations

import os

from zhnlp.errors import PackError
from zhnlp.models import need_model
from zhnlp.resources import pack as find_pack
from zhnlp.saving import load


def model_of(given: object, protocol: type, stage: str, *others: type) -> object:
    """The model `given`, or the one in the pack that it names; it fits `protocol`.

    Args:
        given: A model, the name of a pack that ships, or a folder: arrays or a network.
        protocol: What the stage expects, one of models/__init__.py.
        stage: The stage with its article, for messages.
        others: Protocols that it may fit instead.

    Raises:
        UsageError: The model does not fit.
        PackError: There is no such pack, or it is damaged or of another kind.
        ExtraError: The pack is a network, and a package that this needs is not installed.
    """
    if not isinstance(given, (str, os.PathLike)):
        if isinstance(given, type) or not isinstance(given, others):
            need_model(given, protocol, stage)
        return given
    folder = find_pack(given)
    model: object = load(folder)
    if not isinstance(model, (protocol, *others)):
        raise PackError(
            f"pack {str(folder)!r} is a {type(model).__name__!r}, not a {protocol.__name__!r}, "
            f"which {stage} needs. See zhnlp.models.{protocol.__name__}."
        )
    return model
