"""load: pipelines by name and from folders."""

import re
from pathlib import Path

import pytest

import zhnlp
from zhnlp import (
    Corrector,
    Pipeline,
    Recognizer,
    Segmenter,
    SentenceSplitter,
    Span,
    Tagger,
    load,
)
from zhnlp.errors import PackError, UsageError


def test_the_default_is_for_news_and_fills_all_that_ships():
    nlp = load()
    doc = nlp("王小明在北京大学学习。他爱北京。")

    assert (
        nlp == load("news") == Pipeline([SentenceSplitter(), Segmenter(), Tagger(), Recognizer()])
    )
    assert [len(layer) > 1 for layer in (doc.sentences, doc.words, doc.tags, doc.entities)] == [
        True
    ] * 4


def test_full_has_terms_and_marked_corrections_too():
    doc = load("full")("我门在北京大学学习。")

    assert [doc.text_of(span) for span in doc.terms][-2:] == ["大学", "学习"]
    assert [(each.wrong, each.right) for each in doc.corrections] == [("门", "们")]
    assert doc.text == doc.source
    assert load("full").provides == (*load("news").provides, "terms", "corrections")


def test_a_word_of_the_lexicon_is_not_corrected(tmp_path):
    assert not load("full", lexicon=["我门"])("我门在北京大学学习。").corrections
    Pipeline([Corrector()]).save(tmp_path)
    assert load(tmp_path, lexicon=["我门"]).stages[0].protected is not None


@pytest.mark.parametrize("kind", [str, Path])
def test_a_folder_gives_the_pipeline_that_was_saved_there(tmp_path, kind):
    saved = Pipeline([SentenceSplitter(semicolons=True), Segmenter("unigram")])
    saved.save(tmp_path / "mine")

    assert load(kind(tmp_path / "mine")) == saved


def test_a_lexicon_goes_to_every_stage_that_takes_one(tmp_path):
    (tmp_path / "mine.tsv").write_text("宁德时代\tforce\t100\tnt\tBRAND\n", "utf-8")
    for given in (tmp_path / "mine.tsv", [("宁德时代", "force", 100, "nt", "BRAND")]):
        doc = load("news", lexicon=given)("宁德时代上涨")

        assert [*zip(doc.words, doc.tags, strict=True)] == [("宁德时代", "nt"), ("上涨", "v")]
        assert doc.entities == (Span(0, 4, "BRAND"),)


def test_the_other_settings_go_to_their_stages(tmp_path):
    Pipeline([Segmenter("unigram"), Tagger()]).save(tmp_path)
    nlp = load(gazetteer={"小爱": "PRODUCT"}, labels=["PRODUCT", "TIME"], dictionary=["牙周洁治"])
    doc = nlp("小爱明天做牙周洁治")

    assert doc.entities == (Span(0, 2, "PRODUCT"), Span(2, 4, "TIME"))
    assert "牙周洁治" in doc.words
    assert load(tmp_path, lexicon={"天安": "nz"})("天安门").tags is not None
    with pytest.raises(
        UsageError, match=r"no stage of Pipeline\(.* takes gazetteer\. Leave it out"
    ):
        load(tmp_path, gazetteer={"小爱": "PRODUCT"})


@pytest.mark.parametrize(
    "name, problem",
    [
        ("nwes", "there is no pipeline 'nwes'. Did you mean 'news'?"),
        ("weibo", "there is no pipeline 'weibo'. There are: news, full."),
        ("", "the name of a pipeline is '', which cannot name a file or folder."),
    ],
)
def test_an_unknown_name_is_an_error_that_lists_the_names(name, problem):
    with pytest.raises(UsageError, match=re.escape(problem)):
        load(name)


def test_a_folder_of_something_else_is_an_error(tmp_path):
    Segmenter("unigram").save(tmp_path)

    with pytest.raises(PackError, match="holds a Segmenter, not a Pipeline"):
        load(tmp_path)


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(PackError, match="nothing was saved there"):
        load(tmp_path / "none")


@pytest.mark.parametrize("name", zhnlp.__all__)
def test_every_public_name_can_be_had(name):
    assert getattr(zhnlp, name).__name__ == name
    assert name in dir(zhnlp)


def test_the_public_names_are_sorted_and_none_is_forgotten():
    homes = [name for names in zhnlp._HOMES.values() for name in names]

    assert sorted(zhnlp.__all__) == zhnlp.__all__ == sorted(homes)
