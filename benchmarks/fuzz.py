"""Fuzz the compiled core: random and mutated texts, bytes, lexicons and arrays.

Meant for a core built with AddressSanitizer or UndefinedBehaviorSanitizer (see
CONTRIBUTING.md), which end the process at the first wrong access; it also
holds the answers to their laws (words tile the text, blocks give what the
whole gives). Every case follows from the seed and its number alone: the number
of the last hundred is printed, and ``--first N --verbose`` goes there again.

    python benchmarks/fuzz.py --minutes 10 --seed 1
"""

from __future__ import annotations

import random
import time
from array import array
from collections.abc import Callable
from typing import Any

import click

from zhnlp.core import (
    METHODS,
    MODES,
    Cutter,
    Hmm,
    Ngram,
    NgramLevel,
    Trie,
    UserWords,
    WordList,
    WordNgrams,
    char_class,
    units,
)

Random = random.Random

HAN = "中国人民银行北京天安门大学我爱的一二三万亿𠮷㐀々〇"
SIGNS = "，。：／－．％＃＋＠.,:;'’&-/+#%@°℃‰_()$=?!*\"<>"
ALNUM = "abzABZ019ｚＡ９éßμ"
SPACE = " \t\r\n\u3000\u2028\x85\0"
MARKS = "\u0301\u200d\ufe0f\u20e3\U000e0100\U0001f3fb\u302a"
OTHERS = "👩👧😀🇨🇳ばカ한ㅋаяأक\ud800\udc00\U0010ffff\ufffe\ufdd0\ufdd1\ufdd2\ufdd3\u9fff"
SOUP = (HAN, HAN, HAN, ALNUM, ALNUM, SIGNS, SPACE, MARKS, OTHERS)
PIECES = ("http://", "https://a.b/", "www.", "a@b.c", "2026-11-20", "10:30", "1,234", "C++", "\r\n")
CLASSES = "\ufdd0\ufdd1\ufdd2"


def text(rng: Random, most: int = 120) -> str:
    """A text of up to `most` pieces: soup, known shapes, or one shape many times."""
    kind = rng.random()
    if kind < 0.1:
        unit = rng.choice(PIECES) if rng.random() < 0.5 else letters(rng, rng.randint(1, 3))
        return unit * rng.randint(1, 4 * most)
    if kind < 0.2:
        return "".join(chr(rng.randrange(0x110000)) for _ in range(rng.randrange(most)))
    out = [
        rng.choice(PIECES) if rng.random() < 0.1 else rng.choice(rng.choice(SOUP))
        for _ in range(rng.randrange(most))
    ]
    return "".join(out)


def letters(rng: Random, n: int) -> str:
    return "".join(rng.choice(rng.choice(SOUP)) for _ in range(n))


def part(rng: Random, whole: str) -> str:
    start = rng.randrange(len(whole) + 1)
    return whole[start : start + rng.randint(1, 6)]


def words(rng: Random, whole: str, most: int) -> list[str]:
    """Distinct words, some of them parts of `whole`, one of them now and then very long."""
    found = [part(rng, whole) or "中" for _ in range(rng.randrange(most))]
    found += [letters(rng, rng.randint(1, 4)) for _ in range(rng.randrange(most))]
    if rng.random() < 0.02:
        found.append(letters(rng, 3000))
    return list(dict.fromkeys(found))


