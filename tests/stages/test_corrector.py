"""Corrector: what it asks of its model, what it writes, and where that points."""

import pickle
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import RATIO, assert_linear_time
from zhnlp import Correction, Corrector, Lexicon, Misspellings, Normalizer, Pipeline, Segmenter
from zhnlp.doc import LAYERS, Doc, Span
from zhnlp.errors import FileError, FormatError, PipelineError, UsageError
from zhnlp.linked import Linked
from zhnlp.models.spelling.verbatim import verbatim_spans

VERBATIM = Path(__file__).parents[1] / "cases" / "verbatim.tsv"
WRONG = {"在来": "再来", "得得": "得", "发烧友们": "发烧友", "因该": "应该", "来北": "来到北"}
TEXTS = st.text() | st.text("在来得发烧友们ＡＢ　ﬁ㎏é́，。\n")


def unescaped(text):
    return text.encode("latin-1", "backslashreplace").decode("unicode-escape")


@dataclass(frozen=True)
class Pairs:
    """Corrects the pairs of WRONG, leftmost first, but for what is protected or kept."""

    def corrector(self, *, max_false_alarms, misspellings, protected):
        if max_false_alarms is not None and not 0 < max_false_alarms < 0.1:
            raise UsageError(f"max_false_alarms is {max_false_alarms}; give 0 to 0.1.")
        rights = {**WRONG, **misspellings}
        wrong = re.compile("|".join(map(re.escape, rights)))
        safe = re.compile("|".join(map(re.escape, protected)) or "(?!)")

        def correct(text, kept):
            assert kept == sorted(kept)
            spans = [*kept, *(match.span() for match in safe.finditer(text))]
            return [
                Correction(*match.span(), match[0], rights[match[0]], 2.0, "sound")
                for match in wrong.finditer(text)
                if all(match.end() <= start or end <= match.start() for start, end in spans)
            ]

        return correct


@dataclass(frozen=True)
class Scribbler:
    """Corrects anything anywhere, the same in the same text."""

    def corrector(self, **settings):
        return scribbled


def scribbled(text, kept):
    random = Random(text)
    out, at = [], 0
    while (start := at + random.randrange(4)) <= len(text) and len(out) < 5:
        end = min(len(text), start + random.randrange(3))
        right = "".join(random.choice("再的Ａ") for _ in range(random.randrange(3)))
        if right != text[start:end]:
            out.append(Correction(start, end, text[start:end], right, random.random(), "edit"))
        at = end + 1
    return out


@pytest.fixture(scope="session")
def corrector():
    return Corrector(Pairs())


@pytest.fixture(scope="session")
def applied():
    return Corrector(Pairs(), apply=True)


def test_what_is_misspelled_is_found_and_the_text_stays(corrector):
    doc = corrector(Doc("他因该在来。"))

    assert doc.text == doc.source == "他因该在来。"
    assert doc.corrections == (
        Correction(1, 3, "因该", "应该", 2.0, "sound"),
        Correction(3, 5, "在来", "再来", 2.0, "sound"),
    )


def test_where_nothing_is_misspelled_there_are_no_corrections(corrector, applied):
    assert corrector(Doc("他走了")).corrections == applied(Doc("他走了")).corrections == ()


def test_applied_corrections_stand_in_the_text_and_point_to_the_source(applied):
    doc = applied(Doc("来北京，得得发烧友们在来"))

    assert (doc.text, doc.source) == ("来到北京，得发烧友再来", "来北京，得得发烧友们在来")
    for each in doc.corrections:
        start, end, _ = doc.in_source((each.start, each.end))
        assert doc.text[each.start : each.end] == each.right
        assert doc.source[start:end] == each.wrong


@pytest.mark.parametrize("text", ["在来", "他来"])
def test_names_stay_and_other_layers_are_dropped_whether_the_text_changes_or_not(applied, text):
    entities, links = (Span(1, 1, "LOC"),), (Linked("来", "LOC", (Span(1, 1, "LOC"),)),)
    doc = applied(Doc(text, words=tuple(text), entities=entities, links=links))
    bare = doc.filled(corrections=None, entities=None, links=None)

    assert (doc.entities, doc.links, doc.words) == (entities, links, None)
    assert all(getattr(bare, layer) is None for layer in LAYERS)


