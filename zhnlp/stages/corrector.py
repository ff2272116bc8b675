"""Corrector: misspelled characters and words, and what was meant.

It corrects only what the model is sure enough of for `max_false_alarms`. It never
changes the user's protected words, the entities of the text if it has them, or addresses,
paths, file names, hashtags and mentions (see models/spelling/verbatim.py).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from zhnlp.alignment import Alignment, Edit
from zhnlp.arguments import need_flag, need_number, need_text, shown
from zhnlp.correction import Correction
from zhnlp.doc import Doc, Span
from zhnlp.errors import UsageError
from zhnlp.layer_checks import check_spans
from zhnlp.models import Correct, CorrectorModel, need_answers, need_model
from zhnlp.models.lexicons.lexicon import Lexicon, LexiconLike
from zhnlp.models.lexicons.misspellings import Misspellings, MisspellingsLike
from zhnlp.models.spelling.verbatim import joined, verbatim_spans
from zhnlp.stage import Stage, need_doc, need_docs
from zhnlp.stages.by_name import by_name

if TYPE_CHECKING:
    from zhnlp.models.spelling.checks import Checker


@by_name()
@dataclass(frozen=True, repr=False)
class Corrector(Stage):
    """Find misspellings in a text, and correct them if `apply` is set.

    Args:
        model: The name of a pack, its folder, or the model itself; by default one that
            ships.
        apply: Write the corrections into the text. Entities and links move with it, all other
            earlier layers are dropped, and ``doc.in_source`` gives the span of the wrong
            characters in the user's text. By default the text does not change.
        max_false_alarms: The share of correct sentences that may be changed (0.01: one
            in a hundred); None for the model's default.
        misspellings: The user's own: a mapping of wrong to right, pairs, or the path of a
            file (`Misspellings` has its format). They are corrected wherever they occur in prose,
            the leftmost and longest first.
        protected: Words that no correction may change: a Lexicon, words, or the path of
            a lexicon. Entries with mode ``split`` are not protected.
        known: Correct well-known misspellings, such as 必竟 for 毕竟, whatever the model says,
            but not inside protected words. For a model of another kind this has no effect.
        checks: What else is looked at: the name of a check, several, or "all". "de" (的地得),
            "zai" (在再), "zuo" (做作), "ta" (他她它), "zhang" (帐账), "xiang" (象像),
            "punctuation". `max_false_alarms` holds for each of them.

    Raises:
        UsageError: The model or a check cannot keep to `max_false_alarms`, a check is not known,
            or misspellings or words are invalid.
        FileError: A file cannot be read.
        FormatError: A line of a file is invalid.
        PackError: There is no such model, or it is damaged or of another kind.
    """

    model: CorrectorModel | str | os.PathLike[str] | None = None
    apply: bool = field(default=False, kw_only=True)
    max_false_alarms: float | None = field(default=None, kw_only=True)
    misspellings: MisspellingsLike | None = field(default=None, kw_only=True)
    protected: LexiconLike | None = field(default=None, kw_only=True)
    known: bool = field(default=True, kw_only=True)
    checks: str | Sequence[str] = field(default=(), kw_only=True)

    provides = ("corrections",)

    _correct: ClassVar[Correct]  # both computed from the settings
    _model: ClassVar[CorrectorModel]
    _checker: ClassVar[Checker | None] = None
    _model_at = "_model"

    def __post_init__(self) -> None:
        set_ = partial(object.__setattr__, self)
        if need_flag(self.apply, "apply"):
            set_("provides", ("text", "corrections"))
            set_("moves", ("entities", "links"))
        if self.max_false_alarms is not None:
            need_number(self.max_false_alarms, "max_false_alarms")
        need_flag(self.known, "known")
        misspellings, protected = _misspellings(self.misspellings), _lexicon(self.protected)
        model = _model(self.model)
        set_("misspellings", misspellings)
        set_("protected", protected)
        set_("_model", model)
        if self.model is not None:
            set_("model", model)
        correct = model.corrector(
            max_false_alarms=self.max_false_alarms,
            misspellings=dict(misspellings.entries if misspellings else ()),
            protected=_words(protected),
            **({} if self.known else _without_known(model)),
        )
        set_("_correct", correct)
        self._set_checks(set_)

    def _set_checks(self, set_: Callable[[str, object], None]) -> None:
        if isinstance(self.checks, (list, tuple)) and not self.checks:
            set_("checks", ())
            return
        from zhnlp.models.spelling.checks import Checker, need_checks  # not needed without

        set_("checks", names := need_checks(self.checks))
        words = _words(_lexicon(self.protected))
        rate = self.max_false_alarms
        set_("_checker", Checker.of(names, max_false_alarms=rate, protected=words))

    def __call__(self, text: str | Doc) -> Doc:
        """`doc` with its corrections: in order, not overlapping."""
        doc = need_doc(text)
        keep = _spans_to_keep(doc)
        return self._filled(doc, self._checked(doc, keep, self._correct(doc.text, keep)))

    def batch(self, texts: Sequence[str | Doc]) -> list[Doc]:
        """Each of `docs` with its corrections."""
        docs = need_docs(texts)
        correct_batch = getattr(self._correct, "batch", None)
        if correct_batch is None:
            return list(map(self, docs))
        keep = list(map(_spans_to_keep, docs))
        corrections = correct_batch([doc.text for doc in docs], keep)
        corrections = need_answers(corrections, len(docs), self._correct)
        checked = map(self._checked, docs, keep, corrections)
        return [self._filled(doc, own) for doc, own in zip(docs, checked, strict=True)]

    def correct(self, text: str) -> str:
        """`text` with its misspellings corrected, whether `apply` is set or not.

        >>> Corrector().correct("我们今天去公圆玩。")
        '我们今天去公园玩。'
        """
        doc = Doc(need_text(text, "text"))
        keep = _spans_to_keep(doc)
        found = self._checked(doc, keep, self._correct(doc.text, keep))
        return str(doc.rewrite(_edits(found)).text)

    def _checked(
        self, doc: Doc, keep: Sequence[tuple[int, int]], corrections: list[Correction]
    ) -> list[Correction]:
        """The corrections of the model, and what the checks find beside them."""
        if self._checker is None:
            return corrections
        check_spans(doc.text, "the model of the corrector", corrections)
        return self._checker.add(doc.text, keep, corrections)

    def _filled(self, doc: Doc, corrections: list[Correction]) -> Doc:
        check_spans(doc.text, "the model of the corrector", corrections)
        if not self.apply:
            return doc.filled(corrections=tuple(corrections))
        bare = Doc(doc.text, source=doc.source, alignment=doc.alignment)
        new = bare.rewrite(_edits(corrections)) if corrections else bare
        return new.filled(corrections=_moved(corrections), **_names(doc, corrections))


def _edits(corrections: Iterable[Correction]) -> Iterator[Edit]:
    return ((each.start, each.end, each.right) for each in corrections)


def _names(doc: Doc, corrections: Sequence[Correction]) -> dict[str, object]:
    """The entities and links of a Doc, where they are when the edits are made."""
    if doc.entities is None and doc.links is None:
        return {}
    way, _ = Alignment.of(doc.text, _edits(corrections))

    def moved(spans: Iterable[Span]) -> tuple[Span, ...]:
        return tuple(Span(*way.from_source(*span[:2]), span.label) for span in spans)

    entities = None if doc.entities is None else moved(doc.entities)
    links = doc.links and tuple(each._replace(spans=moved(each.spans)) for each in doc.links)
    return {"entities": entities, "links": links}


def _spans_to_keep(doc: Doc) -> list[tuple[int, int]]:
    """The spans that no correction may change, sorted: entities, addresses, paths and the like."""
    spans = verbatim_spans(doc.text)
    if doc.entities:
        spans = joined([*spans, *((span.start, span.end) for span in doc.entities)])
    return spans


def _moved(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections with their positions in the corrected text."""
    out = []
    shift = 0
    for each in corrections:
        start = each.start + shift
        end = start + len(each.right)
        shift = end - each.end
        out.append(each._replace(start=start, end=end))
    return tuple(out)


