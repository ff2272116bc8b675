"""Which stage takes a pack, for the messages about a wrong name."""

from __future__ import annotations

import re
from collections.abc import Collection

from zhnlp.arguments import shown
from zhnlp.errors import PackError

_USES = {
    "WordModel": "Segmenter(model={})",
    "NgramModel": "Segmenter('bigram', model={})",
    "NeuralCutter": "Segmenter('neural', model={})",
    "TagModel": "Tagger({})",
    "NeuralTagger": "Tagger({})",
    "EntityModel": "Recognizer(model={})",
    "NeuralNames": "Recognizer(model={})",
    "SpellingModel": "Corrector({})",
    "SmallWordsModel": "SmallWordsModel({})",
    "TextLabels": "Classifier({})",
    "TokenLabels": "Classifier({})",
    "VectorLabels": "Classifier({})",
    "NeuralLabeller": "Classifier({})",
    "NeuralReader": "Reader({})",
    "NeuralSummarizer": "Summarizer('abstractive', model={})",
    "WordVectors": "Embedder({})",
    "TopicModel": "Topics({})",
    "CountModel": "Vectorizer({})",
    "SearchModel": "SearchIndex({})",
    "IdfTable": "Keywords(idf={})",
    "LanguageModel": "LanguageModel({})",
    "ContextModel": "Corrector()",
    "PinyinModel": "Pinyin()",
    "Dictionary": "Segmenter('jieba')",
}
_NETWORKS = re.compile(
    r"bert|electra|ernie|xlnet|gpt|llama|qwen|bart\b|pegasus|\bt5|lstm|transformer|"
    r"\bbge|\bm3e|sentence-|text2vec|neural",
    re.IGNORECASE,
)
NO_NETWORK = (
    "zhnlp ships no networks and downloads none. Give the folder of one that zhnlp has trained: "
    "docs/neural.md says how."
)


def none_ships(kinds: Collection[str]) -> str:
    """What to do where no pack of these kinds ships."""
    stage = _USES.get(next(iter(kinds), ""), "").partition("(")[0]
    if stage in ("Topics", "Vectorizer", "SearchIndex"):
        return f"None ships: make one of your texts with {stage}.fit(docs)."
    if stage == "Embedder":
        return "None ships: make vectors with train_vectors, or read some with WordVectors.read."
    return NO_NETWORK


def use_of(kind: object, name: str) -> str:
    """How the pack `name` of a kind is used; empty for a kind without a stage.

    >>> use_of("WordModel", "ud-words")
    "Segmenter(model='ud-words')"
    """
    return _USES.get(str(kind), "").format(repr(name))


def kinds_for(stage: str) -> Collection[str]:
    """The kinds of pack that a stage takes, by the name of its class.

    >>> kinds_for("Tagger")
    ('TagModel', 'NeuralTagger')
    """
    return tuple(kind for kind, use in _USES.items() if use.startswith(f"{stage}("))


def is_network(name: object) -> bool:
    """Whether `name` is like that of a network, which people look for.

    >>> is_network("bert-base-chinese"), is_network("ud-words")
    (True, False)
    """
    return isinstance(name, str) and bool(_NETWORKS.search(name))


def wrong_kind(
    folder: str, kind: object, wanted: str, *, name: str | None = None, stage: str | None = None
) -> PackError:
    """The error for a pack of the kind `kind` where one of `wanted` must be.

    Args:
        folder: Where the pack is.
        kind: Its own kind.
        wanted: What is needed, which a message names.
        name: How a caller names it, if not by its folder.
        stage: What needs it, with its article.
    """
    use = use_of(kind, name or folder)
    advice = f"It is for {use}." if use else "Give another pack."
    needed = f", which {stage} needs" if stage else ""
    return PackError(f"pack {folder!r} is a {shown(kind)}, not a {wanted!r}{needed}. {advice}")
