"""The interface against its own description, and against what is no request at all."""

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from websockets.exceptions import ConnectionClosed, InvalidStatus

from happenings import FakeSource, comment, connected, ended
from house import TOKEN, House, open_house

LIVE = FakeSource(
    [connected(), comment("kak buka jam berapa ya?"), comment("halo"), comment("ada wifi gak kak?")],
    [ended(second=60)],
)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
LONG = 500
"""Requests to each operation in the long run."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Run a desk with one recorded Live in a thread of its own and give its port."""
    ready, done = threading.Event(), asyncio.Event()
    found: list[Any] = []

    async def keep_house() -> None:
        async with open_house(listening=True) as house:
            await house.recorder.follow("lib", LIVE)
            found.extend((house.port, asyncio.get_running_loop()))
            ready.set()
            await done.wait()

    thread = threading.Thread(target=lambda: asyncio.run(keep_house()))
    thread.start()
    ready.wait(30)
    yield found[0]
    found[1].call_soon_threadsafe(done.set)
    thread.join()


def ask_everything(port: int, many: settings) -> int:
    """Make so many requests of each operation, sound and unsound, and hold the answers to the description."""
    bearing = {"Authorization": f"Bearer {TOKEN}"}
    schema = schemathesis.openapi.from_url(f"http://127.0.0.1:{port}/api/openapi.json", headers=bearing)
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    operations = [each for each in operations if "101" not in each.definition.raw["responses"]]  # WebSockets
    for operation in operations:

        @many
        @given(operation.as_strategy())
        def ask(case: Any) -> None:
            case.call_and_validate(headers=bearing, checks=CHECKS)

        ask()
    return len(operations)


FEW = settings(
    max_examples=8, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
MANY = settings(FEW, max_examples=LONG, derandomize=False)


def test_every_answer_is_one_that_the_description_tells_of(port: int) -> None:
    assert ask_everything(port, FEW) >= 10


@pytest.mark.soak
def test_every_answer_to_many_requests_is_one_that_the_description_tells_of(port: int) -> None:
    ask_everything(port, MANY)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 30_000,
        b'{"kind":"answered","question":1,"x":' + b"[" * 30_000,
        b'{"a":' * 10_000,
        b'{"kind":"answered","question":' + b"9" * 30_000 + b"}",
        b'{"kind":"answered","question":1e400}',
        b'{"kind":"\xff\xfe"}',
        b'{"kind":"asked","text":"\\ud800"}',
        b"null",
        b"",
    ],
)
async def test_a_body_made_to_break_is_refused_with_a_sentence(house: House, body: bytes) -> None:
    await house.recorder.follow("lib", LIVE)
    for path in ("/api/broadcasts/1/decisions", "/api/devices", "/api/devices/network"):
        answer = await house.http.post(path, content=body)
        assert 400 <= answer.status_code < 500
        assert answer.json()["error"]["message"]


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 400, "", "%00", "0&after=1", "٣"])
async def test_any_place_to_begin_at_is_taken_or_refused(listening_house: House, after: str) -> None:
    house = listening_house
    await house.recorder.follow("lib", LIVE)
    try:
        async with house.stream(f"1/stream?after={after}") as stream:
            await stream.recv()
    except (InvalidStatus, ConnectionClosed):
        pass
    assert (await house.http.get("/healthz")).json()["status"] == "ok"


BEGINNINGS = (
    b"",
    b"GET / HTTP/1.1\r\n",
    b"POST /api/devices HTTP/1.1\r\nContent-Length: -1\r\n",
    b"PRI * HTTP/2.0",
)


async def test_what_is_no_request_at_all_stops_nothing(listening_house: House) -> None:
    dice = random.Random(3)  # noqa: S311 - the same in every run
    for beginning in (
        b"",
        b"GET / HTTP/1.1\r\n",
        b"POST /api/devices HTTP/1.1\r\nContent-Length: -1\r\n",
        b"PRI * HTTP/2.0",
    ):
        for _ in range(10):
            reader, writer = await asyncio.open_connection("127.0.0.1", listening_house.port)
            writer.write(beginning + dice.randbytes(dice.randint(1, 3_000)))
            writer.write_eof()
            await reader.read()
            writer.close()
    assert (await listening_house.http.get("/healthz")).status_code == 200


async def test_a_head_that_never_ends_is_cut_off(listening_house: House) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", listening_house.port)
    with suppress(ConnectionError):  # while we still write
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-Long: " + b"x" * 2_000_000)
        assert b"HTTP/1.1 200" not in await reader.read()
    writer.close()
    assert (await listening_house.http.get("/healthz")).status_code == 200
