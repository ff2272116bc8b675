"""Stage: one step of a pipeline, from Doc to Doc."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from zhnlp.arguments import need_items, wrong_type
from zhnlp.doc import Doc
from zhnlp.errors import UsageError
from zhnlp.saving import load, save

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Self = TypeVar("Self", bound="Stage")


@dataclass(frozen=True)
class Stage:
    """Reads the layers it `requires` and fills those it `provides`.

    A stage is a frozen dataclass. Its fields are its settings; ``repr``, equality,
    saving and pickling follow from them. What it computes from its settings (a
    compiled model, say) is made in ``__post_init__`` and is not a field. A stage
    that provides ``text`` rewrites it, and drops the layers of the old text, but for those
    that it `moves` to the new one.
    """

    requires: ClassVar[tuple[str, ...]] = ()
    provides: ClassVar[tuple[str, ...]] = ()
    moves: ClassVar[tuple[str, ...]] = ()

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with this stage's layers filled; `doc` itself does not change."""
        if type(self).batch is Stage.batch:
            raise UsageError(
                f"{type(self).__name__} has neither __call__ nor batch. Write one of them."
            )
        return self.batch([need_doc(doc)])[0]

    def batch(self, docs: Sequence[Doc]) -> list[Doc]:
        """One filled Doc for each of `docs`, in their order."""
        return [self(doc) for doc in need_docs(docs)]

    def save(self, folder: str | PathLike[str]) -> None:
        """Write the stage to `folder`, which is made if it is not there."""
        save(self, folder)

    @classmethod
    def load(cls: type[Self], folder: str | PathLike[str]) -> Self:
        """The stage that `folder` holds; PackError if it holds another kind."""
        stage: Self = load(folder, kind=cls)
        return stage

    def __reduce__(self) -> tuple[Callable[[], Stage], tuple[()]]:
        return partial(type(self), **settings(self)), ()


def need_doc(doc: object) -> Doc:
    """`doc`, which must be a Doc."""
    if isinstance(doc, Doc):
        return doc
    advice = "Give Doc(text), or call a Pipeline of this stage, which takes strings, too"
    raise wrong_type(doc, "what the stage is called with", advice)


def need_docs(docs: Iterable[Doc]) -> list[Doc]:
    """`docs` as a list; they must be several Docs, and not a single one."""
    several = need_items(docs, "what batch is called with", "Give a list of Docs")
    return [need_doc(doc) for doc in several]


def settings(stage: DataclassInstance) -> dict[str, Any]:
    """The settings of a stage or model by name: its dataclass fields."""
    return {field.name: getattr(stage, field.name) for field in fields(stage)}
