"""Overlap: which texts share a long run of Han characters with another corpus."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

RUN = 10
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")


def shares_run(texts: Sequence[str], others: Iterable[str], *, length: int = RUN) -> list[bool]:
    """For each text whether `length` Han characters in a row stand in one of `others`, too.

    >>> shares_run(["我爱北京。", "上海"], ["他爱北京"], length=3)
    [True, False]
    """
    wanted = {run for text in texts for run in _runs(text, length)}
    shared = {run for other in others for run in _runs(other, length) if run in wanted}
    return [any(run in shared for run in _runs(text, length)) for text in texts]


def _runs(text: str, length: int) -> Iterator[str]:
    for han in _HAN.findall(text):
        for start in range(len(han) - length + 1):
            yield han[start : start + length]
