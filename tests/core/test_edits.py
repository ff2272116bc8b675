"""Edit distance, and the words of a trie that are near another."""

from array import array
from itertools import product
from math import inf, nan

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from zhnlp.core import NearWords, Trie, edit_distance

# Few characters, so that texts have much in common, among them a lone surrogate and
# characters beyond the basic plane.
FEW = "中国人民a\ud800𠮷"
texts = st.text(FEW, max_size=7)
words = st.text(FEW, min_size=1, max_size=5)
lexicons = st.lists(words | st.text(min_size=1, max_size=3), unique=True, max_size=40)
eighths = st.integers(0, 16).map(lambda n: n / 8)  # sums of them are exact
above_0 = st.integers(2, 16).map(lambda n: n / 8)
pairs = st.dictionaries(st.tuples(st.sampled_from(FEW), st.sampled_from(FEW)), eighths, max_size=5)


def weights(indels):
    names = {"substitution": eighths, "transposition": eighths, "costs": pairs}
    return st.fixed_dictionaries({}, optional={**names, "insertion": indels, "deletion": indels})


CASES = [
    # a       b         distance  what it shows
    ("", "", 0, "nothing needs no edits"),
    ("中国", "中国", 0, "equal texts need none"),
    ("", "中国", 2, "one insertion a character"),
    ("中国", "", 2, "one deletion a character"),
    ("中国", "中囯", 1, "a substitution"),
    ("的确", "确的", 1, "neighbours that changed places are one edit"),
    ("CA", "ABC", 3, "no part is edited twice"),
    ("𠮷野家", "吉野家", 1, "a character beyond the basic plane is one character"),
    ("iphnoe", "iphone", 1, "Latin letters as any other"),
    ("海纳百川", "海那百船", 2, "two substitutions"),
]


@pytest.mark.parametrize("a, b, distance, shows", CASES, ids=[case[-1] for case in CASES])
def test_edit_distance(a, b, distance, shows):
    assert edit_distance(a, b) == distance


@given(a=texts, b=texts, weights=weights(eighths))
def test_the_distance_is_that_of_the_cheapest_edits(a, b, weights):
    assert edit_distance(a, b, **weights) == reference.edit_distance(a, b, **weights)


@given(a=texts, b=texts, weights=weights(eighths))
@example(a="中国人", b="中国人民aa", weights={})
@example(a="中国人民", b="国中民人", weights={"substitution": 2, "transposition": 0.5})
def test_a_limit_leaves_distances_up_to_it_and_no_others(a, b, weights):
    distance = edit_distance(a, b, **weights)

    assert edit_distance(a, b, limit=distance, **weights) == distance
    assert edit_distance(a, b, limit=distance + 1 / 8, **weights) == distance
    if distance:
        assert edit_distance(a, b, limit=distance - 1 / 8, **weights) == inf


@given(a=texts, b=texts, indel=eighths, weights=weights(eighths))
@example(a="中", b="国", indel=1, weights={"costs": {("中", "国"): 0, ("国", "中"): 1}})
def test_costs_that_are_alike_both_ways_make_distances_that_are(a, b, indel, weights):
    # Where both ways of a pair were drawn, the later one counts for both.
    costs = weights.get("costs", {})
    both = {way: cost for pair, cost in costs.items() for way in (pair, pair[::-1])}
    weights = {**weights, "insertion": indel, "deletion": indel, "costs": both}

    assert edit_distance(a, b, **weights) == edit_distance(b, a, **weights)


@given(a=texts, b=texts, weights=weights(above_0))
def test_only_equal_texts_are_no_distance_apart(a, b, weights):
    weights = {**weights, "substitution": 1, "transposition": 1, "costs": {}}

    assert (edit_distance(a, b, **weights) == 0) == (a == b)


@given(a=texts, b=texts, c=texts)
def test_without_swaps_a_detour_is_never_shorter(a, b, c):
    """With swaps it may be: CA - AC - ABC is 2, where CA - ABC is 3."""

    def distance(one, other):
        return edit_distance(one, other, transposition=2)

    assert distance(a, c) <= distance(a, b) + distance(b, c)
    assert edit_distance("CA", "ABC") > edit_distance("CA", "AC") + edit_distance("AC", "ABC")


