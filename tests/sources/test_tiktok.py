"""Handles, and what the source does beside the faults."""

import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from livedesk.events import Comment, Connected, Ended, Follow, Gap, Gift, Undecoded
from livedesk.rehearsal import StandIn
from livedesk.rehearsal.messages import Message
from livedesk.sources import SourceError
from livedesk.sources.tiktok import TikTokSource, is_live, parse_handle
from sources.stage import ANI, BEATS, HASTY, WATCHFUL, endpoints_of, listening


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with StandIn(heartbeat=BEATS) as standin:
        yield standin


@pytest.mark.parametrize(
    "text",
    [
        "perpus.kota_2",
        "@perpus.kota_2",
        "  @perpus.kota_2\n",
        "https://www.tiktok.com/@perpus.kota_2",
        "https://www.tiktok.com/@perpus.kota_2/live",
        "https://www.tiktok.com/@perpus.kota_2/live?is_from_webapp=1&sender_device=pc",
        "http://m.tiktok.com/@perpus.kota_2/",
        "tiktok.com/@perpus.kota_2/live#top",
        "HTTPS://WWW.TIKTOK.COM/@perpus.kota_2/live",
    ],
)
def test_a_handle_is_understood_as_people_write_it(text: str) -> None:
    assert parse_handle(text) == "perpus.kota_2"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "@@perpus",
        "perpus kota",
        "perpus/../admin",
        "perpus?x=1",
        "perpus.",
        "pérpus",
        "perpus\x1b[31m",
        "a" * 33,
        "https://evil.example/@perpus",
        "https://www.tiktok.com.evil.example/@perpus",
        "https://evil.example/?x=tiktok.com/@perpus",
        "https://www.tiktok.com/@perpus/video/123",
        "https://vt.tiktok.com/ZSabc/",
        "https://www.tiktok.com/@per%2Fpus/live",
        "７００１",
    ],
)
def test_what_is_no_handle_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(SourceError, match=r"That is no TikTok handle: write it as @name") as refused:
        TikTokSource(text, report=print)
    assert refused.value.code == "bad_handle"
    assert "\x1b" not in str(refused.value)


def test_importing_the_source_does_not_import_tiktoklive() -> None:
    program = "import sys, livedesk.sources.tiktok; sys.exit('TikTokLive' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


async def test_whether_it_is_live_is_asked_once_and_without_a_signature(standin: StandIn) -> None:
    there = endpoints_of(standin)
    assert await is_live("@perpus.kota", there) is True
    standin.change(live=False)
    assert await is_live("@perpus.kota", there) is False
    with pytest.raises(SourceError, match=r"@nobody does not exist on TikTok"):
        await is_live("@nobody", there)
    standin.unlisten()
    with pytest.raises(SourceError, match="TikTok cannot be reached"):
        await is_live("@perpus.kota", there)
    assert standin.requests["signer"] == 0


async def test_a_room_id_is_connected_to_without_a_look_up(standin: StandIn) -> None:
    async with listening(standin, room_id=standin.room_id) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
    assert listener.heard(Connected) == [Connected(str(standin.room_id))]
    assert standin.requests["page"] == 0


async def test_a_new_live_after_a_break_is_another_room(standin: StandIn) -> None:
    first, second = standin.room_id, standin.room_id + 1
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        await standin.say(Follow(), ANI)
        await standin.say(Gift("Rose", 4, "88", final=False), ANI)
        await listener.until(lambda: bool(listener.heard(Gift)))
        standin.account = replace(standin.account, room_id=second)
        await standin.drop(1006)
        await listener.until(lambda: len(listener.heard(Connected)) == 2)
        await standin.say(Follow(), ANI)
        await listener.until(lambda: len(listener.heard(Follow)) == 2)
    assert [event.body for event in listener.events] == [
        Connected(str(first), 1),
        Follow(),
        Gift("Rose", 4, "88", final=False),
        Gift("Rose", 4, "88"),
        listener.heard(Gap)[0],
        Connected(str(second), 2),
        Follow(),
    ]


async def test_a_streak_that_falls_silent_is_closed_though_nothing_else_happens(standin: StandIn) -> None:
    async with listening(standin, patience=replace(HASTY, streak=0.1)) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        await standin.say(Gift("Rose", 4, "88", final=False), ANI)
        await listener.until(lambda: len(listener.heard(Gift)) == 2)
    assert listener.heard(Gift) == [Gift("Rose", 4, "88", final=False), Gift("Rose", 4, "88")]


async def test_an_open_streak_is_closed_by_the_end_of_the_live(standin: StandIn) -> None:
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        await standin.say(Gift("Rose", 4, "88", final=False), ANI)
        await standin.say(Ended())
        await listener.end()
    assert [event.body for event in listener.events[-2:]] == [Gift("Rose", 4, "88"), Ended()]


async def test_a_follow_is_heard_once_also_across_connections(standin: StandIn) -> None:
    async with listening(standin) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        await standin.say(Follow(), ANI)
        await listener.until(lambda: bool(listener.heard(Follow)))
        await standin.drop(1001)
        await listener.until(lambda: len(listener.heard(Connected)) == 2)
        await standin.say(Follow(), ANI)
        await standin.say(Comment("halo"), ANI)
        await listener.until(lambda: bool(listener.heard(Comment)))
    assert len(listener.heard(Follow)) == 1


async def test_unknown_types_are_counted_in_the_health(standin: StandIn) -> None:
    async with listening(standin, patience=replace(HASTY, told=0.05)) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        for number in range(3):
            await standin.send(Message("WebcastHologramMessage", number + 1, b""))
        await listener.until(lambda: sum(each.count for each in listener.heard(Undecoded)) == 3)
    assert listener.reports[-1].undecoded == {"WebcastHologramMessage": 3}


async def test_the_health_says_since_when_and_when_last_heard(standin: StandIn) -> None:
    async with listening(standin, patience=WATCHFUL) as listener:
        await listener.until(lambda: bool(listener.heard(Connected)))
        standin.silence()
        await listener.until(lambda: listener.reports[-1].state == "silent")
        silent = listener.reports[-1]
    assert silent.last_frame_at is not None
    assert silent.since - silent.last_frame_at >= WATCHFUL.silent * 1000
    states = [health.state for health in listener.reports]
    assert states[:4] == ["starting", "connecting", "live", "silent"]
    assert [health.since for health in listener.reports] == sorted(
        health.since for health in listener.reports
    )
