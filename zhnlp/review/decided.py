"""OnlyDecided: a model that finds nothing, so that only what the user decided is corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhnlp.correction import Correction
from zhnlp.models import Correct, CorrectorModel


@dataclass(frozen=True)
class OnlyDecided:
    """Makes the corrections of a model that are from the user's list, and no others."""

    model: CorrectorModel

    def corrector(
        self,
        *,
        max_false_alarms: float | None,
        misspellings: Mapping[str, str],
        protected: Iterable[str],
    ) -> Correct:
        """A corrector with these settings."""
        correct = self.model.corrector(
            max_false_alarms=max_false_alarms, misspellings=misspellings, protected=protected
        )

        def decided(text: str, keep: Sequence[tuple[int, int]]) -> list[Correction]:
            return [each for each in correct(text, keep) if each.reason == "user"]

        return decided
