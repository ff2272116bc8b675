"""Gather evidence for a recognizer from raw text.

First models, each trained without a part of the texts, find names in raw text. How often
a string is found, and as what, is evidence for the final model. In training, a text is read with
the names that the model found that has not seen it: names that are known only from the
training texts would be trusted too much otherwise (as in stacking, Wolpert 1992).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log2

from zhnlp.chars import is_han
from zhnlp.core import Trie, word_clusters
from zhnlp.errors import UsageError
from zhnlp.models.entities.evidence import Evidence
from zhnlp.models.entities.model import EntityModel
from zhnlp.models.entities.name_forms import PERSONS
from zhnlp.models.sequence.training import Sample

RawTexts = Callable[[], Iterable[Sample]]
N_FOLDS = 4
MAX_KINDS = 7  # of names with evidence: nine classes each, below 64

_MIN_FOUND = 20  # how often a model must find a name
_FOUND = (100, 1000)  # and the classes of that
_SHARES = (0.7, 0.95)  # classes of how often it is of its most frequent kind
_LONGEST = 20  # characters of a name
_MIN_CLUSTERED = 15  # how often a word must occur to have clusters
_MIN_ROLE = 5  # how often a character must be in a role
Found = Counter[tuple[str, str]]  # how often each name was found with each label


def gather(
    texts: Iterable[Sample], models: Sequence[EntityModel]
) -> tuple[list[Evidence], Evidence]:
    """The evidence that each of `models` finds in raw text, and that of all together."""
    found = [Found() for _ in models]
    chars = Counter[str]()

    def lines() -> Iterator[str]:
        """The words of each text; its names and characters are counted on the way."""
        for sample in texts:
            chars.update(sample.text)
            for model, own in zip(models, found, strict=True):
                names = model.find(sample.text, sample.ends, sample.tags)
                own.update((sample.text[start:end], label) for start, end, label in names)
            yield " ".join(sample.words) + "\n"

    clusters = _trie(word_clusters(lines(), min_count=_MIN_CLUSTERED))
    if not chars:
        raise UsageError("there is no raw text. Give text to find names in.")
    together = sum(found, Found())
    persons = _trie(person_characters(together, chars))
    labels = models[0].labels
    each = [Evidence(_trie(name_classes(own, labels)), clusters, persons) for own in found]
    classes = name_classes(together, labels, _MIN_FOUND * len(models))
    return each, Evidence(_trie(classes), clusters, persons)


def name_classes(
    found: Found, labels: Sequence[str], min_found: int = _MIN_FOUND
) -> dict[str, int]:
    """The class of each name that was found often enough: its kind, and how sure that is."""
    totals, most = Counter[str](), dict[str, tuple[int, str]]()
    for (name, label), n in sorted(found.items()):
        totals[name] += n
        most[name] = max(most.get(name, (0, "")), (n, label))
    scale = min_found / _MIN_FOUND
    classes = {}
    for name, (n, label) in most.items():
        total = totals[name]
        if total < min_found or len(name) > _LONGEST:
            continue
        share = sum(n / total >= limit for limit in _SHARES)
        often = sum(total >= limit * scale for limit in _FOUND)
        classes[name] = 1 + (labels.index(label) * (len(_SHARES) + 1) + share) * 3 + often
    return classes


def person_characters(found: Found, chars: Mapping[str, int]) -> dict[str, int]:
    """Three classes from 0 to 7 for each character: as surname, in the middle, and last.

    They say how much more frequent a character is there than elsewhere.
    """
    roles = [Counter[str]() for _ in range(3)]
    for (name, label), n in found.items():
        if label in PERSONS and 2 <= len(name) <= 3 and all(map(is_han, name)):
            roles[0][name[0]] += n
            roles[2][name[-1]] += n
            if len(name) == 3:
                roles[1][name[1]] += n
    totals = [sum(role.values()) for role in roles]
    n_chars = sum(chars.values())
    classes = {}
    for char in sorted(set().union(*roles)):
        value = 0
        for role, total in zip(roles, totals, strict=True):
            value <<= 3
            if role[char] >= _MIN_ROLE:
                ratio = role[char] / total / (chars[char] / n_chars)
                value |= min(7, max(1, int((log2(ratio) + 3) / 1.2) + 1))
        if value:
            classes[char] = value
    return classes


def _trie(values: Mapping[str, int]) -> Trie:
    return Trie.build(values, values.values())
