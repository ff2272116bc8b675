"""zhnlp segment: formats, options, encodings, blocks, output files."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Doc, Segmenter, StopwordFilter
from zhnlp.cli import formats
from zhnlp.io import blocks as inputs
from zhnlp.io.blocks import Block, read_blocks, whole_lines
from zhnlp.io.ordered import in_order

UNIGRAM = ("segment", "--method", "unigram")
TEXT = "我爱北京天安门\n\n云计算　很好 ABC v1.2.3\r\n最后一行"


@pytest.fixture(scope="module")
def segmenter():
    return Segmenter("unigram")


def spaced(segmenter, line, separator=" "):
    return separator.join(word for word in segmenter.cut(line) if not word.isspace())


def test_words_stand_apart_and_lines_stay_lines(run, segmenter):
    first, _, third, last = TEXT.split("\n")
    expected = f"{spaced(segmenter, first)}\n\n{spaced(segmenter, third[:-1])}\r\n"
    expected += spaced(segmenter, last)

    assert run(*UNIGRAM, stdin=TEXT.encode()).stdout_bytes.decode() == expected


@pytest.mark.parametrize("stdin", [b"", b"\n", b"\n\n", "我\n".encode(), "我".encode()])
def test_little_input_is_no_trouble(run, stdin):
    assert run("segment", stdin=stdin).stdout_bytes == stdin


@pytest.mark.parametrize("method", ["forward", "backward", "bigram", "jieba"])
def test_the_method_is_the_one_asked_for(run, method):
    line = "研究生命起源和结婚的和尚未结婚的"
    result = run("segment", "--method", method, stdin=line.encode())

    assert result.stdout_bytes.decode() == spaced(Segmenter(method), line)


def test_without_the_markov_model_unknown_words_fall_apart(run):
    line = "他来到了网易杭研大厦"
    result = run(*UNIGRAM, "--no-hmm", stdin=line.encode())

    assert result.stdout_bytes.decode() == spaced(Segmenter("unigram", hmm=False), line)


def test_a_lexicon_of_yours_is_used(run, tmp_path):
    (tmp_path / "mine.tsv").write_text("京天\tforce\n", "utf-8")
    result = run("segment", "--lexicon", "mine.tsv", "--separator", "/", stdin=TEXT.encode())

    assert "/京天/" in result.stdout_bytes.decode()


def test_a_bad_line_of_a_lexicon_is_an_error_before_anything_is_written(run, tmp_path):
    (tmp_path / "mine.txt").write_text("京天 x3\n", "utf-8")
    result = run("segment", "--lexicon", "mine.txt", "-o", "out.txt", stdin=TEXT.encode())

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: mine.txt:1: frequency 'x3' is not a whole number")
    assert os.listdir(tmp_path) == ["mine.txt"]


def test_search_gives_the_shorter_words_too(run, segmenter):
    line = "南京市长江大桥"
    result = run(*UNIGRAM, "--search", stdin=f"{line}\r\n".encode())
    words = [line[span.start : span.end] for span in segmenter.search(line)]

    assert result.stdout_bytes.decode() == " ".join(words) + "\r\n"


def test_stopwords_and_punctuation_are_left_out(run, segmenter, tmp_path):
    (tmp_path / "mine.txt").write_text("北京\n", "utf-8")
    line = "我们在北京，和他们看云。"
    args = (*UNIGRAM, "--stopwords", "general", "--stopwords", "./mine.txt")
    doc = StopwordFilter(("general", str(tmp_path / "mine.txt")))(segmenter(Doc(line)))
    words = [doc.text_of(span) for span in doc.terms]

    assert not {"北京", "，"} & set(words)
    assert run(*args, stdin=line.encode()).stdout_bytes.decode() == " ".join(words)


def test_json_lines_have_text_and_words(run, segmenter):
    result = run(*UNIGRAM, "--format", "jsonl", stdin=TEXT.encode())
    found = [json.loads(line) for line in result.stdout_bytes.decode().split("\n")[:-1]]
    lines = [line.removesuffix("\r") for line in TEXT.split("\n")]

    assert found == [{"text": line, "words": segmenter.cut(line)} for line in lines]


@pytest.mark.parametrize("args", [["--search"], ["--stopwords", "general"]], ids=" ".join)
def test_json_lines_say_where_picked_words_stand(run, args):
    line = "我们在 南京市长江大桥上"
    result = run(*UNIGRAM, "--format", "jsonl", *args, stdin=line.encode())
    found = json.loads(result.stdout_bytes)

    assert found["words"] == [line[start:end] for start, end in found["spans"]]
    assert "长江大桥" in found["words"]


def test_search_and_stopwords_go_together(run):
    args = (*UNIGRAM, "--search", "--stopwords", "general")
    words = run(*args, stdin="我们在南京市长江大桥上".encode()).stdout_bytes.decode().split()

    assert {"长江", "长江大桥", "我们"} & set(words) == {"长江", "长江大桥"}


def test_conll_has_ten_columns_and_keeps_white_space_in_the_last(run, tmp_path):
    words = ["我", "爱", "北京", "很", "好"]
    (tmp_path / "five.tsv").write_text("\n".join(f"{w}\tforce" for w in words), "utf-8")
    args = ("segment", "--format", "conll", "--lexicon", "five.tsv")
    result = run(*args, stdin=" 我爱 北京\r\n \n\n很\t|好".encode())
    empty = "\t_" * 7

    assert result.stdout_bytes.decode() == (
        f"# text =  我爱 北京\n1\t我{empty}\tSpacesBefore=\\s|SpaceAfter=No\n"
        f"2\t爱{empty}\t_\n3\t北京{empty}\t_\n\n"
        f"# text = 很\t|好\n1\t很{empty}\tSpacesAfter=\\t\n"
        f"2\t|{empty}\tSpaceAfter=No\n3\t好{empty}\t_\n\n"
    )


ENCODINGS = [
    "utf-8",
    "UTF8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "gb18030",
    "gbk",
    "big5",
]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_input_in_other_encodings_comes_out_as_utf_8(run, encoding):
    text = "我愛北京\n\n中文 ABC\n"
    plain = run("segment", stdin=text.encode())
    result = run("segment", "--encoding", encoding, stdin=text.encode(encoding))

    assert result.exit_code == 0
    assert result.stdout_bytes == plain.stdout_bytes


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_utf_16_without_a_byte_order_mark_is_read_in_the_order_that_gives_text(run, order):
    data = "我愛北京\n中文 ABC\n".encode(order)

    result = run("segment", "--encoding", order[:6], stdin=data)
    assert (result.stderr, result.stdout) == ("", "我 愛 北京\n中文 ABC\n")


@pytest.mark.parametrize("errors", ["strict", "replace"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_utf_8_that_is_called_utf_16_is_an_error_that_says_what_to_do(run, encoding, errors):
    stdin = "我爱北京\n".encode()
    result = run("segment", "--encoding", encoding, "--errors", errors, stdin=stdin)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: <stdin>:1: this is not {encoding} with a byte order m")
    assert f"give {encoding}-le or {encoding}-be as the encoding (--encoding).\n" in result.stderr


@pytest.mark.parametrize(
    "name", ["base64", "rot13", "hex", "zip", "bz2", "uu", "undefined", "idna", "unicode_escape"]
)
@pytest.mark.parametrize("command", [("segment",), ("run", "--from", "text")])
def test_a_codec_that_is_not_of_text_is_wrong_usage(run, command, name):
    result = run(*command, "--encoding", name, stdin=b"a")

    assert result.exit_code in (1, 2)
    assert f"there is no text encoding '{name}'. Give one such as " in result.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_a_byte_order_mark_is_dropped(run, encoding, form):
    args = ("segment", "--encoding", encoding, "--format", form)

    assert "\ufeff" not in run(*args, stdin="\ufeff我\n".encode(encoding)).stdout_bytes.decode()


BAD = [
    ("utf-8", "我\n爱\n".encode() + b"\xff\n", 3),
    ("utf-8", "我\n".encode() + "爱".encode()[:2], 2),
    ("gb18030", "我\n爱\n\n".encode("gb18030") + b"\x80\xff\n", 4),
    ("big5", "我\n".encode("big5") + b"\xa4", 2),
    ("utf-16", "我\n爱\n".encode("utf-16") + b"\x00\xd8\x00\x00", 3),
    ("iso2022_jp", b"abc\n\x1b$B\xff", 2),
]


@pytest.mark.parametrize("form", ["text", "jsonl"])
@pytest.mark.parametrize("encoding, stdin, line", BAD, ids=[b[0] for b in BAD])
def test_bytes_in_another_encoding_are_an_error_with_their_line(run, encoding, stdin, line, form):
    result = run("segment", "--encoding", encoding, "--format", form, stdin=stdin)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: <stdin>:{line}: byte 0x")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("encoding, stdin, line", BAD, ids=[b[0] for b in BAD])
def test_bytes_in_another_encoding_can_be_replaced(run, encoding, stdin, line):
    result = run("segment", "--encoding", encoding, "--errors", "replace", stdin=stdin)

    assert result.exit_code == 0
    assert "\ufffd" in result.stdout_bytes.decode()


def test_the_error_names_the_file_and_its_own_line(run, tmp_path):
    (tmp_path / "good.txt").write_text("我\n爱\n", "utf-8")
    (tmp_path / "bad.txt").write_bytes(b"a\n\xff\n")
    result = run("segment", "good.txt", "bad.txt")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: bad.txt:2: byte 0xff is not UTF-8")
    assert result.stdout_bytes.decode() == "我\n爱\n"


def test_files_follow_one_another_and_a_line_ends_with_its_file(run, tmp_path):
    (tmp_path / "a").write_bytes("我".encode())
    (tmp_path / "b").write_bytes(b"")
    (tmp_path / "c").write_bytes("爱\n".encode())

    assert run("segment", "a", "b", "-", "c", stdin=b"x").stdout_bytes.decode() == "我\nx\n爱\n"


def test_an_output_file_has_what_standard_output_would_have(run, tmp_path):
    printed = run("segment", stdin=TEXT.encode()).stdout_bytes
    result = run("segment", "-o", "out.txt", stdin=TEXT.encode())

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert (tmp_path / "out.txt").read_bytes() == printed
    assert os.listdir(tmp_path) == ["out.txt"]


def test_an_output_file_is_as_it_was_after_a_failure(run, tmp_path):
    (tmp_path / "out.txt").write_bytes(b"before")
    result = run("segment", "-o", "out.txt", stdin=b"a\n" * 30_000 + b"\xff\n")

    assert result.exit_code == 1
    assert (tmp_path / "out.txt").read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["out.txt"]


@pytest.mark.skipif(os.name != "posix", reason="permissions and links of POSIX")
def test_an_output_file_keeps_its_permissions_and_links(run, tmp_path):
    (tmp_path / "out.txt").write_bytes(b"before")
    (tmp_path / "out.txt").chmod(0o640)
    (tmp_path / "link").symlink_to("out.txt")
    run("segment", "-o", "link", stdin=b"a\n")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "out.txt").read_bytes() == b"a\n"
    assert (tmp_path / "out.txt").stat().st_mode & 0o777 == 0o640


# Small blocks, so that short texts have many of them.


@pytest.fixture(scope="module", autouse=True)
def small_blocks():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inputs, "SIZE", 16)
        patch.setattr(inputs, "FRAGMENT", 48)
        yield


class Slow:
    """A file that gives a few bytes at a time, as pipes do."""

    def __init__(self, data, sizes):
        self.data, self.sizes = data, sizes

    def read(self, size):
        size = min(size, self.sizes[len(self.data) % len(self.sizes)])
        given, self.data = self.data[:size], self.data[size:]
        return given


lines = st.lists(st.text("我爱\ufeffa \r𠮷\x00", max_size=40), max_size=12).map("\n".join)


@given(lines, st.lists(st.integers(1, 60), min_size=1), st.sampled_from(ENCODINGS[:7]))
def test_blocks_have_all_of_the_text_however_it_comes(text, sizes, encoding):
    text = text.lstrip("\ufeff")
    data = text.encode(encoding)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", type("Stdin", (), {"buffer": Slow(data, sizes)}))
        blocks = list(read_blocks(["-"], encoding=encoding))
    joined = list(whole_lines(iter(blocks)))

    assert b"".join(block.data for block in blocks) == text.encode()
    assert all(block.data.endswith(b"\n") for block in joined[:-1])
    line = 1
    for block in joined:
        assert block.line == line
        line += block.data.count(b"\n")


@given(st.lists(st.integers(1, 60), min_size=1))
def test_a_long_line_comes_in_the_same_pieces_however_it_arrives(sizes):
    data = b"a\n" + b"b" * 500 + b"\nc"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", type("Stdin", (), {"buffer": Slow(data, sizes)}))
        pieces = [block for block in read_blocks(["-"]) if block.is_fragment]

    assert [len(piece.data) for piece in pieces] == [48] * 10 + [21]
    assert [piece.is_last for piece in pieces] == [False] * 10 + [True]


@pytest.mark.parametrize("form", ["text", "jsonl", "conll"])
def test_any_number_of_threads_gives_the_same_bytes(run, form):
    stdin = "".join(f"第{i}行，我爱北京天安门{'很长' * (i % 40)}。\n" for i in range(300)).encode()
    one, four = (run("segment", "--format", form, "-j", n, stdin=stdin) for n in (1, 4))

    assert one.exit_code == 0
    assert one.stdout_bytes == four.stdout_bytes


@pytest.mark.parametrize("stdin", [b"\xff\n", b"b" * 500 + b"\xff\n"], ids=["line", "long line"])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_any_number_of_threads_fails_at_the_same_place(run, encoding, stdin):
    stdin = b"good line\n" * 50 + stdin + b"good line\n" * 50
    args = ("segment", "--encoding", encoding, "-j")
    one, four = (run(*args, n, stdin=stdin) for n in (1, 4))

    assert (one.exit_code, one.stdout_bytes, one.stderr) == (1, four.stdout_bytes, four.stderr)
    assert one.stdout_bytes.count(b"\n") >= 45
    assert one.stderr.startswith("Error: <stdin>:51: byte 0xff")


def test_a_line_in_pieces_is_cut_as_a_whole(segmenter):
    """With the real size of pieces: 6 MB without a line end, and the next line after it."""
    line = "我爱北京天安门，你好。" * 190_000
    data = f"{line}\n{line[:7]}\n".encode()
    pieces = [data[start : start + (4 << 20)] for start in range(0, len(data), 4 << 20)]
    end = data.index(b"\n") + 1 - (4 << 20)
    blocks = [
        Block(pieces[0], "x", 1, is_fragment=True),
        Block(pieces[1][:end], "x", 1, is_fragment=True, is_last=True),
        Block(pieces[1][end:], "x", 2),
    ]
    out = b"".join(in_order(formats.TextWriter(segmenter, " ", "strict"), blocks, 2))

    assert out == segmenter.cut_lines(data)
