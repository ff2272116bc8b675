"""Decide what a number without a unit is: a NUMBER, MONEY, a year, or part of a name.

罚款17万    MONEY: a round number behind a word that asks for one
2024巴黎    TIME: four digits that are a year
1.2.3, 沪深300, iPhone 15, （3）, 248国道, 哪吒2       nothing: names, codes, items
"""

from __future__ import annotations

import re

from zhnlp.models.entities.numbers import DIGIT, SCALE

_HAN = "\u4e00-\u9fff"
_TITLES = (
    "沪深 中证 上证 科创 标普 日经 富时 双创 国证 罗素 纳斯达克 纳指 "
    "邮编 方案 附件 案例 版本 编号 代码 型号 房号 尾号"
)
# No NUMBER behind these, nor codes and numbers that are names: 007, 12345, 985.
_LETTERS = "图表注式神运直歼轰"
_LASTS = "".join(dict.fromkeys(" —" + _LETTERS + "".join(title[-1] for title in _TITLES.split())))
_NONE_BEHIND = "".join(
    f"(?<!{name})"
    for name in ("[A-Za-z] ", f"[{_HAN}][-—]", f"[{_HAN}] - ", f"[{_LETTERS}]", *_TITLES.split())
)
# Behind most characters there is nothing to look for.
_NO_NUMBER_BEHIND = f"(?:(?<![{_LASTS}-])|{_NONE_BEHIND})"
_NO_CODE = (
    "(?!0[0-9]|[0-9]{8}|(?:11[0249]|12[02]|12[0-9]{3}|985|211|996|618|315|9[56][0-9]{3}|100(?:86|10))"
    "(?![0-9.,百千万亿多余 ]))"
)
# A small number behind a word belongs to its name: 小米14, 疯狂动物城 2; but not behind these.
_COUNTING = "于过到为是至共达约近超剩有得出比了前后足均余破含概升降涨跌以只仅每逼稳住拿加减乘除"
_NO_SEQUEL = "".join(
    f"(?!(?<=[{_HAN}]{gap})(?<![{_COUNTING}]{gap})[0-9]{{1,4}}(?! ?[0-9.,百千万亿多余几/~至到-]))"
    for gap in ("", " ")
)
_NO_NUMBER_BEFORE = (
    r"(?![0-9A-Za-z_%年月来强]|[-/:：·•+×][0-9]|,[0-9]{3}(?![0-9])|\.[0-9A-Za-z]| [年月])"
    # 248国道, 二十大; but 3万大学生
    "(?!(?<![百千万亿多余]) ?(?:[号大届线路系院师团楼型]|军(?![人事队舰机工])|房(?!屋)|室(?!内)"
    "|运会|[冬全]运|冬(?![季天])|指数|ETF|热线|报警|急救|客服|开头|国[道集]|省道|高速|旅(?![客游])|医院|高校|工程|院校|晚会|关税|条款"
    "|(?<=[05])后))"
)
# 1、 and （十五） at the beginning of an item; “5111” as a name.
_ITEM = (
    r"(?:^|[(（\[【])(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:[、)）\]】]|\.(?![0-9]))"
    rf'|[“"](?!负?[{DIGIT}十百千两]{{1,6}}点[{DIGIT}]{{1,6}}[”"])[^”"万亿]{{1,6}}[”"]'
)
_OPENS_ITEM = '(（[【“"'
_YEARS = (
    r"(?<![约近超共达至跌涨升破过第逾])(?:19(?!00)[0-9]{2}|20(?!00)[0-3][0-9])"
    r"(?:[-~—–至到](?:19[0-9]{2}|20[0-3][0-9]))?"
)
# 十五, 三点五; not 五四, 十四五: numerals without a scale are words.
_WRITTEN = f"[百千万亿点]|十(?![{DIGIT}两]{{2}})"

