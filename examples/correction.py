"""Print what is misspelled in a text and why, then the words and places of the corrected one."""

from zhnlp import Corrector, Doc, Pipeline, Segmenter

text = "他们发现了问提，请用pytohn登录我的帐号。作家末来也来了。"
corrector = Corrector(
    misspellings={"帐号": "账号"},  # always corrected
    protected=["末来", "Python"],  # never changed; Latin words are corrected into
)
for each in corrector(Doc(text)).corrections:
    print("found   ", each.wrong, "for", each.right, each.reason, round(each.log_odds, 1))

nlp = Pipeline([Corrector(apply=True, misspellings={"帐号": "账号"}), Segmenter()])
doc = nlp(text)
print("text    ", doc.text)
print("words   ", *doc.words)
for each in doc.corrections:
    start, end, _ = doc.in_source((each.start, each.end))
    print("source  ", each.right, "was", doc.source[start:end], "at", (start, end))
