"""The rejected records of a run by reason: those that differ only in a value count as one."""

from __future__ import annotations

import json
import re
from pathlib import Path

SHOWN = 50  # reasons
EXAMPLES = 3  # of a reason
_DISTINCT = 10_000  # reasons that are told apart; further ones are counted together
_VALUE = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\d+(?:[.,:]\d+)*""")
_OTHER = "other reasons"


def rejects_by_reason(path: Path) -> dict[str, object]:
    """How many records were rejected, and why, the most frequent reason first.

    Args:
        path: The file ``rejects.jsonl`` of a run; none if it is not there.
    """
    counts: dict[str, int] = {}
    examples: dict[str, list[dict[str, object]]] = {}
    total = 0
    if path.exists():
        with path.open(encoding="utf-8", errors="surrogatepass") as lines:
            for line in lines:
                reject = json.loads(line)
                total += 1
                kind = _VALUE.sub("…", str(reject.get("reason", "")))
                kind = kind if kind in counts or len(counts) < _DISTINCT else _OTHER
                counts[kind] = counts.get(kind, 0) + 1
                some = examples.setdefault(kind, [])
                if len(some) < EXAMPLES:
                    some.append(reject)
    most = sorted(counts, key=lambda kind: (-counts[kind], kind))[:SHOWN]
    reasons = [
        {"reason": kind, "records": counts[kind], "examples": examples[kind]} for kind in most
    ]
    return {"records": total, "reasons": reasons}
