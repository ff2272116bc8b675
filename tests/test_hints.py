"""Names of other libraries get a sentence that says what they are called here."""

import copy
import pickle
import re

import pytest

import zhnlp
from zhnlp import hints
from zhnlp.errors import UnknownNameError, ZhnlpError

DOC = zhnlp.load("news")("王小明在北京。")
OWNERS = {
    "MODULE": [zhnlp],
    "STAGE": [zhnlp.Segmenter(), zhnlp.load("news"), zhnlp.Corrector()],
    "DOC": [DOC],
    "SPAN": [DOC.entities[0]],
}
NAMES = [
    (table, number, name)
    for table, owners in OWNERS.items()
    for number, owner in enumerate(owners)
    for name in getattr(hints, table)
    if name not in dir(owner)
]


@pytest.mark.parametrize("table, number, name", NAMES)
def test_a_name_of_another_library_is_an_error_that_says_what_to_use(table, number, name):
    owner = OWNERS[table][number]

    assert not hasattr(owner, name)
    with pytest.raises(UnknownNameError, match=rf"has no attribute '{name}'\. .*\w.*\.$"):
        getattr(owner, name)


@pytest.mark.parametrize("table", OWNERS)
def test_what_hints_name_is_there(table):
    pipeline, doc, segmenter, span = zhnlp.load("news"), DOC, zhnlp.Segmenter(), DOC.entities[0]
    owners = {"pipeline": pipeline, "doc": doc, "segmenter": segmenter, "span": span}
    owners |= {"stage": segmenter, "Pipeline": zhnlp.Pipeline}
    for hint in getattr(hints, table).values():
        for stage, method in re.findall(r"\b([A-Z]\w+)\((?:[^()]*)\)(?:\.(\w+))?", hint):
            kind = getattr(zhnlp, stage)
            assert not method or hasattr(kind, method), hint
        for owner, name in re.findall(r"(?<![.\w])(\w+)\.(\w+)", hint):
            assert owner not in owners or hasattr(owners[owner], name), hint


@pytest.mark.parametrize("table", OWNERS)
def test_any_other_name_is_a_plain_error_of_python(table):
    owner = OWNERS[table][0]
    with pytest.raises(AttributeError, match="has no attribute 'spam'") as caught:
        _ = owner.spam
    assert not isinstance(caught.value, ZhnlpError)
    assert (caught.value.name, caught.value.obj) == ("spam", owner)


def test_hints_do_not_stand_in_the_way_of_copies():
    for thing in (*OWNERS["STAGE"], DOC):
        assert (
            copy.copy(thing) == copy.deepcopy(thing) == pickle.loads(pickle.dumps(thing)) == thing
        )


def test_rooms_of_the_manual_can_be_named():
    assert zhnlp.corpus.read_spelling.__module__.startswith("zhnlp.corpus")
    assert issubclass(zhnlp.errors.UsageError, zhnlp.errors.ZhnlpError)
    assert {"corpus", "errors", "interop"} <= {*dir(zhnlp)}
    assert not {"import_module", "TYPE_CHECKING"} & {*dir(zhnlp)}
