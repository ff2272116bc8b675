"""Signatures tell how alike texts are, and which of them belong together."""

from itertools import accumulate
from random import Random

import numpy as np
import pytest

from zhnlp.models.likeness.hashing import codes_of
from zhnlp.models.likeness.signatures import WIDTH, alike, equal, likeness, signatures

pytest.importorskip("rensa")
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 500)]


def text(seed, length=300):
    return "".join(Random(seed).choices(HAN, k=length))


def with_errors(given, n_errors, seed=0):
    """`given` with some characters replaced."""
    chars = list(given)
    for at in Random(seed).sample(range(len(chars)), n_errors):
        chars[at] = "误"
    return "".join(chars)


def signed(texts):
    return signatures(codes_of("".join(texts)), np.array([0, *accumulate(map(len, texts))]))


def jaccard(one, other):
    one, other = ({each[at : at + 5] for at in range(len(each) - 4)} for each in (one, other))
    return len(one & other) / len(one | other)


def test_a_signature_is_that_of_the_text_whatever_stands_beside_it():
    texts = [text(seed, length) for seed, length in enumerate((21, 300, 25, 1000, 21))]

    together, alone = signed(texts), np.concatenate([signed([each]) for each in texts])

    assert together.shape == (5, WIDTH)
    assert (together == alone).all()


def test_half_a_pair_of_surrogates_is_a_character_as_any_other():
    assert codes_of("a\ud800\0\0").tolist() == [ord("a"), 0xD800, 0, 0]


def test_no_texts_have_no_signatures():
    assert signed([]).shape == (0, WIDTH)
    assert len(alike(signed([]))) == 0


def test_signatures_estimate_the_share_of_common_grams():
    originals = [text(seed) for seed in range(60)]
    changed = [with_errors(each, seed % 12, seed) for seed, each in enumerate(originals)]

    estimated = likeness(signed(originals), signed(changed))

    errors = estimated - [jaccard(*pair) for pair in zip(originals, changed, strict=True)]
    assert abs(errors.mean()) < 0.02
    assert abs(errors).max() < 0.25


def test_near_copies_are_in_the_group_of_the_first_and_other_texts_alone():
    texts = [text(1), text(2), with_errors(text(1), 2), text(3), with_errors(text(2), 2), text(1)]

    assert alike(signed(texts)).tolist() == [0, 1, 0, 3, 1, 0]


def test_a_group_holds_copies_of_copies():
    """Each is like the one before, the last is not like the first."""
    texts = [text(1, 400)]
    for seed in range(12):
        texts.append(with_errors(texts[-1], 5, seed))

    assert jaccard(texts[0], texts[-1]) < 0.5
    assert set(alike(signed(texts)).tolist()) == {0}


def test_unlike_texts_that_have_much_in_common_are_not_in_a_group():
    """As texts of one newsroom begin alike."""
    texts = [text(0, 100) + text(seed, 200) for seed in range(1, 30)]

    assert alike(signed(texts)).tolist() == list(range(29))


def test_equal_hashes_are_in_the_group_of_the_first():
    assert equal(np.array([5, 3, 5, 9, 3], np.uint64)).tolist() == [0, 1, 0, 3, 1]
