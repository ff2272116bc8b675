"""A character and its tag a line: entities and words by B, I, E, S and O."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Doc, Span
from zhnlp.errors import FormatError

SCHEMES = {  # how begin, inside, end and single are written; no end in BIO
    "BIO": "BIIB",
    "BIOS": "BIIS",
    "BIOES": "BIES",
    "BMES": "BMES",
    "BMEWO": "BMEW",
    "BILOU": "BILU",
}
CUTS = st.lists(
    st.tuples(st.sampled_from(["", "PER", "B-x", "地"]), st.integers(1, 4)), min_size=1, max_size=6
)


def tagged(cuts, letters, joint="-"):
    """The tags of stretches of a text with a label or without, and their spans."""
    tags, spans, at = [], [], 0
    begin, inside, end, single = letters
    for label, length in cuts:
        if label:
            places = single if length == 1 else begin + inside * (length - 2) + end
            tags += [f"{place}{joint}{label}" for place in places]
            spans.append(Span(at, at + length, label))
        else:
            tags += ["O"] * length
        at += length
    return tags, spans


def rows(tags, separator=" "):
    return "\n".join(f"我{separator}{tag}" for tag in tags)


@given(st.lists(CUTS, min_size=1, max_size=4), st.sampled_from([*SCHEMES.values()]))
def test_entities_are_those_that_were_tagged(read, sentences, letters):
    tags = [tagged(cuts, letters) for cuts in sentences]
    docs = read("\n\n".join(rows(sentence) for sentence, _ in tags), format="columns")

    assert [list(doc.entities) for doc in docs] == [spans for _, spans in tags]
    assert [doc.text for doc in docs] == ["我" * len(sentence) for sentence, _ in tags]
    assert all(doc.words is None for doc in docs)


@given(
    st.lists(st.integers(1, 4), min_size=1),
    st.sampled_from(["BIES", "BMES"]),
    st.sampled_from("\t "),
)
def test_words_are_those_that_were_tagged(read, lengths, letters, separator):
    tags, _ = tagged([("x", length) for length in lengths], letters)
    [doc] = read(rows([tag[0] for tag in tags], separator), format="columns")

    assert doc == Doc("我" * sum(lengths), words=["我" * length for length in lengths])


def test_labels_may_follow_an_underscore(read):
    assert read("北 B_LOC\n京 I_LOC\n")[0].entities == (Span(0, 2, "LOC"),)


def test_a_token_may_have_any_length_and_be_a_space(read):
    [doc] = read("Hong B-LOC\n  I-LOC\nKong I-LOC\n好\tO\n", format="columns")

    assert doc == Doc("Hong Kong好", entities=(Span(0, 9, "LOC"),))


def test_the_place_of_a_character_in_its_word_is_dropped(read):
    sentence = "科0\tB-X\n技1\tI-X\n\U0001f6000\tO\n10\tO\n"
    docs = read(f"{sentence}\n" * 30)

    assert docs == [Doc("科技\U0001f6001", entities=(Span(0, 2, "X"),))] * 30


def test_a_digit_is_a_character_where_others_have_none(read):
    assert read("科 O\n10 O\n")[0].text == "科10"


def test_a_place_that_is_missing_later_is_an_error(read):
    with pytest.raises(FormatError, match=r":61: '技' has no digit, but all characters before"):
        read("科0 O\n我0 O\n\n" * 20 + "技 O\n", format="columns")


WRONG = [
    # sentences with . between them, the line of the fault, what is said
    ("O I-PER", 2, "'I-PER' after 'O' continues a span that has not"),
    ("O . I-PER", 3, "'I-PER' at the start of a sentence continues"),
    ("B-PER I-LOC", 2, "'I-LOC' after 'B-PER' continues"),
    ("B-PER E-LOC", 2, "'E-LOC' after 'B-PER' continues"),
    ("O M-PER E-PER", 2, "'M-PER' after 'O' continues"),
    ("B-PER E-PER E-PER", 3, "'E-PER' after 'E-PER' continues"),
    ("S-PER I-PER", 2, "'I-PER' after 'S-PER' continues"),
    ("B-PER M-PER O", 3, "'M-PER' has no end before 'O'. Write an E or S"),
    ("B-PER M-PER . O", 2, "'M-PER' has no end before the end"),
    ("B-PER E-PER B-LOC B-LOC", 4, "'B-LOC' has no end before 'B-LOC'"),
    ("B-PER I-PER O B-PER E-PER", 5, "'E-PER' comes after spans that ended"),
    ("B-PER I-PER O . B-PER M-PER", 6, "'M-PER' comes after spans that ended"),
    ("B M S", 3, "'M' has no end before 'S'"),
    ("S M E", 2, "'M' after 'S' continues"),
    ("B E . B", 4, "'B' has no end before the end"),
    ("B E O", 3, "'O' is in a file with tags of words"),
    ("O B", 2, "'B' is in a file with tags of entities"),
    ("O PER", 2, "'PER' is not a tag such as B-PER"),
    ("O B-", 2, "'B-' is not a tag such as B-PER"),
]


@pytest.mark.parametrize("tags, line, message", WRONG, ids=[w[0] for w in WRONG])
def test_tags_that_do_not_parse_are_an_error_with_their_place(read, folder, tags, line, message):
    with pytest.raises(FormatError) as error:
        read("\n".join("" if tag == "." else f"我 {tag}" for tag in tags.split()), format="columns")

    assert str(error.value).startswith(f"{folder / 'corpus.txt'}:{line}: {message}")


@pytest.mark.parametrize(
    "row, message",
    [
        ("我", "'我' is one column. Write a character, a space and its tag."),
        ("我\tn\tO", "'我\\tn\\tO' has more than two columns"),
        ("我 n O", "'我 n O' has more than two columns"),
    ],
)
def test_a_line_of_other_columns_is_an_error_with_its_place(read, folder, row, message):
    with pytest.raises(FormatError) as error:
        read(f"你 O\n{row}\n", format="columns")

    assert str(error.value).startswith(f"{folder / 'corpus.txt'}:2: {message}")


def chunks(tags):
    """The spans that conlleval sees, by its own rules for where one ends and one starts."""
    spans, start = [], 0
    before, label_before = "O", ""
    for i, tag in enumerate([*tags, "O"]):
        place, _, label = tag.partition("-")
        changes = label != label_before
        if before in "ES" or (before in "BI" and (place in "BSO" or changes)):
            spans.append(Span(start, i, label_before))
        if place in "BS" or (place in "EI" and (before in "ESO" or changes)):
            start = i
        before, label_before = place, label
    return spans


TAGS = st.sampled_from(["O", *(f"{place}-{label}" for place in "BIES" for label in "xy")])


@given(st.lists(st.lists(TAGS, min_size=1, max_size=8), min_size=1, max_size=3))
def test_repaired_tags_are_read_as_conlleval_does(read, sentences):
    docs = read("\n\n".join(map(rows, sentences)), format="columns", repair=True)

    assert [list(doc.entities) for doc in docs] == [chunks(tags) for tags in sentences]


@given(st.lists(st.sampled_from("BMES"), min_size=1, max_size=10))
def test_repaired_tags_of_words_spell_the_text(read, tags):
    [doc] = read(rows(tags), format="columns", repair=True)

    assert "".join(doc.words) == doc.text == "我" * len(tags)
