"""Identifiers found by rule in raw text: telephone numbers, addresses, ID cards, plates.

====== =========================================================================
URL    with http, https, ftp or www; up to the first character that is not ASCII,
       without a stop at the end: ``https://example.com/a?b=1``
EMAIL  ``zhang.san@example.com.cn``
ID     the 18 characters of a mainland ID card (GB 11643), if the date of birth
       exists and the checksum (ISO 7064 MOD 11-2) is right
PHONE  of mainland China: mobile (``13800138000``, ``+86 138-0013-8000``), with an
       area code (``010-12345678``, ``(0571)87654321转802``), 400 and 800 numbers;
       of Hong Kong, Macau and Taiwan with +852, +853, +886, or mobile with 09
PLATE  of mainland vehicles (GA 36): ``京A12345``, ``粤B·D12345``, ``沪A1234学``
====== =========================================================================

Letters, digits and the signs of addresses may have full width. Nothing is found inside a
longer run of digits or letters. Short numbers (110, 12345) are not a PHONE, and names of
hosts (example.com) not a URL: only the words around them tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from zhnlp.core import merged
from zhnlp.span import Span

IDENTIFIER_LABELS: tuple[str, ...] = ("URL", "EMAIL", "ID", "PHONE", "PLATE")

_WIDE_SIGNS = "．／：＠－＿％＆＝＃＋～"
_NARROW = {
    ord(char): ord(char) - 0xFEE0
    for char in map(chr, range(0xFF01, 0xFF5F))
    if char.isalnum() or char in _WIDE_SIGNS
}
_WIDE = f"[０-９Ａ-Ｚａ-ｚ{_WIDE_SIGNS}]"

_URL = (  # no blanks, quotes, or any of < > \ ^ ` { | }
    r"(?<![A-Za-z0-9])(?:(?:[Hh][Tt]{2}[Pp][Ss]?|[Ff][Tt][Pp])://|[Ww]{3}\.)"
    r"[A-Za-z0-9\[][!#-;=?-\[\]_a-z~]*"
)
_HOST = "[A-Za-z0-9]{1,63}(?:-{1,4}[A-Za-z0-9]{1,63}){0,8}"
_EMAIL = (
    r"(?<![A-Za-z0-9_%+@-])(?<![A-Za-z0-9]\.)[A-Za-z0-9_][A-Za-z0-9._%+-]{0,63}(?<!\.)@"
    rf"(?:{_HOST}\.){{1,8}}[A-Za-z]{{2,24}}(?![A-Za-z0-9@-])"
)
_ID = r"(?<![0-9A-Za-z_.-])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z_])"
_GAP = "(?(open)[)）])[- ]?"  # between the area code and the number
_KINDS_OF_PHONE = (
    r"(?P<mobile>(?:(?:\+|00)?86[- ]?|\(\+?86\) ?)?"
    r"1[3-9][0-9](?:[0-9]{8}|(?P<sign>[- ])[0-9]{4}(?P=sign)[0-9]{4}))",
    r"(?P<fixed>(?:(?:\+|00)86[- ]?0?|(?P<open>[(（])?0)"
    rf"(?:(?:10|2[0-9]){_GAP}[1-9][0-9]{{7}}|[3-9][0-9]{{2}}{_GAP}[1-9][0-9]{{6,7}}))"
    "(?:(?:[-转轉]| ?分机 ?)(?P<extension>[0-9]{1,5}))?",
    r"(?P<service>[48]00(?:[- ][0-9]{3}[- ]?[0-9]{4}|[- ]?[0-9]{4}[- ][0-9]{3}|(?!0000)[0-9]{7}))",
    r"(?P<abroad>(?:\+|00)(?:85[23][- ]?[2-9][0-9]{3}[- ]?[0-9]{4}|886[- ]?"
    "(?:9[0-9]{2}[- ]?[0-9]{3}[- ]?[0-9]{3}|[2-8][- ]?[0-9]{3,4}[- ]?[0-9]{4})))",
    "(?P<taiwan>09[0-9]{2}(?:[0-9]{6}|-[0-9]{3}-?[0-9]{3}))",
)
_PHONE = (
    r"(?=[0-9+(（])(?<![0-9A-Za-z_+])(?<![0-9][-.:])"
    rf"(?:{'|'.join(_KINDS_OF_PHONE)})(?![0-9A-Za-z_@%]|[-:.][0-9]| ?[万亿元美股])"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_TRADITIONAL = str.maketrans("滬雲遼魯蘇贛陝閩貴粵寧瓊學掛", "沪云辽鲁苏赣陕闽贵粤宁琼学挂")
_REGION = f"[{_PROVINCES}{''.join(map(chr, _TRADITIONAL))}]"
_PLATE = (  # 京 of 北京 belongs to that
    f"{_REGION}(?<![北南东]京|天津|内蒙|西藏|四川|[辽南西]宁)"
    "[A-HJ-NP-Za-hj-np-z](?:[·•・.-]| (?=[A-Z0-9]))?"
    "(?P<serial>[A-HJ-NP-Za-hj-np-z0-9]{5,6}(?![0-9A-Za-z_])"
    "|[A-HJ-NP-Za-hj-np-z0-9]{4}[挂掛学學警港澳])"
)
# At most two letters; or six, of which a letter at either end says how the vehicle is driven.
_SERIAL = re.compile(
    "(?!(?:[0-9]*[A-Z]){3})[A-Z0-9]{4}[A-Z0-9挂学警港澳]|[A-HJK][A-Z0-9][0-9]{4}|[0-9]{5}[A-HJK]"
)
_HINT = rf"://|[Ww]{{3}}\.|@|[0-9][0-9 )）-]{{5}}|{_REGION}[A-Za-z]"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_REGIONS = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The patterns, compiled on the first call."""
    named = {"wide": _WIDE, "hint": _HINT, "URL": _URL, "EMAIL": _EMAIL, "ID": _ID}
    named |= {"PHONE": _PHONE, "PLATE": _PLATE}
    return {name: re.compile(pattern) for name, pattern in named.items()}


