"""The figures of a report, from the totals: what report.json holds and the page shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from zhnlp.batch.report.merging import Totals
from zhnlp.chars import is_han
from zhnlp.doc import Doc
from zhnlp.models.lexicons.dictionary import Dictionary
from zhnlp.resources import pack
from zhnlp.stages.filter import StopwordFilter

N_WORDS = 500  # most frequent, of each list
N_NAMES = 200  # of each label
N_PAIRS = 200  # of corrections
NEW_WORD = 5  # the least count of a new word
_CONTENT = (
    *("n", "v", "a", "i", "j", "l", "z"),  # of PKU: nouns, verbs, adjectives, idioms …
    *("NOUN", "VERB", "ADJ"),
)
_NAMES = ("nr", "ns", "nt", "PROPN")
_BEFORE = "更较很最太极越不没未之"

Figure = dict[str, object]


def corpus_figures(totals: Totals) -> Figure:
    """How much there is: documents, characters, words …; None for what was not looked for."""
    counts = totals.counts
    return {
        "documents": counts["documents"],
        "characters": counts["characters"],
        "sentences": counts.get("sentences"),
        "words": counts.get("words"),
        "other_words": counts.get("other_words"),
        "distinct_words": totals.n_distinct if "words" in counts else None,
        "names": counts.get("names"),
    }


def word_figures(totals: Totals) -> Figure | None:
    """The most frequent words, those that carry content, and new ones; None without words."""
    if "words" not in totals.counts:
        return None
    merged, tags = _merged(totals.words)
    in_order = sorted(
        (word for word in merged if not word.isspace()), key=lambda word: (-merged[word], word)
    )
    names = {name for name, _, _ in totals.names}

    def rows(words: Iterable[str]) -> list[Figure]:
        return [{"word": word, "tag": tags[word], "count": merged[word]} for word in words]

    return {
        "missing_at_most": totals.words_missing,
        "all": rows(in_order[:N_WORDS]),
        "content": rows(_content_words(in_order, tags, "names" in totals.counts)),
        "new": rows(_new_words(in_order, merged, tags, names)),
    }


def name_figures(totals: Totals) -> Figure | None:
    """The most frequent names of each label, by month where dates are known."""
    if "names" not in totals.counts:
        return None
    counts = Counter[tuple[str, str]]()
    by_month: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for (name, label, month), count in totals.names.items():
        counts[label, name] += count
        if month:
            by_month[label, name][month] = count
    labels = Counter[str]()
    for (label, _), count in counts.items():
        labels[label] += count
    kept = {
        label: sorted((-count, name) for (own, name), count in counts.items() if own == label)
        for label in labels
    }
    return {
        "missing_at_most": totals.names_missing,
        "labels": [
            {
                "label": label,
                "count": labels[label],
                "distinct": len(kept[label]),
                "names": [
                    {"name": name, "count": -count, "months": _sorted(by_month[label, name])}
                    for count, name in kept[label][:N_NAMES]
                ],
            }
            for label in sorted(labels, key=lambda label: (-labels[label], label))
        ],
    }


def month_figures(totals: Totals) -> Figure | None:
    """The documents of each month from the first to the last; None without a field of dates."""
    if totals.months is None:
        return None
    dated = {month: count for month, count in totals.months.items() if month}
    return {
        "no_date": totals.months[""],
        "documents": {month: dated.get(month, 0) for month in months_between(dated)},
    }


def correction_figures(totals: Totals) -> Figure | None:
    """How often the corrector corrected, and what; None without a corrector."""
    if "corrected" not in totals.counts:
        return None
    n_characters, total = totals.counts["corrected"], totals.corrections.total()
    most = sorted(totals.corrections.items(), key=lambda item: (-item[1], item[0]))
    return {
        "corrections": total,
        "per_1000_characters": round(1000 * total / n_characters, 3) if n_characters else 0.0,
        "pairs": [
            {"wrong": wrong, "right": right, "reason": reason, "count": count}
            for (wrong, right, reason), count in most[:N_PAIRS]
        ],
    }


def months_between(months: Iterable[str]) -> list[str]:
    """All months from the first to the last of these, both included.

    >>> months_between({"2023-12", "2024-02"})
    ['2023-12', '2024-01', '2024-02']
    """
    numbers = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in months]
    if not numbers:
        return []
    between = range(min(numbers), max(numbers) + 1)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in between]


def _merged(words: Mapping[tuple[str, str], int]) -> tuple[dict[str, int], dict[str, str]]:
    """The count of each word with all its tags, and its most frequent tag."""
    counts: dict[str, int] = {}
    tags: dict[str, tuple[int, str]] = {}
    for (word, tag), count in words.items():
        counts[word] = counts.get(word, 0) + count
        tags[word] = max(tags.get(word, (0, "")), (count, tag))
    return counts, {word: tag for word, (_, tag) in tags.items()}


def _content_words(
    in_order: Iterable[str], tags: Mapping[str, str], with_names: bool
) -> Iterable[str]:
    """The first words that are no stopwords and, where there are tags, whose tags carry content.

    Names are left out where they are counted as such.
    """
    find = StopwordFilter(lists=("general", "news"))
    found: list[str] = []
    for word in in_order:
        tag = tags[word]
        if tag and (not tag.startswith(_CONTENT) or (with_names and tag in _NAMES)):
            continue
        if find(Doc(word, words=[word])).terms:
            found.append(word)
            if len(found) == N_WORDS:
                break
    return found


def _new_words(
    in_order: Iterable[str], counts: Mapping[str, int], tags: Mapping[str, str], names: set[str]
) -> Iterable[str]:
    """The first words of Han characters that neither jieba's dictionary nor the names have.

    Where there are tags, they must carry content. A known word with an adverb of degree, a
    negation or 之 before it (更大, 不高) or 的 behind it is not new.
    """
    known = Dictionary.load(pack("jieba")).trie
    found: list[str] = []
    for word in in_order:
        if counts[word] < NEW_WORD or len(found) == N_WORDS:
            break
        tag = tags[word]
        if tag and (not tag.startswith(_CONTENT) or tag in _NAMES):
            continue
        if len(word) > 1 and word not in names and known.find(word) < 0:
            is_joined = word.endswith("的") or (word[0] in _BEFORE and known.find(word[1:]) >= 0)
            if not is_joined and all(map(is_han, word)):
                found.append(word)
    return found


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return {key: counts[key] for key in sorted(counts)}
