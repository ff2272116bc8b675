"""Describing: the service in OpenAPI, with an example for everything that it takes and gives.

The examples of answers are made when the service begins, by what answers them later.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import cast

from pydantic.json_schema import models_json_schema

from zhnlp.serve import requests, results
from zhnlp.serve.endpoints import ENDPOINTS, Endpoint
from zhnlp.serve.errors import STATUS
from zhnlp.serve.settings import Settings
from zhnlp.serve.stages import METHODS, Stages
from zhnlp.stages.keywords import METHODS as KEYWORD_METHODS

Object = dict[str, object]
_REF = "#/components/schemas/"
_EXAMPLES = {
    "invalid_json": "the body is not valid JSON: EOF while parsing an object at line 1 column 9. "
    "Send an object in UTF-8.",
    "unauthorized": "an API key is needed. Send it as 'Authorization: Bearer KEY' or "
    "'X-API-Key: KEY'.",
    "too_slow": "the body did not come within 10 s. Send it faster, or less.",
    "too_long": "the text has 120000 characters; send at most 100000 in a request.",
    "unsupported_type": "the body is not said to be JSON. Send JSON, with the header "
    "'Content-Type: application/json'.",
    "invalid_value": "'methd' is not known. Did you mean 'method'?",
    "too_many_requests": "more than 5 requests a second. Send the next after 1 s.",
    "busy": "the service is busy. Send the request again after the time in Retry-After.",
    "not_ready": "the service begins or ends. Try again later.",
}
_KEYED: list[dict[str, list[str]]] = [{"bearer": []}, {"header": []}]
_FIGURES: Object = {
    "description": "The figures.",
    "content": {"text/plain": {"schema": {"type": "string"}}},
}
_REASONS = {
    400: "The body is not JSON in UTF-8.",
    401: "There is no API key, or it is wrong.",
    408: "The body came too slowly.",
    413: "The body, or the text in it, is too large.",
    415: "The body is of another type, or packed.",
    422: "A value is of a wrong type, or not one of those that can be given.",
    429: "The client sent too many requests.",
    503: "Too many requests are being worked on, or this one took too long.",
}


def version() -> str:
    """The version of zhnlp."""
    from zhnlp import __version__

    return __version__


def about_json(settings: Settings, stages: Stages) -> bytes:
    """What ``/v1/about`` gives."""
    limits = settings.limits
    content = {
        "version": version(),
        "pipeline": stages.name,
        "methods": METHODS,
        "classifiers": {name: stages.labels_of(name) for name in stages.classifiers},
        "keyword_methods": KEYWORD_METHODS,
        "labels": stages.labels,
        "limits": {"max_characters": limits.characters, "max_texts": limits.texts},
    }
    return json.dumps(content, ensure_ascii=False).encode()


def description_json(settings: Settings, stages: Stages) -> bytes:
    """What ``/openapi.json`` gives: the description of a service."""
    return json.dumps(_described(settings, stages), ensure_ascii=False).encode()


def _described(settings: Settings, stages: Stages) -> Object:
    paths: Object = {each.path: {"post": _post(each, settings, stages)} for each in ENDPOINTS}
    paths |= _gets(settings, stages)
    components: Object = {"schemas": _schemas(settings, stages)}
    if settings.api_keys:
        components["securitySchemes"] = {
            "bearer": {"type": "http", "scheme": "bearer"},
            "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "zhnlp",
            "version": version(),
            "summary": "Chinese text in, exact structure out.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": components,
    }


def _post(endpoint: Endpoint, settings: Settings, stages: Stages) -> Object:
    """The operation of a path that takes texts."""
    asked = endpoint.request.model_validate(endpoint.example)
    found = endpoint.answer(stages, asked)(asked.several)
    one = {"$ref": f"{_REF}{endpoint.result.__name__}"}
    several = {
        "type": "object",
        "properties": {"results": {"type": "array", "items": one}},
        "required": ["results"],
        "additionalProperties": False,
    }
    answers = [json.loads(each) for each in found]
    example = answers[0] if asked.texts is None else {"results": answers}
    schema = {"$ref": f"{_REF}{endpoint.request.__name__}"}
    content = {"schema": schema, "examples": {"example": {"value": endpoint.example}}}
    responses = {
        "200": _response("What was found.", {"anyOf": [one, several]}, example),
        **_errors(settings),
    }
    return {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": responses,
        **({"security": _KEYED} if settings.api_keys else {}),
    }


def _errors(settings: Settings) -> Object:
    """The answers of a path that takes texts, where something is wrong."""
    left_out = {401} if not settings.api_keys else set()
    left_out |= {429} if settings.limits.rate is None else set()
    codes = [code for code in _EXAMPLES if code != "not_ready" and STATUS[code] not in left_out]
    return {str(STATUS[code]): _error(code) for code in codes}


def _error(code: str) -> Object:
    """An answer that is an error."""
    status = STATUS[code]
    example = {"error": {"code": code, "message": _EXAMPLES[code]}}
    response = _response(_REASONS[status], {"$ref": f"{_REF}Error"}, example)
    if status in (429, 503):
        seconds = {"schema": {"type": "integer"}, "description": "Seconds to wait."}
        response["headers"] = {"Retry-After": seconds}
    return response


def _response(about: str, schema: Mapping[str, object], example: object) -> Object:
    content = {"schema": schema, "examples": {"example": {"value": example}}}
    return {"description": about, "content": {"application/json": content}}


def _gets(settings: Settings, stages: Stages) -> Object:
    """The paths that take nothing."""
    keyed = {"401": _error("unauthorized")} if settings.api_keys else {}
    limited = {"429": _error("too_many_requests")} if settings.limits.rate else {}
    about = json.loads(about_json(settings, stages))
    return {
        "/v1/about": _get(
            "about", "Tell what the service can do.", _given("About", about), {**keyed, **limited}
        ),
        "/health": _get(
            "health", "Tell that the process is alive.", _given("Status", {"status": "alive"}), {}
        ),
        "/ready": _get(
            "ready",
            "Tell whether requests are answered.",
            _given("Status", {"status": "ready"}),
            {"503": _error("not_ready")},
        ),
        "/metrics": _get("metrics", "Give figures for Prometheus.", _FIGURES, keyed),
    }


def _get(name: str, summary: str, response: Object, errors: Mapping[str, object]) -> Object:
    """The operation of a path that takes nothing."""
    operation: Object = {
        "operationId": name,
        "summary": summary,
        "responses": {"200": response, **errors},
    }
    if "401" in errors:
        operation["security"] = _KEYED
    return {"get": operation}


def _given(schema: str, example: object) -> Object:
    """The answer of such a path."""
    return _response("It is told.", {"$ref": f"{_REF}{schema}"}, example)


def _schemas(settings: Settings, stages: Stages) -> Object:
    """The schemas of all that comes in and goes out."""
    models = [(each.request, "validation") for each in ENDPOINTS]
    models += [(each.result, "serialization") for each in ENDPOINTS]
    models += [(each, "serialization") for each in (results.About, results.Status, results.Error)]
    _, defined = models_json_schema(models, ref_template=f"{_REF}{{model}}")
    schemas: dict[str, Object] = defined["$defs"]
    for name, key, about in _limits_of_values(settings, stages):
        properties = cast("dict[str, Object]", schemas[name]["properties"])
        properties[key].update(about)
    return dict(schemas)


def _limits_of_values(
    settings: Settings, stages: Stages
) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """Yield schema, key and what its value can be, where the service or its packs say it."""
    limits = settings.limits
    for each in ENDPOINTS:
        most = min(each.most or limits.characters, limits.characters)
        about = f"Of at most {most} characters"
        name = each.request.__name__
        yield name, "text", {"description": f"The text. {about}. Give it, or texts."}
        yield name, "texts", {"description": f"At most {limits.texts} texts. {about} together."}
    low, high = stages.false_alarms
    yield "ClassifyRequest", "model", {"enum": list(stages.classifiers)}
    yield "EntitiesRequest", "labels", {"items": {"type": "string", "enum": stages.labels}}
    yield "CorrectRequest", "max_false_alarms", {"minimum": low, "maximum": high}
    yield requests.Word.__name__, "tag", {"enum": stages.tags}
