"""Stage: one step of a pipeline, from Doc to Doc."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar

from zhnlp.arguments import is_missing, need_items, wrong_type
from zhnlp.doc import Doc
from zhnlp.errors import UsageError
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
    that it `moves` to the new one.
    """

    requires: ClassVar[tuple[str, ...]] = ()
    provides: ClassVar[tuple[str, ...]] = ()
    moves: ClassVar[tuple[str, ...]] = ()

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


def need_doc(text: object) -> Doc:
    """The Doc of a text; a Doc as it is."""
    if isinstance(text, Doc):
        return text
    if isinstance(text, str):
        return Doc(text)
    raise wrong_type(text, "what the stage is called with", _ADVICE)


def need_docs(texts: Iterable[object]) -> list[Doc]:
    """The Docs of `texts`, which must be several; an error names the number of the one at fault."""
    return [numbered_doc(*each) for each in enumerate(need_several(texts))]


def need_several(texts: Iterable[Item]) -> Iterable[Item]:
    """`texts`, which must be several: no text, Doc or mapping."""
    advice = "Give a list of texts; call the stage with a single one"
    if isinstance(texts, (Doc, Mapping, set, frozenset)):  # sets have no order
        raise wrong_type(texts, "what batch or stream is called with", advice)
    return need_items(texts, "what batch or stream is called with", advice)


def numbered_doc(number: int, text: object) -> Doc:
    """The Doc of a text, which must be a str or a Doc, or the error names its number."""
    if isinstance(text, Doc):
        return text
    if isinstance(text, str):
        return Doc(text)
    advice = _ADVICE
    if is_missing(text):
        advice = 'Leave missing texts out, or give a pipeline on_missing="skip" or "empty"'
    raise wrong_type(text, f"text {number} (counted from 0)", advice)


def settings(stage: DataclassInstance) -> dict[str, Any]:
    """The settings of a stage or model by name: its dataclass fields."""
    return {field.name: getattr(stage, field.name) for field in fields(stage)}
