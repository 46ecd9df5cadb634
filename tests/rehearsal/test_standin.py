"""The stand-in, as the unmodified TikTokLive client sees it."""

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from urllib.parse import urlsplit

import httpx
import pytest
from msgspec.structs import replace
from TikTokLive.client.errors import (  # type: ignore[import-untyped]
    AgeRestrictedError,
    SignAPIError,
    SignatureRateLimitError,
    UserNotFoundError,
    UserOfflineError,
    WebcastBlockedError,
)
from TikTokLive.events import (  # type: ignore[import-untyped]
    CommentEvent,
    ConnectEvent,
    DisconnectEvent,
    FollowEvent,
    GiftEvent,
    LikeEvent,
    LiveEndEvent,
    QuestionNewEvent,
    ShareEvent,
)
from TikTokLiveProto.v3.webcast.im import WebcastPushFrame
from TikTokLiveProto.v3.webcast.shared.message import BaseProtoMessage, ProtoMessageFetchResult
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, ConnectionClosedError
from websockets.legacy.exceptions import InvalidStatusCode

from livedesk.events import Comment, Ended, Follow, Gift, Like, PlatformQuestion, Share, Viewer
from livedesk.rehearsal import StandIn, script
from livedesk.rehearsal.doors import SOCKET_PATH, Reply, failed
from livedesk.rehearsal.faults import (
    CAPTCHA,
    EMPTY,
    HANG,
    blocked,
    bomb,
    corrupt_frame,
    corrupt_message,
    rate_limited,
)
from livedesk.rehearsal.feed import Feed
from livedesk.rehearsal.staging import Repeat
from livedesk.rehearsal.standin import HistoryFrom
from rehearsal.stock import stock

ANI = Viewer("7268063282594613393", "ani.baca", "Ani")


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with asyncio.timeout(60), StandIn(heartbeat=0.05) as standin:
        yield standin


def listening(standin: StandIn) -> connect:
    """Connect as a bare WebSocket client, which TikTokLive is not needed for."""
    url = standin.app_url.replace("http", "ws", 1) + SOCKET_PATH
    return connect(url, compression=None, max_size=None, ping_interval=None)


# The way in, and what is heard.


