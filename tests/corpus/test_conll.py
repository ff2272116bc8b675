"""CoNLL-X and CoNLL-U."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Doc, SentenceSplitter, Span
from zhnlp.corpus.conll import document_lines, read_conll
from zhnlp.errors import FormatError

SENTENCE = """\
# sent_id = 1
# text = 我 在北京
1\t我\t我\tPRON\tPRP\t_\t3\tnsubj\t_\t_
2-3\t在北京\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\t在\t在\tADP\tIN\t_\t3\tcase\t_\t_
2.1\t空\t空\tX\tX\t_\t_\t_\t_\t_
3\t北京\t北京\tPROPN\tNNP\t_\t0\troot\t_\t_
"""


@pytest.mark.parametrize("column, tags", [("upos", "PRON ADP PROPN"), ("xpos", "PRP IN NNP")])
@pytest.mark.parametrize("gap", ["\n", "\n\n \n", "\n# a comment\n"])
def test_words_and_tags_of_each_sentence(read, column, tags, gap):
    expected = Doc("我在北京", words=["我", "在", "北京"], tags=tuple(tags.split()))

    assert read(f"{SENTENCE}{gap}{SENTENCE}", tag_column=column) == [expected] * 2


def test_columns_may_stand_between_spaces(read):
    text = "1 我 _ PN PN _ 2 _ _ _\n2 走 _ VV VV _ 0 _ _ _\n"

    assert read(text) == [Doc("我走", words=["我", "走"], tags=("PN", "VV"))]


def test_a_word_may_have_a_space_between_tabs(read):
    assert read(SENTENCE.replace("\t北京\t", "\t北 京\t"))[0].words == ("我", "在", "北 京")


def test_tags_that_are_all_absent_are_not_filled(read):
    text = SENTENCE.replace("PRP", "_").replace("IN\t", "_\t")
    one = read(text, tag_column="xpos")[0]
    none = read(text.replace("NNP", "_"), tag_column="xpos")[0]

    assert (one.tags, none.tags) == (("_", "_", "NNP"), None)


WRONG = [
    ("\t0\troot\t_\t_", "\t0\troot\t_", 7, "there are 9 columns, not 10"),
    ("3\t北京", "４\t北京", 7, "here is word ４, but word 3 must follow"),
    ("3\t北京", "2\t北京", 7, "here is word 2, but word 3 must follow"),
    ("3\t北京", "x\t北京", 7, "'x' is not the number of a word"),
    ("\t在\t在\t", "\t\t在\t", 5, "the word in column 2 is empty"),
]


@pytest.mark.parametrize("old, new, line, message", WRONG, ids=[w[3] for w in WRONG])
def test_a_bad_line_is_an_error_with_its_place(read, folder, old, new, line, message):
    with pytest.raises(FormatError) as error:
        read(SENTENCE.replace(old, new), format="conll")

    assert str(error.value).startswith(f"{folder / 'corpus.txt'}:{line}: {message}")


def test_a_sentence_without_the_blank_line_before_it_is_an_error(read):
    with pytest.raises(FormatError, match=r":10: here is word 1, but word 4 must follow\. Number"):
        read(SENTENCE + SENTENCE)


DOC_TEXTS = st.text("我爱。 \n\t|\\a", max_size=12)


@given(DOC_TEXTS)
def test_documents_written_as_sentences_are_read_as_the_same_words(text):
    """White space is in the notes of words, and the words of all sentences are those of the Doc."""
    doc = SentenceSplitter()(Doc(text, words=tuple(text)))
    lines = document_lines({}, doc).splitlines()
    numbered = enumerate([*lines, ""], 1)
    words = [word for _, own in read_conll("a.conllu", numbered) for word in own.words]

    assert words == [char for char in text if not char.isspace()]
    assert lines[0] == "# newdoc"
    assert "".join(words) == "".join("".join(doc.text_of(s) for s in doc.sentences).split())


def test_a_document_has_the_name_of_its_record():
    doc = Doc("我 爱\n你", words=("我", " ", "爱", "\n", "你"), sentences=(Span(0, 3), Span(4, 5)))

    assert document_lines({"id": "a\nb"}, doc, id_field="id") == (
        "# newdoc id = a b\n"
        "# text = 我 爱\n"
        "1\t我\t_\t_\t_\t_\t_\t_\t_\t_\n"
        "2\t爱\t_\t_\t_\t_\t_\t_\t_\tSpacesAfter=\\n\n"
        "\n"
        "# text = 你\n"
        "1\t你\t_\t_\t_\t_\t_\t_\t_\t_\n"
        "\n"
    )
