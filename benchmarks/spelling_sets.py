"""The texts on which correction is measured, and the halves of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeVar

from zhnlp.corpus import read_spelling

Pair = tuple[str, str]
Half = Literal["whole", "odd", "even"]
T = TypeVar("T")

SIGHAN, RIGHT = "SIGHAN15 test", "acc_rmrb, all right"
NEWS, NEWS_LTP = "People's Daily, jieba", "People's Daily, LTP"
SCANNED = "LEMON enc"
SETS = {
    SIGHAN: "sighan/test2015.txt",
    NEWS: "csc_hard/people_daily_jieba.jsonl.gz",
    NEWS_LTP: "csc_hard/people_daily_ltp.jsonl.gz",
    SCANNED: "lemon_v2/enc.txt.gz",
    "MCSC valid": "mcsc/valid.txt.gz",
    "ECSpell law": "ecspell/law.train.filtered",
    "ECSpell med": "ecspell/med.train.filtered",
    "ECSpell odw": "ecspell/odw.train.filtered",
    "textproof": "macro_correct/textproof.tet.json",
    "gen_xxqg": "macro_correct/gen_xxqg.tet.json.gz",
    "gen_passage": "macro_correct/gen_passage.tet.json.gz",
    "gen_de3": "macro_correct/gen_de3.json.gz",
    RIGHT: "macro_correct/acc_rmrb.tet.json.gz",
}


def pairs_of(data: Path, path: str) -> list[Pair]:
    """The pairs of a file of `data`, except those with a tab or the end of a line in them."""
    pairs = read_spelling(data / "csc" / path)
    return [pair for pair in pairs if not {*"\t\r\n"} & {*pair.source, *pair.target}]


def half_of(items: Sequence[T], half: Half) -> Sequence[T]:
    """The items of this half: the first, third and so on (``odd``), or the others (``even``).

    Models are tuned on the odd halves and reported on the even ones. A file may be
    sorted, for example from easy to hard, so its head would be no fair half.
    """
    return {"whole": items, "odd": items[::2], "even": items[1::2]}[half]
