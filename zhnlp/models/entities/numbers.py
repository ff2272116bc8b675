"""Patterns of numbers, percentages, amounts of money and measures.

They match text in plain characters (see rules.py). The group that matches has the
name of the label. Every repetition has a limit, so a match takes bounded time.
"""

from __future__ import annotations

DIGIT = "零〇一二三四五六七八九"
SCALE = "十百千万亿兆"
NUMERAL = f"{DIGIT}{SCALE}两半几数"
BIG = "壹贰叁肆伍陆柒捌玖"  # as written on cheques
TO = "(?:--?|[~至到]|[—–]{1,2})"
_ONE = DIGIT[2:]
# Not right after letters, digits or what joins them: iPhone15, MH-370, 1.2.3.
_OUTSIDE = r"(?<![0-9A-Za-z_.])(?<![0-9A-Za-z][-/+·•])(?<![0-9][:：])"
_SIGN = r"(?:(?<![\w%)）])[-+](?=[0-9]))?"

# 1,234.5   3000多万   十几   三百二十   上百   零点五   一点二亿
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,20})(?![0-9])(?:\.[0-9]{1,20}(?![0-9]))?"
_MANY = f"[多余]?(?:[{SCALE}]{{1,3}}[多余]?)?"
_HAN = f"[{NUMERAL}]{{1,16}}(?:点[{DIGIT}]{{1,9}}[{SCALE}]{{0,2}})?"
COUNT = f"(?:{_OUTSIDE}{_ARABIC}{_MANY}|(?:上(?=[百千万亿]))?{_HAN}[多余]?[{SCALE}]{{0,2}})"
_LAST = f"{TO}(?:{_ARABIC}{_MANY}|{_HAN})"  # of a range
COUNTS = f"{COUNT}(?:{_LAST})?"

_CURRENCY = (
    "(?:美[元金]|欧元|日[元圆]|英镑|港[元币]|[加澳韩新]元|澳门元|新?台币|新加坡元|卢布|卢比"
    "|(?:瑞士)?法郎|马克|泰?铢|比索|里拉|里亚尔|先令|第纳尔|克朗|人民币"
    f"|元(?!月(?![饼租费])|[旦素首件老帅宵化论勋婴])(?:人民币|[{DIGIT}0-9]角(?:[{DIGIT}0-9]分)?)?"
    f"|[块毛角分]钱|块[{DIGIT}0-9](?![{SCALE}0-9])[毛角]?)"
)
_CODE = r"(?:(?:US|HK|NT|AU|CA)?\$|[¥€£₩]|人民币|RMB|USD|HKD|EUR|GBP|JPY|CNY)"
_WORD = "(?: ?(?:thousand|million|billion|trillion|bn|[kKmMbB])(?![0-9A-Za-z]))?"

_LENGTH = "公里|千米|分米|厘米|毫米|微米|纳米|英里|海里|英尺|英寸|米(?!其)|华里|光年"
_AREA = "公顷|平方公?里|平米|亩|(?:平方|立方)(?:公里|千米|分米|厘米|毫米|米)"
_MASS = "[公市]?斤|公?吨|[千毫微]?克(?![拉里服林隆什罗])|克拉|磅|盎司|毫?升(?![级至到值温格])|加仑"
_OTHER = (
    "摄氏度|华氏度|[℃℉]|°C?|[千兆]瓦时?|千伏安?|伏特|安培|[千兆]赫兹?|赫兹|分贝|焦耳|[千大]卡|马力"
    "|[千兆吉]?字节|像素"
)
_LATIN = (
    "k?m(?:/[hs]|[²2³3])?|[cmnμ]m[²2³3]?|[kmμ]?g|m?[lL]|ha|[kMGT]Wh?|Wh?|[kKMGT]B|[kMG]?Hz|[kMG]bps"
    "|mAh|dB|[kK]?V|mmHg|ppm|px"
)
_UNIT = (
    f"(?:(?:{_LENGTH}|{_AREA}|{_MASS}|{_OTHER})(?:/(?:秒|小时|日|年))?|周?岁(?![月末])"
    f"|(?:(?<=[0-9])|(?<=[0-9] ))(?:(?:{_LATIN})(?![0-9A-Za-z])|[伏安瓦]|度(?!假)))"
)

AMOUNT = (
    f"{_SIGN}{COUNT}(?:%?{_LAST})? ?"
    f"(?:(?P<PERCENT>%|‰|个百分点)|(?P<MONEY>{_CURRENCY})|(?P<QUANTITY>{_UNIT}))"
)
PERCENT = (
    f"(?P<PERCENT>[百千万]分之(?:{_ARABIC}|{_HAN})(?:{TO}(?:[百千万]分之)?(?:{_ARABIC}|{_HAN}))?)"
)
MONEY = (
    f"(?P<MONEY>{_CODE} ?{_ARABIC}{_MANY}{_WORD}{_CURRENCY}?|人民币{_HAN}[多余]?{_CURRENCY}"
    f"|[{BIG}][{BIG}拾佰仟零万亿]{{0,20}}[元圆](?:[{BIG}零]{{1,2}}[角分]){{0,2}}整?)"
)
ORDINAL = f"(?P<ORDINAL>第(?:{_ARABIC}|{_HAN}))"

# Two or more Chinese numerals, well formed: 十五, but not 十二五 or 千万.
_TENS = f"(?:[{_ONE}几数]十[{_ONE}几]?|十[{_ONE}几])"
_HUNDREDS = f"(?:[{_ONE}两几数]百(?:零?{_TENS}|零?[{_ONE}])?|{_TENS})"
_THOUSANDS = f"(?:[{_ONE}两几数]千(?:零?{_HUNDREDS}|零?[{_ONE}])?|{_HUNDREDS})"
_WRITTEN = (
    f"(?:(?:(?:{_THOUSANDS}|[{_ONE}两几数])[多余]?(?:万亿?|亿)零?){{1,2}}{_THOUSANDS}?|{_THOUSANDS}"
    f"|上[百千万亿]{{1,2}}|[{_ONE}][{DIGIT}]{{0,2}}[零〇][{DIGIT}]{{1,6}}"
    f"|[{DIGIT}十]{{1,3}}点[{DIGIT}]{{1,9}}[{SCALE}]{{0,2}}(?![滴线]))[多余]?(?![{DIGIT}{SCALE}两])"
)
NUMBER = (
    f"(?P<NUMBER>{_SIGN}{_OUTSIDE}"
    f"(?:[0-9]{{1,4}}/[0-9]{{1,4}}|{_ARABIC}{_MANY}(?:{TO}{_ARABIC}{_MANY})?)"
    r"(?![0-9A-Za-z_%]|[-/:：·•][0-9]|,[0-9]{3}(?![0-9])|\.[0-9A-Za-z])"
    f"|[{_ONE}两十百千万]{{1,5}}分之[{_ONE}十百]{{1,5}}"
    f"|(?<![{DIGIT}{SCALE}两]){_WRITTEN})"
)

CURRENCY_SIGNS = "¥€£₩$"
# Characters that can follow a numeral: another numeral, or the beginning of a unit.
NEXT = (
    f"{NUMERAL}点多余个分块毛角美欧日英港加澳韩新台卢法瑞马泰铢比里先第克元人公千厘毫微纳海米华光"
    "平立顷亩市斤吨磅盎升摄℃℉°瓦兆伏安赫焦大卡字吉像周岁度%‰~至到A-Za-zμ"
)
