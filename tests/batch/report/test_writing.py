"""What a report says of small corpora made by hand."""

import gzip
import json
import subprocess
import sys
from html.parser import HTMLParser
from random import Random

import numpy as np
import pytest

from zhnlp import Correction, Doc, Span
from zhnlp.errors import ExtraError, FileError

pytest.importorskip("rensa")
pytest.importorskip("jinja2")
from zhnlp.batch.report import ShardFacts, merging, write_report
from zhnlp.batch.report import facts as facts_module
from zhnlp.batch.report.stored import read_facts
from zhnlp.models.likeness import signing

HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 500)]
SCRIPT = "<script>alert('好')</script> & \"引\""


def words_doc(*pairs, entities=()):
    """A Doc of words with their tags."""
    words, tags = zip(*pairs, strict=True)
    return Doc("".join(words), words=words, tags=tags, entities=entities)


def news(seed=0, length=200):
    return "".join(Random(seed).choices(HAN, k=length))


def facts(rows, *, date_field=None, id_field=None):
    """The facts of one shard: rows of fields and Doc."""
    shard = ShardFacts(date_field=date_field, id_field=id_field)
    for number, (fields, doc) in enumerate(rows, 1):
        shard.add(fields, doc, f"news.jsonl:{number}")
    return shard.to_bytes()


def report(folder, *shards, rejects=(), about=None):
    """The figures of a report, which is written to `folder`."""
    parts = []
    for number, content in enumerate(shards):
        parts.append(folder / f"facts-{number}")
        parts[-1].write_bytes(content)
    path = folder / "rejects.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in rejects), "utf-8")
    write_report(parts, rejects=path, folder=folder, about=about or {})
    return json.loads((folder / "report.json").read_text("utf-8"))


def html(folder):
    return (folder / "report.html").read_text("utf-8")


def by(rows, key):
    return {row[key]: row["count"] for row in rows}


BEIJING = words_doc(("王小明", "nr"), ("在", "p"), ("北京", "ns"), ("学习", "v"), ("。", "w"),
                    entities=[Span(0, 3, "PER"), Span(4, 6, "LOC")])  # fmt: skip


def test_documents_characters_words_and_names_are_counted(tmp_path):
    corpus = report(tmp_path, facts([({}, BEIJING)] * 3), facts([({}, BEIJING)]))["corpus"]

    assert corpus == {
        "documents": 4,
        "characters": 36,
        "sentences": None,
        "words": 16,
        "other_words": 4,
        "distinct_words": 4,
        "names": 8,
    }


def test_words_that_carry_content_are_no_stopwords_nor_names(tmp_path):
    words = report(tmp_path, facts([({}, BEIJING)] * 2))["words"]

    assert by(words["all"], "word") == {"王小明": 2, "在": 2, "北京": 2, "学习": 2, "。": 2}
    assert words["content"] == [{"word": "学习", "tag": "v", "count": 2}]


def test_a_word_has_its_most_frequent_tag_and_the_count_of_all(tmp_path):
    docs = [words_doc(("发展", tag)) for tag in ("v", "vn", "vn")]

    words = report(tmp_path, facts([({}, doc) for doc in docs]))["words"]

    assert words["all"] == [{"word": "发展", "tag": "vn", "count": 3}]


def test_words_without_tags_are_counted(tmp_path):
    doc = Doc("我爱学习", words=["我", "爱", "学习"])

    words = report(tmp_path, facts([({}, doc)]))["words"]

    assert by(words["all"], "word") == {"我": 1, "爱": 1, "学习": 1}
    assert "学习" in by(words["content"], "word")


def test_new_words_are_frequent_and_not_in_the_dictionary_and_no_names(tmp_path):
    doc = words_doc(
        *[("柑橙派", "n"), ("学习", "v"), ("更大", "a"), ("甲乙丙公司", "nt")],
        *[("七百吨", "m"), ("GPU卡", "n"), ("木火土", "n")],
        entities=[Span(19, 22, "ORG")],
    )
    assert doc.text_of(doc.entities[0]) == "木火土"
    once = words_doc(("橙柑派", "n"))

    words = report(tmp_path, facts([({}, doc)] * 5 + [({}, once)] * 4))["words"]

    assert words["new"] == [{"word": "柑橙派", "tag": "n", "count": 5}]


def test_names_are_counted_by_label_and_month(tmp_path):
    dates = ["2024-01-05", "2024年3月1日", 1709251200, "no date", None]

    figures = report(tmp_path, facts([({"d": d}, BEIJING) for d in dates], date_field="d"))

    assert figures["months"] == {
        "no_date": 2,
        "documents": {"2024-01": 1, "2024-02": 0, "2024-03": 2},
    }
    labels = {each["label"]: each for each in figures["names"]["labels"]}
    months = {"2024-01": 1, "2024-03": 2}
    assert labels["LOC"]["names"] == [{"name": "北京", "count": 5, "months": months}]
    assert labels["PER"]["distinct"] == 1


