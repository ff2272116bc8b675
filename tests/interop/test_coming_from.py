"""What docs/coming-from.md says for each call of another library is code that runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "coming-from.md"
TEXT = PAGE.read_text("utf-8")
FIRST = re.search(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)[1]
NO_CALL = "—"


def rows():
    """The library, its call and ours for each row of the tables."""
    for section in TEXT.split("\n## ")[1:]:
        library = section.split("\n")[0]
        for line in section.splitlines():
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            if line.startswith("| `"):
                assert len(cells) in (2, 3), f"{line} has {len(cells)} cells"
                yield library, cells[0], cells[1]


ROWS = list(rows())


@pytest.fixture(scope="module")
def defined():
    """The names of the page."""
    names: dict[str, object] = {}
    exec(FIRST, names)
    return names


@pytest.fixture
def names(defined, tmp_path, monkeypatch):
    """The names of the page, in a folder with the files that it names."""
    monkeypatch.chdir(tmp_path)
    Path("user.txt").write_text("自然语言 3 n\n", "utf-8")
    Path("big.txt").write_text("自然语言 3 n\n", "utf-8")
    Path("user.tsv").write_text("自然语言\tforce\n", "utf-8")
    return dict(defined)


@pytest.mark.parametrize("library", sorted({library for library, _, _ in ROWS}))
def test_our_calls_run(library, names):
    for own, theirs, ours in ROWS:
        if own == library and ours != NO_CALL:
            code = re.fullmatch(r"`([^`]+)`", ours)
            assert code, f"{ours} beside {theirs} is no code"
            exec(code[1], dict(names))


def test_the_calls_of_jieba_run(names):
    """In a process of its own, because they change what all of jieba's users share."""
    pytest.importorskip("jieba")
    calls = [re.fullmatch(r"`([^`]+)`", theirs)[1] for own, theirs, _ in ROWS if own == "jieba"]
    begin = ["import jieba, jieba.posseg, jieba.analyse", f"text = {names['text']!r}"]
    calls = [call for call in calls if "parallel" not in call]  # it starts processes
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", "\n".join([*begin, *calls])],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stderr


SAME = [
    ("jieba.lcut(text)", 'Segmenter("jieba").cut(text)'),
    ("jieba.lcut(text, HMM=False)", 'Segmenter("jieba", hmm=False).cut(text)'),
    (
        "jieba.lcut_for_search(text)",
        '[text[start:end] for start, end, _ in Segmenter("jieba").search(text)]',
    ),
    (
        "[(start, end) for _, start, end in jieba.tokenize(text)]",
        '[(start, end) for start, end, _ in Segmenter("jieba")(Doc(text)).words.spans()]',
    ),
]


def test_what_is_said_to_be_the_same_as_in_jieba_is(names):
    jieba = pytest.importorskip("jieba")
    tokenizer = jieba.Tokenizer()  # not the one that all share
    for theirs, ours in SAME:
        assert eval(theirs, names | {"jieba": tokenizer}) == eval(ours, names)
