"""Tagger: a part of speech for every word."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar, Literal, Unpack, get_args, overload

from zhnlp.arguments import (
    need_choice,
    need_items,
    need_kind,
    need_strings,
    shown,
    wrong_type,
)
from zhnlp.chars import is_emoji
from zhnlp.doc import Doc, Words, need
from zhnlp.errors import AlignmentError, UsageError, did_you_mean
from zhnlp.filling import ends_of, filled
from zhnlp.models import WordTagger, need_answers
from zhnlp.models.lexicons.entry import MODES
from zhnlp.models.lexicons.lexicon import Lexicon, LexiconLike
from zhnlp.models.tags.model import TagModel
from zhnlp.models.tags.tag_sets import nearest_labels, tag_map
from zhnlp.stage import Stage, need_doc, need_docs
from zhnlp.stages.by_name import by_name
from zhnlp.stages.companions import companions, prepared
from zhnlp.stages.named_models import model_of

if TYPE_CHECKING:
    from zhnlp.models.sequence.training import Settings
    from zhnlp.models.tags.training import Known, Raw

TagSet = Literal["own", "ud"]


@by_name()
@dataclass(frozen=True, repr=False)
class Tagger(Stage):
    """Give each word its part of speech, in the PKU tag set (``n``, ``v``, ``nr`` …).

    Args:
        model: The name of a pack, its folder, or a model: any
            `zhnlp.models.WordTagger`. By default ``modern-tags``, which fits the default
            segmenter; ``pku-tags`` fits ``pku-words``; ``ud-tags`` has the tags of
            Universal Dependencies and fits ``ud-words``.
        lexicon: The user's own words: a Lexicon, a list, a mapping, or the path of a file.
            Those with a tag have it, whatever is around them, and count as such for the
            words around. Tags may be those of the model, of PKU, of jieba or of Universal
            Dependencies: the nearest ones of the model stand for those that it lacks.
        tag_set: ``"own"``: the tags of the model. ``"ud"``: PKU tags converted to the
            nearest tags of Universal Dependencies (see dicts/tags.tsv), of emoji to SYM.

    Raises:
        UsageError: The tag set is unknown, or a tag of the lexicon is.
        FormatError: A line of the lexicon file breaks a rule.
        PackError: There is no such model, or it is damaged or of another kind.

    >>> Tagger().tag(["我", "爱", "北京", "天安门"])
    ['r', 'v', 'ns', 'ns']
    >>> Tagger(lexicon={"天安门": "nt"}).tag(["我", "爱", "北京", "天安门"])
    ['r', 'v', 'ns', 'nt']
    """

    model: WordTagger | str | os.PathLike[str] | None = None
    tag_set: TagSet = field(default="own", kw_only=True)
    lexicon: LexiconLike | None = field(default=None, kw_only=True)

    requires = ("words",)
    provides = ("tags",)

    _tagger: ClassVar[WordTagger]  # computed from the settings
    _model_at = "_tagger"
    _map: ClassVar[dict[str, str]]

    def __post_init__(self) -> None:
        need_choice(self.tag_set, "tag_set", get_args(TagSet))
        set_ = partial(object.__setattr__, self)
        if self.model is not None:
            set_("model", model_of(self.model, WordTagger, "a tagger"))
        set_("_map", tag_map() if self.tag_set == "ud" else {})
        set_("_tagger", self.model or TagModel())
        if self.lexicon is not None:
            set_("lexicon", Lexicon.of(self.lexicon))
            set_("_tagger", self._with_tags_of(Lexicon.of(self.lexicon)))

    def _with_tags_of(self, lexicon: Lexicon) -> WordTagger:
        """The model of this tagger, with the tags of a lexicon."""
        model = self._tagger
        words = {each.tag: each.word for each in lexicon if each.tag}  # one of each tag
        labels = {tag: self._labels_of(word, tag) for tag, word in words.items()}
        tags = {each.word: labels[each.tag] for each in lexicon if each.tag}
        if not tags:
            return model
        if isinstance(model, TagModel):
            return model.with_tags(tags)
        raise UsageError(
            f"the tags of a lexicon have no effect on {model!r:.60}, which tags by itself. Leave "
            "lexicon out, or name a pack as the model."
        )

    def _labels_of(self, word: str, tag: str) -> tuple[str, ...]:
        """The labels of the model that mean `tag`; UsageError if none does."""
        labels = self._tagger.labels
        if found := nearest_labels(tag, labels):
            return found
        hint = did_you_mean(tag, labels, listed=False)
        if tag in MODES:
            hint = "A mode needs tabs: word<TAB>mode."
        raise UsageError(
            f"lexicon word {shown(word)} has the tag {shown(tag)}, which {self._tagger!r:.60} does "
            f"not know. {hint}{' ' * bool(hint)}Give it one of these: {', '.join(labels)}."
        )

    def __call__(self, text: str | Doc) -> Doc:
        """`doc` with one tag for each of its words."""
        doc = need_doc(text)
        return self._filled(doc, self._tagger.tags(doc.text, need(doc.words, "words").ends))

    def batch(self, texts: Sequence[str | Doc]) -> list[Doc]:
        """Each of `docs` with one tag for each of its words."""
        docs = need_docs(texts)
        given = [doc.text for doc in docs]
        if isinstance(self._tagger, TagModel) and not self._map:  # nothing to check or to convert
            return filled(docs, tags=self._tagger.tags_batch(given, ends_of(docs)))
        ends = [need(doc.words, "words").ends for doc in docs]
        tags = need_answers(self._tagger.tags_batch(given, ends), len(docs), self._tagger)
        return [self._filled(doc, own) for doc, own in zip(docs, tags, strict=True)]

    def _filled(self, doc: Doc, tags: Sequence[str]) -> Doc:
        return doc.filled(tags=self._converted(tags, need(doc.words, "words")))

    def _converted(self, tags: Sequence[str], words: Sequence[str]) -> tuple[str, ...]:
        if len(tags) != len(words):
            raise AlignmentError(
                f"the model {self._tagger!r:.60} gave {len(tags)} tags for {len(words)} words. "
                "It must give one for each."
            )
        if not self._map:
            return tuple(tags)
        mapped = (self._map.get(tag, tag) for tag in tags)
        return tuple(
            "SYM" if upos == "PUNCT" and is_emoji(word) else upos
            for word, upos in zip(words, mapped, strict=True)
        )

    @overload
    def tag(self, words: str) -> list[tuple[str, str]]: ...  # type: ignore[overload-overlap]
    @overload
    def tag(self, words: Sequence[str]) -> list[str]: ...
    def tag(self, words: str | Sequence[str]) -> list[tuple[str, str]] | list[str]:
        """The words of a text and their tags; or the tags of words that follow each other.

        A text is cut by the segmenter that fits the model.

        >>> Tagger().tag("我爱北京天安门")
        [('我', 'r'), ('爱', 'v'), ('北京', 'ns'), ('天安门', 'ns')]
        """
        if isinstance(words, str):
            doc = self(prepared(words, self._before))
            return list(zip(doc.words, doc.tags, strict=True))
        several = need_items(words, "words", "Give a text, or its words in a list")
        text = "".join(words := need_strings(several, "words"))
        tags = self._tagger.tags(text, Words.of(text, words).ends)
        return list(self._converted(tags, words))

    @cached_property
    def _before(self) -> tuple[Stage, ...]:
        return companions(self, self._tagger)

    def fit(
        self,
        docs: Iterable[Doc],
        *,
        dev: Sequence[Doc] = (),
        base: TagModel | None = None,
        known: Known | None = None,
        raw: Raw | None = None,
        **settings: Unpack[Settings],
    ) -> Tagger:
        """This tagger with a model trained on the tags of `docs`.

        Args:
            docs: Texts with their words and tags.
            dev: Other texts, which choose the best pass.
            base: A model that knows more words; their classes there are used as features.
            known: Words with their frequency and tag, instead of jieba's.
            raw: Returns text without tags to learn from, too: cut into words with blanks
                between them, in blocks of whole lines.
            settings: ``schedule``, how to learn; ``about``, what the pack says of its data;
                ``checkpoint``, a folder to resume from; ``report``, called with a line a step.
        """
        from zhnlp.models.sequence.training import Run
        from zhnlp.models.tags.training import train_tags
        from zhnlp.stages.learning import samples
        from zhnlp.stages.network_learning import tagging_network

        if base is not None:
            need_kind(base, "base", TagModel)
        if raw is not None and not callable(raw):
            raise wrong_type(raw, "raw", "Give a function that gives blocks of cut text")
        gold = samples(dev, ["words", "tags"])

        def score(model: WordTagger) -> float:
            texts, ends = [each.text for each in gold], [each.ends for each in gold]
            pairs = zip(gold, model.tags_batch(texts, ends), strict=True)
            right = [
                tag == own for each, tags in pairs for tag, own in zip(tags, each.tags, strict=True)
            ]
            return sum(right) / max(len(right), 1)

        key = repr([(sample.text, sample.tags) for sample in gold])
        if settings.get("network") is not None:
            network = tagging_network(docs, settings, score if gold else None, raw, key)
            return replace(self, model=network)
        run: Run[TagModel] = Run.of(settings, score if gold else None, key)
        own = samples(docs, ["words", "tags"])
        model = train_tags(own, run, base=base, known=known, raw=raw)
        return replace(self, model=model)
