"""Training of spelling models: what it learns, what it measures, and that it does so again."""

import json
from math import inf

import pytest

from zhnlp.errors import UsageError
from zhnlp.models.ngrams.language_model import LanguageModel
from zhnlp.models.ngrams.training import train_characters
from zhnlp.models.spelling.false_alarms import RATES
from zhnlp.models.spelling.model import SpellingModel
from zhnlp.models.spelling.training import SpellingSchedule, examples

ARRAYS = "arrays.safetensors"


@pytest.fixture(scope="module")
def correct(spelling_pack):
    return SpellingModel(spelling_pack).corrector(max_false_alarms=0.1)


def corrected(correct, text):
    for each in reversed(correct(text, ())):
        text = text[: each.start] + each.right + text[each.end :]
    return text


def test_an_error_of_the_pairs_is_corrected(correct, sentences):
    right = [text for text in sentences if "再次" in text][60:]
    fixed = sum(corrected(correct, text.replace("再次", "在次")) == text for text in right)

    assert fixed > 0.95 * len(right)


def test_errors_put_into_right_texts_are_learned(teach, tmp_path, sentences):
    teach(tmp_path / "own", pairs=(), texts=sentences[1::3])
    correct = SpellingModel(tmp_path / "own").corrector(max_false_alarms=0.1)
    right = [text for text in sentences if "已经" in text]
    fixed = sum(corrected(correct, text.replace("已经", "以经")) == text for text in right)

    assert fixed > 0.9 * len(right)


def test_the_same_input_gives_the_same_bytes(teach, spelling_pack, tmp_path):
    again = teach(tmp_path / "again")
    other = teach(
        tmp_path / "other", schedule=SpellingSchedule(passes=4, bits=12, copies=1, seed=1)
    )

    for name in (ARRAYS, "pack.json"):
        assert (again / name).read_bytes() == (spelling_pack / name).read_bytes()
    assert (other / ARRAYS).read_bytes() != (spelling_pack / ARRAYS).read_bytes()


def test_a_table_of_another_pack_lies_beside_and_is_not_written_again(
    teach, spelling_pack, tmp_path
):
    model = SpellingModel(teach(tmp_path / "lean", confusions_from=str(spelling_pack)))
    whole = SpellingModel(spelling_pack)

    assert model.about["confusions"] == {"folder": "confusions"}
    assert set(whole.pack.arrays) - set(model.pack.arrays) == {"offsets", "meant", "sound", "shape"}
    text = "".join(char * 3 for char in "在他") + "我在次来"
    assert model.corrector()(text, ()) == whole.corrector()(text, ())


def test_the_pack_says_what_it_was_made_of(spelling_pack, language):
    about = json.loads((spelling_pack / "pack.json").read_text("utf-8"))

    assert about["kind"] == "SpellingModel"
    assert about["language_model_sha256"] == language.about["sha256"]
    assert (about["n_texts"], about["n_pairs"], about["max_false_alarms"]) == (210, 60, 0.01)
    assert (about["passes"], about["seed"]) == (4, 0)


def test_more_is_noted_where_given(teach, tmp_path):
    teach(tmp_path / "mine", about={"licence": "CC0-1.0"}, max_false_alarms=0.05)
    about = SpellingModel(tmp_path / "mine").about

    assert (about["licence"], about["max_false_alarms"]) == ("CC0-1.0", 0.05)


def test_no_more_clean_sentences_are_changed_than_a_rate_allows(spelling_pack, sentences):
    """Those on which it is measured, and texts of the same kind nearly so."""
    model = SpellingModel(spelling_pack)
    shares = []
    for rate, log_odds in model.about["thresholds"]:
        correct = model.corrector(max_false_alarms=rate)
        assert model.threshold(rate) == log_odds
        shares.append(sum(bool(correct(text, ())) for text in sentences) / len(sentences))

    assert [rate for rate, _ in model.about["thresholds"]] == list(RATES)
    assert all(share <= rate for share, rate in zip(shares, RATES, strict=True))


def test_latin_words_that_are_corrected_count_as_false_alarms(teach, tmp_path, sentences):
    clean = [*sentences, *(f"{text}他用pythan。" for text in sentences[:200])]
    model = SpellingModel(teach(tmp_path / "mine", clean=clean))
    for rate in RATES:
        correct = model.corrector(max_false_alarms=rate)
        assert sum(bool(correct(text, ())) for text in clean) <= rate * len(clean)


