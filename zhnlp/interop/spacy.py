"""spaCy pipelines: zhnlp's words as their tokens, and its pipelines as a component of theirs.

    import spacy
    tokenizer = {"@tokenizers": "zhnlp.Tokenizer.v1"}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    nlp.add_pipe("zhnlp", config={"pipeline": "news"})

spaCy finds both names by the entry points of an installed zhnlp; elsewhere, importing this module
registers them. Both are saved with a spaCy pipeline as stages of zhnlp are, without pickle:
settings as JSON, models that ship by name. What only converts Docs is in spacy_docs.py.
"""

# Without "from __future__ import annotations": spaCy reads these annotations to check a config.
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, TypeVar, cast
from zipfile import ZipFile, ZipInfo

from zhnlp.arguments import need_choice, need_count, need_items, need_kind, shown
from zhnlp.doc import Doc
from zhnlp.errors import UsageError
from zhnlp.extras import extra
from zhnlp.interop.spacy_docs import (
    annotate,
    docs_to_spacy,
    from_spacy,
    to_spacy,
    token_places,
    words_of,
)
from zhnlp.loading import load
from zhnlp.models.lexicons.lexicon import LexiconLike
from zhnlp.pipeline import Pipeline
from zhnlp.stage import Stage
from zhnlp.stages.segmenter import Method, Segmenter

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc as SpacyDoc
    from spacy.vocab import Vocab
else:
    Language = extra("spacy.language", "zhnlp.interop.spacy").Language

__all__ = ["Component", "Tokenizer", "docs_to_spacy", "from_spacy", "to_spacy"]

Kind = TypeVar("Kind", bound=Stage)
Listed = list[object] | dict[str, object] | str | None
"""Words in a config: a list, a mapping, or the path of a file, which must be there when a saved
pipeline is loaded, too."""


class Tokenizer:
    """The tokenizer ``zhnlp.Tokenizer.v1``: tokens are the words of a Segmenter.

    Args:
        vocab: The vocabulary of the spaCy pipeline.
        segmenter: What cuts texts into words.

    Raises:
        InputError: An argument is something else.

    >>> import spacy
    >>> config = {"nlp": {"tokenizer": {"@tokenizers": "zhnlp.Tokenizer.v1", "method": "unigram"}}}
    >>> [token.text for token in spacy.blank("zh", config=config)("南京市长江大桥")]
    ['南京市', '长江大桥']
    """

    def __init__(self, vocab: "Vocab", segmenter: Segmenter) -> None:
        self.vocab = need_kind(vocab, "vocab", extra("spacy.vocab", "a tokenizer").Vocab)
        self.segmenter = need_kind(segmenter, "segmenter", Segmenter)

    def __call__(self, text: str) -> "SpacyDoc":
        """A Doc of spaCy with the text and its words."""
        return to_spacy(self.segmenter(Doc(text)), self.vocab)

    def pipe(self, texts: Iterable[str], batch_size: int = 128) -> Iterator["SpacyDoc"]:
        """Yield a Doc of spaCy for each of `texts`."""
        docs = Pipeline([self.segmenter]).stream(texts, batch_size=batch_size)
        return docs_to_spacy(docs, self.vocab)

    def to_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> None:
        """Write the segmenter to the folder `path`."""
        self.segmenter.save(path)

    def from_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> "Tokenizer":
        """This tokenizer, now with the segmenter that the folder `path` holds."""
        self.segmenter = Segmenter.load(path)
        return self

    def to_bytes(self, *, exclude: Sequence[str] = ()) -> bytes:
        """The segmenter as bytes."""
        return _zipped(self.segmenter)

    def from_bytes(self, data: bytes, *, exclude: Sequence[str] = ()) -> "Tokenizer":
        """This tokenizer, now with the segmenter that `data` holds."""
        self.segmenter = _unzipped(data, Segmenter)
        return self


