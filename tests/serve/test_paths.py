"""Each path gives what the same stages give in Python, for one text and for several."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhnlp import (
    Classifier,
    Corrector,
    Keywords,
    Linker,
    Pipeline,
    Recognizer,
    Segmenter,
    SentenceSplitter,
    StopwordFilter,
    Tagger,
    load,
)
from zhnlp.serve.settings import Settings

TEXTS = [
    "王小明在北京大学学习计算机，他说北大很好。",
    "我门去公圆玩，质量很好！！",
    "",
    "AI 2.0\n\t泽恩勒普",
]
WORDS = [("泽恩勒普", "force", None, "nt", "ORG"), "大学学习"]
SENT = [{"word": "泽恩勒普", "mode": "force", "tag": "nt", "label": "ORG"}, "大学学习"]

names = [SentenceSplitter(), Segmenter(), Tagger(), Recognizer()]
own_names = [
    SentenceSplitter(),
    Segmenter(lexicon=WORDS),
    Tagger(lexicon=WORDS),
    Recognizer(lexicon=WORDS, gazetteer={"公圆": "LOC"}, labels=["ORG", "LOC", "NUMBER"]),
]
terms = [SentenceSplitter(), Segmenter(), StopwordFilter(("general",))]
CASES = {
    "segment": ("segment", {}, [Segmenter()], ["words"]),
    "unigram": ("segment", {"method": "unigram", "hmm": False},
                [Segmenter("unigram", hmm=False)], ["words"]),
    "own words": ("segment", {"lexicon": SENT}, [Segmenter(lexicon=WORDS)], ["words"]),
    "tag": ("tag", {}, [Segmenter(), Tagger()], ["words", "tags"]),
    "own tags": ("tag", {"lexicon": SENT},
                 [Segmenter(lexicon=WORDS), Tagger(lexicon=WORDS)], ["words", "tags"]),
    "entities": ("entities", {}, names, ["entities"]),
    "links": ("entities", {"link": True}, [*names, Linker()], ["entities", "links"]),
    "own names": ("entities", {"lexicon": SENT, "gazetteer": {"公圆": "LOC"},
                               "labels": ["ORG", "LOC", "NUMBER"]}, own_names, ["entities"]),
    "correct": ("correct", {}, [Corrector(apply=True)], ["corrections"]),
    "own spelling": ("correct", {"misspellings": {"公圆": "公园"}, "protected": ["我门"],
                                 "max_false_alarms": 0.05},
                     [Corrector(apply=True, misspellings={"公圆": "公园"}, protected=["我门"],
                                max_false_alarms=0.05)], ["corrections"]),
    "classify": ("classify", {}, [Classifier("reviews")], ["categories"]),
    "topics": ("classify", {"model": "news-topics"}, [Classifier("news-topics")], ["categories"]),
    "keywords": ("keywords", {}, [*terms, Keywords(top=10)], ["keywords"]),
    "textrank": ("keywords", {"method": "textrank", "top": 2},
                 [*terms, Keywords("textrank", top=2)], ["keywords"]),
    "pipeline": ("pipeline", {}, load("news").stages, None),
}  # fmt: skip


def expected(stages, layers, text):
    """The values that Python gives, in the layers named."""
    found = Pipeline(stages)(text).to_dict()
    kept = {"text", "source", *(found if layers is None else layers)}
    return {name: value for name, value in plain(found).items() if name in kept}


def plain(value):
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("name", CASES)
def test_a_path_gives_what_the_stages_give(client, name):
    path, options, stages, layers = CASES[name]

    one = client.post(f"/v1/{path}", json={"text": TEXTS[0], **options})
    several = client.post(f"/v1/{path}", json={"texts": TEXTS, **options})

    assert (one.status_code, several.status_code) == (200, 200)
    assert one.json() == expected(stages, layers, TEXTS[0])
    assert several.json() == {"results": [expected(stages, layers, text) for text in TEXTS]}


def test_a_search_gives_words_that_overlap_and_where_they_are(client):
    found = client.post("/v1/segment", json={"text": TEXTS[0], "search": True}).json()
    spans = Segmenter().search(TEXTS[0])

    assert found["spans"] == [[span.start, span.end] for span in spans]
    assert found["words"] == [TEXTS[0][start:end] for start, end in found["spans"]]


def test_an_explanation_is_that_of_the_segmenter(client):
    found = client.post("/v1/explain", json={"text": "南京市长江大桥", "method": "bigram", "n": 3})

    assert found.json() == plain(Segmenter("bigram").explain("南京市长江大桥", n=3).to_dict())


@settings(max_examples=30)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4))
def test_words_spell_whatever_texts_are_sent(client, texts):
    results = client.post("/v1/segment", json={"texts": texts}).json()["results"]

    assert ["".join(each["words"]) for each in results] == texts
    assert [each["text"] for each in results] == texts


def test_the_last_of_two_equal_words_holds(client):
    words = ["大学学习", {"word": "大学学习", "mode": "split"}]
    found = client.post("/v1/segment", json={"text": "在大学学习", "lexicon": words})

    assert "大学学习" not in found.json()["words"]


def test_words_of_one_request_are_not_those_of_the_next(client):
    text = "在大学学习"
    before = client.post("/v1/segment", json={"text": text}).json()
    client.post("/v1/segment", json={"text": text, "lexicon": [{"word": text, "mode": "force"}]})

    assert client.post("/v1/segment", json={"text": text}).json() == before


def test_a_lexicon_of_the_service_is_for_all_paths(serve):
    client = serve(lexicon=WORDS)
    own = {"text": "泽恩勒普很好", "lexicon": ["很好"]}

    assert "泽恩勒普" in client.post("/v1/segment", json=own).json()["words"]
    assert client.post("/v1/entities", json=own).json()["entities"] == [[0, 4, "ORG"]]
    assert client.post("/v1/pipeline", json={"text": own["text"]}).json()["tags"][0] == "nt"


def test_a_pipeline_of_ones_own_can_be_served(serve):
    client = serve(pipeline=Pipeline([Segmenter("unigram")]))

    assert client.post("/v1/pipeline", json={"text": "我爱"}).json() == {
        "text": "我爱",
        "words": ["我", "爱"],
    }
    assert client.get("/v1/about").json()["pipeline"] == "own"


def test_about_tells_what_can_be_asked(serve, tmp_path):
    load("news").save(tmp_path / "secret" / "mine")
    client = serve({"characters": 7, "texts": 3}, pipeline=tmp_path / "secret" / "mine")
    about = client.get("/v1/about").json()

    assert about["pipeline"] == "mine"
    assert "crf" in about["methods"]
    assert "neural" not in about["methods"]
    assert about["classifiers"]["reviews"] == ["negative", "positive"]
    assert about["keyword_methods"] == ["tfidf", "textrank", "phrases"]
    assert {"PER", "TIME"} <= set(about["labels"])
    assert about["limits"] == {"max_characters": 7, "max_texts": 3}


def test_settings_say_what_is_wrong():
    for wrong in ({"api_keys": ["ä"]}, {"batch_ms": -1}, {"limits": 5}, {"page": "yes"}):
        with pytest.raises((ValueError, TypeError), match=r"\.|limits"):
            Settings(**wrong)
