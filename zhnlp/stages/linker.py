"""Linker: which entities of a text name the same person, place or organisation.

    王小明毕业于北京大学（以下简称北大）。⏎小明说，他1998年进北大。
    └┬──┘       └┬───┘           └┬┘     └┬─┘                └┬┘
     王小明       北京大学          北京大学  王小明              北京大学

A text may have many lines: short forms are linked over all of it, so give it whole documents.
What is linked stands in models/entities/aliases.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhnlp.core import spans_of_groups
from zhnlp.doc import Doc, need
from zhnlp.models.entities.aliases import link_aliases
from zhnlp.stage import Stage, need_doc
from zhnlp.stages.by_name import by_name


@by_name()
@dataclass(frozen=True, repr=False)
class Linker(Stage):
    """Group the entities that name the same, and add the short forms that were missed.

    Every entity is in exactly one group of ``doc.links``. A group goes by its fullest name, and
    ``group.id`` depends on that name and its label alone, so that the same name has the same
    id in every document.

    >>> from zhnlp import Pipeline, Recognizer, Segmenter, Tagger
    >>> nlp = Pipeline([Segmenter(), Tagger(), Recognizer(), Linker()])
    >>> doc = nlp("王小明毕业于北京大学。\\n小明说，他1998年进北大。")
    >>> for group in doc.links:
    ...     print(group.id, group.name, [doc.text_of(span) for span in group.spans])
    3356543bf8bce3f7 王小明 ['王小明', '小明']
    b5fca6588df6cb61 北京大学 ['北京大学', '北大']
    """

    requires = ("words", "entities")
    provides = ("entities", "links")

    def __call__(self, text: str | Doc) -> Doc:
        doc = need_doc(text)
        ends = need(doc.words, "words").ends
        links = link_aliases(doc.text, need(doc.entities, "entities"), ends=ends, tags=doc.tags)
        return doc.filled(entities=spans_of_groups(links), links=links)
