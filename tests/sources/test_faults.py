"""Every row of the fault matrix, over the loopback: what the host would see."""

import asyncio
import socket
import ssl
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from livedesk.events import Comment, Connected, Ended, Event, Gap, Paused, Resumed, Undecoded
from livedesk.present import now_ms
from livedesk.rehearsal import StandIn
from livedesk.rehearsal.doors import Reply, failed
from livedesk.rehearsal.faults import (
    CAPTCHA,
    EMPTY,
    HANG,
    blocked,
    bomb,
    corrupt_frame,
    corrupt_message,
    hollow,
    rate_limited,
    truncated,
)
from livedesk.rehearsal.messages import encode
from livedesk.sources import Health
from livedesk.sources.tiktok import TikTokSource
from sources.stage import ANI, BEATS, HASTY, WATCHFUL, Listener, endpoints_of, listening


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with StandIn(heartbeat=BEATS) as standin:
        yield standin


# On the way in.


async def test_an_account_that_is_offline_is_waited_for(standin: StandIn) -> None:
    standin.change(live=False)
    async with listening(standin) as listener:
        await listener.until(lambda: standin.requests["room_api"] >= 2)
        assert listener.reports[-1].state == "waiting"
        assert listener.sentence("offline").startswith("@perpus.kota is not live yet")
        assert listener.reports[-1].retry_at is not None
        assert standin.requests["signer"] == 0
        standin.change(live=True)
        await listener.until(lambda: bool(listener.heard(Connected)))
    assert listener.reports[-1].message == ""


async def test_a_handle_that_does_not_exist_ends_with_a_sentence(standin: StandIn) -> None:
    async with listening(standin, handle="@nobody.at.all") as listener:
        await listener.end()
    assert listener.error is not None
    assert listener.error.code == "not_found"
    assert str(listener.error).startswith("@nobody.at.all does not exist on TikTok or has never been live")
    assert listener.reports[-1].state == "failed"
    assert not listener.events


async def test_an_account_found_once_is_not_given_up(standin: StandIn) -> None:
    standin.change(live=False)
    async with listening(standin) as listener:
        await listener.until(lambda: listener.said("offline"))
        standin.change(known=False)
        await listener.until(lambda: listener.said("not_found"))
        standin.change()
        await listener.until(lambda: bool(listener.heard(Connected)))
    assert listener.error is None


async def test_a_captcha_on_the_page_is_gone_round(standin: StandIn) -> None:
    standin.faults.at("page", CAPTCHA, times=None)
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
    assert listener.heard(Connected) == [Connected(str(standin.room_id))]


async def test_a_captcha_everywhere_is_told_and_tried_again(standin: StandIn) -> None:
    standin.faults.at("page", CAPTCHA, times=2)
    standin.faults.at("room_api", CAPTCHA, times=2)
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
    assert listener.sentence("blocked").startswith("TikTok refuses the connection for now")


async def test_an_age_restricted_live_is_listened_to_with_a_warning(standin: StandIn) -> None:
    standin.change(age_restricted=True)
    async with listening(standin) as listener:
        await listener.until(lambda: listener.said("age_restricted"))
        assert "age-restricted" in listener.reports[-1].message
        assert listener.reports[-1].state == "live"
        await standin.say(Comment("halo"), ANI)
        await listener.until(lambda: bool(listener.heard(Comment)))
    assert listener.reports[-1].message == ""


async def test_an_age_restricted_live_that_refuses_is_called_so(standin: StandIn) -> None:
    standin.change(age_restricted=True)
    standin.faults.at("handshake", blocked(200))
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
    assert next(health.code for health in listener.reports if health.code) == "age_restricted"


