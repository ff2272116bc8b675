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

_ID = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)?")
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
        if not download:
            problem = (
                f"there is no folder {str(folder)!r}, and no model of that name was fetched "
                "before. Check the path, or fetch the model with download=True."
            )
        else:
            first = (str(error).strip().splitlines() or [type(error).__name__])[0]
            problem = (
                f"cannot fetch {str(folder)!r}: {first} Check the name and the network, or give "
                "the folder of a model."
            )
        raise PackError(problem) from error


def read_model(folder: Path) -> PreTrainedModel:
    """The encoder in `folder`, in float32 and ready to predict; without an untrained pooler."""
    config = _read_config(folder)
    _check_files(folder)
    with quiet():
        try:
            model, about = AutoModel.from_pretrained(
                folder,
                config=config,
                local_files_only=True,
                trust_remote_code=False,
                use_safetensors=True,
                dtype=torch.float32,
                output_loading_info=True,
            )
        except Exception as error:  # of transformers, of safetensors or of torch: many kinds
            first = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise PackError(f"{str(folder)!r} cannot be loaded: {first}") from error
    missing = sorted(about["missing_keys"])
    if all(key.startswith("pooler.") for key in missing):
        if missing:
            model.pooler = None
        return model
    raise PackError(
        f"the weights in {str(folder)!r} lack {len(missing)} tensors of a {config.model_type} "
        f"encoder, such as {missing[0]!r}. Is config.json that of these weights?"
    )


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
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise PackError(f"{str(path)!r} is not the config of a model: {first}") from error
    if config.is_encoder_decoder or not hasattr(config, "vocab_size"):
        raise PackError(
            f"{str(folder)!r} holds a {config.model_type!r} model, which is not an encoder of "
            "text. Give a BERT, ALBERT, RoBERTa, ERNIE, ELECTRA or the like."
        )
    return config


def _check_files(folder: Path) -> None:
    if any(folder.glob("*.safetensors")):
        return
    if pickled := sorted(folder.glob("*.bin")) + sorted(folder.glob("*.ckpt*")):
        raise PackError(
            f"{str(folder)!r} has its weights as {pickled[0].name}, which may run code when it is "
            'read. Convert it where you trust it: python -c "from transformers import AutoModel; '
            "AutoModel.from_pretrained('FOLDER').save_pretrained('NEW_FOLDER')\"; then copy the "
            "vocabulary."
        )
    raise PackError(f"{str(folder)!r} has no weights (model.safetensors). Is it complete?")


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
