"""zhnlp train tagger --raw: raw text, cut by a model of words, makes the same bytes every time."""

import json

import pytest

from zhnlp.models.tags.model import TagModel
from zhnlp.stages.tagger import Tagger

QUICK = ("--passes", "2", "--min-count", "1")


@pytest.fixture
def train(run, toy_docs, known, word_model, tmp_path, monkeypatch):
    """Train on tagged and raw text, cut by the pack of words that is there; give its two files."""
    monkeypatch.setattr("zhnlp.models.tags.training.jieba_words", lambda: (known, 219))
    word_model.save_pack(tmp_path / "words")
    tagged = (
        " ".join(f"{word}/{tag}" for word, tag in zip(doc.words, doc.tags, strict=True))
        for doc in toy_docs[:20]
    )
    (tmp_path / "corpus.txt").write_text("\n".join(tagged) + "\n", "utf-8")
    raw = "".join(f"{doc.text}\n" for doc in toy_docs[20:])
    (tmp_path / "raw.txt").write_text(raw * 9, "utf-8")

    def call(*args):
        result = run("train", "tagger", "corpus.txt", *QUICK, *args, "-o", "mine")
        assert (result.exit_code, result.stdout) == (0, "")
        files = [tmp_path / "mine" / name for name in ("pack.json", "arrays.safetensors")]
        return result.stderr, [file.read_bytes() for file in files]

    return call


RAW = ("--raw", "raw.txt", "--raw-words", "./words")


def test_the_same_raw_text_gives_the_same_bytes(train):
    notes, first = train(*RAW)

    assert "words of the raw text have clusters" in notes
    assert train(*RAW)[1] == first


def test_raw_text_and_what_cuts_it_make_a_difference(train):
    arrays = [train(*args)[1][1] for args in ((), RAW, RAW[:2], RAW + RAW[:2])]

    assert len({*arrays}) == 4


def test_the_model_of_raw_text_has_the_tags_of_the_corpus(train, toy_docs, tmp_path):
    about = json.loads(train(*RAW)[1][0])
    tagger = Tagger(TagModel(tmp_path / "mine"))

    assert about["labels"] == sorted({tag for doc in toy_docs[:20] for tag in doc.tags})
    assert "clusters" not in about
    assert tagger.tag(["王小明", "来到", "北京", "。"]) == ["nr", "v", "ns", "w"]