def test_a_rate_is_kept_on_each_kind_that_is_held_and_not_on_their_mixture(
    teach, tmp_path, sentences
):
    """A kind that is only reported does not move the thresholds."""
    risky = [text.replace("再次", "在次") for text in sentences if "再次" in text]
    hard = [*sentences[:1000], *risky]
    both = SpellingModel(teach(tmp_path / "both", clean={"easy": sentences, "hard": hard}))
    one = SpellingModel(
        teach(tmp_path / "one", clean={"easy": sentences, "hard": hard}, held=["easy"])
    )
    alone = SpellingModel(teach(tmp_path / "alone", clean=sentences))

    assert one.about["thresholds"] == alone.about["thresholds"] != both.about["thresholds"]
    for rate in RATES:
        correct = both.corrector(max_false_alarms=rate, known=False)
        for texts in (sentences, hard):
            assert sum(bool(correct(text, ())) for text in texts) <= rate * len(texts)


def test_the_pack_says_how_often_each_kind_is_changed(teach, tmp_path, sentences):
    """Exactly as often as its corrector changes them."""
    few = [text.replace("再次", "在次") for text in sentences if "再次" in text][:20]
    clean = {"news": sentences, "few": few}
    model = SpellingModel(teach(tmp_path / "mine", clean=clean, held=["news"]))
    told = model.about["false_alarms"]

    assert list(told) == ["news", "few"]
    for kind, texts in clean.items():
        assert (told[kind]["held"], told[kind]["sentences"]) == (kind == "news", len(texts))
        for rate, share in told[kind]["rates"]:
            correct = model.corrector(max_false_alarms=rate)
            assert share == round(sum(bool(correct(text, ())) for text in texts) / len(texts), 6)
    assert told["few"]["rates"][-1][1] > 0.1 >= told["news"]["rates"][-1][1]


def test_without_texts_there_is_no_model(teach, tmp_path):
    with pytest.raises(UsageError, match=r"no sentences to learn. Give some"):
        teach(tmp_path / "none", texts=[])
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("rate", [0.5, 0.0, 0.0001, inf])
def test_a_default_that_was_not_measured_is_refused(teach, tmp_path, rate):
    """At training, not at the first text of a user's."""
    with pytest.raises(UsageError, match=r"max_false_alarms"):
        teach(tmp_path / "none", max_false_alarms=rate)
    assert not (tmp_path / "none").exists()


def test_a_character_model_that_lies_nowhere_is_refused(teach, tmp_path, sentences):
    unsaved = train_characters(sentences, order=2, min_counts=(1, 1), size=None)
    with pytest.raises(UsageError, match=r"Save it first"):
        teach(tmp_path / "none", language=unsaved)


def test_a_character_model_is_found_again_whatever_its_folder_is_called(teach, tmp_path, language):
    """Also where the folder has the name of one that ships."""
    language.save_pack(tmp_path / "zh-characters")
    teach(tmp_path / "mine", language=LanguageModel(tmp_path / "zh-characters"))

    assert SpellingModel(tmp_path / "mine").language.about == language.about


def test_pairs_without_an_error_teach_none(teach, tmp_path, sentences):
    """Nor do those of which only the length differs: there is no error to imitate."""
    for pairs in ([(text, text) for text in sentences[:5]], [("大家大", "大家")]):
        teach(tmp_path / "mine", pairs=pairs)
        assert SpellingModel(tmp_path / "mine").about["n_pairs"] == len(pairs)


# Examples


class Maker:
    """Marks what it is asked for."""

    def learn(self, pairs):
        self.learned = list(pairs)

    def add_learned_errors(self, text):
        return f"{text}L"

    def add_errors(self, text):
        return f"{text}S"


def test_pairs_are_learned_as_they_are_and_with_errors_like_theirs():
    maker = Maker()
    found = list(examples(maker, [], [("w", "r")], SpellingSchedule(copies=2)))

    assert found == [("w", "r"), ("r", "r"), ("rL", "r"), ("rL", "r")]
    assert maker.learned == [("w", "r")]


@pytest.mark.parametrize("pairs, share", [([], 0), ([("w", "r")], 0.25)])
def test_texts_are_learned_as_they_are_and_with_errors_of_the_kinds_asked_for(pairs, share):
    texts = [str(n) for n in range(4000)]
    schedule = SpellingSchedule(imitated_share=0.25, copies=0)
    first = 2 * len(pairs)
    found = list(examples(Maker(), texts, pairs, schedule))[first:]
    kinds = [source.removeprefix(target) for source, target in found[1::2]]

    assert found[::2] == [(text, text) for text in texts]
    assert [target for _, target in found[1::2]] == texts
    assert kinds.count("L") == pytest.approx(4000 * share, abs=150)
    assert kinds.count("S") == 4000 - kinds.count("L")
    assert found == list(examples(Maker(), texts, pairs, schedule))[first:]


def test_the_weights_of_a_pack_are_those_of_a_speller(spelling_pack):
    model = SpellingModel(spelling_pack)
    names = model.pack.array("names", "b")

    assert len(names) == 2**12
    assert max(map(abs, names)) == 127
    assert model.corrector()("今天。", ()) == []
