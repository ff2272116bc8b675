"""Tables of entries: what lexicons, gazetteers and misspellings have in common."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp.errors import FormatError, InputError, ZhnlpWarning
from zhnlp.models.lexicons.entry import Entry
from zhnlp.models.lexicons.gazetteer import Gazetteer, Name
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.models.lexicons.misspellings import Misspellings
from zhnlp.models.lexicons.spelling_project import SpellingProject

KINDS = [Lexicon, Gazetteer, Misspellings, SpellingProject]
MAPPINGS = {
    Lexicon: {"甲": 5, "乙": "nz"},
    Gazetteer: {"甲": "P"},
    Misspellings: {"甲": "乙"},
    SpellingProject: {"甲": "乙"},
}
LINES = {Lexicon: "甲 5", Gazetteer: "甲\tP", Misspellings: "甲\t乙", SpellingProject: "甲\t乙"}
BAD_LINES = {Lexicon: "丙\tfoo", Gazetteer: "丙", Misspellings: "丙\t丙", SpellingProject: "丙 丁"}
OTHER_LINES = {
    Lexicon: "甲\tforce",
    Gazetteer: "甲\tQ",
    Misspellings: "甲\t丁",
    SpellingProject: "甲",
}
tables = st.one_of(
    st.lists(st.dictionaries(st.sampled_from("甲乙丙丁"), values), min_size=3, max_size=3).map(
        lambda dicts, kind=kind: [kind(each) for each in dicts]
    )
    for kind, values in (
        (Lexicon, st.none() | st.integers(1, 9) | st.sampled_from(["nz", "force"])),
        (Gazetteer, st.sampled_from(["PER", "ORG"])),
        (Misspellings, st.sampled_from("戊己")),
        (SpellingProject, st.sampled_from("戊己")),
    )
)


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@given(tables)
def test_joining_is_associative_and_the_right_one_wins(three):
    a, b, c = three
    joined = a | b

    assert (a | b) | c == a | (b | c)
    assert a | a == a == a | type(a)() == type(a)() | a
    assert {entry[0] for entry in joined} == {entry[0] for entry in (*a, *b)}
    assert all(entry in joined for entry in b)
    assert all(entry in joined for entry in a if entry[0] not in b)


@given(tables)
def test_it_has_the_words_that_it_iterates(three):
    for table in three:
        assert list(table) == list(table.entries)
        assert len(table) == len(list(table))
        assert all(entry in table and entry[0] in table for entry in table)
        assert not {"戊", "", None, 5, (), ("甲",)} & {*table}
        assert "戊" not in table
        assert () not in table
        assert type(table)(table) == table


def test_only_tables_of_a_kind_are_joined(kind):
    with pytest.raises(TypeError):
        kind(MAPPINGS[kind]) | MAPPINGS[kind]


def test_a_mapping_a_list_a_path_or_the_table_itself_will_do(kind, tmp_path):
    made = kind(MAPPINGS[kind])
    (tmp_path / "a.tsv").write_text("\n".join("\t".join(_columns(e)) for e in made), "utf-8")

    assert kind.of(made) is made
    assert kind.of(MAPPINGS[kind]) == kind.of(list(made)) == kind.of(iter(made)) == made
    assert kind.of(tmp_path / "a.tsv") == kind.of(str(tmp_path / "a.tsv")) == made
    assert kind.of({*made}) == kind(sorted(made, key=str))
    for given_table in (5, None, b"a"):
        with pytest.raises(InputError, match=rf"mine is .* Give a {kind.__name__}, a list, a mapp"):
            kind.of(given_table, "mine")


def _columns(entry):
    return ("" if field is None else str(field) for field in entry)


def test_the_words_of_a_set_are_sorted():
    assert [entry.word for entry in Lexicon({"丙", "甲", "乙"})] == sorted("丙甲乙")


def test_what_was_asked_for_a_word_is_the_same_to_others(kind):
    asked, other = kind(MAPPINGS[kind]), kind(MAPPINGS[kind])
    assert "甲" in asked

    assert (asked, hash(asked)) == (other, hash(other))
    assert len(pickle.dumps(asked)) == len(pickle.dumps(other))
    assert "甲" in pickle.loads(pickle.dumps(asked))


def test_a_line_that_comes_again_is_a_warning_with_both_places(kind, tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text(f"{LINES[kind]}\n\n{LINES[kind]}\n", "utf-8")
    with pytest.warns(ZhnlpWarning) as caught:
        found = kind.read(path)

    assert [str(each.message) for each in caught] == [
        f"{path}:3: '甲' is already in line 1; the last one holds."
    ]
    assert len(found) == 1


def test_of_two_entries_of_a_word_the_last_holds():
    with pytest.warns(ZhnlpWarning, match="'甲' is given twice; the last one holds. So are 1 more"):
        made = Lexicon(["甲", ("甲", "prefer", 5, "n"), "乙", ("甲", "prefer", 7)])

    assert made.entries == (Entry("甲", frequency=7), Entry("乙"))


def test_a_line_that_contradicts_another_is_an_error_with_both_places(kind, tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text(f"{LINES[kind]}\n{OTHER_LINES[kind]}\n", "utf-8")

    with pytest.raises(FormatError, match=r"a\.tsv:2: '甲' is already in line 1, with .*, not "):
        kind.read(path)


def test_bad_lines_can_be_left_out_with_a_warning_for_each(kind, tmp_path):
    path = tmp_path / "a.tsv"
    bad = (BAD_LINES[kind], OTHER_LINES[kind])
    path.write_bytes("\n".join([LINES[kind], *bad]).encode() + b"\n\xff\n")
    with pytest.warns(ZhnlpWarning) as caught:
        found = kind.read(path, skip_bad_lines=True)

    messages = [str(each.message) for each in caught]
    assert [message.split(": ")[0] for message in messages] == [f"{path}:{n}" for n in (2, 3, 4)]
    assert all(message.endswith(" The line is left out.") for message in messages)
    assert found == kind.of({"甲": MAPPINGS[kind]["甲"]})


def test_of_many_warnings_ten_are_given_and_the_others_are_counted(kind, tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text(f"{LINES[kind]}\n" + f"{BAD_LINES[kind]}\n" * 500, "utf-8")
    with pytest.warns(ZhnlpWarning) as caught:
        kind.read(path, skip_bad_lines=True)

    assert len(caught) == 11
    assert str(caught[-1].message) == f"{path}: 490 more lines like these."
    with pytest.raises(FormatError, match=r"Bad, too: line 3, .*, 12 … \(499 lines\)\.$"):
        kind.read(path)


def test_a_gazetteer_gives_names():
    assert list(Gazetteer({"小爱": "PER"})) == [Name("小爱", "PER")]
