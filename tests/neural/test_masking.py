"""Masks: which tokens are hidden, what is put there, and what is to be predicted."""

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("tokenizers")

from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from zhnlp.errors import UsageError  # noqa: E402
from zhnlp.models.spelling.sounds import Sound  # noqa: E402
from zhnlp.neural.masking import BERT, IGNORED, Fate, Masker, Masking  # noqa: E402
from zhnlp.neural.sentence_pairs import PairMaker  # noqa: E402
from zhnlp.neural.tokenizer import SPECIAL, CharacterTokenizer  # noqa: E402

# 在 and 再 sound the same, 四 and 是 nearly, 己 and 已 look alike; 我 is like none.
HAN = "在再四是己已我"
VOCABULARY = [*SPECIAL, *HAN, "1", "a", "。"]
ID = {token: i for i, token in enumerate(VOCABULARY)}
LIKE = {
    "在": [("再", Sound.SAME_TONE, 0)],
    "再": [("在", Sound.SAME_TONE, 0), ("己", Sound.NONE, 100)],
    "四": [("是", Sound.NEAR_SYLLABLE, 0)],
    "是": [("四", Sound.NEAR_SYLLABLE, 0)],
    "己": [("再", Sound.NONE, 100), ("已", Sound.NONE, 200)],
    "已": [("己", Sound.NONE, 200)],
}
COUNTS = np.full(len(VOCABULARY), 100)


def table():
    offsets, meant, sound, shape = [0], [], [], []
    for token in VOCABULARY:
        for other, its_sound, its_shape in LIKE.get(token, ()):
            meant.append(ID[other])
            sound.append(its_sound)
            shape.append(its_shape)
        offsets.append(len(meant))
    return {"offsets": offsets, "meant": meant, "sound": sound, "shape": shape}


def masker(masking=None, counts=COUNTS):
    return Masker(masking or Masking(), VOCABULARY, table(), counts)


def rows_of(text, n_rows=1):
    """Rows of ``[CLS]``, the characters of `text` and ``[SEP]``; two characters are a word."""
    row = [ID["[CLS]"], *(ID.get(char, ID["[UNK]"]) for char in text), ID["[SEP]"]]
    begins = [True, *(i % 2 == 0 for i in range(len(text))), True]
    return np.array([row] * n_rows, np.uint16), np.array([begins] * n_rows)


MANY = rows_of(HAN * 18, 400)  # some 50,000 tokens


@given(
    st.text(HAN + "1a。?", min_size=1, max_size=60),
    st.sampled_from(["characters", "words"]),
    st.integers(0, 99),
)
def test_what_is_not_predicted_is_seen_as_it_is_and_the_rest_is_known(text, unit, seed):
    rows, begins = rows_of(text, 3)
    found = masker(Masking(unit=unit)).mask(rows, begins, [seed])
    is_gold = found.gold != IGNORED

    assert (found.gold[is_gold] == rows[is_gold]).all()
    assert (is_gold == (found.fates != Fate.NOT_CHOSEN)).all()
    changed = np.isin(found.fates, (Fate.HIDDEN, Fate.CONFUSED, Fate.RANDOM))
    assert (found.ids[~changed] == rows[~changed]).all()
    assert (found.ids[found.fates == Fate.HIDDEN] == ID["[MASK]"]).all()
    assert not is_gold[rows < len(SPECIAL)].any()


@given(st.text(HAN, min_size=1, max_size=60), st.integers(0, 99))
def test_a_confused_character_is_one_that_is_typed_for_the_right_one(text, seed):
    rows, begins = rows_of(text)
    found = masker(Masking(rate=0.9, hidden=0, confused=1, random=0)).mask(rows, begins, [seed])
    pairs = zip(rows[0], found.ids[0], found.fates[0], strict=True)

    for right, seen, fate in pairs:
        if fate == Fate.CONFUSED:
            others = [ID[char] for char, _, _ in LIKE[VOCABULARY[right]]]
            assert seen in others
        elif VOCABULARY[right] == "我":
            assert fate != Fate.RANDOM


