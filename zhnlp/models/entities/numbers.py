"""Patterns of numbers, in digits and in Chinese numerals.

    1,234.5   3000多万   1100 亿   9佰   3.5个亿   30 亿 - 60 亿     in digits
    三百二十   二十来万   十五点六亿   两三百   上百   三到五           in numerals

They match text in plain characters (see rules.py). What a number counts is in units.py.
Every repetition has a limit, so a match takes bounded time.
"""

from __future__ import annotations

DIGIT = "零〇一二三四五六七八九"
SCALE = "十百千万亿兆"
NUMERAL = f"{DIGIT}{SCALE}两半几数"
BIG = "壹贰叁肆伍陆柒捌玖"  # as written on cheques
TO = "(?:--?|[~至到]|[—–]{1,2})"
SPACED_TO = f" ?{TO} ?"
_ONE = DIGIT[2:]

# 1,234.5   3000多万   30 亿   3.5个亿   10几万   5仟
_WHOLE = "(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,20})(?![0-9])"
_ARABIC = rf"{_WHOLE}(?:\.[0-9]{{1,20}}(?![0-9]))?"
_SCALES = f"[{SCALE}拾佰仟]{{1,3}}"
_SCALED = f"(?: ?(?:[多余来几]? ?{_SCALES}[多余]?|多|余(?![额下地震波生温])|来|个多?亿))?"
# Smaller scales behind 亿 and 万: 1亿3000万, 3万5千.
_SMALLER = f"(?:(?<=[亿万千])零?[0-9]{{1,4}}(?![0-9])[{SCALE}]{{1,2}}[多余]?)?"
# 升高10点五度: no time, but a decimal as some write it.
_DIGITS = f"{_ARABIC}(?:点[{DIGIT}]{{1,9}})?{_SCALED}{_SMALLER}"

# 三百二十   二十来万   十五点六亿   两三百   数千
_D = f"(?:二三|两三|三四|三五|四五|五六|六七|七八|八九|一二|一两|[{_ONE}两几数])"  # 七八: about
_SECTION = f"(?:{_D}千零?)?(?:{_D}百零?)?(?:{_D}?十)?{_D}?"
_FRACTION = f"点[{DIGIT}]{{1,9}}[{SCALE}]{{0,2}}(?![滴线点])"
WRITTEN = (
    f"(?=[{_ONE}两几数十]|[零〇]点)(?:{_SECTION}[多余来]?(?:万亿?|亿|兆)零?){{0,2}}"
    f"{_SECTION}(?:[零〇]?{_FRACTION})?"
)

# Loose forms, where the unit that follows makes sure that it is a number: 一九九八年.
_MANY = f" ?[多余来]?(?: ?[{SCALE}]{{1,3}}[多余]?)?"
_HAN = f"[{NUMERAL}]{{1,16}}(?:点[{DIGIT}]{{1,9}}[{SCALE}]{{0,2}})?"
# Not right after letters, digits or what joins them: iPhone15, MH-370, 1.2.3.
OUTSIDE = r"(?<![0-9A-Za-z_.])(?<![0-9A-Za-z][-/+·•])(?<![0-9][:：])"
COUNT = f"(?:{OUTSIDE}{_ARABIC}{_MANY}|(?:上(?=[百千万亿]))?{_HAN}[多余来]?[{SCALE}]{{0,2}})"
COUNTS = f"{COUNT}(?:{SPACED_TO}(?:{_ARABIC}{_MANY}|{_HAN}))?"

# A number and what kind it is, which decides what it can count.
#   pair      a fraction or a score in digits: 1/3, 3比1; share the same in numerals: 三分之一
#   digits    in digits, or with a cheque's numerals mixed in
#   several   Chinese numerals, two or more, well formed: 十五, but not 十二五
#   about     a scale that is more or less: 百余人, 上千家; 百 in 近百家
#   one       a single Chinese numeral that counts things: 三家
#   scale     a scale alone, which counts money: 万元
#   vague     any other numeral; 一 and 二 stand in too many words to count things
#   cheque    numerals of cheques: 伍仟
_SIGN = r"(?:(?:负|零下 ?)|(?:(?<![\w%)）”])|(?<=[为至到达是约]))[-+](?=[0-9]))?"
_NO_MORE = f"(?![{DIGIT}{SCALE}两几半])"
_PAIR = (
    "[0-9]{1,4}/[0-9]{1,4}(?![0-9])|[0-9]{1,6} ?比 ?[0-9]{1,6}(?![0-9])"
    "|[0-9]{1,3}[:：][0-9]{1,3}(?![0-9])"
)
_SHARE = (
    f"(?![百千万]分之)[{_ONE}两十百千万]{{1,5}}分之[{_ONE}十百]{{1,5}}"
    f"|[{_ONE}十]{{1,2}}比[{DIGIT}十]{{1,2}}"
)
_WRITTEN_ALONE = f"{WRITTEN}[多余来]?(?:个多?亿)?{_NO_MORE}"
_SEVERAL = (
    f"(?=[{NUMERAL}]{{2}}|十[多余来]|[{NUMERAL}](?:点[{DIGIT}]|个多?亿|{TO}[{NUMERAL}])|(?<=零下).|半个亿)"
    f"(?:{_WRITTEN_ALONE}(?:{TO}(?![百千万]分之)[{NUMERAL}]{{1,8}}{_NO_MORE})?|[{_ONE}][{DIGIT}]{{0,2}}[零〇][{DIGIT}]{{1,6}}{_NO_MORE}|半个亿)"
)
_ABOUT = (
    "(?<=[近超逾约达过])[百千万亿]{1,2}[多余]?|[百千万亿]{1,2}[多余]|上[百千万亿]{1,2}[多余]?(?:个亿)?"
    "|百八十|千八百|万八千"
)
NUMBER = (
    f"(?=[0-9负零+-])(?:(?P<pair>{_PAIR})|(?P<digits>{_SIGN}{_DIGITS}(?:{SPACED_TO}{_DIGITS})?))"
    f"|(?P<share>{_SHARE})|(?P<several>{_SIGN}{_SEVERAL})|(?P<about>(?:{_ABOUT}){_NO_MORE})"
    f"|(?P<scale>[百千万亿]{{1,2}}{_NO_MORE})|(?P<one>[{_ONE[2:]}两十]{_NO_MORE})"
    f"|(?P<vague>[零〇一二半几数]{_NO_MORE})|(?P<cheque>[{BIG}拾][{BIG}拾佰仟零万亿]{{0,20}})"
)
