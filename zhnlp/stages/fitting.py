"""Fitting: whether a stage gives the tags that the model of a later one has learned from."""

from __future__ import annotations

from zhnlp.stage import Stage

_LEAST_SHARE = 0.5  # of the smaller set of tags, which must be in the other, too


def tags_of(stage: Stage) -> frozenset[str]:
    """The tags that a Tagger can give; none for any other stage."""
    labels = getattr(_own(stage, "_tagger"), "labels", ())
    turned = _own(stage, "_map")
    if isinstance(turned, dict):
        return frozenset(turned.get(label, label) for label in labels)
    return frozenset(labels)


def misfit(stage: Stage, given: frozenset[str]) -> str | None:
    """Why the tags `given` are not those of the model of `stage`, as the end of a sentence."""
    known = getattr(_own(stage, "_finder"), "tags", ())
    if len(given & {*known}) >= _LEAST_SHARE * min(len(given), len(known)):
        return None
    own, others = sorted(known)[:3], sorted(given - {*known})[:3]
    return (
        f"has learned from tags such as {', '.join(own)}, not from {', '.join(others)}. Put a "
        "Tagger() before it; one with other tags may follow it"
    )


def _own(stage: Stage, name: str) -> object:
    """An attribute of the stage itself; None if it has none, for which `getattr` makes an error."""
    return getattr(stage, "__dict__", {}).get(name)
