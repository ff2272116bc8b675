"""Inputs: from texts to rows of ids, and from rows to padded batches.

    text        苹  果  涨  了       one sentence, words 苹果 | 涨 | 了
    ids         [CLS]  苹  果  涨  了  [SEP]     special tokens only for transformers encoders
    words           -  17  17   4   2   -       ids of further channels, the same for all
    places          -   1   3   4   4   -       characters of a word: B M E S

A batch is a dict of int64 arrays of shape (texts, tokens), padded with 0 at the right, with
``mask``: 1 for tokens. Texts of similar length share a batch, so there is little padding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhnlp.errors import UsageError
from zhnlp.neural.tokenizer import CharacterTokenizer, Tokens

Row = dict[str, list[int]]
Batch = dict[str, NDArray[np.int64]]
PLACES = 5  # padding, B, M, E, S
UNKNOWN = 1  # id of what a channel does not know; 0 is padding


class Cut(NamedTuple):
    """A text with what the channels of its tokens need.

    Attributes:
        text: The text.
        ends: The ends of its words; empty if no channel needs them.
        tags: Their parts of speech.
    """

    text: str
    ends: Sequence[int] | NDArray[np.int32] = ()
    tags: Sequence[str] = ()


@dataclass(frozen=True)
class Inputs:
    """Makes rows of ids for one network.

    Attributes:
        tokenizer: Gives the ids of tokens.
        channels: What each further channel knows, the first with id 2: ``bigrams``, ``words``,
            ``tags``; ``places`` knows nothing.
        special: Put ``[CLS]`` before and ``[SEP]`` behind.
        max_tokens: Most tokens of a row, special ones included.
    """

    tokenizer: CharacterTokenizer
    channels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    special: bool = False
    max_tokens: int = 512
    _known: Mapping[str, Mapping[str, int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known = {
            name: {each: i for i, each in enumerate(values, UNKNOWN + 1)}
            for name, values in self.channels.items()
        }
        object.__setattr__(self, "_known", known)

    def size(self, channel: str) -> int:
        """Number of ids of a channel."""
        return PLACES if channel == "places" else len(self.channels[channel]) + UNKNOWN + 1

    def ids(self, cut: Cut, tokens: Tokens) -> Row:
        """The ids of all tokens of a text, without special ones."""
        return {"ids": tokens.ids, **self._channels(cut, tokens.starts)}

    def framed(self, ids: Row, first: int = 0, last: int | None = None) -> Row:
        """The row of tokens `first` to `last` of a text, with special tokens if they are used."""
        part = {name: own[first:last] for name, own in ids.items()}
        if not self.special:
            return part
        begin, end = self.tokenizer.id_of("[CLS]"), self.tokenizer.id_of("[SEP]")
        return {
            name: [begin, *own, end] if name == "ids" else [0, *own, 0]
            for name, own in part.items()
        }

    def pair(self, first: Tokens, second: Tokens) -> Row:
        """The ids of two texts in one row, the second in segment 1.

        Raises:
            UsageError: The network is not one of transformers.
        """
        if not self.special:
            raise UsageError(
                "pairs of texts and questions need an encoder of transformers. Give its folder as "
                "the encoder."
            )
        begin, end = self.tokenizer.id_of("[CLS]"), self.tokenizer.id_of("[SEP]")
        return {
            "ids": [begin, *first.ids, end, *second.ids, end],
            "segments": [0] * (len(first.ids) + 2) + [1] * (len(second.ids) + 1),
        }

    def _channels(self, cut: Cut, starts: Sequence[int]) -> Row:
        """The ids of all channels, one for each token."""
        row: Row = {}
        text = cut.text
        if (known := self._known.get("bigrams")) is not None:
            row["bigrams"] = [known.get(text[i : i + 2], UNKNOWN) for i in starts]
        if {"words", "places", "tags"} & set(self.channels):
            whose = np.searchsorted(np.asarray(cut.ends), np.asarray(starts), side="right")
            row |= self._of_words(cut, starts, whose)
        return row

    def _of_words(self, cut: Cut, starts: Sequence[int], whose: NDArray[np.int64]) -> Row:
        ends = [*cut.ends]
        begins = [0, *ends][:-1]
        row: Row = {}
        if (known := self._known.get("words")) is not None:
            ids = [known.get(cut.text[a:b], UNKNOWN) for a, b in zip(begins, ends, strict=True)]
            row["words"] = [ids[i] for i in whose]
        if (known := self._known.get("tags")) is not None:
            ids = [known.get(tag, UNKNOWN) for tag in cut.tags]
            row["tags"] = [ids[i] for i in whose]
        if "places" in self.channels:
            after = [*starts, len(cut.text)][1:]
            row["places"] = [
                _PLACE[start == begins[i], end == ends[i]]
                for start, end, i in zip(starts, after, whose, strict=True)
            ]
        return row


_PLACE = {(True, False): 1, (False, False): 2, (False, True): 3, (True, True): 4}


def batch_of(rows: Sequence[Row]) -> Batch:
    """`rows` as arrays, as long as the longest of them."""
    lengths = [len(row["ids"]) for row in rows]
    longest = max(lengths, default=0)
    batch = {}
    for name in rows[0] if rows else ("ids",):
        batch[name] = np.zeros((len(rows), longest), np.int64)
        for i, row in enumerate(rows):
            batch[name][i, : lengths[i]] = row[name]
    batch["mask"] = (np.arange(longest) < np.array(lengths)[:, None]).astype(np.int64)
    return batch


def groups(lengths: Sequence[int], max_tokens: int, order: Iterable[int]) -> list[list[int]]:
    """The indices in `order`, in groups of at most `max_tokens` tokens with their padding.

    A text that is longer is a group by itself.
    """
    if max_tokens < 1:
        raise UsageError(f"a batch of {max_tokens} tokens is empty. Give at least 1.")
    found: list[list[int]] = []
    longest = 0
    for i in order:
        longest = max(longest, lengths[i])
        if not found or longest * (len(found[-1]) + 1) > max_tokens:
            found.append([])
            longest = lengths[i]
        found[-1].append(i)
    return found


def by_length(lengths: Sequence[int]) -> list[int]:
    """The indices of `lengths`, the longest first."""
    return sorted(range(len(lengths)), key=lambda i: -lengths[i])
