"""Where a word must end whatever a model says (core/barriers.hpp), and where a user's word is
made (core/wanted_words.hpp)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from zhnlp.core import CharClass, char_class, units

_HAN = "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd々〇]"
_NUMERAL = "[〇零一二三四五六七八九十百千万亿两]"
_ORDINAL = "[第年月日天时時点點分秒午晨晚夜早间間〇零一二三四五六七八九十百千万亿两]"
_DIGIT, _EXACT, _LATIN = "[01]", "1", "a"  # of units as `skeleton` shows them
_MEASURES = (
    "年月日时時分秒点點号號世季周天夜岁歲届期次回遍个個名位人家户戶口只隻头頭匹条條张張项項件"
    "部台臺辆輛架艘座栋棟幢层層楼樓间間所处處片块塊亩畝公里米厘釐毫尺寸丈斤吨噸克元角毛圆圓"
    "美港欧歐英日韩韓币幣度倍成股票手支枚颗顆粒瓶杯盒箱包袋桶本册冊篇首幅卷集章節节页頁行字句"
    "种種类類级級等班门門场場轮輪局步环環段圈批组組对對双雙副套排列队隊番笔筆宗起桩樁例市平立"
    "方加仑侖磅盎海瓦伏安摄攝氏华華卡道把根面顶頂朵棵株辈輩代拍声聲眼剂劑份折大中小余餘多几幾"
    "来來半钟鐘刻旬载載星礼禮工〇零一二三四五六七八九十百千万萬亿億兆两兩"
)
_MEASURE = f"[{_MEASURES}]"
_NUMERATOR, _DENOMINATOR = (
    "[元里米克斤吨噸升次卡特听聽]",
    "[小秒日天月年时時分平立公千克斤吨噸升听聽人次]",
)
_DEGREE = "[℃℉°′″]"
_SIGN = "[-+−±＋－]"
_SIGNED = "[℃℉°′″度摄攝华華元点點分米万萬亿億]"
_JOINING = "[./:∶—–·×~．／：－～-]"

# What may be before a place and after it for the place to be open.
_OPEN = [
    (_LATIN, _LATIN),
    (_DIGIT, _MEASURE),
    (_ORDINAL, _DIGIT),
    (_DIGIT, f"{_JOINING}{_DIGIT}"),
    (f"{_DIGIT}{_JOINING}", _DIGIT),
    (f"(?<![a01]){_SIGN}", _EXACT),
    (f"(?<![a01]){_SIGN}", f"0+{_SIGNED}"),
    (f"(?<!{_HAN})(?<![a01]){_SIGN}", _DIGIT),
    (f"[是为為至到达達从從于於得等比在跌降]{_SIGN}", _DIGIT),
    (_DIGIT, _DEGREE),
    (_HAN, f"[·・•‧]{_HAN}{{2}}"),
    (f"{_HAN}{{2}}", f"[·・•‧]{_HAN}"),
    (f"{_HAN}[·・•‧]", f"{_HAN}{{2}}"),
    (f"{_HAN}{{2}}[·・•‧]", _HAN),
    (_NUMERATOR, f"[/／]{_DENOMINATOR}"),
    (f"{_NUMERATOR}[/／]", _DENOMINATOR),
    (_LATIN, f"—(?:{_LATIN}|{_DIGIT})"),
    (f"{_LATIN}—", f"(?:{_LATIN}|{_DIGIT})"),
    (f"○|{_NUMERAL}", "○"),
    ("○", f"○|{_MEASURE}"),
    *((f"[{signs}]", f"[{signs}]") for signs in ("-－", ".．", "~～", "*＊", *"—–―─┅…⋯·")),
]
_OPEN_PATTERNS = [(re.compile(f"(?:{before})$"), re.compile(after)) for before, after in _OPEN]
_APART = {CharClass.SPACE, CharClass.MARK, CharClass.PICTOGRAPH, CharClass.REGIONAL}
_SCRIPTS = {CharClass.HAN, CharClass.KANA, CharClass.HANGUL, CharClass.LETTER}


def barriers(text: str) -> set[int]:
    """The places in `text` between units where a word must end."""
    starts = [0, *units(text)]
    kinds = [CharClass(char_class(text[start])) for start in starts[:-1]]
    found = set()
    for i, before, here in zip(starts[1:], kinds, kinds[1:], strict=False):
        both = {before, here}
        if not both <= _SCRIPTS and (both & _APART or not is_open(skeleton(text), i)):
            found.add(i)
    return found


def infixes(text: str) -> set[int]:
    """The places in `text` of signs that are apart from both neighbours or from neither."""
    closed, ends = barriers(text), units(text)
    signs = {i for i in (0, *ends[:-1]) if text and char_class(text[i]) == CharClass.OTHER}
    alone = {i for i in signs - {0} if i + 1 in ends[:-1] and signs.isdisjoint((i - 1, i + 1))}
    return {i for i in alone if closed.isdisjoint((i, i + 1)) and text[i] not in "○℃℉°′″"}


def skeleton(text: str) -> str:
    """`text` with a for all characters of Latin units, and 0 for those of numbers.

    Those of a number with a point or a per cent sign are 1.
    """
    out, start = "", 0
    for end in units(text):
        unit = text[start:end]
        classes = [CharClass(char_class(char)) for char in unit]
        if CharClass.LATIN in classes:
            unit = "a" * len(unit)
        elif classes[0] == CharClass.DIGIT:
            unit = ("1" if set(unit) & set(".．%％‰") else "0") * len(unit)
        out, start = out + unit, end
    return out


def is_open(text: str, i: int) -> bool:
    """Whether one of the exceptions holds at the place `i`."""
    return any(
        before.search(text[max(0, i - 4) : i]) and after.match(text[i : i + 40])
        for before, after in _OPEN_PATTERNS
    )


def wanted_words(
    text: str,
    word: str,
    places: Container[int],
    cuts: Iterable[tuple[float, Sequence[int]]],
    best: float,
    margin: float,
) -> list[tuple[int, int]]:
    """Where the preferred `word` is made: as often as it fits, from the left.

    `cuts` are log probabilities and word ends of all ways to cut the text, `best` is the log
    probability of the best one, and `places` are the ends of units.
    """
    cuts = list(cuts)
    most = max(0.0, margin + 3.5 * (len(word) - 2))

    def is_cheap(place: int) -> bool:
        loss = best - max(log_prob for log_prob, ends in cuts if place in (0, *ends))
        return loss <= most

    found, at = [], 0
    while (at := text.find(word, at)) >= 0:
        end = at + len(word)
        if at in places and end in places and is_cheap(at) and is_cheap(end):
            found.append((at, end))
            at = end
        else:
            at += 1
    return found
