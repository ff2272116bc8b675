"""Patterns of numbers, and of numbers of something: percentages, money, measures.

They are read against text in plain characters (see entity_rules.py). Nothing
in them repeats without limit, so that a match takes bounded time.
"""

from __future__ import annotations

DIGIT = "零〇一二三四五六七八九"
SCALE = "十百千万亿兆"
TO = "(?:-{1,2}|[~至到—–]{1,2})"
# Not right behind letters, digits or what joins them: iPhone15, MH-370, 1.2.3.
OUTSIDE = r"(?<![0-9A-Za-z_.])(?<![0-9A-Za-z][-/])"

# 1,234.5   3000多万   十几   三百二十   上百   零点五   一点二亿
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,20})(?![0-9])(?:\.[0-9]{1,20}(?![0-9]))?"
HAN = (
    f"(?:[数上](?=[{SCALE}]))?[{DIGIT}{SCALE}两半几数]{{1,16}}"
    f"(?:点[{DIGIT}]{{1,9}}[{SCALE}]{{0,2}})?"
)
COUNT = f"(?:{OUTSIDE}{ARABIC}[多余]?[{SCALE}]{{0,3}}[多余]?|{HAN}[多余]?[{SCALE}]{{0,2}})"
COUNTS = f"(?:{COUNT}(?:{TO}{ARABIC}[{SCALE}]{{0,3}}|{TO}{HAN})?)"
SIGN = r"(?:(?<![\w%)）])[-+](?=[0-9]))?"

PERCENT = (
    f"{SIGN}{OUTSIDE}{ARABIC}(?:%?{TO}{ARABIC})? ?[%‰]"
    f"|[百千万]分之(?:{ARABIC}|{HAN})(?:{TO}(?:[百千万]分之)?(?:{ARABIC}|{HAN}))?"
    f"|{COUNTS} ?个百分点"
)

_CURRENCY = (
    "美[元金]|欧元|日[元圆]|英镑|港[元币]|[加澳韩新]元|澳门元|新?台币|新加坡元|卢布|卢比"
    "|(?:瑞士)?法郎|马克|泰?铢|比索|里拉|里亚尔|先令|第纳尔|克朗|人民币"
    "|元(?:人民币)?(?![月旦素首件老帅宵化论勋婴])"
)
_CODE = r"(?:US|HK|NT|AU|CA)?\$|[¥€£₩]|人民币|RMB|USD|HKD|EUR|GBP|JPY|CNY"
CODES = ("¥", "€", "£", "₩", "$", "人民币", "US", "HK", "NT", "AU", "CA", "RM", "EU", "GB", "JP", "CN")
_SCALE_WORD = r"(?: ?(?:thousand|million|billion|trillion|bn|[kKmMbB](?![0-9A-Za-z])))?"
MONEY = (
    f"(?:{_CODE}) ?{ARABIC}[多余]?[{SCALE}]{{0,3}}[多余]?{_SCALE_WORD}(?:{_CURRENCY})?"
    f"|人民币{HAN}[多余]?(?:{_CURRENCY})"
    f"|{COUNTS} ?(?:{_CURRENCY})(?:[{DIGIT}0-9]角)?(?:[{DIGIT}0-9]分)?"
    f"|{COUNT}(?:[块毛角分]钱|块[{DIGIT}0-9][毛角]?)"
    "|[壹贰叁肆伍陆柒捌玖][壹贰叁肆伍陆柒捌玖拾佰仟零万亿]{0,20}[元圆](?:[壹贰叁肆伍陆柒捌玖零]{1,2}[角分]){0,2}整?"
)

_LATIN_UNIT = (
    "k?m|[cmnμ]m|[kmμ]?g|m?[lL]|ha|[kMGT]?Wh?|[kKMGT]?B|[kMG]?Hz|[kMG]bps|mAh|dB|[kKM]?V|km/h|m/s"
    "|[kcm]?m[²2³3]|mmHg|mg/L|ppm|px|cc"
)
_UNIT = (
    "(?:平方|立方)?(?:公里|千米|分米|厘米|毫米|微米|纳米|英里|海里|英尺|英寸|米)(?:/秒|/小时)?"
    "|华里|光年|公顷|平方公?里|平米|亩|[公市]?斤|公?吨|[千毫微]?克(?![拉里服林隆什罗])|克拉|磅|盎司"
    "|毫?升(?![级至到值温格])|加仑|摄氏度|华氏度|℃|℉|°C?|(?:千|兆)?瓦时?|千?伏|千?安培?|(?:千|兆)?赫兹?"
    "|分贝|焦耳|[千大]卡|马力|[千兆吉]?字节|兆比特|像素|周?岁(?![月末])|海拔米"
)
QUANTITY = (
    f"{SIGN}{COUNTS} ?(?:{_UNIT})"
    f"|{SIGN}{OUTSIDE}{ARABIC}(?:{TO}{ARABIC})? ?(?:(?:{_LATIN_UNIT})(?![0-9A-Za-z])|度(?!假))"
)

ORDINAL = f"第(?:{ARABIC}|{HAN})"

# A numeral of Chinese characters alone must be two at least and well formed: 十五, not 十二五.
_BELOW_100 = f"(?:[{DIGIT[2:]}几]?十[{DIGIT[2:]}几]?)"
_BELOW_10000 = (
    f"(?:[{DIGIT[2:]}两几数]千(?:零?{_BELOW_100}|零[{DIGIT[2:]}]|[{DIGIT[2:]}两几]百"
    f"(?:零?{_BELOW_100}|零?[{DIGIT[2:]}])?|[{DIGIT[2:]}])?"
    f"|[{DIGIT[2:]}两几数]百(?:零?{_BELOW_100}|零?[{DIGIT[2:]}])?|数?{_BELOW_100})"
)
_LARGE = f"(?:{_BELOW_10000}|[{DIGIT[2:]}两几数])[多余]?(?:万亿?|亿)"
_STRICT = (
    f"(?:(?:{_LARGE}零?){{1,2}}(?:{_BELOW_10000})?|{_BELOW_10000}|上[百千万亿]{{1,2}}"
    f"|[{DIGIT[2:]}][{DIGIT}]{{0,2}}[零〇][{DIGIT}]{{1,6}}"
    f"|[{DIGIT}十]{{1,3}}点[{DIGIT}]{{1,9}}[{SCALE}]{{0,2}}(?![滴线]))"
    f"[多余]?(?![{DIGIT}{SCALE}两])"
)
NUMBER = (
    f"{SIGN}{OUTSIDE}(?:[0-9]{{1,4}}/[0-9]{{1,4}}(?![0-9])|{ARABIC}[多余]?[{SCALE}]{{0,3}}[多余]?"
    rf"(?:{TO}{ARABIC}[{SCALE}]{{0,3}})?)(?![0-9A-Za-z_]|[./:,-][0-9]|%)"
    f"|[{DIGIT[2:]}两十百千万]{{1,5}}分之[{DIGIT[2:]}十百]{{1,5}}"
    f"|(?<![{DIGIT}{SCALE}两]){_STRICT}"
)
