"""Segmenter: the words of a text, by one of nine methods.

core/units.hpp says what a unit is, core/barriers.hpp where words must end. The model of
``crf`` is a conditional random field (Lafferty, McCallum and Pereira, 2001); see
core/sequence.hpp.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import starmap
from typing import TYPE_CHECKING, ClassVar, Literal, Unpack

from zhnlp.arguments import need_count, need_flag, need_number, need_strings, shown
from zhnlp.doc import Doc, Span, Words
from zhnlp.errors import UsageError
from zhnlp.filling import filled, words_of
from zhnlp.models import WordCutter, WordScorer, need_answers, need_model
from zhnlp.models.lexicons.lexicon import Lexicon, LexiconLike
from zhnlp.models.ngrams.model import NgramModel
from zhnlp.models.words.cutting import METHODS as METHODS
from zhnlp.models.words.cutting import STRENGTH, Cutting, check_method, load_model
from zhnlp.models.words.cutting import Method as Method
from zhnlp.models.words.line_stream import LineStream
from zhnlp.models.words.model import WordModel
from zhnlp.span import in_text
from zhnlp.stage import Stage, need_doc, need_docs
from zhnlp.stages.by_name import by_name
from zhnlp.words import words_found

if TYPE_CHECKING:
    from zhnlp.models.sequence.training import Settings
    from zhnlp.models.words.evidence import Raw
    from zhnlp.models.words.explanation import Explanation

DEFAULT: Method = "crf"


@by_name()
@dataclass(frozen=True, repr=False)
class Segmenter(Stage):
    """Cut a text into words that tile it.

    The methods, and how each decides:

    - ``crf``: labels of characters by a trained model; the default;
    - ``forward``, ``backward``: the longest word at each position, from the left or the right;
    - ``bidirectional``: the one of these two with fewer words, then fewer single characters,
      then backward;
    - ``unigram``: the most probable cut by the dictionary's frequencies;
    - ``bigram``, ``trigram``: the most probable cut by a model of word pairs or triples;
    - ``neural``: labels of characters by a network of yours;
    - ``jieba``: the same words as jieba, with its own rules for text that is not Han.

    Every method except ``jieba`` keeps units whole: numbers, dates, versions, Latin words,
    addresses, emoji. In all of them white space, punctuation, symbols and emoji are words of
    their own, and Han characters share no word with Latin letters or digits, unless a list has
    it (T恤) or a measure belongs to its number.

    Words of the user's lexicon have one of these modes, in every method:

    - ``force``: a word wherever it occurs, across scripts and spaces, whatever is beside it, but
      not inside a run of Latin letters or digits; if several overlap, the leftmost, then the
      longest;
    - ``force-inside``: the same, but also inside such runs;
    - ``prefer``: a word unless it would cut one that the method is sure of (平安 in
      世界和平安全): always where the method cuts at both of its ends, else by the setting
      `strength`; not inside a unit. If several overlap, those that cover the most characters,
      then the more frequent;
    - ``split``: never a word.

    Args:
        method: The name of one.
        lexicon: The user's own words: a Lexicon, a list, a mapping, or the path of a file
            (`Lexicon.read` has its formats). Only this segmenter uses them.
        dictionary: Words with frequencies, given likewise, to use instead of jieba's dictionary and
            its finalseg. ``crf`` uses them in addition to jieba's, as evidence that
            the model weighs: the words of a field help it without training, and none
            of them is forced. ``neural`` only lets them mix scripts, and `search` finds them.
        model: The model of ``bigram``, ``trigram`` and ``crf``: the name of a pack,
            its folder, or the model itself; by default a pack that ships. For ``neural`` a
            `zhnlp.models.WordScorer` or the folder of a network; none ships. Or any
            `zhnlp.models.WordCutter`; `method` then has no effect.
        hmm: Find unknown words with a hidden Markov model: in ``unigram`` and
            ``jieba`` jieba's finalseg, which joins the single characters left over;
            in the n-gram methods that of their pack, whose words are in the lattice
            with the known ones. The others use none, and refuse False.
        rules: Keep units (numbers, Latin words, addresses …) whole.
        strength: How sure the method may be, from 0 to 1, of a word that a preferred word of
            two characters cuts; for longer ones it may be much surer. At 1 they always win.
        patterns: Regular expressions, in Python's syntax, whose matches are words, such as
            ``《[^《》]+》``. They win over all others, the lexicon's too; of matches that overlap,
            the leftmost counts. Matches of more than 4,096 characters are no words.

    Raises:
        UsageError: The method is unknown, or it uses no model but one is given.
        PackError: There is no such model, or it is damaged or of another kind.
        FormatError: A line of the lexicon file breaks a rule.

    >>> Segmenter("unigram").cut("南京市长江大桥")
    ['南京市', '长江大桥']
    """

    method: Method = DEFAULT
    lexicon: LexiconLike | None = field(default=None, kw_only=True)
    dictionary: LexiconLike | None = field(default=None, kw_only=True)
    model: WordCutter | WordScorer | NgramModel | WordModel | str | os.PathLike[str] | None = field(
        default=None, kw_only=True
    )
    hmm: bool = field(default=True, kw_only=True)
    rules: bool = field(default=True, kw_only=True)
    strength: float = field(default=STRENGTH, kw_only=True)
    patterns: Collection[str] = field(default=(), kw_only=True)

    requires = ()
    provides = ("words",)

    _cutter: ClassVar[WordCutter]  # both computed from the settings
    _own_words: ClassVar[tuple[Container[str], ...]] = ()

    def __post_init__(self) -> None:
        for name in ("hmm", "rules"):
            need_flag(getattr(self, name), name)
        check_method(self.method, hmm=self.hmm, rules=self.rules)
        set_ = partial(object.__setattr__, self)
        if not 0 <= need_number(self.strength, "strength") <= 1:
            raise UsageError(f"strength is {shown(self.strength)}; it must be from 0 to 1.")
        set_("patterns", need_strings(self.patterns, "patterns"))
        lexicon = None if self.lexicon is None else Lexicon.of(self.lexicon)
        dictionary = None if self.dictionary is None else Lexicon.of(self.dictionary, "dictionary")
        set_("lexicon", lexicon)
        set_("dictionary", dictionary)
        own = not isinstance(self.model, (str, os.PathLike, NgramModel, WordModel, type(None)))
        if own and self.method != "neural":
            need_model(self.model, WordCutter, "a segmenter")
            self._refuse_word_lists()
            return set_("_cutter", self.model)
        model = None if self.model is None else load_model(self.method, self.model)
        set_("model", model)
        cutting = Cutting(
            self.method,
            lexicon=lexicon,
            dictionary=dictionary,
            model=model,
            hmm=self.hmm,
            rules=self.rules,
            strength=self.strength,
            patterns=self.patterns,
        )
        set_("_cutter", cutting)
        set_("_own_words", tuple(filter(None, (lexicon, cutting.patterns))))

    def _refuse_word_lists(self) -> None:
        """UsageError for a setting that a model of the user's own cannot use."""
        for name in ("lexicon", "dictionary", "patterns"):
            if getattr(self, name):
                raise UsageError(
                    f"{name} has no effect on {self.model!r:.60}, which cuts by itself. Leave "
                    f"{name} out, or name a pack as the model."
                )

    def __repr__(self) -> str:
        """The method, the word lists and the model in use."""
        cutter = self._cutter
        if not isinstance(cutter, Cutting):
            return f"Segmenter(model={cutter!r})"
        parts = [repr(self.method), f"dictionary={self.dictionary or 'jieba'!r}"]
        if cutter.model is not None:
            parts.append(f"model={cutter.model!r}")
        if self.lexicon:
            parts.append(f"lexicon={self.lexicon!r}")
        usual = {"hmm": True, "rules": True, "strength": STRENGTH, "patterns": ()}
        others = {name: getattr(self, name) for name in usual}
        parts += [f"{name}={value!r}" for name, value in others.items() if value != usual[name]]
        return f"Segmenter({', '.join(parts)})"

    def __call__(self, text: str | Doc) -> Doc:
        """`doc` with its words; tags for other words are dropped."""
        return self._filled(doc := need_doc(text), self._cutter.ends(doc.text))

    def batch(self, texts: Sequence[str | Doc]) -> list[Doc]:
        """Each of `docs` with its words."""
        docs = need_docs(texts)
        given = [doc.text for doc in docs]
        ends = self._cutter.ends_batch(given)
        ends = need_answers(ends, len(docs), self._cutter)
        tags = [doc.tags for doc in docs]
        if isinstance(self._cutter, Cutting) and tags.count(None) == len(tags):
            return filled(docs, words=words_of(given, ends, self._own_words))
        return [self._filled(doc, own) for doc, own in zip(docs, ends, strict=True)]

    def _filled(self, doc: Doc, ends: bytes) -> Doc:
        if isinstance(self._cutter, Cutting):
            words = words_found(doc.text, ends, self._own_words)
        else:
            words = Words(doc.text, ends, own=self._own_words)
            words.check()
        if doc.tags is not None and words != doc.words:  # they may be for other words
            return doc.filled(words=words, tags=None)
        return doc.filled(words=words)

    def cut(self, text: str) -> list[str]:
        """The words of `text`; faster than a Doc."""
        if isinstance(self._cutter, Cutting):
            return self._cutter.words(text)
        return list(self(Doc(text)).words)

    def fit(
        self,
        docs: Iterable[Doc],
        *,
        dev: Sequence[Doc] = (),
        raw: Raw | None = None,
        **settings: Unpack[Settings],
    ) -> Segmenter:
        """This segmenter with a model trained on the words of `docs`.

        Its method is then ``crf``, or ``neural`` with a ``network`` (docs/neural.md).

        Args:
            docs: Texts with their words.
            dev: Other texts, which choose the best pass: the one with the highest F1 of words, or
                of boundaries if standards differ there (as in the format `marks` of `read_corpus`).
            raw: Returns UTF-8 text to find more words in, in blocks of whole lines.
            settings: ``schedule``, how to learn; ``about``, what the pack says of its data;
                ``checkpoint``, a folder to resume from; ``report``, called with a line a step.

        >>> docs = [Doc("我爱北京", words=("我", "爱", "北京"))] * 3
        >>> Segmenter().fit(docs).cut("我爱北京")
        ['我', '爱', '北京']
        """
        from zhnlp.stages.learning import learn_words

        by_network = settings.get("network") is not None
        trained = partial(replace, self, method="neural" if by_network else "crf", hmm=True)
        return trained(model=learn_words(docs, dev, partial(trained, lexicon=None), raw, settings))

    def search(self, text: str) -> list[Span]:
        """The words of `text` and the shorter dictionary words inside them, for an index.

        As in jieba's search mode, a word comes after its inner words of two, then of three.
        """
        return list(in_text(text, starmap(Span, self._compiled("search").search(text))))

    def explain(self, text: str, *, n: int = 5) -> Explanation:
        """Why `text` is cut as it is: every candidate word and the `n` best cuts.

        UsageError if `n` is over 1,000, or times the characters of the text over 2,000,000.
        """
        return self._compiled("explain").explain(text, need_count(n, "n"))

    def _compiled(self, what: str) -> Cutting:
        if not isinstance(self._cutter, Cutting):
            raise UsageError(
                f"{self._cutter!r:.60} cannot {what}; the methods that ship can. "
                "Name a pack as the model, or leave it out."
            )
        return self._cutter

    def cut_lines(
        self,
        data: bytes,
        *,
        separator: str = " ",
        errors: Literal["strict", "replace"] = "strict",
        path: str | os.PathLike[str] = "<bytes>",
        first_line: int = 1,
    ) -> bytes:
        """UTF-8 lines with `separator` between their words, without an object per word.

        Words that are only white space are left out. Use `line_stream` for text in blocks.

        Raises:
            FormatError: The data are not UTF-8; not with ``errors="replace"``.
        """
        stream = self.line_stream(separator, errors=errors, path=path, first_line=first_line)
        return stream.feed(data, is_last=True)

    def line_stream(
        self,
        separator: str = " ",
        *,
        errors: Literal["strict", "replace"] = "strict",
        path: str | os.PathLike[str] = "<bytes>",
        first_line: int = 1,
    ) -> LineStream:
        """As `cut_lines`, for text that comes in blocks."""
        return self._compiled("cut lines of bytes").line_stream(
            separator, errors=errors, path=path, first_line=first_line
        )