@given(st.integers(0, 99))
def test_a_word_is_chosen_as_a_whole_and_shares_its_fate(seed):
    rows, begins = rows_of("在再四是己已我我" * 8)
    found = masker(Masking(rate=0.4, checked=0, unit="words")).mask(rows, begins, [seed])
    fates = found.fates[0, 1:-1].reshape(-1, 2)

    assert ((fates[:, 0] > 0) == (fates[:, 1] > 0)).all()
    known = fates[(rows[0, 1:-1].reshape(-1, 2) != ID["我"]).all(1)]
    assert (known[:, 0] == known[:, 1]).all()


def test_a_word_goes_on_from_the_row_before():
    rows, begins = rows_of("在再" * 30, 200)
    begins[:, 1] = False
    found = masker(Masking(unit="words")).mask(rows, begins, [0])

    assert (found.fates[:, 1] > 0).mean() == pytest.approx(0.15 + 0.05, abs=0.08)


@pytest.mark.parametrize("unit", ["characters", "words"])
def test_shares_are_as_asked(unit):
    masking = Masking(rate=0.2, hidden=0.5, confused=0.2, random=0.1, checked=0.1, unit=unit)
    rows, begins = rows_of("在再四是己已" * 20, 400)
    fates = masker(masking).mask(rows, begins, [1]).fates[:, 1:-1]
    shares = np.bincount(fates.reshape(-1), minlength=6) / fates.size

    for fate, share in {
        Fate.HIDDEN: 0.1,
        Fate.CONFUSED: 0.04,
        Fate.RANDOM: 0.02,
        Fate.KEPT: 0.04,
        Fate.CHECKED: 0.08,
    }.items():
        assert shares[fate] == pytest.approx(share, abs=0.01), fate


def test_bert_masks_eight_of_ten_and_confuses_none():
    fates = masker(BERT).mask(*MANY, [1]).fates
    shares = np.bincount(fates.reshape(-1), minlength=6) / (fates > 0).sum()

    assert shares[1:].tolist() == pytest.approx([0.8, 0, 0.1, 0.1, 0], abs=0.02)


def test_same_sound_near_sound_and_shape_have_their_shares_of_what_is_typed():
    """再 has one character of the same sound and one of similar shape."""
    masking = Masking(rate=0.9, hidden=0, confused=1, random=0)
    rows, begins = rows_of("再" * 100, 200)
    found = masker(masking).mask(rows, begins, [0])
    seen = found.ids[found.fates == Fate.CONFUSED]

    assert (seen == ID["在"]).mean() == pytest.approx(0.65 / 0.8, abs=0.02)
    assert (seen == ID["己"]).mean() == pytest.approx(0.15 / 0.8, abs=0.02)


def test_common_characters_are_typed_more_often():
    """Of two that look alike as much, the one four times as common is typed twice as often."""
    like = {**table(), "shape": [100] * len(table()["shape"])}
    counts = COUNTS.copy()
    counts[ID["再"]] = 400
    masking = Masking(rate=0.9, hidden=0, confused=1, random=0)
    rows, begins = rows_of("己" * 100, 200)
    found = Masker(masking, VOCABULARY, like, counts).mask(rows, begins, [0])
    seen = found.ids[found.fates == Fate.CONFUSED]

    assert (seen == ID["再"]).mean() == pytest.approx(2 / 3, abs=0.02)


def test_digits_letters_and_signs_are_chosen_a_third_as_often():
    rows, begins = rows_of("我1a。" * 30, 300)
    chosen = (
        masker(Masking(checked=0, unit="words")).mask(rows, np.ones_like(begins), [0]).fates > 0
    )
    share = {token: chosen[rows == ID[token]].mean() for token in "我1a。"}

    assert share["我"] == pytest.approx(0.15, abs=0.01)
    for token in "1a。":
        assert share[token] == pytest.approx(0.05, abs=0.01)


def test_the_seed_alone_decides_and_another_step_draws_other_masks():
    same = [masker().mask(*MANY, [7, 3]) for _ in range(2)]
    other = masker().mask(*MANY, [7, 4])

    assert all((a == b).all() for a, b in zip(*same, strict=True))
    assert (same[0].fates != other.fates).mean() > 0.2


