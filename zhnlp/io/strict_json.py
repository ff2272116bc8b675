"""JSON of saved folders: read strictly, and with errors that tell the place, not the content."""

from __future__ import annotations

import json
from math import isfinite
from os import PathLike

from zhnlp.errors import FormatError

_DEEPEST = 32  # lists and objects inside each other; ours are at most 6 deep


def parse_json(data: bytes, path: str | PathLike[str]) -> object:
    """The value that `data` holds, in UTF-8.

    Raises:
        FormatError: It is not JSON, a key comes twice in an object, a number is NaN, infinite
            or of thousands of digits, or lists and objects are more than 32 deep. The message
            has `path` and the line, and nothing of the content: the file may be another one.
    """
    line = 1
    try:
        text = data.decode("utf-8", "surrogatepass")
        found = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_float
        )
    except json.JSONDecodeError as error:
        line, problem = error.lineno, f"{error.msg.split(':')[0]} at column {error.colno}"
    except UnicodeDecodeError as error:
        line, problem = data.count(b"\n", 0, error.start) + 1, "the line is not UTF-8"
    except _StrictError as error:
        problem = str(error)
    except RecursionError:
        problem = "it is nested too deep"
    except ValueError:
        problem = "a number has too many digits"
    else:
        if _is_shallow(found):
            return found
        problem = "it is nested too deep"
    raise FormatError(path, line, f"not JSON: {problem}. Save or make it again.") from None


class _StrictError(ValueError):
    """What JSON allows, or Python reads, and no saved folder has."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _StrictError("a key comes twice in an object")
    return found


def _constant(name: str) -> object:
    raise _StrictError("NaN and Infinity are not numbers")


def _float(text: str) -> float:
    if isfinite(number := float(text)):
        return number
    raise _StrictError("a number is too large")


def _is_shallow(value: object) -> bool:
    """Whether lists and objects are at most _DEEPEST inside each other."""
    level = [value]
    for _ in range(_DEEPEST + 1):
        level = [
            inner
            for each in level
            if isinstance(each, (list, dict))
            for inner in (each.values() if isinstance(each, dict) else each)
            if isinstance(inner, (list, dict))
        ]
        if not level:
            return True
    return False
