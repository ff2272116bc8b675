"""Tables of confused characters: which pairs they hold, and how they are ordered."""

from itertools import pairwise

import pytest

from zhnlp.errors import FileError, FormatError, UsageError
from zhnlp.models.spelling.confusions import build, read_shapes, read_use
from zhnlp.models.spelling.sounds import Sound
from zhnlp.resources import dicts

# 长 is chang2 and zhang3 in these, 都 dou1 and du1; 她 is said in no other way.
WORDS = {
    "长江": 50,
    "长大": 40,
    "都": 30,
    "首都": 20,
    "她们": 9,
    "我们": 9,
    "没有": 900,
    "没收": 20,
}
VOCABULARY = [*"在再的得地帐账己已他她姐未末那哪挪是四吗买", "\ufdd0", "北京", "，", *"怎这"]
SHAPES = {"己": {"已": 228}, "已": {"己": 228}, "未": {"末": 237}, "末": {"未": 237}}
SHAPES |= {"帐": {"账": 103}, "账": {"帐": 103}}

PAIRS = [
    # typed and meant, sound, is alike in shape, what it shows
    ("在再", Sound.SAME_TONE, False, "one reading"),
    ("的得", Sound.SAME_TONE, False, "the neutral reading of a particle"),
    ("的地", Sound.SAME_TONE, False, "also where no word has it"),
    ("帐账", Sound.SAME_TONE, True, "sound and shape"),
    ("他她", Sound.SAME_TONE, False, "the first reading"),
    ("己已", Sound.NONE, True, "shape alone"),
    ("未末", Sound.NONE, True, "shape alone, of common characters"),
    ("那哪", Sound.SAME_SYLLABLE, False, "another tone"),
    ("是四", Sound.NEAR_SYLLABLE, False, "a near initial"),
]


@pytest.fixture(scope="module")
def confusions():
    """For each character what may be meant by it, in the order of the table: sound and shape."""
    made = build(VOCABULARY, words=WORDS, shapes=SHAPES)
    pairs = list(zip(made["meant"], made["sound"], made["shape"], strict=True))
    return {
        char: {VOCABULARY[meant]: (sound, shape) for meant, sound, shape in pairs[start:end]}
        for char, (start, end) in zip(VOCABULARY, pairwise(made["offsets"]), strict=True)
    }


@pytest.mark.parametrize("chars, sound, is_alike, shows", PAIRS, ids=[case[3] for case in PAIRS])
def test_what_is_known_of_a_pair_both_ways(confusions, chars, sound, is_alike, shows):
    for typed, meant in (chars, chars[::-1]):
        found, shape = confusions[typed][meant]
        assert (found, bool(shape)) == (sound, is_alike)


@pytest.mark.parametrize("chars", ["她姐", "那挪"])
def test_a_reading_that_no_one_uses_makes_no_pair(confusions, chars):
    assert chars[1] not in confusions[chars[0]]


def test_a_slip_of_the_keys_counts_only_where_both_characters_are_common():
    rare = build(["吗", "买"], words={"他": 9}, shapes={})
    common = build(["吗", "买"], words={"吗": 9, "买": 9}, shapes={})

    assert list(rare["meant"]) == []
    assert list(common["sound"]) == [Sound.NEAR_SPELLING] * 2


def test_what_is_meant_by_a_slip_is_among_the_2000_commonest_characters():
    others = {chr(0x5000 + i): 100 for i in range(2500)}
    built = build(["吗", "买"], words={**others, "吗": 900, "买": 1}, shapes={})

    assert list(built["offsets"]) == [0, 0, 1]  # 吗 is meant by 买, and nothing by 吗
    assert list(built["meant"]) == [0]


def test_pairs_are_ordered_by_number_and_never_of_a_character_with_itself(confusions):
    places = {char: place for place, char in enumerate(VOCABULARY)}
    for char in VOCABULARY:
        meant = [places[other] for other in confusions[char]]
        assert meant == sorted(set(meant) - {places[char]})


def test_every_pair_has_a_sound_or_a_shape(confusions):
    assert all(sound or shape for pairs in confusions.values() for sound, shape in pairs.values())


def test_the_same_sound_is_heard_both_ways(confusions):
    for char in VOCABULARY:
        for meant, (sound, shape) in confusions[char].items():
            if sound != Sound.NEAR_SPELLING:
                assert confusions[meant][char] == (sound, shape)


def test_what_is_no_single_han_character_keeps_its_number_and_has_no_pairs(confusions):
    for entry in ("\ufdd0", "北京", "，"):
        assert confusions[entry] == {}


def test_the_first_reading_is_the_one_most_used():
    words = {"长": 1, "长江": 50, "长大": 40, "吗": 9, "干吗": 5}

    assert read_use("长吗江", words).readings == {
        "长": ["chang2", "zhang3"],
        "吗": ["ma5", "ma2"],
        "江": ["jiang1"],
    }


def test_the_types_of_the_arrays_are_those_of_the_core():
    arrays = build("在再", words=WORDS, shapes={})

    assert " ".join(f"{name}:{array.typecode}" for name, array in arrays.items()) == (
        "offsets:I meant:H sound:B shape:B"
    )


def test_an_empty_vocabulary_has_an_empty_table():
    assert list(build([], words=WORDS, shapes={})["offsets"]) == [0]


def test_a_character_twice_is_refused():
    with pytest.raises(UsageError, match="'在' is in the vocabulary twice"):
        build("在再在", words=WORDS, shapes={})


def test_more_characters_than_numbers_are_refused():
    with pytest.raises(UsageError, match="70000 characters are too many"):
        build([f"{i}x" for i in range(70000)], words=WORDS, shapes={})


def test_shapes_are_read_for_both_characters_of_a_pair(tmp_path):
    path = tmp_path / "shapes.tsv"
    path.write_text("# comment\n己\t已巳\t228 211\n\n已\t巳\t230\n", "utf-8")

    assert read_shapes(path) == {
        "己": {"已": 228, "巳": 211},
        "已": {"己": 228, "巳": 230},
        "巳": {"己": 211, "已": 230},
    }


BAD = [
    "己\t已",
    "己\t已巳\t228",
    "己己\t已\t228",
    "己\t已\t0",
    "己\t已\t256",
    "己\t已\tx",
    "己 已 228",
]


@pytest.mark.parametrize("line", BAD)
def test_a_bad_line_is_cited(tmp_path, line):
    path = tmp_path / "shapes.tsv"
    path.write_text(f"# comment\n{line}\n", "utf-8")

    with pytest.raises(FormatError, match=r"shapes\.tsv:2: .*Separate the three by tabs"):
        read_shapes(path)


def test_a_missing_table_is_said_to_be_missing(tmp_path):
    with pytest.raises(FileError, match="cannot read table of shapes"):
        read_shapes(tmp_path / "none.tsv")


def test_the_shipped_table_knows_what_looks_alike():
    shapes = read_shapes(dicts() / "similar_shapes.tsv")

    assert shapes["己"]["已"] > 200
    assert shapes["未"]["末"] > 200
    assert shapes["帐"]["账"] > 0
    assert "四" not in shapes["是"]
