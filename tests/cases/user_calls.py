"""Calls as users write them, which strict type checkers must accept; never run."""

from datetime import date
from pathlib import Path

import zhnlp
from zhnlp import (
    Amount,
    Corrector,
    Duration,
    Gazetteer,
    Interval,
    Lexicon,
    Misspellings,
    Pipeline,
    Recognizer,
    Segmenter,
    StopwordFilter,
    Tagger,
)

words: list[str] = ["云计算"]
counts: dict[str, int] = {"云计算": 5}
modes: dict[str, str] = {"云计算": "force"}
mixed: dict[str, int | str] = {"云计算": 5, "大桥": "split"}
labels: dict[str, str] = {"小爱同学": "PRODUCT"}
pairs: list[tuple[str, str]] = [("帐号", "账号")]
path = Path("mine.tsv")

segmenters = [
    Segmenter(lexicon=words, patterns=["《[^《》]+》"], strength=1),
    Segmenter(lexicon=counts, dictionary=words),
    Segmenter(lexicon=modes, dictionary=counts),
    Segmenter(lexicon=mixed, dictionary=path),
    Segmenter(lexicon=path),
    Segmenter(lexicon={"云计算", "区块链"}),
    Segmenter(lexicon=(word for word in words)),
    Segmenter(lexicon=[("宁德时代", "force", 5, "nt", "ORG"), "云计算"]),
]
taggers = [Tagger(lexicon=words), Tagger(lexicon=modes), Tagger(lexicon="mine.tsv")]
recognizers = [
    Recognizer(gazetteer=labels, lexicon=words, labels=["TIME"]),
    Recognizer(gazetteer=pairs, labels={"TIME"}),
    Recognizer(gazetteer=path),
]
filters = [
    StopwordFilter(["general"]),
    StopwordFilter([path]),
    StopwordFilter(("general", "news")),
    StopwordFilter(add=words, keep={"不"}, keep_tags=["n"], drop_tags=["u"]),
]
correctors = [
    Corrector(protected=words, misspellings=modes),
    Corrector(protected=counts, misspellings=pairs),
    Corrector(protected=[("云计算", "force")], misspellings=path),
]
lexicon = Lexicon(words) | Lexicon(counts) | Lexicon.read(path, skip_bad_lines=True)
texts = [entry.word + (entry.tag or "") for entry in lexicon]
texts += [name + label for name, label in Gazetteer(labels)]
texts += [wrong + right for wrong, right in Misspellings(pairs)]
nlp = Pipeline([segmenters[0], taggers[0], recognizers[0], filters[0]])
doc = zhnlp.load("news", lexicon=words, dictionary=counts, gazetteer=labels, labels=["TIME"])("")
for span in doc.entities:
    value = recognizers[0].value(doc, span, today=date(2026, 11, 26))
    if isinstance(value, Amount):
        texts.append(value.unit)
    elif isinstance(value, Interval):
        texts.append(value.start.isoformat())
    elif isinstance(value, Duration):
        texts.append(value.low)
    elif value is not None:
        texts.append(value.upper())
texts += [doc.text + key for doc, key in nlp.stream([("我", "a")], as_tuples=True)]
texts += [doc.text for doc in nlp.stream(["我", doc], batch_size=2)]
texts += nlp.map_batches({"text": texts})["text"]

# Plain texts to plain results, and what a Doc has of each word and span.
cut: list[str] = Segmenter().cut("我爱北京")
tagged: list[tuple[str, str]] = Tagger().tag("我爱北京")
tags: list[str] = Tagger().tag(["我", "爱", "北京"])
names: list[str] = [each.text for each in Recognizer().find("王小明在北京")]
corrected: str = Corrector().correct("我们今天去公圆玩。")
sentences: list[str] = zhnlp.SentenceSplitter().split("你好。我走了！")
one = Segmenter()("我爱北京")
many = Segmenter().batch(["我爱北京", one])
for doc in zhnlp.load("news").batch(["我", None], on_missing="skip"):
    for sentence in doc.sentences:
        for word, tag, start, end in doc.rows(sentence):
            print(word + tag, start + end)
        print(sentence.text, [name.label for name in doc.entities_in(sentence)])
pairs_of = zhnlp.corpus.read_spelling
error: type[Exception] = zhnlp.errors.ZhnlpError


class Shout(zhnlp.Stage):
    def __call__(self, doc: zhnlp.Doc) -> zhnlp.Doc:
        return doc.filled(terms=())
