"""The format of a corpus is guessed from its first lines."""

import pytest

from zhnlp.corpus import read_numbered
from zhnlp.errors import FormatError, ZhnlpError

CONLL = "1\t我\t_\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n2\t走\t_\tVERB\tVV\t_\t0\troot\t_\t_\n"
RANGE = "1-2\t我走" + "\t_" * 8 + "\n"

GUESSED = [
    ("words", "我  爱  北京\n他  走\n", "words"),
    ("words", "我爱北京\n", "a text that is not cut"),
    ("words", "北京\n上海\n卡拉ＯＫ\n", "a list of words"),
    ("words", "他 说 ： http://a.cn/b_c 好 的\n", "a word with / and _"),
    ("words", "{ 我 }\n", "a bracket is a word"),
    ("words", "1\t2\n3\n", "tabs between words"),
    ("words", "北京/上海\n天气 好\n", "a slash between words"),
    ("tags", "我/r 爱/v 北京/ns\n", "tags after /"),
    ("tags", "我_PN 爱_VV 。_PU\n", "tags after _"),
    ("tags", "我/r 爱 北京/ns\n", "a tag is missing"),
    ("tags", "19980101-01-001-001/m  [北京/ns  大学/n]nt\n\n", "compounds"),
    ("tags", "我/代词 爱/动词\n", "tags in Chinese"),
    ("conll", CONLL, "CoNLL"),
    ("conll", f"# text = 我走\n# a = b\n{CONLL}", "comments"),
    ("conll", CONLL.replace("\t", " "), "columns between spaces"),
    ("conll", f"{RANGE}{CONLL}", "a range first"),
    ("columns", "我 O\n在 O\n北 B-LOC\n京 I-LOC\n", "entities"),
    ("columns", "我\tS\n北\tB\n京\tE\n", "words by characters"),
    ("columns", "我 O\n在\n北 B_LOC\n京 I_LOC\n", "a tag is missing here"),
    ("cluener", '{"text": "我", "label": {}}\n', "CLUENER"),
    ("cluener", '{"id": 1, "text": "我"}\n{"text": "我", "label": {}}\n', "label on a later line"),
    ("jsonl", '{"text": "我", "entities": []}\n', "entities as JSON"),
    ("jsonl", '{"id": 0, "text": "我"}\n', "texts as JSON"),
    ("jsonl", '{"text": "我", \n', "broken JSON"),
    ("jsonl", '{"text": "我", "words": ["我"]}\n', "words as a list"),
    ("jsonl", '{"text": "我"}\n' * 2 + '{"text": "我", "words": "我"}\n', "words as a string here"),
    ("jsonl", '{"text": "\\"words\\": \\""}\n', "a text like marks"),
    ("marks", '{"id": 1, "words": "我|爱", "entities": []}\n', "marks"),
    ("marks", '{"words": "我|爱"}\n' * 2 + '{"text": "我"}\n', "a line without marks"),
]


@pytest.mark.parametrize("start", ["", "\ufeff", "\n \n"], ids=["plain", "BOM", "blank"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("format, text, shows", GUESSED, ids=[g[2] for g in GUESSED])
def test_the_format_is_guessed(tmp_path, format, text, shows, start, ends):
    """The result is that of naming the format, be it Docs or an error."""
    path = tmp_path / "corpus.txt"
    path.write_bytes((start + text).replace("\n", ends).encode())

    assert outcome(path) == outcome(path, format=format)


def outcome(path, **settings):
    try:
        return list(read_numbered(path, **settings))
    except ZhnlpError as error:
        return str(error)


NOT_GUESSED = [
    "{{location:北京}}的{{time:今天}}\n",
    "<doc>\n我 爱\n",
    "我\t1\n你\t0\n",
    '[{"text": "我"}]\n',
]


@pytest.mark.parametrize("text", NOT_GUESSED)
def test_what_is_in_no_format_is_an_error_that_names_them(read, folder, text):
    with pytest.raises(FormatError) as error:
        read(f"\n{text}")
    place, _, sentence = str(error.value).partition(": ")

    assert place == f"{folder / 'corpus.txt'}:2"
    assert "Name it: words," in sentence
