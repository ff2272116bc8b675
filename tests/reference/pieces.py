"""The slow twin of neural/tokenizer.py: one character after the other, by `unicodedata`."""

import unicodedata
from itertools import pairwise


def tokens(text, vocabulary, *, lowercase, pieces):
    """(ids, starts) of the tokens; for texts whose characters do not combine to others."""
    ids = {token: number for number, token in enumerate(vocabulary)}
    read = [(at, form(char) if lowercase else char) for at, char in enumerate(text)]
    read = [(at, char) for at, char in read if char]
    begins = [i for i in range(len(read)) if i == 0 or not (pieces and both_run(read, i))]
    found = []
    for begin, end in pairwise([*begins, len(read)]):
        run = read[begin:end]
        found += [(number, run[at][0]) for number, at in longest_first(run, ids)]
    starts = [start for _, start in found]
    return [number for number, _ in found], [0, *starts[1:]] if starts else []


def form(char):
    """A small letter without accents; empty for an accent."""
    parts = unicodedata.normalize("NFD", char)
    kept = "".join(part for part in parts if not unicodedata.category(part).startswith("M"))
    return unicodedata.normalize("NFC", kept.lower())


def both_run(read, i):
    return in_run(read[i - 1][1]) and in_run(read[i][1])


def in_run(char):
    """Whether runs of word pieces have such characters: Latin, digits, accents."""
    if unicodedata.category(char) in ("Nd", "Mn"):
        return True
    return unicodedata.category(char).startswith("L") and "LATIN" in unicodedata.name(char)


def longest_first(run, ids):
    """(id, place in the run) of its pieces; one [UNK] if it does not consist of known ones."""
    text, at, found = "".join(char for _, char in run), 0, []
    while at < len(text):
        ends = [end for end in range(len(text), at, -1) if "##" * (at > 0) + text[at:end] in ids]
        if not ends or len(text) > 100:
            return [(ids["[UNK]"], 0)]
        found.append((ids["##" * (at > 0) + text[at : ends[0]]], at))
        at = ends[0]
    return found
