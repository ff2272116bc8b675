"""The slow twin of core/terms.hpp."""


def terms(words, listed, kept, wanted, punctuation):
    """(start, end, "") of each of `words` that is a term; see `TermFinder`."""
    stopwords = {folded(word) for word in listed}
    capitals = {folded(word) for word in listed if in_capitals(word)}
    always = {folded(word) for word in kept}
    start, out = 0, []
    for number, word in enumerate(words):
        own = folded(word)
        stops = own in stopwords and (own in capitals or not in_capitals(word))
        plain = (wanted is None or wanted[number]) and not stops
        if own in always or (plain and (punctuation or any(map(str.isalnum, word)))):
            out.append((start, start + len(word), ""))
        start += len(word)
    return out


def folded(word):
    return "".join(narrow(char).lower()[0] for char in word)


def in_capitals(word):
    letters = [char for char in map(narrow, word) if char.isascii() and char.isalpha()]
    return bool(letters) and all(map(str.isupper, letters))


def narrow(char):
    return chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char
