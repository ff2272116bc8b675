"""What the scores are given, checked."""

import pytest

from zhnlp import Doc
from zhnlp.errors import ZhnlpError
from zhnlp.evaluate import score_entities, score_spelling, score_tags, score_words

SCORES = [score_words, score_tags, score_entities, score_spelling]


@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize("given", [None, 3, [None], [3], [b"x"], [["a", 1]]])
def test_what_cannot_be_scored_is_an_error_of_zhnlp(score, given):
    with pytest.raises(ZhnlpError):
        score(given, given)


@pytest.mark.parametrize("score", [score_words, score_spelling])
def test_docs_where_strings_are_scored_are_an_error_of_zhnlp(score):
    with pytest.raises(ZhnlpError, match="is Doc"):
        score([Doc("我")], [Doc("我")])
