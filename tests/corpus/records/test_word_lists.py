"""Word lists for gensim."""

import pytest

from zhnlp import Segmenter
from zhnlp.corpus import WordLists, read_records
from zhnlp.errors import InputError


class Characters:
    """Cuts texts into characters."""

    def cut(self, text):
        return list(text)


def test_every_line_is_a_list_of_words_without_white_space():
    lists = WordLists([{"text": "我 爱\n\n \n北京"}, "你"], Characters())

    assert list(lists) == list(lists) == [["我", "爱"], ["北", "京"], ["你"]]


def test_a_long_line_is_several_lists():
    """gensim leaves out what a list has beyond 10,000 words."""
    assert [len(words) for words in WordLists(["我" * 25_000], Characters())] == [
        10_000,
        10_000,
        5000,
    ]


def test_words_are_those_of_the_segmenter():
    segmenter = Segmenter("unigram")

    assert list(WordLists([{"body": "我爱北京"}], segmenter, text_field="body")) == [
        segmenter.cut("我爱北京")
    ]


@pytest.mark.slow
def test_gensim_learns_from_word_lists(tmp_path):
    word2vec = pytest.importorskip("gensim.models.word2vec")
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "我爱北京\\n我爱上海"}\n' * 9, "utf-8")
    model = word2vec.Word2Vec(
        WordLists(read_records(path), Characters()), vector_size=4, min_count=1, workers=1, epochs=2
    )

    assert set(model.wv.key_to_index) == set("我爱北京上海")


@pytest.mark.parametrize("text", [{"id": 1}, None, {"text": 3}])
def test_what_has_no_text_is_an_error(text):
    with pytest.raises(InputError, match="Give strings, or records with 'text'"):
        list(WordLists([text], Characters()))
