"""Teach a GRU with attention to write dates: 二〇二四年三月五日 -> 2024-03-05 (a few seconds)."""

from datetime import date, timedelta

import numpy as np
import torch

from zhnlp.neural.beam_search import Beam
from zhnlp.neural.inputs import batch_of
from zhnlp.neural.seq2seq import Seq2Seq, Seq2SeqConfig
from zhnlp.neural.settings import FineTuning
from zhnlp.neural.tokenizer import CharacterTokenizer
from zhnlp.neural.training import Example, train

DIGITS = "〇一二三四五六七八九"


def in_words(day: date) -> str:
    """A date as it is written out: 二〇二四年十二月三十一日."""
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    month, number = (
        ("" if n < 20 else DIGITS[n // 10])
        + ("十" if n > 9 else "")
        + DIGITS[n % 10] * (n % 10 > 0)
        for n in (day.month, day.day)
    )
    return f"{year}年{month}月{number}日"


days = [date(1950, 1, 1) + timedelta(37 * i) for i in range(1200)]
held_out = days[::40]
days = [day for day in days if day not in held_out]

tokenizer = CharacterTokenizer.train([text for day in days for text in (in_words(day), str(day))])
begin, end = tokenizer.id_of("[CLS]"), tokenizer.id_of("[SEP]")
examples = [
    Example({"ids": tokenizer.encode(in_words(day)).ids}, np.array([*target.ids, end]))
    for day in days
    for target in [tokenizer.encode(str(day))]
]
torch.manual_seed(1)
network = Seq2Seq(
    Seq2SeqConfig(len(tokenizer), begin, end, embedding=32, width=64, dropout=0.0, copy=False)
)
settings = FineTuning(passes=14, rate=1e-2, batch=400, precision="fp32", seed=1)
train(network, examples, settings, report=print)

rows = [{"ids": tokenizer.encode(in_words(day)).ids} for day in held_out]
batch = {name: torch.from_numpy(ids) for name, ids in batch_of(rows).items()}
found = network.generate(batch["ids"], batch["mask"], Beam(no_repeat=0), never=[])
dates = ["".join(tokenizer.vocabulary[i] for i in each.tokens) for each in found]

print(in_words(held_out[-1]), "->", dates[-1])
n_right = sum(guess == str(day) for guess, day in zip(dates, held_out, strict=True))
print("right  ", n_right, "of", len(held_out))
