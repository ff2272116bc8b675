"""Print the most frequent words of two characters or more that carry content.

python segment_file.py [FILE]      FILE is news.txt beside this script if left out
"""

import sys
from collections import Counter
from pathlib import Path

from zhnlp import Pipeline, Segmenter, StopwordFilter

path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("news.txt")
nlp = Pipeline([Segmenter(), StopwordFilter(("general", "news"))])

counts = Counter()
with open(path, encoding="utf-8") as file:
    for doc in nlp.stream(line.rstrip("\n") for line in file):  # holds 256 lines at a time
        terms = (doc.text_of(term) for term in doc.terms)
        counts.update(term for term in terms if len(term) > 1)

for word, count in counts.most_common(8):
    print(word, count)
