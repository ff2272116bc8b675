"""Tiny texts and networks that the tests of this folder share."""

from array import array

from zhnlp.models.sequence.training import Sample
from zhnlp.neural.settings import FineTuning, Shape

TINY = Shape("lstm", channels=(), embedding=8, width=16, dropout=0.0)
SHORT = FineTuning(passes=25, rate=2e-2, batch=64, precision="fp32", device="cpu")


def sample(words, tags=(), names=(), optional=(), weight=1.0):
    """A text as its words with blanks between them."""
    ends, at = array("i"), 0
    for word in words.split():
        at += len(word)
        ends.append(at)
    text = "".join(words.split())
    return Sample(text, memoryview(ends), tuple(tags), tuple(names), optional, weight)


SENTENCES = [
    sample("王明 在 北京 。", ["nr", "p", "ns", "w"], [(0, 2, "PER"), (3, 5, "LOC")]),
    sample("李红 到 上海 。", ["nr", "v", "ns", "w"], [(0, 2, "PER"), (3, 5, "LOC")]),
    sample("他 在 上海 。", ["r", "p", "ns", "w"], [(2, 4, "LOC")]),
    sample("王明 好 。", ["nr", "a", "w"], [(0, 2, "PER")]),
] * 4
