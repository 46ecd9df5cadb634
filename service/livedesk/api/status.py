"""How the service and its listeners are: for the health line, for monitors, for Prometheus."""

import msgspec
from fastapi import APIRouter
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from starlette.responses import Response

from livedesk import __version__, frames
from livedesk.api.asking import AskedBearer, AskedRecorder
from livedesk.api.schema import answers, json_response
from livedesk.devices import Role
from livedesk.recorder import Recorder

router = APIRouter(tags=["status"])


class Listener(msgspec.Struct, frozen=True):
    """Somebody being listened to; `broadcast` is null until the Live has begun."""

    handle: str
    broadcast: int | None
    rehearsal: bool
    health: frames.HealthFields


class You(msgspec.Struct, frozen=True):
    """What the token that was sent may do, and the name its decisions go by."""

    role: Role
    name: str


class Listeners(msgspec.Struct, frozen=True):
    """Everybody this process listens to; empty where it only serves recordings. `you` is who asks."""

    listeners: list[Listener]
    you: You


class Healthz(msgspec.Struct, frozen=True):
    """`ok`, or `degraded` with what is wrong: the disk refuses, or a listener gave up or hears nothing any more."""

    status: str
    version: str
    message: str = ""


@router.get("/healthz", responses=answers(Healthz))
async def healthz(recorder: AskedRecorder) -> Response:
    """Say whether the service can do its work; needs no token and tells nothing about viewers."""
    hearing = [recording.health for recording in recorder.recordings]
    unwritten = next((health.message for health in hearing if health.code == "not_written"), "")
    deaf = next((health.message for health in hearing if health.state in {"failed", "silent"}), "")
    healthy = Healthz("degraded" if unwritten or deaf else "ok", __version__, unwritten or deaf)
    return json_response(healthy, status=503 if unwritten else 200)


@router.get("/api/listeners", responses=answers(Listeners))
async def listeners(recorder: AskedRecorder, bearer: AskedBearer) -> Response:
    """List whom this process listens to and how well it hears."""
    return json_response(
        Listeners(
            [
                Listener(
                    r.handle,
                    r.desk.broadcast.id if r.desk else None,
                    r.rehearsal,
                    frames.health_fields(r.health),
                )
                for r in recorder.recordings
            ],
            You(bearer.role, bearer.name),
        )
    )


class HouseRules(msgspec.Struct, frozen=True):
    """The house's rules and what reminds of them, by language."""

    rules: dict[str, list[str]]
    reminders: dict[str, str]


@router.get("/api/rules", responses=answers(HouseRules))
async def rules(recorder: AskedRecorder) -> Response:
    """Give the house's rules: the library's own, else those that livedesk comes with."""
    house = recorder.house
    said = {language: list(each) for language, each in house.rules.items()}
    return json_response(HouseRules(said, dict(house.reminders)))


@router.get("/metrics", response_class=Response)
async def metrics(recorder: AskedRecorder) -> Response:
    """Give the process's counters and gauges as Prometheus text."""
    text = generate_latest(recorder.measures.registry) + generate_latest(_gauges(recorder))
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def _gauges(recorder: Recorder) -> CollectorRegistry:
    registry = CollectorRegistry()
    Gauge("livedesk_pending_events", "Events waiting for the disk", registry=registry).set(recorder.pending)
    labels = ["broadcast"]
    last_seq = Gauge("livedesk_last_seq", "Entries in the log", labels, registry=registry)
    clients = Gauge("livedesk_dashboards", "Dashboards connected", labels, registry=registry)
    cut_off = Gauge("livedesk_dashboards_cut_off", "Dashboards that fell behind", labels, registry=registry)
    queue = Gauge(
        "livedesk_dashboard_queue_frames",
        "Frames the slowest dashboard has not taken",
        labels,
        registry=registry,
    )
    hears = Gauge("livedesk_listener_hears", "1 while a Live is heard", ["handle"], registry=registry)
    undecoded = Gauge(
        "livedesk_undecoded_messages", "Messages that could not be read", ["type"], registry=registry
    )
    for recording in recorder.recordings:
        for message_type, count in recording.health.undecoded.items():
            undecoded.labels(message_type).set(count)
        hears.labels(recording.handle).set(recording.health.state in {"live", "paused"})
        if recording.desk is not None:
            number = str(recording.desk.broadcast.id)
            last_seq.labels(number).set(recording.desk.hub.seq)
            clients.labels(number).set(len(recording.desk.hub))
            cut_off.labels(number).set(recording.desk.hub.cut_off)
            queue.labels(number).set(recording.desk.hub.longest_queue)
    return registry
