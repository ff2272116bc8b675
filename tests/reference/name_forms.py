"""The slow twins of what core/_linking.pyx finds: the parts of names, by patterns."""

import re

from zhnlp.chars import HAN

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武"
    "戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮纪梅童"
    "凌毕单裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦"
    "麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩"
    "張劉陳楊黃趙吳孫馬鄭羅謝許韓馮鄧蕭葉蔣盧鍾譚陸賈韋鄒閻龍賀顧龔萬錢嚴湯溫莊魯歐關蘭紀單喬齊顏"
)
_COMPOUND = (
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|宇文|长孙|端木|南宫"
    "|歐陽|司馬|諸葛|尉遲|長孫"
)
_FULL = re.compile(rf"(?:({_COMPOUND})|([{''.join(sorted(_SURNAMES))}]))([{HAN}]{{1,2}})")
_FRIENDLY = frozenset("老小阿")
_MALE, _FEMALE = ("先生",), ("女士", "小姐")
_TITLE = (
    "某(?!某)|先生|女士|小姐|同志|老师|师傅|教授|博士|院士|医生|大夫|律师|法官|警官|教练|总(?:经理|裁|监)?"
    "|董事长|经理|副?(?:主任|局长|处长|科长|部长|省长|市长|县长|区长|镇长|乡长|村长|书记|主席|院长|校长|所长|队长)"
    "|總(?:經理|裁|監)?|老師|醫生|律師|博士|董事長|經理|副?(?:局長|部長|省長|市長|縣長|主席|院長|校長)"
)
_SURNAME = rf"{_COMPOUND}|[{''.join(sorted(_SURNAMES))}]"
_TITLED = re.compile(rf"[{''.join(sorted(_FRIENDLY))}]({_SURNAME})|({_SURNAME})({_TITLE})")
_TITLE_BEHIND = re.compile(_TITLE)
_LONE_SURNAMES = _SURNAMES | frozenset(_COMPOUND.split("|"))
_DOT = re.compile("[·•・‧]")
_LATIN = "A-Za-zÀ-ž'’"
_LATIN_NAME = re.compile(
    f"[A-ZÀ-Þ][{_LATIN}.-]*(?: [{_LATIN}.-]+)* (?!Jr|Sr|[IVX]+$)([A-ZÀ-Þ][{_LATIN}-]+)"
)

_PLACE = re.compile(
    rf"([{HAN}]{{2,}}?)(?:[省市县縣区區镇鎮乡鄉村州盟旗]|(?:[{HAN}]{{1,4}}族|维吾尔|維吾爾)?自治[区區州县縣旗]"
    "|特别行政区|特別行政區|共和国|共和國|联邦|聯邦|王国|王國)"
)
_COMPANY = (
    "科技|技术|技術|实业|實業|投资|投資|控股|股份|有限|责任|責任|网络|網絡|电子|電子|汽车|汽車|集团|集團|总?公司|總公司"
    "|[（()）]"
)
_COMPANY_BEHIND = re.compile(f"(?:{_COMPANY})+")
_KIND_BEHIND = re.compile(f"(?:{_COMPANY}|大学|大學|学院|學院|出版社|俱乐部|俱樂部|医院|醫院)+")
_AND = "和与與及暨"
_PART = re.compile(f"[{_AND}]|[^{_AND}]{{2}}[省市县縣区區]|[^{_AND}]{{1,2}}")
_LONGEST_SHORT = 6


def person_parts(name):
    """Surname and given name of a full Chinese name; both empty if `name` is not one.

    If the given name is withheld (王某), it is empty.
    """
    match = _FULL.fullmatch(name)
    if match is None:
        return "", ""
    compound, single, given = match.groups()
    return compound or single, "" if "某" in given else given


def last_part(name):
    """The last part of a foreign name, after a dot or in Latin letters; else empty."""
    if match := _LATIN_NAME.fullmatch(name):
        return match[1]
    first, *rest = _DOT.split(name)
    return rest[-1] if rest and first else ""


