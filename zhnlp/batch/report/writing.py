"""write_report: the facts of all shards as report.json and report.html."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from zhnlp.batch.report.duplicates import duplicates
from zhnlp.batch.report.extras import need_packages
from zhnlp.batch.report.figures import (
    corpus_figures,
    correction_figures,
    month_figures,
    name_figures,
    word_figures,
)
from zhnlp.batch.report.merging import Totals
from zhnlp.batch.report.page import page
from zhnlp.batch.report.rejects import rejects_by_reason
from zhnlp.batch.report.stored import read_facts
from zhnlp.io.whole_files import write_whole

if TYPE_CHECKING:
    from zhnlp.models.likeness.hashing import Hashes

FORMAT = 1


def write_report(
    parts: Iterable[Path], *, rejects: Path, folder: Path, about: Mapping[str, object]
) -> None:
    """Write report.json and report.html to `folder`; the same facts give the same bytes.

    Args:
        parts: The files of facts of the shards, in order.
        rejects: The file of rejected records, which need not be there.
        folder: The output folder.
        about: What else the report says of the run, by name.

    Raises:
        ExtraError: A package that reports need is not installed.
        FileError: A file of facts is damaged.
        OSError: A file cannot be read or written.
    """
    need_packages()
    parts = list(parts)
    totals = Totals()
    hashes: list[Hashes] = []
    for part in parts:
        facts = read_facts(part)
        totals.add(facts)
        hashes.append(facts.likeness.hashes)
    figures = {
        "format": FORMAT,
        "about": dict(about),
        "corpus": corpus_figures(totals),
        "months": month_figures(totals),
        "words": word_figures(totals),
        "names": name_figures(totals),
        "corrections": correction_figures(totals),
        "duplicates": duplicates(parts, hashes, folder),
        "rejects": rejects_by_reason(rejects),
    }
    text = json.dumps(figures, ensure_ascii=False, indent=1, default=str)
    write_whole(folder / "report.json", f"{text}\n".encode("utf-8", "backslashreplace"))
    write_whole(folder / "report.html", page(figures).encode("utf-8", "replace"))
