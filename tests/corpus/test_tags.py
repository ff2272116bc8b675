"""Lines of word/tag."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Doc, Span
from zhnlp.corpus import tags_line
from zhnlp.errors import FormatError, MissingLayerError

CASES = [
    ("我/r 爱/v", ["我", "爱"], ["r", "v"], "after /"),
    ("我_PN  爱_VV", ["我", "爱"], ["PN", "VV"], "after _"),
    ("1/2/m //w _/w", ["1/2", "/", "_"], ["m", "w", "w"], "the last / separates"),
    ("a_b/n a/b_NN /_PU", ["a_b", "a/b", "/"], ["n", "NN", "PU"], "the last of both"),
    ("[/w 1/m ]/w", ["[", "1", "]"], ["w", "m", "w"], "brackets are words"),
    ("[笑]/x a]/x b/c]/x", ["[笑]", "a]", "b/c]"], ["x", "x", "x"], "brackets in words"),
]


@pytest.mark.parametrize("line, words, tags, shows", CASES, ids=[c[3] for c in CASES])
def test_words_and_tags(read, line, words, tags, shows):
    [doc] = read(line, format="tags")

    assert doc == Doc("".join(words), words=words, tags=tuple(tags))


COMPOUNDS = [
    ("[中央/n 电台/n]nt 在/p 北京/ns", [(0, 4, "nt")], "at the start"),
    ("在/p [北京/ns 大学/n]/nt", [(1, 5, "nt")], "with a slash before the label"),
    ("[[北京/ns 大学/n]nt 图书馆/n]nt", [(0, 7, "nt"), (0, 4, "nt")], "two open at once"),
    ("[中国/ns [北京/ns 大学/n]nt]nt", [(0, 6, "nt"), (2, 6, "nt")], "two closed at once"),
    ("[[/w 甲/n ]/w]nz", [(0, 3, "nz")], "around words that are brackets"),
    ("[东风/n 1/2/m]nz [笑]/x", [(0, 5, "nz")], "a slash in the last word"),
    ("[北京/ns]ns", [(0, 2, "ns")], "of one word"),
]


@pytest.mark.parametrize("line, spans, shows", COMPOUNDS, ids=[c[2] for c in COMPOUNDS])
def test_compounds_are_entities_and_their_words_stay(read, line, spans, shows):
    [doc] = read(line, format="tags")

    assert doc.entities == tuple(Span(*span) for span in spans)
    assert len(doc.words) == len(doc.tags) == line.count(" ") + 1


def test_a_corpus_has_entities_from_the_first_line_that_shows_compounds(read):
    """Before it nobody looked; after it none were found."""
    docs = read("我/r\n[北京/ns 大学/n]nt\n你/r\n", format="tags")

    assert [doc.entities for doc in docs] == [None, (Span(0, 4, "nt"),), ()]


def test_the_number_of_a_paragraph_is_no_word(read):
    [doc] = read("19980101-01-001-002/m  我/r\n\n19980101-01-001-003/m\n")

    assert doc == Doc("我", words=["我"], tags=("r",), entities=())


WRONG = [
    ("我/r 爱 你/r", "'爱' has no tag. Write word/tag"),
    ("我/r 爱/", "'爱/' has no tag"),
    ("我/r /v", "'/v' has no tag"),
    ("[北京/ns 大学/n", "a bracket before character 0 is never closed. Write ]label"),
    ("北京/ns 大学/n]nt", "'大学/n]nt' closes no open bracket"),
    ("[北京/ns 大学/n]nt]nt", "'大学/n' closes too many brackets"),
]


@pytest.mark.parametrize("line, message", WRONG, ids=[w[0] for w in WRONG])
def test_a_bad_line_is_an_error_with_its_place(read, folder, line, message):
    with pytest.raises(FormatError) as error:
        read(f"我/r\n\n{line}\n", format="tags")

    assert str(error.value).startswith(f"{folder / 'corpus.txt'}:3: {message}")


WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=3)
PAIRS = st.lists(
    st.tuples(
        st.one_of(WORDS.filter(lambda word: word[0] != "["), st.sampled_from("[/_ ")),
        st.text("abcXYZ", min_size=1),
    ),
    max_size=8,
)


@given(PAIRS)
def test_what_is_written_is_read_without_white_space(read, pairs):
    words, tags = [word for word, _ in pairs], tuple(tag for _, tag in pairs)
    doc = Doc("".join(words), words=words, tags=tags)
    solid = [("".join(word.split()), tag) for word, tag in pairs if word.strip()]
    text = "".join(word for word, _ in solid)
    expected = Doc(text, words=[w for w, _ in solid], tags=tuple(t for _, t in solid))

    assert "\n" not in tags_line(doc)
    assert read(f"\ufeff{tags_line(doc)}\n", format="tags") == [expected] * bool(solid)


@pytest.mark.parametrize("doc", [Doc("我"), Doc("我", words=["我"])])
def test_a_doc_without_tags_cannot_be_written(doc):
    with pytest.raises(MissingLayerError):
        tags_line(doc)
