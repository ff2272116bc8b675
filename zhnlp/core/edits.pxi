# Edit distance and the words near another; part of _core.pyx.

MAX_EDITS = 100  # rows of a search are as wide as that many insertions and deletions


cdef int load_costs(CEditCosts& costs, double substitution, double insertion, double deletion,
                    double transposition, pairs) except -1:
    cdef EditPair pair_
    costs.substitution = cost_of("a substitution", substitution)
    costs.insertion = cost_of("an insertion", insertion)
    costs.deletion = cost_of("a deletion", deletion)
    costs.transposition = cost_of("a transposition", transposition)
    for key, cost in (pairs or {}).items():
        if not (isinstance(key, tuple) and len(key) == 2
                and all(isinstance(char, str) and len(char) == 1 for char in key)):
            raise ValueError(f"a cost is given for {key!r}; give it for two single characters.")
        pair_.first, pair_.to, pair_.cost = ord(key[0]), ord(key[1]), cost_of(f"{key!r}", cost)
        costs.pairs.push_back(pair_)
    costs.sort_pairs()
    return 0


def cost_of(what, cost):
    if not 0 <= cost <= 1e9:
        raise ValueError(f"{what} costs {cost!r}; a cost is a number from 0 to 1e9.")
    return cost


def edit_distance(str a not None, str b not None, *, substitution=1.0, insertion=1.0, deletion=1.0,
                  transposition=1.0, limit=None, costs=None):
    cdef CEditCosts c_costs
    cdef vector[char32_t] one, other
    cdef double most = float("inf") if limit is None else limit
    cdef double distance
    if not most >= 0:
        raise ValueError(f"the limit of a distance is {limit!r}; it is 0 or more, None for none.")
    load_costs(c_costs, substitution, insertion, deletion, transposition, costs)
    load_text(a, one)
    load_text(b, other)
    with nogil:
        distance = c_edit_distance(one.data(), one.size(), other.data(), other.size(),
                                   c_costs, most)
    return distance


cdef class NearWords:
    cdef CFamily family
    cdef CEditCosts costs
    cdef Trie trie

    def __init__(self, Trie trie not None, *, substitution=1.0, insertion=1.0, deletion=1.0,
                 transposition=1.0, costs=None):
        load_costs(self.costs, substitution, insertion, deletion, transposition, costs)
        if not min(insertion, deletion) > 0:
            raise ValueError(f"an insertion costs {insertion!r} and a deletion {deletion!r}; "
                             "for a search both must cost more than 0.")
        self.trie = trie
        self.family = CFamily(&trie.nodes[0], trie.nodes.shape[0],
                              &trie.alphabet[0] if trie.alphabet.shape[0] else NULL,
                              trie.alphabet.shape[0])

    def find(self, str word not None, distance=1, *, n=None):
        cdef double limit = distance
        cdef size_t most = 0
        cdef vector[char32_t] chars
        cdef vector[NearWord] found
        if not limit >= 0:
            raise ValueError(f"the distance of near words is {distance!r}; it must be 0 or more.")
        if limit > MAX_EDITS * min(self.costs.insertion, self.costs.deletion):
            raise ValueError(f"a distance of {distance!r} allows more than {MAX_EDITS} insertions "
                             "or deletions. Give a smaller one.")
        if n is not None:
            if n < 1:
                raise ValueError(f"{n!r} near words are asked for; give n=1 or more, None for all.")
            most = n
        load_text(word, chars)
        with nogil:
            found = near_words(self.trie.trie, self.family, self.costs, chars.data(), chars.size(),
                               limit, most)
        out = sorted((near.distance, near.value, self.text(near)) for near in found)
        return [(text, far) for far, _, text in (out if n is None else out[:n])]

    cdef str text(self, const NearWord& near):
        cdef u32string chars = self.family.text(near.place, near.depth)
        return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, chars.data(), chars.size())