def test_rows_are_not_changed():
    rows, begins = rows_of("在再四是", 50)
    before = rows.copy(), begins.copy()
    masker().mask(rows, begins, [0])

    assert (rows == before[0]).all()
    assert (begins == before[1]).all()


@pytest.mark.parametrize(
    "settings, message",
    [
        ({"rate": 0}, "rate is 0; it must be between 0 and 1"),
        ({"hidden": 0.9, "confused": 0.2}, "nor above 1 together"),
        ({"checked": 1}, "checked is 1"),
        ({"unit": "phrases"}, "unit 'phrases' is not known"),
    ],
)
def test_settings_that_cannot_be(settings, message):
    with pytest.raises(UsageError, match=message):
        Masking(**settings)


def test_a_vocabulary_without_a_mask_is_refused():
    with pytest.raises(UsageError, match=r"no '\[MASK\]', which masks need"):
        Masker(Masking(), ["[UNK]", "我"], table(), COUNTS)


# Pairs

TOKENIZER = CharacterTokenizer(VOCABULARY, pieces=False)


def shown(row):
    return "".join({"[CLS]": "^", "[SEP]": "|"}.get(VOCABULARY[i], VOCABULARY[i]) for i in row)


def body(text):
    """A row of packed text."""
    return np.array([[ID["[CLS]"], *(ID.get(char, ID["[SEP]"]) for char in text)]], np.uint16)


@pytest.mark.parametrize(
    "text, first, second",
    [
        ("在再四。是己已我在再四", "^在再四。|", "是己已我在|"),  # the last two make room
        ("在再。|四是己。我在再四", "^在再。|四是己。|", "我在|"),  # not where a paragraph ends
        ("在再四是己已我在再四是", "^在再四是|", "己已我在再|"),  # nowhere: in the middle
        ("在。四是。我在己。四是", "^在。四是。|", "我在己。|"),  # nearest to the middle
    ],
)
def test_a_row_is_cut_in_two_at_the_end_of_a_sentence(text, first, second):
    made = {}
    for seed in range(20):
        rows = body(text)
        found = PairMaker("order", TOKENIZER).pairs(rows, np.ones_like(rows, bool), [seed])
        made[int(found.labels[0])] = found
    in_order, turned = made[0], made[1]

    assert shown(in_order.rows[0]) == first + second
    assert in_order.segments[0].sum() == len(second)
    assert sorted(turned.rows[0]) == sorted(in_order.rows[0])
    assert shown(turned.rows[0]).endswith(f"^{second}{first[1:]}")


@given(
    st.lists(st.text(HAN + "。", min_size=40, max_size=40), min_size=2, max_size=6),
    st.integers(0, 99),
)
def test_pairs_are_as_long_as_rows_and_half_of_them_belong_together(texts, seed):
    rows = np.concatenate([body(text) for text in texts])
    begins = rows % 2 == 0
    for kind in ("next", "order"):
        found = PairMaker(kind, TOKENIZER).pairs(rows, begins, [seed])

        assert found.rows.shape == rows.shape == found.segments.shape
        assert (found.rows[:, 0] == ID["[CLS]"]).all()
        assert (found.rows[:, -1] == ID["[SEP]"]).all()
        assert ((found.rows == ID["[SEP]"]).sum(1) == 2).all()
        assert (np.diff(found.segments, axis=1) >= 0).all()  # the second text is one piece
        for row, own, segments, label in zip(
            rows, found.rows, found.segments, found.labels, strict=True
        ):
            first, second = (own[segments == i] for i in (0, 1))
            if label == 0:
                together = [*own[0:1], *first[1:-1], *second[:-1]]
                assert together == row[: len(together)].tolist()
            elif kind == "next":
                assert first[:-1].tolist() == row[: len(first) - 1].tolist()
                places = slice(len(first) - 1, len(first) + len(second) - 2)
                assert second[:-1].tolist() in [other[places].tolist() for other in rows]


def test_labels_are_even():
    rows = np.concatenate([body("在再四。是己已我在再四")] * 2000)
    found = PairMaker("next", TOKENIZER).pairs(rows, rows > 0, [0])

    assert found.labels.mean() == pytest.approx(0.5, abs=0.05)
