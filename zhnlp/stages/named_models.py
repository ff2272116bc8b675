"""Find the model of a stage: one that is given, or a pack by its name or folder."""

from __future__ import annotations

import os

from zhnlp.models import need_model
from zhnlp.pack_uses import kinds_for
from zhnlp.resources import is_path, wrong_pack
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
    folder = find_pack(given, kinds_for(stage.split()[-1].capitalize()))
    if folder.name == "jieba" and not is_path(given):
        raise wrong_pack(folder, "Dictionary", protocol.__name__, stage)
    model: object = load(folder)
    if not isinstance(model, (protocol, *others)):
        raise wrong_pack(folder, type(model).__name__, protocol.__name__, stage)
    return model