class Component:
    """The component ``zhnlp``: fills what a pipeline of zhnlp finds beside words.

    The words are the tokens that are there, so stages that provide words do not run. Where a name
    of a Recognizer begins or ends inside a token, the token is split. ``doc.ents`` are replaced.

    Args:
        pipeline: A pipeline whose first stages may be left out if they provide words.

    Raises:
        InputError: It is not a Pipeline.
        UsageError: It rewrites the text, which spaCy does not allow.
        PipelineError: A stage needs what only a stage that is left out provides.

    >>> import spacy
    >>> tokenizer = {"@tokenizers": "zhnlp.Tokenizer.v1"}
    >>> nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    >>> _ = nlp.add_pipe("zhnlp")
    >>> [(name.text, name.label_) for name in nlp("王小明在北京大学学习。").ents]
    [('王小明', 'PER'), ('北京大学', 'ORG')]
    """

    def __init__(self, pipeline: Pipeline) -> None:
        self._use(pipeline)

    def _use(self, pipeline: Pipeline) -> "Component":
        self.pipeline = need_kind(pipeline, "pipeline", Pipeline)
        self._beside_words = _beside_words(pipeline)
        return self

    def __call__(self, doc: "SpacyDoc") -> "SpacyDoc":
        """`doc` with its annotations."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable["SpacyDoc"], *, batch_size: int = 128) -> Iterator["SpacyDoc"]:
        """Yield each of `docs` with its annotations, `batch_size` of them in memory."""
        batches = extra("spacy.util", "the component").minibatch
        several = need_items(docs, "docs", "Give several Docs of spaCy")
        for batch in batches(several, need_count(batch_size, "batch_size")):
            given = [_plain(each) for each in batch]
            filled = self._beside_words.batch(given)
            for target, before, doc in zip(batch, given, filled, strict=True):
                _split(target, doc, {*doc.words.ends}.difference(before.words.ends))
                annotate(target, doc)
                yield target

    def to_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> None:
        """Write the pipeline to the folder `path`."""
        self.pipeline.save(path)

    def from_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> "Component":
        """This component, now with the pipeline that the folder `path` holds."""
        return self._use(Pipeline.load(path))

    def to_bytes(self, *, exclude: Sequence[str] = ()) -> bytes:
        """The pipeline as bytes."""
        return _zipped(self.pipeline)

    def from_bytes(self, data: bytes, *, exclude: Sequence[str] = ()) -> "Component":
        """This component, now with the pipeline that `data` holds."""
        return self._use(_unzipped(data, Pipeline))


class _Tokens(Stage):
    """Stands for the tokens of spaCy, so that a Pipeline knows that words are there."""

    provides = ("words",)

    def __call__(self, doc: Doc) -> Doc:
        return doc


def create_tokenizer(
    method: str = "crf",
    model: str | None = None,
    lexicon: Listed = None,
    dictionary: Listed = None,
) -> Callable[["Language"], Tokenizer]:
    """What makes the tokenizer of a spaCy pipeline; the settings are those of a Segmenter."""
    segmenter = Segmenter(
        cast("Method", method),
        model=model,
        lexicon=_listed(lexicon),
        dictionary=_listed(dictionary),
    )
    return lambda nlp: Tokenizer(nlp.vocab, segmenter)


def create_component(
    nlp: "Language",
    name: str,
    pipeline: str = "news",
    lexicon: Listed = None,
    tokens: Literal["zhnlp", "any"] = "zhnlp",
) -> Component:
    """The component of a spaCy pipeline.

    Args:
        nlp: The spaCy pipeline.
        name: The name of the component there.
        pipeline: The name, folder or file of a pipeline, as `zhnlp.load` takes it.
        lexicon: The user's own words for its stages.
        tokens: ``"zhnlp"``: the tokenizer must be zhnlp's, because models know its words.
            ``"any"``: it may be any.

    Raises:
        UsageError: The tokenizer is another one, or as of `zhnlp.load`.
    """
    need_choice(tokens, "tokens", ("zhnlp", "any"))
    if tokens == "zhnlp" and not isinstance(nlp.tokenizer, Tokenizer):
        raise UsageError(
            f"the tokenizer is {shown(nlp.tokenizer)}, but the component {shown(name)} needs words "
            "as zhnlp cuts them. Make the pipeline by spacy.blank with config="
            '{"nlp": {"tokenizer": {"@tokenizers": "zhnlp.Tokenizer.v1"}}}, or add the component '
            'with config={"tokens": "any"}.'
        )
    return Component(load(pipeline, lexicon=_listed(lexicon)))


def _listed(given: Listed) -> LexiconLike | None:
    """A word list of a config, whose rows are lists, as a Lexicon takes it."""
    if isinstance(given, list):
        rows = [tuple(each) if isinstance(each, list) else each for each in given]
        return cast("LexiconLike", rows)
    return cast("LexiconLike | None", given)


def _beside_words(pipeline: Pipeline) -> Pipeline:
    """`pipeline` for Docs that have words."""
    stages = list[Stage]()
    left = list(reversed(pipeline.stages))
    while left:
        stage = left.pop()
        if isinstance(stage, Pipeline):
            left.extend(reversed(stage.stages))
        elif "text" in stage.provides:
            raise UsageError(
                f"{type(stage).__name__} rewrites the text, which a component of spaCy cannot. "
                "Leave it out, and rewrite texts before spaCy sees them."
            )
        elif "words" not in stage.provides:
            stages.append(stage)
    return Pipeline([_Tokens(), *stages])


def _plain(doc: "SpacyDoc") -> Doc:
    """The text and the words of a Doc of spaCy."""
    words = words_of(need_kind(doc, "doc", extra("spacy.tokens", "the component").Doc))
    return Doc(words.text, words=words)


def _split(target: "SpacyDoc", doc: Doc, cuts: set[int]) -> None:
    """Split the tokens of `target`, a Doc of spaCy with the text of `doc`, at `cuts`."""
    if not cuts:
        return
    places = token_places(target)
    with target.retokenize() as retokenizer:
        for token, (start, end) in zip(target, places, strict=True):
            inner = [start, *sorted(cut for cut in cuts if start < cut < end), end]
            parts = [doc.text[a:b] for a, b in pairwise(inner)]
            if len(parts) > 1:
                heads = [(token, number) for number in range(len(parts))]
                retokenizer.split(token, parts, heads=heads)


def _zipped(stage: Stage) -> bytes:
    """The folder of a saved stage as a ZIP file; the same stage gives the same bytes."""
    written = BytesIO()
    with TemporaryDirectory() as folder, ZipFile(written, "w") as archive:
        stage.save(folder)
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                archive.writestr(ZipInfo(path.relative_to(folder).as_posix()), path.read_bytes())
    return written.getvalue()


def _unzipped(data: bytes, kind: type[Kind]) -> Kind:
    """The stage that `_zipped` wrote. A system that keeps mapped files keeps them in the end."""
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        ZipFile(BytesIO(data)) as archive,
    ):
        archive.extractall(folder)
        return kind.load(folder)


Language.factory(
    "zhnlp",
    func=create_component,
    assigns=("token.tag", "token.pos", "token.is_sent_start", "doc.ents", "doc.cats"),
    default_config={"pipeline": "news", "lexicon": None, "tokens": "zhnlp"},
    retokenizes=True,
)
_registry = extra("spacy.util", "zhnlp.interop.spacy").registry
_registry.tokenizers("zhnlp.Tokenizer.v1", func=create_tokenizer)
