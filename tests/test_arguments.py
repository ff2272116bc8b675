"""Every call of zhnlp with any argument gives what it promises or a ZhnlpError.

The calls are found by introspection of ``zhnlp.__all__``, so that a new function is tested
without a change here. A parameter without a default needs an example by its name.
"""

import builtins
import inspect
import re
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

import zhnlp
from reference import Beginning, Finder, Polarity, toy_topics
from zhnlp import (
    Categories,
    Classifier,
    Corrector,
    Doc,
    Embedder,
    Gazetteer,
    IdfTable,
    Interval,
    Keywords,
    Lexicon,
    Linker,
    Misspellings,
    NgramModel,
    Normalizer,
    Pinyin,
    Pipeline,
    Reader,
    Recognizer,
    SearchIndex,
    Segmenter,
    SentenceSplitter,
    Span,
    SpellingProject,
    Stage,
    StopwordFilter,
    Summarizer,
    Tagger,
    Topics,
    Vectorizer,
    VectorTraining,
    WordVectors,
    read_arpa,
)
from zhnlp.arguments import need_choice, need_count, need_number, need_path, shown
from zhnlp.errors import InputError, UsageError, ZhnlpError
from zhnlp.saving import KINDS


class Text(str):
    """A string of a sub-class, as bs4 and numpy make them."""


class Unshowable:
    """Its repr fails, as that of a half-made object may."""

    def __repr__(self):
        raise RuntimeError


TEXT = "我爱北京"
WORDS = ["我", "爱", "北京"]
DOC = Doc(
    TEXT,
    words=WORDS,
    sentences=[Span(0, 4)],
    tags=["r", "v", "ns"],
    entities=[Span(2, 4, "LOC")],
    terms=[Span(1, 2), Span(2, 4)],
    vector=[0.5, 0.25],
)
ARPA = """\\data\\
ngram 1=5

\\1-grams:
-1\t<unk>
-99\t<s>
-1\t</s>
-1\t我
-1\t爱

\\end\\
"""
EXAMPLES = {
    "a": "bei3 jing1",
    "b": "bei4",
    "text": TEXT,
    "texts": [TEXT],
    "batch": {"text": [TEXT]},
    "doc": DOC,
    "docs": [DOC] * 3,
    "words": WORDS,
    "word": "我",
    "ends": bytes(DOC.words.ends),
    "span": (0, 1),
    "spans": [],
    "edits": [(0, 1, "你")],
    "data": TEXT.encode(),
    "order": 1,
    "start": 0,
    "end": 1,
    "wrong": "帐号",
    "right": "账号",
    "log_odds": 1.0,
    "reason": "user",
    "name": "北京",
    "label": "LOC",
    "given": [],
    "question": "谁爱北京",
    "probability": 0.5,
    "probabilities": {"good": 1.0},
    "pairs": [("我", "爱")],
    "method": "abstractive",
    "n": 1,
    "topic": 0,
    "labels": ["even", "odd"],
    "query": DOC,
    "numbers": [0.5, 1],
    "vector": [0.5, 1],
    "vectors": [[0.5, 1]] * 3,
    "sentences": [WORDS] * 5,
    "positive": "北京",
    "first": "北京",
    "second": "爱",
    "third": "我",
    "documents": [WORDS],
}
COUNTS = Vectorizer.fit([DOC])
VECTORS = WordVectors.of(WORDS, [[1, 0], [0, 1], [2, 1]])
INDEX = SearchIndex.fit([DOC], of="words")
MODELS = {
    "Classifier": Polarity(),
    "Embedder": VECTORS,
    "Reader": Finder(),
    "Summarizer": Beginning(),
    "SearchIndex": INDEX.model,
    "Topics": toy_topics(),
    "Vectorizer": COUNTS.model,
}
TRAIN_LONG = {("Classifier", "fit"), ("Classifier", "fit_pairs"), ("Reader", "fit")}  # networks
TRAIN_LONG |= {("Topics", "fit"), ("Topics", "coherence")}  # topics
EXAMPLES_OF = {  # of one call
    ("value_of", "label"): "TIME",
    ("__call__", "text"): DOC,
    ("batch", "texts"): [DOC] * 3,
    ("value", "span"): Span(2, 4, "LOC"),
    ("fit", "vectors"): VECTORS,
    ("from_gensim", "vectors"): SimpleNamespace(index_to_key=WORDS, vectors=[[1]] * 3, expandos={}),
}
RECORDS = (
    "Answer",
    "Amount",
    "Duration",
    "Interval",
    "Keyword",
    "Match",
    "NearDuplicates",
    "NewWord",
)  # hold what they are given, as named tuples do
PACKAGES = {
    "matrix": "scipy",
    "near_duplicates": "rensa",
    "to_arrow": "pyarrow",
    "to_gensim": "gensim",
    "to_spacy": "spacy",
    "train_vectors": "gensim",
}
SETTINGS = {"schedule": None, "about": None, "checkpoint": None, "report": lambda line: None}
WRONG = [
    *(None, b"", b"x", 0, 3, -1, 2**70, 1.5, float("nan"), float("inf"), True, object(), str),
    *("", "x", "\ud800", "a\0b", Text(TEXT), Text("x"), Unshowable(), Path("no/such/file")),
    *([], (), {}, [3], [None], [b"x"], [""], ["我"], ["\ud800"], [Text("我")], [[]], [[["x"]]]),
    *([(1,)], [(1, 2)], [(-1, 2**70)], [("a", None)], [(0, 1, 3)], [("我", "force", [], {})]),
    *({"我": 3}, {3: "我"}, {"": ""}, {"我": "\ud800"}, {"我": (1, "n")}, Span(0, 99)),
    *([Span(0, 1, 3)], [Span(None, "x")], Doc("x"), [Doc("x")], [Segmenter], Segmenter),
]
NO_TEXT = [b"x", 3, ["我"]]


