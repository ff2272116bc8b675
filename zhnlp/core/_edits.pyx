# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""Edit distance, and the words near another. See _edits.pyi."""

from cython cimport no_gc
from libcpp.vector cimport vector

from zhnlp.core._tables cimport Trie
from zhnlp.core.arguments cimport *

from zhnlp.errors import UsageError

cdef int64_t MAX_EDITS = 100  # rows of a search are as wide as that many insertions and deletions


cdef int load_costs(CEditCosts& costs, substitution, insertion, deletion, transposition,
                    pairs) except -1:
    cdef EditPair pair_
    costs.substitution = cost_of("a substitution", substitution)
    costs.insertion = cost_of("an insertion", insertion)
    costs.deletion = cost_of("a deletion", deletion)
    costs.transposition = cost_of("a transposition", transposition)
    if pairs is not None and not hasattr(pairs, "items"):
        refuse(pairs, b"costs", b"a dict from pairs of characters to numbers")
    for key, cost in () if pairs is None else pairs.items():
        if not (isinstance(key, tuple) and len(key) == 2
                and all(isinstance(char, str) and len(char) == 1 for char in key)):
            raise UsageError(f"a cost is given for {key!r}; give it for two single characters.")
        pair_.first, pair_.to, pair_.cost = ord(key[0]), ord(key[1]), cost_of(f"{key!r}", cost)
        costs.pairs.push_back(pair_)
    costs.sort_pairs()
    return 0


cdef double cost_of(str what, cost) except? -1:
    cdef double value = number(cost, b"a cost")
    if not 0 <= value <= 1e9:
        raise UsageError(f"{what} costs {cost!r}; a cost is a number from 0 to 1e9.")
    return value


def edit_distance(a, b, *, substitution=1.0, insertion=1.0, deletion=1.0, transposition=1.0,
                  limit=None, costs=None):
    """The least cost of turning `a` into `b` by single edits.

    Damerau-Levenshtein distance in the form of the optimal string alignment: neighbours
    may change places (Damerau 1964; Wagner and Fischer 1974), and no part is edited
    twice. Time grows with length × edits; with a limit, with the length alone.

    Args:
        a, b: Any texts; edits are of code points.
        substitution, insertion, deletion, transposition: What each costs, 0 or more.
            What is inserted is a character of `b`.
        limit: A larger distance is returned as infinite.
        costs: Of single substitutions: of the first of the pair, in `a`, by the second,
            in `b`. It does not hold for the other direction.

    Raises:
        UsageError: A cost that is not from 0 to 1e9, or is given for something else than
            a pair of characters; a negative limit.

    >>> edit_distance("中国人", "国中文"), edit_distance("ni", "li", costs={("n", "l"): 0.25})
    (2.0, 0.25)
    """
    cdef CEditCosts c_costs
    cdef vector[char32_t] one, other
    cdef double most = float("inf") if limit is None else number(limit, b"limit")
    cdef double distance
    if not most >= 0:
        raise UsageError(f"the limit of a distance is {limit!r}; it is 0 or more, None for none.")
    load_costs(c_costs, substitution, insertion, deletion, transposition, costs)
    load_text(a, b"a", one)
    load_text(b, b"b", other)
    with nogil:
        distance = c_edit_distance(one.data(), one.size(), other.data(), other.size(),
                                   c_costs, most)
    return distance


@no_gc
cdef class NearWords:
    cdef CTrieChildren children
    cdef CEditCosts costs
    cdef Trie trie

    def __cinit__(self, trie, *, substitution=1.0, insertion=1.0, deletion=1.0, transposition=1.0,
                  costs=None):
        need(trie, Trie, b"trie")
        self.trie = trie
        load_costs(self.costs, substitution, insertion, deletion, transposition, costs)
        if not min(self.costs.insertion, self.costs.deletion) > 0:
            raise UsageError(f"an insertion costs {insertion!r} and a deletion {deletion!r}; "
                             "for a search both must cost more than 0.")
        self.children = CTrieChildren(self.trie.trie, self.trie.alphabet.data(),
                                      self.trie.alphabet.size())

    def find(self, word, distance=1, *, n=None):
        cdef double limit = number(distance, b"distance")
        cdef size_t most = 0
        cdef vector[char32_t] chars
        cdef vector[NearWord] found
        if not limit >= 0:
            raise UsageError(f"the distance of near words is {distance!r}; it must be 0 or more.")
        if limit > MAX_EDITS * min(self.costs.insertion, self.costs.deletion):
            raise UsageError(f"a distance of {distance!r} allows more than {MAX_EDITS} insertions "
                             "or deletions. Give a smaller one.")
        if n is not None:
            most = whole(n, b"n", 1, PY_SSIZE_T_MAX)
        load_text(word, b"word", chars)
        with nogil:
            found = near_words(self.trie.trie, self.children, self.costs, chars.data(),
                               chars.size(), limit, most)
        out = sorted((near.distance, near.value, self.text(near)) for near in found)
        return [(text, far) for far, _, text in (out if n is None else out[:most])]

    cdef str text(self, const NearWord& near):
        cdef u32string chars = self.children.text(near.index, near.depth)
        return text_of(chars.data(), chars.size())
