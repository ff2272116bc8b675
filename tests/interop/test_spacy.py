"""zhnlp inside pipelines of spaCy: its tokenizer and its component."""

import multiprocessing
import os
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("spacy", reason="it comes with zhnlp[spacy]")
import spacy

from reference import Polarity
from zhnlp import (
    Classifier,
    Doc,
    Lexicon,
    Normalizer,
    Pipeline,
    Recognizer,
    Segmenter,
    SentenceSplitter,
    Tagger,
)
from zhnlp.errors import InputError, PipelineError, UsageError
from zhnlp.interop.spacy import Component, Tokenizer, from_spacy, to_spacy

ROOT = Path(__file__).parents[2]
TEXTS = ["王小明在 北京。天气好。", "外交部长来到南京大学", "", " \t\n", "AI大桥"]


def blank(**settings):
    """A pipeline of spaCy with zhnlp's tokenizer."""
    tokenizer = {"@tokenizers": "zhnlp.Tokenizer.v1", "method": "unigram", **settings}
    return spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})


NLP = blank()


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_the_tokenizer_keeps_every_text(text):
    assert NLP(text).text == text


def test_tokens_are_the_words_of_the_segmenter():
    for text in TEXTS:
        words = Segmenter("unigram")(Doc(text)).words

        assert from_spacy(NLP(text)).words == words
        assert from_spacy(next(NLP.tokenizer.pipe([text]))).words == words


def test_the_tokenizer_takes_words_of_the_users_in_a_config():
    own = ["市长江", ["宁德时代", "force", None, "nt", "ORG"]]

    assert [token.text for token in blank(lexicon=own)("宁德时代")] == ["宁德时代"]
    assert blank(lexicon=own).tokenizer.segmenter == Segmenter(
        "unigram", lexicon=[tuple(each) if isinstance(each, list) else each for each in own]
    )
    assert [token.text for token in blank(lexicon={"小明在": "force"})("小明在")] == ["小明在"]


