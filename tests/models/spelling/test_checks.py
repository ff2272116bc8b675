"""Checks: what a corrector does when it is asked to look at small words and punctuation."""

import pickle
import re
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhnlp import Correction, Corrector, Doc, Span
from zhnlp.correction import CHECKS
from zhnlp.errors import UsageError, ZhnlpError
from zhnlp.models.spelling.checks import Checker, need_checks, overlaps


@dataclass(frozen=True)
class Nothing:
    """Corrects 他门, and the user's pairs."""

    def corrector(self, *, max_false_alarms, misspellings, protected):
        rights = {"他门": "他们", **misspellings}
        wrong = re.compile("|".join(map(re.escape, rights)))

        def correct(text, keep):
            return [
                Correction(*match.span(), match[0], rights[match[0]], 2.0, "word")
                for match in wrong.finditer(text)
                if all(match.end() <= start or end <= match.start() for start, end in keep)
            ]

        return correct


@dataclass(frozen=True)
class AtOnce(Nothing):
    """The same, with a method for several texts."""

    def corrector(self, **settings):
        one = super().corrector(**settings)

        class Batch:
            def __call__(self, text, keep):
                return one(text, keep)

            def batch(self, texts, keeps):
                return [one(text, keep) for text, keep in zip(texts, keeps, strict=True)]

        return Batch()


ALL = Corrector(Nothing(), checks="all")
PUNCTUATION = Corrector(Nothing(), checks="punctuation")
SMALL_WORDS = Corrector(Nothing(), checks=[name for name in CHECKS if name != "punctuation"])
APPLIED = Corrector(Nothing(), checks="all", apply=True)
TEXTS = (
    st.text("他她它门的地得在再作做帐账像象高兴说好，。,.!（）()“”\n", max_size=30)
    | st.text("孩子高兴的跳了起来，李女士说他在来一次好象。", max_size=30)
    | st.text(max_size=20)
)


def found(text, **settings):
    return [
        (each.wrong, each.right, each.reason)
        for each in Corrector(Nothing(), **settings)(text).corrections
    ]


def test_without_checks_nothing_is_looked_at():
    assert found("孩子们高兴的跳了起来，，(好)") == []
    assert Corrector(Nothing(), checks=[]) == Corrector(Nothing())


@pytest.mark.parametrize("checks", ["de", ("de",), ["de", "de"]])
def test_a_check_is_asked_for_by_its_name(checks):
    assert found("孩子们高兴的跳了起来，，(好)", checks=checks) == [("的", "地", "de")]


def test_each_check_finds_its_own():
    text = "孩子们高兴的跳了起来，，我想在来一次，请作好准备，银行转帐，对像"
    reasons = [reason for _, _, reason in found(text, checks="all")]

    assert reasons == ["de", "punctuation", "zai", "zuo", "zhang", "xiang"]
    for name in ("de", "zai", "zuo", "zhang", "xiang", "punctuation"):
        assert [each[2] for each in found(text, checks=name)] == [name]


def test_names_are_in_one_order_and_all_means_every_one():
    assert need_checks("all") == CHECKS
    assert Corrector(Nothing(), checks=["punctuation", "de"]).checks == ("de", "punctuation")


@pytest.mark.parametrize(
    "checks, says",
    [
        ("xyz", "check 'xyz' is not known. There are: de, zai, zuo, ta, zhang"),
        (["punctation"], "Did you mean 'punctuation'?"),
        (3, "checks is 3"),
        ([3], "one of checks is 3"),
    ],
)
def test_unknown_checks_are_refused(checks, says):
    with pytest.raises(ZhnlpError, match=re.escape(says)):
        Corrector(Nothing(), checks=checks)


def test_a_check_keeps_to_max_false_alarms():
    text = "孩子们高兴的跳了起来"
    assert found(text, checks="de", max_false_alarms=0.1)
    with pytest.raises(UsageError, match=r"the check 'de' can keep rates from 0\.001 to 0\.1"):
        Corrector(Nothing(), checks="de", max_false_alarms=0.00001)


def test_punctuation_has_no_rate():
    assert found("好，，好", checks="punctuation", max_false_alarms=0.00001)


def test_other_corrections_win():
    assert found("他门，，好", checks="all", misspellings={"，，": "、"}) == [
        ("他门", "他们", "word"),
        ("，，", "、", "word"),
    ]


def test_protected_words_stay():
    text = "孩子们高兴的跳了起来"
    assert found(text, checks="de", protected=["高兴的跳"]) == []
    assert found(text, checks="de", protected=["的士"]) == [("的", "地", "de")]


def test_entities_and_addresses_stay():
    text = "孩子们高兴的跳了起来，见http://a.cn/高兴的跳"
    corrector = Corrector(Nothing(), checks="de")

    assert len(corrector(text).corrections) == 1
    assert corrector(Doc(text, entities=(Span(3, 7, "ORG"),))).corrections == ()


def test_other_is_not_changed():
    """其他 and 其它 are both right."""
    assert found("其它人和其他动物", checks="ta", max_false_alarms=0.1) == []


@given(TEXTS)
def test_nothing_changes_outside_of_the_corrections(text):
    doc, at = ALL(text), 0
    for each in doc.corrections:
        assert at <= each.start < each.end
        assert doc.text[each.start : each.end] == each.wrong
        assert each.right
        assert each.right != each.wrong
        at = each.end
    assert APPLIED(text).text == ALL.correct(text)


@pytest.mark.parametrize("corrector", [PUNCTUATION, SMALL_WORDS])
@given(TEXTS)
def test_correcting_twice_changes_nothing_more(corrector, text):
    once = corrector.correct(text.replace("门", ""))

    assert corrector.correct(once) == once


@given(
    TEXTS, st.lists(st.text("高兴的地他（好，", min_size=1, max_size=3), max_size=3, unique=True)
)
def test_no_correction_touches_a_protected_word(text, words):
    text = text.replace("门", "")
    corrector = Corrector(Nothing(), checks="all", protected=words)
    spans = [
        match.span() for word in words for match in re.finditer(f"(?={re.escape(word)})", text)
    ]
    lengths = [len(word) for word in words for _ in re.finditer(f"(?={re.escape(word)})", text)]
    safe = {
        at for (start, _), n in zip(spans, lengths, strict=True) for at in range(start, start + n)
    }

    for each in corrector(text).corrections:
        assert safe.isdisjoint(range(each.start, each.end))


@given(st.lists(TEXTS, max_size=4))
def test_several_at_once_are_as_one_by_one(texts):
    several = Corrector(AtOnce(), checks="all").batch(texts)

    assert several == list(map(ALL, texts))


def test_a_corrector_with_checks_can_be_copied():
    copy = pickle.loads(pickle.dumps(ALL))

    assert copy == ALL
    assert copy("好，，好") == ALL("好，，好")


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)), max_size=5), st.integers(0, 25))
def test_overlaps_is_what_it_says(parts, start):
    spans, at = [], 0
    for gap, length in parts:
        spans.append((at + gap, at + gap + length))
        at = spans[-1][1]
    own = {place for first, end in spans for place in range(first, end)}

    assert overlaps(spans, start, start + 2) == bool(own & {start, start + 1})


def test_a_checker_needs_no_model_for_punctuation():
    checker = Checker.of(("punctuation",))

    assert checker.small_words == ()
    assert checker.punctuation
