"""One shape for every error: `{"error": {"code": "…", "message": "…"}}`; the status of each fact is given here."""

from collections.abc import Mapping

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from livedesk import LivedeskError
from livedesk.devices import DevicesUnreadable, DeviceUnknown
from livedesk.log import LogError
from livedesk.network import AddressTaken, NoLocalNetwork
from livedesk.recorder import BroadcastUnknown, DecisionRefused


class ErrorDetail(msgspec.Struct, frozen=True):
    """What went wrong: `code` for programs, `message` for people."""

    code: str
    message: str


class ErrorBody(msgspec.Struct, frozen=True):
    """The body of every answer that is not a success."""

    error: ErrorDetail


def error_response(status: int, code: str, message: str) -> Response:
    """Answer with the one shape of an error."""
    content = msgspec.json.encode(ErrorBody(ErrorDetail(code, message)))
    return Response(content, status_code=status, media_type="application/json")


_HTTP_CODES = {
    401: "unauthorized",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
}

_FACTS: Mapping[type[LivedeskError], tuple[int, str]] = {
    BroadcastUnknown: (404, "broadcast_unknown"),
    DeviceUnknown: (404, "device_unknown"),
    DecisionRefused: (409, "decision_refused"),
    NoLocalNetwork: (409, "no_local_network"),
    AddressTaken: (409, "address_taken"),
    LogError: (503, "log_unavailable"),
    DevicesUnreadable: (503, "devices_unreadable"),
}


def _fact(error: LivedeskError) -> tuple[int, str]:
    return next((_FACTS[kind] for kind in type(error).__mro__ if kind in _FACTS), (500, "failed"))


def install(app: FastAPI) -> None:
    """Give each exception its status and the one shape."""

    @app.exception_handler(LivedeskError)
    async def known(_: Request, error: LivedeskError) -> Response:
        return error_response(*_fact(error), str(error))

    @app.exception_handler(msgspec.ValidationError)
    async def invalid_body(_: Request, error: msgspec.ValidationError) -> Response:
        return error_response(422, "invalid", f"The request's body does not fit: {error}.")

    @app.exception_handler(msgspec.DecodeError)
    async def no_json(_: Request, error: msgspec.DecodeError) -> Response:
        return error_response(400, "no_json", f"The request's body is not JSON: {error}.")

    @app.exception_handler(UnicodeDecodeError)
    async def no_text(_: Request, _error: UnicodeDecodeError) -> Response:
        return error_response(400, "no_json", "The request's body is not JSON: its text is not UTF-8.")

    @app.exception_handler(RecursionError)
    async def too_deep(_: Request, _error: RecursionError) -> Response:
        return error_response(400, "no_json", "The request's body is nested too deeply.")

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        fault = error.errors()[0]
        return error_response(422, "invalid", f"{fault['loc'][-1]}: {fault['msg']}.")

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> Response:
        code = _HTTP_CODES.get(error.status_code, "refused")
        return error_response(error.status_code, code, str(error.detail))
