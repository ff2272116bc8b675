"""CharacterTokenizer: ids of characters for a network, with the characters of each.

    text     苹  果  iPhone15   😀
    tokens   苹  果  iph ##one ##15  [UNK]  [UNK]     (pieces=True; a blank is a token, too)
    tokens   苹  果  i p h o n e 1 5 [UNK]  [UNK]     (pieces=False)

Han characters, signs, emoji and blanks are tokens of their own, known or not. Runs of Latin
letters and digits are word pieces (Wu et al., 2016, "Google's Neural Machine Translation System",
section 4.1) or single characters. Tokens tile the text. Normalisation and matching are those of
the `tokenizers` library, so ``tokenizer.json`` gives plain `transformers` the same ids.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers import models as token_models

from zhnlp.errors import FileError, PackError, UsageError
from zhnlp.io.whole_files import write_whole
from zhnlp.packing import to_json

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_RUN = r"[\p{Latin}\p{Nd}\p{Mn}]+"
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST = 100  # characters of a run that is looked up in word pieces


class Tokens(NamedTuple):
    """The tokens of a text, without special ones.

    Attributes:
        ids: Their ids.
        starts: Where each begins in the text; it ends where the next one begins.
    """

    ids: list[int]
    starts: list[int]


class CharacterTokenizer:
    """Ids of the characters of a text.

    Args:
        vocabulary: All tokens, in the order of their ids; with ``[UNK]``, and with the other
            special tokens if pairs or masks are needed.
        lowercase: Read Latin letters as small ones without accents.
        pieces: Look runs of Latin letters and digits up as word pieces.

    Raises:
        UsageError: A token occurs twice, or ``[UNK]`` is missing.
    """

    def __init__(
        self, vocabulary: Sequence[str], *, lowercase: bool = True, pieces: bool = True
    ) -> None:
        self.vocabulary = tuple(vocabulary)
        self.ids: Mapping[str, int] = {token: i for i, token in enumerate(self.vocabulary)}
        self.lowercase = lowercase
        self.pieces = pieces
        if len(self.ids) != len(self.vocabulary):
            [(twice, _)] = Counter(self.vocabulary).most_common(1)
            raise UsageError(f"the vocabulary has {twice!r} twice. Leave one out.")
        if "[UNK]" not in self.ids:
            raise UsageError("the vocabulary has no '[UNK]'. Add it.")
        self._tokenizer = self._built()

    def _built(self) -> Tokenizer:
        model = token_models.WordPiece(
            dict(self.ids), unk_token="[UNK]", max_input_chars_per_word=_LONGEST
        )
        tokenizer = Tokenizer(model)
        if self.lowercase:
            tokenizer.normalizer = normalizers.Sequence(
                [normalizers.NFD(), normalizers.StripAccents(), normalizers.Lowercase()]
            )
        pattern = f"{_RUN}|[\\s\\S]" if self.pieces else r"[\s\S]"
        tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(pattern), behavior="isolated")
        if {"[CLS]", "[SEP]"} <= set(self.ids):
            tokenizer.post_processor = processors.TemplateProcessing(
                single="[CLS] $A [SEP]",
                pair="[CLS] $A [SEP] $B:1 [SEP]:1",
                special_tokens=[(name, self.ids[name]) for name in ("[CLS]", "[SEP]")],
            )
        return tokenizer

    def __len__(self) -> int:
        return len(self.vocabulary)

    def id_of(self, token: str) -> int:
        """The id of a special token; UsageError if the vocabulary does not have it."""
        if token not in self.ids:
            raise UsageError(f"the vocabulary has no {token!r}, which this network needs.")
        return self.ids[token]

    def encode(self, text: str) -> Tokens:
        """The tokens of `text`."""
        return self.encode_batch([text])[0]

    def encode_batch(self, texts: Iterable[str]) -> list[Tokens]:
        """The tokens of each of `texts`."""
        readable = [_without_surrogates(text) for text in texts]
        found = self._tokenizer.encode_batch(readable, add_special_tokens=False)
        return [_tiling(each.ids, each.offsets) for each in found]

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write ``vocab.txt``, and what plain `transformers` needs to load it."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(
            folder / "vocab.txt", "".join(f"{token}\n" for token in self.vocabulary).encode()
        )
        write_whole(folder / "tokenizer.json", self._tokenizer.to_str().encode())
        config = {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "do_lower_case": self.lowercase,
            "pieces": self.pieces,
            **{f"{name[1:-1].lower()}_token": name for name in SPECIAL if name in self.ids},
        }
        write_whole(folder / "tokenizer_config.json", to_json(config))

    @classmethod
    def from_pretrained(cls, folder: str | os.PathLike[str]) -> CharacterTokenizer:
        """The tokenizer of a folder with ``vocab.txt``, or of such a file.

        Raises:
            PackError: There is no vocabulary.
        """
        path = Path(folder)
        path = path / "vocab.txt" if path.is_dir() else path
        try:
            tokens = path.read_text("utf-8").split("\n")
        except FileNotFoundError as error:
            raise PackError(f"there is no vocabulary {str(path)!r}.") from error
        except OSError as error:
            raise FileError(f"cannot read {str(path)!r}: {error.strerror}.") from error
        config_path = path.parent / "tokenizer_config.json"
        config = json.loads(config_path.read_text("utf-8")) if config_path.is_file() else {}
        tokens = tokens[:-1] if tokens[-1] == "" else tokens
        return cls(
            tokens,
            lowercase=config.get("do_lower_case", True),
            pieces=config.get("pieces", True),
        )

    @classmethod
    def train(
        cls, texts: Iterable[str], *, min_count: int = 2, lowercase: bool = True
    ) -> CharacterTokenizer:
        """A tokenizer of single characters: those that occur `min_count` times in `texts`."""
        plain = cls(SPECIAL, lowercase=lowercase, pieces=False)
        normalizer = plain._tokenizer.normalizer
        counts: Counter[str] = Counter()
        for text in texts:
            text = _without_surrogates(text)
            counts.update(normalizer.normalize_str(text) if normalizer else text)
        chars = sorted(char for char, n in counts.items() if n >= min_count and not char.isspace())
        return cls([*SPECIAL, *chars], lowercase=lowercase, pieces=False)


def _without_surrogates(text: str) -> str:
    """`text` with a replacement character for each lone surrogate, which UTF-8 cannot hold."""
    return _SURROGATE.sub("\ufffd", text)


def _tiling(ids: Sequence[int], offsets: Sequence[tuple[int, int]]) -> Tokens:
    """Tokens that tile the text: one that begins where the one before begins is part of it."""
    kept: list[int] = []
    starts: list[int] = []
    for number, (start, _) in zip(ids, offsets, strict=True):
        if starts and start <= starts[-1]:
            continue
        kept.append(number)
        starts.append(start)
    if starts:
        starts[0] = 0
    return Tokens(kept, starts)
