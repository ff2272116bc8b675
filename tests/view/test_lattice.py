"""The lattice as a picture: every candidate, and the words that were chosen."""

import re

import pytest

from zhnlp import Segmenter
from zhnlp.view.lattice import LONGEST, lattice

TEXT = "研究生命起源"


def test_every_candidate_has_an_arc_and_a_row():
    found = Segmenter("bigram").explain(TEXT)
    html = lattice(found)

    assert html.count("<path ") == len(found.edges)
    for edge in found.edges:
        cells = f'<td>{edge.word}</td><td class="n">{edge.start}</td><td class="n">{edge.end}</td>'
        assert f'{cells}<td class="n">{edge.log_prob:.3f}</td>' in html


@pytest.mark.parametrize("method", ["crf", "bigram", "unigram", "forward"])
def test_the_chosen_words_are_thick_and_marked_in_text(method):
    found = Segmenter(method).explain(TEXT)
    html = lattice(found)
    rows = re.findall(r'<tr class="chosen"><td>✓ chosen</td><td>(.*?)</td>', html)

    assert rows == [*found.words]
    assert len(re.findall(r'<g class="chosen">.*?✓', html)) == len(found.words)


def test_words_that_were_joined_afterwards_are_there_too():
    found = Segmenter("unigram").explain("王宝强来了")
    rows = re.findall(r"✓ chosen</td><td>(.*?)</td>", lattice(found))

    assert rows == [*found.words]


def test_a_long_text_has_a_table_and_no_picture():
    html = lattice(Segmenter("bigram").explain("我" * (LONGEST + 1)))

    assert "<svg" not in html
    assert "are not drawn" in html
    assert "<table" in html


def test_an_explanation_is_a_page_and_a_fragment():
    found = Segmenter("bigram").explain(TEXT)

    assert found.to_html(title="为什么").startswith("<!DOCTYPE html>")
    assert "<svg" in found._repr_html_()


def test_an_empty_text_has_an_empty_picture():
    assert "<svg" in Segmenter("bigram").explain("").to_html()
