"""The texts on which correction is measured, the halves of them, and what is made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal, TypeVar

from correction_speed import corrector
from scorer import Scorer
from spelling_peers import Correct, Pair

from zhnlp import Doc, SentenceSplitter
from zhnlp.cli.train.corrector import few_alike
from zhnlp.corpus import read_spelling
from zhnlp.corpus.documents import read_documents

Half = Literal["whole", "odd", "even", "first", "second"]
HALVES: tuple[Half, ...] = ("whole", "odd", "even")
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
KINDS = {  # of clean text; real microblogs and forums have some errors of their own
    "news": "raw_news/chinanews_2020/chinanews_2020.txt.gz",
    "official": "raw_text/provincial_gov_reports_2026/provincial_gov_reports_2026.txt.gz",
    "encyclopedia": "qa/cmrc2018/cmrc2018_dev.json.gz",
    "microblog": "ner/weibo/weiboNER_2nd_conll.train",
    "medical forum": "segmentation/amttl_medical_forum/forum_train.txt",
    "car forum": "classification/bdci_car_2018/train_2.csv.gz",
}
MOST = 20_000  # sentences of a kind
SHORTEST, LONGEST = 6, 200  # characters of a sentence, as in zhnlp train corrector


@dataclass(frozen=True)
class Setting:
    """What all sections share: the data folder, packs by name, and what the options say."""

    data: Path
    models: dict[str, str]
    scorer: Scorer
    text: str | None = None
    arpa: str | None = None
    rounds: int = 1
    half: Half = "whole"
    _correctors: dict[tuple[str, float | None], Correct] = field(default_factory=dict)
    _made: dict[tuple[str, float | None, str], list[str]] = field(default_factory=dict)

    def pairs(self, path: str) -> list[Pair]:
        """The pairs of a file in the folder of pairs, of the half that was asked for."""
        return list(half_of(pairs_of(self.data, path), self.half))

    def predicted(self, model: str, rate: float | None, name: str) -> list[str]:
        """What a pack makes of the sources of a set, at a rate or the default; made once."""
        key = model, rate, name
        if key not in self._made:
            correct = self.corrector(model, rate)
            self._made[key] = [correct(source) for source, _ in self.pairs(SETS[name])]
        return self._made[key]

    def corrector(self, model: str, rate: float | None) -> Correct:
        """The corrector of a pack at a rate or the default."""
        if (model, rate) not in self._correctors:
            self._correctors[model, rate] = corrector(self.models[model], rate)
        return self._correctors[model, rate]


def pairs_of(data: Path, path: str) -> list[Pair]:
    """The pairs of a file of `data`, except those with a tab or the end of a line in them."""
    pairs = read_spelling(data / "csc" / path)
    return [pair for pair in pairs if not {*"\t\r\n"} & {*pair.source, *pair.target}]


def half_of(items: Sequence[T], half: Half) -> Sequence[T]:
    """The items of this half: the first, third and so on (``odd``), or the others (``even``).

    Models are tuned on the odd halves and reported on the even ones. A file may be
    sorted, for example from easy to hard, so its head would be no fair half.
    """
    middle = len(items) // 2
    parts: dict[Half, Sequence[T]] = {"first": items[:middle], "second": items[middle:]}
    return {"whole": items, "odd": items[::2], "even": items[1::2], **parts}[half]


def sentences_of(path: Path) -> list[str]:
    """Up to 20,000 distinct sentences of a file of raw text, drawn.

    Three at most begin with the same title in 【】, as where thresholds are counted.
    """
    split = SentenceSplitter()
    found: dict[str, None] = {}
    for document in read_documents(path):
        for text in document:
            spans = split(Doc(text)).sentences or ()
            sizes = ((end - start, text[start:end]) for start, end, _ in spans)
            found |= {own: None for size, own in sizes if SHORTEST <= size <= LONGEST}
    drawn = list(few_alike(found))
    Random(1).shuffle(drawn)
    return drawn[:MOST]
