"""jieba's functions by zhnlp's engine: ``import zhnlp.interop.jieba as jieba``.

The words, tags and keywords are those of jieba 0.42.1, and so is the way in which words of the
user's are weighed. As in jieba there is a tokenizer for the whole process, `dt`, which the
functions of this module belong to, and nowhere else in zhnlp: that is what programs written for
jieba count on. Nothing is read before the first use, and nothing is cached on disk.

`posseg` and `analyse` are modules of this package. There is no paddle, and no whoosh analyser.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from zhnlp.arguments import need_count
from zhnlp.errors import UsageError
from zhnlp.interop.jieba.texts import Text, decoded
from zhnlp.interop.jieba.tokenizer import Tokenizer as Tokenizer

__version__ = "0.42.1"
_PART = 1 << 15  # characters that a thread cuts at a time

dt = Tokenizer()
pool: ThreadPoolExecutor | None = None
default_logger = logging.getLogger(__name__)

add_word = dt.add_word
del_word = dt.del_word
get_DAG = dt.get_DAG
get_dict_file = dt.get_dict_file
initialize = dt.initialize
lcut = dt.lcut
lcut_for_search = dt.lcut_for_search
load_userdict = dt.load_userdict
set_dictionary = dt.set_dictionary
suggest_freq = dt.suggest_freq
tokenize = dt.tokenize
user_word_tag_tab = dt.user_word_tag_tab


def cut(
    sentence: Text, cut_all: bool = False, HMM: bool = True, use_paddle: bool = False
) -> Iterator[str]:
    """Yield the words of `sentence`; see `Tokenizer.cut`."""
    yield from _in_threads(partial(dt.lcut, cut_all=cut_all, HMM=HMM), sentence)


def cut_for_search(sentence: Text, HMM: bool = True) -> Iterator[str]:
    """Yield the words of `sentence` and shorter ones inside; see `Tokenizer.cut_for_search`."""
    yield from _in_threads(partial(dt.lcut_for_search, HMM=HMM), sentence)


def get_FREQ(k: str, d: int | None = None) -> int | None:
    """The frequency of the word `k`; `d` if it is unknown."""
    return dt.FREQ.get(k, d)


def enable_parallel(processnum: int | None = None) -> None:
    """Cut long texts by several threads, in `cut` and `cut_for_search`; the words are the same.

    Args:
        processnum: How many; None for one a processor.
    """
    global pool
    disable_parallel()
    n = os.cpu_count() or 1 if processnum is None else need_count(processnum, "processnum")
    pool = ThreadPoolExecutor(n)


def disable_parallel() -> None:
    """Cut by one thread again."""
    global pool
    if pool is not None:
        pool.shutdown()
    pool = None


def enable_paddle() -> None:
    """UsageError: there is no paddle here."""
    raise UsageError("zhnlp has no paddle mode. Use zhnlp.Segmenter(), which is a trained model.")


def setLogLevel(log_level: int | str) -> None:
    """Set the level of the logger, which nothing is written to."""
    default_logger.setLevel(log_level)


def _in_threads(words: Callable[[str], list[str]], sentence: Text) -> Iterator[str]:
    """Yield the `words` of the lines of a text, cut by the threads of the pool if there is one."""
    text = decoded(sentence, "the sentence")
    if pool is None or len(text) <= _PART:
        yield from words(text)
        return
    for found in pool.map(words, _parts(text)):
        yield from found


def _parts(text: str) -> Iterator[str]:
    """Yield whole lines, together at least _PART characters but at the end."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PART - 1) + 1 or len(text)
        yield text[start:end]
        start = end
