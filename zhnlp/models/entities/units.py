"""Patterns of what follows a number and says what it counts.

PERCENT ``%``, ``个百分点`` · MONEY a currency, ``元/平方米`` · QUANTITY a physical unit,
or one of the measure words of ``dicts/measure_words.tsv``.

They match text in plain characters (see rules.py), at the end of a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from zhnlp.io.tables import read_rows
from zhnlp.models.entities.numbers import BIG, DIGIT, NUMERAL, SCALE
from zhnlp.resources import dicts

_HAN = "\u4e00-\u9fff"
_NO_LETTER = "(?![0-9A-Za-z])"
# A digit behind the unit, of the next smaller one: 一米八, 六成五, 三十八度五.
_AND_MORE = f"[{DIGIT[2:]}](?![0-9.]|[{_HAN}](?<![的高大左以到至]))"

_COUNTRY = (
    "(?:印度|巴基斯坦|斯里兰卡|尼泊尔|瑞典|挪威|丹麦|捷克|冰岛|墨西哥|菲律宾|阿根廷|智利|哥伦比亚|古巴"
    "|俄罗斯|白俄罗斯|土耳其|伊朗|沙特|约旦|科威特|伊拉克|阿联酋|摩洛哥|南非|巴西|越南|印尼|马来西亚"
    "|泰国|瑞士|肯尼亚|埃及)"
)
_NAMES = (
    "[美欧日港加澳韩新纽]元|[美港]金|[日港韩加澳新]币|日圆|英镑|港纸|澳门[元币]|新?台币|新加坡[元币]"
    "|加拿大元|澳大利亚元|新西兰元|津巴布韦元|瑞郎|人民币|越南盾|印尼盾|比特币|泰达币|以太币"
    f"|{_COUNTRY}?(?:卢布|卢比|法郎|比索|里拉|里亚尔|先令|第纳尔|克朗|雷亚尔|兰特|林吉特|令吉|迪拉姆"
    "|福林|兹罗提|格里夫纳|坚戈|谢克尔|奈拉|图格里克|泰?铢)|马克(?![思斯吐龙])"
)
_ISO = (
    "USDT?|EUR|GBP|JPY|CN[YH]|HKD|TWD|NTD|KRW|SGD|AUD|CAD|NZD|CHF|SEK|NOK|DKK|RUB|INR|THB|MYR|VND|IDR"
    "|PHP|BRL|MXN|ZAR|SAR|AED|ILS|PLN|CZK|HUF|KZT|MOP|RMB|usd|rmb|cny|hkd|eur"
)
_ONE_OR_TWO = f" ?[{DIGIT}0-9{BIG}]{{1,2}}"
_PARTS = f"(?:{_ONE_OR_TWO}[角毛](?:{_ONE_OR_TWO}分)?|{_ONE_OR_TWO}分)"
_YUAN = f"[元圆](?!月(?![饼租费])|[旦素首件老帅宵化论勋婴谋凶里桥])(?:{_PARTS}?整?(?:人民币|RMB)?)"
# 块, 毛 and 角 are money unless a noun follows that they measure: 50块, but 50块电池.
_NO_NOUN = f"(?:钱|(?![{_HAN}])|(?=[的了吧呢吗啊呀哦就也都还左上以多一每起买卖给搞够和跟或、]))"
_SPOKEN = (
    f"块(?:[{DIGIT}两0-9](?![{SCALE}0-9]))(?:[毛角](?:[{DIGIT}0-9]分?)?钱?)?|(?:(?<=[0-9{NUMERAL}]一)|(?<!一))块{_NO_NOUN}"
    f"|毛[{DIGIT}0-9]|(?<!三)(?<!牛一)毛{_NO_NOUN}|(?<=[0-9两五七九])角(?:[{DIGIT}0-9]分|{_NO_NOUN})|[块毛角分]钱"
)
_PER = (
    "(?:(?: ?/ ?|每(?!日))(?:平方米|平米|平|[㎡吨股人桶克斤升亩天日月年次件个台辆套张份瓶盒]"
    "|[只头度米户晚秒针剂片支]|盎司|公斤|千克|小时|分钟|[千兆]瓦时|蒲式耳|磅|加仑|毫升|公里|立方米?"
    "|kWh|kg|[mM][²2³3]|[tT](?![A-Za-z])))?"
)
CURRENCY = f"(?:{_NAMES}|(?:{_ISO}){_NO_LETTER}|{_YUAN}|{_SPOKEN}|[€£¥$](?![0-9])){_PER}"

# Before a number: $3, US$ 20, RMB50, 人民币5亿.
CURRENCY_SIGNS = "¥€£₩₹฿₫₽$"
CODE_FIRST, CODE_SECOND = "UEGJCHTNKSARDIMVPBZuerch", "SUBPNKWTRGAEHIMYDZVLXO$sumnk"
CODE = (
    rf"(?:(?:US|HK|NT|AU|CA|NZ|SG|MOP|CN|JP|[SCA])?[$¥]|[{CURRENCY_SIGNS}]|人民币|美金|[港日韩澳]币|新?台币"
    rf"|(?<![对兑换])(?:[美欧日港加澳韩]元|英镑)(?=[0-9.,]{{1,12}} ?[多余]?[万亿])|{_ISO})"
)
WORD = "(?: ?(?:thousand|million|billion|trillion|bn|mn|[kKmMbB])(?![0-9A-Za-z]))"

_LENGTH = (
    "公里|千米|分米|厘米|毫米|微米|纳米|英里|海里|英尺|英寸|华里|光年"
    f"|米(?:[0-9]{{1,2}}(?![0-9.年月日%])|[{DIGIT[2:]}]?{_AND_MORE}|(?![其兰老粉饭]))"
)
_AREA = (
    "公顷|平方公?里|平米|英?亩|平方英[里尺寸]|立方英尺"
    "|(?:平方|立方)(?:公里|千米|分米|厘米|毫米|米)|立方(?![根])"
)
_MASS = (
    "[公市]?斤|(?:公|载重)?吨|[千毫微]?克(?![拉里服林隆什罗制扣])|克拉|磅|盎司|[毫公]?升(?![级至到值温格幅降])"
    "|加仑|两(?=[重的])"
)
_OTHER = (
    "摄氏度|华氏度|[℃℉]|°C?|[千兆吉]?瓦时?|(?<![三四])伏安?|千伏安?|伏特|安培|[千兆]?赫兹?|分贝|焦耳|[千大]卡|马力"
    "|[千兆吉]?字节|像素|[千百兆]?帕(?![特金尔])|毫米汞柱|标准箱|个标箱"
)
_LATIN = (
    "k?m(?:/[hs]|[²2³3])?|[cmnμ]m[²2³3]?|[kmμ]?g|m?[lL]|ha|[kMGT]Wh?|Wh?|[kKMGT]B|[kMG]?Hz|[kMG]bps"
    "|mAh|dB|[kK]?V|mmHg|ppm|px|[㎡㎞㎏㎜㎝]"
)
_LATIN_PER = "(?:/(?:(?:100?0?)?(?:[kmμ]?g|m?[lL]|km)|[kc]?m[²2³3]?|[hsd]|㎡))?"
_UNIT = (
    f"(?:(?:{_LENGTH}|{_AREA}|{_MASS}|{_OTHER})(?:/(?:秒|小时|日|年|天|立方米|升|公里|分钟?|平方米|亩|人))?"
    f"|周?岁(?!末)(?:(?<=[0-9]岁)|(?!月))|倍(?![增率受感加])"
    f"|(?<=[0-9 ])(?:{_LATIN}){_LATIN_PER}{_NO_LETTER})"
)
# Units only behind digits or several numerals: 一度, 三点, 十里.
_DEGREES = (
    f"度(?![假过数母])(?:[0-9](?![0-9.{_HAN}])|{_AND_MORE})?"
    "|里(?![面程边约昂斯拉克])|英?寸"
    f"|(?:(?<=[0-9]{{3}})|(?<=[0-9]{{3}} )"
    f"|(?<=[0-9]\\.[0-9])|(?<=\\.[0-9]{{2}}))点(?![0-9{DIGIT}钟半])"
    f"|(?<=[百千万])点(?![{DIGIT}钟])"
)

_OVER = "(?:多(?=[，。、；！？）)”的了就重长高宽远深钱\n]|\\Z))?"  # 12倍多

_PERCENT = (
    "[%‰‱]|(?:个百|百)分点|个?(?:基点|(?:BP|bp|pct)s?(?![A-Za-z]))"
    rf"|(?:(?<=[1-9{DIGIT[4:]}两])|(?<=[1-9] ))成(?![功立果就员长本都名交绩熟年语品型真份为])"
    f"(?:[半多](?![数功])|{_AND_MORE})?"
    f"|(?<=一)成(?![{_HAN}])"
)


# The first characters of the patterns above: what can follow a number.
_PERCENT_FIRST = "%‰‱个百基成Bbp"
_CURRENCY_FIRST = (
    "美欧日港加澳韩新纽英台津瑞人越印比泰以巴斯尼挪丹捷冰墨菲阿智哥古俄白土伊沙约科摩南马肯埃卢法里先第克雷兰"
    "林令迪福格坚谢奈图铢元圆块毛角分€£¥$A-Za-z"
)
_UNIT_FIRST = (
    "公千分厘毫微纳海英米华光平立顷亩市斤吨克磅盎升加两摄℃℉°兆瓦伏安赫焦大卡马字吉像百帕标个周岁倍载"
    "A-Za-zμ㎡㎞㎏㎜㎝"
)
_DEGREES_FIRST = "度里英寸点"
NEXT = rf"{NUMERAL}点多余来~至到—–{_PERCENT_FIRST}{_CURRENCY_FIRST}{_UNIT_FIRST}{_DEGREES_FIRST} \-"


class MeasureWord(NamedTuple):
    """A row of ``dicts/measure_words.tsv``, which says what the columns mean."""

    word: str
    numbers: str
    not_before: str
    not_after: str

    def stands(self, plain: str, start: int, end: int) -> bool:
        """Whether it is no part of another word in `plain`, where it is from `start` to `end`."""
        after, before = plain[end : end + 1], plain[start - 1]
        return not (after and after in self.not_before) and before not in self.not_after


def read_measure_words() -> dict[str, MeasureWord]:
    """The measure words, by themselves."""
    path = dicts() / "measure_words.tsv"
    rows = read_rows(path, what="table of measure words", comment="#")
    words = (MeasureWord(*row.replace("-", "").split("\t")) for _, row in rows)
    return {measure.word: measure for measure in words}


def after_a_number(measure_words: Iterable[str]) -> str:
    """The pattern of what a number counts: percentages, `CURRENCY`, units, `measure_words`.

    The group that matches is named like the label, or ``degrees`` or ``measure``.
    """
    words = sorted(measure_words, key=len, reverse=True)
    groups = (
        ("PERCENT", _PERCENT_FIRST, _PERCENT),
        ("MONEY", _CURRENCY_FIRST, CURRENCY + _OVER),
        ("QUANTITY", _UNIT_FIRST, _UNIT + _OVER),
        ("degrees", _DEGREES_FIRST, _DEGREES),
        ("measure", "".join({word[0] for word in words}), "|".join(words)),
    )
    # The first character is checked first, because most of the groups do not match.
    tried = (f"(?=[{first}])(?P<{name}>{pattern})" for name, first, pattern in groups)
    return f" ?(?:{'|'.join(tried)})"
