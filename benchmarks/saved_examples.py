"""Saved pipelines and packs of every kind, and what is done with each after it is loaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import zhnlp.models.words.cutting
from zhnlp.categories import Categories
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.pipeline import Pipeline
from zhnlp.resources import pack, packs
from zhnlp.saving import load as load_saved
from zhnlp.stages.classifier import Classifier
from zhnlp.stages.corrector import Corrector
from zhnlp.stages.embedder import Embedder
from zhnlp.stages.filter import StopwordFilter
from zhnlp.stages.keywords import Keywords
from zhnlp.stages.linker import Linker
from zhnlp.stages.normalizer import Normalizer
from zhnlp.stages.pinyin import Pinyin
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.search import SearchIndex
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.splitter import SentenceSplitter
from zhnlp.stages.summarizer import Summarizer
from zhnlp.stages.tagger import Tagger
from zhnlp.stages.vectorizer import Vectorizer

TEXTS = (
    "王小明在北京大学学习，2026年11月20日买了iPhone 15 Pro，花了￥8,999。他说：“今天的天汽很好。”",
    "中國人民銀行宣布,A股上漲3%。http://a.b/c 一个不好的的的 pytohn程序\r\n",
    "",
    "的" * 300 + "𠮷野家\ud800👩‍👧",
)
_SMALL = ("ud-words", "msra-hmm", "modern-entities", "sighan-spelling", "news-idf", "reviews")
_OTHERS = ("pinyin", "pku-ngrams", "zh-characters", "jieba", "modern-tags")
_ALIVE: list[Any] = []  # so that children find the packs that ship in memory
_NLP = Pipeline([SentenceSplitter(), Segmenter("unigram"), StopwordFilter()])


def make_all(folder: Path) -> list[Path]:
    """Write an example of everything that can be saved to `folder`."""
    for name, thing in {**_pipelines(folder), **_models()}.items():
        thing.save(folder / name) if hasattr(thing, "save") else thing.save_pack(folder / name)
    _ALIVE.extend((Tagger(), Recognizer(), Segmenter(), Corrector()))
    shipped = [pack(name) for name in (*_SMALL, *_OTHERS) if name in packs()]
    return [*(each for each in sorted(folder.iterdir()) if each.is_dir()), *shipped]


def _pipelines(folder: Path) -> dict[str, Any]:
    own = folder / "own.txt"
    own.write_text("的\n了\n", "utf-8")
    lexicon = [("宁德时代", "force", 5, "nt", "ORG"), ("天汽", "prefer"), ("不好", "split")]
    words = Segmenter(lexicon=lexicon, dictionary=None, patterns=("《[^《》]+》",))
    names = Recognizer(gazetteer={"A股": "ORG"}, lexicon=lexicon, labels=["ORG", "TIME", "PER"])
    return {
        "news": Pipeline([SentenceSplitter(), words, Tagger(lexicon=lexicon), names, Linker()]),
        "own-words": Segmenter("unigram", dictionary={"北京": 5, "大学": 3}, hmm=False),
        "correct": Corrector(misspellings={"天汽": "天气"}, protected=["宁德"], apply=True),
        "terms": Pipeline(
            [Segmenter("bidirectional"), StopwordFilter((own, "news"), keep=("不",))]
        ),
        "keywords": Pipeline([*_NLP.stages, Keywords("phrases", top=3)]),
        "summary": Pipeline([*_NLP.stages, Summarizer()]),
        "pinyin": Pipeline([Normalizer(addresses="mark"), Segmenter("jieba"), Pinyin("numbers")]),
        "nested": Pipeline([Pipeline([SentenceSplitter(semicolons=True)]), Pipeline([])]),
        "copied": Pipeline([Segmenter(model=_copy("ud-words")), Tagger(tag_set="ud")]),
    }


def _copy(name: str) -> Any:
    """A model that is saved itself, and not by its name."""
    model = load_saved(pack(name))
    object.__setattr__(model.pack, "folder", None)
    return model


def _models() -> dict[str, Any]:
    from zhnlp.models.vectors.model import WordVectors

    docs = _NLP.batch(TEXTS[:3])
    labelled = [
        doc.filled(categories=Categories({"好": 1.0} if i % 2 else {"差": 1.0}))
        for i, doc in enumerate(_NLP.batch(["好 极了", "太 差", "真 好", "很 差"] * 3))
    ]
    vectors = WordVectors.of(["北京大学", "学习", "今天"], [[1.0, 0.5], [0.25, 1.0], [0.0, 1.0]])
    table = Embedder.fit(docs, vectors)
    return {
        "counts": Vectorizer.fit(docs, min_docs=1),
        "search": SearchIndex.fit(docs),
        "vectors": vectors,
        "embedder": table,
        "classifier": Classifier.fit(labelled, of="words", min_docs=1),
    }


def use(folder: Path, loaded: list[str]) -> None:
    """Load what is in `folder`, note that in `loaded`, and use it on a few texts."""
    if folder.name.startswith("jieba"):
        Dictionary.load(folder)
        known = zhnlp.models.words.cutting.pack
        zhnlp.models.words.cutting.pack = lambda name: folder  # type: ignore[assignment]
        try:
            segmenter = Segmenter("unigram")
        finally:
            zhnlp.models.words.cutting.pack = known
        loaded.append("Dictionary")
        _each(segmenter.cut)
        return
    if (folder / "pack.json").exists():
        model = load_saved(folder)
        loaded.append(type(model).__name__)
        _USES[type(model).__name__](model)
    else:
        stage = load_saved(folder)
        loaded.append(type(stage).__name__)
        if isinstance(stage, Vectorizer):
            stage.bags(_NLP.batch(TEXTS))
        else:
            nlp = stage if isinstance(stage, Pipeline) else Pipeline([*_before(stage), stage])
            nlp.batch(TEXTS)


def _before(stage: Any) -> tuple[Any, ...]:
    """The stages that `stage` needs before it."""
    if "text" in stage.provides or not stage.requires:
        return ()
    return (*_NLP.stages, Tagger()) if "tags" in stage.requires else _NLP.stages


def _each(call: Callable[[str], object]) -> None:
    for text in TEXTS:
        call(text)


def _ngrams(model: Any) -> None:
    _each(Segmenter("bigram", model=model).cut)
    _each(Segmenter("trigram", model=model).cut)
    model.log_prob(["北京", "大学"])


def _near(model: Any) -> None:
    if len(model):
        model.nearest(model.vector(next(iter(model))))


def _with(*stages: Any) -> None:
    Pipeline([*_NLP.stages, *stages]).batch(TEXTS)


def _labels(model: Any) -> None:
    _with(Classifier(model))
    model.weights_of(model.labels[0], 5)


_USES: dict[str, Callable[[Any], object]] = {
    "WordModel": lambda model: _each(Segmenter("crf", model=model, lexicon={"北京": 5}).cut),
    "TagModel": lambda model: (_with(Tagger(model)), model.classes()),
    "EntityModel": lambda model: _with(Tagger(), Recognizer(model=model), Linker()),
    "SpellingModel": lambda model: Pipeline([Corrector(model)]).batch(TEXTS),
    "NgramModel": _ngrams,
    "LanguageModel": lambda model: model.perplexity(TEXTS),
    "IdfTable": lambda model: _with(Keywords(idf=model), Keywords("phrases", idf=model)),
    "TextLabels": _labels,
    "TokenLabels": _labels,
    "CountModel": lambda model: Vectorizer(model).bags(_NLP.batch(TEXTS)),
    "SearchModel": lambda model: [SearchIndex(model).search(doc) for doc in _NLP.batch(TEXTS)],
    "WordVectors": lambda model: (_with(Embedder(model)), _near(model)),
    "PinyinModel": lambda model: [
        model.read(doc.text, doc.words.ends) for doc in _NLP.batch(TEXTS)
    ],
}