def test_without_a_field_of_dates_there_are_no_months(tmp_path):
    assert report(tmp_path, facts([({}, BEIJING)]))["months"] is None


def test_corrections_are_counted_by_pair_and_per_thousand_characters(tmp_path):
    wrong = Doc("我门" + "好" * 98, corrections=[Correction(1, 2, "门", "们", 3.0, "shape")])
    right = Doc("好" * 100, corrections=())

    figures = report(tmp_path, facts([({}, wrong), ({}, wrong)]), facts([({}, right)]))

    assert figures["corrections"] == {
        "corrections": 2,
        "per_1000_characters": 6.667,
        "pairs": [{"wrong": "门", "right": "们", "reason": "shape", "count": 2}],
    }


def test_what_no_stage_has_looked_for_is_left_out(tmp_path):
    figures = report(tmp_path, facts([({}, Doc("好"))]))

    assert figures["words"] is figures["names"] is figures["corrections"] is None
    assert figures["corpus"]["sentences"] is None
    assert "Corrections" not in html(tmp_path)


def test_near_duplicates_are_found_across_shards_with_ids_and_copies(tmp_path):
    near = news(1)[:150] + "改" + news(1)[151:]
    one = facts([({"id": 7}, Doc(news(1))), ({"id": 8}, Doc(news(2)))], id_field="id")
    other = facts([({"id": "x"}, Doc(near)), ({"id": 9}, Doc(news(1)))], id_field="id")

    found = report(tmp_path, one, other)["duplicates"]

    assert found["equal"] == {"groups": 1, "documents": 2, "superfluous": 1}
    assert found["alike"] == {"groups": 1, "documents": 3, "superfluous": 2}
    [group] = found["biggest"]
    assert group["documents"] == 3
    first, second = group["members"]
    assert (first["id"], first["place"], first["copies"]) == (7, "news.jsonl:1", 2)
    assert first["begins"] == news(1)[:40]
    assert (second["id"], second["copies"]) == ("x", 1)
    assert 0.7 <= second["likeness"] < 1


def test_short_texts_are_duplicates_only_if_equal(tmp_path):
    docs = [Doc(text) for text in ("（完）", "（未完）", "（完）", "")]

    found = report(tmp_path, facts([({}, doc) for doc in docs]))["duplicates"]

    assert found["alike"] == found["equal"] == {"groups": 1, "documents": 2, "superfluous": 1}


def test_rejects_are_counted_by_reason_whatever_the_values_in_it(tmp_path):
    rejects = [
        {"place": f"a.jsonl:{n}", "reason": f"field 'text' is {n}, not a string."} for n in range(5)
    ]
    rejects.append({"place": "b.jsonl:1", "reason": "it is not JSON."})

    found = report(tmp_path, facts([({}, Doc("好"))]), rejects=rejects)["rejects"]

    assert found["records"] == 6
    first, second = found["reasons"]
    assert (first["reason"], first["records"]) == ("field … is …, not a string.", 5)
    assert [each["place"] for each in first["examples"]] == [f"a.jsonl:{n}" for n in range(3)]
    assert second["records"] == 1


def test_a_report_needs_no_file_of_rejects(tmp_path):
    write_report([], rejects=tmp_path / "none", folder=tmp_path, about={})

    figures = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert figures["rejects"] == {"records": 0, "reasons": []}
    assert figures["corpus"]["documents"] == 0


def test_the_same_documents_give_the_same_bytes(tmp_path):
    rows = [({"d": "2024-05-01"}, BEIJING), ({"d": None}, Doc(news(3))), ({}, Doc(news(3)))]
    contents = []
    for name in ("one", "other"):
        folder = tmp_path / name
        folder.mkdir()
        shards = [facts(rows, date_field="d"), facts(rows[:1], date_field="d")]
        report(folder, *shards, about={"zhnlp": "1"})
        contents.append(
            [*shards, *[(folder / f"report.{x}").read_bytes() for x in ("json", "html")]]
        )

    assert contents[0] == contents[1]


def test_the_facts_are_the_same_however_many_texts_are_signed_together(monkeypatch):
    rows = [({"d": f"2024-{m}-1"}, BEIJING) for m in range(1, 9)]
    rows += [({}, Doc(news(seed))) for seed in range(4)]
    together = facts(rows, date_field="d")
    monkeypatch.setattr(signing, "_TOGETHER", 30)

    assert facts(rows, date_field="d") == together