def calls():
    """Owner and name of everything public that can be called; None for no owner."""
    for name in zhnlp.__all__:
        found = getattr(zhnlp, name)
        if not inspect.isclass(found):
            yield None, name
            continue
        if name not in RECORDS:
            yield name, "__init__"
        public = ((name, method) for method in dir(found) if is_public(found, method))
        yield from (call for call in public if call not in TRAIN_LONG)


def is_compared(value):
    """Whether objects with equal contents are equal; a named tuple holds what it is given."""
    is_matrix = type(value).__module__.startswith(("scipy", "numpy"))  # number by number
    return type(value).__eq__ not in (object.__eq__, tuple.__eq__) and not is_matrix


def is_public(kind, name):
    """Whether it is a method that zhnlp defines, and not inherited from a builtin class."""
    home = next(each for each in kind.__mro__ if name in vars(each))
    own = home.__module__.startswith("zhnlp") and callable(getattr(kind, name))
    return own and (name == "__call__" or not name.startswith("_"))


CALLS = list(calls())


@pytest.fixture(scope="module")
def objects(tmp_path_factory, word_model, tag_model, entity_model):
    """An object of every class that has methods."""
    arpa = tmp_path_factory.mktemp("arpa") / "model.arpa"
    arpa.write_text(ARPA, encoding="utf-8")
    return {
        "Categories": Categories({"good": 1.0}),
        "Classifier": Classifier(MODELS["Classifier"]),
        "Corrector": Corrector(),
        "Doc": DOC,
        "Embedder": Embedder(VECTORS),
        "Interval": Interval(datetime(2026, 11, 26), datetime(2026, 11, 27)),
        "IdfTable": IdfTable.fit([WORDS]),
        "Keywords": Keywords(),
        "Gazetteer": Gazetteer({"北京": "LOC"}),
        "LanguageModel": read_arpa(arpa),
        "Linker": Linker(),
        "Lexicon": Lexicon(["我"]),
        "Misspellings": Misspellings({"帐号": "账号"}),
        "SpellingProject": SpellingProject({"帐号": "账号"}),
        "NgramModel": NgramModel(read_arpa(arpa, unit="words").pack),
        "Normalizer": Normalizer(),
        "Pinyin": Pinyin(),
        "Reader": Reader(MODELS["Reader"]),
        "Pipeline": Pipeline([Segmenter(model=word_model)]),
        "Recognizer": Recognizer(model=entity_model),
        "Segmenter": Segmenter("unigram"),
        "SentenceSplitter": SentenceSplitter(),
        "SearchIndex": INDEX,
        "Stage": SentenceSplitter(),
        "StopwordFilter": StopwordFilter(),
        "Summarizer": Summarizer("abstractive", model=MODELS["Summarizer"]),
        "Tagger": Tagger(tag_model),
        "Topics": Topics(MODELS["Topics"]),
        "Vector": DOC.vector,
        "Vectorizer": COUNTS,
        "WordVectors": VECTORS,
        "Words": DOC.words,
        "arpa": arpa,
    }


