"""Records of JSON lines: an object a line."""

from __future__ import annotations

from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder

from zhnlp.arguments import shown
from zhnlp.corpus.jsonl import problem_of
from zhnlp.corpus.records.origin import Origin, checked
from zhnlp.corpus.records.record import Record, Reject
from zhnlp.corpus.records.texts import numbered_lines


def read_objects(data: bytes, line: int, origin: Origin) -> Iterator[Record | Reject]:
    """Yield a record of every line that is not blank."""
    decode = JSONDecoder(object_pairs_hook=_without_repeats).decode
    path, reading = origin.name, origin.reading
    for number, text in numbered_lines(data, line, origin):
        if isinstance(text, Reject):
            yield text
            continue
        if not text or text.isspace():
            continue
        place = f"{path}:{number}"
        try:
            fields = decode(text)
        except (JSONDecodeError, RecursionError, _RepeatedError) as error:
            yield Reject(place, problem_of(error))
            continue
        except ValueError:  # from int
            yield Reject(place, "a number has more digits than can be read. Write it as a string.")
            continue
        if isinstance(fields, dict):
            yield checked(fields, place, reading)
        else:
            advice = "Write one object per line"
            if isinstance(fields, list) and fields and isinstance(fields[0], dict):
                advice += ", as jq -c '.[]' FILE does"
            yield Reject(place, f"this is {shown(fields)}, not an object. {advice}.")


class _RepeatedError(ValueError):
    """An object has a name twice."""


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _RepeatedError(f"an object has {shown(twice)} twice. Give each of its fields once.")
    return fields
