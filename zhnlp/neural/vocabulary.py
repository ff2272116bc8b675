"""Read the vocabulary of a folder: from ``vocab.txt`` or ``tokenizer.json``, with its settings."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from zhnlp.arguments import need_path
from zhnlp.errors import FileError, PackError
from zhnlp.io.plain_files import read_given

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
KEYS = {name: f"{name[1:-1].lower()}_token" for name in SPECIAL}  # in tokenizer_config.json
_MOST = 1 << 28  # bytes; the largest tokenizer.json of the models in use has 35 MB
_NUMBERED = re.compile(r"(.+)\t\d+")  # a line of ERNIE's vocab.txt: token and id
_ADVICE = (
    "zhnlp reads vocabularies of characters and word pieces, such as those of BERT, ALBERT, "
    "ERNIE, ELECTRA and RoBERTa for Chinese. Take an encoder that has a vocab.txt."
)


class Vocabulary(NamedTuple):
    """The tokens of a model in the order of their ids, and how a text becomes tokens.

    Attributes:
        tokens: Each once.
        lowercase: Read Latin letters as small ones without accents.
        pieces: Look runs of Latin letters and digits up as word pieces.
        special: What the model writes for ``[PAD]``, ``[UNK]``, ``[CLS]``, ``[SEP]``, ``[MASK]``.
    """

    tokens: tuple[str, ...]
    lowercase: bool
    pieces: bool
    special: dict[str, str]


def read_vocabulary(path: str | os.PathLike[str]) -> Vocabulary:
    """The vocabulary of a folder, or of a ``vocab.txt``.

    Raises:
        PackError: There is none, it is damaged, or it is not one of word pieces.
    """
    need_path(path, "folder")
    given = Path(path)
    folder = given if given.is_dir() else given.parent
    config = _json_object(folder / "tokenizer_config.json") or {}
    tokenizer = None
    file = given / "vocab.txt" if given.is_dir() else given
    if file.is_file():
        tokens = _listed(file)
    else:
        tokenizer = _json_object(folder / "tokenizer.json") if given.is_dir() else None
        if tokenizer is None:
            raise _missing(given)
        tokens = _word_pieces(folder / "tokenizer.json", tokenizer)
    return Vocabulary(
        _distinct(tokens),
        _flag(folder, config, "do_lower_case", _lowers(tokenizer)),
        _flag(folder, config, "pieces", True),
        {
            name: found
            for name, key in KEYS.items()
            if (found := _content(config.get(key), name)) in tokens
        },
    )


def _listed(file: Path) -> list[str]:
    """One token a line; ids after a tab are left out."""
    try:
        lines = _decoded(file).replace("\r\n", "\n").split("\n")
    except OSError as error:
        raise FileError(f"cannot read {str(file)!r}: {error.strerror}.") from error
    while lines and not lines[-1]:
        lines.pop()
    if not lines:
        raise PackError(f"the vocabulary {str(file)!r} is empty.")
    matches = [_NUMBERED.fullmatch(line) for line in lines]
    return [match[1] for match in matches if match] if all(matches) else lines


def _word_pieces(path: Path, tokenizer: dict[str, object]) -> list[str]:
    """The tokens of a ``tokenizer.json``, those that were added later last."""
    model = tokenizer.get("model")
    kind = model.get("type") if isinstance(model, dict) else None
    ids = model.get("vocab") if isinstance(model, dict) else None
    if kind not in ("WordPiece", None) or not isinstance(ids, dict):
        raise PackError(f"the model in {str(path)!r} is {kind or 'unknown'}. {_ADVICE}")
    added = tokenizer.get("added_tokens")
    later = [each for each in added if isinstance(each, dict)] if isinstance(added, list) else []
    numbers = {**{str(each.get("content")): each.get("id") for each in later}, **ids}
    tokens = {number: token for token, number in numbers.items() if isinstance(number, int)}
    if set(tokens) != set(range(len(numbers))) or not all(isinstance(t, str) for t in numbers):
        raise PackError(
            f"the ids in {str(path)!r} are not 0, 1, 2 … Copy the file of the model again: it may "
            "be damaged."
        )
    return [tokens[number] for number in range(len(tokens))]


def _distinct(tokens: Sequence[str]) -> tuple[str, ...]:
    """`tokens`, those that come again later under a name that no text has; as transformers."""
    left = Counter(tokens)
    found = []
    for number, token in enumerate(tokens):
        left[token] -= 1
        found.append(f"[twice {number}]" if left[token] else token)
    return tuple(found)


def _lowers(tokenizer: dict[str, object] | None) -> bool:
    """Whether the normalizer of a ``tokenizer.json`` makes letters small; True without one."""
    if tokenizer is None:
        return True
    normalizer = json.dumps(tokenizer.get("normalizer"))
    return '"lowercase": true' in normalizer or '"Lowercase"' in normalizer


def _flag(folder: Path, config: dict[str, object], key: str, default: bool) -> bool:
    value = config.get(key, default)
    if isinstance(value, bool):
        return value
    path = folder / "tokenizer_config.json"
    raise PackError(f"{key!r} in {str(path)!r} is {value!r}; it must be true or false.")


def _content(token: object, default: str) -> str:
    """A special token as configs write it: alone, or with settings."""
    found = token.get("content") if isinstance(token, dict) else token
    return found if isinstance(found, str) else default


def _json_object(path: Path) -> dict[str, object] | None:
    """The object in `path`; None if there is no such file."""
    try:
        found = json.loads(_decoded(path))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileError(f"cannot read {str(path)!r}: {error.strerror}.") from error
    except json.JSONDecodeError as error:
        raise PackError(f"{path}:{error.lineno}: not JSON: {error.msg}.") from error
    except ValueError as error:
        if isinstance(error, PackError):
            raise
        raise PackError(f"a number in {str(path)!r} has too many digits.") from error
    except RecursionError as error:
        raise PackError(
            f"{str(path)!r} is nested too deep to be a tokenizer's. Copy the file of the model "
            "again."
        ) from error
    if isinstance(found, dict):
        return found
    raise PackError(f"{str(path)!r} is not a JSON object. Copy the file of the model again.")


def _decoded(path: Path) -> str:
    data = read_given(path, most=_MOST)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PackError(f"{path}:{line}: not UTF-8. Save the file as UTF-8.") from error


def _missing(path: Path) -> PackError:
    names = {each.name for each in path.iterdir()} if path.is_dir() else set()
    if names & {"merges.txt", "vocab.json"} or any(name.endswith(".model") for name in names):
        return PackError(f"{str(path)!r} has a vocabulary of sentence pieces or bytes. {_ADVICE}")
    if path.is_dir():
        return PackError(
            f"{str(path)!r} has no vocab.txt and no tokenizer.json. Give the folder of a "
            "tokenizer, or copy its vocab.txt there."
        )
    return PackError(f"there is no vocabulary {str(path)!r}. Check the path.")
