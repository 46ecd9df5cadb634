"""A service for the page to talk to, inside the browser's own network layer: no port, no clock, no surprise.

`Service` keeps questions and a log, answers the dashboard's calls and takes its decisions as the real one does; a
test says what the chat does next. `open_desk` shows the built dashboard on top of it.
"""

import json
import mimetypes
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, WebSocketRoute

from livedesk.metrics.live_center import NUMBERS

STATIC = Path(__file__).parents[2] / "service" / "livedesk" / "static"
ORIGIN = "http://desk.test"
PATIENCE = 10.0  # seconds
NOW = datetime(2026, 11, 21, 12, 47, 12, tzinfo=UTC)

POLICY = (
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)

PAGES = dict.fromkeys(("/", "/host", "/mod", "/preflight"), "index.html") | {"/overlay": "overlay.html"}

Json = dict[str, Any]

OFFERS = [
    {"table": "questions", "formats": ["csv", "vtt"], "quotes": True},
    {"table": "summary", "formats": ["csv", "xlsx"], "quotes": False},
    {"table": "observations", "formats": ["csv", "maxqda.txt"], "quotes": True},
]

BECOMES = {
    "acknowledged": "acknowledged",
    "answered": "answered",
    "deferred": "deferred",
    "referred": "referred",
    "dismissed": "dismissed",
    "reopened": "open",
}


