"""Copies, pickles and changed copies of public objects, and objects that threads share."""

import copy
import dataclasses
import inspect
import os
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import zhnlp
from zhnlp import (
    Classifier,
    Corrector,
    Doc,
    Gazetteer,
    IdfTable,
    Keywords,
    Lexicon,
    Linker,
    Misspellings,
    Normalizer,
    Pinyin,
    Pipeline,
    Recognizer,
    SearchIndex,
    Segmenter,
    SentenceSplitter,
    Span,
    SpellingProject,
    StopwordFilter,
    Summarizer,
    Tagger,
    Vectorizer,
    WordVectors,
)
from zhnlp.errors import AlignmentError, FormatError, InputError, ZhnlpError

WORDS = ["我", "爱", "北京"]
DOC = Doc(
    "我爱北京",
    words=WORDS,
    tags=["r", "v", "ns"],
    entities=[Span(2, 4, "LOC")],
    terms=[Span(1, 2), Span(2, 4)],
    vector=[0.5],
)
TEXTS = ["王小明在北京大学学习。", "我们讨论了云计算的问题，共30 亿元。", "", "帐号\ud800"] * 20
MAKE = {
    "Doc": lambda: DOC,
    "Words": lambda: DOC.words,
    "Span": lambda: DOC.entities[0],
    "Vector": lambda: DOC.vector,
    "Categories": lambda: zhnlp.Categories({"good": 1.0}),
    "Entry": lambda: zhnlp.Entry("我", "force", 3),
    "Lexicon": lambda: Lexicon({"云计算": 3}),
    "Gazetteer": lambda: Gazetteer({"北京": "LOC"}),
    "Misspellings": lambda: Misspellings({"帐号": "账号"}),
    "SpellingProject": lambda: SpellingProject({"帐号": "账号"}),
    "IdfTable": lambda: IdfTable.fit([WORDS]),
    "WordVectors": lambda: WordVectors.of(WORDS, [[1, 0], [0, 1], [2, 1]]),
    "Segmenter": lambda: Segmenter("unigram", lexicon=["云计算"]),
    "Tagger": Tagger,
    "Recognizer": Recognizer,
    "Corrector": Corrector,
    "Classifier": lambda: Classifier("reviews"),
    "Keywords": Keywords,
    "Linker": Linker,
    "Normalizer": lambda: Normalizer(han_blanks=True),
    "Pinyin": Pinyin,
    "SearchIndex": lambda: SearchIndex.fit([DOC], of="words"),
    "SentenceSplitter": SentenceSplitter,
    "StopwordFilter": StopwordFilter,
    "Summarizer": Summarizer,
    "Vectorizer": lambda: Vectorizer.fit([DOC]),
    "Pipeline": lambda: Pipeline([Segmenter("unigram"), Tagger()]),
}
COPIES = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda each: pickle.loads(pickle.dumps(each)),
}
ERRORS = [each for each in vars(zhnlp.errors).values() if inspect.isclass(each)]
ERRORS = [each for each in ERRORS if issubclass(each, (ZhnlpError, Warning))]


@pytest.mark.parametrize("copied", COPIES)
@pytest.mark.parametrize("name", MAKE)
def test_a_copy_is_equal_and_of_the_same_class(name, copied):
    made = MAKE[name]()
    back = COPIES[copied](made)
    assert type(back) is type(made)
    assert back == made


@pytest.mark.parametrize("copied", COPIES)
@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_an_error_can_be_copied_and_pickled(kind, copied):
    made = FormatError("words.txt", 3, "no. Yes.") if kind is FormatError else kind("no. Yes.")
    back = COPIES[copied](made)
    assert type(back) is kind
    assert (str(back), vars(back)) == (str(made), vars(made))


@pytest.mark.parametrize("copied", COPIES)
def test_an_error_that_a_call_raised_can_be_copied_and_pickled(copied):
    with pytest.raises(ZhnlpError) as caught:
        Segmenter().cut(None)
    back = COPIES[copied](caught.value)
    assert (type(back), str(back)) == (InputError, str(caught.value))


REPLACED = [
    (lambda: dataclasses.replace(DOC, tags=["r"]), AlignmentError, "3 words have 1 tags"),
    (lambda: dataclasses.replace(DOC, words=["我"]), AlignmentError, "do not spell the text"),
    (lambda: dataclasses.replace(DOC, text=None), InputError, "the text of a Doc is None"),
    (lambda: dataclasses.replace(DOC, entities=[(2, 40)]), AlignmentError, "outside the text"),
    (lambda: dataclasses.replace(DOC, vector="x"), InputError, "Give several numbers"),
    (lambda: dataclasses.replace(Segmenter(), lexicon=3), InputError, "lexicon is 3"),
    (lambda: dataclasses.replace(Segmenter(), size=3), InputError, "has no setting 'size'"),
    (lambda: dataclasses.replace(Pipeline(), stages=3), InputError, "stages of a pipeline is 3"),
]


@pytest.mark.parametrize("wrong, error, said", REPLACED)
def test_a_changed_copy_is_checked_as_a_new_object_is(wrong, error, said):
    with pytest.raises(error, match=said):
        wrong()


@pytest.fixture(scope="module")
def nlp():
    return Pipeline([*zhnlp.load("full").stages, Keywords(), Pinyin()])


def test_eight_threads_share_one_pipeline(nlp):
    expected = nlp.batch(TEXTS)
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(nlp.batch, [TEXTS] * 8):
            assert found == expected


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_process_forked_while_threads_cut_cuts_too():
    segmenter = Segmenter()
    expected = [segmenter.cut(text) for text in TEXTS]
    done = threading.Event()

    def cut():
        while not done.is_set():
            segmenter.cut(TEXTS[0] * 50)

    threads = [threading.Thread(target=cut) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(5):
            child = os.fork()
            if not child:
                os._exit([segmenter.cut(text) for text in TEXTS] != expected)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        done.set()
        for thread in threads:
            thread.join()