@given(TEXTS, st.lists(st.integers(0, 12)))
def test_names_are_the_same_characters_in_the_corrected_text(text, places):
    places = sorted(min(place, len(text)) for place in places)
    spans = [Span(start, end, "PER") for start, end in pairwise(places) if start < end]
    before = Doc(text, entities=spans, links=[Linked("x", "PER", tuple(spans))])
    doc = Corrector(Pairs(), apply=True)(before)

    assert [doc.text_of(each) for each in doc.entities] == [text[s.start : s.end] for s in spans]
    assert [doc.in_source(each) for each in doc.entities] == spans
    assert doc.links[0].spans == doc.entities


def test_entities_are_left_alone(corrector):
    text = "在来在来在来"
    doc = corrector(Doc(text, entities=(Span(0, 2, "ORG"), Span(3, 4, "PER"))))

    assert [each[:2] for each in doc.corrections] == [(4, 6)]
    assert doc.entities == (Span(0, 2, "ORG"), Span(3, 4, "PER"))


def test_protected_words_are_left_alone(tmp_path):
    text = "在来酒店在来"
    (tmp_path / "mine.txt").write_text("在来酒店 5 n\n在来\tsplit\n", "utf-8")
    lexicon = Lexicon([("在来酒店", "force"), ("在来", "split")])
    for protected in (["在来酒店"], {"在来酒店"}, lexicon, tmp_path / "mine.txt"):
        doc = Corrector(Pairs(), protected=protected)(Doc(text))
        assert [each[:2] for each in doc.corrections] == [(4, 6)]
    assert Corrector(Pairs(), protected=iter(["在来"]))(Doc(text)).corrections == ()


def test_misspellings_of_the_user_are_corrected(tmp_path):
    (tmp_path / "mine.txt").write_text("帐号\t账号\n", "utf-8")
    path = tmp_path / "mine.txt"
    pairs = {"帐号": "账号"}
    for given_pairs in (pairs, list(pairs.items()), Misspellings(pairs), path, str(path)):
        stage = Corrector(Pairs(), misspellings=given_pairs, apply=True)
        assert stage(Doc("我的帐号")).text == "我的账号"
        assert stage.misspellings == Misspellings(pairs)


@given(TEXTS)
def test_nothing_outside_the_corrections_ever_changes(text):
    found = Corrector(Scribbler())(Doc(text)).corrections
    doc = Corrector(Scribbler(), apply=True)(Doc(text))
    pieces, at = [], 0
    for each in found:
        assert text[each.start : each.end] == each.wrong
        pieces += [text[at : each.start], each.right]
        at = each.end

    assert doc.text == "".join([*pieces, text[at:]])
    assert doc.source == text


@given(TEXTS)
def test_corrections_point_to_what_was_wrong_in_the_source(text):
    """What is inserted, or all deleted, is a point: the place where it was wrong."""
    found = Corrector(Scribbler())(Doc(text)).corrections
    doc = Corrector(Scribbler(), apply=True)(Doc(text))

    assert [each[2:] for each in doc.corrections] == [each[2:] for each in found]
    for each, before in zip(doc.corrections, found, strict=True):
        start, end, _ = doc.in_source((each.start, each.end))
        assert doc.text[each.start : each.end] == each.right
        if each.right:
            assert (start, end) == before[:2]
        else:
            assert start == end == before.start


@given(TEXTS)
def test_corrections_of_a_normalised_text_point_to_the_text_of_the_user(text):
    """A correction stands where what it corrects stands once normalised."""
    normalised = Normalizer()(Doc(text))
    doc = Pipeline([Normalizer(), Corrector(Scribbler(), apply=True)])(text)

    assert doc.source == text
    for each, before in zip(doc.corrections, scribbled(normalised.text, ()), strict=True):
        assert doc.text[each.start : each.end] == each.right
        if each.right and each.wrong:
            assert doc.in_source(each[:2]) == normalised.in_source(before[:2])


def test_it_can_be_followed_by_stages_that_read_the_corrected_text(applied):
    nlp = Pipeline([applied, Segmenter("unigram")])
    doc = nlp("他因该来")

    assert doc.words == ("他", "应该", "来")
    assert [doc.text_of(each[:2]) for each in doc.corrections] == ["应该"]


def test_a_stage_that_rewrites_comes_before_those_that_fill_layers(corrector, applied):
    assert (corrector.provides, applied.provides) == (("corrections",), ("text", "corrections"))
    Pipeline([Segmenter("unigram"), corrector])
    with pytest.raises(PipelineError, match=r"Corrector \(stage 1\) rewrites the text"):
        Pipeline([Segmenter("unigram"), applied])


