"""Spans of a text that are no prose: addresses, paths, file names, tags, mentions, code.

Their characters are what they are, and no corrector may change them.

| kind | example |
|---|---|
| URL, with Han in it, too | ``https://例子.中国/问提``, ``www.a.cn/问提``, ``a.cn/问提`` |
| mail address | ``小明@发现问提.cn`` |
| path of Windows or Unix | ``C:\\文件\\问提.txt``, ``/home/问提``, ``./问提`` |
| file name: what stands right before its extension | ``发现了问提.docx`` |
| hashtag | ``#发现问提#``, ``#问提`` |
| mention, up to 15 characters, as microblogs allow | ``@发现问提`` |
| code | ```问提``` between backticks, or lines between three |

Letters, digits and signs may have full width. Each span ends at white space or Chinese
punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from zhnlp.chars import HAN

Range = tuple[int, int]

_NARROW = {code: code - 0xFEE0 for code in map(ord, "＃＿－／．＼＠｀～＂％＋＝＆")} | {
    code: code - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}
_WIDE = re.compile(f"[{''.join(map(chr, _NARROW))}]")
_TRIGGER = re.compile(r"[/\\@#.`~]|:\?")

_STOP = r"\s，。；：！？、…“”‘’《》〈〉【】「」『』\"'<>|"  # ends every span
_BODY = rf"[^{_STOP}]"
_LABEL = rf"(?:[0-9A-Za-z_-]+|[{HAN}][{HAN}0-9A-Za-z-]*)"  # of a host
_HOST = rf"{_LABEL}(?:\.{_LABEL})*(?::[0-9]+)?"
_URL = (
    r"(?<![0-9A-Za-z])(?:[A-Za-z][0-9A-Za-z+.-]{0,20}[:：]//|[wW]{3}\.)"
    rf"(?:/{_BODY}*|(?:[0-9A-Za-z._%+-]{{1,64}}@)?{_HOST}(?:[/?#]{_BODY}*)?)"
    r"|(?<![0-9A-Za-z.-])(?:[0-9A-Za-z-]+\.)+(?:[A-Za-z]{2,}|[0-9]{1,3})(?::[0-9]+)?/"
    rf"{_BODY}*|magnet:\?{_BODY}*"
)
_SEGMENT = rf"[^\\/:*?{_STOP}]"
_WINDOWS = (
    rf"(?:(?<![0-9A-Za-z])(?:[A-Za-z][:：][\\/]|\\\\)"
    rf"|(?<![{HAN}0-9A-Za-z_.%-])[{HAN}0-9A-Za-z_.%-]+\\(?![nrt](?![0-9A-Za-z])))"
    rf"(?:(?:{_SEGMENT}| ){{1,80}}[\\/])*{_SEGMENT}*"
)
_UNIX = (
    rf"(?:(?<![0-9A-Za-z/.{HAN}])(?:~|\.\.?)?/(?!/)"
    rf"|(?<=[{HAN}])(?:(?:~|\.\.?)/|/(?=[0-9A-Za-z._-]+/))"
    r"|\$(?:\{[A-Za-z_]\w*\}|[A-Za-z_]\w*)/"
    rf")[^:,;!?*{_STOP}]+"
)
_TAG = (
    r"(?<![0-9A-Za-z])#(?:(?![0-9\s])[^#\r\n\u2028\u2029]{1,40}(?<!\s)#"
    rf"|[0-9][^#{_STOP}]{{1,40}}#(?![0-9])|(?![0-9])[{HAN}0-9A-Za-z_]+)"
)
_CODE = r"```(?:[^`]|`(?!``))*```|^~~~(?s:.*?)^~~~|`[^`\r\n]{1,200}`"
_PATTERN = re.compile("|".join((_CODE, _URL, _WINDOWS, _UNIX, _TAG)), re.MULTILINE)

_RUN = re.compile(rf"(?:[^,;!?{_STOP}]| (?=[(（][0-9]+[)）]\.))+")
_EXTENSION = re.compile(r"\.(?:[A-Za-z][0-9A-Za-z]{0,5}|7z|3gp)(?![0-9A-Za-z])")
# After Latin letters only these: 用Node.js and 在ASP.NET are prose.
_COMMON = re.compile(
    r"\.(?:7z|bmp|cpp|csv|docx?|exe|gif|git|gz|html?|jpe?g|json|log|md|mov|mp[34]|ofd|pdf|png|pptx?|psd|py"
    r"|rar|rtf|sql|svg|tar|tex|tiff?|txt|wav|webp|wps|xlsx?|xml|ya?ml|zip)"
)


def verbatim_spans(text: str) -> list[Range]:
    """Start and end of each such part of `text`: in order, not touching each other.

    Takes linear time.

    >>> text = "见http://a.cn/问提，也见“发现了问提.docx”。"
    >>> [text[start:end] for start, end in verbatim_spans(text)]
    ['http://a.cn/问提', '发现了问提.docx']
    """
    if _WIDE.search(text):
        text = text.translate(_NARROW)
    if not _TRIGGER.search(text):
        return []
    spans = [match.span() for match in _PATTERN.finditer(text)]
    return joined([*spans, *_mentions(text), *_files(text)])


def joined(spans: Iterable[Range]) -> list[Range]:
    """The spans in order, those that overlap or touch as one."""
    out: list[Range] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((start, end))
    return out


def _mentions(text: str) -> Iterator[Range]:
    """Yield names after ``@``, and mail addresses."""
    if "@" not in text:
        return
    mention, local_part = _mention_patterns()
    for match in mention.finditer(text):
        start = match.start()
        before = text[max(0, start - 64) : start]
        if match["domain"] and (local := local_part.match(before[::-1])):
            start -= local.end()
        yield start, match.end()


@cache
def _mention_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A name after ``@``, and what stands before one from right to left, in a mail address.

    They take 5 ms to compile, and few texts have one.
    """
    mention = rf"@(?:(?P<domain>{_LABEL}(?:\.{_LABEL})+)|[{HAN}0-9A-Za-z_-]{{1,15}})"
    return re.compile(mention), re.compile(rf"[0-9A-Za-z._%+-]+|[{HAN}]{{1,10}}")


def _files(text: str) -> Iterator[Range]:
    """Yield file names with Han: from the white space or punctuation before to the extension."""
    if not _EXTENSION.search(text):
        return
    for run in _RUN.finditer(text):
        start = run.start()
        for match in _EXTENSION.finditer(text, start, run.end()):
            before = text[max(start, match.start() - 1) : match.start()]
            if not before.isascii() or _COMMON.fullmatch(match.group().lower()):
                yield start, match.end()
