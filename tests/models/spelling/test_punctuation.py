"""Punctuation: which marks are corrected, and which are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import RATIO, assert_linear_time
from zhnlp.models.spelling.punctuation import punctuation

CASES = [
    # text, corrected, what it shows
    ("他来了，，我也来了。", "他来了，我也来了。", "a doubled comma"),
    ("他来了。。", "他来了。", "a doubled full stop"),
    ("他来了，。", "他来了。", "a comma and a full stop"),
    ("他来了吗？。", "他来了吗？", "a full stop after a question mark"),
    ("他来了。。。", "他来了。。。", "three stops are an ellipsis"),
    ("他来了……真的——好！！好？？", "他来了……真的——好！！好？？", "marks that are doubled"),
    ("你好,世界;你们:好吗?好!", "你好，世界；你们：好吗？好！", "half-width marks between Han"),
    ("你好, 世界", "你好，世界", "a half-width mark and a space"),
    ("真的吗??真的!!", "真的吗？？真的！！", "half-width marks for emphasis"),
    ("今天很好.", "今天很好。", "a full stop of Latin at the end"),
    ("第3.5节，10:30，1,000元", "第3.5节，10:30，1,000元", "numbers, times and amounts"),
    ("用Python,Java写", "用Python,Java写", "Latin words"),
    ("约翰.史密斯", "约翰.史密斯", "a point in a name has two repairs"),
    ("他说(见图)。", "他说（见图）。", "half-width brackets around Han"),
    ("智能(AI)和f(x)", "智能(AI)和f(x)", "half-width brackets around Latin"),
    ("他说（见图)。", "他说（见图）。", "a pair of two widths"),
    ("他看过《红楼梦〉（清）。", "他看过《红楼梦》（清）。", "a pair of two kinds"),
    ("他说（见图））。", "他说（见图）。", "a doubled bracket"),
    ("他说（见图。", "他说（见图。", "a bracket without a partner"),
    ("1)你好 a)再见 :)", "1)你好 a)再见 :)", "lists and faces"),
    ("他说：”你好“。", "他说：“你好”。", "quotes the wrong way"),
    ("“你好“，他说。", "“你好”，他说。", "a closing quote the wrong way"),
    ("好的。”他说，“走吧", "好的。”他说，“走吧", "the middle of a longer text"),
    ("他说：“你好。", "他说：“你好。", "a quote without a partner"),
    ('他说："你好"，走了。', "他说：“你好”，走了。", "straight quotes"),
    ('{"姓名": "小明"}', '{"姓名": "小明"}', "JSON"),
    ('“你好"，他说。', "“你好”，他说。", "a curled and a straight quote"),
    ("", "", "no text"),
]
MARKS = st.text("好我a1 ，。、；：？！,.:;?!()（）《》〈〉“”\"'…\n", max_size=30)
TEXTS = MARKS | st.text(max_size=20)


def corrected(text, keep=()):
    out, at = [], 0
    for each in punctuation(text, keep):
        out += text[at : each.start], each.right
        at = each.end
    return "".join([*out, text[at:]])


@pytest.mark.parametrize("text, right, shows", CASES, ids=[case[2] for case in CASES])
def test_punctuation(text, right, shows):
    assert corrected(text) == right


@given(TEXTS)
def test_correcting_twice_changes_nothing_more(text):
    once = corrected(text)

    assert corrected(once) == once


@given(TEXTS)
def test_corrections_are_in_order_and_of_marks_alone(text):
    at = 0
    for each in punctuation(text):
        assert at <= each.start < each.end <= len(text)
        assert text[each.start : each.end] == each.wrong != each.right
        assert not any(char.isalnum() for char in each.wrong)
        at = each.end


@given(TEXTS, st.data())
def test_what_is_kept_does_not_change(text, data):
    at = data.draw(st.integers(0, len(text)))
    span = at, data.draw(st.integers(at, len(text)))

    for each in punctuation(text, [span]):
        assert each.end <= span[0] or span[1] <= each.start or span[0] == span[1]


@given(st.lists(TEXTS.map(lambda text: text.replace("\n", "")), max_size=4))
def test_lines_are_looked_at_alone(lines):
    assert corrected("\n".join(lines)) == "\n".join(map(corrected, lines))


@pytest.mark.parametrize("text", ["（", "（〉", "”“", '"好"', "(好)", "好,", "，，", "【（》"])
def test_time_is_linear_in_the_text(text):
    small = text * 3_000
    assert_linear_time(punctuation, small, small * RATIO)
