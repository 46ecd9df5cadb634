"""The desk over HTTP and WebSocket: thin. Routes read from the recorder's desks and the log, and hand decisions on.

`create_app` wires one app; `schema` describes every answer in the OpenAPI page, from which the dashboard's types
are generated; `errors` gives every refusal its one shape; `access` keeps everybody without a token out, and `roles`
says what each token may do.
"""

from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager
from datetime import tzinfo
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware import Middleware

from livedesk import __version__
from livedesk.api import (
    access,
    bounds,
    broadcasts,
    decisions,
    devices,
    errors,
    export,
    headers,
    notes,
    pages,
    preflight,
    report,
    schema,
    status,
    stream,
)
from livedesk.api.hosts import own_names
from livedesk.archive import STATIC, type_faces
from livedesk.devices import Devices
from livedesk.ledger import Ledger
from livedesk.network import LocalNetwork
from livedesk.present import Clock, now_ms
from livedesk.recorder import Recorder

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(
    recorder: Recorder,
    *,
    token: str,
    names: Collection[str] = (),
    admitted: Devices | None = None,
    network: LocalNetwork | None = None,
    ledger: Ledger | None = None,
    clock: Clock = now_ms,
    zone: tzinfo | None = None,
    checks: preflight.Checks | None = None,
    static: Path = STATIC,
    lifespan: Lifespan | None = None,
) -> FastAPI:
    """Build the app over a running recorder; every request but `/healthz` must bear the token, or a device's own.

    Besides addresses it goes by this machine's names and those in `names`. `network` lets devices reach the desk;
    without one they cannot be let in from elsewhere. `zone` is the time zone of reports, the machine's own without one.
    Exports are noted in the `ledger`; `checks` look whether all is ready for a Live.
    """
    admitted = Devices() if admitted is None else admitted
    app = FastAPI(
        title="livedesk",
        version=__version__,
        summary="The reference desk for a library's TikTok Live.",
        license_info={"name": "AGPL-3.0-or-later"},
        openapi_url="/api/openapi.json",
        docs_url=None,  # they load scripts from other hosts; the dashboard carries its own page of the same
        redoc_url=None,
        middleware=[
            Middleware(headers.SecureHeaders),
            Middleware(
                access.Access,
                token=token,
                devices=admitted,
                names=frozenset(name.lower() for name in names) | own_names(),
            ),
            Middleware(bounds.BoundedBodies),
        ],
        lifespan=lifespan,
    )
    app.state.recorder = recorder
    app.state.clock = clock
    app.state.devices = admitted
    app.state.network = network
    app.state.zone = zone
    app.state.look = None if checks is None else preflight.Look(checks)
    app.state.fonts = type_faces(static)
    app.state.ledger = ledger or Ledger()
    errors.install(app)
    for part in (status, broadcasts, decisions, notes, export, report, devices, preflight, stream):
        app.include_router(part.router)
    pages.install(app, static)
    schema.install(app)
    return app
