"""What goes over the wire, described: every answer and every frame of the stream, in one OpenAPI page.

The structs that are encoded are the structs that are described, so the page cannot drift from the service; the
dashboard's TypeScript types are generated from it (`npm run types`).
"""

from http import HTTPStatus
from typing import Any, get_args

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import Response

from livedesk.api.errors import ErrorBody
from livedesk.events import Body, Entry, Viewer
from livedesk.frames import StreamFrame
from livedesk.overlay import ApprovedFrame
from livedesk.questions.question import TIMES, Question
from livedesk.wire import encode_entry

_PLACE = "#/components/schemas/"
_ANSWERS: list[Any] = [ErrorBody]
_ASKED: list[Any] = []
"""Types of answers and of requests' bodies, noted as the routes are declared."""


class EntryAnswer(msgspec.Struct, frozen=True):
    """An entry on its own; described as `Entry`."""


_RAW = {
    "entries": {"type": "array", "items": {"$ref": f"{_PLACE}Entry"}},
    "questions": {"type": "array", "items": {"$ref": f"{_PLACE}Question"}},
}
"""What these fields hold: they are filled with JSON that is encoded already."""

_UNTYPED = {"type": "array", "items": dict[str, Any]()}

_ENVELOPE: list[tuple[str, Any]] = [
    ("seq", int),
    ("broadcast", int),
    ("at", str),
    ("received_at", str),
    ("viewer", Viewer | None),
    ("message_id", str | None),
    ("history", bool),
]


def answers(answer: Any, *refused: int, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """Describe a route's answers: the type of its success and the statuses of its refusals."""
    _ANSWERS.append(answer)
    return {status: _described(status, answer), **refusals(*refused)}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe how a route refuses."""
    return {status: _described(status, ErrorBody) for status in (401, *statuses)}


def asks(body: Any) -> dict[str, Any]:
    """Describe a request's JSON body."""
    _ASKED.append(body)
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": _reference(body)}}}}


def json_response(answer: Any, status: int = 200) -> Response:
    """Encode an answer."""
    return Response(msgspec.json.encode(answer), status_code=status, media_type="application/json")


def created(entry: Entry) -> Response:
    """Answer with the entry that was written."""
    return Response(encode_entry(entry), status_code=201, media_type="application/json")


def install(app: FastAPI) -> None:
    """Let the app describe itself with our structs beside FastAPI's own findings."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _with_stream(_with_components(_found_by_fastapi(app)))
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]


def _found_by_fastapi(app: FastAPI) -> dict[str, Any]:
    return get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        license_info=app.license_info,
        routes=app.routes,
    )


def _described(status: int, answer: Any) -> dict[str, Any]:
    return {
        "description": HTTPStatus(status).phrase,
        "content": {"application/json": {"schema": _reference(answer)}},
    }


def _reference(described: Any) -> dict[str, Any]:
    (schema,), _ = msgspec.json.schema_components([described], ref_template=_PLACE + "{name}")
    return schema


def _entry_struct(body: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """Describe one kind of entry as it goes over the wire: the envelope and the body in one flat object."""
    fields = [(field.name, field.type) for field in msgspec.structs.fields(body)]
    tag = str(body.__struct_config__.tag)
    struct = msgspec.defstruct(f"{body.__name__}Entry", _ENVELOPE + fields, tag_field="kind", tag=tag)
    struct.__doc__ = body.__doc__
    return struct


def _with_components(page: dict[str, Any]) -> dict[str, Any]:
    entry_structs = [_entry_struct(body) for body in get_args(Body)]
    sent = [*_ANSWERS, Question, *get_args(StreamFrame), ApprovedFrame, *entry_structs]
    _, components = msgspec.json.schema_components(sent, ref_template=_PLACE + "{name}")
    for component in components.values():  # what we send always carries every field
        if "properties" in component:
            component["required"] = list(component["properties"])
    _, asked = msgspec.json.schema_components(_ASKED, ref_template=_PLACE + "{name}")
    places = {str(struct.__struct_config__.tag): f"{_PLACE}{struct.__name__}" for struct in entry_structs}
    components["Entry"] = {
        "anyOf": [{"$ref": place} for place in places.values()],
        "discriminator": {"propertyName": "kind", "mapping": places},
    }
    components["EntryAnswer"] = {"$ref": f"{_PLACE}Entry"}
    for component in components.values():
        properties = component.get("properties", {})
        properties.update({name: shape for name, shape in _RAW.items() if properties.get(name) == _UNTYPED})
    times = components["Question"]["properties"]
    times.update({name: _as_time(times[name]) for name in TIMES})
    page["components"] = {"schemas": components | asked}
    return _with_our_errors(page)


def _with_our_errors(page: dict[str, Any]) -> dict[str, Any]:
    """Put our one shape of an error in the place of FastAPI's own for invalid requests."""
    for path in page["paths"].values():
        for operation in path.values():
            if "422" in operation["responses"]:
                operation["responses"]["422"] = _described(422, ErrorBody)
    return page


def _as_time(milliseconds: dict[str, Any]) -> dict[str, Any]:
    """Describe a time as it is sent, for the integer that it is in the service."""
    time = {"type": "string", "format": "date-time"}
    return {"anyOf": [time, {"type": "null"}]} if "anyOf" in milliseconds else time


def _with_stream(page: dict[str, Any]) -> dict[str, Any]:
    """Describe the WebSocket, for which OpenAPI has no word of its own, as a GET that switches protocols."""
    frame = {"anyOf": [_reference(kind) for kind in get_args(StreamFrame)]}
    page["components"]["schemas"]["StreamFrame"] = frame
    broadcast = {"name": "broadcast", "in": "path", "required": True, "schema": {"type": "string"}}
    page["paths"]["/api/broadcasts/{broadcast}/approved"] = {
        "get": {
            "tags": ["stream"],
            "summary": "What viewers may see, over a WebSocket",
            "description": (
                "A WebSocket that sends the questions the host has approved, at once and whenever they change. "
                "With `names` it says who asked, except to a device that was let in as an overlay."
            ),
            "parameters": [
                broadcast,
                {"name": "names", "in": "query", "required": False, "schema": {"type": "boolean"}},
            ],
            "responses": {"101": _switched(_reference(ApprovedFrame))},
        }
    }
    page["paths"]["/api/broadcasts/{broadcast}/stream"] = {
        "get": {
            "tags": ["stream"],
            "summary": "Live frames over a WebSocket",
            "description": (
                "A WebSocket of JSON text frames: first a snapshot, then what happens, each frame with the seq it "
                "brings you to. With `after`, the entries after that seq come before the live ones, none missing "
                "and none twice. Close code 4008 means the client fell too far behind: come back with the last seq. "
                "4401 means no valid token, 4404 no such broadcast."
            ),
            "parameters": [
                broadcast,
                {
                    "name": "after",
                    "in": "query",
                    "required": False,
                    "schema": {"type": "integer", "minimum": 0},
                },
            ],
            "responses": {"101": _switched({"$ref": f"{_PLACE}StreamFrame"})},
        }
    }
    return page


def _switched(frame: dict[str, Any]) -> dict[str, Any]:
    return {"description": "Switching Protocols", "content": {"application/json": {"schema": frame}}}
