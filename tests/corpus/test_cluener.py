"""CLUENER: entities by label and text, with the last character inside."""

import pytest

from zhnlp import Doc, Span
from zhnlp.errors import FormatError


def test_an_unlabelled_line_of_cluener_has_no_entities_filled_in(read):
    docs = read('{"id": 0, "text": "我"}\n{"text": "我", "label": {}}\n', format="cluener")

    assert docs == [Doc("我"), Doc("我", entities=())]


WRONG_LABELS = [
    ('{"x": {"我": [[0, 0]]}}', None),
    ('{"x": {"你": [[0, 0]]}}', "the text from 0 to 0 is '我', not '你'. Give the positions"),
    ('{"x": {"我": [[0, 1]]}}', "the text from 0 to 1 is '我们', not '我'."),
    ('{"x": {"我": [[0, 2]]}}', "'x' from 0 to 3 (not included) does not lie in a text of 2"),
    ('{"x": {"我": [0, 0]}}', "0 is not a position of '我'. Write"),
    ('{"x": {"我": [[false, 0]]}}', "[False, 0] is not a position of '我'"),
    ('{"x": {"我": [[0]]}}', "[0] is not a position of '我'"),
    ('{"x": ["我"]}', "['我'] is not an object. Write"),
    ("[]", "[] is not an object"),
]


@pytest.mark.parametrize("label, message", WRONG_LABELS, ids=[w[0] for w in WRONG_LABELS])
def test_a_bad_label_of_cluener_is_an_error_with_its_place(read, folder, label, message):
    text = f'{{"text": "我", "label": {{}}}}\n{{"text": "我们", "label": {label}}}\n'
    if message is None:
        assert read(text)[1].entities == (Span(0, 1, "x"),)
        return
    with pytest.raises(FormatError) as error:
        read(text)

    assert str(error.value).startswith(f"{folder / 'corpus.txt'}:2: {message}")
