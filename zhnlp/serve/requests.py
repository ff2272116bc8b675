"""What the body of a request may hold, for each path; nothing in it is a name of a file.

Types are strict: "1" is no number. A key that is not listed is an error. What depends on the
packs that ship, such as the names of tags, is checked by stages.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from zhnlp.models.lexicons.entry import MAX_FREQUENCY, Entry, Mode
from zhnlp.stages.keywords import Method as KeywordMethod

Method = Literal[
    "crf", "forward", "backward", "bidirectional", "unigram", "bigram", "trigram", "jieba"
]
"""Those of a Segmenter that need no network."""

MOST_WORDS = 1000
MOST_CUTS, MOST_EXPLAINED = 20, 1000
# Blanks and control characters are named: Python, Rust and JavaScript differ in what \s is.
_BLANK = r"\s\x00-\x20\x7f-\xa0\ufeff"
WORD = rf"^[^{_BLANK}](?:[^\x00-\x1f\x7f-\x9f\u2028\u2029]{{0,98}}[^{_BLANK}])?$"
_LABEL = rf"^[^\d{_BLANK}][^{_BLANK}]{{0,49}}$"


def no_default(schema: dict[str, object]) -> None:
    """Leave the default out of a schema: the key may be missing, but not null."""
    schema.pop("default", None)


def _named(schema: dict[str, object]) -> None:
    """The same for an object whose keys are words."""
    no_default(schema)
    several = schema.pop("patternProperties")
    assert isinstance(several, dict)
    (pattern, value), *_ = several.items()
    schema["propertyNames"] = {"pattern": pattern}
    schema["additionalProperties"] = value


def _whole(value: object) -> object:
    """5.0 is a whole number in JSON."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]
_LEFT_OUT: Mapping[str, object] = {"default": None, "json_schema_extra": no_default}


class Strict(BaseModel):
    """The base of all that comes in."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


# A single character cannot be split.
_SPLIT: Mapping[str, object] = {
    "anyOf": [
        {"properties": {"mode": {"enum": ["prefer", "force", "force-inside"]}}},
        {"properties": {"word": {"minLength": 2}}},
    ]
}


class Word(Strict):
    """A word of your own: how it is cut, how frequent it is, its tag and its label."""

    model_config = ConfigDict(json_schema_extra=dict(_SPLIT))

    word: str = Field(pattern=WORD, description="The word, of at most 100 characters.")
    mode: Mode = Field(default="prefer", description="How strongly it is a word, or never one.")
    frequency: Whole = Field(**_LEFT_OUT, ge=1, le=MAX_FREQUENCY)
    tag: str = Field(**_LEFT_OUT, description="Its part of speech.")
    label: str = Field(**_LEFT_OUT, pattern=_LABEL, description="What it names: PER, ORG …")

    @property
    def entry(self) -> Entry:
        """The word as an entry of a lexicon."""
        return Entry(self.word, self.mode, self.frequency, self.tag, self.label)


def _kind_of_word(given: object) -> str | None:
    if isinstance(given, str):
        return "plain"
    return "entry" if isinstance(given, (dict, Word)) else None


PlainWord = Annotated[str, Field(pattern=WORD)]
Label = Annotated[str, Field(pattern=_LABEL)]
_AnyWord = Annotated[
    Annotated[PlainWord, Tag("plain")] | Annotated[Word, Tag("entry")],
    Discriminator(
        _kind_of_word,
        custom_error_type="word_type",
        custom_error_message="must be a word, or an object with one",
    ),
]
Words = Annotated[list[_AnyWord], Field(max_length=MOST_WORDS)]


class TextRequest(Strict):
    """One text, or several."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["text"]}, {"required": ["texts"]}]}
    )

    text: str = Field(**_LEFT_OUT, description="The text. Give it, or texts.")
    texts: list[str] = Field(
        **_LEFT_OUT, description="The texts. The answer has their results in the same order."
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> TextRequest:
        if (self.text is None) == (self.texts is None):
            raise PydanticCustomError("text_or_texts", "give either text or texts")
        return self

    @property
    def several(self) -> list[str]:
        """The texts."""
        return [self.text] if self.texts is None else self.texts


class LexiconRequest(TextRequest):
    """Texts, and words of your own."""

    lexicon: Words = Field(
        default=(),
        json_schema_extra=no_default,
        description="Words of your own: each a string, or an object. If a word comes again, the "
        "last one holds.",
    )


class SegmentRequest(LexiconRequest):
    """Texts to cut into words."""

    method: Method = "crf"
    hmm: bool = Field(default=True, description="Find unknown words by a hidden Markov model.")
    search: bool = Field(default=False, description="Also the shorter words inside long ones.")


class TagRequest(LexiconRequest):
    """Texts whose words get their parts of speech."""


class EntitiesRequest(LexiconRequest):
    """Texts to find names in."""

    labels: list[str] = Field(
        **_LEFT_OUT,
        max_length=100,
        description="The labels to find; by default those of the model and yours.",
    )
    gazetteer: dict[PlainWord, Label] = Field(
        default=None,
        json_schema_extra=_named,
        max_length=MOST_WORDS,
        description="Names of your own with their labels.",
    )
    link: bool = Field(default=False, description="Also which names mean the same.")


class CorrectRequest(TextRequest):
    """Texts whose spelling is to be corrected."""

    max_false_alarms: float = Field(
        **_LEFT_OUT,
        allow_inf_nan=False,
        description="The share of correct sentences that may be changed.",
    )
    misspellings: dict[PlainWord, PlainWord] = Field(
        default=None,
        json_schema_extra=_named,
        max_length=MOST_WORDS,
        description="Your own pairs of wrong and right.",
    )
    protected: list[PlainWord] = Field(
        **_LEFT_OUT, max_length=MOST_WORDS, description="Words that no correction may change."
    )


class ClassifyRequest(TextRequest):
    """Texts to label."""

    model: str = Field(default="reviews", description="A classifier that ships.")


class KeywordsRequest(LexiconRequest):
    """Texts whose keywords are wanted."""

    method: KeywordMethod = "tfidf"
    top: Whole = Field(default=10, ge=1, le=1000, description="The most keywords of a text.")


class ExplainRequest(LexiconRequest):
    """Texts whose cut is to be explained: of 1,000 characters at most."""

    method: Method = "crf"
    hmm: bool = Field(default=True, description="Find unknown words by a hidden Markov model.")
    n: Whole = Field(default=5, ge=1, le=MOST_CUTS, description="How many cuts to show.")


class PipelineRequest(TextRequest):
    """Texts for the pipeline of the service."""
