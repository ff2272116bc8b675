"""WordScorers of few lines, which worker processes and saved stages find by name."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from zlib import crc32

STEP = 256  # scores are multiples of 1 / STEP, which the compiled cutter keeps exactly


@dataclass(frozen=True)
class RandomScorer:
    """Scores that depend on a character and its neighbours."""

    seed: int = 0

    @property
    def transitions(self) -> array[float]:
        return _numbers(self.seed, 16)

    def scores(self, text: str) -> array[float]:
        found = array("f")
        for i in range(len(text)):
            near = text[max(i - 1, 0) : i + 2].encode("utf-8", "surrogatepass")
            found += _numbers(self.seed ^ crc32(near), 4)
        return found

    def scores_batch(self, texts: Sequence[str]) -> list[array[float]]:
        return [self.scores(text) for text in texts]


@cache
def _numbers(seed: int, n: int) -> array[float]:
    random = Random(seed)
    return array("f", [random.randint(-8 * STEP, 0) / STEP for _ in range(n)])