def find_identifiers(text: str) -> list[Span]:
    """The identifiers in `text`, sorted and not overlapping. Time is linear in the text.

    >>> text = "电话13800138000，邮箱a@example.com"
    >>> [text[start:end] for start, end, _ in find_identifiers(text)]
    ['13800138000', 'a@example.com']
    """
    text = _narrow(text)
    if not _patterns()["hint"].search(text):
        return []
    spans: list[Span] = []
    for label in IDENTIFIER_LABELS:
        spans = merged(spans, _found(text, label))
    return spans


def read_identifier(text: str, label: str) -> str | None:
    """The identifier in a form to compare: None if `text` is not one.

    A telephone number is that of E.164 (``+8613800138000``), with the extension as in RFC
    3966; service numbers are their digits. An ID and a plate have capital letters and no signs.

    >>> read_identifier("(010)12345678转802", "PHONE")
    '+861012345678;ext=802'
    """
    text = _narrow(text)
    match = _patterns()[label].fullmatch(text)
    if match is None or not _is_right(match, label):
        return None
    if label == "PHONE":
        return _phone(match)
    if label == "EMAIL":
        local, host = text.rsplit("@", 1)
        return f"{local}@{host.lower()}"
    if label == "PLATE":
        return text[0].translate(_TRADITIONAL) + text[1].upper() + _serial(match)
    return text.upper() if label == "ID" else text


def _narrow(text: str) -> str:
    return text.translate(_NARROW) if _patterns()["wide"].search(text) else text


def _found(text: str, label: str) -> Iterator[Span]:
    for match in _patterns()[label].finditer(text):
        start, end = match.span()
        if label == "URL":
            end = _url_end(text, start, end)
        if _is_right(match, label):
            yield Span(start, end, label)


def _url_end(text: str, start: int, end: int) -> int:
    """Where the address ends: before stops, and before a bracket that it does not open."""
    surplus = {")": "(", "]": "["}
    counts = {char: text.count(char, start, end) for char in "()[]"}
    while (last := text[end - 1]) in ".,;:!?'*)]":
        if last in surplus:
            if counts[last] <= counts[surplus[last]]:
                break
            counts[last] -= 1
        end -= 1
    return end


def _is_right(match: re.Match[str], label: str) -> bool:
    """Whether what no pattern can say holds, too."""
    if label == "ID":
        return _is_id(match[0])
    if label == "PLATE":
        return _SERIAL.fullmatch(_serial(match)) is not None
    return True


def _phone(match: re.Match[str]) -> str:
    written = next(filter(None, match.group("mobile", "fixed", "service", "abroad", "taiwan")))
    digits = re.sub("[^0-9]", "", written)
    if match["mobile"]:
        return f"+86{digits[-11:]}"
    if match["service"]:
        return digits
    if match["taiwan"]:
        return f"+886{digits[1:]}"
    if match["abroad"]:
        return f"+{digits.removeprefix('00')}"
    if written.startswith(("+", "00")):
        digits = digits.removeprefix("00").removeprefix("86")
    extension = f";ext={match['extension']}" if match["extension"] else ""
    return f"+86{digits.removeprefix('0')}{extension}"


def _is_id(text: str) -> bool:
    digits = text[:17]
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    is_region = _REGIONS.match(text) is not None and "1800" <= text[6:10] < "2100"
    return is_region and _CHECKS[total % 11] == text[17].upper()


def _serial(match: re.Match[str]) -> str:
    return match["serial"].upper().translate(_TRADITIONAL)