# Behind these, round numbers are MONEY: 付息金额4120亿, 索赔20万.
_PRICED = (
    "罚款?|罚没|索赔|赔偿?|赔付|涉案|金额|资产|营收|收入|利润|净利|亏损?|票房|身家|[年月底周日时]薪|薪酬|工资"
    "|负债|欠款?|债务|贷款|融资|捐款?|捐赠|捐出|市值|估值|[售房单总底天定票要]价|价格|成交[额价]|销售额|奖金"
    "|悬赏|投资|[耗斥出注增]资|花费|花|赚|损失|[被诈]?骗取?|贪污|敲诈|[受行索]贿|借款?|预算|补[贴助偿]|租金"
    "|[定押现]金|保证金|存款|彩礼|首付|学费|费用|资金|成本|收益|豪掷|[月年]入|支付|付息|还款|转账|汇款|打赏"
    "|充值|节省|投放|(?<!播)放量|索要|造价|身价|[余总差限定保]额|[货房车赃善尾]款"
)
# And behind these all that have three digits: 月薪8000.
_PAID = "花|[月年]入|[月年底周日时]薪|工资|罚款?|[索判]赔|[售定标单票]价|加价|[房租月]租|租金|存款"
# What a number before these counts is money, too: 6万生活费, 21亿票房.
_IN_MONEY = (
    " ?(?:票房|生活费|医[药疗]费|学费|工资|[月年]薪|彩礼|奖金|罚款|贷款|存款|现金|赔偿|欠款|债务"
    "|[押定]金|保证金|[善赃货房]款|首付|红包|礼金|积蓄|巨款|融资|补贴|补偿)"
)
_UP_TO = (
    "(?:总额|总计|合计|共计?|达到?|高达|超过?|逾|约为?|近|为|是|至|在|仅|至少|不足|不到|了|得|掉|额|数|累计"
    "|突破|破|上| ){0,3}\\Z"
)
CENTURIES = ("19", "20")  # which most numbers do not begin with: quicker to see than a match
_ROUND = {*SCALE, *"多余"}  # with which a round number ends
_LOOK_BEHIND = 16  # characters; what `_PRICED` and `_UP_TO` match is shorter in any sensible text


def _asking(words: str) -> str:
    """One of `words`, and then no more than leads up to an amount.

    The lookahead at the first character, which may be any in `words`, only saves time: most fail
    there, which is nine times as fast as to try all words at each place.
    """
    firsts = "".join(sorted(set(re.findall(f"[{_HAN}]", words))))
    return f"(?=[{firsts}])(?:{words}){_UP_TO}"


class BareNumbers:
    """The patterns, compiled."""

    def __init__(self) -> None:
        self._begins = re.compile(_NO_NUMBER_BEHIND + _NO_CODE + _NO_SEQUEL)
        self._ends = re.compile(_NO_NUMBER_BEFORE)
        self._item = re.compile(_ITEM)
        self._years = re.compile(_YEARS)
        self._written = re.compile(_WRITTEN)
        self._priced = re.compile(_asking(_PRICED))
        self._in_money = re.compile(_IN_MONEY)
        self._paid = re.compile(_asking(_PAID))

    def label(self, plain: str, start: int, end: int, kind: str) -> str:
        """The label of a number from `start` to `end`, "" for none.

        Args:
            plain: A text in plain characters.
            start: Where the number begins.
            end: Where it ends.
            kind: The name of the group of `numbers.NUMBER` that it is.
        """
        if self._is_money(plain, start, end, kind):
            return "MONEY"
        if not self._ends.match(plain, end):
            return ""
        if kind in ("pair", "share"):
            return "NUMBER"
        may_be_item = start < 2 or plain[start - 1] in _OPENS_ITEM
        if may_be_item and self._item.match(plain, max(0, start - 1)):
            return ""
        if kind == "about":
            return "NUMBER" if end - start > 1 else ""
        if kind == "several":
            return "NUMBER" if self._is_counted(plain, start, end) else ""
        if kind != "digits":
            return ""
        if plain.startswith(CENTURIES, start):
            years = self._years.match(plain, start)
            if years and years.end() == end:
                return "TIME"
        return "NUMBER" if self._begins.match(plain, start) and plain[end - 1] not in DIGIT else ""

    def _is_counted(self, plain: str, start: int, end: int) -> bool:
        """Whether Chinese numerals are a number: not in 神十五, 十四五."""
        return bool(self._begins.match(plain, start) and self._written.search(plain, start, end))

    def _is_money(self, plain: str, start: int, end: int, kind: str) -> bool:
        if plain[end - 1] == "亿" and "个" in plain[start:end]:
            return True  # 3.5个亿
        if plain[end - 1] in _ROUND:
            last = plain[end - 2 : end].rstrip("多余")[-1:]
            if last and last in SCALE and self._is_amount(self._priced, plain, start, end):
                return True
        return (
            kind == "digits" and end - start > 2 and self._is_amount(self._paid, plain, start, end)
        )

    def _is_amount(self, asks: re.Pattern[str], plain: str, start: int, end: int) -> bool:
        """Whether a word before it asks for an amount, or the number counts money."""
        behind = start - _LOOK_BEHIND  # a pattern begins at 0 if that is less
        return bool(asks.search(plain, behind, start) or self._in_money.match(plain, end))
