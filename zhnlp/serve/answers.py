"""Answers: from a request to the JSON of its texts, for each path.

Each function takes the stages of the service and a request, and gives a function from texts to
JSON objects, one for each. Building it checks the request; calling it may take long.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from zhnlp.batch.json_part import record_bytes
from zhnlp.doc import LAYERS, Doc
from zhnlp.serve import requests
from zhnlp.serve.stages import Stages
from zhnlp.stage import Stage

Answer = Callable[[Sequence[str]], list[bytes]]


def segment(stages: Stages, request: requests.SegmentRequest) -> Answer:
    segmenter = stages.segmenter(request.method, request.hmm, stages.entries(request.lexicon))
    if not request.search:
        return _layers(segmenter, "words")

    def search(texts: Sequence[str]) -> list[bytes]:
        found = [(text, segmenter.search(text)) for text in texts]
        return [
            _json(
                {
                    "text": text,
                    "words": [text[span.start : span.end] for span in spans],
                    "spans": [[span.start, span.end] for span in spans],
                }
            )
            for text, spans in found
        ]

    return search


def tag(stages: Stages, request: requests.TagRequest) -> Answer:
    return _layers(stages.tagger(stages.entries(request.lexicon)), "words", "tags")


def entities(stages: Stages, request: requests.EntitiesRequest) -> Answer:
    names = tuple((request.gazetteer or {}).items())
    entries = stages.entries(request.lexicon)
    labels = None if request.labels is None else tuple(request.labels)
    pipeline = stages.recognizer(entries, names, labels, request.link)
    return _layers(pipeline, "entities", "links")


def correct(stages: Stages, request: requests.CorrectRequest) -> Answer:
    misspellings = tuple((request.misspellings or {}).items())
    protected = tuple(request.protected or ())
    pipeline = stages.corrector(request.max_false_alarms, misspellings, protected)
    return _layers(pipeline, "corrections")


def classify(stages: Stages, request: requests.ClassifyRequest) -> Answer:
    return _layers(stages.classifier(request.model), "categories")


def keywords(stages: Stages, request: requests.KeywordsRequest) -> Answer:
    entries = stages.entries(request.lexicon)
    return _layers(stages.keywords(request.method, request.top, entries), "keywords")


def explain(stages: Stages, request: requests.ExplainRequest) -> Answer:
    segmenter = stages.segmenter(request.method, request.hmm, stages.entries(request.lexicon))
    return lambda texts: [_json(segmenter.explain(text, n=request.n).to_dict()) for text in texts]


def pipeline(stages: Stages, request: requests.PipelineRequest) -> Answer:
    return everything(stages.pipeline)


def everything(stage: Stage) -> Answer:
    """The texts and all layers that `stage` fills."""
    return _layers(stage, *LAYERS)


def _layers(stage: Stage, *names: str) -> Answer:
    """The texts and these of the layers that `stage` fills."""
    others = dict.fromkeys(set(LAYERS) - set(names))

    def answer(texts: Sequence[str]) -> list[bytes]:
        docs = stage.batch([Doc(text) for text in texts])
        return [doc_json(doc.filled(**others)) for doc in docs]

    return answer


def doc_json(doc: Doc) -> bytes:
    """The JSON of a Doc, as of ``doc.to_dict()``."""
    return record_bytes({"text": doc.source}, doc)[:-1]


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()
