"""Wiring: a log, a recorder over it, an app over that, and the sources that feed it, for as long as they run."""

import asyncio
import secrets
import signal
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from os import environ
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from livedesk import LivedeskError, __version__, journal
from livedesk.api import create_app
from livedesk.devices import Devices
from livedesk.findings import Finding
from livedesk.journal import note
from livedesk.ledger import Ledger
from livedesk.log import LogError, open_log, snapshots
from livedesk.log.faults import RETURN
from livedesk.network import AddressTaken, LocalNetwork
from livedesk.questions.library import Library, LibraryUnreadable, parse
from livedesk.recorder import Recorder
from livedesk.settings import Settings
from livedesk.sources import Health, Report, Source, SourceError, State
from livedesk.sources.tiktok import Endpoints, TikTokSource, parse_handle

SHUTDOWN_SECONDS = 3

TICK_SECONDS = 1.0
"""So often the server looks how things are: answers bear the time by the second."""

MOST_SOCKETS = 1_000
"""Connections at once; past that requests are answered with 503."""

SHORTEST_STUDY_KEY = 32

Say = Callable[[str], None]
Checks = Callable[[Settings, Sequence[str]], AsyncIterator[Finding]]


class StudyKeyUnusable(LivedeskError):  # noqa: N818 - named after the fact
    """The study's secret cannot be used; the message says what to do."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"The study's key {path} cannot be used: {reason}.")


@dataclass(frozen=True)
class Listening:
    """One Live to record: whose, and how to listen once somebody is there to be told how it goes."""

    handle: str
    listen: Callable[[Report], Source]
    rehearsal: bool = False


async def run(
    settings: Settings,
    listenings: Sequence[Listening],
    *,
    say: Say,
    checks: Checks | None = None,
    open_browser: bool = False,
    leave_at_end: bool = False,
) -> bool:
    """Record what is listened to and serve the desk until somebody stops it; return whether every source did well.

    `checks` look from the desk whether all is ready for a Live. With `leave_at_end` it stops by itself once every Live
    has ended. Raises LogError, LibraryUnreadable, DevicesUnreadable or AddressTaken at the start.
    """
    journal.write(settings.log_format)
    snapshots.see_that_it_is_there(settings.database_path, settings.snapshots_folder)
    token = desk_token(settings)
    devices = Devices(_beside_database(settings, ".devices"))
    ledger = Ledger(settings.exports_ledger)
    library = None if settings.library is None else read_library(settings.library)
    study_key = (
        b"" if settings.study_key is None else read_study_key(settings.study_key, settings.database_path)
    )
    with (
        closing(open_log(settings.database_url)) as log,
        bound_socket(settings.host, settings.port) as listener,
    ):
        port = listener.getsockname()[1]
        address = f"http://{_reachable(settings.host)}:{port}/?token={token}"
        async with (
            Recorder(log, languages=settings.languages, library=library, study_key=study_key) as recorder,
            LocalNetwork(settings.host, port, lambda host: _serving_at(app, host, port)) as network,
            serving(
                app := create_app(
                    recorder,
                    token=token,
                    names=(settings.host, *settings.names),
                    admitted=devices,
                    network=network,
                    ledger=ledger,
                    zone=settings.zone,
                    checks=checks and partial(checks, settings, [each.handle for each in listenings]),
                ),
                listener,
            ),
        ):
            note("started", version=__version__, port=port)
            say(f"The desk is at {address}")
            if network.by_setting:
                say("LIVEDESK_HOST lets the local network reach it: guarded by tokens, but not encrypted.")
            if open_browser:
                _open_browser(address)
            pointer = _in_terminal if leave_at_end else partial(_in_browser, address)
            follows = [_follow(recorder, listening, settings, say, pointer) for listening in listenings]
            well = await _listen(follows, _look_through(settings), leave_at_end=leave_at_end)
    note("stopped")
    return well


async def _listen(
    follows: Sequence[Coroutine[None, None, bool]],
    looks_through: Coroutine[None, None, None],
    *,
    leave_at_end: bool,
) -> bool:
    """Follow every source until somebody stops us, or to the end; a fault of ours in any of this is raised."""
    with _stop_signals() as stopped:
        stopping = asyncio.create_task(stopped.wait())
        following = set(map(asyncio.create_task, follows))
        waiting = {stopping, *following, asyncio.create_task(looks_through)}
        while not stopping.done() and not (leave_at_end and waiting == {stopping}):
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return all(task.cancelled() or task.result() for task in following)


def tiktok(
    handle: str, settings: Settings, *, room_id: int | None = None, rehearsal: bool = False
) -> Listening:
    """Say how to listen to this handle on TikTok, or on what the settings put in its place."""
    endpoints = endpoints_of(settings)

    def listen(report: Report) -> Source:
        return TikTokSource(handle, report=report, room_id=room_id, endpoints=endpoints)

    return Listening(parse_handle(handle), listen, rehearsal)


def read_library(path: Path) -> Library:
    """Read the library's file; LibraryUnreadable, which names it, where it cannot be used."""
    try:
        return parse(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise LibraryUnreadable(f"The library's file {path} cannot be used: {reason}") from error


def read_study_key(path: Path, database: Path | None) -> bytes:
    """Read a study's secret; StudyKeyUnusable where it is short or lies beside the database that it protects."""
    try:
        key = path.read_bytes().strip()
    except OSError as error:
        raise StudyKeyUnusable(path, error.strerror or "it cannot be read") from error
    if len(key) < SHORTEST_STUDY_KEY:
        raise StudyKeyUnusable(
            path, f"give it {SHORTEST_STUDY_KEY} characters or more, from 'openssl rand -hex 32'"
        )
    if database is not None and path.resolve().parent == database.resolve().parent:
        raise StudyKeyUnusable(
            path, "whoever has the database's folder would have it too, so keep it elsewhere"
        )
    return key


def endpoints_of(settings: Settings) -> Endpoints:
    """Return the servers that the settings name, and the key for the signing one."""
    key = settings.sign_api_key
    return Endpoints(
        app_url=settings.tiktok_app_url,
        webcast_url=settings.tiktok_webcast_url,
        sign_url=settings.sign_url,
        sign_api_key=None if key is None else key.get_secret_value(),
    )


async def _look_through(settings: Settings) -> None:
    """Read every page of the database while sources are still on their way; LogError where one is damaged."""
    database = settings.database_path
    if database is not None and (wrong := await asyncio.to_thread(snapshots.fault, database)):
        raise LogError(f"{wrong} {RETURN}.")


async def _follow(
    recorder: Recorder, listening: Listening, settings: Settings, say: Say, pointer: Callable[[int], str]
) -> bool:
    try:
        await recorder.follow(listening.handle, _aloud(listening, say), rehearsal=listening.rehearsal)
    except SourceError as error:
        say(f"@{listening.handle}: {error}")
        return False
    say(f"@{listening.handle}: the Live has ended and is saved.")
    for desk in {recording.desk for recording in recorder.recordings if recording.handle == listening.handle}:
        if desk is not None:
            say(f"Its report: {pointer(desk.broadcast.id)}")
    if not listening.rehearsal:
        await _take_snapshot(settings, say)
    return True


def _in_browser(address: str, broadcast: int) -> str:
    """Say where the desk shows a broadcast's report."""
    return address.replace("/?", f"/broadcasts/{broadcast}/report?")


def _in_terminal(broadcast: int) -> str:
    """Say which command writes a broadcast's report."""
    return f"livedesk export {broadcast} --format html -o report.html"


async def _take_snapshot(settings: Settings, say: Say) -> None:
    """Copy the database where the settings want it; that it cannot be is told, for the Live is saved anyway."""
    database, folder, keep = settings.database_path, settings.snapshots_folder, settings.snapshots_kept
    if database is None or folder is None or not keep:
        return
    try:
        taken = await asyncio.to_thread(snapshots.take_in, folder, database, keep=keep)
    except LogError as error:
        say(str(error))
    else:
        say(f"A snapshot of the database is {taken}.")


def _aloud(listening: Listening, say: Say) -> Callable[[Report], Source]:
    """Let what the health line says stand in the terminal too, each sentence once."""

    def listen(report: Report) -> Source:
        said = ""

        def tell(health: Health) -> None:
            nonlocal said
            report(health)
            sentence = health.message or _WORDS.get(health.state, "")
            if sentence and sentence != said:
                said = sentence
                say(f"@{listening.handle}: {sentence}")

        return listening.listen(tell)

    return listen


_WORDS: dict[State, str] = {"waiting": "waiting for the Live to begin.", "live": "connected, recording."}


@contextmanager
def _stop_signals() -> Iterator[asyncio.Event]:
    """Give an event that Ctrl+C or a termination sets; a second Ctrl+C is the ordinary, hard one."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(number: int, _: object) -> None:
        signal.signal(number, before[signal.Signals(number)])
        loop.call_soon_threadsafe(stopped.set)

    for number in before:
        signal.signal(number, stop)
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Server(uvicorn.Server):
    """uvicorn without its signal handling (ours flushes the log first), which says when it answers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.answers = asyncio.Event()
        self._leaving = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to `_stop_signals`."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self.answers.set()

    async def main_loop(self) -> None:
        """Look once a second how things are; uvicorn wakes ten times for it, and each time costs the host's machine."""
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                async with asyncio.timeout(TICK_SECONDS):
                    await self._leaving.wait()

    def leave(self) -> None:
        """Stop answering."""
        self.should_exit = True
        self._leaving.set()


@asynccontextmanager
async def serving(app: FastAPI, listener: socket.socket) -> AsyncIterator[None]:
    """Serve the app on this socket; leaving stops it within `SHUTDOWN_SECONDS`."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # addresses may carry the token
        http="h11",  # it bounds what a request's head may take
        limit_concurrency=MOST_SOCKETS,
        lifespan="off",
        ws="websockets-sansio",
        ws_max_size=64 * 1024,  # dashboards have nothing to say on the stream
        ws_per_message_deflate=False,  # loopback and local networks have room; the host's machine has other work
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    await server.answers.wait()
    try:
        yield
    finally:
        server.leave()
        await serving


@asynccontextmanager
async def _serving_at(app: FastAPI, host: str, port: int) -> AsyncIterator[None]:
    """Serve the app at one more address."""
    with bound_socket(host, port) as listener:
        async with serving(app, listener):
            yield


@contextmanager
def bound_socket(host: str, port: int) -> Iterator[socket.socket]:
    """Take the address before anything else begins, so that a taken one costs nothing."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise AddressTaken(
            f"The dashboard cannot listen on {host}:{port} ({error.strerror or error}): "
            "close what uses it, or set LIVEDESK_PORT to another port."
        ) from error
    with listener:
        yield listener


def _reachable(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def desk_token(settings: Settings) -> str:
    """Return the token that is set, or the one kept beside the database, made now if there is none."""
    if settings.token is not None:
        return settings.token.get_secret_value()
    made = secrets.token_urlsafe(24)
    kept = _beside_database(settings, ".token")
    if kept is None:
        return made
    if not kept.exists() and kept.parent.is_dir():
        kept.touch(mode=0o600)
        kept.write_text(made)
    return (kept.read_text().strip() if kept.exists() else "") or made


def _beside_database(settings: Settings, ending: str) -> Path | None:
    """Return the file of the database's name and this ending, None where the database is no file."""
    database = settings.database_path
    return None if database is None else database.with_name(database.name + ending)


def _open_browser(address: str) -> None:
    """Open a graphical browser where there is one; a text browser would take the terminal."""
    if sys.platform.startswith("linux") and not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return
    asyncio.get_running_loop().run_in_executor(None, webbrowser.open, address)
