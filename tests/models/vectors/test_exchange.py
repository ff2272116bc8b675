"""Files of vectors of other programs: read, written, and refused with the place of the fault."""

import gzip
import struct
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhnlp import WordVectors
from zhnlp.errors import FileError, FormatError, UsageError, ZhnlpWarning

TEXT = "3 2\n北京 0.5 -1\n上海 1e-3 2.25\n𠮷 0 4\n".encode()
WORDS, NUMBERS = ["北京", "上海", "𠮷"], [[0.5, -1], [1e-3, 2.25], [0, 4]]
BINARY = b"3 2\n" + b"".join(
    word.encode() + b" " + struct.pack("<2f", *numbers)
    for word, numbers in zip(WORDS, NUMBERS, strict=True)
)
FORMS = {
    "text": TEXT,
    "text of another system": TEXT.replace(b"\n", b" \r\n"),
    "tabs": TEXT.replace(b" ", b"\t"),
    "no line end at the end": TEXT[:-1],
    "blank lines": TEXT.replace(b"\n", b"\n\n"),
    "GloVe": TEXT[4:],
    "binary": BINARY,
    "binary with line ends": BINARY.replace("上海".encode(), "\n上海".encode()),
}


@pytest.fixture
def file(tmp_path):
    """Writes a file and gives its path."""

    def write(data, name="vectors.txt"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_words_and_their_vectors(file, form):
    vectors = WordVectors.read(file(FORMS[form]))

    assert list(vectors) == WORDS
    assert vectors.matrix.tolist() == np.array(NUMBERS, np.float32).tolist()


def test_compressed_files_are_read(file):
    assert list(WordVectors.read(file(gzip.compress(TEXT), "a.txt.gz"))) == WORDS
    assert list(WordVectors.read(file(gzip.compress(BINARY), "a.bin.gz"))) == WORDS


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("limit", [1, 2, 3, 99])
def test_a_limit_reads_the_first_words(file, form, limit):
    assert list(WordVectors.read(file(FORMS[form]), limit=limit)) == WORDS[:limit]


def test_what_is_beyond_the_limit_is_not_read(file):
    path = file(b"9 2\na 1 2\nb 3 4\nc broken")

    assert list(WordVectors.read(path, limit=2)) == ["a", "b"]


def test_whether_a_file_is_binary_can_be_said(file):
    assert list(WordVectors.read(file(TEXT), binary=False)) == WORDS
    assert list(WordVectors.read(file(BINARY), binary=True)) == WORDS


VECTORS = st.integers(1, 3).flatmap(
    lambda width: st.dictionaries(
        st.text(min_size=1, max_size=4).map(
            lambda text: "".join(
                "_" if c.isspace() or "\ud800" <= c < "\ue000" else c for c in text
            )
        ),
        st.lists(st.floats(-(2.0**99), 2.0**99, width=32), min_size=width, max_size=width),
        min_size=1,
    )
)


@given(words=VECTORS, binary=st.booleans())
def test_what_is_written_is_read_again(tmp_path_factory, words, binary):
    path = tmp_path_factory.mktemp("vectors") / "file"
    vectors = WordVectors.of(words, list(words.values()))
    vectors.write(path, binary=binary)
    again = WordVectors.read(path, binary=binary)

    assert list(again) == list(vectors)
    assert np.array_equal(again.matrix, vectors.matrix)


@pytest.mark.parametrize("binary", [False, True])
def test_gensim_reads_what_is_written_and_writes_what_is_read(tmp_path, binary):
    models = pytest.importorskip("gensim.models")
    vectors = WordVectors.of(WORDS, NUMBERS, half=True)
    vectors.write(tmp_path / "ours", binary=binary)
    keyed = models.KeyedVectors.load_word2vec_format(tmp_path / "ours", binary=binary)
    keyed.save_word2vec_format(tmp_path / "theirs", binary=binary)

    assert keyed.index_to_key == WORDS
    assert np.array_equal(keyed.vectors, vectors.matrix.astype(np.float32))
    again = WordVectors.read(tmp_path / "theirs")
    assert (list(again), again.matrix.tolist()) == (WORDS, keyed.vectors.tolist())


def test_what_a_format_cannot_hold_is_written_otherwise(tmp_path):
    WordVectors.of(["New York", "\ud800", "　"], [[1], [2], [3]]).write(tmp_path / "a")

    assert list(WordVectors.read(tmp_path / "a")) == ["New_York", "?", "_"]


def test_a_file_of_many_words_is_read_in_parts(tmp_path):
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(9000, 30)).astype(np.float32)
    vectors = WordVectors.of([f"词{number}" for number in range(9000)], matrix)
    for binary in (False, True):
        vectors.write(tmp_path / "a", binary=binary)
        again = WordVectors.read(tmp_path / "a")
        assert list(again) == list(vectors)
        assert np.array_equal(again.matrix, matrix)