def _model(given: CorrectorModel | str | os.PathLike[str] | None) -> CorrectorModel:
    """The model given or named, or the default one for None."""
    if given is None or isinstance(given, (str, os.PathLike)):
        from zhnlp.models.spelling.model import SpellingModel  # not needed with another model

        model: CorrectorModel = SpellingModel() if given is None else SpellingModel(given)
        return model
    need_model(given, CorrectorModel, "a corrector")
    return given


def _without_known(model: CorrectorModel) -> dict[str, bool]:
    """The setting that leaves well-known misspellings out, if the model has one."""
    from zhnlp.models.spelling.model import SpellingModel  # not needed by default

    return {"known": False} if isinstance(model, SpellingModel) else {}


def _misspellings(given: object) -> Misspellings | None:
    if given is None:
        return None
    if isinstance(given, (Misspellings, str, os.PathLike, Mapping, Sequence)):
        return Misspellings.of(given)
    raise UsageError(
        f"misspellings are {shown(given)}. Give a mapping of wrong to right, or the path of a file."
    )


def _lexicon(given: object) -> Lexicon | None:
    if given is None:
        return None
    if isinstance(given, (str, os.PathLike, Iterable)):
        return Lexicon.of(given)
    raise UsageError(f"protected words are {shown(given)}. Give words, or the path of a lexicon.")


def _words(protected: Lexicon | None) -> list[str]:
    """The words that no correction may change."""
    entries = protected.entries if protected else ()
    return [entry.word for entry in entries if entry.mode != "split"]
