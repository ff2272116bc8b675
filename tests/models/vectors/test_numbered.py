"""Words kept as numbers in a temporary file: the same sentences each time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import FileError, InputError
from zhnlp.models.vectors import numbered
from zhnlp.models.vectors.numbered import NumberedText

WORDS = st.text("我爱北京 \n\ud800a_", max_size=3)


def kept(words):
    """The words of a sentence as they are kept."""
    texts = ("_".join(word.split()).encode("utf-8", "replace").decode() for word in words)
    return [text for text in texts if text]


@given(sentences=st.lists(st.lists(WORDS, max_size=8)), block=st.integers(1, 9))
def test_sentences_are_read_again_and_again(sentences, block):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbered, "_BLOCK", block)
        with NumberedText(iter(sentences)) as text:
            expected = [words for words in map(kept, sentences) if words]
            flat = [word for words in expected for word in words]

            assert list(text) == list(text) == expected
            assert (text.n_sentences, text.n_words) == (len(expected), len(flat))
            assert text.counts == {word: flat.count(word) for word in flat}
            assert list(text.counts) == list(dict.fromkeys(flat))


def test_two_readers_do_not_disturb_each_other(monkeypatch):
    monkeypatch.setattr(numbered, "_BLOCK", 1)
    with NumberedText([["a"], ["b"], ["c"]]) as text:
        assert list(zip(text, text, strict=True)) == [([w], [w]) for w in "abc"]


def test_a_long_sentence_becomes_several():
    with NumberedText([["a"] * 25_000]) as text:
        assert list(map(len, text)) == [10_000, 10_000, 5_000]


@pytest.mark.parametrize(
    "sentences, message",
    [
        ("我爱北京", "Give several lists of words"),
        (["我爱", "北京"], "a sentence is '我爱'.*Give a list of words"),
        ([3], "a sentence is 3"),
        ([[3]], "a word is 3"),
        (None, "Give several lists"),
    ],
    ids=range(5),
)
def test_what_is_not_lists_of_words_is_an_error(sentences, message):
    with pytest.raises(InputError, match=message):
        NumberedText(sentences)


def test_without_room_for_the_file_there_is_an_error(monkeypatch):
    def refuse(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(numbered.tempfile, "TemporaryFile", refuse)
    with pytest.raises(FileError, match=r"No space left on device\. .*TMPDIR"):
        NumberedText([["a"]])
