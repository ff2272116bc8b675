"""Find the amount that begins at a place: a number, then what it counts.

    30 亿 - 60 亿     元           第 | 二十  | 届        罚款 | 17万
    number (digits)   MONEY        number     one         before: meant as money

`numbers.NUMBER` says what kind of number it is, the pattern of units.py what follows,
and `_COUNTS` whether the two go together. All places are in plain characters (see rules.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from zhnlp.models.entities.numbers import DIGIT, NUMBER, SCALE
from zhnlp.models.entities.units import CODE, WORD, MeasureWord, after_a_number

Found = tuple[int, str]  # where an entity ends, and its label
NOTHING: Found = (0, "")

_ALL = {"PERCENT", "MONEY", "QUANTITY", "one"}
# What each kind of number can count: groups of the pattern of units.py.
_COUNTS: Mapping[str, set[str]] = {
    "pair": _ALL - {"one"},
    "digits": {*_ALL, "degrees", "several"},
    "several": {*_ALL, "degrees", "several"},
    "about": {*_ALL, "degrees", "several"},
    "one": _ALL,
    "vague": _ALL - {"one"},
    "scale": {"MONEY"},
    "cheque": {"MONEY"},
}
_RANGED = ("PERCENT", "MONEY", "QUANTITY")
_TO = re.compile(" ?[~至到—–-] ?(?=[-0-9负百千万第$¥]|[一二三四五六七八九十两])")

# What makes digits or numerals no NUMBER: words before and behind them, and hot lines.
_NAMES = ("[A-Za-z] ", "[\u4e00-\u9fff]-", "[图表注式]", *(
    "沪深 中证 上证 科创 标普 日经 富时 双创 国证 罗素 邮编 方案 附件 案例 版本 编号 代码 型号 房号 尾号".split()
))
_NO_NUMBER_BEFORE = "".join(f"(?<!{name})" for name in _NAMES) + (
    r"(?!0[0-9]|[0-9]{8}|(?:11[0249]|12[02]|12[0-9]{3}|9[56][0-9]{3}|100(?:86|10))(?![0-9.,]))"
)
_NO_NUMBER_AFTER = (
    r"(?![0-9A-Za-z_%]|[-/:：·•][0-9]|,[0-9]{3}(?![0-9])|\.[0-9A-Za-z]|[年月来号大强届线路系院师团室房楼型]"
    "|指数|ETF|热线|报警|急救|客服|开头|国道|省道|高速|旅(?![客游])|医院|高校|工程|院校|晚会|关税|条款|(?<=[05])后)"
)
# 十五, 三点五; not 五四, 十四五
_WRITTEN = f"[百千万亿点]|十(?![{DIGIT}两]{{2}})"
# 1、 and （十五） at the beginning of an item, “5111” as a name.
_ITEM = re.compile(r"(?:^|[\n(（\[【])(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:[、)）\]】]|\.(?![0-9]))|[“\"][^”\"]{1,6}[”\"]")
# 2024非常重要
_YEARS = (
    r"(?<![约近超共达至跌涨升破过第逾])(?:19[5-9][0-9]|20(?!00)[0-3][0-9])"
    r"(?:[-~—–至到](?:19[5-9][0-9]|20[0-3][0-9]))?"
)
# 罚款17万, 付息金额4120亿: round numbers behind these words are MONEY.
_MEANT_AS_MONEY = (
    "(?:罚款?|罚没|索赔|赔偿?|赔付|涉案|金额|资产|营收|收入|利润|净利|亏损?|票房|身家|[年月底周日时]薪|薪酬|工资"
    "|负债|欠款?|债务|贷款|融资|捐款?|捐赠|捐出|市值|估值|[售房单总底天定票要]价|价格|成交[额价]|销售额|奖金|悬赏"
    "|投资|[耗斥出注增]资|花费|花|赚|损失|[被诈]?骗取?|贪污|敲诈|[受行索]贿|借款?|预算|补[贴助偿]|租金|[定押现]金"
    "|保证金|存款|彩礼|首付|学费|费用|资金|成本|收益|豪掷|[月年]入|支付|付息|还款|转账|汇款|打赏|充值|节省)"
    "(?:总额|总计|合计|共计?|达到?|高达|超过?|逾|约为?|近|为|是|至|仅|至少|不足|不到|了|得|额|数|累计|突破|破|上){0,3} ?$"
)
_BEHIND = 16  # characters that `_MEANT_AS_MONEY` looks back
_CONGRESS = re.compile("全国|中央|人大|[一二三四五六七八九]中")  # 二十届三中全会
_NO_ORDINAL = "(?!方(?![面案])|时间|者|财经)"  # 第三方, 第一时间


class AmountFinder:
    """The patterns of amounts, compiled; each method reads one that begins at `start`."""

    def __init__(self, measure_words: Iterable[MeasureWord]) -> None:
        self._number = re.compile(NUMBER)
        self._after = re.compile(after_a_number(measure_words))
        self._code = re.compile(CODE + " ?")
        self._word = re.compile(WORD)
        self._no_ordinal = re.compile(_NO_ORDINAL)
        self._may_be_number = re.compile(_NO_NUMBER_BEFORE)
        self._ends_number = re.compile(_NO_NUMBER_AFTER)
        self._years = re.compile(_YEARS)
        self._written = re.compile(_WRITTEN)
        self._meant_as_money = re.compile(_MEANT_AS_MONEY)

    def amount(self, plain: str, start: int) -> Found:
        """A number with its unit, and a range of two such: 5元至10元."""
        end, label = self._single(plain, start)
        if label in _RANGED and (to := _TO.match(plain, end)):
            last, other = self._single(plain, to.end())
            if other == label and plain[last - 1] == plain[end - 1]:
                return last, label
        return end, label

    def _single(self, plain: str, start: int) -> Found:
        number = self._number.match(plain, start)
        if number is None:
            return NOTHING
        kind, end = number.lastgroup or "", number.end()
        after = self._after.match(plain, end)
        if after is not None:
            unit = after.lastgroup or ""
            if unit in _COUNTS[kind]:
                if plain[after.end() - 1] == "届" and _CONGRESS.match(plain, after.end()):
                    return after.end(), "ORDINAL"
                return after.end(), unit if unit in _RANGED else "QUANTITY"
        return self._bare(plain, start, end, kind)

    def _bare(self, plain: str, start: int, end: int, kind: str) -> Found:
        """The label of a number without a unit."""
        last = plain[end - 1]
        if last == "亿" and "个" in plain[start:end]:
            return end, "MONEY"  # 3.5个亿
        round_ = last in SCALE or (last in "多余" and plain[end - 2] in SCALE)
        if round_ and self._meant_as_money.search(plain[max(0, start - _BEHIND) : start]):
            return end, "MONEY"
        if kind in ("one", "vague", "scale", "cheque") or end - start < 2 and kind == "about":
            return NOTHING
        if not self._ends_number.match(plain, end):
            return NOTHING
        if kind != "pair" and _ITEM.match(plain, max(0, start - 1)):
            return NOTHING
        if kind == "digits":
            years = self._years.match(plain, start)
            if years is not None and years.end() == end:
                return end, "TIME"
            if not self._may_be_number.match(plain, start) or last in DIGIT:
                return NOTHING
        elif kind == "several" and not self._written.search(plain, start, end):
            return NOTHING
        return end, "NUMBER"

    def share(self, plain: str, start: int) -> Found:
        """百分之三十; a range of two."""
        end, label = self._share(plain, start)
        if label and (to := _TO.match(plain, end)):
            last, _ = self._share(plain, to.end())
            return max(end, last), label
        return end, label

    def _share(self, plain: str, start: int) -> Found:
        if plain[start + 1 : start + 3] != "分之":
            return NOTHING
        number = self._number.match(plain, start + 3)
        return (number.end(), "PERCENT") if number else NOTHING

    def money(self, plain: str, start: int) -> Found:
        """An amount behind its currency: US$3.5 billion, 人民币五百元."""
        end, label = self._money(plain, start)
        if label and (to := _TO.match(plain, end)):
            last, _ = self._money(plain, to.end())
            return max(end, last), label
        return end, label

    def _money(self, plain: str, start: int) -> Found:
        code = self._code.match(plain, start)
        number = self._number.match(plain, code.end()) if code else None
        if number is None:
            return NOTHING
        kind, end = number.lastgroup, number.end()
        if word := self._word.match(plain, end):
            return word.end(), "MONEY"
        after = self._after.match(plain, end)
        if after is not None and after.lastgroup == "MONEY":
            return after.end(), "MONEY"
        return (end, "MONEY") if kind in ("digits", "several", "about", "cheque") else NOTHING

    def ordinal(self, plain: str, start: int) -> Found:
        """第 and a number, with its measure word where it has one: 第三, 第四轮, 第3至5名."""
        first = start + 1 + (plain[start + 1 : start + 2] == " ")
        number = self._number.match(plain, first)
        if number is None or number.lastgroup not in ("digits", "several", "one", "vague"):
            return NOTHING
        end = number.end()
        if not self._no_ordinal.match(plain, end):
            return NOTHING
        after = self._after.match(plain, end)
        if after is not None and after.lastgroup in ("one", "several", "ordinal"):
            end = after.end()
        if to := _TO.match(plain, end):
            second = to.end()
            if plain[second : second + 1] == "第":
                last, _ = self.ordinal(plain, second)
                end = max(end, last)
        return end, "ORDINAL"
