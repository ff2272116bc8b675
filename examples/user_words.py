"""Show what each mode of a user lexicon does; a lexicon belongs to one segmenter alone."""

from zhnlp import Lexicon, Segmenter

text = "创新办的李明明说OpenAI在New York，没来过北京大学"
lexicon = Lexicon(
    [
        "创新办",  # prefer, the mode if none is given: wins against other known words
        ("李明明", "force"),  # a word wherever it occurs, whatever stands beside it
        ("New York", "force"),  # also across spaces
        ("AI", "force-inside"),  # also inside a run of Latin letters
        ("北京大学", "split"),  # never a word
    ]
)
plain = Segmenter()
ours = Segmenter(lexicon=lexicon)

print("plain ", " | ".join(plain.cut(text)))
print("ours  ", " | ".join(ours.cut(text)))
print("plain again is what it was:", plain.cut(text) == Segmenter().cut(text))
