"""The characters of a corpus by number."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.core import CharacterReader, Trie
from zhnlp.models.ngrams.character_corpus import number_characters
from zhnlp.models.ngrams.word_corpus import BEGIN, END, LATIN, NUMBER, SPECIAL, UNKNOWN
from zhnlp.models.sequence.alphabet import folding_pairs


def numbered(*texts, min_count=1):
    vocabulary, stream = number_characters(texts, min_count)
    return vocabulary, stream.tolist()


def test_characters_are_numbered_by_falling_frequency():
    vocabulary, stream = numbered("天天好", "好天")

    assert vocabulary == [*SPECIAL, "天", "好", NUMBER, LATIN]
    assert stream == [BEGIN, 3, 3, 4, END, BEGIN, 4, 3, END]


def test_numbers_and_latin_words_are_classes():
    vocabulary, stream = numbered("买3.5元，买１２，买Apple")

    assert vocabulary == [*SPECIAL, "买", ",", NUMBER, "元", LATIN]
    assert stream == [BEGIN, 3, 5, 6, 4, 3, 5, 4, 3, 7, END]


def test_sentences_end_at_signs_and_with_their_text():
    vocabulary, stream = numbered("好。”好", "好")
    sentences = bytes(stream).split(bytes([BEGIN]))[1:]

    assert [len(sentence) for sentence in sentences] == [4, 2, 2]
    assert "\n" not in vocabulary
    assert UNKNOWN not in stream


def test_rare_characters_are_unknown():
    vocabulary, stream = numbered("天天好", min_count=2)

    assert vocabulary == [*SPECIAL, "天", NUMBER, LATIN]
    assert stream == [BEGIN, 3, 3, UNKNOWN, END]


def test_what_cannot_be_printed_is_unknown():
    vocabulary, stream = numbered("天\t\u200b\ue000 天")

    assert vocabulary == [*SPECIAL, "天", " ", NUMBER, LATIN]
    assert UNKNOWN in stream


def test_traditional_characters_are_simplified_where_the_corpus_has_both():
    assert numbered("天气")[0][3:5] == ["天", "气"]
    assert "氣" in numbered("天氣")[0]
    assert array("I", [ord("氣"), ord("气")]).tobytes() in folding_pairs(map(ord, "天气")).tobytes()


@pytest.mark.parametrize("texts", [(), ("",), ("\n", "\r\n")])
def test_no_text_is_no_corpus(texts):
    vocabulary, stream = numbered(*texts)

    assert vocabulary[:3] == list(SPECIAL)
    assert set(stream) <= {BEGIN, END, UNKNOWN}


@given(st.lists(st.text("天好。！3a ，", max_size=9), max_size=6))
def test_the_corpus_is_what_the_reader_of_the_model_reads(texts):
    vocabulary, stream = number_characters(texts, 1)
    reader = CharacterReader(Trie.build(vocabulary), folding_pairs(map(ord, vocabulary[3:])))
    expected = b"".join(reader.numbers(text) for text in texts)

    assert stream.tolist() == array("I", expected).tolist()
