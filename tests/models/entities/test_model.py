"""Names do not depend on the texts before."""

import pytest

from zhnlp import Doc, Segmenter, Tagger
from zhnlp.models.entities.model import EntityModel

TEXTS = (
    "王小明在北京大学见到李华，王小明很高兴。",
    "李华说：“王小明在上海。”",
    "他在百度网络技术（深圳）有限公司工作",
    "北京，北京。上海北京",
    "王",
)


@pytest.mark.parametrize("name", ["modern-entities", "msra-entities", "cluener-entities"])
def test_a_model_finds_the_same_names_whatever_it_has_read_before(name):
    docs = [Tagger()(Segmenter()(Doc(text))) for text in TEXTS]
    used = EntityModel(name)
    for doc in docs + docs[::-1]:
        new = EntityModel(name)
        wanted = new.find(doc.text, doc.words.ends, doc.tags)
        assert used.find(doc.text, doc.words.ends, doc.tags) == wanted
