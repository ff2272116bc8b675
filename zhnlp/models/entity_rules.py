"""Entities found by rule in raw text: times, numbers, and numbers of something.

======== ========================================================================
TIME     dates, times of day, years, stretches of time: ``2026年11月20日``,
         ``一九九八年``, ``去年底``, ``下午3点半``, ``10:30``, ``20世纪90年代``,
         ``三个月``; holidays and days of a short closed list
PERCENT  ``30%``, ``百分之三十``, ``两个百分点``
MONEY    an amount with its currency: ``5000万元``, ``$3.5 billion``, ``人民币5亿``
QUANTITY a measure with its unit, ages too: ``3公斤``, ``50公里``, ``35岁``
ORDINAL  ``第三``, ``第21``
NUMBER   other numbers: ``1,234.5``, ``三百二十``, ``1/3``, ``3000多万``
======== ========================================================================

The names are those of OntoNotes, which has DATE and TIME for our TIME, and
CARDINAL for our NUMBER. Digits of full width and traditional characters are
read as the plain ones. Left out is what only the words around could tell: a
single Chinese numeral is no NUMBER (一起, 三亚), and vague words (目前, 近日)
are no TIME. Digits that belong to a name (iPhone15, MH370, 1.2.3) are nothing.

Everything in the patterns has a greatest length, so that time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

from zhnlp.errors import UsageError
from zhnlp.span import Span

RULE_LABELS: tuple[str, ...] = ("TIME", "PERCENT", "MONEY", "ORDINAL", "QUANTITY", "NUMBER")

# What is read as something else, character by character, so that places stay.
_PLAIN = str.maketrans(
    "０１２３４５６７８９．，：／－％＄￥○萬億兩點時鐘個週禮紀節後來當過農曆臘歲幾數餘號級噸釐"
    "頃畝鎊圓銖盧幣歐聖誕國慶勞動陽間攝氏華塊錢貳參陸～−",
    "0123456789.,:/-%$¥〇万亿两点时钟个周礼纪节后来当过农历腊岁几数余号级吨厘"
    "顷亩镑圆铢卢币欧圣诞国庆劳动阳间摄氏华块钱贰叁陆~-",
)
_SOME_PLAIN = re.compile(f"[{re.escape(''.join(map(chr, _PLAIN)))}]")

# Numbers. A run of numerals is taken as a whole or not at all.
_DIGIT = "零〇一二三四五六七八九"
_SCALE = "十百千万亿兆"
_MANY = f"[多余]?[{_SCALE}]{{0,3}}[多余]?"
_TO = "(?:-{1,2}|[~至到—–]{1,2})"
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,20})(?![0-9])(?:\.[0-9]{1,20})?"
_HAN = f"(?:[几数上](?=[{_SCALE}]))?[{_DIGIT}{_SCALE}两半几数]{{1,16}}(?:点[{_DIGIT}]{{1,9}})?"
_COUNT = f"(?:{_ARABIC}{_MANY}|{_HAN}[多余]?)"
_COUNTS = f"{_COUNT}(?:{_TO}{_COUNT})?"
_OUTSIDE = r"(?<![0-9A-Za-z_.])(?<![0-9A-Za-z][-/])"  # no part of a name before a number
_SIGNED = r"(?:(?<![\w%)）])[-+](?=[0-9]))?"

# Times: units that follow on each other, 今年|9月|21日|晚上|10点, and then perhaps 至|22日.
_PART = "(?:[上下中正]午|午[后间]|凌晨|[清早]晨|早上|傍晚|晚[上间]|夜[间晚]|深夜|半夜|午夜|黎明|拂晓|黄昏)"
_TAIL = "(?:年?[初底末]|[上中下]半?[旬叶]|[初中后末]期|前夕)?"
_HOUR = "(?:2[0-4]|[01]?[0-9]|二十[一二三四]?|十[一二三四五六七八九]?|[零两二三四五六七八九])"
_MINUTE = f"(?:[0-5]?[0-9]|[{_DIGIT}十]{{1,3}})"
_OCLOCK = (
    rf"(?:{_HOUR}|一(?=点)) ?(?:时(?![候代期间刻而常尚不速机装政效差限空段光])|点)"
    rf"(?:{_MINUTE}分(?:{_MINUTE}秒)?|[0-5][0-9](?![0-9])|[二三四五]?十[{_DIGIT[2:]}]?分?|"
    r"[一三]刻|半|整|钟|许|多)"
    r"|(?:[01]?[0-9]|2[0-4]) ?[点时](?![0-9个意建要原看希体内候代期间刻而常尚])"
    rf"|(?:{_HOUR})时(?![候代期间刻而常尚不速机装政效差限空段光])"
)
_CLOCK = rf"(?:[01]?[0-9]|2[0-4])(?::[0-5][0-9]){{1,2}}(?![0-9:])|{_OCLOCK}"
_DAY = f"(?:[0-3]?[0-9]|[{_DIGIT}十廿]{{1,3}})"
_MONTH = f"(?:1[0-2]|0?[1-9]|十[一二]?|[{_DIGIT[2:]}正元腊])"
_DATE = (
    rf"{_MONTH}(?:{_TO}{_MONTH})? ?月份?(?: ?{_DAY}(?:{_TO}{_DAY})? ?[日号]|{_TAIL})"
    rf"|(?:农历)?(?:大年|(?:正|腊|十?[{_DIGIT[2:]}]|十)月)(?:初[{_DIGIT[2:]}十]|[二三]?十[{_DIGIT[2:]}]?)"
    r"|(?:19|20)[0-9]{2}(?P<sign>[-/.])(?:1[0-2]|0?[1-9])(?P=sign)(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])T?"
)
_LENGTH = (
    rf"(?:公元前?)?{_COUNTS} ?(?:年(?![级轮画糕])(?:代{_TAIL}|度|半|多|{_TAIL})|周年|周(?![岁边报])|"
    r"(?:个半?多?)?(?:小时|星期|礼拜|钟头|季度|世纪|工作日|昼夜|学期)|个半?多?月|天(?!津)|日(?!本)|"
    r"夜|昼夜|刻钟|分钟|秒钟?|学年|财年)" + _TAIL + "|半个?多?月"
)
_NEAR = (
    "(?:今|去|明|(?<![目以之此提])前|(?<![今以之此最])后|(?<![近原以将带未本从后])来|当|"
    "(?<![网以线身世])上|(?<![再首])次|翌|(?<![基日成资根版])本|全|每|(?<![共合不相])同)年(?![级轮龄纪])"
    f"(?:度|{_TAIL})(?:[春夏秋冬](?![节晚奥运]))?"
    "|大?(?:今|昨|(?<![说证表黎声])明|(?<![目以之此提])前|(?<![今以之此最先])后|(?<![担充])当|每)天"
    "|(?:今|昨|(?<![说证表黎声])明|翌|(?<![再首每])次|当|每|(?<![共合不相])同)日(?![本元])"
    "|[今昨明当前每][晚晨夜早]|[今去明][春夏秋冬](?![节晚奥运])|[春夏秋冬][季天]"
    f"|(?:(?<![网以线地])[上下]|这|本|当|每|翌|(?<![再首])次)个?月(?:份|{_TAIL})|[上下]半[年月]"
    "|[上下本这每]个?(?:周|星期|礼拜)(?![边报])|[上下本]个?(?:季度|世纪)"
    "|(?:年|岁|月|季)[初底末]|周末"
    "|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年|[鼠牛虎兔龙蛇马羊猴鸡狗猪]年(?![级龄])"
)
_HOLIDAY = "元旦|春节|除夕夜?|元宵节|清明节|劳动节|端午节?|中秋节?|重阳节|国庆节?|圣诞节?|新年(?!度)|儿童节|教师节"
_WEEKDAY = (
    r"(?:[上下本这每]个?)?(?:周|星期|礼拜)[一二三四五六日天末](?![次回遍场节个篇年岁报边期线鸣])"
)
_LAST = rf"(?:过去|未来|今后|最近|近|(?<![目以之此提])前)的?(?:{_LENGTH})"
_NTH = rf"第{_COUNT}个?(?:天|日|年(?![级轮])|周|星期|季度|月|世纪|学期)"
_UNIT = (
    rf"(?:{_PART} ?(?:{_CLOCK}|{_HOUR}点)|{_PART}|[早晚夜](?: ?(?:{_CLOCK}|{_HOUR}点))|{_CLOCK}|{_DATE}|"
    rf"{_LAST}|{_NTH}|{_WEEKDAY}|{_LENGTH}|{_NEAR}|{_HOLIDAY})"
)