@pytest.mark.parametrize(
    "limited",
    [
        rate_limited(retry_after=30),
        rate_limited(remaining=0, reset=30),
        rate_limited(retry_after=30, remaining=7, reset=4_000_000_000),
    ],
)
async def test_a_rate_limit_is_waited_for_as_long_as_it_asks(standin: StandIn, limited: Reply) -> None:
    standin.faults.at("signer", limited)
    async with listening(standin) as listener:
        await listener.until(lambda: listener.said("rate_limited"))
        told = listener.reports[-1]
        assert told.message.startswith("The signing service allows no further connection yet")
        assert told.retry_at is not None
        assert 29_000 <= told.retry_at - now_ms() <= 38_000
        assert standin.requests["signer"] == 1


async def test_a_rate_limit_without_any_header_is_retried_with_patience(standin: StandIn) -> None:
    standin.faults.at("signer", rate_limited(), times=2)
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
    assert listener.said("rate_limited")


@pytest.mark.parametrize("reply", [failed(500), failed(503), EMPTY, Reply(200, b"\xff\xff not protobuf")])
async def test_a_signer_that_is_down_is_told_and_asked_again(standin: StandIn, reply: Reply) -> None:
    standin.faults.at("signer", reply, times=2)
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
    assert listener.sentence("signer_down").startswith("The signing service is down")
    assert [health.attempt for health in listener.reports if health.retry_at] == [1, 2]


async def test_a_signer_that_is_down_leaves_an_open_connection_alone(standin: StandIn) -> None:
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        standin.unlisten("signer")
        await standin.say(Comment("masih di sini?"), ANI)
        await listener.until(lambda: bool(listener.heard(Comment)))
    assert listener.reports[-1].state == "live"
    assert standin.requests["signer"] == 1


async def test_a_signer_that_hangs_is_given_up_in_time(standin: StandIn) -> None:
    standin.faults.at("signer", HANG)
    async with listening(standin, patience=replace(HASTY, opening=0.5)) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
    assert listener.said("signer_down")


async def test_a_key_that_is_refused_ends_with_a_sentence(standin: StandIn) -> None:
    standin.faults.at("signer", failed(401))
    async with listening(standin) as listener:
        await listener.end()
    assert listener.error is not None
    assert (listener.error.code, str(listener.error)) == ("key_refused", listener.sentence("key_refused"))


async def test_a_signer_with_a_bad_certificate_is_told_nothing(standin: StandIn) -> None:
    async with impostor() as (port, heard):
        elsewhere = replace(
            endpoints_of(standin), sign_url=f"https://127.0.0.1:{port}", sign_api_key="secret"
        )
        async with listening(standin, endpoints=elsewhere) as listener:
            await listener.until(lambda: listener.said("signer_unverified"))
    assert "bad certificate" in listener.sentence("signer_unverified")
    assert not heard


async def test_nothing_listening_is_told_and_tried_again(standin: StandIn) -> None:
    standin.unlisten("tiktok")
    async with listening(standin) as listener:
        await listener.until(lambda: listener.said("unreachable"))
        assert listener.sentence("unreachable").startswith("TikTok cannot be reached")
        await standin.listen("tiktok")
        await listener.until(lambda: bool(listener.heard(Connected)))


