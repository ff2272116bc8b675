"""Pieces: a text as the numbers of a character model's vocabulary."""

from array import array

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import reference
from zhnlp.core import CharacterReader, Trie

NUMBER, LATIN = "\ufdd0", "\ufdd1"
VOCABULARY = [
    "\ufdd3",
    "\ufdd4",
    "\ufdd5",
    NUMBER,
    LATIN,
    *"他买了苹果。！”,好发",
    "か",
    "😀",
    "\n",
]
READ_AS = {"買": "买", "，": ",", "發": "发", "髮": "发", "蘋": "苹"}
MIXED = "他买了買發。！？!?…”’」』）)》】\n\r3.5kg％１Ａ，, か中\u0301\u200d😀🇨🇳𠮷\ud800-/@"
texts = st.text(MIXED) | st.text()
SHOWN = {NUMBER: "N", LATIN: "L"}
CASES = [
    # text            pieces and sentences        what it shows
    ("他买了", "他买了|", "a character each"),
    ("他买了3.5kg苹果", "他买了L苹果|", "a number with its unit is one Latin word"),
    ("他12买３.５了", "他N买N了|", "a number is one piece, of any width"),
    ("買髮", "买发|", "traditional characters are read as simplified ones"),
    ("他，好", "他,好|", "and signs of full width as narrow ones"),
    ("他。好", "他。|好|", "a sentence ends behind a full stop"),
    ("他！”好", "他！”|好|", "and behind the quote that closes after it"),
    ("他！！！好", "他！！！|好|", "several ends are one"),
    ("他”好", "他”好|", "a quote ends nothing by itself"),
    ("他\n好", "他|好|", "a line ends a sentence, and its end is no piece"),
    ("\r\n。\n\n他", "。|他|", "empty lines are none"),
    ("。好", "。|好|", "an end without a sentence is one"),
    ("他甲", "他?|", "what is not in the vocabulary is unknown"),
    ("", "", "an empty text has no sentence"),
]


@pytest.fixture(scope="module")
def trie():
    return Trie.build(VOCABULARY)


@pytest.fixture(scope="module")
def reader(trie):
    return CharacterReader(trie, array("I", map(ord, "".join(map("".join, READ_AS.items())))))


def numbers(reader, text):
    return array("I", reader.numbers(text)).tolist()


def shown(found):
    """Numbers as the table of cases writes them."""
    special = {reference.BEGIN: "", reference.END: "|", reference.UNKNOWN: "?"}
    names = (special.get(number, VOCABULARY[number]) for number in found)
    return "".join(SHOWN.get(name, name) for name in names)


@pytest.mark.parametrize("text, expected, shows", CASES, ids=[case[2] for case in CASES])
def test_pieces(reader, text, expected, shows):
    assert shown(numbers(reader, text)) == expected


@given(texts)
@example("中\u0301。\r\n”他")
@example("\ud800😀🇨🇳か\u0301かk")
@example("\ufdd0\ufdd4\ufdd5")
def test_a_text_is_read_unit_by_unit_and_sentence_by_sentence(reader, text):
    assert numbers(reader, text) == reference.character_numbers(text, VOCABULARY, READ_AS)


@given(texts)
@example("他\ufdd4")
def test_every_sentence_stands_between_its_begin_and_end(reader, text):
    found = numbers(reader, text)
    marks = [n for n in found if n in (reference.BEGIN, reference.END)]

    assert marks == [reference.BEGIN, reference.END] * (len(marks) // 2)
    assert not found or (found[0], found[-1]) == (reference.BEGIN, reference.END)
    assert len(found) <= 3 * len(text)


@given(texts, texts)
def test_a_line_is_read_as_if_it_stood_alone(reader, one, other):
    one, other = one.replace("\r", ""), other.replace("\r", "")

    assert numbers(reader, f"{one}\n") + numbers(reader, f"他{other}") == numbers(
        reader, f"{one}\n他{other}"
    )


def test_without_aliases_characters_are_read_as_they_are(trie):
    found = numbers(CharacterReader(trie), "買买")

    assert found[1:-1] == [reference.UNKNOWN, VOCABULARY.index("买")]


def test_a_long_text_is_read_whole(reader):
    assert len(numbers(reader, "他" * 100_000)) == 100_002
    assert len(numbers(reader, "1" * 100_000)) == 3


def test_what_is_no_text_or_vocabulary_is_refused(reader, trie):
    for wrong in (b"x", 1):
        with pytest.raises(TypeError):
            reader.numbers(wrong)
    with pytest.raises(TypeError):
        CharacterReader(None)
    with pytest.raises((TypeError, ValueError)):
        CharacterReader(trie, array("B", [1, 2]))
