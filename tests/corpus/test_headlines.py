"""News are read with their headlines."""

import gzip
import json

import pytest

from zhnlp.corpus.headlines import Article, read_articles
from zhnlp.errors import FormatError

NEWS = [Article("第一段。\n第二段。", "题 一"), Article("文二", "题二")]


def test_json_lines_and_plain_texts_give_the_same_articles(tmp_path):
    lines = [
        json.dumps({"date": "1", "title": own.title, "text": own.text}, ensure_ascii=False)
        for own in NEWS
    ]
    lines.insert(1, "")
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    (tmp_path / "a.json.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    blocks = "\n\n\n".join(f"{own.title}\n{own.text}" for own in NEWS)
    (tmp_path / "a.txt").write_text(f"\n{blocks}\n", "utf-8")

    for name in ("a.jsonl", "a.json.gz", "a.txt"):
        assert list(read_articles(tmp_path / name)) == NEWS


def test_articles_without_title_or_text_are_left_out(tmp_path):
    (tmp_path / "a.txt").write_text("只有题\n\n题\n文\n", "utf-8")
    pairs = [(" ", "文"), ("题", ""), ("题", "文")]
    lines = [json.dumps({"title": title, "text": text}) for title, text in pairs]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")

    assert list(read_articles(tmp_path / "a.txt")) == [Article("文", "题")]
    assert list(read_articles(tmp_path / "a.jsonl")) == [Article("文", "题")]


@pytest.mark.parametrize(
    "line, problem",
    [
        ("{", "not JSON"),
        ("[1]", "not an object with a title and a text"),
        ('{"title": "题"}', "not an object with a title and a text"),
        ('{"title": 1, "text": "文"}', "not an object with a title and a text"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_a_bad_line_is_an_error_with_its_place(tmp_path, line, problem):
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"title": "题", "text": "文"}}\n{line}\n', "utf-8")

    with pytest.raises(FormatError, match=f"a.jsonl:2: .*{problem}"):
        list(read_articles(path))
