"""A BERT that finds names: fine-tuned from its folder, in a pipeline, and exported to ONNX."""

import tempfile
from dataclasses import replace
from itertools import product
from pathlib import Path

import torch

from zhnlp import Pipeline, Recognizer, Segmenter, Span, Tagger
from zhnlp.neural.encoders import EncoderConfig, bert
from zhnlp.neural.export import export
from zhnlp.neural.settings import FineTuning, Shape
from zhnlp.neural.tokenizer import CharacterTokenizer

torch.set_num_threads(1)  # the network is tiny
torch.manual_seed(1)

PEOPLE = ["王小明", "李红", "赵国强", "陈静", "刘建华", "周敏"]
PLACES = ["北京", "上海", "广州", "成都", "杭州", "哈尔滨"]
SENTENCES = ["{}在{}工作。", "昨天{}从{}回来。", "记者{}{}报道。", "{}说他想去{}。"]

words = Pipeline([Segmenter(), Tagger()])


def marked(sentence, person, place):
    """A text with its names marked by hand, as gold data are."""
    doc = words(sentence.format(person, place))
    at, there = doc.text.index(person), doc.text.index(place)
    names = (Span(at, at + len(person), "PER"), Span(there, there + len(place), "LOC"))
    return replace(doc, entities=names)


docs = [marked(*each) for each in product(SENTENCES, PEOPLE, PLACES)]

with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    # a tiny BERT that knows nothing; elsewhere this is the folder of a pre-trained one
    tokenizer = CharacterTokenizer.train([doc.text for doc in docs])
    tokenizer.save(folder / "bert")
    config = EncoderConfig(n_tokens=len(tokenizer), width=64, n_layers=2, n_heads=4, max_length=64)
    bert(config).save(folder / "bert")

    training = FineTuning(passes=8, rate=3e-3, batch=256, layer_decay=0.9, precision="fp32")
    recognizer = Recognizer("dictionary").fit(
        docs, network=Shape(str(folder / "bert")), schedule=training
    )
    nlp = Pipeline([*words.stages, recognizer])
    doc = nlp("昨天王静从杭州回来，李小华说他想去成都。")
    print("torch ", *(f"{doc.text_of(each)}/{each.label}" for each in doc.entities))

    export(recognizer.model, folder / "names")
    light = Pipeline([*words.stages, Recognizer(model=folder / "names")])
    print("onnx  ", *(f"{doc.text_of(each)}/{each.label}" for each in light(doc.text).entities))