def test_of_a_word_that_occurs_again_the_first_vector_is_taken(file):
    with pytest.warns(ZhnlpWarning, match="1 words occur again, the first is 'a'"):
        vectors = WordVectors.read(file(b"a 1 2\nb 3 4\na 5 6\n"))

    assert vectors.matrix.tolist() == [[1, 2], [3, 4]]


DAMAGED = [
    (TEXT[:14], 2, "1 numbers in place of 2"),
    (TEXT[:-9], 3, "the file ends after 2 words of 3"),
    (TEXT.replace(b"2.25", b""), 3, "a vector of 1 numbers in place of 2"),
    (TEXT.replace(b"2.25", b"2.25 7"), 3, "a vector of 3 numbers in place of 2"),
    (TEXT.replace(b"2.25", b"x"), 3, "'x' is not a finite number"),
    (TEXT.replace(b"2.25", b"2,25"), 3, "'2,25' is not a finite number"),
    (TEXT.replace(b"2.25", b"nan"), 3, "'nan' is not a finite number"),
    (TEXT.replace(b"2.25", b"1e99"), 3, "'1e99' is not a finite number"),
    (TEXT.replace(b"2.25", b"\xff\0"), 3, "is not a finite number"),
    (TEXT.replace("上海".encode(), "上海".encode("gb18030")), 3, "is not UTF-8"),
    (TEXT + b"b 1 2\n", 5, "more words than the 3"),
    (b"a 1 2\nb\n", 2, "0 numbers in place of 2"),
    (b"a\nb\n", 1, "0 numbers in place of at least 1"),
    (b"3 0\na\n", 1, "0 numbers"),
    (b"", 1, "there are no vectors"),
    (b"\n\n", 1, "there are no vectors"),
    (b"0 3\n", 1, "there are no vectors"),
    (BINARY[:-1], 3, "ends after 2 words of 3"),
    (BINARY[:20], 2, "ends after 1 words of 3"),
    (BINARY.replace(b"3 2", b"4 2"), 4, "ends after 3 words of 4"),
    (BINARY.replace(b"3 2", b"3 3"), None, None),
    (BINARY.replace("上海".encode(), b"\xff\xfe"), 2, "is not UTF-8"),
    (BINARY[:-4] + struct.pack("<f", float("inf")), 3, "not finite"),
    (b"3 2\n", 2, "ends after 0 words of 3"),
]


@pytest.mark.parametrize("data, line, message", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_file_is_an_error_with_its_place(file, data, line, message):
    with pytest.raises(FormatError) as caught:
        WordVectors.read(file(data))

    if line is not None:
        assert caught.value.place[1] == line
        assert message in str(caught.value)


@pytest.mark.parametrize("data", [b"1 2\na 1 2\n", b"a 1 2\n"], ids=["word2vec", "glove"])
def test_a_byte_order_mark_is_left_out(file, data):
    assert list(WordVectors.read(file(b"\xef\xbb\xbf" + data))) == ["a"]


@given(data=st.binary(max_size=60) | st.builds(lambda a, b: a + b, st.just(b"2 1\n"), st.binary()))
@example(data=b"\x28\xb5\x2f\xfd")  # the start of a zstd file
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("bytes") / "file"
    path.write_bytes(data)
    for binary in (None, False, True):
        with suppress(FileError, FormatError):
            assert len(WordVectors.read(path, binary=binary))


def test_files_that_are_not_there_are_errors(tmp_path):
    vectors = WordVectors.of(["a"], [[1]])
    with pytest.raises(FileError, match="No such file"):
        WordVectors.read(tmp_path / "none")
    with pytest.raises(FileError, match="cannot write"):
        vectors.write(tmp_path / "none" / "a")
    with pytest.raises(UsageError, match="compressed file"):
        vectors.write(tmp_path / "a.gz")
