"""What no list of words takes, however it is given: words too long, line ends, no-op splits."""

import pytest

from zhnlp import Corrector, Gazetteer, Lexicon, Misspellings, Segmenter
from zhnlp.errors import FormatError, UsageError
from zhnlp.models.lexicons.limits import LONGEST
from zhnlp.models.lexicons.stopwords import read_stopwords

ONE_CHARACTER = ["好", "❤️", "e\u0301", "👨‍👩‍👧", "👍🏽", "🇨🇳", "1️⃣", "か゚"]
LINE_ENDS = ["\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\r"]
READERS = {
    "lexicon": (Lexicon.read, "{}"),
    "lexicon with tabs": (Lexicon.read, "{}\tforce"),
    "gazetteer": (Gazetteer.read, "{}\tORG"),
    "misspellings": (Misspellings.read, "{}\t好"),
    "stopwords": (read_stopwords, "{}"),
}
readers = pytest.mark.parametrize("reader", READERS)


@pytest.fixture
def read(reader, tmp_path):
    """Reads a file with these words, by the reader of the test."""

    def read_words(*words, end="\n"):
        call, form = READERS[reader]
        path = tmp_path / "list.txt"
        path.write_bytes("".join(form.format(word) + end for word in words).encode())
        return call(path)

    return read_words


def words_of(table):
    return sorted(table if isinstance(table, frozenset) else [entry[0] for entry in table])


MAKERS = {
    "lexicon": lambda word: Lexicon(["中", word]),
    "mapping": lambda word: Lexicon({"中": 5, word: 5}),
    "gazetteer": lambda word: Gazetteer({"中": "ORG", word: "ORG"}),
    "wrong": lambda word: Misspellings([("中", "国"), (word, "好")]),
    "right": lambda word: Misspellings([("中", "国"), ("好", word)]),
    "protected": lambda word: Corrector(protected=["中", word]),
    "dictionary": lambda word: Segmenter(dictionary=["中", word]),
}


@pytest.mark.parametrize("make", MAKERS)
def test_the_longest_word_is_taken_and_a_longer_one_is_an_error_with_its_number(make):
    assert MAKERS[make]("长" * LONGEST)
    with pytest.raises(UsageError, match=rf" 2, .*{LONGEST + 1} characters; a list takes"):
        MAKERS[make]("长" * (LONGEST + 1))


@pytest.mark.parametrize("reader", sorted(set(READERS) - {"stopwords"}))
def test_a_longer_word_in_a_file_is_an_error_with_its_place(read):
    with pytest.raises(FormatError, match=rf"list\.txt:2: .* {LONGEST + 1} characters"):
        read("中国", "长" * (LONGEST + 1))


def test_a_long_forced_word_is_found():
    word = "的" * (LONGEST - 1) + "我"
    text = "的" * 300 + "我" + "的" * 100
    assert word in Segmenter(lexicon=[(word, "force")]).cut(text)


@pytest.mark.parametrize("word", ONE_CHARACTER)
def test_what_a_reader_sees_as_one_character_cannot_be_split(word, tmp_path):
    with pytest.raises(UsageError, match="is a single character, which cannot be split"):
        Lexicon([(word, "split")])
    path = tmp_path / "a.tsv"
    path.write_text(f"大桥\tsplit\n{word}\tsplit\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r"a\.tsv:2: .*single character"):
        Lexicon.read(path)


@pytest.mark.parametrize("word", ["AI", "12", "大桥", "🇨🇳🇺🇸", "好❤️"])
def test_what_has_several_characters_can_be_split(word):
    assert Lexicon([(word, "split")])


@readers
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_with_lf_crlf_or_in_a_file_without_lf_with_cr(read, end):
    assert words_of(read("云计算", "区块链", end=end)) == ["云计算", "区块链"]


@readers
@pytest.mark.parametrize("char", LINE_ENDS)
def test_another_line_end_in_a_line_is_an_error_with_its_place(read, char):
    with pytest.raises(FormatError, match=rf"list\.txt:2: .*U\+{ord(char):04X}, a line end"):
        read("中国", f"云计算{char}区块链", "北京")


@readers
def test_a_blank_that_does_not_break_is_white_space_around_a_word_and_part_of_one(read):
    assert words_of(read("\u00a0云计算\u00a0", "New\u00a0York")) == ["New\u00a0York", "云计算"]


@pytest.mark.parametrize("make", sorted(set(MAKERS) - {"mapping"}))
@pytest.mark.parametrize("char", [*LINE_ENDS, "\n"])
def test_a_line_end_in_a_word_given_in_python_is_an_error(make, char):
    with pytest.raises(UsageError, match="line end"):
        MAKERS[make](f"云计算{char}区块链")
