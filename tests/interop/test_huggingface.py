"""Objects that are called as pipelines of transformers are."""

import pytest

from reference import Polarity
from zhnlp import Classifier, Normalizer, Pipeline, Segmenter
from zhnlp.errors import InputError, PackError, UsageError
from zhnlp.interop.huggingface import TextClassification, TokenClassification
from zhnlp.models import TokenLabeller, VectorLabeller

NER = TokenClassification()
GRADE = TextClassification(Classifier(Polarity()))
NAME = {"entity_group": "PER", "score": 1.0, "word": "王小明", "start": 0, "end": 3}
TEXTS = ["王小明来了", "", "天气好"]


def test_one_text_has_a_list_of_entities():
    assert NER(TEXTS[0]) == [NAME]


def test_a_list_has_a_list_for_each_text():
    assert NER(TEXTS) == [[NAME], [], []]
    assert NER(tuple(TEXTS), batch_size=1) == NER(TEXTS)
    assert NER([]) == []


def test_a_stream_has_a_stream():
    found = NER(text for text in TEXTS)

    assert next(found) == [NAME]
    assert list(found) == [[], []]


def test_places_are_those_of_the_text_that_was_given():
    whole = Pipeline([Normalizer(), *NER._pipeline.stages])
    [name] = TokenClassification(whole)("  ＡＢ，王小明来了")

    assert "  ＡＢ，王小明来了"[name["start"] : name["end"]] == name["word"] == "王小明"


def transformers_like(found, text):
    """What callers do with the answer of a token-classification pipeline."""
    return [
        (each["entity_group"], text[each["start"] : each["end"]])
        for each in found
        if each["score"] > 0.9
    ]


def test_code_for_transformers_works():
    assert transformers_like(NER(TEXTS[0]), TEXTS[0]) == [("PER", "王小明")]
    assert NER.task == "token-classification"


def labels(text):
    """What a text-classification pipeline gives of all labels."""
    found = Classifier(Polarity()).categories(text)
    return [{"label": label, "score": score} for label, score in found.items()]


def test_the_best_label_is_as_transformers_gives_it():
    """One text: a list of one dict. Several: a dict for each."""
    assert GRADE("真好") == labels("真好")[:1]
    assert GRADE(["真好", "坏"]) == [labels("真好")[0], labels("坏")[0]]
    assert list(GRADE(iter(["真好"]))) == labels("真好")[:1]


def test_several_labels_are_a_list_for_each_text():
    assert GRADE("真好", top_k=None) == labels("真好")
    assert GRADE("真好", top_k=1) == labels("真好")[:1]
    assert GRADE(["真好"], top_k=1) == [labels("真好")[:1]]


def test_answers_have_the_shape_of_those_of_transformers(tmp_path):
    """Held against its pipelines, over networks of random numbers."""
    pytest.importorskip("torch", reason="it comes with zhnlp[neural]")
    transformers = pytest.importorskip("transformers", reason="it comes with zhnlp[neural]")
    vocabulary = tmp_path / "vocab.txt"
    vocabulary.write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"王小明真好"]))
    tokenizer = transformers.BertTokenizerFast(str(vocabulary))
    sizes = {"hidden_size": 4, "num_hidden_layers": 1, "num_attention_heads": 1}
    config = transformers.BertConfig(vocab_size=10, intermediate_size=4, num_labels=2, **sizes)
    tokens = transformers.BertForTokenClassification(config)
    texts = transformers.BertForSequenceClassification(config)
    ner = transformers.TokenClassificationPipeline(
        model=tokens, tokenizer=tokenizer, aggregation_strategy="simple", ignore_labels=[]
    )
    grade = transformers.TextClassificationPipeline(model=texts, tokenizer=tokenizer)

    assert shape(ner("王小明")[:1]) == shape(NER("王小明"))
    assert shape(ner(["王小明"])[0][:1]) == shape(NER(["王小明"])[0])
    for given, settings in [
        ("真好", {}),
        (["真好", "好"], {}),
        ("真好", {"top_k": 1}),
        ("真好", {"top_k": None}),
        (["真好", "好"], {"top_k": 2}),
    ]:
        assert shape(grade(given, **settings)) == shape(GRADE(given, **settings))


def shape(found):
    """Lists and dicts without what is in them; a number is any, of numpy, too."""
    if isinstance(found, list):
        return [shape(each) for each in found]
    if isinstance(found, dict):
        return {name: shape(value) for name, value in found.items()}
    return str if isinstance(found, str) else float


class Words(TokenLabeller):
    """Labels texts by how many words they have."""

    of = "words"
    labels = ("few", "many")

    def token_probabilities(self, tokens):
        return {"few": float(len(tokens) < 2), "many": float(len(tokens) >= 2)}


class Terms(Words):
    """The same, by words with content."""

    of = "terms"


class Flat(VectorLabeller):
    """Labels all vectors alike."""

    labels = ("one",)

    def vector_probabilities(self, vectors):
        return [{"one": 1.0} for _ in vectors]


def test_words_and_terms_are_made_for_classifiers_that_read_them():
    assert TextClassification(Classifier(Words()))("我在北京")[0]["label"] == "many"
    assert TextClassification(Classifier(Terms()))("我在北京")[0]["label"] == "few"


def test_a_pack_is_found_by_its_name():
    assert TextClassification("reviews")("质量很好，下次还买")[0]["label"] == "positive"


def test_a_pipeline_labels_too():
    assert TextClassification(Pipeline([Classifier(Polarity())]))("真好") == GRADE("真好")


ERRORS = [
    (lambda: NER(3), InputError, "Give a list of texts"),
    (lambda: NER([3]), InputError, r"text 0 .* is 3"),
    (lambda: GRADE("好", top_k=0), UsageError, "top_k is 0"),
    (lambda: GRADE("好", top_k="all"), InputError, "top_k is 'all'"),
    (lambda: TokenClassification(3), InputError, "Give a Pipeline, a stage, or the name"),
    (lambda: TokenClassification("new"), UsageError, "there is no pipeline 'new'"),
    (lambda: TokenClassification(Segmenter("unigram")), UsageError, "fills words, not 'entities'"),
    (lambda: TextClassification("nothing"), PackError, "nothing"),
    (lambda: TextClassification(Pipeline()), UsageError, "fills nothing, not 'categories'"),
    (
        lambda: TextClassification(Classifier(Flat())),
        UsageError,
        "Give a Pipeline with an Embedder",
    ),
    (lambda: TextClassification(None), InputError, "pipeline is None. Give a Pipeline"),
]


@pytest.mark.parametrize("call, error, message", ERRORS, ids=[each[2] for each in ERRORS])
def test_what_does_not_fit_is_an_error(call, error, message):
    with pytest.raises(error, match=message):
        call()
