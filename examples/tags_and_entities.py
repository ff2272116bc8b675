"""Print the words of a text with their tags, its names and times, and what is short for what."""

from zhnlp import Gazetteer, Pipeline, Recognizer, Segmenter, Tagger

text = (
    "王小明2019年毕业于北京大学（以下简称北大），现在华为公司上班。"
    "小明说，他去年底花5000元买了小爱同学，放在北大的宿舍里。"
)
recognizer = Recognizer(
    gazetteer=Gazetteer({"小爱同学": "PRODUCT"}),  # names of your own; they win over others
    labels=("PER", "ORG", "PRODUCT", "TIME", "MONEY"),  # the last two are found by rule
)
nlp = Pipeline([Segmenter(), Tagger(), recognizer])
doc = nlp(text)

print("words   ", *(f"{word}/{tag}" for word, tag in zip(doc.words, doc.tags, strict=True)))
for entity in doc.entities:
    print("entity  ", doc.text_of(entity), entity.label, (entity.start, entity.end))
for linked in recognizer.link(doc):
    if len(linked.spans) > 1:
        print("linked  ", linked.name, "is", *(doc.text_of(span) for span in linked.spans))
