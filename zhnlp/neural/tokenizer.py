"""CharacterTokenizer: ids of characters for a network, with the characters of each.

    text            苹果iPhone15 😀
    pieces=True     苹 果 iph ##one ##15 [UNK] [UNK]
    pieces=False    苹 果 i p h o n e 1 5 [UNK] [UNK]
    starts of both  0 1 2 5 8 10 11; 0 1 2 3 … 11

Han characters, signs, emoji and blanks are tokens of their own, known or not: the last two above
are a blank and an emoji. Runs of Latin letters and digits are word pieces (Wu et al., 2016,
"Google's Neural Machine Translation System", section 4.1) or single characters. Tokens tile the
text. Normalisation and matching are those of the `tokenizers` library, so ``tokenizer.json`` gives
plain `transformers` the same ids.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tokenizers import Encoding, Regex, Tokenizer, normalizers, pre_tokenizers, processors, trainers
from tokenizers import models as token_models

from zhnlp.arguments import need_count, need_items, need_text
from zhnlp.errors import PackError, UsageError
from zhnlp.io.whole_files import write_whole
from zhnlp.neural.vocabulary import KEYS, SPECIAL, read_vocabulary
from zhnlp.packing import to_json

_RUN = r"[\p{Latin}\p{Nd}\p{Mn}]+"
_ASCII_RUN = re.compile("[A-Za-z0-9]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TEXTS = "Give a list of strings"
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
        special: The special tokens that `vocabulary` spells in another way, such as
            ``{"[CLS]": "<s>"}``.

    Raises:
        UsageError: A token occurs twice, or ``[UNK]`` is missing.
    """

    def __init__(
        self,
        vocabulary: Sequence[str],
        *,
        lowercase: bool = True,
        pieces: bool = True,
        special: Mapping[str, str] | None = None,
    ) -> None:
        self.vocabulary = tuple(vocabulary)
        self.ids: Mapping[str, int] = {token: i for i, token in enumerate(self.vocabulary)}
        self.lowercase = lowercase
        self.pieces = pieces
        self.special = {name: name for name in SPECIAL} | dict(special or {})
        if len(self.ids) != len(self.vocabulary):
            [(twice, _)] = Counter(self.vocabulary).most_common(1)
            raise UsageError(f"the vocabulary has {twice!r} twice. Leave one out.")
        self._unknown = self.id_of("[UNK]")
        self._tokenizer = self._built()

    def _built(self) -> Tokenizer:
        model = token_models.WordPiece(
            dict(self.ids), unk_token=self.special["[UNK]"], max_input_chars_per_word=_LONGEST
        )
        tokenizer = Tokenizer(model)
        if self.lowercase:  # composed again, so that a syllable of Hangul is one token
            steps = ("NFD", "StripAccents", "Lowercase", "NFC")
            tokenizer.normalizer = normalizers.Sequence(
                [getattr(normalizers, step)() for step in steps]
            )
        pattern = f"{_RUN}|[\\s\\S]" if self.pieces else r"[\s\S]"
        tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(pattern), behavior="isolated")
        cls, sep = self.special["[CLS]"], self.special["[SEP]"]
        if {cls, sep} <= set(self.ids):
            tokenizer.post_processor = processors.TemplateProcessing(
                single=[cls, "$A", sep],
                pair=[cls, "$A", sep, "$B:1", f"{sep}:1"],
                special_tokens=[(name, self.ids[name]) for name in (cls, sep)],
            )
        return tokenizer

    def __len__(self) -> int:
        return len(self.vocabulary)

    def id_of(self, token: str) -> int:
        """The id of a special token: ``"[PAD]"``, ``"[UNK]"``, ``"[CLS]"``, ``"[SEP]"`` or
        ``"[MASK]"``, however the vocabulary spells it.

        Raises:
            UsageError: The vocabulary does not have it.
        """
        spelled = self.special.get(token, token)
        if spelled not in self.ids:
            raise UsageError(f"the vocabulary has no {spelled!r}, which is needed here. Add it.")
        return self.ids[spelled]

    def encode(self, text: str) -> Tokens:
        """The tokens of `text`; special tokens that it spells out are plain characters."""
        return self.encode_batch([text])[0]

    def encode_batch(self, texts: Iterable[str]) -> list[Tokens]:
        """The tokens of each of `texts`."""
        readable = [_readable(text) for text in need_items(texts, "texts", _TEXTS)]
        found = self._tokenizer.encode_batch(readable, add_special_tokens=False)
        return [self._tiling(*each) for each in zip(readable, found, strict=True)]

    def _tiling(self, text: str, found: Encoding) -> Tokens:
        """The tokens of `text`; what was stripped from it belongs to the token before."""
        ids: list[int] = found.ids
        if len(ids) == len(text):  # no character has two tokens
            return Tokens(ids, list(range(len(ids))))
        starts = [start for start, _ in found.offsets] or [0]
        starts[0] = 0
        return Tokens(ids or [self._unknown], starts)  # accents alone are one unknown token

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write ``vocab.txt``, and what plain `transformers` needs for the same ids.

        Only a text of accents alone, stripped with `lowercase`, has no token there.
        """
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
            "split_special_tokens": True,  # a text cannot write special tokens
            "model_input_names": ["input_ids", "token_type_ids", "attention_mask"],
            **{KEYS[name]: token for name, token in self.special.items() if token in self.ids},
        }
        write_whole(folder / "tokenizer_config.json", to_json(config))

    @classmethod
    def from_pretrained(cls, folder: str | os.PathLike[str]) -> CharacterTokenizer:
        """The tokenizer in a folder, or that of a ``vocab.txt``.

        Raises:
            PackError: There is no vocabulary, it is damaged, or it is not one of word pieces.
        """
        tokens, lowercase, pieces, special = read_vocabulary(folder)
        try:
            return cls(tokens, lowercase=lowercase, pieces=pieces, special=special)
        except UsageError as error:
            raise PackError(f"{os.fspath(folder)!r}: {error}") from error

    @classmethod
    def train(
        cls,
        texts: Iterable[str],
        *,
        min_count: int = 2,
        n_pieces: int = 0,
        lowercase: bool = True,
    ) -> CharacterTokenizer:
        """A tokenizer for the characters of `texts`.

        Args:
            texts: Read once.
            min_count: How often a character or a piece must occur.
            n_pieces: Word pieces to learn for runs of Latin letters and digits, besides the
                characters; 0 for a tokenizer with ``pieces=False``.
            lowercase: As of the class.
        """
        need_count(min_count, "min_count")
        need_count(n_pieces, "n_pieces", least=0)
        normalizer = cls(SPECIAL, lowercase=lowercase)._tokenizer.normalizer
        chars: Counter[str] = Counter()
        runs: Counter[str] = Counter()
        for text in need_items(texts, "texts", _TEXTS):
            text = _readable(text)
            text = normalizer.normalize_str(text) if normalizer else text
            chars.update(text)
            if n_pieces:
                runs.update(_ASCII_RUN.findall(text))
        kept = sorted(char for char, n in chars.items() if n >= min_count and not char.isspace())
        pieces = _learned_pieces(runs, n_pieces, min_count) if n_pieces else []
        vocabulary = dict.fromkeys([*SPECIAL, *kept, *pieces])
        return cls(list(vocabulary), lowercase=lowercase, pieces=n_pieces > 0)


def _learned_pieces(runs: Counter[str], n_pieces: int, min_count: int) -> list[str]:
    """Word pieces of `runs`: their characters, and up to `n_pieces` longer ones."""
    tokenizer = Tokenizer(token_models.WordPiece(unk_token="[UNK]"))
    alphabet = set("".join(runs))
    inner = {char for run in runs for char in run[1:]}
    trainer = trainers.WordPieceTrainer(
        vocab_size=len(alphabet) + len(inner) + n_pieces,
        min_frequency=min_count,
        show_progress=False,
    )
    tokenizer.train_from_iterator(runs.elements(), trainer)
    ids: dict[str, int] = tokenizer.get_vocab()
    return sorted(ids, key=lambda piece: ids[piece])


def _readable(text: str) -> str:
    """`text` with a replacement character for each lone surrogate, which UTF-8 cannot hold."""
    return _SURROGATE.sub("\ufffd", need_text(text, "text"))