class Call:
    """One public call: what it takes, and how it is made."""

    def __init__(self, owner, name, objects, room):
        kind = getattr(zhnlp, owner) if owner else None
        if owner is None:
            self.target = getattr(zhnlp, name)
        elif name == "__init__":
            self.target = kind
        elif isinstance(inspect.getattr_static(kind, name), classmethod):
            self.target = getattr(kind, name)
        else:
            self.target = getattr(objects[owner], name)
        self.owner, self.name, self.objects, self.room = owner, name, objects, room
        self.parameters = inspect.signature(self.target).parameters
        self.examples = {}
        for each in self.parameters.values():
            if each.kind is each.VAR_KEYWORD:
                self.examples |= SETTINGS if "Settings" in each.annotation else {}
            else:
                self.examples[each.name] = self.example(each)

    def example(self, parameter):
        if parameter.default is not parameter.empty:
            return parameter.default
        if parameter.name == "model":
            return MODELS.get(self.owner) or self.objects["LanguageModel"]
        if parameter.name == "name" and self.owner in ("WordVectors", "VectorTraining"):
            return self.objects[self.owner].pack
        if parameter.name in ("path", "folder"):
            return getattr(self, parameter.name)()
        return EXAMPLES_OF.get((self.name, parameter.name)) or EXAMPLES[parameter.name]

    def path(self):
        """A file to read, or to write over."""
        if self.name == "read_arpa":
            return str(self.objects["arpa"])
        path = self.room / "table.txt"
        if self.owner == "WordVectors":
            VECTORS.write(path)
            return str(path)
        row = "北京 4.5" if self.owner == "IdfTable" else "北京\tforce"
        path.write_text(f"{row}\n", encoding="utf-8")
        return str(path)

    def folder(self):
        """A folder to save to, or to load from."""
        folder = str(self.room / "saved")
        if self.name.startswith("load"):
            getattr(self.objects[self.owner], self.name.replace("load", "save"))(folder)
        return folder

    def annotated(self, pattern):
        """The parameters with such an annotation."""
        found = self.parameters.values()
        return [each.name for each in found if re.search(pattern, str(each.annotation))]

    def __call__(self, **changed):
        """What the call gives, with examples for all that is not said."""
        values = {**self.examples, **changed}
        by_place = [
            values.pop(each.name)
            for each in self.parameters.values()
            if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)
        ]
        result = self.target(*by_place, **values)
        if hasattr(result, "__next__"):
            return list(result)
        if isinstance(result, Stage) and type(result) is not Stage:
            result(DOC)
        return result

    def promised(self):
        """The class of what is given back; object where the annotation names none."""
        name = str(inspect.signature(self.target).return_annotation)
        if self.name == "__init__" or name == "Self":
            return getattr(zhnlp, self.owner)
        home = vars(sys.modules[self.target.__module__])
        found = home.get(name.split("[")[0]) or getattr(builtins, name.split("[")[0], object)
        kinds = {"None": type(None), "Iterator": list}
        return kinds.get(name.split("[")[0], found if inspect.isclass(found) else object)


@pytest.fixture
def call(owner, name, objects, known, tmp_path, monkeypatch):
    """The call under test, in an empty folder, which a name of nothing is a path of."""
    if name in PACKAGES:
        pytest.importorskip(PACKAGES[name])
    if owner == "VectorTraining":
        pytest.importorskip("gensim")
        objects = {**objects, owner: VectorTraining.start(EXAMPLES["sentences"])}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("zhnlp.models.tags.training.jieba_words", lambda: (known, {}))
    for model in MODELS.values():
        monkeypatch.setitem(KINDS, type(model).__name__, type(model).__module__)
    return Call(owner, name, objects, tmp_path)


