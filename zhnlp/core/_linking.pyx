# cython: language_level=3, boundscheck=False, wraparound=False, embedsignature=False
"""The names of a text: which are equal, and which may be short for which. See _linking.pyi."""

from libc.stdint cimport INT32_MAX, uint8_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.pair cimport pair
from libcpp.vector cimport vector

from zhnlp.core.arguments cimport *


cdef extern from "Python.h":
    bint PyObject_GC_IsTracked(object)


cdef extern from "triples.hpp" namespace "zhnlp":
    object new_triple(object, object, object, object)


cdef extern from "person_names.hpp" namespace "zhnlp" nogil:
    cdef cppclass View "std::u32string_view":
        View()
        View(const char32_t*, size_t)
        const char32_t* data()
        size_t size()
        View substr(size_t, size_t)
    cdef struct FullName:
        View surname, given
    cdef struct Address:
        View surname, title
    FullName full_name(View)
    Address address(View, View)


cdef extern from "fitting_names.hpp" namespace "zhnlp" nogil:
    ctypedef uint8_t NameKind "zhnlp::NameKind"
    NameKind kAnyName, kPerson, kPlace, kOrganisation
    cdef struct Name:
        View text, title
        uint32_t label
        NameKind kind
    cdef cppclass FittingNames:
        void find(const vector[Name]&, vector[pair[uint32_t, uint32_t]]&) except +


cdef extern from "introductions.hpp" namespace "zhnlp" nogil:
    cbool may_introduce(View)


cdef extern from "string_ids.hpp" namespace "zhnlp" nogil:
    cdef cppclass StringIds:
        uint32_t number(const char32_t*, size_t) except +
        size_t size()


cdef extern from "<algorithm>" namespace "std" nogil:
    cbool is_sorted[I](I, I)
    void sort[I](I, I) except +


cdef enum:
    BEHIND = 4  # the length of text after a surname in which to look for a title
    LABELS = 0x110000  # the number of the first label, where characters end


cdef class LabelNumbers:
    """Numbers of labels, each with the kind of name that it stands for."""

    cdef dict numbers
    cdef list persons, places, organisations
    cdef vector[NameKind] kinds
    cdef object last
    cdef uint32_t last_number

    def __cinit__(self, persons, places=(), organisations=()):
        self.numbers, self.last = {}, None
        self.persons = list_of(persons, b"persons")
        self.places = list_of(places, b"places")
        self.organisations = list_of(organisations, b"organisations")

    cdef uint32_t number(self, object label) except? 0xFFFFFFFF:
        if label is self.last:
            return self.last_number
        if not isinstance(label, str):
            refuse(label, b"a label", b"a string")
        found = self.numbers.get(label)
        if found is None:
            found = self.numbers[label] = len(self.numbers)
            self.kinds.push_back(
                kPerson if label in self.persons else kPlace if label in self.places
                else kOrganisation if label in self.organisations else kAnyName)
        self.last, self.last_number = label, found
        return self.last_number


cdef inline tuple triple_of(object value, const char* name):
    if not isinstance(value, tuple) or len(<tuple>value) != 3:
        refuse(value, name, b"a tuple of three")
    return <tuple>value


cdef inline View stretch(const vector[char32_t]& chars, size_t start, size_t end) noexcept:
    return View(chars.data() + start, end - start)


cdef object string_of(View part):
    return text_of(part.data(), part.size())


def mentions(text, spans, persons, kind):
    cdef LabelNumbers labels = LabelNumbers(persons)
    cdef vector[char32_t] chars, key
    cdef StringIds ids
    cdef list groups = [], introducing = []
    cdef dict found = {}
    cdef size_t start, end, label, number
    cdef View title
    load_text(text, b"text", chars)
    need_tuples(kind, b"kind")
    for span in list_of(spans, b"spans"):
        first, last, named = triple_of(span, b"a span")
        start = whole(first, b"the start of a span", 0, chars.size())
        end = whole(last, b"the end of a span", start, chars.size())
        label = labels.number(named)
        title = View()
        if labels.kinds[label] == kPerson:
            title = address(stretch(chars, start, end),
                            stretch(chars, end, min(end + BEHIND, chars.size()))).title
        key.assign(chars.data() + start, chars.data() + end)
        key.push_back(LABELS + label)
        key.insert(key.end(), title.data(), title.data() + title.size())
        number = ids.number(key.data(), key.size())
        if number == <size_t>len(groups):
            name = new_triple(kind, string_of(stretch(chars, start, end)), named, string_of(title))
            groups.append((name, []))
            found[name] = (<tuple>groups[number])[1]
        (<list>(<tuple>groups[number])[1]).append(span)
        if not title.size() and may_introduce(stretch(chars, end, chars.size())):
            introducing.append(((<tuple>groups[number])[0], end))
    return found, introducing