def test_nothing_in_a_corpus_is_markup(tmp_path):
    evil = Doc(SCRIPT, words=[SCRIPT[:8], SCRIPT[8:]], tags=["n", "<b>"],
               entities=[Span(0, 8, "<i>")],
               corrections=[Correction(0, 8, SCRIPT[:8], "<u>", 1.0, "user")])  # fmt: skip
    rejects = [{"place": "<img src=x>", "reason": "<script>no</script>"}]
    rows = [({"id": "<p>", "d": "2024-05"}, evil)] * 6

    report(
        tmp_path,
        facts(rows, id_field="id", date_field="d"),
        rejects=rejects,
        about={"<a>": ["<b>", {"<c>": "<d>"}]},
    )

    page = html(tmp_path)
    assert page.count("<script") == page.count("<img") == page.count("<u>") == 0
    assert "&lt;script&gt;" in page
    assert not {"b", "i", "p "} & set(tags_of(page))


def test_the_page_is_one_file_that_asks_for_nothing(tmp_path):
    report(
        tmp_path, facts([({"d": "2024-05"}, BEIJING), ({"d": "2024-07"}, BEIJING)], date_field="d")
    )

    page = html(tmp_path)
    assert "http" not in page.replace("http-equiv", "")
    assert not {"script", "link", "img", "iframe"} & set(tags_of(page))
    assert 'lang="en"' in page
    assert 'lang="zh"' in page
    assert "prefers-color-scheme: dark" in page
    assert "<polyline" in page


def tags_of(page):
    """The elements of a page; fails if one is not closed."""
    found, still_open = [], []

    class Parser(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append(tag)
            if tag not in ("meta", "br"):
                still_open.append(tag)

        def handle_startendtag(self, tag, attrs):
            found.append(tag)

        def handle_endtag(self, tag):
            assert still_open.pop() == tag

    Parser().feed(page)
    assert still_open == []
    return found


def test_lone_surrogates_are_counted_and_written(tmp_path):
    doc = Doc("\ud800好\udfff", words=["\ud800", "好\udfff"], tags=["x", "n"])

    figures = report(tmp_path, facts([({}, doc)]))

    assert by(figures["words"]["all"], "word") == {"\ud800": 1, "好\udfff": 1}
    assert "好?" in html(tmp_path)


def test_texts_that_were_rewritten_are_counted_as_they_were_given(tmp_path):
    doc = Doc("ＡＢ　　好").rewrite([(2, 4, "")])

    assert report(tmp_path, facts([({}, doc)]))["corpus"]["characters"] == 5


def test_spans_that_do_not_fit_their_text_do_no_harm(tmp_path):
    """As a stage of a user's may make them."""
    doc = Doc("北京").filled(entities=(Span(0, 9, "LOC"), Span(0, 2, "LOC")))

    labels = report(tmp_path, facts([({}, doc), ({}, BEIJING)]))["names"]["labels"]

    assert labels[0]["names"][0] == {"name": "北京", "count": 2, "months": {}}


def test_rare_words_are_left_out_of_big_corpora_and_the_report_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(facts_module, "KEPT", 2)
    doc = words_doc(*[(word, "n") for word in ["山", "山", "山", "水", "水", "火"]])

    words = report(tmp_path, facts([({}, doc)]), facts([({}, doc)]))["words"]

    assert by(words["all"], "word") == {"山": 6, "水": 4}
    assert words["missing_at_most"] == 2
    assert "may be too low by 2" in html(tmp_path)


def test_merged_words_are_few_enough_for_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(merging, "HELD", 4)
    shards = [
        facts([({}, words_doc(*[(char, "n") for char in HAN[at : at + 3]]))]) for at in range(6)
    ]

    words = report(tmp_path, *shards)["words"]

    assert len(words["all"]) <= 5
    assert words["missing_at_most"] >= 1
    assert words["all"][0]["count"] >= 2


def test_a_damaged_file_of_facts_is_named(tmp_path):
    good = facts([({}, BEIJING)])
    for content in (b"", good[: len(good) // 2], gzip.compress(b"x"), b"PK"):
        (tmp_path / "facts").write_bytes(content)
        with pytest.raises(FileError, match=r"facts: no facts for a report can be read"):
            read_facts(tmp_path / "facts")


def test_facts_hold_no_pickles(tmp_path):
    path = tmp_path / "facts.npz"
    path.write_bytes(facts([({}, BEIJING)]))

    with np.load(path, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype.kind in "uif" for name in arrays)


@pytest.mark.parametrize("package", ["rensa", "jinja2"])
def test_a_missing_package_is_named_with_its_extra(tmp_path, monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(ExtraError, match=rf"{package}, which is not installed: .*zhnlp\[report\]"):
        report(tmp_path, facts([({}, BEIJING)]))


def test_the_room_imports_no_package_of_the_extra_until_it_is_used():
    code = "import sys, zhnlp.batch.report; print({'rensa', 'jinja2'} & set(sys.modules))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout.strip() == "set()"