def iso(moment: datetime) -> str:
    """Write a time as the service does."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def ago(minutes: float = 0) -> str:
    """Give the time so many minutes before `NOW`."""
    return iso(NOW - timedelta(minutes=minutes))


class Service:
    """What the dashboard believes to be livedesk."""

    def __init__(self) -> None:
        self.questions: dict[int, Json] = {}
        self.log: list[Json] = []
        self.listeners: list[Json] = []
        self.pulse: Json = quiet_pulse()
        self.health: Json = healthy()
        self.sockets: list[WebSocketRoute] = []
        self.overlays: list[WebSocketRoute] = []
        self.streams: list[int | None] = []
        self.decisions: list[Json] = []
        self.before: dict[int, Json] = {}  # the seq of a decision → its question before it
        self.refusal: str | None = None
        self.reachable = True
        self.token_holds = True
        self.you = {"role": "desk", "name": ""}
        self.address: str | None = None
        self.devices: list[Json] = []
        self.exports: list[str] = []
        self.holds_files = False  # begins no file: whoever waits for one may stop
        self.findings: list[Json] = [found("clock"), found("disk", ok=False)]

    @property
    def seq(self) -> int:
        """The last entry's seq."""
        return len(self.log)

    @property
    def decided(self) -> list[str]:
        """The kinds of the decisions taken, in order."""
        return [decision["kind"] for decision in self.decisions]

    # What the chat does.

    def enter(self, kind: str, *, who: str = "", minutes_ago: float = 0, **body: Any) -> Json:
        """Write an entry and send it to whoever listens."""
        viewer = {"key": f"v-{who}", "handle": who, "nickname": who} if who else None
        envelope: Json = {
            "seq": self.seq + 1,
            "broadcast": 1,
            "kind": kind,
            "viewer": viewer,
            "history": False,
        }
        times = {"at": ago(minutes_ago), "received_at": ago(minutes_ago), "message_id": f"m{self.seq + 1}"}
        entry = envelope | times | body
        self.log.append(entry)
        self.send({"type": "entries", "seq": self.seq, "entries": [entry]})
        return entry

    def say(
        self, text: str, *, who: str = "naya.reads", language: str = "id", minutes_ago: float = 0
    ) -> Json:
        """Let a viewer comment."""
        body = {"text": text, "language": language, "role": "viewer"}
        return self.enter("comment", who=who, minutes_ago=minutes_ago, **body)

    def ask(self, text: str, *, who: str = "fitri_an", minutes_ago: float = 0, **fields: Any) -> int:
        """Let a viewer ask; returns the question's id."""
        language = fields.get("language", "id")
        seq = int(self.say(text, who=who, language=language, minutes_ago=minutes_ago)["seq"])
        self.questions[seq] = question(seq, text, asked_at=ago(minutes_ago)) | fields
        self._send_questions([seq])
        return seq

    def mark(self, comment: int, *reasons: str) -> None:
        """Say that a comment seems to break the house's rules."""
        self.send({"type": "marks", "seq": self.seq, "marks": [{"comment": comment, "reasons": reasons}]})

    def change(self, question: int, **fields: Any) -> None:
        """Change a question, as another desk's decision or a further asker would."""
        self.questions[question] |= fields
        self._send_questions([question])

    def remove(self, question: int) -> None:
        """Let a question be no more."""
        del self.questions[question]
        self.send({"type": "questions", "seq": self.seq, "questions": [], "removed": [question]})

    def feel(self, state: str, **fields: Any) -> None:
        """Report how the listener hears."""
        self.health = healthy() | {"state": state} | fields
        self.send({"type": "health", "seq": self.seq} | self.health)

    def beat(self, **fields: Any) -> None:
        """Send the counts."""
        self.pulse |= fields
        self.send({"type": "pulse", "seq": self.seq} | self.pulse)

    def drop(self, code: int = 1011) -> None:
        """Cut every stream."""
        for socket in self.sockets:
            socket.close(code=code)
        self.sockets.clear()

    def send(self, frame: Json) -> None:
        """Send a frame to every stream."""
        for socket in self.sockets:
            socket.send(json.dumps(frame))

    def _send_questions(self, ids: list[int]) -> None:
        changed = [self.questions[id_] for id_ in ids]
        for overlay in self.overlays:
            self._show(overlay)
        self.send({"type": "questions", "seq": self.seq, "questions": changed, "removed": []})

    # What the dashboard asks.

    def stream(self, socket: WebSocketRoute) -> None:
        """Accept a stream and bring it up to date."""
        if not self.reachable:
            socket.close(code=1011)
            return
        if "/approved" in socket.url:
            self.overlays.append(socket)
            self._show(socket)
            return
        after = re.search(r"after=(\d+)", socket.url)
        start = int(after[1]) if after else None
        self.streams.append(start)
        self.sockets.append(socket)
        socket.send(json.dumps(self._snapshot(self.seq if start is None else start)))
        if start is not None and start < self.seq:
            socket.send(json.dumps({"type": "entries", "seq": self.seq, "entries": self.log[start:]}))

    def _show(self, socket: WebSocketRoute) -> None:
        waiting = [each for each in self.questions.values() if each["status"] in {"open", "acknowledged"}]
        approved = [each for each in waiting if each["approved"]]
        named = "names=true" in socket.url
        shown = [
            {
                "id": each["id"],
                "text": each["text"],
                "language": each["language"],
                "on_air": each["status"] == "acknowledged",
                "name": "naya.reads" if named else "",
            }
            for each in sorted(approved, key=lambda each: bool(each["status"] != "acknowledged"))
        ]
        socket.send(json.dumps({"type": "approved", "seq": self.seq, "questions": shown}))

    def _snapshot(self, seq: int) -> Json:
        broadcast = {"id": 1, "handle": "tunaspelita", "room_id": "7", "status": "live", "rehearsal": False}
        times = {
            "started_at": ago(47.2),
            "ended_at": self.pulse["ended_at"],
            "coverage": self.pulse["coverage"],
        }
        return {
            "type": "snapshot",
            "seq": seq,
            "broadcast": broadcast | times,
            "questions": list(self.questions.values()),
            "pulse": self.pulse,
            "health": self.health,
        }

    def answer(self, route: Route) -> None:
        """Answer a request of the page."""
        if not self.reachable:
            route.abort()
            return
        path = route.request.url.removeprefix(ORIGIN)
        if not self.token_holds:
            error = {"code": "unauthorized", "message": "This needs the token."}
            route.fulfill(status=401, json={"error": error})
        elif (told := self._told(path)) is not None:
            route.fulfill(json=told)
        elif path.startswith("/api/devices"):
            self._answer_devices(route, path)
        elif "/entries?" in path:
            self._answer_entries(route, path)
        elif "/export/" in path or "/report." in path:
            self._answer_export(route, path)
        elif path.endswith("/notes"):
            self._answer_notes(route, json.loads(route.request.post_data or "{}"))
        elif path.endswith("/decisions"):
            self._answer_decision(route, json.loads(route.request.post_data or "{}"))
        elif "/undo?entry=" in path:
            self._answer_undo(route, int(path.rpartition("=")[2]))
        else:
            self._answer_file(route, path)

    def _told(self, path: str) -> Json | None:
        """Answer what is only asked, None where it is something else."""
        if path == "/api/listeners":
            return {"listeners": self.listeners, "you": self.you}
        if path.startswith("/api/preflight"):
            return {"findings": self.findings}
        if path == "/api/rules":
            return {
                "rules": {"en": ["Be kind."]},
                "reminders": {"en": "Please be kind.", "id": "Santun, ya."},
            }
        if path == "/api/exports":
            return {"exports": OFFERS}
        if path.endswith("/summary"):
            typed = [entry for entry in self.log if entry["kind"] == "live_center"]
            return dict.fromkeys(NUMBERS) | (typed[-1] if typed else {})
        return None

    def _answer_devices(self, route: Route, path: str) -> None:
        sent = json.loads(route.request.post_data or "{}")
        if route.request.method == "DELETE":
            self.devices = [device for device in self.devices if not path.endswith(device["id"])]
        elif path.endswith("/network"):
            self.address = "http://192.168.1.20:8000" if sent["open"] else None
        elif sent:
            device = sent | {"id": str(len(self.devices)), "made_at": ago()}
            self.devices.append(device)
            link = f"{self.address or ORIGIN}/?token=abc"
            route.fulfill(
                status=201, json={"device": device, "link": link, "qr": "data:image/svg+xml,<svg/>"}
            )
            return
        route.fulfill(json={"address": self.address, "by_setting": False, "devices": self.devices})

    def _answer_entries(self, route: Route, path: str) -> None:
        after = int(re.findall(r"after=(\d+)", path)[0])
        limit = int(re.findall(r"limit=(\d+)", path)[0])
        kinds = re.findall(r"kind=(\w+)", path)
        found = [entry for entry in self.log[after:] if not kinds or entry["kind"] in kinds]
        route.fulfill(json={"entries": found[:limit], "next": None})

    def _answer_export(self, route: Route, path: str) -> None:
        self.exports.append(path)
        if self.refusal is not None:
            route.fulfill(status=503, json={"error": {"code": "log_unavailable", "message": self.refusal}})
        elif not self.holds_files:
            name = path.rpartition("/")[2].partition("?")[0]
            headers = {"content-disposition": f'attachment; filename="livedesk-{name}"'}
            route.fulfill(body="a" * 1234, content_type="text/csv", headers=headers)

    def _answer_notes(self, route: Route, sent: Json) -> None:
        if sent:
            route.fulfill(status=201, json=self.enter("noted", **sent))
            return
        noted = [entry for entry in self.log if entry["kind"] == "noted"]
        standing = {(entry["aspect"], entry["offset_s"]): entry for entry in noted}
        route.fulfill(json={"notes": [entry for entry in standing.values() if entry["text"]]})

    def _answer_decision(self, route: Route, decision: Json) -> None:
        if self.refusal is not None:
            route.fulfill(status=409, json={"error": {"code": "decision_refused", "message": self.refusal}})
            return
        self.decisions.append(decision)
        by = self.you["name"] or decision.get("by", "host")
        entry = self.enter(**(decision | {"by": by}))
        self.before[entry["seq"]] = dict(self.questions.get(decision.get("question", 0), {}))
        self._apply(decision | {"by": by}, entry)
        route.fulfill(status=201, json=entry)

    def _apply(self, decision: Json, entry: Json) -> None:
        id_, kind = decision.get("question"), decision["kind"]
        if kind == "thanked":
            self.before[entry["seq"]] = self.pulse["thanks"]
            self._thank(decision, entry["seq"])
        elif kind == "asked":
            text = decision.get("text") or self.log[decision["comment"] - 1]["text"]
            typed = int("comment" not in decision)
            self.questions[entry["seq"]] = question(entry["seq"], text, asked_at=ago(), typed=typed)
            self._send_questions([entry["seq"]])
        elif kind == "merged":
            self.change(decision["into"], askers=2)
            self.remove(decision["question"])
        elif id_ in self.questions and kind in BECOMES:
            self.change(id_, status=BECOMES[kind], answered_at=ago() if kind == "answered" else None)
        elif id_ in self.questions:
            self.change(id_, **self._cared(decision, entry))

    def _thank(self, decision: Json, seq: int) -> None:
        people = self.pulse["thanks"]["people"]
        wanted = decision.get("entries") or [each["entry"] for each in people]
        left = [each for each in people if each["entry"] not in wanted or each["last"] > decision["until"]]
        self.beat(thanks={"until": seq, "people": left, "more": 0})

    def _cared(self, decision: Json, entry: Json) -> Json:
        whispers = self.questions[decision["question"]]["whispers"]
        fields = ("seq", "by", "text", "link")
        changed: dict[str, Json] = {
            "pinned": {"pinned": True},
            "unpinned": {"pinned": False},
            "claimed": {"claimed_by": decision["by"]},
            "released": {"claimed_by": None},
            "listed": {"listed": decision.get("place")},
            "unlisted": {"listed": None},
            "approved": {"approved": True},
            "withdrawn": {"approved": False},
            "whispered": {"whispers": [*whispers, {name: entry.get(name) for name in fields}]},
        }
        return changed[decision["kind"]]

    def _answer_undo(self, route: Route, seq: int) -> None:
        last = self.log[seq - 1]
        entry = self.enter("undone", entry=last["seq"], question=last.get("question"))
        if last["kind"] == "thanked":
            self.beat(thanks=self.before[seq] | {"until": entry["seq"]})
        else:
            self.change(last["question"], **self.before[seq])
        route.fulfill(status=201, json=entry)

    def _answer_file(self, route: Route, path: str) -> None:
        page = path.partition("?")[0]
        if page == "/api/broadcasts/latest":
            error = {"code": "broadcast_unknown", "message": "Nothing recorded."}
            route.fulfill(status=404, json={"error": error})
            return
        file = STATIC / PAGES.get(page, page.lstrip("/"))
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        headers = {"content-security-policy": POLICY, "content-type": kind}
        route.fulfill(body=file.read_bytes(), headers=headers)


