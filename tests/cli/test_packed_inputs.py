"""Every input of every command may be packed as .gz, .zst, .bz2 or .xz."""

import bz2
import gzip
import lzma

import pytest

PLAIN = {
    "text.txt": "我爱北京。\n小明在北京大学学习，帐号丢了。\n",
    "words.txt": "我 爱 北京\n小明 在 北京 大学\n",
    "found.txt": "我 爱 北京\n小明 在 北京大学\n",
    "tags.txt": "我/r 爱/v 北京/ns\n小明/nr 在/p 北京大学/nt\n",
    "bio.txt": "小 B-PER\n明 I-PER\n在 O\n",
    "pairs.txt": "帐号丢了\t账号丢了\n我爱北京\t我爱北京\n",
    "right.txt": "账号丢了\n我爱北京\n",
    "lexicon.txt": "云计算 5 n\n小明\tforce\n小明在\tforce\n",
    "stopwords.txt": "我\n在\n",
    "gazetteer.txt": "北京大学\tORG\n",
    "misspellings.txt": "小明\t小名\n",
    "protect.txt": "帐号\n",
}  # each in a file of its name
COMMANDS = [
    "segment text.txt --lexicon lexicon.txt --stopwords ./stopwords.txt",
    "segment text.txt text.txt -j 2 --format jsonl",
    "tag text.txt --lexicon lexicon.txt",
    "entities text.txt --gazetteer gazetteer.txt",
    "correct text.txt --misspellings misspellings.txt --protect protect.txt",
    "perplexity text.txt",
    "lexicon check lexicon.txt",
    "evaluate words words.txt --predicted found.txt --known lexicon.txt",
    "evaluate words words.txt --lexicon lexicon.txt",
    "evaluate tags tags.txt --known words.txt",
    "evaluate entities bio.txt --predicted bio.txt",
    "evaluate spelling pairs.txt --predicted right.txt",
    "evaluate spelling pairs.txt --misspellings misspellings.txt",
    "train ngrams words.txt --score found.txt -o pack",
    "train segmenter words.txt --dev found.txt --raw text.txt --score words.txt -o pack",
]  # fmt: skip


def zstd_compress(data):
    return pytest.importorskip("backports.zstd").compress(data)


PACKERS = {
    ".gz": gzip.compress,
    ".zst": zstd_compress,
    ".bz2": bz2.compress,
    ".xz": lambda data: lzma.compress(data, preset=0),
}


@pytest.fixture
def call(run, tmp_path):
    def call(args, end):
        for name, text in PLAIN.items():
            pack = PACKERS.get(end, bytes)
            (tmp_path / f"{name}{end}").write_bytes(pack(text.encode()))
        words = [word + end if word.removeprefix("./") in PLAIN else word for word in args]
        return run(*words)

    return call


@pytest.mark.parametrize("command", COMMANDS)
def test_a_packed_input_is_read_as_what_is_in_it(call, command):
    plain, packed = (call(command.split(), end) for end in ("", ".gz"))

    assert (packed.exit_code, plain.exit_code) == (0, 0)
    assert packed.stdout.replace(".gz", "") == plain.stdout
    assert plain.stdout


@pytest.mark.parametrize("end", PACKERS)
@pytest.mark.parametrize("command", COMMANDS[:1])
def test_an_input_may_be_packed_in_many_ways(call, command, end):
    plain, packed = (call(command.split(), each) for each in ("", end))

    assert (packed.exit_code, packed.stdout) == (0, plain.stdout)


BROKEN = {
    "no gzip": b"\xe6\x88\x91",
    "cut off": gzip.compress("我爱北京\n".encode() * 99, mtime=0)[:-9],
    "empty": b"\x1f",
    "damaged": gzip.compress("我爱北京\n".encode(), mtime=0)[:10] + b"\xff" * 20,
}
READERS = [
    "segment a.gz",
    "segment --stopwords ./a.gz",
    "segment --lexicon a.gz",
    "entities --gazetteer a.gz",
    "correct --misspellings a.gz",
    "perplexity a.gz",
    "lexicon check a.gz",
    "evaluate words a.gz",
    "train tagger a.gz -o pack",
]


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("command", READERS)
def test_a_broken_file_is_an_error_of_one_sentence(run, tmp_path, command, content):
    (tmp_path / "a.gz").write_bytes(content)
    result = run(*command.split())

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: cannot read ")
    assert result.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.gz"]