def test_the_settings_stand_in_a_stage_that_can_be_hashed_and_sent():
    stage = Corrector(Pairs(), apply=True, misspellings={"帐号": "账号"}, protected=["在来"])
    back = pickle.loads(pickle.dumps(stage))

    assert (back, hash(back)) == (stage, hash(stage))
    assert back(Doc("帐号因该在来")).text == "账号应该在来"
    assert back.provides == ("text", "corrections")


WRONG_SETTINGS = [
    ({"apply": "yes"}, "apply is 'yes'; it must be True or False."),
    ({"max_false_alarms": 2}, "max_false_alarms is 2; give 0 to 0.1."),
    ({"misspellings": 3}, "misspellings are 3. Give a mapping of wrong to right"),
    ({"misspellings": {"我": "我"}}, "'我' is on both sides. To keep it unchanged, protect it."),
    ({"protected": 3}, "protected words are 3. Give words, or the path of a lexicon."),
    ({"protected": [""]}, "the word is empty."),
    (
        {"model": 3},
        "that is a CorrectorModel, not 3, which has no corrector.",
    ),
]


@pytest.mark.parametrize("settings, problem", WRONG_SETTINGS)
def test_settings_that_cannot_be_right_are_errors(settings, problem):
    with pytest.raises(UsageError, match=re.escape(problem)):
        Corrector(**{"model": Pairs(), **settings})


@pytest.mark.parametrize("setting", ["misspellings", "protected"])
def test_bad_files_are_errors_before_the_model_is_read(tmp_path, setting):
    path = tmp_path / "mine.txt"
    with pytest.raises(FileError, match="cannot read"):
        Corrector("./none", **{setting: path})
    path.write_bytes(b"a\tb\tc\td\te\n")
    with pytest.raises(FormatError, match=r"mine\.txt:1: "):
        Corrector("./none", **{setting: path})


@pytest.fixture(scope="session")
def correctors():
    """The compiled one at a high rate, with and without a pair of the user's."""
    rate = {"max_false_alarms": 0.05, "apply": True}
    pairs = {"问提": "问题", "問提": "問題"}
    return Corrector(**rate), Corrector(**rate, misspellings=pairs)


@pytest.mark.parametrize(
    "text, what, shows",
    [
        list(map(unescaped, row.split("\t")))
        for row in VERBATIM.read_text("utf-8").splitlines()
        if row[0] != "#" or row.split("\t")[1:2] in (["kept"], ["corrected"])
    ],
)
def test_what_is_no_prose_is_never_corrected(correctors, text, what, shows):
    right = re.sub("问提", "问题", text) if what == "corrected" else text

    for corrector in correctors[1:] if what == "corrected" else correctors:
        assert corrector(Doc(text)).text == right, shows


PARTS = [
    "问提",
    "问提",
    "我",
    "。",
    " ",
    "\n",
    "#",
    "＃",
    "@",
    "/",
    "\\",
    "C:\\",
    "`",
    ".",
    "．",
    ":",
]
PARTS += [
    "http://",
    "www.",
    ".docx",
    ".cn",
    "a",
    "1",
    "：",
    "😀",
    "𠮷",
    "\u2028",
    "\r\n",
    "“",
    "(1)",
    "~",
]


@pytest.fixture(scope="session")
def with_pair():
    return Corrector(misspellings={"问提": "问题"})


@given(text=st.lists(st.sampled_from(PARTS)).map("".join))
def test_the_pairs_of_the_user_are_corrected_in_prose_and_only_there(with_pair, text):
    spans = verbatim_spans(text)
    corrections = with_pair(Doc(text)).corrections

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end < start for (_, end), (start, _) in pairwise(spans))
    places = [match.span() for match in re.finditer("问提", text)]
    free = [(a, b) for a, b in places if all(b <= start or end <= a for start, end in spans)]
    assert [each[:2] for each in corrections if each.reason == "user"] == free
    assert all(each.end <= a or b <= each.start for each in corrections for a, b in spans)


@pytest.mark.parametrize("part", [*PARTS, "@a.b", "a.", "#1", "问提.a", "/a", "C:\\问 ", "``"])
def test_looking_for_what_is_no_prose_takes_linear_time(part):
    assert_linear_time(verbatim_spans, part * 5_000, part * 5_000 * RATIO)
