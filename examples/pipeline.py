"""From raw text to terms, each with its place in the text as it was given; save and load."""

from tempfile import TemporaryDirectory

from zhnlp import Normalizer, Pipeline, Segmenter, SentenceSplitter, StopwordFilter

nlp = Pipeline([Normalizer(), SentenceSplitter(), Segmenter(), StopwordFilter()])
doc = nlp("ＡＩ大会　　2026-11-20开幕。&nbsp;他说：&ldquo;票价涨了２０％，你去吗？&rdquo;")

print("source   ", doc.source)
print("text     ", doc.text)
for sentence in doc.sentences:
    print("sentence ", doc.text_of(sentence))
for term in doc.terms:
    start, end, _ = doc.in_source(term)
    print("term     ", doc.text_of(term), "is", repr(doc.source[start:end]), "at", (start, end))

with TemporaryDirectory() as folder:
    nlp.save(folder)
    again = Pipeline.load(folder)
    print("loaded   ", again == nlp and again(doc.source) == doc)
