"""Pictures in the terminal: texts are no markup of rich, and steer nothing."""

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Answer, Correction, Doc, Keyword, Linked, Segmenter, Span
from zhnlp.errors import ExtraError
from zhnlp.view.terminal import LONGEST, doc_picture, lattice_picture

pytest.importorskip("rich", reason="it comes with zhnlp[view]")


def test_every_layer_has_a_row():
    doc = Doc(
        "我门在北京",
        words=["我", "门", "在", "北京"],
        tags=["r", "n", "p", "ns"],
        entities=[Span(3, 5, "LOC")],
        corrections=[Correction(1, 2, "门", "们", 3.5, "sound")],
        keywords=[Keyword("北京", 2.0), Keyword("我", 1.0)],
        categories={"地理": 0.75},
        answers=[Answer(3, 5, "在哪里？", 0.5)],
        links=[Linked("北京", "LOC", (Span(3, 5, "LOC"),))],
        pinyin=["wǒ", "mén", "zài", "běi", "jīng"],
        headline="在北京",
        summary=[Span(0, 5)],
    )
    lines = [line.strip() for line in doc_picture(doc).splitlines()]

    assert lines[0].endswith("我/r 门/n 在/p 北京/ns")
    assert lines[1] == "entities     [北京 LOC]"
    assert lines[3] == "corrections  我[-门-]{+们+} (sound, log odds 3.5) 在北京"
    assert lines[5].endswith("2 ████████████████████ 北京")
    assert lines[6].endswith("1 ██████████           我")
    assert any(line.endswith("在哪里？ → 北京 (0.5)") for line in lines)


def test_markup_and_codes_of_terminals_are_text():
    text = "[bold]a[/bold][red]\x1b[31m\r\x07:smile:"
    found = doc_picture(Doc(text, entities=[Span(0, len(text), "[/]")]), colours=True)
    plain = re.sub(r"\x1b\[[\d;]*m", "", found)

    assert "[bold]a[/bold][red]␛[31m␍␇:smile:" in plain
    assert "\r" not in found
    assert "\x07" not in found


@given(st.text(max_size=30))
def test_without_colours_there_are_no_codes(text):
    found = doc_picture(Doc(text, words=[*text], tags=["n" for _ in text]))
    found += lattice_picture(Segmenter("unigram").explain(text))

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e]", found)


def test_colours_only_repeat_what_is_there():
    doc = Doc("我爱北京", words=["我", "爱", "北京"], tags=["r", "v", "ns"])
    coloured = doc_picture(doc, colours=True)

    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == doc_picture(doc)


def test_the_words_considered_stand_below_their_places():
    found = Segmenter("bigram").explain("研究生命")
    lines = lattice_picture(found).splitlines()

    assert lines[0] == "研究生命"
    assert len(lines) == 1 + len(found.edges)
    [chosen] = [line for line in lines if line.startswith("    生命")]
    assert "✓" in chosen
    assert sum("✓" in line for line in lines) == len(found.words)


def test_a_long_text_is_shortened_with_a_note():
    text = "我爱" * 100_000
    found = doc_picture(Doc(text, words=[text[:150_000], text[150_000:]]))

    assert f"The first {LONGEST:,} of 200,000 characters are shown." in found
    assert len(found) < 20_000


def test_without_rich_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "rich.table", None)
    monkeypatch.setitem(sys.modules, "rich", None)

    with pytest.raises(ExtraError, match=r"pip install 'zhnlp\[view\]'"):
        doc_picture(Doc("我"))
