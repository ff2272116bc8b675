"""Docs of zhnlp become Docs of spaCy, and come back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("spacy", reason="it comes with zhnlp[spacy]")
from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import DocBin
from spacy.tokens import Span as SpacySpan
from spacy.vocab import Vocab

from zhnlp import Categories, Doc, Keyword, Linked, Normalizer, Segmenter, SentenceSplitter, Span
from zhnlp.errors import AlignmentError, InputError, MissingLayerError, UsageError
from zhnlp.interop.spacy_docs import docs_to_spacy, from_spacy, to_spacy
from zhnlp.models.tags.tag_sets import tag_map

VOCAB = Vocab()
# Blanks, tabs and line breaks more often than chance has them; no halves of surrogate pairs.
CHARS = st.one_of(
    st.sampled_from(" \t\n\r\u3000我a。😀\0"), st.characters(exclude_categories=["Cs"])
)


@st.composite
def cut_texts(draw):
    """A text, cut anywhere, with a tag for each word."""
    words = draw(st.lists(st.text(CHARS, min_size=1, max_size=4), max_size=12))
    return Doc("".join(words), words=words, tags=["n"] * len(words))


@given(cut_texts())
def test_text_and_words_are_the_same_in_spacy_and_back(doc):
    found = to_spacy(doc, VOCAB)

    assert found.text == doc.text
    assert from_spacy(found).words == doc.words


@given(cut_texts(), st.data())
def test_entities_have_the_same_places_in_spacy_and_back(doc, data):
    places = [0, *doc.words.ends]
    bounds = sorted(data.draw(st.sets(st.sampled_from(places))))
    names = [
        Span(start, end, "ORG")
        for start, end in zip(bounds[::2], bounds[1::2], strict=False)
        if doc.text[start] != " " != doc.text[end - 1]  # blanks are no tokens there
    ]
    found = to_spacy(doc.filled(entities=tuple(names)), VOCAB)

    assert [(name.start_char, name.end_char) for name in found.ents] == [name[:2] for name in names]
    assert [name.text for name in found.ents] == [doc.text_of(name) for name in names]
    assert from_spacy(found).entities == tuple(names)


@given(st.text(CHARS, max_size=30))
def test_sentences_of_the_splitter_come_back(text):
    doc = SentenceSplitter()(Segmenter("unigram")(Doc(text)))
    found = to_spacy(doc, VOCAB)

    assert from_spacy(found).sentences == doc.sentences


def test_the_first_token_starts_a_sentence_even_if_it_is_white_space():
    found = to_spacy(Doc("\n好。坏", words=["\n", "好", "。", "坏"], sentences=[(1, 3), (3, 4)]))

    assert [token.is_sent_start for token in found] == [True, False, False, True]
    assert from_spacy(found).sentences == (Span(1, 3), Span(3, 4))


def test_blanks_follow_the_words_before_them():
    doc = Doc(" 我  爱\t北京 ", words=[" ", "我", " ", " ", "爱", "\t", "北京", " "])
    found = to_spacy(doc)

    tokens = [token.text_with_ws for token in found]
    assert tokens == [" ", "我 ", " ", "爱", "\t", "北京 "]


TAGS = [
    ("北京", "ns", "PROPN", "PKU"),
    ("，", "w", "PUNCT", "a sign"),
    ("😀", "w", "SYM", "an emoji"),
    ("\t", "w", "SPACE", "white space"),
    ("iPhone", "eng", "X", "jieba's set"),
    ("毛泽东", "nrt", "PROPN", "jieba's names"),
    ("是", "AUX", "AUX", "Universal Dependencies"),
    ("吗", "我的", "X", "a tag of one's own"),
]


@pytest.mark.parametrize("word, tag, pos, shows", TAGS, ids=[each[3] for each in TAGS])
def test_a_tag_has_the_nearest_of_universal_dependencies(word, tag, pos, shows):
    [token] = to_spacy(Doc(word, words=[word], tags=[tag]))

    assert (token.tag_, token.pos_) == (tag, pos)


def test_every_pku_tag_has_one_that_spacy_knows():
    tags = list(tag_map())
    found = to_spacy(Doc("词" * len(tags), words=["词"] * len(tags), tags=tags))

    assert {token.tag_: token.pos_ for token in found} == tag_map()


def test_tags_come_back_and_blanks_are_tagged_as_the_tagger_does():
    for tags in (["r", "w", "ns"], ["PRON", "PUNCT", "PROPN"]):
        doc = Doc("我 北京", words=["我", " ", "北京"], tags=tags)

        assert from_spacy(to_spacy(doc)).tags == tuple(tags)
    assert from_spacy(to_spacy(doc), tags="pos").tags == ("PRON", "PUNCT", "PROPN")


def test_names_inside_names_are_spans_and_the_longest_are_entities():
    names = [Span(0, 2, "LOC"), Span(0, 4, "ORG"), Span(4, 6, "PER")]
    doc = Doc("北京大学王力", words=["北京", "大学", "王力"], entities=names)
    found = to_spacy(doc)

    assert [name.text for name in found.ents] == ["北京大学", "王力"]
    assert [name.text for name in found.spans["sc"]] == ["北京", "北京大学", "王力"]
    assert from_spacy(found, spans="sc").entities == tuple(names)


def test_no_entities_and_none_looked_for_differ():
    looked = to_spacy(Doc("好", words=["好"], entities=[]))

    assert from_spacy(looked).entities == ()
    assert from_spacy(to_spacy(Doc("好", words=["好"]))).entities is None


def test_links_are_the_ids_of_entities():
    link = Linked("北京", "LOC", (Span(0, 2, "LOC"),))
    doc = Doc("北京", words=["北京"], entities=[Span(0, 2, "LOC")], links=[link])
    [name] = to_spacy(doc).ents

    assert name.kb_id_ == link.id


def test_categories_are_cats():
    doc = Doc("好", words=["好"], categories={"财经": 0.75, "体育": 0.25})
    found = to_spacy(doc)

    assert found.cats == {"财经": 0.75, "体育": 0.25}
    assert from_spacy(found).categories == Categories(found.cats)


def test_a_vector_is_the_vector():
    found = to_spacy(Doc("好", words=["好"], vector=[0.5, 1]))

    assert found.vector.tolist() == [0.5, 1]
    assert found.similarity(found) == pytest.approx(1)


def test_other_layers_are_user_data_and_are_saved_with_the_doc():
    doc = Doc("好", words=["好"], pinyin=["hǎo"], keywords=[Keyword("好", 0.5)])
    found = to_spacy(doc)
    saved = DocBin(store_user_data=True, docs=[found]).to_bytes()
    [again] = DocBin().from_bytes(saved).get_docs(found.vocab)

    assert found.user_data["zhnlp"] == {"pinyin": ["hǎo"], "keywords": [["好", 0.5]]}
    assert again.user_data["zhnlp"] == {"pinyin": ("hǎo",), "keywords": (("好", 0.5),)}


def test_the_source_of_a_rewritten_text_is_user_data():
    doc = Segmenter("unigram")(Normalizer()(Doc("ＡＢ")))
    found = to_spacy(doc)

    assert (found.text, found.user_data["zhnlp"]["source"]) == ("AB", "ＡＢ")


def test_docs_share_a_vocabulary():
    first, second = docs_to_spacy([Doc("好", words=["好"]), Doc("坏", words=["坏"])])

    assert first.vocab is second.vocab
    assert to_spacy(Doc("好", words=["好"]), first.vocab).vocab is first.vocab


def test_a_doc_becomes_one_of_spacy_by_its_own_method():
    assert Doc("好", words=["好"]).to_spacy(VOCAB).vocab is VOCAB
    assert Doc("好", words=["好"]).to_spacy()[0].is_alpha  # knows what characters are


def test_a_doc_of_spacy_alone_has_its_words_only():
    doc = from_spacy(SpacyDoc(VOCAB, words=["我", "北京"], spaces=[True, False]))

    assert doc == Doc("我 北京", words=["我", " ", "北京"])


def test_entities_of_spacy_come_in_order():
    found = SpacyDoc(VOCAB, words=["我", "爱"], spaces=[False, False])
    found.spans["sc"] = [SpacySpan(found, 1, 2, "B"), SpacySpan(found, 0, 2, "A")]

    assert from_spacy(found, spans="sc").entities == (Span(0, 2, "A"), Span(1, 2, "B"))


CUT = Doc("我爱北京", words=["我爱", "北京"])
ERRORS = [
    (lambda: to_spacy(Doc("我")), MissingLayerError, "words has not been filled"),
    (lambda: to_spacy(3), InputError, "Give a str or a Doc"),
    (lambda: to_spacy(CUT, "zh"), InputError, "vocab is 'zh', of type str. Give a Vocab."),
    (lambda: to_spacy(CUT.filled(entities=(Span(0, 1, "X"),))), AlignmentError, "at 0 to 1 does"),
    (lambda: to_spacy(CUT.filled(entities=(Span(2, 2, "X"),))), AlignmentError, "at 2 to 2 does"),
    (lambda: to_spacy(CUT.filled(entities=(Span(2, 4),))), InputError, "'北京' at 2 to 4 has no l"),
    (lambda: to_spacy(Doc("\ud800", words=["\ud800"])), InputError, "half a surrogate pair, which"),
    (lambda: to_spacy(CUT.filled(tags=("\ud800", "n"))), InputError, "half a surrogate pair"),
    (lambda: list(docs_to_spacy([3], VOCAB)), InputError, "Give a str or a Doc"),
    (lambda: from_spacy(CUT), InputError, "what comes from spaCy is Doc"),
    (lambda: from_spacy(to_spacy(CUT), tags="ud"), UsageError, "tags 'ud' is not known"),
    (lambda: from_spacy(to_spacy(CUT), spans="sc"), UsageError, "no spans 'sc'. There are none."),
]  # fmt: skip


@pytest.mark.parametrize("call, error, message", ERRORS, ids=[each[2] for each in ERRORS])
def test_what_does_not_fit_is_an_error(call, error, message):
    with pytest.raises(error, match=message):
        call()