def test_the_tokenizer_takes_the_file_of_a_lexicon(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("小明在\tforce\n", "utf-8")

    assert [token.text for token in blank(lexicon=str(path))("小明在")] == ["小明在"]


@pytest.fixture(scope="module")
def pipeline(word_model, tag_model, entity_model):
    """A small pipeline of every kind of layer that spaCy has."""
    return Pipeline(
        [
            SentenceSplitter(),
            Segmenter(model=word_model),
            Tagger(tag_model),
            Recognizer(model=entity_model),
        ]
    )


def filled(doc):
    """What a component has found."""
    names = [(name.start_char, name.end_char, name.label_) for name in doc.ents]
    tags = [(token.text_with_ws, token.tag_, token.pos_) for token in doc]
    return tags, names, [sentence.text for sentence in doc.sents]


@pytest.fixture(scope="module")
def nlp(pipeline):
    """A pipeline of spaCy with the small pipeline's words and what else it finds."""
    made = blank()
    made.tokenizer = Tokenizer(made.vocab, pipeline.stages[1])
    made.add_pipe("zhnlp", config={"pipeline": "news"})
    made.get_pipe("zhnlp")._use(pipeline)
    return made


@pytest.mark.parametrize("text", TEXTS)
def test_the_component_finds_what_the_pipeline_finds(nlp, pipeline, text):
    assert filled(nlp(text)) == filled(to_spacy(pipeline(text)))


def test_many_texts_give_what_one_by_one_gives(nlp):
    texts = TEXTS * 3
    alone = [filled(nlp(text)) for text in texts]

    assert [filled(doc) for doc in nlp.pipe(texts, batch_size=2)] == alone


PROCESSES = """
import multiprocessing, sys
import spacy
import zhnlp.interop.spacy

if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    tokenizer = {"@tokenizers": "zhnlp.Tokenizer.v1", "method": "unigram"}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    nlp.add_pipe("zhnlp")
    texts = ["王小明在 北京。", "天气好。", ""] * 4
    alone = [nlp(text).to_json() for text in texts]
    together = [doc.to_json() for doc in nlp.pipe(texts, n_process=2, batch_size=2)]
    print(len(together), together == alone)
"""


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_two_processes_give_what_one_gives(method, tmp_path):
    """In a program of its own: a test may have threads, which do not survive a fork."""
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip("this system cannot fork")
    program = tmp_path / "program.py"
    program.write_text(PROCESSES, "utf-8")
    done = subprocess.run(
        [sys.executable, str(program), method],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )

    assert done.stdout.split() == ["12", "True"]


def test_names_inside_tokens_split_them():
    class Finder:
        """Finds 北京 wherever it is."""

        labels = ("LOC",)

        def find(self, text, ends, tags):
            at = text.find("北京")
            return [(at, at + 2, "LOC")] if at >= 0 else []

        def find_batch(self, texts, ends, tags):
            return [self.find(text, None, None) for text in texts]

    component = Component(Pipeline([Segmenter("unigram"), Tagger(), Recognizer(model=Finder())]))
    made = component(to_spacy(Doc("到北京市 去", words=["到", "北京市", " ", "去"]), NLP.vocab))

    assert [token.text_with_ws for token in made] == ["到", "北京", "市 ", "去"]
    assert ([name.text for name in made.ents], made.text) == (["北京"], "到北京市 去")


def test_categories_and_other_layers_are_filled():
    component = Component(Pipeline([Segmenter("unigram"), Classifier(Polarity())]))
    doc = component(NLP("我爱北京"))

    assert doc.cats == dict(Classifier(Polarity())(Doc("我爱北京")).categories)


def test_sentences_of_a_parser_stay():
    words = ["好", "。", "坏"]
    heads, deps = [0, 0, 0], ["ROOT", "punct", "dep"]
    parsed = spacy.tokens.Doc(NLP.vocab, words=words, spaces=[False] * 3, heads=heads, deps=deps)
    component = Component(Pipeline([SentenceSplitter()]))

    assert len(list(component(parsed).sents)) == 1


def test_a_pipeline_in_a_pipeline_gives_up_its_words_too(pipeline):
    inner = Pipeline([Pipeline(pipeline.stages[:2]), *pipeline.stages[2:]])
    kinds = [type(stage).__name__ for stage in Component(inner)._beside_words.stages]

    assert kinds == ["_Tokens", "SentenceSplitter", "Tagger", "Recognizer"]


def saved_as_folder(nlp, folder):
    nlp.to_disk(folder)
    return spacy.load(folder)


def saved_as_bytes(nlp, folder):
    return spacy.blank("zh", config=nlp.config).from_bytes(nlp.to_bytes())


@pytest.mark.parametrize("again", [saved_as_folder, saved_as_bytes])
def test_a_pipeline_comes_back_from_its_files(again, tmp_path):
    own = [["来到南", "force", None, "v"]]
    made = blank(lexicon=own)
    made.add_pipe("zhnlp", config={"lexicon": [["李小", "force", None, "nr", "PER"]]})
    loaded = again(made, tmp_path / "saved")

    assert loaded.tokenizer.segmenter == made.tokenizer.segmenter
    if loaded.pipe_names:  # bytes hold what a pipeline's parts are, not which it has
        assert loaded.get_pipe("zhnlp").pipeline == made.get_pipe("zhnlp").pipeline
        assert filled(loaded("来到南京李小")) == filled(made("来到南京李小"))


def test_parts_come_back_from_bytes(nlp):
    tokenizer, component = nlp.tokenizer, nlp.get_pipe("zhnlp")
    other = Tokenizer(nlp.vocab, Segmenter("forward")).from_bytes(tokenizer.to_bytes())
    again = Component(Pipeline()).from_bytes(component.to_bytes())

    assert filled(again(other(TEXTS[1]))) == filled(nlp(TEXTS[1]))
    assert tokenizer.to_bytes() == other.to_bytes()


def test_files_of_a_lexicon_are_saved_with_the_words(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("小明在\tforce\n", "utf-8")
    blank(lexicon=str(path)).to_disk(tmp_path / "saved")
    path.write_text("小明\tforce\n", "utf-8")

    loaded = spacy.load(tmp_path / "saved")
    assert loaded.tokenizer.segmenter.lexicon == Lexicon([("小明在", "force")])


def test_the_component_wants_the_words_of_zhnlp():
    plain = spacy.blank("zh")
    with pytest.raises(UsageError, match=r'the component .zhnlp. needs words.*"tokens": "any"'):
        plain.add_pipe("zhnlp")
    plain.add_pipe("zhnlp", config={"tokens": "any"})

    assert [token.tag_ for token in plain("好。")][1] == "w"


WRONG = [
    (lambda: Tokenizer(NLP.vocab, "crf"), InputError, "Give a Segmenter"),
    (lambda: Tokenizer("zh", Segmenter("unigram")), InputError, "Give a Vocab"),
    (lambda: NLP.tokenizer(3), InputError, "Give a str"),
    (lambda: NLP("\ud800"), InputError, "half a surrogate pair"),
    (lambda: Component("news"), InputError, "Give a Pipeline"),
    (lambda: Component(Pipeline([Normalizer()])), UsageError, "Normalizer rewrites the text"),
    (lambda: Component(Pipeline())("我"), InputError, "doc is '我', of type str. Give a Doc"),
    (lambda: NLP.tokenizer.pipe("我"), InputError, "Give a list of texts"),
]  # fmt: skip


@pytest.mark.parametrize("call, error, message", WRONG, ids=[each[2] for each in WRONG])
def test_what_does_not_fit_is_an_error(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_layers_of_stages_that_do_not_run_are_missed():
    class Cutter(Segmenter):
        """A Segmenter that tags, too."""

        provides = ("words", "tags")

    with pytest.raises(PipelineError, match="needs 'tags'"):
        Component(Pipeline([Cutter("unigram"), Recognizer("dictionary")]))


def test_an_unknown_setting_is_an_error_of_spacy():
    with pytest.raises(Exception, match="colour"):
        blank(colour="red")


def test_spacy_finds_both_by_the_entry_points_of_setup_cfg(tmp_path):
    """As if zhnlp was installed with them, in a process that does not import zhnlp."""
    if not (ROOT / "setup.cfg").is_file():
        pytest.skip("setup.cfg is not in the installed package")
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    points = config["options.entry_points"]
    lines = [f"[{group}]\n{points[group].strip()}\n" for group in points if "spacy" in group]
    about = tmp_path / "zhnlp_points-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: zhnlp-points\nVersion: 1\n")
    (about / "entry_points.txt").write_text("".join(lines))
    program = (
        "import spacy\n"
        "tokenizer = {'@tokenizers': 'zhnlp.Tokenizer.v1', 'method': 'unigram'}\n"
        "nlp = spacy.blank('zh', config={'nlp': {'tokenizer': tokenizer}})\n"
        "nlp.add_pipe('zhnlp')\n"
        "print(ascii([token.text for token in nlp('我爱北京')]))\n"
    )
    path = os.pathsep.join([str(tmp_path), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == ascii(["我", "爱", "北京"])
