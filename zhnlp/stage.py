"""Stage: one step of a pipeline, from Doc to Doc."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from os import PathLike
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeAlias, TypeVar, cast

from zhnlp.arguments import is_missing, need_items, need_text, wrong_type
from zhnlp.doc import Doc
from zhnlp.errors import UsageError
from zhnlp.filling import Fresh, docs_of
from zhnlp.saving import load, save

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Item = TypeVar("Item")
Self = TypeVar("Self", bound="Stage")
TextOrDoc: TypeAlias = Any
"""A str or a Doc. It is Any so that a stage of yours may be declared for Docs alone."""
_ADVICE = "Give a str or a Doc; decode bytes first"


@dataclass(frozen=True)
class Stage:
    """Reads the layers it `requires` and fills those it `provides`.

    A stage is a frozen dataclass. Its fields are its settings; ``repr``, equality,
    saving and pickling follow from them. What it computes from its settings (a
    compiled model, say) is made in ``__post_init__`` and is not a field. A stage
    that provides ``text`` rewrites it, and drops the layers of the old text, but for those
    that it `moves` to the new one. Threads may share a stage.
    """

    requires: ClassVar[tuple[str, ...]] = ()
    provides: ClassVar[tuple[str, ...]] = ()
    moves: ClassVar[tuple[str, ...]] = ()
    _model_at: ClassVar[str] = "model"  # the attribute that has the model in use

    def __call__(self, text: TextOrDoc, /) -> Doc:
        """The Doc of a text with this stage's layers filled; a Doc that is given does not change.

        Raises:
            MissingLayerError: A layer that the stage requires is not filled.
        """
        if type(self).batch is Stage.batch:
            raise UsageError(
                f"{type(self).__name__} has neither __call__ nor batch. Write one of them."
            )
        return self.batch([need_doc(text)])[0]

    def batch(self, texts: Sequence[TextOrDoc], /) -> list[Doc]:
        """One filled Doc for each of `texts`, in their order."""
        return [self(doc) for doc in need_docs(texts)]

    def __repr__(self) -> str:
        """The model in use, and the settings that are not the default ones."""
        model = getattr(self, self._model_at, None)
        usual = {each.name: each.default for each in fields(self)}
        own = {name: value for name, value in settings(self).items() if value != usual[name]}
        if model is not None:
            own["model"] = model
        in_order = [f"{name}={own[name]!r}" for name in [*usual, "model"] if name in own]
        return f"{type(self).__name__}({', '.join(dict.fromkeys(in_order))})"

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> NoReturn:
            from zhnlp.hints import STAGE, unknown_name  # only errors need it

            raise unknown_name(repr(type(self).__name__), name, STAGE, self)

    def save(self, folder: str | PathLike[str]) -> None:
        """Write the stage to `folder`, which is made if it is not there."""
        save(self, folder)

    @classmethod
    def load(cls: type[Self], folder: str | PathLike[str]) -> Self:
        """The stage that `folder` holds; PackError if it holds another kind."""
        stage: Self = load(folder, kind=cls)
        return stage

    def __reduce__(self) -> tuple[Callable[..., Stage], tuple[object, ...]]:
        return _restored, (type(self), settings(self))


def need_doc(text: object) -> Doc:
    """The Doc of a text; a Doc as it is."""
    if isinstance(text, Doc):
        return text
    if isinstance(text, str):
        return _doc_of(text)
    advice = f"{_ADVICE}; for several texts use batch"
    raise wrong_type(text, "the text", advice)


def need_docs(texts: Iterable[object]) -> list[Doc]:
    """The Docs of `texts`, which must be several; an error names the number of the one at fault."""
    several = texts if type(texts) is Fresh else list(need_several(texts))
    kinds = {*map(type, several)}
    if kinds == {Doc}:  # as a pipeline gives them
        return cast("list[Doc]", several)
    if kinds == {str}:
        return docs_of(cast("list[str]", several))
    return [numbered_doc(*each) for each in enumerate(several)]


def need_several(texts: Iterable[Item]) -> Iterable[Item]:
    """`texts`, which must be several: no text, Doc or mapping."""
    advice = "Give a list of texts; call the stage with a single one"
    if isinstance(texts, (Doc, Mapping, set, frozenset)):  # sets have no order
        raise wrong_type(texts, "what batch or stream is called with", advice)
    if hasattr(texts, "columns"):  # a table gives the names of its columns, or the columns
        advice = "Give one of its columns, as in frame['text']"
        raise wrong_type(texts, "what batch or stream is called with", advice)
    return need_items(texts, "what batch or stream is called with", advice)


def numbered_doc(number: int, text: object) -> Doc:
    """The Doc of a text, which must be a str or a Doc, or the error names its number."""
    if isinstance(text, Doc):
        return text
    if isinstance(text, str):
        return _doc_of(text)
    advice = _ADVICE
    if is_missing(text):
        advice = 'Leave missing texts out, or give a pipeline on_missing="skip" or "empty"'
    raise wrong_type(text, f"text {number} (counted from 0)", advice)


def _doc_of(text: str) -> Doc:
    """``Doc(text)``, at a sixth of its cost: there are no layers to check."""
    (doc,) = docs_of([need_text(text, "text")])
    return doc


def _restored(kind: type[Stage], own: dict[str, Any]) -> Stage:
    """The stage with these settings, from a pickle.

    Stages of zhnlp that only packs that ship and plain values make are shared in a process: a
    worker gets a pipeline with every task, and each may take ten milliseconds to make.
    """
    if kind.__module__.startswith("zhnlp.") and all(map(_is_plain, own.values())):
        return _shared(kind, tuple(own.items()))  # type: ignore[arg-type]  # its __hash__
    return kind(**own)


@lru_cache(maxsize=32)
def _shared(kind: type[Stage], own: tuple[tuple[str, object], ...]) -> Stage:
    return kind(**dict(own))


def _is_plain(value: object) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_plain, value))
    if isinstance(value, str):
        return os.sep not in value  # a file may change
    return value is None or isinstance(value, (bool, int, float))


def settings(stage: DataclassInstance) -> dict[str, Any]:
    """The settings of a stage or model by name: its dataclass fields."""
    return {field.name: getattr(stage, field.name) for field in fields(stage)}