every_call = pytest.mark.parametrize("owner, name", CALLS)


@every_call
def test_any_argument_gives_what_is_promised_or_an_error_of_zhnlp(call):
    promised = call.promised()
    assert isinstance(call(), promised)
    for name in call.examples:
        for wrong in WRONG:
            with suppress(ZhnlpError):
                assert isinstance(call(**{name: wrong}), promised)


@every_call
def test_what_is_no_string_is_refused_by_name(call):
    if call.owner and issubclass(getattr(zhnlp, call.owner), tuple):
        return  # a named tuple holds what it is given
    for name in call.annotated(r"^str( \| None)?$"):
        for wrong in NO_TEXT:
            with pytest.raises(InputError, match=r"; give a (str|string)|Give a str"):
                call(**{name: wrong})


@every_call
def test_none_is_as_good_as_nothing_where_the_annotation_says_so(call):
    for name in call.annotated(r"\| None$"):
        call(**{name: None})


@every_call
def test_strings_of_sub_classes_are_strings(call):
    expected = call()
    for name, value in call.examples.items():
        if isinstance(value, str):
            found = call(**{name: Text(value)})
            assert type(found) is type(expected)
            assert not is_compared(found) or found == expected


@every_call
def test_tuples_and_lists_are_alike(call):
    expected = call()
    for name, value in call.examples.items():
        if isinstance(value, list):
            found = call(**{name: tuple(value)})
            assert not is_compared(found) or found == expected


MESSAGES = [
    (lambda: need_path(3), InputError, "path is 3, of type int. Give a str or a Path."),
    (lambda: need_path(None), InputError, "path is None. Give a str or a Path."),
    (lambda: need_path(""), UsageError, "path is '', which cannot name a file or folder. Give its"),
    (lambda: need_count(0, "n"), UsageError, "n is 0; it must be a whole number of at least 1."),
    (lambda: need_count(2**40, "n"), UsageError, "of at least 1 and at most 2147483647."),
    (lambda: need_count("1", "n"), InputError, "n is '1', of type str. Give a whole number of at"),
    (lambda: need_number("1", "size"), InputError, "size is '1', of type str. Give a number."),
    (lambda: need_choice("stric", "errors", ["strict"]), UsageError, "'stric' is not known. Did"),
    (lambda: Doc(b"x"), InputError, "the text of a Doc is b'x', of type bytes. Give a str; decode"),
    (lambda: Segmenter(lexicon=3), InputError, "lexicon is 3, of type int. Give a Lexicon, a li"),
    (lambda: Segmenter()(3), InputError, "the text is 3, of type int. Give a str or a Doc; d"),
    (lambda: Segmenter().batch(TEXT), InputError, "Give a list of texts; call the stage with"),
    (lambda: Tagger().tag(3), InputError, "words is 3, of type int. Give a text"),
]  # fmt: skip


@pytest.mark.parametrize("wrong, error, message", MESSAGES)
def test_a_message_names_the_argument_and_says_what_to_give(wrong, error, message):
    with pytest.raises(error, match=re.escape(message)):
        wrong()


def test_what_cannot_be_shown_is_named_by_its_kind():
    assert shown(Unshowable()) == "an Unshowable"
    assert shown(10**5000) == "an int"
    assert len(shown("我" * 99)) == 40


class Shouting(str):
    """It prints another text than it has, and is equal to none."""

    def __str__(self):
        return self.upper()

    def __eq__(self, other):
        return False

    __hash__ = None


@pytest.mark.parametrize("kind", [Text, Shouting])
def test_a_string_of_a_class_of_its_own_becomes_a_plain_one(kind):
    doc = zhnlp.Doc(kind("ab"), words=[kind("a"), kind("b")], tags=[kind("n"), kind("v")])

    found = [doc.text, doc.source, doc.words.text, *doc.words, *doc.tags]
    assert found == ["ab", "ab", "ab", "a", "b", "n", "v"]
    assert {type(each) for each in found} == {str}
    assert zhnlp.Normalizer().normalize(kind("ａb")) == "ab"
    assert zhnlp.Keywords().extract(kind(TEXT)) == zhnlp.Keywords().extract(TEXT)
