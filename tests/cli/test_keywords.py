"""zhnlp keywords, zhnlp train idf, and zhnlp summarize without a model."""

import json

import pytest

NEWS = "新能源汽车出口增长。新能源汽车企业受益。天气很好。"


def lines(result):
    assert result.exit_code == 0, result.stderr
    return result.stdout_bytes.decode().split("\n")[:-1]


def test_there_is_a_line_of_keywords_for_each_line(run):
    found = lines(run("keywords", "--top", 2, stdin=f"{NEWS}\r\n\n的\n{NEWS}".encode()))

    assert found == ["新能源\t汽车", "", "", "新能源\t汽车"]


@pytest.mark.parametrize("method", ["tfidf", "textrank", "phrases"])
def test_objects_have_weights(run, method):
    (line,) = lines(run("keywords", "-m", method, "--format", "jsonl", stdin=NEWS.encode()))
    item = json.loads(line)

    assert item["text"] == NEWS
    best = {"tfidf": "新能源", "textrank": "汽车", "phrases": "新能源汽车"}
    assert item["keywords"][0][0] == best[method]
    weights = [weight for _, weight in item["keywords"]]
    assert weights == sorted(weights, reverse=True)


def test_a_document_is_a_line_a_paragraph_or_a_file(run, tmp_path):
    (tmp_path / "a.txt").write_text("北京汽车\n北京\n \n上海\n\n", "utf-8")
    (tmp_path / "b.txt").write_text("广州\n", "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    files = ("a.txt", "empty.txt", "b.txt", "b.txt", "--format", "jsonl")

    def texts(documents):
        found = lines(run("keywords", "--documents", documents, *files))
        return [json.loads(line)["text"] for line in found]

    assert texts("line") == ["北京汽车", "北京", " ", "上海", "", "广州", "广州"]
    assert texts("paragraph") == ["北京汽车\n北京", "上海", "广州", "广州"]
    assert texts("file") == ["北京汽车\n北京\n \n上海\n", "广州", "广州"]


def test_paragraphs_end_at_lines_of_any_white_space_but_not_at_a_carriage_return(run):
    text = "北京\r\r汽车\r\n\u3000\n上海\n \t\r\n广州"
    found = lines(
        run("keywords", "--documents", "paragraph", "--format", "jsonl", stdin=text.encode())
    )

    assert [json.loads(line)["text"] for line in found] == ["北京\r\r汽车", "上海", "广州"]


def test_bytes_that_are_no_text_are_an_error_with_their_line(run, tmp_path):
    (tmp_path / "bad.txt").write_bytes("北京\n上海\n".encode() + b"\xff\n")
    for documents in ("line", "file", "paragraph"):
        done = run("keywords", "--documents", documents, "bad.txt")
        assert done.exit_code == 1
        assert "bad.txt:3" in done.stderr


def test_keywords_are_chosen_by_tag_stopwords_and_own_words(run, tmp_path):
    (tmp_path / "mine.txt").write_text("新能源汽车\n", "utf-8")
    (tmp_path / "stop.txt").write_text("汽车\n", "utf-8")
    own = lines(run("keywords", "--lexicon", "mine.txt", "--top", 1, stdin=NEWS.encode()))
    stopped = lines(run("keywords", "--stopwords", "./stop.txt", stdin=NEWS.encode()))
    nouns = lines(run("keywords", "--keep-tags", "n", stdin=NEWS.encode()))

    assert own == ["新能源汽车"]
    assert "汽车" not in stopped[0].split("\t")
    assert "汽车" in nouns[0].split("\t")
    assert "受益" not in nouns[0].split("\t")


def test_a_table_of_own_documents_is_trained_and_used(run, tmp_path):
    (tmp_path / "corpus.txt").write_text("新能源 北京\n\n新能源 汽车\n\n新能源 增长\n", "utf-8")
    done = run("train", "idf", "corpus.txt", "--min-docs", 1, "--leave-out", 3, "-o", "mine")
    about = json.loads((tmp_path / "mine" / "pack.json").read_text("utf-8"))
    by_pack = lines(run("keywords", "--idf", "./mine", "--top", 1, stdin="新能源 北京".encode()))
    (tmp_path / "idf.txt").write_text("新能源 9\n北京 1\n", "utf-8")
    by_file = lines(run("keywords", "--idf", "./idf.txt", "--top", 1, stdin="新能源 北京".encode()))

    assert done.stdout == "3 words of 2 documents\n"
    assert (about["kind"], about["n_documents"], about["min_docs"]) == ("IdfTable", 2, 1)
    assert by_pack == ["北京"]
    assert by_file == ["新能源"]


def test_too_few_documents_are_an_error(run, tmp_path):
    (tmp_path / "corpus.txt").write_text("北京\n", "utf-8")
    done = run("train", "idf", "corpus.txt", "-o", "mine")

    assert done.exit_code == 2
    assert "no word is in 5 of 1 documents" in done.stderr


def test_a_text_is_summed_up_in_its_own_sentences(run):
    text = run("summarize", "--sentences", 1, stdin=f"{NEWS}\n\n的。\n".encode())
    (line,) = lines(run("summarize", "--format", "jsonl", stdin=NEWS.encode()))

    assert lines(text) == ["新能源汽车出口增长。", "", ""]
    assert json.loads(line) == {"text": NEWS, "summary": NEWS.replace("。", "。 ").split()}


def test_a_file_is_summed_up_as_one_text(run, tmp_path):
    (tmp_path / "news.txt").write_text(NEWS.replace("。", "。\n"), "utf-8")
    found = lines(run("summarize", "--documents", "file", "--sentences", 2, "news.txt"))

    assert len(found) == 1
    assert found[0].count("。") == 2


def test_sentences_are_for_summaries_without_a_model(run):
    done = run("summarize", "--model", "./mine", "--sentences", 2)

    assert done.exit_code == 2
    assert "--sentences has no effect with --model" in done.stderr
