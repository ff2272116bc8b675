"""The slow twin of reading and scoring marks: one place between two characters after the other.

A place has one of four marks: ``"|"``, ``"^"``, ``"~"`` and ``""``. White space is no
character here; beside it, the mark is ``"|"``, or the one that follows it.
"""


def text_of(marked):
    return "".join(char for char in marked if char not in "|^~")


def places(marked):
    """The characters without white space, and the mark between each and the next."""
    chars, found = "", []
    for number, char in enumerate(marked):
        if char in "|^~" or char.isspace():
            continue
        if chars:
            found.append(mark_before(marked[:number]))
        chars += char
    return chars, found


def mark_before(marked):
    """The mark at the end of `marked`."""
    if marked[-1] in "|^~":
        return marked[-1]
    return "|" if marked[-1].isspace() else ""


def cuts(words):
    """Whether words end at each place between two characters, and the characters."""
    pieces = " ".join(words).split()
    chars = "".join(pieces)
    ends = [sum(map(len, pieces[: number + 1])) for number in range(len(pieces))]
    return chars, [place in ends for place in range(1, len(chars))]


def word_faults(marked, words):
    """How often each ``(mark, is_cut)`` occurs in a sentence."""
    (chars, marks), (same, ends) = places(marked), cuts(words)
    assert chars == same
    pairs = list(zip(marks, ends, strict=True))
    return {pair: pairs.count(pair) for pair in set(pairs)}


def marked_spans(text, entities):
    """The names that are demanded, and those that may be found: ``(start, end, label)``."""
    sure, maybe = set(), set()
    for name, label, *only in entities:
        for start in range(len(text)):
            if text[start : start + len(name)] == name and (not only or only == [start]):
                span = (start, start + len(name), label.rstrip("?"))
                (maybe if "?" in label else sure).add(span)
    inside = {a for a in sure for b in sure if a != b and b[0] <= a[0] and a[1] <= b[1]}
    return sure - inside, maybe | inside


def name_counts(sure, maybe, found):
    """Exact, found, demanded; then found and demanded ones that overlap one with their label."""
    counted = [
        span for span in found if span in sure or not any(overlap(span, other) for other in maybe)
    ]
    return (
        len(sure.intersection(found)),
        len(counted),
        len(sure),
        sum(
            any(span[2] == other[2] and overlap(span, other) for other in sure) for span in counted
        ),
        sum(any(span[2] == other[2] and overlap(span, other) for other in found) for span in sure),
    )


def overlap(a, b):
    return bool({*range(a[0], a[1])} & {*range(b[0], b[1])})
