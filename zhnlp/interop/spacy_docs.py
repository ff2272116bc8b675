"""spaCy: Docs of zhnlp to Docs of spaCy, and back.

    zhnlp        spaCy
    words        tokens; a blank after a word is the ``whitespace_`` of its token
    tags         ``token.tag_``, and the nearest of Universal Dependencies as ``token.pos_``
    entities     ``doc.ents``, with the ids of links as ``kb_id_``; if they overlap, these are the
                 longest, and all are ``doc.spans["sc"]``
    sentences    ``token.is_sent_start``, so ``doc.sents``
    categories   ``doc.cats``
    vector       ``doc.vector``
    the rest     ``doc.user_data["zhnlp"]``, as ``doc.to_dict()`` gives it

Positions are characters in both. What connects this to pipelines of spaCy is in spacy.py.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from zhnlp.arguments import need_choice, need_items, need_kind, need_text
from zhnlp.chars import is_emoji
from zhnlp.doc import LAYERS, Doc, Span, Words, need
from zhnlp.errors import AlignmentError, InputError, UsageError, did_you_mean, shortened
from zhnlp.extras import extra
from zhnlp.models.tags.tag_sets import jieba_tags, tag_map
from zhnlp.plain_layers import plain_layer
from zhnlp.stage import need_doc

if TYPE_CHECKING:
    from spacy.tokens import Doc as SpacyDoc
    from spacy.tokens import Span as SpacySpan
    from spacy.vocab import Vocab

OVERLAPPING = "sc"  # where spaCy's own span categorizer and displaCy look
Places = list[tuple[int, int]]
_PLACED = {"words", "tags", "entities", "sentences", "categories", "vector"}
_WHAT = "a Doc of spaCy"


def to_spacy(doc: Doc, vocab: Vocab | None = None) -> SpacyDoc:
    """`doc` as a Doc of spaCy with the same text.

    Args:
        doc: A Doc with words.
        vocab: The vocabulary of the spaCy pipeline that it goes to; by default a new one.

    Raises:
        MissingLayerError: It has no words.
        AlignmentError: An entity does not begin and end where words do.
        InputError: It holds half a surrogate pair, which spaCy cannot hold, or an entity has
            no label.
        ExtraError: spaCy is not installed.

    >>> doc = Doc("我在 北京", words=["我", "在", " ", "北京"], entities=[Span(3, 5, "LOC")])
    >>> found = to_spacy(doc)
    >>> [token.text_with_ws for token in found], found.ents
    (['我', '在 ', '北京'], (北京,))
    """
    words = need(need_doc(doc).words, "words")
    vocab = _vocab(vocab)
    texts: list[str] = []
    blanks: list[bool] = []
    for word in words:
        if word == " " and blanks and not blanks[-1]:
            blanks[-1] = True
        else:
            texts.append(word)
            blanks.append(False)
    with _encodable():
        made = extra("spacy.tokens", _WHAT).Doc(vocab, words=texts, spaces=blanks)
    annotate(made, doc)
    return made


def docs_to_spacy(docs: Iterable[Doc], vocab: Vocab | None = None) -> Iterator[SpacyDoc]:
    """Yield each of `docs` as a Doc of spaCy; they share a vocabulary. Errors as of `to_spacy`."""
    own = _vocab(vocab)
    several = need_items(docs, "docs", "Give several Docs")
    return (to_spacy(doc, own) for doc in several)


def annotate(target: SpacyDoc, doc: Doc) -> None:
    """Write the layers of `doc` to a Doc of spaCy with its text, whose tokens are its words."""
    places = token_places(target)
    with _encodable():
        if doc.tags is not None:
            _write_tags(target, doc, places)
        if doc.entities is not None:
            _write_entities(target, doc, places)
        if doc.sentences is not None and not target.has_annotation("DEP"):
            _write_sentences(target, doc.sentences, places)
    if doc.categories is not None:
        target.cats = {**target.cats, **doc.categories}
    if doc.vector is not None:
        import numpy as np

        target.vector = np.asarray(doc.vector, np.float32)
    layers = {name: getattr(doc, name) for name in LAYERS if name not in _PLACED}
    rest = {name: plain_layer(layer) for name, layer in layers.items() if layer is not None}
    if doc.alignment is not None:
        rest["source"] = doc.source
    if rest:
        target.user_data["zhnlp"] = rest


def from_spacy(
    spacy_doc: SpacyDoc, *, tags: Literal["tag", "pos"] = "tag", spans: str | None = None
) -> Doc:
    """The Doc of zhnlp with the text, words, tags, entities, sentences and categories of a Doc
    of spaCy.

    Args:
        spacy_doc: A Doc of spaCy. What it does not have is not filled.
        tags: Which tags: ``token.tag_`` or ``token.pos_``. Blanks between tokens, which are words
            in zhnlp, are tagged as zhnlp's Tagger does.
        spans: The key of ``doc.spans`` to take entities from; by default they are ``doc.ents``.

    Raises:
        InputError: It is something else.
        UsageError: There are no such spans, or a score of ``doc.cats`` is not from 0 to 1.
        ExtraError: spaCy is not installed.

    >>> from spacy.tokens import Doc as SpacyDoc
    >>> from spacy.vocab import Vocab
    >>> from_spacy(SpacyDoc(Vocab(), words=["我", "在", "北京"], spaces=[False, True, False])).words
    ('我', '在', ' ', '北京')
    """
    need_kind(spacy_doc, "what comes from spaCy", extra("spacy.tokens", _WHAT).Doc)
    need_choice(tags, "tags", ("tag", "pos"))
    words = words_of(spacy_doc)
    is_tagged = spacy_doc.has_annotation("TAG" if tags == "tag" else "POS")
    return Doc(
        words.text,
        words=words,
        tags=_tags(spacy_doc, tags) if is_tagged else None,
        entities=_entities(spacy_doc, spans),
        sentences=_sentences(spacy_doc, words.text)
        if spacy_doc.has_annotation("SENT_START")
        else None,
        categories=spacy_doc.cats or None,
    )


def words_of(spacy_doc: SpacyDoc) -> Words:
    """The words of a Doc of spaCy: its tokens and the blanks between them."""
    ends = array("i")
    blanks = spacy_doc.to_array(["SPACY", "IDX"])[:, 0].tolist()
    for (_, end), blank in zip(token_places(spacy_doc), blanks, strict=True):
        ends.append(end)
        if blank:
            ends.append(end + 1)
    return Words(spacy_doc.text, ends.tobytes())


def token_places(spacy_doc: SpacyDoc) -> Places:
    """Where each token starts and ends. This is faster than a Token object for each."""
    if not len(spacy_doc):
        return []
    rows = spacy_doc.to_array(["IDX", "LENGTH"]).tolist()
    return [(start, start + length) for start, length in rows]


def _vocab(vocab: Vocab | None) -> Vocab:
    home = extra("spacy.vocab", _WHAT)
    if vocab is None:
        vocab = home.create_vocab("zh", extra("spacy.lang.zh", _WHAT).Chinese.Defaults)
    own: Vocab = need_kind(vocab, "vocab", home.Vocab)
    return own


@contextmanager
def _encodable() -> Iterator[None]:
    try:
        yield
    except UnicodeEncodeError as error:
        near = error.object[max(error.start - 10, 0) : error.start + 10]
        raise InputError(
            f"a text has {error.object[error.start]!r} in {shortened(near)}: half a surrogate "
            "pair, which spaCy cannot hold. Replace it: "
            'text.encode("utf-8", "replace").decode().'
        ) from None


def _write_tags(target: SpacyDoc, doc: Doc, places: Places) -> None:
    nearest, add = _universal(), target.vocab.strings.add
    at = dict(zip([0, *doc.words.ends], doc.tags, strict=False))  # where a word starts
    rows = []
    for start, end in places:
        tag, word = at[start], doc.text[start:end]
        pos = nearest.get(tag, "X")
        if pos == "PUNCT":
            pos = "SPACE" if word.isspace() else "SYM" if is_emoji(word) else pos
        rows.append((add(tag), add(pos)))
    _write(target, ["TAG", "POS"], rows)


def _write(target: SpacyDoc, names: list[str], rows: Sequence[tuple[int, ...]]) -> None:
    """Set attributes of all tokens at once, which takes a tenth of the time of one by one."""
    import numpy as np

    if rows:
        target.from_array(names, np.array(rows, np.uint64))


@cache
def _universal() -> dict[str, str]:
    """The tag of Universal Dependencies that is nearest to each known tag."""
    from spacy.parts_of_speech import IDS

    upos = tag_map()
    jieba = {tag: upos[pku] for tag, pku in jieba_tags().items()}
    return {**{tag: tag for tag in IDS if tag}, **jieba, **upos}


def _write_entities(target: SpacyDoc, doc: Doc, places: Places) -> None:
    from spacy.tokens import Span as SpacySpan

    starts = {start: number for number, (start, _) in enumerate(places)}
    ends = {end: number for number, (_, end) in enumerate(places, 1)}
    ids = {span[:2]: group.id for group in doc.links or () for span in group.spans}
    found: list[SpacySpan] = []
    for span in doc.entities:
        start, end, label = span
        if start not in starts or end not in ends or start == end:
            raise AlignmentError(
                f"the entity {shortened(doc.text_of(span))} at {start} to {end} does not begin and "
                "end where words do. Cut the words there, as a Recognizer does, or leave it out."
            )
        if not label:
            raise InputError(
                f"the entity {shortened(doc.text_of(span))} at {start} to {end} has no label, "
                "which spaCy needs. Give it one, as in Span(0, 2, 'LOC')."
            )
        kb_id = ids.get((start, end), "")
        found.append(SpacySpan(target, starts[start], ends[end], label=label, kb_id=kb_id))
    if any(second.start < first.end for first, second in pairwise(found)):
        target.spans[OVERLAPPING] = found
        found = extra("spacy.util", _WHAT).filter_spans(found)
    target.set_ents(found)


def _write_sentences(target: SpacyDoc, sentences: Sequence[Span], places: Places) -> None:
    starts = [start for start, _ in places]
    first = {bisect_right(starts, span[0]) - 1 for span in sentences[1:] if span[0] < span[1]}
    first.add(0)
    yes, no = 1, (1 << 64) - 1  # -1 as spaCy's arrays have it
    rows = [(yes if number in first else no,) for number in range(len(places))]
    _write(target, ["SENT_START"], rows)


def _tags(spacy_doc: SpacyDoc, which: Literal["tag", "pos"]) -> list[str]:
    """The tags of tokens and of the blanks between them."""
    from spacy.parts_of_speech import IDS

    rows = spacy_doc.to_array([which.upper(), "SPACY"]).tolist()
    names: dict[int, str] = {number: spacy_doc.vocab.strings[number] for number, _ in rows}
    blank = ["PUNCT" if all(name in IDS for name in names.values()) else "w"]
    return [tag for number, space in rows for tag in [names[number], *blank * space]]


def _entities(spacy_doc: SpacyDoc, key: str | None) -> list[Span] | None:
    if key is None:
        if not spacy_doc.has_annotation("ENT_IOB"):
            return None
        spans: Iterable[SpacySpan] = spacy_doc.ents
    elif need_text(key, "spans") in spacy_doc.spans:
        spans = spacy_doc.spans[key]
    else:
        hint = did_you_mean(key, spacy_doc.spans)
        raise UsageError(f"the Doc of spaCy has no spans {key!r}. {hint}")
    return sorted(Span(span.start_char, span.end_char, span.label_) for span in spans)


def _sentences(spacy_doc: SpacyDoc, whole: str) -> list[Span]:
    """The sentences without the white space around them."""
    found = []
    for span in spacy_doc.sents:
        text = whole[span.start_char : span.end_char]
        if text.strip():
            start = span.start_char + len(text) - len(text.lstrip())
            found.append(Span(start, start + len(text.strip())))
    return found
