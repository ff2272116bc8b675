"""Records of CoNLL-U."""

import pytest

from zhnlp.corpus import Record, Reject

SIZES = pytest.mark.parametrize("size", [1, 40, 1 << 20])


def word(number, form):
    return f"{number}\t{form}\t_\tNOUN\tn\t_\t0\troot\t_\t_\n"


CONTENT = (
    "# global.columns = ID FORM\n\n"
    + "# newpar\n# sent_id = a-1\n# text = 我 爱\n# source = 报\n"
    + word(1, "我")
    + word("2-3", "爱你")
    + word(2, "爱")
    + "\n\n"
    + word(1, "你")
    + word(2, "好")
    + "\n"
)


@SIZES
def test_a_sentence_is_a_record_with_its_comments(read, size):
    assert read("a.conllu", CONTENT, size) == [
        Record({"id": "a-1", "source": "报", "text": "我 爱"}, "a.conllu:3"),
        Record({"text": "你好"}, "a.conllu:12"),
    ]


@SIZES
def test_a_sentence_that_is_not_conll_is_rejected_at_its_line(read, size):
    content = "# sent_id = x\n" + word(1, "我") + "2 爱\n\n" + word(1, "你")
    reject, record = read("a.conllu", content, size)

    assert reject == Reject(
        "a.conllu:3", "there are 2 columns, not 10. Write the ten columns of CoNLL-U.", "x"
    )
    assert record == Record({"text": "你"}, "a.conllu:5")


def test_the_text_is_in_the_field_that_the_user_names(read):
    assert read("a.conllu", word(1, "我"), text_field="body")[0].fields == {"body": "我"}
