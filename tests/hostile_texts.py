"""Kinds of text that a scraper meets and a naive algorithm is slow on.

Most are a short piece repeated: that gives the longest words, runs, lists and nests. Others
number their pieces, so that no two are equal. Used by the tests of all stages and by
benchmarks/hostile_text.py.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count

_DIGITS = "零一二三四五六七八九"
_COMMON = (  # after which many others are common
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所"
    "然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与"
)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"

REPEATED = {
    **{f"U+{ord(char):04X} {char}": char for char in "我的从和一了不是A1《（“’.-—=￥＂"},
    "NUL": "\0",
    "blanks": " ",
    "blanks of full width": "\u3000",
    "tabs": "\t",
    "line ends": "\n",
    "CR LF": "\r\n",
    "one Latin word": "abcdefgh",
    "的确": "的确",
    "成其法": "成其法",
    "Han numerals": "三千五百万",
    "Han digits": "二〇二五",
    "digits": "0123456789",
    "digits with points": "1.2",
    "digits with commas": "1,234",
    "dates with dashes": "2025-11-27-",
    "dates": "2025年11月27日",
    "times": "12:30:",
    "per cent": "百分之",
    "ranges": "1-2~3至",
    "URLs": "http://a.cn/b?c=d&e ",
    "one URL": "http://",
    "www": "www.",
    "mail addresses": "a.b@c.cn ",
    "one mail address": "a@",
    "points and letters": "a.",
    "hyphens and letters": "a-",
    "paths": "/a",
    "hashtags": "#话题",
    "mentions": "@a",
    "flags": "🇨🇳",
    "one flag": "🇨",
    "family": "👩\u200d",
    "keycaps": "1\ufe0f\u20e3",
    "emoji": "😀",
    "marks": "\u0301",
    "letters with marks": "e\u0301",
    "zalgo": "好" + "\u0301\u0323\u0334" * 10,
    "kana with marks": "ｶﾞ",
    "surrogates": "\ud800",
    "low surrogates": "\udc00中",
    "HTML references": "&amp;",
    "&": "&",
    "&#x": "&#x",
    "nested references": "&amp;amp;lt;",
    "one reference": "&amp",
    "tags": "<b>",
    "<": "<",
    "unclosed brackets": "(（[【",
    "closing brackets": ")）]】",
    "unclosed quotes": "“‘",
    "closing quotes": "”’",
    "straight quotes": "\"'",
    "brackets": "（）",
    "quoted": "“好”，",
    "ends of sentences": "。",
    "dots": "…",
    "exclamations": "！？",
    "commas": "，",
    "pauses": "、",
    "middle dots": "·",
    "no punctuation": "我们今天去公园玩他们在学校上课",
    "CJK extension": "𠮷𪚥",
    "Kangxi radicals": "⼀⼈",
    "compatibility": "\uf900",
    "traditional script": "臺灣圖書館發佈乾燥頭髮",
    "mixed width": "ＡbＣ１２3，,",
    "full width": "ＡＢＣ",
    "all capitals": "NATO ",
    "kana": "のア",
    "Hangul": "한국",
    "Arabic": "سلام ",
    "unassigned": "\u0378",
    "private use": "\ue000",
    "the last code point": "\U0010ffff",
    "direction marks": "\u202e",
    "width zero": "\u200b好",
    "names": "王小明李大华",
    "foreign names": "约翰·",
    "places": "北京市海淀区",
    "organisations": "北京大学",
    "surnames": "王",
    "titles": "主席",
    "kin": "小明说小红",
    "units": "5公斤",
    "money": "￥100元",
    "misspelled": "公圆",
    "Latin misspelled": "pytohn写",
}


def _number(at: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(at))


NUMBERED: dict[str, Callable[[int], str]] = {
    "organisations of one character": lambda at: f"中{_number(at)}公司，",
    "companies": lambda at: f"中国{_number(at)}科技股份有限公司、",
    "persons in a row": lambda at: f"{_SURNAMES[at % 20]}{chr(0x4E00 + at % 20000)}说，",
    "new URLs": lambda at: f"http://a{at}.cn ",
    "new words": lambda at: f"w{at} ",
    "names and amounts": lambda at: f"王小明在2025年花了{at}元，",
    "titles in marks": lambda at: f"《{_number(at)}》（",
}


def _random_characters(length: int) -> str:
    draw = random.Random(7)
    return "".join(chr(draw.randrange(0x110000)) for _ in range(length))


def _random_han(length: int) -> str:
    draw = random.Random(7)
    return "".join(chr(draw.randrange(0x4E00, 0x9FA5)) for _ in range(length))


def _drawn(chars: str) -> Callable[[int], str]:
    return lambda length: "".join(random.Random(7).choices(chars, k=length))


RANDOM = {
    "random code points": _random_characters,
    "random Han": _random_han,
    "common Han": _drawn(_COMMON),
    "numerals": _drawn("一二三四五六七八九十百千万零两亿"),
    "one syllable": _drawn("是时事实使世市师式室适视试史示士失食施石识始势十什似氏释饰湿"),
    "three syllables": _drawn("是时事实使世市师一以意义议易已亿机级及记济际基计"),
}
KINDS = (*REPEATED, *NUMBERED, *RANDOM)


def hostile_text(kind: str, length: int) -> str:
    """A text of the kind, one of `KINDS`."""
    if kind in RANDOM:
        return RANDOM[kind](length)
    if kind in REPEATED:
        piece = REPEATED[kind]
        return (piece * (length // len(piece) + 1))[:length]
    made, size = [], 0
    for at in count():
        if size >= length:
            break
        made.append(NUMBERED[kind](at))
        size += len(made[-1])
    return "".join(made)[:length]
