"""Document: what is asked, what answers decide, and that nothing is asked twice."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhnlp import Correction, Corrector, Doc, SpellingProject
from zhnlp.errors import UsageError
from zhnlp.review import Document, OnlyDecided

ODDS = {"在": ("再", 1.0), "门": ("们", 3.0), "提": ("题", 2.0), "急": ("及", 0.5)}
WORDS = re.compile("再次|他们|问题|来不及|.", re.DOTALL)


class Toy:
    """Corrects ODDS; sees 急 only in a line in which it corrects 门, as errors hide others."""

    def corrector(self, *, max_false_alarms, misspellings, protected):
        def correct(text, kept):
            blocked = set()
            for word in protected:
                for match in re.finditer(f"(?={re.escape(word)})", text):
                    blocked.update(range(match.start(), match.start() + len(word)))
            found, at = [], 0
            while at < len(text):
                fits = [w for w in misspellings if text.startswith(w, at)]
                fits = [w for w in fits if not blocked & {*range(at, at + len(w))}]
                word = max(fits, key=len, default="")
                if word:
                    right = misspellings[word]
                    found.append(Correction(at, at + len(word), word, right, float("inf"), "user"))
                    blocked.update(range(at, at + len(word)))
                at += len(word) or 1
            own = [i for i, char in enumerate(text) if char in ODDS and i not in blocked]
            if not any(text[i] == "门" for i in own):
                own = [i for i in own if text[i] != "急"]
            found += [Correction(i, i + 1, text[i], *ODDS[text[i]], "sound") for i in own]
            return sorted(found)

        return correct


def make(project, only_decided=False, apply=False):
    corrector = Corrector(
        OnlyDecided(Toy()) if only_decided else Toy(),
        apply=apply,
        misspellings=project.misspellings,
        protected=project.protected,
    )
    return lambda text: corrector(Doc(text))


def opened(*lines, project=()):
    return Document(lines, make, SpellingProject(project), WORDS.findall)


def answer(document, question, right, everywhere=False):
    decisions = document.decide(question, right, everywhere=everywhere)
    document.use(SpellingProject([*document.project, *decisions]))
    return decisions


def corrected(lines, project):
    correct = make(project, only_decided=True, apply=True)
    return [correct(line).text for line in lines]


def asked(document, order="place"):
    return [(each.word, len(each.places)) for each in document.questions(order)]


def test_equal_questions_are_one():
    document = opened("我在次来", "他门来", "你在次去，在次来")

    assert asked(document) == [(("在次", "再次"), 3), (("他门", "他们"), 1)]
    assert asked(document, "certainty") == [(("他门", "他们"), 1), (("在次", "再次"), 3)]
    assert document.questions()[0].found == Correction(1, 2, "在", "再", 1.0, "sound")


ANSWERS = [
    # right, everywhere, decisions, what becomes of 我在次来 and of 请在次去
    ("再", False, ["我在次来\t我再次来"], "我再次来", "请在次去"),
    ("再", True, ["在次\t再次"], "我再次来", "请再次去"),
    (None, False, ["我在次来\t我在次来"], "我在次来", "请在次去"),
    (None, True, ["在次\t在次"], "我在次来", "请在次去"),
    ("下", False, ["我在次来\t我下次来"], "我下次来", "请在次去"),
]


@pytest.mark.parametrize("right, everywhere, decisions, here, elsewhere", ANSWERS)
def test_an_answer_is_about_the_place_or_about_the_word(
    right, everywhere, decisions, here, elsewhere
):
    document = opened("我在次来")
    made = answer(document, document.questions()[0], right, everywhere)

    assert ["\t".join(each) for each in made] == decisions
    assert document.questions() == []
    assert corrected(["我在次来", "请在次去"], document.project) == [here, elsewhere]
    assert len(opened("请在次去", project=made).questions()) == (0 if everywhere else 1)


def test_a_no_does_not_protect_the_character():
    document = opened("我在次来")
    made = answer(document, document.questions()[0], None, everywhere=True)

    assert asked(opened("他在来", project=made)) == [(("他在来", "他再来"), 1)]


def test_what_an_error_hid_is_asked_and_stays_asked():
    """The toy sees 急 only where it corrects 门 itself, which it does not after an answer."""
    document = opened("他门来不急")
    answer(document, document.questions()[0], "们")

    assert asked(document) == [(("不急", "不及"), 1)]
    answer(document, document.questions()[0], "及")
    assert corrected(["他门来不急"], document.project) == ["他们来不及"]


def test_what_is_skipped_is_asked_another_time():
    document = opened("我在次来", "他门来")
    question = document.questions()[0]
    document.skip(question)

    assert asked(document) == [(("他门", "他们"), 1)]
    assert len(opened(*document.lines, project=document.project).questions()) == 2
    document.unskip(question)
    assert document.questions()[0] == question


def test_an_answer_can_be_taken_back():
    document = opened("我在次来", "他在次来")
    before, project = document.questions(), document.project
    answer(document, before[0], "再", everywhere=True)
    document.use(project)

    assert document.questions() == before


def test_corrections_without_a_word_of_their_own_are_one_question():
    document = opened("门提")
    [question] = document.questions()

    assert question.found == Correction(0, 2, "门提", "们题", 2.0, "sound")
    answer(document, question, None)
    assert document.questions() == []


def test_nothing_is_decided_about_one_character():
    document = opened(" 在 ")

    with pytest.raises(UsageError, match="'在' is too little to be known again"):
        document.decide(document.questions()[0], "再")


def test_an_answer_that_would_undo_another_is_refused():
    document = opened("我在次来", "他在次去")
    first, _ = (opened(line).questions()[0] for line in document.lines)
    answer(document, first, "再")
    [second] = document.questions()

    with pytest.raises(UsageError, match="that would undo '我在次来' → '我再次来'"):
        document.decide(second, None, everywhere=True)
    assert document.decide(second, None)


lines = st.lists(st.text(st.sampled_from("我在次来门提急，不"), max_size=12), max_size=5)
acts = st.sampled_from([("right", False), ("right", True), (None, False), (None, True), "skip"])


def reviewed(document, choose, order="place"):
    """Answer all questions; what `choose` gives for a question is right, everywhere or skip."""
    while questions := document.questions(order):
        act = choose(questions[0])
        try:
            if act == "skip":
                raise UsageError("skipped")
            right = questions[0].found.right if act[0] else None
            answer(document, questions[0], right, act[1])
        except UsageError:
            document.skip(questions[0])
    return document


@settings(deadline=None)
@given(lines, st.data())
def test_a_second_review_asks_only_what_was_skipped(lines, data):
    document = reviewed(opened(*lines), lambda question: data.draw(acts))
    again = opened(*lines, project=document.project)

    skipped = {(place.line, place.found[:4]) for q in again.questions() for place in q.places}
    reviewed(again, lambda question: "skip")
    assert skipped <= {(number, key_of(lines, number, key)) for number, key in document._skipped}


def key_of(lines, number, key):
    start, end, right = key
    return start, end, lines[number][start:end], right


@settings(deadline=None)
@given(lines, st.data())
def test_the_text_is_that_of_the_accepted_corrections_in_any_order(lines, data):
    order = data.draw(st.sampled_from(["place", "certainty"]))
    yes = data.draw(st.sets(st.sampled_from(list(ODDS))))
    accepted = dict[tuple[int, int], bool]()

    def choose(question):
        right = question.found.right if {*question.found.wrong} & yes else None
        try:
            document.decide(question, right)
        except UsageError:
            return "skip"
        for place in question.places:
            spots = range(*place.found[:2])
            accepted.update(((place.line, at), right is not None) for at in spots)
        return ("right" if right else None, False)

    document = opened(*lines)
    reviewed(document, choose, order)
    for number, new in enumerate(corrected(lines, document.project)):
        assert len(new) == len(lines[number])
        for at, (old, char) in enumerate(zip(lines[number], new, strict=True)):
            right = ODDS.get(old, old)[0]
            if (number, at) in accepted:
                assert char == (right if accepted[number, at] else old)
            else:  # not asked, because the same phrase has been decided; or skipped
                assert char in (old, right)
