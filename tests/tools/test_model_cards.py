"""The page of models says what their packs say."""

import pytest

import zhnlp
from model_cards import PURPOSE, USES, card, main, page
from zhnlp.packing import read_about
from zhnlp.resources import pack, packs


def test_the_page_is_up_to_date():
    assert main(["--check"]) is None


def test_a_page_that_is_out_of_date_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("model_cards.PAGE", tmp_path / "models.md")
    (tmp_path / "models.md").write_text("old", "utf-8")

    assert "model_cards.py" in main(["--check"])
    assert main([]) is None
    assert main(["--check"]) is None


def test_other_arguments_are_wrong_usage():
    assert main(["--chekc"]).startswith("usage")


def test_every_pack_has_a_card():
    assert list(PURPOSE) == sorted(packs())
    assert all(f"## {name}\n" in page() for name in packs())


@pytest.mark.parametrize("name", packs())
def test_a_card_says_how_its_pack_is_used(name):
    """The code of the card gives a stage or model with that pack."""
    use = USES[read_about(pack(name))["kind"]][1].format(name)

    made = eval(use, {each: getattr(zhnlp, each) for each in zhnlp.__all__})

    assert name in repr(made) or name in ("pinyin", "small-words", "zh-contexts")


def test_scores_have_the_name_of_their_test():
    about = {"kind": "TagModel", "data": "d", "licence": "MIT", "command": "c", "labels": ["n"]}
    about["scores"] = {"a.txt": {"bigram": {"f1": 0.5}, "macro_f1": 0.25}}

    assert "- `a.txt`: bigram, f1 0.5, macro f1 0.25\n" in card("pku-tags", about)


def test_false_alarms_are_a_table():
    about = {"kind": "SpellingModel", "data": "d", "licence": "MIT", "command": "c"}
    told = {"held": True, "sentences": 20000, "rates": [[0.001, 0.0009], [0.01, 0.0095]]}

    assert (
        "    | text | sentences | held | 0.1% | 1% |\n    | --- | ---: | ---: | ---: | ---: |\n"
        "    | news | 20,000 | yes | 0.09% | 0.95% |\n"
    ) in card("general-spelling", {**about, "false_alarms": {"news": told}})