@pytest.mark.parametrize("n_edits", [0, 1, 3, 40, 700])
def test_long_texts_with_few_edits(n_edits):
    """Limits that grow find what a table of 9 million cells would."""
    a = "".join(chr(0x4E00 + i * 31 % 997) for i in range(3000))
    step = 3000 // max(n_edits, 1)
    b = "".join(
        "X" if n_edits and i % step == 2 and i // step < n_edits else c for i, c in enumerate(a)
    )

    assert edit_distance(a, b) == n_edits


def test_long_texts_within_a_limit():
    """Neither a table of 10 billion cells nor the time to fill it."""
    a = "中国" * 50_000
    b = "国中" + a[2:-1]

    assert edit_distance(a, b, limit=3) == 2
    assert edit_distance(a, "人" * 100_000, limit=3) == inf


def test_a_limit_is_kept_though_sums_are_rounded():
    assert 0.1 + 0.2 > 0.3
    costs = {("n", "l"): 0.1, ("g", "h"): 0.2}

    assert edit_distance("ng", "lh", costs=costs, limit=0.3) == pytest.approx(0.3)
    assert NearWords(Trie.build(["lh"]), costs=costs).find("ng", 0.3)[0][0] == "lh"


def test_costs_of_pairs_hold_in_one_direction():
    costs = {("n", "l"): 0.25}

    assert edit_distance("ni", "li", costs=costs) == 0.25
    assert edit_distance("li", "ni", costs=costs) == 1


BAD = [
    ({"substitution": -1}, "a substitution costs -1"),
    ({"insertion": nan}, "an insertion costs nan"),
    ({"deletion": inf}, "a deletion costs inf"),
    ({"transposition": -0.5}, "a transposition costs -0.5"),
    ({"costs": {("n", "l"): nan}}, r"\('n', 'l'\) costs nan"),
    ({"costs": {("zh", "z"): 1}}, r"given for \('zh', 'z'\); give it for two single"),
    ({"costs": {"nl": 1}}, "given for 'nl'"),
]


@pytest.mark.parametrize("weights, message", BAD)
def test_bad_costs_are_errors(weights, message):
    with pytest.raises(ValueError, match=message):
        edit_distance("中", "国", **weights)
    with pytest.raises(ValueError, match=message):
        NearWords(Trie.build(["中"]), **weights)


@pytest.mark.parametrize("limit", [-1, nan])
def test_a_limit_below_0_is_an_error(limit):
    with pytest.raises(ValueError, match="it is 0 or more"):
        edit_distance("中", "国", limit=limit)
    with pytest.raises(ValueError, match="must be 0 or more"):
        NearWords(Trie.build(["中"])).find("中", limit)


def near(lexicon, word, distance, **weights):
    """What comparing with every word gives."""
    found = [
        (reference.edit_distance(word, other, **weights), number, other)
        for number, other in enumerate(lexicon)
    ]
    return [(other, far) for far, _, other in sorted(found) if far <= distance]


@given(lexicon=lexicons, word=texts, distance=eighths, weights=weights(above_0))
@example(lexicon=["中国", "国"], word="", distance=1, weights={})
@example(lexicon=["国中人"], word="中国", distance=2, weights={"transposition": 0.125})
@example(
    lexicon=["人民国"], word="民人", distance=1, weights={"transposition": 0, "insertion": 0.5}
)
def test_near_words_are_those_that_comparing_with_all_finds(lexicon, word, distance, weights):
    found = NearWords(Trie.build(lexicon), **weights).find(word, distance)

    assert found == near(lexicon, word, distance, **weights)


SWAPS = {"transposition": 0.25, "costs": {("中", "X"): 0.5, ("国", "中"): 0.125}}


@pytest.mark.parametrize("weights", [{}, SWAPS, {"insertion": 0.5, "substitution": 1.5}])
def test_near_words_among_all_short_ones(weights):
    """All words of two characters up to length 4, and all questions of three up to 4."""
    lexicon = ["".join(chars) for n in range(1, 5) for chars in product("中国", repeat=n)]
    words = NearWords(Trie.build(lexicon), **weights)

    for word in ("".join(chars) for n in range(5) for chars in product("中国X", repeat=n)):
        everything = near(lexicon, word, 2.5, **weights)
        for distance in (0.5, 1, 2, 2.5):
            expected = [(other, far) for other, far in everything if far <= distance]
            assert words.find(word, distance) == expected