cdef class Names:
    """Names as tuples of text, label and title, with their characters in one place."""

    cdef list given
    cdef vector[char32_t] chars
    cdef vector[Name] names

    cdef int load(self, names, LabelNumbers labels) except -1:
        cdef vector[char32_t] own
        cdef vector[size_t] ends
        cdef vector[uint32_t] numbers
        cdef Name name
        cdef size_t i, start = 0
        self.given = list_of(names, b"names")
        for each in self.given:
            text, label, title = triple_of(each, b"a name")
            for part in (text, title):
                load_text(part, b"a name", own)
                self.chars.insert(self.chars.end(), own.begin(), own.end())
                ends.push_back(self.chars.size())
            numbers.push_back(labels.number(label))
        for i in range(numbers.size()):
            name.text = stretch(self.chars, start, ends[2 * i])
            name.title = stretch(self.chars, ends[2 * i], ends[2 * i + 1])
            name.label, name.kind = numbers[i], labels.kinds[numbers[i]]
            self.names.push_back(name)
            start = ends[2 * i + 1]
        return 0


def fitting_names(names, persons, places, organisations):
    cdef Names own = Names()
    cdef FittingNames finder
    cdef vector[pair[uint32_t, uint32_t]] found
    own.load(names, LabelNumbers(persons, places, organisations))
    with nogil:
        finder.find(own.names, found)
    return [(own.given[each.first], own.given[each.second]) for each in found]


def given_names(names, persons):
    cdef Names own = Names()
    cdef FullName parts
    cdef size_t i
    cdef list out = []
    own.load(names, LabelNumbers(persons))
    for i in range(own.names.size()):
        if own.names[i].kind != kPerson or own.names[i].title.size():
            continue
        parts = full_name(own.names[i].text)
        if parts.given.size() == 2:
            out.append((string_of(parts.given), string_of(parts.surname), own.given[i]))
    return out


cdef inline int order(vector[pair[uint64_t, uint32_t]]& places) except -1:
    """Sort places, which mostly are in order; those that are equal by their numbers."""
    if not is_sorted(places.begin(), places.end()):
        sort(places.begin(), places.end())
    return 0


cdef uint64_t place_of(object span) except? 0xFFFFFFFFFFFFFFFF:
    """A number by which spans are sorted by their start, then by their end."""
    first, last, _ = triple_of(span, b"a span")
    return (<uint64_t>whole(first, b"the start of a span", 0, INT32_MAX) << 32
            | <uint64_t>whole(last, b"the end of a span", 0, INT32_MAX))


cdef tuple settled(tuple items):
    """`items`, at which the garbage collector does not look if it looks at none of them."""
    for each in items:
        if PyObject_GC_IsTracked(each):
            return items
    return untracked(items)


def grouped(groups, kind):
    cdef list out = [], members
    cdef vector[pair[uint64_t, uint32_t]] places
    cdef size_t i
    cdef bint is_tie = False
    need_tuples(kind, b"kind")
    for group in list_of(groups, b"groups"):
        if not isinstance(group, tuple) or len(<tuple>group) != 2:
            refuse(group, b"a group", b"a pair of a name and a list of spans")
        text, label, _ = triple_of((<tuple>group)[0], b"a name")
        members = list_of((<tuple>group)[1], b"spans")
        places.push_back(pair[uint64_t, uint32_t](place_of(members[0]) if members else 0, len(out)))
        out.append(new_triple(kind, text, label, settled(tuple(members))))
    order(places)
    for i in range(1, places.size()):
        is_tie |= places[i].first == places[i - 1].first
    if is_tie:  # names of two labels in one place: the labels tell the order
        from operator import itemgetter
        return sorted(out, key=itemgetter(2))
    return [out[each.second] for each in places]


def spans_of_groups(groups):
    cdef list out = []
    cdef vector[pair[uint64_t, uint32_t]] places
    for group in list_of(groups, b"groups"):
        members = triple_of(group, b"a group")[2]
        for span in members if type(members) is tuple else list_of(members, b"spans"):
            places.push_back(pair[uint64_t, uint32_t](place_of(span), len(out)))
            out.append(span)
    order(places)
    return tuple([out[each.second] for each in places])
