"""jieba's word list and hidden Markov model, read from the installed package.

``build_jieba_pack`` turns them into a pack once, when zhnlp is built.
"""

from __future__ import annotations

import os
from array import array
from importlib.util import find_spec
from math import log
from pathlib import Path

from zhnlp.errors import FormatError, UsageError
from zhnlp.models.lexicons.dictionary import pack_words
from zhnlp.packing import write_pack

_STATES = "BEMS"


def build_jieba_pack(folder: str | os.PathLike[str]) -> None:
    """Write the pack of jieba's dictionary and finalseg model to `folder`.

    As in jieba, the probability of a word is its frequency divided by the sum of
    all frequencies.
    """
    import jieba
    from jieba.finalseg import emit_P, start_P, trans_P

    words, total = jieba_words()
    words = {word: level for word, level in words.items() if level[0]}
    tag_names = sorted({tag for _, tag in words.values()})
    trie, log_probs, tags = pack_words(
        {word: (n, tag_names.index(tag)) for word, (n, tag) in words.items()}, total
    )
    nodes, alphabet = trie.arrays()
    chars = sorted(set().union(*(emit_P[state] for state in _STATES)))
    never = -3.14e100
    write_pack(
        folder,
        "Dictionary",
        {
            "name": "jieba",
            "unknown_log_prob": -log(total),
            "n_words": len(words),
            "tag_names": tag_names,
            "data": f"dict.txt and finalseg of jieba {jieba.__version__}",
            "licence": "MIT",
            "command": "building the package (zhnlp.models.lexicons.jieba.build_jieba_pack)",
        },
        {
            "nodes": nodes,
            "alphabet": alphabet,
            "log_probs": log_probs,
            "tags": tags,
            "hmm_start": array("d", (start_P[state] for state in _STATES)),
            "hmm_transition": array(
                "d", (trans_P[a].get(b, never) for a in _STATES for b in _STATES)
            ),
            "hmm_chars": array("I", map(ord, chars)),
            "hmm_emission": array(
                "d", (emit_P[state].get(char, never) for state in _STATES for char in chars)
            ),
        },
    )


def jieba_words() -> tuple[dict[str, tuple[int, str]], int]:
    """The words of the installed jieba with frequency and tag, and the sum of frequencies.

    The sum is over all lines, repeated words included, as in jieba.
    """
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise UsageError("jieba is not installed. pip install jieba")
    path = Path(spec.origin).with_name("dict.txt")
    words: dict[str, tuple[int, str]] = {}
    total = 0
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                word, frequency, tag = line.split()
                words[word] = int(frequency), tag
            except ValueError as error:
                raise FormatError(path, number, f"{line!r} is not 'word frequency tag'.") from error
            total += words[word][0]
    return words, total