def question(id_: int, text: str, **fields: Any) -> Json:
    """Make a question in the contract's shape."""
    return {
        "id": id_,
        "text": text,
        "language": "id",
        "topic": None,
        "kind": "question",
        "status": "open",
        "asked_at": ago(),
        "asked_again_at": None,
        "answered_at": None,
        "askers": 1,
        "comments": [id_],
        "typed": 0,
        "score": 0.9,
        "why": "question mark",
        "pinned": False,
        "hints": [],
        "facts": [],
        "catalogue": [],
        "head_starts": [],
        "claimed_by": None,
        "whispers": [],
        "listed": None,
        "approved": False,
    } | fields


def found(what: str, *, ok: bool = True) -> Json:
    """Make what a look before the Live found."""
    sentence = "All is well." if ok else "Make room before the Live."
    return {"what": what, "title": what.title(), "ok": ok, "sentence": sentence}


def quiet_pulse() -> Json:
    """Make the counts of a Live in which nothing has happened yet."""
    counts = ("comments", "likes", "gifts", "follows", "shares", "joins", "questions", "unanswered")
    return dict.fromkeys(counts, 0) | {
        "viewers_now": 0,
        "viewers_peak": 0,
        "comments_per_minute": 0,
        "coverage": 1.0,
        "gap_seconds": 0.0,
        "live_seconds": 2832.0,
        "started_at": ago(47.2),
        "ended_at": None,
        "timeline": [],
        "gaps": [],
        "thanks": {"until": 0, "people": [], "more": 0},
    }


