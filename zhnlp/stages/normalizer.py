"""Normalizer: writes widths, blanks, invisible characters and web escapes in one way.

It rewrites characters, never words: spelling and case do not change. Script (traditional or
simplified) does only on request; see models/scripts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from html.entities import html5
from typing import ClassVar, Literal, get_args
from unicodedata import combining, normalize

from zhnlp.alignment import Edit
from zhnlp.arguments import need_choice, need_flag, need_text
from zhnlp.chars import HAN
from zhnlp.doc import Doc
from zhnlp.models.scripts.converter import SCRIPTS, Script, ScriptConverter
from zhnlp.stage import Stage, need_doc
from zhnlp.stages.by_name import by_name
from zhnlp.stages.widths import OTHER_BLANKS, han_blanks, wide, wide_signs

Addresses = Literal["keep", "mark", "off"]
Rule = Callable[[str], Iterator[Edit]]

_MAX_NESTING = 4


@by_name()
@dataclass(frozen=True, kw_only=True, repr=False)
class Normalizer(Stage):
    """Write widths, blanks, invisible characters and web escapes in one way.

    Every change is as small as possible, so ``doc.in_source`` is exact.
    Normalising twice equals normalising once, except in another `script`; and time is linear
    in the text.

    Args:
        width: Full-width letters, digits, ``＃＄％＆＊＋－／＝＠＼＾＿｜``, the stop in
            ``３．１４`` and the ideographic space become half-width; in addresses, times
            and amounts ``：，？``, too (``１０：３０``, ``￥１，２３４．５``). Other Chinese
            punctuation (``，。！？：；（）～`` and the rest) stays.
        compatibility: Characters that exist only for old encodings become the
            ordinary ones: compatibility ideographs, Kangxi radicals, half-width
            kana, Latin ligatures, mathematical letters. Letters followed by
            accents, kana followed by voicing marks and loose hangul are composed.
            Circled and Roman numbers, fractions, units (``①Ⅳ½㎏℃``) and
            punctuation stay, because they mean more than their plain forms.
        controls: Control characters (all of C0 and C1 except tab and line ends),
            zero-width spaces, soft hyphens, byte-order and direction marks are
            removed, and variation selectors after Han. Joiners and selectors stay
            where they matter: in emoji, and after letters of Arabic, Indic and
            other scripts that use joiners.
        blanks: Every run of blanks, tabs and no-break spaces becomes one space;
            at the beginning and end of a line it is removed. Each line end
            (``\\r\\n``, ``\\r``, U+2028, U+2029) becomes ``\\n``; none is added or
            removed, so lines and paragraphs stay.
        entities: HTML references that end with a semicolon (``&lt;`` ``&nbsp;``
            ``&#x4e2d;``) become their characters, even if escaped several times
            (``&amp;lt;``). Invalid numbers are treated as in browsers. A text with
            references nested more than four deep keeps all its references.
        addresses: "keep": nothing changes inside URLs (``http://``, ``https://``,
            ``ftp://``, ``www.``) and mail addresses. "mark": each becomes ``<url>``
            or ``<email>``. "off": they are normalised like other text.
        han_blanks: Blanks between a Han character and a letter, digit or percent sign are
            removed: ``2025 年 AI`` becomes ``2025年AI``. Those after an address, ``@name`` or
            ``#tag`` stay.
        script: "simplified", "traditional", "taiwan" (also its words: 鼠标 becomes 滑鼠) or
            "hong-kong": converted by OpenCC, after everything else. None: not converted.

    >>> Normalizer()(Doc("ＡＩ　 Ｖ２，见http://a.cn/?x&lt=1 &amp;&nbsp;好\\u200b")).text
    'AI V2，见http://a.cn/?x&lt=1 & 好'
    """

    width: bool = True
    compatibility: bool = True
    controls: bool = True
    blanks: bool = True
    entities: bool = True
    addresses: Addresses = "keep"
    han_blanks: bool = False
    script: Script | None = None

    provides = ("text",)

    _converter: ClassVar[ScriptConverter | None] = None  # made of `script`; not a field

    def __post_init__(self) -> None:
        for name in ("width", "compatibility", "controls", "blanks", "entities", "han_blanks"):
            need_flag(getattr(self, name), name)
        need_choice(self.addresses, "addresses", get_args(Addresses))
        if self.script is not None:
            script = need_choice(self.script, "script", SCRIPTS)
            object.__setattr__(self, "_converter", ScriptConverter(script))

    def __call__(self, text: str | Doc) -> Doc:
        """`doc` with its text normalised; layers are dropped if the text changes."""
        rules = self._rules()
        doc = _settled(need_doc(text), rules)
        if self.entities:
            doc = self._decoded(doc, rules)
        if self.addresses == "mark":
            doc = _settled(doc, [*rules, _urls, _mails])
        return doc if self._converter is None else doc.rewrite(self._converter.each_edit(doc.text))

    def normalize(self, text: str) -> str:
        """`text` normalised.

        >>> Normalizer().normalize("ＡＢＣ&nbsp;１２３")
        'ABC 123'
        """
        return str(self(need_text(text, "text")).text)

    def _rules(self) -> list[Rule]:
        """The rules for characters that are switched on, in order."""
        switches: list[tuple[bool, Rule]] = [
            (self.controls, _invisible),
            (self.compatibility, _old_forms),
            (self.compatibility, _loose_marks),
            (self.width, wide_signs),
            (self.width, wide),
            (self.blanks, _blanks),
            (self.han_blanks, han_blanks),
        ]
        return [rule for on, rule in switches if on]

    def _decoded(self, doc: Doc, rules: list[Rule]) -> Doc:
        """`doc` (settled) with its references decoded; unchanged if they are nested too deep."""
        plain = doc
        references = _references if self.addresses == "off" else _references_outside_urls
        for _ in range(_MAX_NESTING + 1):
            decoded = doc.rewrite(references(doc.text))
            if decoded is doc:
                return doc
            doc = _settled(decoded, rules)
        return plain


def _settled(doc: Doc, rules: list[Rule]) -> Doc:
    """`doc` after `rules`, applied until none changes anything.

    The second round rarely changes anything: a rule seldom makes work for an earlier
    one, as when half-width kana meet a mark.
    """
    before = None
    while doc is not before:
        before = doc
        for rule in rules:
            doc = doc.rewrite(rule(doc.text))
    return doc


_CONTROLS = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\ufffb"
)
_SELECTORS = r"\ufe00-\ufe0f\U000e0100-\U000e01ef"
_JOINERS = r"\u200c\u200d"
_TAGS = r"\U000e0020-\U000e007f"
_HAN = "\u2e80-\u2fd5" + HAN  # and the radicals that `_old_forms` turns into Han
# Blocks of scripts whose letters join; U+061C is a direction mark among them.
_JOINING = (
    r"\u0600-\u061b\u061d-\u109f\u1700-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    r"\U00010a00-\U00011fff"
)
_EMOJI = r"\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
# The lookahead at the next character, here and below, only saves time: it fails fast.
_INVISIBLE = re.compile(
    rf"(?=[{_CONTROLS}{_SELECTORS}{_JOINERS}\U000e0001{_TAGS}])(?:"
    rf"(?<=[{_HAN}])[{_CONTROLS}{_SELECTORS}{_JOINERS}]+"
    rf"|[{_CONTROLS}]+"
    # Tags stay after a black flag: they say whose flag it is.
    rf"|(?<![\U0001f3f4{_TAGS}])[\U000e0001{_TAGS}]+"
    rf"|[{_JOINERS}](?<![{_JOINING}].)(?!(?<=[{_EMOJI}\ufe0f]\u200d)[{_EMOJI}]))"
)


def _invisible(text: str) -> Iterator[Edit]:
    for match in _INVISIBLE.finditer(text):
        yield match.start(), match.end(), ""


_OLD_FORMS = re.compile(
    r"[\uff66-\uff9d][\uff9e\uff9f]?"
    r"|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?"
    r"|[\u2126\u212a\u212b\u2329\u232a\u2e9f\u2ef3\u2f00-\u2fd5\uf900-\ufad9\ufb00-\ufb06"
    r"\uff61-\uff65\uff9e\uff9f\U0001d400-\U0001d7ff\U0002f800-\U0002fa1d]"
)


def _old_forms(text: str) -> Iterator[Edit]:
    known: dict[str, str] = {}  # a form is looked up in a third of the time
    for match in _OLD_FORMS.finditer(text):
        old = match[0]
        new = known.get(old)
        if new is None:
            new = known[old] = normalize("NFKC", old)
        start, end = match.span()
        yield start, end, new


_MARKS = r"\u0300-\u036f\u3099\u309a"
# Python composes n marks in O(n²) time; Unicode's stream-safe texts have at most 30.
_LOOSE_MARKS = re.compile(rf"(?<![{_MARKS}])[{_MARKS}]{{1,30}}(?![{_MARKS}])")


def _loose_marks(text: str) -> Iterator[Edit]:
    for match in _LOOSE_MARKS.finditer(text):
        start = match.start() - 1
        if start >= 0 and not combining(text[start]):
            yield start, match.end(), normalize("NFC", text[start : match.end()])


_LINE_ENDS = r"\n\r\u2028\u2029"
_BLANKS = re.compile(
    rf"(?=[ \r\u2028\u2029{OTHER_BLANKS}])(?:"
    rf"[ {OTHER_BLANKS}]{{2,}}|[{OTHER_BLANKS}]"
    rf"| (?![^{_LINE_ENDS}])|(?<![^{_LINE_ENDS}]) "
    r"|\r\n?|[\u2028\u2029])"
)


def _blanks(text: str) -> Iterator[Edit]:
    ends = "\n\r\u2028\u2029"
    for match in _BLANKS.finditer(text):
        start, end = match.span()
        if text[start] in ends:
            yield start, end, "\n"
        elif start == 0 or end == len(text) or text[start - 1] in ends or text[end] in ends:
            yield start, end, ""
        else:
            yield start, end, " "


# A reference to a blank, quote or angle bracket ends a URL, as the character itself does.
_URL_BODY = r"[!#-%'-;=?-Z\[\]_a-z~]"
_URL_BREAK = r"(?:nbsp|e[nm]sp|[lg]t|quot|[lr][sd]quo|#(?:34|60|62|160)|#[xX](?:22|3[cCeE]|[aA]0));"
_URL = (
    r"(?=[fFhHwW])(?:(?:[hH][tT][tT][pP][sS]?|[fF][tT][pP])://|(?<![@0-9A-Za-z-])[wW][wW][wW]\.)"
    rf"[0-9A-Za-z]{_URL_BODY}*(?:&(?!{_URL_BREAK}){_URL_BODY}*)*(?<=[#$%*+/-9=A-Z_a-z~-])(?![{_MARKS}])"
)
_URLS = re.compile(_URL)


def _urls(text: str) -> Iterator[Edit]:
    for match in _URLS.finditer(text):
        yield match.start(), match.end(), "<url>"


# Matches every run of letters, because searching for the @ from each letter is quadratic.
_MAILS = re.compile(rf"[0-9A-Za-z._%+-]+(@(?:[0-9A-Za-z-]+\.)+[A-Za-z]{{2,}}(?![{_MARKS}]))?")


def _mails(text: str) -> Iterator[Edit]:
    if "@" not in text:
        return
    for match in _MAILS.finditer(text):
        if match[1]:
            yield match.start(), match.end(), "<email>"


# The first group matches escapes of the ampersand itself, the second what follows them.
_REFERENCE = (
    r"&((?:(?:amp|AMP|#0*38|#[xX]0*26);)*)"
    r"([A-Za-z][0-9A-Za-z]{1,31};|#[0-9]{1,400};|#[xX][0-9A-Fa-f]{1,400};)"
)
_REFERENCES = re.compile(_REFERENCE)
_URLS_OR_REFERENCES = re.compile(f"{_URL}|{_REFERENCE}")


def _references(text: str, pattern: re.Pattern[str] = _REFERENCES) -> Iterator[Edit]:
    if "&" not in text:
        return
    for match in pattern.finditer(text):
        name = match[2]
        if name is None:
            continue
        known = name[0] == "#" or name in html5
        yield match.start(), match.end(), unescape(f"&{name}") if known else f"&{name}"


def _references_outside_urls(text: str) -> Iterator[Edit]:
    return _references(text, _URLS_OR_REFERENCES)