async def test_names_that_cannot_be_looked_up_are_told_and_tried_again(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up = 0

    def getaddrinfo(host: str | bytes, *rest: object, **more: object) -> object:
        nonlocal looked_up
        if host not in {"tiktok.test", b"tiktok.test"}:
            return real(host, *rest, **more)  # type: ignore[arg-type]
        looked_up += 1
        if looked_up <= 3:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return real("127.0.0.1", *rest, **more)  # type: ignore[arg-type]

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    there = endpoints_of(standin)
    named = replace(
        there,
        app_url=str(there.app_url).replace("127.0.0.1", "tiktok.test"),
        webcast_url=str(there.webcast_url).replace("127.0.0.1", "tiktok.test"),
    )
    async with listening(standin, endpoints=named) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
    assert looked_up > 3
    assert listener.sentence("unreachable") == "TikTok cannot be reached: check the internet connection."


@pytest.mark.parametrize("status", [200, 400, 403])
async def test_a_refused_handshake_is_told_and_tried_again(standin: StandIn, status: int) -> None:
    standin.faults.at("handshake", blocked(status), times=2)
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
    assert listener.sentence("blocked").startswith("TikTok refuses the connection")
    assert standin.requests["handshake"] == 3


# On the open socket.


@pytest.mark.parametrize(
    ("code", "reason"), [(1000, "closed"), (1001, "closed"), (1006, "lost"), (1011, "lost"), (0, "lost")]
)
async def test_a_drop_is_a_gap_and_then_a_new_connection(standin: StandIn, code: int, reason: str) -> None:
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        await standin.drop(code)
        await listener.until(lambda: len(listener.heard(Connected)) == 2)
        await standin.say(Comment("kembali"), ANI)
        await listener.until(lambda: bool(listener.heard(Comment)))
    [gap] = listener.heard(Gap)
    assert gap.reason == reason
    assert 0 < gap.seconds < 20
    bodies = [event.body for event in listener.events]
    assert bodies[:3] == [Connected(str(standin.room_id)), gap, Connected(str(standin.room_id), 2)]
    assert [type(batch[0].body) for batch in listener.batches[:3]] == [Connected, Gap, Connected]
    assert listener.sentence(reason)


async def test_a_silent_connection_is_told_given_up_and_made_anew(standin: StandIn) -> None:
    async with listening(standin, patience=WATCHFUL) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        standin.silence()
        await listener.until(lambda: listener.reports[-1].state == "silent")
        await listener.until(lambda: len(listener.heard(Connected)) == 2)
    assert listener.sentence("silent").startswith("Nothing comes from TikTok any more")
    [gap] = listener.heard(Gap)
    assert gap.reason == "silent"
    assert gap.seconds >= WATCHFUL.lost


async def test_a_quiet_live_that_answers_heartbeats_is_not_silent(standin: StandIn) -> None:
    patience = replace(HASTY, silent=2.0)
    async with listening(standin, patience=patience) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        async with asyncio.timeout(20):
            await standin.until(lambda: standin.heartbeats > patience.silent / BEATS)
    assert not listener.said("silent")
    assert len(listener.heard(Connected)) == 1


async def test_a_corrupt_frame_is_kept_and_the_rest_heard(standin: StandIn) -> None:
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        broken = corrupt_frame()
        await standin.send(broken)
        await standin.say(Comment("lanjut"), ANI)
        await listener.until(lambda: bool(listener.heard(Comment)))
    assert listener.heard(Undecoded) == [Undecoded("frame", "corrupt", 1, b64encode(broken.data).decode())]
    assert listener.reports[-1].undecoded == {"frame": 1}
    assert len(listener.heard(Connected)) == 1


async def test_a_decompression_bomb_is_defused(standin: StandIn) -> None:
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        await standin.send(bomb())
        await standin.say(Comment("lanjut"), ANI)
        await listener.until(lambda: bool(listener.heard(Comment)))
    [undecoded] = listener.heard(Undecoded)
    assert (undecoded.message_type, undecoded.reason) == ("frame", "oversized")


async def test_a_corrupt_message_is_kept_and_the_rest_heard(standin: StandIn) -> None:
    whole = encode(Event(now_ms(), now_ms(), Comment("utuh"), ANI, "55"), standin.room_id)
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        for broken in (corrupt_message(), truncated(whole), hollow(whole)):
            await standin.send(broken)
        await standin.send(whole)
        await listener.until(lambda: bool(listener.heard(Comment)))
    assert [(each.message_type, each.reason) for each in listener.heard(Undecoded)] == [
        ("WebcastChatMessage", "corrupt")
    ] * 3
    assert [comment.text for comment in listener.heard(Comment)] == ["utuh"]


async def test_history_after_a_reconnect_is_not_heard_twice(standin: StandIn) -> None:
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        for text in ("satu", "dua", "tiga"):
            await standin.say(Comment(text), ANI)
        await listener.until(lambda: len(listener.heard(Comment)) == 3)
        await standin.drop(1006)
        await listener.until(lambda: len(listener.heard(Connected)) == 2)
        await standin.say(Comment("empat"), ANI)
        await listener.until(lambda: "empat" in [comment.text for comment in listener.heard(Comment)])
    assert [comment.text for comment in listener.heard(Comment)] == ["satu", "dua", "tiga", "empat"]


async def test_what_was_said_before_is_marked_as_history(standin: StandIn) -> None:
    await standin.say(Comment("sebelum"), ANI)
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Comment)))
        await standin.say(Comment("sesudah"), ANI)
        await listener.until(lambda: len(listener.heard(Comment)) == 2)
    assert [event.history for event in listener.events if isinstance(event.body, Comment)] == [True, False]