def healthy() -> Json:
    """Report a listener that hears."""
    times = {"since": ago(47), "retry_at": None, "last_frame_at": ago()}
    return {"state": "live", "message": "", "code": "", "attempt": 1, "undecoded": {}} | times


def listening(broadcast: int | None = 1, **health: Any) -> Json:
    """Make the one listener of this service."""
    return {"handle": "tunaspelita", "broadcast": broadcast, "rehearsal": False, "health": healthy() | health}


def open_desk(page: Page, service: Service, *, address: str = "/") -> None:
    """Show the dashboard at `NOW`, talking to this service."""
    if not (STATIC / "index.html").is_file():
        raise FileNotFoundError("The dashboard is not built: run 'npm run build' in dashboard/.")
    service.listeners = service.listeners or [listening()]
    page.clock.install(time=NOW)
    page.route(f"{ORIGIN}/**", service.answer)
    page.route_web_socket(re.compile(r"ws://desk\.test/"), service.stream)
    page.goto(ORIGIN + address)


def comes_to(page: Page, found: Callable[[], object], wanted: object) -> None:
    """Assert that the service comes to this: the page shows what is decided before it has told the service."""
    given_up = time.monotonic() + PATIENCE
    while found() != wanted and time.monotonic() < given_up:
        page.wait_for_timeout(10)  # in which the page's requests are answered
    assert found() == wanted