def titled(name, behind=""):
    """Surname and title of a form of address; both empty if `name` is not one.

    Args:
        name: The name as it was found: ``王先生``, or ``王`` alone.
        behind: The text after it.
    """
    if name in _LONE_SURNAMES:
        title = _TITLE_BEHIND.match(behind)
        return (name, title[0]) if title else ("", "")
    match = _TITLED.fullmatch(name)
    if match is None:
        return "", ""
    return (match[1], name[0]) if match[1] else (match[2], match[3])


def sex_of(title):
    """``"m"`` or ``"f"`` if the title shows it, else empty."""
    return "m" if title in _MALE else "f" if title in _FEMALE else ""


def place_stem(name):
    """A place without its word of kind (市, 自治区 …); empty if it has none."""
    match = _PLACE.fullmatch(name)
    return match[1] if match else ""


def company_stem(name):
    """An organisation without its words of kind (有限公司 …); empty if it has none."""
    return _before(_KIND_BEHIND, name)


def _before(behind, name):
    """`name` without the `behind` that it ends with; empty if that leaves less than two."""
    for match in behind.finditer(name):
        if match.end() == len(name) and match.start() >= 2:
            return name[: match.start()]
    return ""


def _abbreviated(name):
    """What the short form of an organisation is made of: the name less the words of a company."""
    return _before(_COMPANY_BEHIND, name) or name


def is_abbreviation(short, full):
    """Whether `short` consists of beginnings of the parts of `full`.

    Parts are assumed to have two characters, as most words do. At least half of them
    must be used, among them the first, and either the first or two others must be cut
    short. A form of whole parts (上海大学 for 上海交通大学) or of the first parts (外交部
    for 外交部美大司) is the name of something else.
    """
    if not 2 <= len(short) <= min(_LONGEST_SHORT, len(full) - 2) or full.startswith(short):
        return False
    parts = _PART.findall(_abbreviated(full))
    reached = {(0, 0, 0)}  # number of characters of `short` matched, parts used, parts cut
    for number, part in enumerate(parts):
        after = set(reached) if number else set()
        for at, n_used, n_cut in reached:
            lengths = range(len(part), 0, -1)
            length = next((n for n in lengths if short.startswith(part[:n], at)), 0)
            if length == len(part):
                after.add((at + length, n_used + 1, n_cut))
            elif length:
                after.add((at + length, n_used + 1, n_cut + (1 if number else 2)))
        reached = after
    return any(
        at == len(short) and 2 * n_used >= len(parts) and n_cut >= 2
        for at, n_used, n_cut in reached
    )


def mentions(text, spans, persons):
    """The spans of each text, label and title."""
    found = {}
    for span in spans:
        start, end, label = span
        name = text[start:end]
        title = titled(name, text[end : end + 4])[1] if label in persons else ""
        found.setdefault((name, label, title), []).append(span)
    return found


def fits(short, full, names, persons, places, organisations):
    """Whether one of `names` may be short for another: texts, labels and titles."""
    text, label, _ = short
    if label != full[1]:
        return False
    if label in persons:
        return is_short_person(short, full, names)
    if label in places:
        return text == place_stem(full[0])
    if label not in organisations:
        return False
    stem = company_stem(full[0])
    is_place = any(stem == other and of in places for other, of, _ in names)
    return (text == stem and not is_place) or is_abbreviation(text, full[0])


def is_short_person(short, full, names):
    (text, label, title), (name, _, full_title) = short, full
    surname, given = person_parts(name)
    if full_title:
        return False
    if not title:
        return text == given if len(given) > 1 else not surname and text == last_part(name)
    own = titled(text, title)[0]
    sexes = {
        sex_of(other[2])
        for other in names
        if other[1] == label and other[2] and titled(other[0], other[2])[0] == own
    }
    return surname == own and not {"m", "f"} <= sexes
