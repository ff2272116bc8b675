"""Good or bad news? Headlines by an RNN, an LSTM and a GRU over vectors of words."""

import torch

from zhnlp import Categories, Classifier, Doc, Segmenter
from zhnlp.neural.settings import FineTuning, Shape

torch.set_num_threads(1)  # the networks are tiny

WHO = ["银行股", "白酒龙头", "光伏企业", "航空公司", "手机厂商", "芯片巨头", "券商", "房企"]
NEWS = {
    "利好": [
        "净利润同比增长三成", "股价创历史新高", "中标百亿大单", "上调全年业绩预期",
        "营收大幅攀升", "获外资大举增持", "扭亏为盈", "新药获批上市",
    ],
    "利空": [
        "净利润同比下滑三成", "股价跌至历史新低", "百亿大单遭取消", "下调全年业绩预期",
        "营收大幅缩水", "遭外资大举减持", "由盈转亏", "新药遭否决",
    ],
}  # fmt: skip
DOCS = [
    Doc(who + what).filled(categories=Categories({label: 1.0}))
    for who in WHO
    for label, events in NEWS.items()
    for what in events
]
HELD_OUT = [
    ("保险公司营收同比增长", "利好"), ("汽车企业业绩大幅下滑", "利空"),
    ("钢铁龙头获百亿增持", "利好"), ("医药股遭减持，股价大幅下跌", "利空"),
    ("电池厂商业绩创新高", "利好"), ("钢铁企业连续三年亏损，业绩缩水", "利空"),
]  # fmt: skip


def raw():
    """The texts that vectors are learned from: usually years of news, here the headlines."""
    return Segmenter().batch(DOCS * 5)


for kind in ("rnn", "lstm", "gru"):
    # vectors of characters and of the words that they are part of
    shape = Shape(kind, channels=("words",), embedding=32, width=32, pooling="mean", dropout=0.2)
    training = FineTuning(passes=12, rate=2e-2, batch=512, precision="fp32", seed=2)
    classifier = Classifier.fit(DOCS, raw=raw, network=shape, schedule=training)
    found = [classifier.categories(text) for text, _ in HELD_OUT]
    n_right = sum(own.best == label for own, (_, label) in zip(found, HELD_OUT, strict=True))
    print(f"{kind:5} right {n_right} of {len(HELD_OUT)}")

for (text, _), own in zip(HELD_OUT, found, strict=True):
    print(own.best, f"{own[own.best]:.2f}", text)
