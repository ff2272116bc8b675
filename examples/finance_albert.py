"""Good or bad news? The headlines of finance_headlines.py by an ALBERT and a head of two layers."""

import tempfile
from itertools import product
from pathlib import Path

import torch

from zhnlp import Categories, Classifier, Doc
from zhnlp.neural.encoders import EncoderConfig, albert
from zhnlp.neural.parameters import count_parameters
from zhnlp.neural.settings import FineTuning, Shape
from zhnlp.neural.tokenizer import CharacterTokenizer

torch.set_num_threads(1)  # the network is tiny
torch.manual_seed(1)

WHO = ["银行股", "白酒龙头", "光伏企业", "航空公司", "手机厂商", "芯片巨头", "券商", "房企"]
WHAT = ["净利润", "营收", "股价", "订单", "业绩", "市值"]
NEWS = {"利好": ["大幅增长", "创新高", "上涨三成"], "利空": ["大幅下滑", "创新低", "下跌三成"]}
DOCS = [
    Doc(who + what + change).filled(categories=Categories({label: 1.0}))
    for label, changes in NEWS.items()
    for who, what, change in product(WHO, WHAT, changes)
]
HELD_OUT = {
    "保险公司订单增长三成": "利好",
    "汽车企业业绩大幅下跌": "利空",
    "钢铁龙头市值上涨": "利好",
    "医药股下滑，创三年新低": "利空",
}

with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    # a tiny ALBERT that knows nothing; elsewhere this is the folder of a pre-trained one
    tokenizer = CharacterTokenizer.train([doc.text for doc in DOCS])
    tokenizer.save(folder)
    sizes = EncoderConfig(
        n_tokens=len(tokenizer), embedding_width=16, width=64, n_layers=3, n_heads=4, max_length=64
    )
    for share in ("none", "attention", "feed_forward", "all"):
        encoder = albert(sizes, share=share)
        print(f"{share:12} shared: {count_parameters(encoder):7,} parameters")
    encoder.save(folder)  # the one whose layers share everything

    training = FineTuning(passes=6, rate=3e-3, batch=512, layer_decay=0.9, precision="fp32")
    classifier = Classifier.fit(DOCS, network=Shape(str(folder), hidden=32), schedule=training)

found = [classifier.categories(text) for text in HELD_OUT]
for text, own in zip(HELD_OUT, found, strict=True):
    print(own.best, f"{own[own.best]:.2f}", text)
n_right = sum(own.best == label for own, label in zip(found, HELD_OUT.values(), strict=True))
print("right", n_right, "of", len(HELD_OUT))
