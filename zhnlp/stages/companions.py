"""Companions: the stages that fill, in a plain text, what another stage requires.

They are the default ones, but for models that were trained on words and tags of another standard.
"""

from __future__ import annotations

from collections.abc import Iterable

from zhnlp.arguments import need_text
from zhnlp.doc import Doc
from zhnlp.models.lexicons.lexicon import Lexicon
from zhnlp.models.packed import PackedModel
from zhnlp.stage import Stage

_PKU = ("pku-words", "pku-tags")
_TRAINED_ON = {
    "pku-tags": _PKU,
    "msra-entities": _PKU,
    "msra-hmm": _PKU,
    "cluener-entities": _PKU,
    "ud-tags": ("ud-words", "ud-tags"),
}
"""The packs whose words and tags a model knows, where they are not the default ones."""


def companions(stage: Stage, model: object = None) -> tuple[Stage, ...]:
    """The stages that go before `stage`, whose model is `model`, in their order."""
    name = str(model.about.get("name")) if isinstance(model, PackedModel) else ""
    words_model, tags_model = _TRAINED_ON.get(name, (None, None))
    before: dict[str, Stage] = {}
    lexicon: Lexicon | None = getattr(stage, "lexicon", None)

    def add(layers: Iterable[str]) -> None:
        for layer in layers:
            if layer not in before:
                own = _stage(layer, words_model, tags_model, lexicon)
                add(own.requires)
                before[layer] = own

    add(stage.requires)
    return tuple(before.values())


def _stage(layer: str, words: str | None, tags: str | None, lexicon: Lexicon | None) -> Stage:
    """A stage that fills `layer`, with these packs."""
    if layer == "words":
        from zhnlp.stages.segmenter import Segmenter  # each is imported where it is needed

        return Segmenter(model=words, lexicon=lexicon)
    if layer == "tags":
        from zhnlp.stages.tagger import Tagger

        return Tagger(tags, lexicon=lexicon)
    if layer == "sentences":
        from zhnlp.stages.splitter import SentenceSplitter

        return SentenceSplitter()
    from zhnlp.stages.filter import StopwordFilter

    return StopwordFilter()


def prepared(text: str, stages: Iterable[Stage]) -> Doc:
    """The Doc of `text` with the layers that `stages` fill."""
    doc = Doc(need_text(text, "text"))
    for stage in stages:
        doc = stage(doc)
    return doc
