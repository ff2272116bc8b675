"""Settings of stages are given by their names: a sentence for those that are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from zhnlp.arguments import shown
from zhnlp.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Kind = TypeVar("Kind", bound="type[DataclassInstance]")


def by_name(advice: str = "") -> Callable[[Kind], Kind]:
    """Let a dataclass refuse unknown and misplaced settings with an InputError, a TypeError.

    Args:
        advice: What to do about too many settings without a name; by default, to name them.

    >>> from zhnlp import Normalizer
    >>> Normalizer("NFKC")
    Traceback (most recent call last):
    zhnlp.errors.InputError: Normalizer takes no setting without a name, but 'NFKC' was given. \
Name it; there are: width, compatibility, controls, blanks, entities, addresses, han_blanks, script.
    """

    def with_sentences(kind: Kind) -> Kind:
        make = kind.__init__
        known = [field.name for field in fields(kind)]
        needed = [field.name for field in fields(kind) if _has_no_default(field)]
        placed = [field.name for field in fields(kind) if not field.kw_only]

        @wraps(make)
        def make_checked(self: DataclassInstance, *given: object, **settings: object) -> None:
            if len(given) > len(placed):
                raise _misplaced(kind.__name__, given, placed, known, advice)
            for name in settings:
                if name not in known:
                    hint = did_you_mean(name, known)
                    raise InputError(f"{kind.__name__} has no setting {name!r}. {hint}")
            for name in needed[len(given) :]:
                if name not in settings:
                    raise InputError(
                        f"{kind.__name__} needs the setting {name!r}, which has no default. "
                        f"Give it, as in {kind.__name__}({name})."
                    )
            make(self, *given, **settings)

        setattr(kind, "__init__", make_checked)  # noqa: B010  # a plain assignment has no type
        return kind

    return with_sentences


def _has_no_default(field: Field[object]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _misplaced(
    kind: str, given: tuple[object, ...], placed: list[str], known: list[str], advice: str
) -> InputError:
    taken = f"{len(placed) or 'no'} setting{'s' * (len(placed) > 1)}"
    if placed:
        taken += f" ({', '.join(placed)})"
    others = ", ".join(name for name in known if name not in placed)
    advice = advice or (f"Name it; there are: {others}." if others else "Leave it out.")
    extra = shown(given[len(placed)])
    return InputError(f"{kind} takes {taken} without a name, but {extra} was given. {advice}")
