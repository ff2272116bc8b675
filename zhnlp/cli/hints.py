"""Hints: what was probably meant by the name of a command or a file that is not there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from shlex import quote

import click

from zhnlp.chars import is_han
from zhnlp.errors import FileError, did_you_mean
from zhnlp.io.blocks import Text

# Names of commands in other programs, and words that people use for the task.
MEANT = {
    "annotate": "run",
    "aspell": "correct",
    "analyze": "run",
    "autocorrect": "correct",
    "bert": "pretrain",
    "bm25": "keywords",
    "check": "correct",
    "classifier": "classify",
    "cluster": "topics",
    "codespell": "correct",
    "complete": "completion",
    "corrector": "correct",
    "csc": "correct",
    "cut": "segment",
    "cws": "segment",
    "dedup": "duplicates",
    "dictionary": "lexicon",
    "displacy": "view",
    "draw": "view",
    "embed": "vectors",
    "embeddings": "vectors",
    "ents": "entities",
    "eval": "evaluate",
    "extract": "keywords",
    "fix": "correct",
    "headline": "summarize",
    "help": "--help",
    "jieba": "segment",
    "kws": "keywords",
    "label": "classify",
    "lda": "topics",
    "linker": "run",
    "list": "info",
    "lm": "perplexity",
    "models": "info",
    "names": "entities",
    "ner": "entities",
    "network": "train",
    "newwords": "discover",
    "opencc": "convert",
    "packs": "info",
    "parallel": "batch",
    "pipeline": "run",
    "pipelines": "run",
    "pos": "tag",
    "postag": "tag",
    "posseg": "tag",
    "ppl": "perplexity",
    "process": "run",
    "readings": "pinyin",
    "recognize": "entities",
    "review": "correct",
    "s2t": "convert",
    "score": "evaluate",
    "script": "convert",
    "seg": "segment",
    "sentiment": "classify --model reviews",
    "similar": "vectors similar",
    "similarity": "vectors similar",
    "simplify": "convert",
    "spell": "correct",
    "spelling": "correct",
    "split": "segment",
    "summary": "summarize",
    "show": "view",
    "t2s": "convert",
    "visualize": "view",
    "tagger": "tag",
    "test": "evaluate",
    "textrank": "keywords",
    "tfidf": "keywords",
    "tokenize": "segment",
    "tokenizer": "segment",
    "topic": "classify --model news-topics",
    "translate": "convert",
    "version": "--version",
    "word2vec": "vectors",
    "words": "segment",
}

# Likewise for what is trained or scored.
PARTS = {
    "zhnlp.cli.train": {
        **dict.fromkeys(("cws", "segment", "seg", "words", "tokenizer"), "segmenter"),
        **dict.fromkeys(("pos", "postag", "tag", "tags"), "tagger"),
        **dict.fromkeys(("ner", "entities", "names"), "recognizer"),
        **dict.fromkeys(("csc", "correct", "spelling"), "corrector"),
        **dict.fromkeys(("classify", "sentiment", "labels"), "classifier"),
        **dict.fromkeys(("qa", "answers", "mrc"), "reader"),
        **dict.fromkeys(("summarize", "headlines"), "summarizer"),
        **dict.fromkeys(("lm", "ngram", "bigram", "trigram"), "ngrams"),
        **dict.fromkeys(("keywords", "tfidf"), "idf"),
    },
    "zhnlp.cli.evaluate": {
        **dict.fromkeys(("cws", "segment", "seg", "segmenter"), "words"),
        **dict.fromkeys(("pos", "postag", "tag", "tagger"), "tags"),
        **dict.fromkeys(("ner", "names", "recognizer"), "entities"),
        **dict.fromkeys(("csc", "correct", "corrector"), "spelling"),
        **dict.fromkeys(("classify", "classifier", "sentiment"), "labels"),
        **dict.fromkeys(("qa", "reader", "mrc"), "answers"),
    },
}


def part_hint(package: str, name: str, known: Iterable[str]) -> str:
    """A hint at the command of a group that was meant by `name`.

    >>> part_hint("zhnlp.cli.train", "ner", ["recognizer", "tagger"])
    "Did you mean 'recognizer'?"
    """
    meant = PARTS.get(package, {}).get(name.lower(), name)
    return did_you_mean(meant, known)


def command_hint(name: str, known: Iterable[str]) -> str:
    """A hint at the command that was meant by `name`.

    >>> command_hint("ner", ["entities", "tag"]), command_hint("tga", ["entities", "tag"])
    ("Did you mean 'zhnlp entities'?", "Did you mean 'tag'?")
    """
    if any(map(is_han, name)):
        return f"To cut a text given as such, write: zhnlp segment -t {quote(name)}"
    if meant := MEANT.get(name.lower()):
        return f"Did you mean 'zhnlp {meant}'?"
    return did_you_mean(name, known)


def hint_at_text(path: str) -> None:
    """FileError if `path` is not there and looks like a text rather than the name of a file."""
    if path == "-" or isinstance(path, Text) or os.path.exists(path):
        return
    is_name = "/" in path or os.sep in path or os.path.splitext(path)[1]
    if is_name or not any(is_han(char) or char.isspace() for char in path):
        return
    context = click.get_current_context()
    doing = DOING.get(context.info_name or "", "process")
    raise FileError(
        f"cannot read {path!r}: No such file or directory. To {doing} a text given as such, use "
        f"-t: {context.command_path} -t {quote(path)}"
    )


DOING = {
    "segment": "cut",
    "tag": "tag",
    "correct": "correct",
    "classify": "label",
    "summarize": "sum up",
    "convert": "convert",
}