async def test_the_stock_client_connects_and_hears_comments(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stock(standin, monkeypatch) as client:
        task = await client.client.start()
        await standin.until(lambda: standin.connections == 1)
        await standin.say(Comment("kak perpus buka sabtu gak", "id"), ANI)
        await client.until(lambda: bool(client.of(CommentEvent)))
        await standin.say(Ended())
        await task
    comment = client.of(CommentEvent)[0]
    assert (comment.comment, comment.user.display_id) == ("kak perpus buka sabtu gak", "ani.baca")
    assert client.client.web.params["room_id"] == str(standin.room_id)
    assert dict(standin.requests) == {"page": 1, "alive": 1, "signer": 1, "handshake": 1}


async def test_the_stock_client_hears_what_else_viewers_do(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stock(standin, monkeypatch) as client:
        task = await client.client.start()
        await standin.until(lambda: standin.connections == 1)
        for body in (
            Like(15, 90),
            Gift("Rose", 2, "55"),
            Follow(),
            Share(),
            PlatformQuestion("bisa?"),
            Ended(),
        ):
            await standin.say(body, ANI)
        await task
    kinds = [type(each) for each in client.heard]
    assert kinds == [
        ConnectEvent,
        LikeEvent,
        GiftEvent,
        FollowEvent,
        ShareEvent,
        QuestionNewEvent,
        LiveEndEvent,
        DisconnectEvent,
    ]
    assert client.of(GiftEvent)[0].repeat_end


async def test_heartbeats_are_answered_and_acknowledgements_counted(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stock(standin, monkeypatch) as client:
        task = await client.client.start()
        await standin.until(lambda: standin.heartbeats >= 3)
        await standin.say(Comment("halo"), ANI)
        await standin.say(Comment("halo lagi"), ANI)
        await standin.until(lambda: standin.acknowledgements == 2)
        await standin.say(Ended())
        await task


async def test_a_newcomer_hears_the_last_comments_again_as_history(standin: StandIn) -> None:
    async with listening(standin) as first:
        await standin.until(lambda: standin.connections == 1)
        said = [await standin.say(Comment(f"komentar {n}"), ANI) for n in range(8)]
        before = [await first.recv() for _ in said]
    async with listening(standin) as second:
        history = _messages(await second.recv())
    assert [(each.msg_id, each.is_history) for each in history] == [(number, True) for number in said[-6:]]
    assert [_messages(frame)[0].payload for frame in before[-6:]] == [each.payload for each in history]


@pytest.mark.parametrize(("history_from", "frames"), [("signer", 0), ("both", 1)])
async def test_the_signers_answer_may_bring_the_history(history_from: HistoryFrom, frames: int) -> None:
    feed = script.parse("handle: perpus.kota\n-00:20 comment ani | belum mulai ya")
    async with asyncio.timeout(60), StandIn(feed, history_from=history_from) as standin:
        async with httpx.AsyncClient() as http:
            answer = (await http.get(f"{standin.sign_url}/webcast/fetch")).content
        async with listening(standin) as client:
            await standin.until(lambda: standin.connections == 1)
            await standin.say(Follow(), ANI)
            heard = [_messages(await client.recv()) for _ in range(frames + 1)]
    told = ProtoMessageFetchResult.parse(answer).messages
    assert [(each.method, each.is_history) for each in told] == [("WebcastChatMessage", True)]
    assert [each.msg_id for batch in heard[:-1] for each in batch] == [each.msg_id for each in told] * frames


async def test_what_is_said_while_nobody_listens_is_lost_except_as_history() -> None:
    async with asyncio.timeout(60), StandIn(history=1) as standin:
        await standin.say(Comment("satu"), ANI)
        await standin.say(Follow(), ANI)
        last = await standin.say(Comment("dua"), ANI)
        async with listening(standin) as client:
            assert [each.msg_id for each in _messages(await client.recv())] == [last]
            after = await standin.say(Follow(), ANI)
            assert [each.msg_id for each in _messages(await client.recv())] == [after]


async def test_a_message_id_can_come_again(standin: StandIn) -> None:
    async with listening(standin) as client:
        await standin.until(lambda: standin.connections == 1)
        said = await standin.say(Comment("halo"), ANI)
        await standin.say(Comment("halo"), ANI, message_id=said)
        assert [_messages(await client.recv())[0].msg_id for _ in range(2)] == [said, said]


# Faults at the doors.


async def test_an_account_that_is_not_live_is_offline(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    standin.change(live=False)
    async with stock(standin, monkeypatch) as client:
        with pytest.raises(UserOfflineError):
            await client.client.start()
        with pytest.raises(UserOfflineError):
            await client.client.start(room_id=standin.room_id)
        assert not await client.client.is_live()
        standin.change()
        assert await client.client.is_live()


async def test_an_unknown_account_is_not_found(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    async with stock(standin, monkeypatch, handle="nobody") as client:
        with pytest.raises(UserNotFoundError):
            await client.client.start()


async def test_a_captcha_page_sends_the_client_to_the_api(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    standin.faults.at("page", CAPTCHA)
    async with stock(standin, monkeypatch) as client:
        task = await client.client.start()
        await standin.until(lambda: standin.connections == 1)
        await standin.say(Ended())
        await task
    assert standin.requests["room_api"] == 1


async def test_an_age_restricted_room_tells_nothing_of_itself(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    standin.change(age_restricted=True)
    async with stock(standin, monkeypatch) as client:
        with pytest.raises(AgeRestrictedError):
            await client.client.start(fetch_room_info=True)


async def test_the_signer_limits_the_rate_with_the_headers_wanted(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    standin.faults.at("signer", rate_limited(remaining=7, reset=1_764_000_000))
    standin.faults.at("signer", rate_limited())
    async with stock(standin, monkeypatch) as client:
        with pytest.raises(SignatureRateLimitError) as limited:
            await client.client.start()
        with pytest.raises(TypeError):
            await client.client.start()
    assert (limited.value.retry_after, limited.value.reset_time) == (7, 1_764_000_000)


@pytest.mark.parametrize(("reply", "reason"), [(failed(500), "SIGN_NOT_200"), (EMPTY, "EMPTY_PAYLOAD")])
async def test_the_signer_fails(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch, reply: Reply, reason: str
) -> None:
    standin.faults.at("signer", reply)
    async with stock(standin, monkeypatch) as client:
        with pytest.raises(SignAPIError) as error:
            await client.client.start()
    assert error.value.reason.name == reason


async def test_a_hanging_signer_answers_nothing_while_the_stand_in_lives(standin: StandIn) -> None:
    standin.faults.at("signer", HANG)
    async with httpx.AsyncClient() as client:
        waiting = asyncio.create_task(client.get(f"{standin.sign_url}/webcast/fetch"))
        await standin.until(lambda: standin.requests["signer"] == 1)
        assert (await client.get(f"{standin.sign_url}/webcast/fetch")).status_code == 200
        assert not waiting.done()
        waiting.cancel()


async def test_a_standing_fault_stands_until_it_is_cleared(standin: StandIn) -> None:
    standin.faults.at("signer", EMPTY, times=2)
    standin.faults.at("signer", failed(503), times=None)
    async with httpx.AsyncClient(base_url=standin.sign_url) as client:
        statuses = [(await client.get("/webcast/fetch")).status_code for _ in range(4)]
        standin.faults.clear("signer")
        statuses.append((await client.get("/webcast/fetch")).status_code)
    assert statuses == [200, 200, 503, 503, 200]


async def test_where_nothing_listens_connecting_is_refused_until_something_listens_again(
    standin: StandIn,
) -> None:
    async with httpx.AsyncClient() as client:
        standin.unlisten("signer")
        with pytest.raises(httpx.ConnectError):
            await client.get(f"{standin.sign_url}/webcast/fetch")
        assert (await client.get(f"{standin.app_url}/@{standin.handle}/live")).status_code == 200
        await standin.listen()
        assert (await client.get(f"{standin.sign_url}/webcast/fetch")).status_code == 200


@pytest.mark.parametrize("status", [200, 400])
async def test_tiktok_turns_the_client_away_at_the_handshake(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    standin.faults.at("handshake", blocked(status))
    async with stock(standin, monkeypatch) as client:
        task = await client.client.start()
        with pytest.raises(WebcastBlockedError, match="illegal secret key"):
            await task


async def test_a_handshake_refused_with_403_is_no_block(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    standin.faults.at("handshake", blocked(403))
    async with stock(standin, monkeypatch) as client:
        task = await client.client.start()
        with pytest.raises(InvalidStatusCode):
            await task


async def test_the_signer_and_tiktok_do_not_answer_for_each_other(standin: StandIn) -> None:
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{standin.app_url}/webcast/fetch")).status_code == 404
        assert (await client.get(f"{standin.sign_url}/webcast/room/check_alive/")).status_code == 404
        assert (await client.get(f"{standin.sign_url}/webcast/rate_limits")).json()["minute"]["remaining"]


# Faults on the open socket.


@pytest.mark.parametrize("code", [1000, 1001, 1011])
async def test_sockets_close_with_the_code_wanted(standin: StandIn, code: int) -> None:
    async with listening(standin) as client:
        await standin.until(lambda: standin.connections == 1)
        await asyncio.gather(standin.drop(code), client.wait_closed())
    assert client.close_code == code


@pytest.mark.parametrize("code", [1006, 0])
async def test_sockets_end_without_a_farewell(standin: StandIn, code: int) -> None:
    async with listening(standin) as client:
        await standin.until(lambda: standin.connections == 1)
        await standin.drop(code)
        with pytest.raises(ConnectionClosedError, match="no close frame received"):
            await client.recv()


async def test_all_that_was_sent_before_an_end_without_farewell_arrives(standin: StandIn) -> None:
    async with listening(standin) as client:
        await standin.until(lambda: standin.connections == 1)
        for number in range(200):
            await standin.say(Comment(f"komentar {number}"), ANI)
        await standin.drop(1006)
        assert len(await _rest(client)) == 200


async def test_a_silent_socket_stays_open_and_nothing_is_heard_on_it_or_said(standin: StandIn) -> None:
    async with listening(standin) as old:
        await standin.until(lambda: standin.connections == 1)
        standin.silence()
        await old.send(b"\x3a\x02hb")
        async with listening(standin) as new:
            await standin.until(lambda: standin.connections == 2)
            await standin.say(Comment("halo"), ANI)
            assert _messages(await new.recv())
        assert standin.heartbeats == 0
        old.transport.abort()


async def test_broken_things_are_sent_as_they_are(standin: StandIn) -> None:
    async with listening(standin) as client:
        await standin.until(lambda: standin.connections == 1)
        await standin.send(corrupt_frame())
        await standin.send(corrupt_message())
        await standin.send(bomb(megabytes=1))
        assert await client.recv() == corrupt_frame().data
        assert _messages(await client.recv())[0].payload == corrupt_message().payload
        assert await client.recv() == bomb(megabytes=1).data


async def test_a_broken_comment_is_not_repeated_as_history(standin: StandIn) -> None:
    await standin.send(corrupt_message())
    said = await standin.say(Comment("halo"), ANI)
    async with listening(standin) as client:
        assert [each.msg_id for each in _messages(await client.recv())] == [said]


# Lifetime.


async def test_ports_are_as_wanted_and_free_again_afterwards() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for _ in range(2):
        async with asyncio.timeout(60), StandIn(port=port) as standin:
            assert (urlsplit(standin.app_url).port, urlsplit(standin.sign_url).port) == (port, port + 1)
            async with listening(standin):
                pass


async def test_leaving_aborts_what_is_open_even_if_it_is_silent_or_hangs() -> None:
    async with asyncio.timeout(60), httpx.AsyncClient() as http:
        async with StandIn() as standin:
            client = await listening(standin)
            await standin.until(lambda: standin.connections == 1)
            standin.silence()
            standin.faults.at("page", HANG)
            hanging = asyncio.create_task(http.get(f"{standin.app_url}/@x/live"))
            await standin.until(lambda: standin.requests["page"] == 1)
        with pytest.raises(ConnectionClosed):
            await client.recv()
        with pytest.raises(httpx.HTTPError):
            await hanging


async def test_what_goes_wrong_in_a_feed_is_raised() -> None:
    cue = script.parse("handle: x\n00:00 comment ani | halo").cues[0]
    wrong = script.Script("x", "x", (replace(cue, does=Repeat("#nothing")),))
    with pytest.raises(KeyError, match="#nothing"):
        await _play(wrong)


async def _play(feed: Feed) -> None:
    async with asyncio.timeout(60), StandIn(feed) as standin:
        url = standin.app_url.replace("http", "ws", 1) + SOCKET_PATH
        client = await connect(url, compression=None)
        try:
            await standin.played()
        finally:
            await client.close()


def _messages(data: str | bytes) -> list[BaseProtoMessage]:
    assert isinstance(data, bytes)
    return ProtoMessageFetchResult.parse(gzip.decompress(WebcastPushFrame.parse(data).payload)).messages


async def _rest(client: ClientConnection) -> list[bytes | str]:
    frames: list[bytes | str] = []
    with suppress(ConnectionClosed):
        async for frame in client:
            frames.append(frame)  # noqa: PERF401 (what came before the end is wanted)
    return frames
