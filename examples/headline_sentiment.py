"""Good or bad news for a company? From headlines to a classifier, step by step.

python headline_sentiment.py                 # headlines that are made below
python headline_sentiment.py --data FILE     # yours: columns title and label, with tabs
"""

import argparse
import random

from zhnlp import (
    Categories,
    Classifier,
    Doc,
    Normalizer,
    Pipeline,
    Segmenter,
    StopwordFilter,
    Vectorizer,
)
from zhnlp.corpus import read_labels
from zhnlp.evaluate import score_labels
from zhnlp.models.vectors.settings import VectorSettings
from zhnlp.models.vectors.training import train_vectors
from zhnlp.stages.embedder import Embedder

WHO = ["宁远银行：２０２５年", "白云酒业：上半年", "晨光光伏", "海鸥航空：前三季度", "长风手机"]
GOOD = (
    "净利润同比增长三成 营收增长两成 利润大幅增长 订单量增长一倍 业绩大增 净利预增六成 业绩预增 "
    "股价创下历史新高 股价大涨 股价强势涨停 股价连续三日上涨 "
    "中标百亿元大单 中标地铁项目 签下海外大单 "
    "上调全年业绩预期 评级获上调 营收大幅攀升 销量大幅攀升 "
    "获外资大举增持 获大股东增持 拟回购两亿元股份 "
    "成功扭亏为盈 主业扭亏 亏损大幅收窄 新产品获批上市 新药获批 产品供不应求 毛利率明显提升 "
    "市场份额提升 现金流明显改善 拟每十股派五元 获政府补助三千万元"
)
BAD = (
    "净利润同比下滑三成 营收下滑两成 利润大幅下滑 订单量下降一半 业绩大降 净利预降六成 业绩预亏 "
    "股价跌至历史新低 股价大跌 股价放量跌停 股价连续三日下跌 "
    "百亿元大单遭取消 地铁项目被叫停 失去海外大单 "
    "下调全年业绩预期 评级遭下调 营收大幅缩水 销量大幅缩水 "
    "遭外资大举减持 遭大股东减持 拟减持两亿元股份 "
    "由盈转亏 主业亏损 亏损大幅扩大 新产品遭监管否决 新药未获批 产品大量积压 毛利率明显下降 "
    "市场份额下降 现金流明显恶化 未能按期付息 遭罚款三千万元"
)
MADE = [
    (f"{WHO[(number + turn) % 5]}{what}！", label)
    for label, events in (("利好", GOOD), ("利空", BAD))
    for number, what in enumerate(events.split())
    for turn in range(2)
]


def given(path):
    """The headlines of a file with their labels, or those above."""
    if path is None:
        return MADE
    docs = read_labels(path, text="title", label="label")
    return [(doc.text, doc.categories.best) for doc in docs]


parser = argparse.ArgumentParser()
parser.add_argument("--data", help="a file with the columns title and label")
headlines = given(parser.parse_args().data)

# 1. Clean: one form of each character, full-width digits become plain ones.
# 2. Cut into words.  3. Drop the words without content; 不 and 未 turn the meaning, so they stay.
keep = ("不", "未", "没", "无", "非")
prepare = Pipeline([Normalizer(), Segmenter(), StopwordFilter(keep=keep)])
docs = [
    doc.filled(categories=Categories({label: 1.0}))
    for doc, (_, label) in zip(prepare.batch([t for t, _ in headlines]), headlines, strict=True)
]
random.Random(1).shuffle(docs)
test, train = docs[: len(docs) // 4], docs[len(docs) // 4 :]
first = train[0]
print("text     ", first.source)
print("clean    ", first.text)
print("words    ", " ".join(first.words))
print("terms    ", " ".join(first.text_of(span) for span in first.terms))

# 4. Numbers: a column for each word. One-hot says whether it is there, a bag of words how often,
#    TF-IDF gives rare words more weight.
for weights in ("one-hot", "counts", "tfidf"):
    bag = Vectorizer.fit(train, weights=weights).bag(first)
    print(f"{weights:9}", {word: round(number, 2) for word, number in bag.items()})

# 5. Vectors: words that stand in similar places get similar numbers; a text is the mean of its
#    words. Usually they are learned from years of news, here from the headlines themselves.
sentences = [[span.text for span in doc.terms] for doc in train]
vectors = train_vectors(sentences, VectorSettings(width=50, min_count=1, passes=30))
embed = Embedder(vectors, of="terms")
print("vector   ", [round(number, 2) for number in embed(first).vector[:4]], "…")

# 6. A support vector machine on each, and on n-grams of characters, which need no words.
CHOICES = {
    "one-hot": {"of": "terms", "weights": "one-hot"},
    "bag of words": {"of": "terms", "weights": "counts"},
    "TF-IDF": {"of": "terms", "weights": "tfidf"},
    "mean of word vectors": {"of": "vector"},
    "1-3 characters": {"of": "characters"},
}
gold = [doc.categories.best for doc in test]
print(f"\n{'features':22} accuracy macro-F1   ({len(train)} to learn, {len(test)} to test)")
for name, settings in CHOICES.items():
    classifier = Classifier.fit(embed.batch(train), **settings)
    found = [doc.categories.best for doc in classifier.batch(embed.batch(test))]
    scores = score_labels(gold, found)
    print(f"{name:22} {scores.accuracy:8.3f} {scores.macro_f1:8.3f}")

# 7. Why? The n-grams that speak most for a label.
for label in classifier.model.labels:
    print(label, " ".join(gram for gram, _ in classifier.model.weights_of(label, 8)))
for text in ("钢铁龙头获百亿元增持", "钢铁企业由盈转亏，营收缩水"):
    own = classifier(Doc(text)).categories
    print(own.best, f"{own[own.best]:.2f}", text)
