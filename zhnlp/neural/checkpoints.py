"""Read models of transformers from folders: from safetensors alone, with clear errors."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from transformers import AutoConfig, AutoModel, PreTrainedConfig, PreTrainedModel
from transformers.utils import logging

from zhnlp.arguments import need_path
from zhnlp.errors import PackError
from zhnlp.neural.backends import need_memory

_ID = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)?")
_PICKLED = ("*.bin", "*.pt", "*.pth", "*.ckpt*", "*.h5", "*.msgpack")
_FILES = ("*.json", "*.txt", "*.safetensors")


def encoder_folder(name: str | os.PathLike[str], *, download: bool = False) -> Path:
    """The local folder of a model.

    Args:
        name: A folder, or the name of a model on the Hugging Face hub.
        download: Fetch what was not fetched before.
    """
    need_path(name, "folder")
    folder = Path(name)
    if folder.is_dir():
        return folder
    if folder.exists() or not _ID.fullmatch(os.fspath(name)):
        raise PackError(f"{str(folder)!r} is not a folder. Give the folder of a model.")
    from huggingface_hub import snapshot_download

    try:
        return Path(
            snapshot_download(
                os.fspath(name), allow_patterns=list(_FILES), local_files_only=not download
            )
        )
    except Exception as error:  # of the network, of the hub or of its cache: many kinds
        raise PackError(
            f"cannot fetch {str(folder)!r}: {_told(error)} Check the name and the network, or give "
            "the folder of a model."
            if download
            else f"there is no folder {str(folder)!r}, and no model of that name was fetched "
            "before. Check the path, or fetch the model with download=True."
        ) from error


def read_model(folder: Path) -> PreTrainedModel:
    """The encoder in `folder`, in float32 and ready to predict; without an untrained pooler."""
    with quiet():
        config = _read_config(folder)
        _check_files(folder)
        try:
            model, about = AutoModel.from_pretrained(
                folder,
                config=config,
                local_files_only=True,
                trust_remote_code=False,
                use_safetensors=True,
                ignore_mismatched_sizes=True,
                dtype=torch.float32,
                output_loading_info=True,
            )
        except Exception as error:  # of transformers, of safetensors or of torch: many kinds
            need_memory(error, folder)
            raise PackError(f"{str(folder)!r} cannot be loaded: {_told(error)}") from error
    if bad := about["mismatched_keys"]:
        name, found, wanted = min(bad)
        raise PackError(
            f"{name!r} in {str(folder)!r} has shape {tuple(found)}; its config.json wants "
            f"{tuple(wanted)}. Give weights and config of the same model."
        )
    missing = sorted(about["missing_keys"])
    if not all(key.startswith("pooler.") for key in missing):
        raise PackError(
            f"the weights in {str(folder)!r} lack {len(missing)} tensors of its config.json, such "
            f"as {missing[0]!r}. Give weights and config of the same model."
        )
    if missing:
        model.pooler = None
    return model


def _read_config(folder: Path) -> PreTrainedConfig:
    path = folder / "config.json"
    if not path.is_file():
        raise PackError(
            f"{str(folder)!r} has no config.json, so it is not a model of transformers. Give the "
            "folder that save_pretrained wrote."
        )
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except Exception as error:  # what a bad file leads to depends on the kind of model
        raise PackError(f"{str(path)!r} is not the config of a model: {_told(error)}") from error
    if config.is_encoder_decoder or not hasattr(config, "vocab_size"):
        raise PackError(
            f"{str(folder)!r} holds a {config.model_type!r} model, which is not an encoder of "
            "text. Give a BERT, ALBERT, RoBERTa, ERNIE, ELECTRA or the like."
        )
    return config


def _check_files(folder: Path) -> None:
    if any(folder.glob("*.safetensors")):
        return
    others = sorted(path.name for kind in _PICKLED for path in folder.glob(kind))
    found = (
        f"but {others[0]}, which may run code when it is read" if others else "and no other weights"
    )
    raise PackError(
        f"{str(folder)!r} has no model.safetensors, {found}. Where you trust the model, write "
        'one: python -c "from transformers import AutoModel; '
        "AutoModel.from_pretrained('MODEL').save_pretrained('FOLDER')\"; then copy its vocab.txt."
    )


def _told(error: Exception) -> str:
    """What `error` says, in one line of at most 200 characters."""
    text = " ".join(str(error).split()) or type(error).__name__
    text = text if len(text) <= 200 else f"{text[:199]}…"
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


@contextmanager
def quiet() -> Iterator[None]:
    """Without the progress bars and reports of transformers; what matters in them is an error."""
    level, bar = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bar:
            logging.enable_progress_bar()