@pytest.mark.parametrize("reason", ["ended", "suspended"])
async def test_the_end_of_the_live_ends_the_source(standin: StandIn, reason: str) -> None:
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        await standin.say(Ended(reason))
        await listener.end()
    assert listener.events[-1].body == Ended(reason)
    assert listener.reports[-1].state == "ended"
    assert standin.connections == 1


async def test_a_pause_and_its_end_are_told(standin: StandIn) -> None:
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        await standin.say(Paused())
        await listener.until(lambda: listener.reports[-1].state == "paused")
        await standin.say(Resumed())
        await listener.until(lambda: listener.reports[-1].state == "live")
    assert [type(event.body) for event in listener.events] == [Connected, Paused, Resumed]


async def test_an_end_that_was_not_heard_is_found_out(standin: StandIn) -> None:
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        standin.change(live=False)
        await standin.drop(1006)
        await listener.end()
    assert listener.sentence("maybe_over").startswith("TikTok says the Live of @perpus.kota is over")
    assert [type(event.body) for event in listener.events[-2:]] == [Gap, Ended]
    assert listener.heard(Gap)[0].seconds >= HASTY.comeback
    assert listener.error is None


async def test_a_live_that_comes_back_goes_on(standin: StandIn) -> None:
    async with listening(standin, patience=replace(HASTY, comeback=60)) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        standin.change(live=False)
        await standin.drop(1006)
        await listener.until(lambda: listener.said("maybe_over"))
        standin.change(live=True)
        await listener.until(lambda: len(listener.heard(Connected)) == 2)
    assert not listener.heard(Ended)


# The library's own traps.


async def test_a_report_that_raises_is_not_swallowed(standin: StandIn) -> None:
    def report(_: Health) -> None:
        raise ZeroDivisionError

    source = TikTokSource(standin.handle, report=report, endpoints=endpoints_of(standin), patience=HASTY)
    with pytest.raises(ZeroDivisionError):
        await Listener().listen(source)


async def test_cancelling_while_connecting_leaves_nothing_behind(standin: StandIn) -> None:
    standin.faults.at("signer", HANG)
    async with listening(standin):
        await standin.until(lambda: standin.requests["signer"] == 1)
    assert not ours()


async def test_closing_leaves_no_connection_and_no_heartbeat(standin: StandIn) -> None:
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
    assert not ours()
    async with asyncio.timeout(20):
        await standin.until(lambda: not standin._open)


def ours() -> list[str]:
    """Tasks of the listener and of TikTokLive that still run."""
    return [
        str(task) for task in asyncio.all_tasks() if "TikTokLive" in str(task) or task.get_name() == "listen"
    ]


@asynccontextmanager
async def impostor() -> AsyncIterator[tuple[int, list[bytes]]]:
    """A TLS server whose certificate nobody vouches for; gives its port and what it was told."""
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read())
        writer.close()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).with_name("impostor.pem"))
    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1], heard