def altered(rng: Random, numbers: Any) -> array[int]:
    """A copy with some items changed, or nothing but random ones."""
    out = array(memoryview(numbers).format, numbers)
    n_bits = 8 * out.itemsize
    if rng.random() < 0.2:
        return array(out.typecode, (rng.getrandbits(n_bits) for _ in range(len(out))))
    for _ in range(rng.randint(1, 1 + len(out) // 4)):
        if not out:
            break
        at = rng.randrange(len(out))
        other = out[rng.randrange(len(out))]
        flipped = out[at] ^ (1 << rng.randrange(n_bits))
        out[at] = rng.choice((other, flipped, rng.randrange(64), 2**n_bits - 1))
    return out


def node(rng: Random) -> int:
    """Some node of a trie (see core/trie.hpp)."""
    return rng.randrange(9) << 43 | rng.randrange(9) << 22 | rng.randrange(20)


def trie(rng: Random, given: list[str], alter: bool) -> Trie:
    made = Trie.build(given)
    if not alter:
        return made
    nodes, alphabet = rng.choice((made.arrays, made.packed))()
    try:
        return Trie(altered(rng, nodes), altered(rng, alphabet))
    except ValueError:  # packed nodes that do not fit each other
        return made


def ngram(rng: Random, n_words: int, order: int, alter: bool) -> Ngram:
    """A model of random n-grams; with `alter`, of numbers that fit nothing."""
    levels: list[NgramLevel] = []
    book = array("f", (-12 * rng.random() for _ in range(256)))
    followers: list[list[int]] = [[]]
    for k in range(order):
        numbers = None if k == 0 else array("I", (w for group in followers for w in group))
        n = n_words if numbers is None else len(numbers)
        followers = [
            sorted(rng.sample(range(n_words), rng.randrange(min(4, n_words)))) for _ in range(n)
        ]
        starts = array("I", [0])
        for group in followers:
            starts.append(starts[-1] + len(group))
        contexts = array("Q", [2**64 - 1] * (n // 64) + [2 ** (n % 64) - 1] * (n % 64 > 0))
        if alter:
            starts, contexts = altered(rng, starts), altered(rng, contexts)
            numbers = numbers and altered(rng, numbers)
        codes = array("B", (rng.randrange(256) for _ in range(n)))
        if k + 1 == order:
            levels.append(NgramLevel(numbers, codes, None, None, None, None, book, None))
            continue
        n_contexts = sum(map(int.bit_count, contexts))
        weights = array("B", (rng.randrange(256) for _ in range(n_contexts)))
        starts.extend([starts[-1]] * (n_contexts + 1 - len(starts)))
        parts = contexts, weights, starts[: n_contexts + 1], None
        levels.append(NgramLevel(numbers, codes, *parts, book, book))
    return Ngram(levels)


def log_probs(rng: Random, n: int) -> array[float]:
    return array("d", (-rng.choice((1.0, 5.0, 20 * rng.random())) for _ in range(n)))


def cutter(rng: Random, whole: str, alter: bool) -> Cutter:
    """A cutter by any method with any of the things it may know."""
    method = rng.choice(list(METHODS))
    given: dict[str, Any] = {"rules": rng.random() < 0.8}
    if rng.random() < 0.9:
        made = trie(rng, words(rng, whole, 20), alter) if not alter else small(rng, whole)
        given["words"] = WordList(made, log_probs(rng, made.n_values))
    if rng.random() < 0.6:
        made = trie(rng, words(rng, whole, 8), False) if not alter else small(rng, whole)
        modes = [(rng.choice(list(MODES)), -3 * rng.random()) for _ in range(made.n_values)]
        given["user"] = UserWords(made, modes)
    if method in ("bigram", "trigram") and rng.random() < 0.9:
        known = words(rng, whole, 12) + [c + letters(rng, rng.randrange(2)) for c in CLASSES]
        known = list(dict.fromkeys(["\ufdd3", "\ufdd4", "\ufdd5", *known]))
        vocabulary = trie(rng, known, alter)
        given["model"] = WordNgrams(
            ngram(rng, len(known), rng.randint(1, 4), alter), vocabulary, [("ａ", "a"), ("１", "1")]
        )
    if rng.random() < 0.7:
        chars = array("I", sorted({ord(c) for c in whole[:40]} | {0x4E2D}))
        given["hmm"] = Hmm(
            log_probs(rng, 4), log_probs(rng, 16), chars, log_probs(rng, 4 * len(chars))
        )  # fmt: skip
    return Cutter(method, **given)


def small(rng: Random, whole: str) -> Trie:
    """An altered trie whose word numbers stay small, so that arrays can follow them."""
    nodes, alphabet = trie(rng, words(rng, whole, 12), True).arrays()
    values = ((number >> 43) % 1000 << 43 for number in nodes)
    kept = (number & ((1 << 43) - 1) for number in nodes)
    return Trie(array("Q", (a | b for a, b in zip(values, kept, strict=True))), alphabet)


def check_ends(ends: list[int], whole: str) -> None:
    assert ends == sorted(set(ends)), "ends do not rise"
    assert (ends or [0])[-1] == len(whole), "words do not reach the end"
    assert not ends or ends[0] > 0, "an empty word"


def fuzz_cutter(rng: Random) -> None:
    alter = rng.random() < 0.3
    whole = text(rng, 30 if alter else 120)
    made = cutter(rng, whole, alter)
    for _ in range(3):
        ends = list(memoryview(made.ends(whole)).cast("i"))
        check_ends(ends, whole)
        spelled = made.words(whole)
        assert "".join(spelled) == whole
        assert len(spelled) == len(ends)
        found = made.search(whole)
        assert [end for _, end in found if end in ends][-1:] == ends[-1:]
        short = whole[:60]
        assert all(0 <= a < b <= len(short) for a, b, _, _ in made.arcs(short))
        for _, path in made.paths(short, rng.randrange(5)):
            check_ends([end for _, end, _, _ in path], short)
        whole = mutated(rng, whole)


def mutated(rng: Random, whole: str) -> str:
    a, b = sorted(rng.randrange(len(whole) + 1) for _ in range(2))
    return whole[:a] + rng.choice(("", letters(rng, 2), whole[a:b] * 2)) + whole[b:]


def fuzz_lines(rng: Random) -> None:
    """Blocks of lines: what they give is what the whole gives."""
    data = b"\n".join(
        text(rng, 20).replace("\n", "").encode("utf-8", "ignore") for _ in range(rng.randrange(6))
    )
    made = cutter(rng, data.decode("utf-8"), False)
    broken = bytearray(data)
    for _ in range(rng.randrange(4)):
        if broken:
            broken[rng.randrange(len(broken))] = rng.getrandbits(8)
    data = bytes(broken)
    separator = rng.choice((b" ", b"", b"||", b"/"))
    whole, used, _, _, _ = made.cut_lines(data, separator=separator, replace=True)
    assert used == len(data)
    bad = made.cut_lines(data, separator=separator)[4]
    assert bad == first_invalid(data), "another byte is invalid"
    out, left, mid_line = b"", b"", False
    rest = data
    while True:
        size = rng.randint(1, 12)
        block, rest = left + rest[:size], rest[size:]
        given, used, _, mid_line, _ = made.cut_lines(
            block, separator=separator, replace=True, final=not rest, mid_line=mid_line
        )
        out, left = out + given, block[used:]
        if not rest:
            break
    assert (out, left) == (whole, b""), "blocks give something else"


def first_invalid(data: bytes) -> int | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None


def fuzz_trie(rng: Random) -> None:
    given = words(rng, text(rng), 60)
    made = Trie.build(given)
    again = Trie(*made.arrays())
    for number, word in enumerate(given):
        assert made.find(word) == again.find(word) == number
    probe = text(rng, 40)
    broken = trie(rng, given, True)
    for found in (made, broken):
        found.find(probe)
        found.prefixes(probe, rng.randrange(-1, 5))
    assert made.find(probe) == (given.index(probe) if probe in given else -1)


def fuzz_arrays(rng: Random) -> None:
    """Arrays of any length and content: ValueError or any answer."""
    n = rng.randrange(40)
    nodes = array("Q", (rng.choice((rng.getrandbits(64), node(rng))) for _ in range(n)))
    alphabet = array("I", (rng.choice((rng.getrandbits(32), rng.randrange(300))) for _ in range(8)))
    try:
        made = Trie(nodes, alphabet)
    except ValueError:
        return
    probe = "".join(chr(rng.randrange(300)) for _ in range(20))
    made.find(probe)
    made.prefixes(probe)
    model = ngram(rng, rng.randint(3, 20), rng.randint(1, 6), True)
    model.cut_to(1).log_probs(range(5))
    model.log_probs(rng.getrandbits(rng.choice((3, 32))) for _ in range(30))


def fuzz_units(rng: Random) -> None:
    whole = text(rng, 400)
    check_ends(units(whole), whole)
    for char in whole[:20]:
        assert 0 <= char_class(char) <= 10


def fuzz_long(rng: Random) -> None:
    """Texts longer than the pieces that the cutter works in."""
    whole = (text(rng, 40) or "中") * 40_000
    whole = whole[: 270_000 + rng.randrange(60_000)]
    made = cutter(rng, whole[:100], False)
    check_ends(list(memoryview(made.ends(whole)).cast("i")), whole)


ENTRIES: tuple[tuple[Callable[[Random], None], int], ...] = (
    (fuzz_cutter, 500), (fuzz_lines, 300), (fuzz_trie, 80), (fuzz_arrays, 120), (fuzz_units, 200),
    (fuzz_long, 1),
)  # fmt: skip


@click.command()
@click.option("--minutes", default=1.0, show_default=True, help="How long to go on.")
@click.option("--seed", default=0, show_default=True, help="Of the random cases.")
@click.option("--first", default=0, show_default=True, help="Number of the first case.")
@click.option("--verbose", is_flag=True, help="Name every case before it runs.")
def main(minutes: float, seed: int, first: int, verbose: bool) -> None:
    """Run random cases against the compiled core until the time is over."""
    deadline = time.monotonic() + 60 * minutes
    functions, shares = zip(*ENTRIES, strict=True)
    number = first
    while time.monotonic() < deadline:
        rng = Random(f"{seed}/{number}")
        function = rng.choices(functions, shares)[0]
        if verbose or number % 100 == 0:
            click.echo(f"seed {seed} case {number} {function.__name__}", err=True)
        try:
            function(rng)
        except Exception:
            click.echo(f"seed {seed} case {number} {function.__name__} fails:", err=True)
            raise
        number += 1
    click.echo(f"{number - first} cases, seed {seed}: nothing found")


if __name__ == "__main__":
    main()
