"""What the parts of a date look like, and the stretch of time that each is."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from zhnlp.models.entities import date_parts as parts
from zhnlp.models.entities.clock_rules import CLOCK_RULES
from zhnlp.models.entities.date_parts import (
    ERAS,
    FESTIVALS,
    MOVING_FESTIVALS,
    After,
    Context,
    Level,
    Rule,
    Stretch,
    whole,
)
from zhnlp.models.entities.numerals import read_number

_NUM = "(?:[0-9]{1,4}|[零〇一二两三四五六七八九十廿卅百千]{1,7})"
_NTH = "(?:[0-9]{1,2}|[零一二三四五六七八九十廿卅]{1,4})"  # 两日 is a duration
_HAN = "[零〇一二三四五六七八九]"
_YEAR = (
    f"[12][0-9]{{3}}|[0-9]{{2}}(?=年)|{_HAN}{{4}}|{_HAN}{{2}}(?=年)"
    "|[一二两]千零?[一二三四五六七八九十]{1,3}"
)
_NEAR = {"前": -2, "去": -1, "上": -1, "昨": -1, "今": 0, "本": 0, "明": 1, "来": 1, "后": 2}
_DAYS = {
    day: n
    for n, names in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天末7"))
    for day in names
}


def _iso(match: re.Match[str], context: Context) -> Stretch:
    year, month = int(match["year"]), int(match["month"])
    if match["day"]:
        return parts.days(date(year, month, int(match["day"])))
    return parts.months(year, month, 1)


def _era(match: re.Match[str], context: Context) -> Stretch:
    n = 1 if match["n"] == "元" else whole(match["n"])
    year = parts.years(ERAS[match["era"]] + n - 1)
    # The years of the emperors begin at the lunar new year.
    return year if match["era"] == "民国" else parts.about(year)


def _season_of_sport(match: re.Match[str], context: Context) -> Stretch:
    """2023-24赛季, from summer to summer; a year of school begins in September."""
    year = int(match["n"])
    if (year + 1) % 100 != int(match["next"]):
        raise ValueError("more than a year")
    month = 9 if match["unit"] == "学年" else 7
    return parts.about(parts.months(year, month, 12, Level.YEAR))


def _century(match: re.Match[str], context: Context) -> Stretch:
    if match["n"]:
        return parts.years(whole(match["n"]) * 100 - 99, 100, Level.CENTURY)
    this = (context.day().year - 1) // 100 * 100 + 1
    return parts.years(this + 100 * _shift(match["near"]), 100, Level.CENTURY)


def _decade(match: re.Match[str], context: Context) -> Stretch:
    number = read_number(match["n"])
    if number is None or number.low % 10 or number.high % 10:
        raise ValueError("no decade")
    n, size = int(number.low), int(number.high - number.low) + 10  # 七八十年代 are two
    if n < 1000:
        base = context.base().year - (1 if context.now else 0)  # a century begins with 01
        n += base // 100 * 100
        if not (context.now or context.before) and n > base:
            n -= 100  # 90年代: the last ones
    return parts.years(n, size, Level.DECADE)


def _year(match: re.Match[str], context: Context) -> Stretch:
    written = match["n"]
    year = whole(written)
    if len(written) == 2 and not match["ad"]:
        # As in POSIX. 30年 is a duration.
        if year < 70 and written[0] not in "0零〇" and match["month"] is None:
            raise ValueError("a number of years")
        year += 1900 if year > 68 else 2000
    return parts.years(year)


def _near_year(match: re.Match[str], context: Context) -> Stretch:
    near = match["near"]
    far = len(near) - 1 if near.startswith("大") else 0
    n = _NEAR[near[-1]]
    return parts.years(context.day().year + n + (far if n > 0 else -far))


def _half(match: re.Match[str], context: Context) -> Stretch:
    base = context.base().year
    if context.now and context.now.level == Level.CENTURY:
        return parts.years(base + 50 * (match["half"] == "下"), 50, Level.DECADE)
    return parts.months(base, 7 if match["half"] == "下" else 1, 6, Level.SEASON)


def _quarter(match: re.Match[str], context: Context) -> Stretch:
    n = whole(match["n"] or match["q"])
    if not 1 <= n <= 4:
        raise ValueError("no quarter")
    return parts.months(context.base().year, 3 * n - 2, 3, Level.SEASON)


def _near_quarter(match: re.Match[str], context: Context) -> Stretch:
    today = context.day()
    first = (today.month - 1) // 3 * 3 + 1
    return parts.months(today.year, first + 3 * _shift(match["near"]), 3, Level.SEASON)


def _first(match: re.Match[str], context: Context) -> Stretch:
    n = whole(match["n"]) * (3 if match["unit"] == "季度" else 1)
    if not 1 <= n <= 12:
        raise ValueError("more than a year")
    return parts.months(context.base().year, 1, n, Level.SEASON)


def _season(match: re.Match[str], context: Context) -> Stretch:
    year = context.base().year
    if match["near"]:
        year = context.day().year + _NEAR[match["near"]]
    season = parts.months(year, 3 * "春夏秋冬".index(match["season"]) + 3, 3, Level.SEASON)
    return parts.about(season)


def _month(match: re.Match[str], context: Context) -> Stretch:
    month = whole(match["n"])
    if not 1 <= month <= 12:
        raise ValueError("no month")
    return parts.months(context.base().year, month, 1)


def _near_month(match: re.Match[str], context: Context) -> Stretch:
    today = context.day()
    return parts.months(today.year, today.month + _shift(match["near"]), 1)


def _tenth(match: re.Match[str], context: Context) -> Stretch:
    return parts.tenth(_this(Level.MONTH, context), "上中下".index(match["part"]))


def _third(match: re.Match[str], context: Context) -> Stretch:
    level = {"年": Level.YEAR, "月": Level.MONTH}.get(match["of"] or "")
    if context.now is None and level is None:
        raise ValueError("nothing has such a part")
    return parts.third(_this(level, context), match["part"])


def _this(level: Level | None, context: Context) -> Stretch:
    """What was read; if that is nothing, the year or month of the base."""
    if context.now is not None:
        return context.now
    base = context.base()
    return parts.years(base.year) if level == Level.YEAR else parts.months(base.year, base.month, 1)


def _day(match: re.Match[str], context: Context) -> Stretch:
    """The day of the month; if this one is too short, that of the month before: 31日."""
    base, n = context.base(), whole(match["n"])
    if context.now is None and context.before is None and monthrange(base.year, base.month)[1] < n:
        base = base.replace(day=1) - timedelta(1)
    return parts.days(base.replace(day=n))


def _near_day(match: re.Match[str], context: Context) -> Stretch:
    n = _NEAR[match["near"]]
    far = len(match["far"])
    if far and n not in (-2, 2):
        raise ValueError("no such day")
    return parts.days(context.day() + timedelta(n + (far if n > 0 else -far)))


def _two(match: re.Match[str], context: Context) -> Stretch:
    """今明两天, 明后两年."""
    today, n = context.day(), _NEAR[match["near"][0]]
    if match["unit"] == "年":
        return parts.years(today.year + n, 2)
    return parts.days(today + timedelta(n), 2, Level.WEEK)


def _again(match: re.Match[str], context: Context) -> Stretch:
    """次日, 当年: seen from what came before in the same range."""
    if context.before is None:
        raise ValueError("depends on what was said before")
    base = context.before.start.date()
    n = 0 if match["near"] in "当同" else 1
    if match["unit"] == "年":
        return parts.years(base.year + n)
    if match["unit"] == "月":
        return parts.months(base.year, base.month + n, 1)
    return parts.days(base + timedelta(n))


def _week(match: re.Match[str], context: Context) -> Stretch:
    if context.now and context.now.level == Level.DAY:
        return context.now  # 11月20日星期五
    near = match["near"] or ""
    base = context.day() if near or context.before is None else context.base()
    monday = base - timedelta(base.weekday()) + timedelta(7 * _shift(near))
    if match["day"] == "末":
        return parts.days(monday + timedelta(5), 2, Level.WEEK)
    if match["day"]:
        return parts.days(monday + timedelta(_DAYS[match["day"]]))
    if not near:
        raise ValueError("any week")
    return parts.days(monday, 7, Level.WEEK)


def _festival(match: re.Match[str], context: Context) -> Stretch:
    if context.now and context.now.level == Level.DAY:
        return context.now  # 1月1日元旦
    year, name = context.base().year, match["name"]
    if name in FESTIVALS:
        return parts.days(date(year, *FESTIVALS[name]))
    month, weekday, n = MOVING_FESTIVALS[name]
    first = date(year, month, 1)
    return parts.days(first + timedelta((weekday - first.weekday()) % 7 + 7 * (n - 1)))


def _shift(near: str) -> int:
    """上 is -1, 上上 is -2, 本 is 0, 下 is 1."""
    return near.count("下") - near.count("上")


_FIRST: After = (None,)
_IN_YEAR: After = (None, Level.YEAR)
_IN_MONTH: After = (None, Level.MONTH)
_IN_ANY: After = (None, Level.CENTURY, Level.DECADE, Level.YEAR, Level.SEASON, Level.MONTH)
_ISO = r"(?P<year>[12]\d{3})(?P<sign>[-/.])(?P<month>\d{1,2})(?:(?P=sign)(?P<day>\d{1,2}))?"
_TABLE: tuple[Rule, ...] = (
    (r"(?P<n>20\d\d)[-/—~](?:20)?(?P<next>\d\d)(?P<unit>赛季|学年)", _FIRST, _season_of_sport),
    (rf"{_ISO}(?![\d年月日])", _FIRST, _iso),
    (f"(?P<era>{'|'.join(ERAS)})(?P<n>元|{_NUM})年", _FIRST, _era),
    (f"(?:公元)?(?:(?P<n>{_NUM})|(?P<near>[上下本]+)个?)世纪", _FIRST, _century),
    (f"(?P<n>{_NUM})年代", (None, Level.CENTURY), _decade),
    (
        f"(?P<ad>公元)?(?P<n>{_YEAR})(?:年度?(?P<month>(?={_NTH}月))?|$|(?=[上下]半年|国庆|五一|第))",
        _FIRST,
        _year,
    ),
    ("(?P<near>大*[前后]|[去上今本明来])年度?", _FIRST, _near_year),
    ("全年", _IN_YEAR, lambda match, context: _this(Level.YEAR, context)),
    ("(?P<half>[上下])半[年叶]", (None, Level.YEAR, Level.CENTURY), _half),
    (f"第?(?P<n>{_NTH})季度?|[Qq](?P<q>[1-4])", _IN_YEAR, _quarter),
    ("(?P<near>[上下]+|[本这])个?季度", _FIRST, _near_quarter),
    (f"[前头首](?P<n>{_NUM})个?(?P<unit>季度|月)", _IN_YEAR, _first),
    ("(?P<near>[今去明])?(?P<season>[春夏秋冬])[季天]?", _IN_YEAR, _season),
    (f"(?P<n>{_NTH})月份?", _IN_YEAR, _month),
    ("(?P<near>[上下]+|[本这])个?月份?", _FIRST, _near_month),
    ("(?P<part>[上中下])旬", _IN_MONTH, _tenth),
    (f"(?P<n>{_NTH})[日号]", _IN_MONTH, _day),
    ("(?P<far>大*)(?P<near>[前昨今明后])(?:[天日]|(?=[早晚晨夜]))", _FIRST, _near_day),
    ("(?P<near>今明|明后|昨今)两?(?P<unit>[天日年])", _FIRST, _two),
    ("(?P<near>[次翌当同])(?P<unit>[年月日天])", _FIRST, _again),
    (
        "(?P<near>[上下]+|[本这])?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末1-7])?",
        (None, Level.DAY),
        _week,
    ),
    (
        f"(?P<name>{'|'.join([*FESTIVALS, *MOVING_FESTIVALS])})节?",
        (None, Level.YEAR, Level.DAY),
        _festival,
    ),
    ("(?P<of>[年月]?)(?P<part>(?:[初中后末晚早前]期|中叶|[初中底末]))", _IN_ANY, _third),
)
RULES = tuple(
    (re.compile(pattern), after, read) for pattern, after, read in (*_TABLE, *CLOCK_RULES)
)
"""Every part: its pattern, the levels that it can follow (None: nothing), and its meaning."""
