"""Fingerprint: whether a pipeline is the one that a run began with."""

from __future__ import annotations

import re
import tempfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from zhnlp.errors import UsageError
from zhnlp.pipeline import Pipeline
from zhnlp.resources import pack, packs
from zhnlp.stage import Stage


def steady_repr(stage: Stage) -> str:
    """The repr of a stage, without addresses in memory, which are others in each run."""
    return re.sub(r" at 0x[0-9A-Fa-f]+", "", repr(stage))


def fingerprint(pipeline: Pipeline) -> str:
    """A checksum of the settings and models of `pipeline`, and of the packs that ship.

    Stages that cannot be saved count by their repr.
    """
    digest = sha256(version("zhnlp").encode())
    for name in packs():
        digest.update((pack(name) / "pack.json").read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        try:
            pipeline.save(folder)
        except UsageError:  # a stage of the user's own that is not registered
            digest.update(steady_repr(pipeline).encode("utf-8", "backslashreplace"))
            return digest.hexdigest()
        for path in sorted(each for each in Path(folder).rglob("*") if each.is_file()):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
