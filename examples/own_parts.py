"""Use a stage and a model of your own in a pipeline, save it, and load it again."""

from array import array
from dataclasses import dataclass
from tempfile import TemporaryDirectory

from zhnlp import Doc, Pipeline, Segmenter, Stage
from zhnlp.doc import need
from zhnlp.models import WordCutter
from zhnlp.saving import register


@register
@dataclass(frozen=True)
class EveryN(WordCutter):
    """A model that cuts after every `n` characters."""

    n: int = 2

    def ends(self, text: str) -> bytes:
        ends = [*range(self.n, len(text), self.n), len(text)] if text else []
        return array("i", ends).tobytes()


@register
@dataclass(frozen=True)
class LongWords(Stage):
    """A stage that takes words of at least `min_length` characters as terms."""

    min_length: int = 3
    requires = ("words",)
    provides = ("terms",)

    def __call__(self, doc: Doc) -> Doc:
        spans = need(doc.words, "words").spans()
        return doc.filled(terms=tuple(s for s in spans if s.end - s.start >= self.min_length))


nlp = Pipeline([Segmenter(model=EveryN(3)), LongWords()])
with TemporaryDirectory() as folder:
    nlp.save(folder)
    same = Pipeline.load(folder)
doc = same("他在中国科学院")

print("equal ", same == nlp)
print("words ", doc.words)
print("terms ", [span.text for span in doc.terms or ()])
