"""Corpora: the gold words of the data folder's files, one list of words a text.

The text of a corpus is its words joined, as in the SIGHAN bakeoffs.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

Words = list[str]
SIGHAN = "segmentation/sighan2005"
TRAINING = "segmentation/peoples_daily_199801/199801.seg.txt.gz"
TAGGED = "segmentation/peoples_daily_199801/199801.txt.gz"
UD_TEST = "pos/ud_chinese_gsdsimp/zh_gsdsimp-ud-test.conllu"
TAGS_DEV = "modern/tags_dev.txt"
MSR_TRAINING = tuple(
    f"segmentation/msr_training_partial/{name}"
    for name in ("jcyk_msr_dev.txt.gz", "amttl_msr_dev.bmes.gz", "msr_training-1000.utf8")
)


def are_there(data: Path, paths: Iterable[str]) -> bool:
    """Whether the data folder has all these files; says on standard error if not."""
    missing = [path for path in paths if not (data / path).is_file()]
    if missing:
        click.echo(f"The data folder has no {missing[0]}: nothing is measured.", err=True)
    return not missing


def lines_of(path: Path) -> list[str]:
    """The lines of a UTF-8 file, unpacked where its name ends in .gz."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return raw.decode("utf-8-sig").replace("\r\n", "\n").split("\n")


def blanks(lines: Iterable[str]) -> Iterator[Words]:
    """A text a line, white space between words."""
    return (line.split() for line in lines if line.strip())


def underscores(lines: Iterable[str]) -> Iterator[Words]:
    """A text a line, white space between words, each with ``_TAG``."""
    return ([word.rpartition("_")[0] or word for word in words] for words in blanks(lines))


def columns(lines: Iterable[str]) -> Iterator[Words]:
    """CoNLL: a word a line in the second column, blank lines between texts."""
    for rows in _groups(lines):
        cells = [row.split("\t") for row in rows if not row.startswith("#")]
        yield [cell[1].replace(" ", "") for cell in cells if cell[0].isdigit()]


def characters(lines: Iterable[str]) -> Iterator[Words]:
    """A character and its tag B, M, E or S a line, blank lines between texts."""
    for rows in _groups(lines):
        words: Words = []
        for char, tag in (row.split() for row in rows):
            if tag in "BS" or not words:
                words.append("")
            words[-1] += char
        yield words


def _groups(lines: Iterable[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []


@dataclass(frozen=True)
class Corpus:
    """Where gold words are, how to read them, and which words count as known."""

    name: str
    path: str
    read: Callable[[Iterable[str]], Iterator[Words]]
    known: str = TRAINING

    def gold(self, data: Path) -> list[Words]:
        """The words of each text."""
        return list(self.read(lines_of(data / self.path)))

    def known_words(self, data: Path) -> set[str]:
        """The words of the training set, for the recall of the others."""
        return {word for line in lines_of(data / self.known) for word in line.split()}


CORPORA = (
    Corpus("pku test", f"{SIGHAN}/pku_test_gold.utf8", blanks, f"{SIGHAN}/pku_training_words.utf8"),
    Corpus(
        "msr test", f"{SIGHAN}/msr_test_gold.utf8", blanks, f"{SIGHAN}/msr_training_words.utf8.gz"
    ),
    Corpus("msr, 1000 lines", MSR_TRAINING[-1], blanks),
    Corpus("zhuxian dev", "segmentation/zhuxian/dev.zhuxian.wordpos", underscores),
    Corpus("weibo dev", "segmentation/weibo_treebank/dev.conll", columns),
    Corpus("forum dev", "segmentation/amttl_medical_forum/forum_dev.txt", characters),
    Corpus("gsdsimp dev", "pos/ud_chinese_gsdsimp/zh_gsdsimp-ud-dev.conllu.gz", columns),
    Corpus("gsdsimp test", UD_TEST, columns),
)
