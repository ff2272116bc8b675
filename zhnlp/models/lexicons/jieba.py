"""jieba's word list and hidden Markov models, read from the installed package.

``build_jieba_pack`` turns them into a pack once, when zhnlp is built.
"""

from __future__ import annotations

import os
from array import array
from importlib.machinery import PathFinder
from itertools import accumulate
from math import inf, log
from pathlib import Path
from typing import TYPE_CHECKING

from zhnlp.core import TaggedHmm
from zhnlp.errors import FormatError, UsageError
from zhnlp.models.lexicons.dictionary import pack_words
from zhnlp.packing import Pack, pack_errors, read_pack, write_pack

if TYPE_CHECKING:
    from typing_extensions import Buffer

_STATES = "BEMS"


def build_jieba_pack(folder: str | os.PathLike[str]) -> None:
    """Write the pack of jieba's dictionary and the models of finalseg and posseg to `folder`.

    As in jieba, the probability of a word is its frequency divided by the sum of
    all frequencies.
    """
    import jieba

    words, total = jieba_words()
    words = {word: level for word, level in words.items() if level[0]}
    tag_names = sorted({tag for _, tag in words.values()})
    trie, log_probs, tags = pack_words(
        {word: (n, tag_names.index(tag)) for word, (n, tag) in words.items()}, total
    )
    nodes, alphabet = trie.packed()
    state_names, tagged_hmm = _tagged_hmm()
    write_pack(
        folder,
        "Dictionary",
        {
            "name": "jieba",
            "unknown_log_prob": -log(total),
            "n_words": len(words),
            "tag_names": tag_names,
            "state_names": state_names,
            "data": f"dict.txt, finalseg and posseg of jieba {jieba.__version__}",
            "licence": "MIT",
            "command": "building the package (zhnlp.models.lexicons.jieba.build_jieba_pack)",
        },
        {
            "nodes": nodes,
            "alphabet": alphabet,
            "log_probs": log_probs,
            "tags": tags,
            **_hmm(),
            **tagged_hmm,
        },
    )


def _hmm() -> dict[str, Buffer]:
    """The arrays of jieba's finalseg."""
    from jieba.finalseg import emit_P, start_P, trans_P

    chars = sorted(set().union(*(emit_P[state] for state in _STATES)))
    never = -3.14e100
    return {
        "hmm_start": array("d", (start_P[state] for state in _STATES)),
        "hmm_transition": array("d", (trans_P[a].get(b, never) for a in _STATES for b in _STATES)),
        "hmm_chars": array("I", map(ord, chars)),
        "hmm_emission": array(
            "d", (emit_P[state].get(char, never) for state in _STATES for char in chars)
        ),
    }


def _tagged_hmm() -> tuple[list[str], dict[str, Buffer]]:
    """The names of the states of jieba's posseg, in order, and its arrays."""
    from jieba.posseg import char_state_tab_P, emit_P, start_P, trans_P

    states = sorted(emit_P)
    number = {state: i for i, state in enumerate(states)}
    steps = [(a, b, p) for a in states for b, p in sorted(trans_P[a].items())]
    by_char: dict[str, list[tuple[int, float]]] = {}
    for state in states:
        for char, log_prob in emit_P[state].items():
            by_char.setdefault(char, []).append((number[state], log_prob))
    listed = {char: sorted(map(number.__getitem__, own)) for char, own in char_state_tab_P.items()}
    emitting = {char: [state for state, _ in own] for char, own in by_char.items()}
    arrays: dict[str, Buffer] = {
        "tagged_start": array("d", (start_P[state] for state in states)),
        "tagged_from": array("B", (number[a] for a, _, _ in steps)),
        "tagged_to": array("B", (number[b] for _, b, _ in steps)),
        "tagged_steps": array("d", (log_prob for _, _, log_prob in steps)),
        "tagged_emission": array("d", (p for char in sorted(by_char) for _, p in by_char[char])),
    }
    for name, lists in (("emitting", emitting), ("listed", listed)):
        chars = sorted(lists)
        arrays[f"tagged_{name}_chars"] = array("I", map(ord, chars))
        arrays[f"tagged_{name}_ends"] = array("I", accumulate(len(lists[c]) for c in chars))
        arrays[f"tagged_{name}_states"] = array("B", (state for c in chars for state in lists[c]))
    return ["/".join(state) for state in states], arrays


def load_tagged_hmm(folder: str | os.PathLike[str]) -> tuple[TaggedHmm, tuple[str, ...]]:
    """The model of words and tags in jieba's pack, and the tag of each of its states.

    Raises:
        PackError: The pack is missing, damaged or of another kind.
    """
    pack = read_pack(folder, "Dictionary")
    with pack_errors(pack):
        names = [name.split("/") for name in pack.about["state_names"]]
        n = len(names)
        transition = array("d", [-inf]) * (n * n)
        steps = (pack.array(f"tagged_{name}", code) for name, code in (("from", "B"), ("to", "B")))
        for a, b, log_prob in zip(*steps, pack.array("tagged_steps", "d"), strict=True):
            transition[a * n + b] = log_prob
        hmm = TaggedHmm(
            "".join(place for place, _ in names),
            pack.array("tagged_start", "d"),
            transition,
            _lists(pack, "emitting"),
            pack.array("tagged_emission", "d"),
            _lists(pack, "listed"),
        )
        return hmm, tuple(tag for _, tag in names)


def _lists(pack: Pack, name: str) -> tuple[memoryview, memoryview, memoryview]:
    parts = (("chars", "I"), ("ends", "I"), ("states", "B"))
    chars, ends, states = (pack.array(f"tagged_{name}_{part}", code) for part, code in parts)
    return chars, ends, states


def dictionary_path() -> str:
    """The path of dict.txt in the installed jieba; UsageError if it is not installed.

    Another module may go by the name of jieba in this process, such as zhnlp.interop.jieba.
    """
    spec = PathFinder.find_spec("jieba")
    if spec is None or spec.origin is None:
        raise UsageError("jieba is not installed: pip install jieba")
    return str(Path(spec.origin).with_name("dict.txt"))


def jieba_words() -> tuple[dict[str, tuple[int, str]], int]:
    """The words of the installed jieba with frequency and tag, and the sum of frequencies.

    The sum is over all lines, repeated words included, as in jieba.
    """
    path = dictionary_path()
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
