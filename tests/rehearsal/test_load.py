"""The Live to measure with: what it promises is what comes."""

import asyncio
import gzip
from contextlib import suppress

import pytest
from google.protobuf.message import DecodeError
from TikTokLiveProto.v3.webcast.im import WebcastPushFrame
from TikTokLiveProto.v3.webcast.shared.message import ProtoMessageFetchResult
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from livedesk.events import Comment, Ended, Follow, Gift, kind
from livedesk.rehearsal import StandIn
from livedesk.rehearsal.doors import SOCKET_PATH
from livedesk.rehearsal.faults import corrupt_frame, corrupt_message
from livedesk.rehearsal.feed import Drop, Frame
from livedesk.rehearsal.load import load_feed

START = 1_764_000_000_000


def test_it_expects_as_many_distinct_events_as_wanted_in_order_and_an_end() -> None:
    load = load_feed(events=500, started_at=START, filler=False)
    ids = [int(event.message_id or 0) for event in load.expected]
    assert len(set(ids)) == len(ids) == 500
    assert ids == sorted(ids)
    assert load.expected[-1].body == Ended()


def test_all_that_is_expected_is_sent_and_nothing_else_but_duplicates() -> None:
    load = load_feed(
        events=500, started_at=START, per_frame=7, duplicate_every=50, faulty=False, filler=False
    )
    sent = [
        message.msg_id for beat in load.sent if isinstance(beat.act, Frame) for message in beat.act.messages
    ]
    once = list(dict.fromkeys(sent))
    assert [str(each) for each in once] == [event.message_id for event in load.expected]
    assert len(sent) - len(once) == 9


def test_kinds_are_mixed_and_nobody_follows_twice() -> None:
    load = load_feed(events=2_000, started_at=START, filler=False)
    kinds = {kind(event.body) for event in load.expected}
    followers = [event.viewer for event in load.expected if isinstance(event.body, Follow)]
    assert kinds == {
        "comment", "platform_question", "like", "gift", "follow", "share", "join", "viewers", "caption", "ended",
    }  # fmt: skip
    assert len(set(followers)) == len(followers)


@pytest.mark.parametrize("events", range(100, 160))
def test_every_streak_closes_wherever_the_live_ends(events: int) -> None:
    gifts = [event.body for event in load_feed(events=events, started_at=START, filler=False).expected]
    streaks = [gift for gift in gifts if isinstance(gift, Gift) and gift.streak_id]
    assert streaks
    assert {gift.streak_id for gift in streaks} == {gift.streak_id for gift in streaks if gift.final}


@pytest.mark.parametrize(("part", "fewest", "most"), [(1.0, 1.0, 1.0), (0.5, 0.4, 0.6), (0.0, 0.0, 0.05)])
def test_as_many_comments_are_worded_anew_as_wanted(part: float, fewest: float, most: float) -> None:
    load = load_feed(events=2_000, started_at=START, filler=False, worded_anew=part)
    texts = [event.body.text for event in load.expected if isinstance(event.body, Comment)]
    assert fewest <= len(set(texts)) / len(texts) <= most


def test_faults_stand_where_they_were_promised() -> None:
    load = load_feed(events=300, started_at=START, filler=False)
    acts = [beat.act for beat in load.sent]
    frames = [act for act in acts if isinstance(act, Frame)]
    assert acts[100] == corrupt_frame()
    assert acts.index(Drop(1006)) == 181  # after 180 of 300 frames, and the corrupt one
    assert corrupt_message() in frames[121].messages
    assert load.undecodable == 2


def test_the_rate_is_kept_with_any_number_of_events_in_a_frame() -> None:
    for per_frame in (1, 10, 50):
        load = load_feed(events=1_000, rate=500, per_frame=per_frame, started_at=START, filler=False)
        assert load.sent[-1].at == pytest.approx(2.0)


def test_the_same_seed_and_start_give_the_same_bytes() -> None:
    assert load_feed(events=100, seed=3, started_at=START) == load_feed(events=100, seed=3, started_at=START)
    assert load_feed(events=100, seed=3, started_at=START) != load_feed(events=100, seed=4, started_at=START)


async def test_a_client_that_comes_back_after_the_drop_gets_everything() -> None:
    load = load_feed(events=400, rate=None, per_frame=3, started_at=START, filler=False)
    heard: dict[int, bool] = {}
    undecodable = 0
    async with asyncio.timeout(60), StandIn(load) as standin:
        url = standin.app_url.replace("http", "ws", 1) + SOCKET_PATH
        while len(heard) < len(load.expected):
            async with connect(url, compression=None) as client:
                with suppress(ConnectionClosedError):
                    async for data in client:
                        undecodable += not _hear(data, heard)
                        if len(heard) == len(load.expected):
                            break
        assert standin.connections == 2
        assert len(standin.sent_at) == sum(isinstance(beat.act, Frame) for beat in load.sent)
        assert standin.sent_at == sorted(standin.sent_at)
    assert [str(number) for number in heard] == [event.message_id for event in load.expected]
    assert undecodable == 1


def _hear(data: str | bytes, heard: dict[int, bool]) -> bool:
    """Note the ids in a frame; False where it cannot be read. The corrupt message among them has id 1."""
    assert isinstance(data, bytes)
    try:
        push = WebcastPushFrame.parse(data)
    except (KeyError, ValueError, DecodeError):
        return False
    for message in ProtoMessageFetchResult.parse(gzip.decompress(push.payload)).messages:
        if message.msg_id != corrupt_message().msg_id:
            heard.setdefault(message.msg_id, message.is_history)
    return True