@given(lexicon=lexicons, word=texts, distance=eighths, n=st.integers(1, 5))
def test_n_takes_the_first_of_the_near_words(lexicon, word, distance, n):
    words = NearWords(Trie.build(lexicon))

    assert words.find(word, distance, n=n) == words.find(word, distance)[:n]


def test_n_takes_the_first_of_very_many_near_words():
    """So many that the search drops what is too far on its way; numbers are shared."""
    lexicon = [chr(0x4E00 + i) + chr(0x5E00 + j) for i in range(100) for j in range(100)]
    words = NearWords(Trie.build(lexicon, (i % 7 for i in range(10_000))))
    everything = words.find("一X", 2)

    assert len(everything) == 10_000
    for n in (1, 99, 100, 101, 2000):
        assert words.find("一X", 2, n=n) == everything[:n]


def test_words_as_near_and_of_the_same_number_are_in_order_of_their_text():
    words = NearWords(Trie.build(["中文", "中人", "中国", "国"], [1, 1, 1, 0]))

    assert words.find("中") == [("国", 1), ("中人", 1), ("中国", 1), ("中文", 1)]


def test_a_word_as_long_as_a_book_is_found():
    book = "中国" * 50_000
    words = NearWords(Trie.build(["中", book]))

    assert words.find(book[:1000] + "人" + book[1002:], 2) == [(book, 2)]
    assert words.find(book[:-101], 100) == []


def test_an_empty_trie_has_no_near_words():
    assert NearWords(Trie.build([])).find("中", 3) == []


@pytest.mark.parametrize("weights", [{"insertion": 0}, {"deletion": 0}])
def test_a_search_in_which_insertions_or_deletions_are_free_is_an_error(weights):
    with pytest.raises(ValueError, match="both must cost more than 0"):
        NearWords(Trie.build(["中"]), **weights)


@pytest.mark.parametrize("distance", [101, inf])
def test_a_search_without_bounds_is_an_error(distance):
    with pytest.raises(ValueError, match="more than 100 insertions or deletions"):
        NearWords(Trie.build(["中"])).find("中", distance)


@pytest.mark.parametrize("n", [0, -1])
def test_fewer_than_one_near_word_is_an_error(n):
    with pytest.raises(ValueError, match=r"n is .*; give a whole number from 1 on"):
        NearWords(Trie.build(["中"])).find("中", n=n)


# A node is value + 1 (21 bits), code (21 bits) and base (22 bits), from the highest bit on. Ones
# in the seven highest bits begin a packed array.
nodes = st.integers(0, (0x7F << 57) - 1) | st.builds(
    lambda value, code, base: value << 43 | code << 22 | base,
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 20),
)


@given(
    nodes=st.lists(nodes, min_size=1, max_size=30),
    alphabet=st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 200), max_size=10),
    word=st.text("\0\1\2\3abc", max_size=10),
    distance=st.integers(0, 5),
)
def test_any_arrays_give_some_answer(nodes, alphabet, word, distance):
    found = NearWords(Trie(array("Q", nodes), array("I", alphabet))).find(word, distance)

    assert all(far <= distance for _, far in found)


@given(lexicon=lexicons, word=texts, data=st.data())
def test_altered_arrays_give_some_answer(lexicon, word, data):
    arrays = [array(made.format, made) for made in Trie.build(lexicon).arrays()]
    for changed, new in zip(arrays, (nodes, st.integers(0, 2**32 - 1)), strict=True):
        places = st.integers(0, len(changed) - 1)
        for at, number in data.draw(st.lists(st.tuples(places, new))) if changed else ():
            changed[at] = number

    NearWords(Trie(*arrays)).find(word, 2)


@given(lexicon=lexicons, word=texts, distance=eighths)
def test_near_words_are_the_same_in_a_trie_of_large_numbers(lexicon, word, distance):
    """Whose nodes have another layout."""
    large = Trie.build(lexicon, range(2**21, 2**21 + len(lexicon)))

    assert sorted(NearWords(large).find(word, distance)) == sorted(
        NearWords(Trie.build(lexicon)).find(word, distance)
    )
