"""A script becomes bytes: the same seed the same ones."""

from collections.abc import Sequence

from TikTokLiveProto.v3.webcast.model.message import (
    WebcastChatMessage,
    WebcastGiftMessage,
    WebcastImDeleteMessage,
    WebcastRoomPinMessage,
    WebcastRoomUserSeqMessage,
)

from livedesk.rehearsal.feed import Beat, Staging
from livedesk.rehearsal.messages import Message
from livedesk.rehearsal.script import load, parse

STAGING = Staging(room_id=77, started_at=1_764_000_000_000)


def beats(*lines: str, staging: Staging = STAGING) -> list[Beat]:
    return list(parse("handle: perpus.kota\n" + "\n".join(lines)).beats(staging))


def messages(beats: Sequence[Beat], method: str) -> list[Message]:
    return [beat.act for beat in beats if isinstance(beat.act, Message) and beat.act.method == method]


def chats(beats: Sequence[Beat]) -> list[WebcastChatMessage]:
    return [WebcastChatMessage.parse(each.payload) for each in messages(beats, "WebcastChatMessage")]


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert list(load().beats(STAGING)) == list(load().beats(STAGING))


def test_another_seed_gives_other_viewers_ids_and_times_but_the_same_talk() -> None:
    one = beats("00:01 comment ani | halo", "00:09 comment budi | hai")
    other = beats(
        "00:01 comment ani | halo", "00:09 comment budi | hai", staging=Staging(77, 1_764_000_000_000, seed=1)
    )
    assert [beat.at for beat in one] != [beat.at for beat in other]
    assert {chat.user.id for chat in chats(one) if chat.user}.isdisjoint(
        chat.user.id for chat in chats(other) if chat.user
    )
    assert [chat.content for chat in chats(one)] == [chat.content for chat in chats(other)]


def test_a_viewer_has_one_id_throughout_and_mentions_use_it() -> None:
    first, second, third = chats(
        beats("00:01 comment ani | halo", "00:02 comment ani | lagi", "00:03 comment budi | @ani hai")
    )
    assert first.user is not None
    assert second.user is not None
    assert third.at_user is not None
    assert first.user.id == second.user.id == third.at_user.id != 0


def test_message_ids_rise() -> None:
    ids = [beat.act.msg_id for beat in load().beats(STAGING) if isinstance(beat.act, Message)]
    fresh = list(dict.fromkeys(ids))
    assert fresh == sorted(fresh)


def test_beats_come_in_order_a_second_after_the_written_time_at_most() -> None:
    played = beats(
        "00:01 comment ani | a", "00:01 comment budi | b", "00:05 follow ani", "00:06 caption | ya"
    )
    assert [beat.at for beat in played] == sorted(beat.at for beat in played)
    assert 1 <= played[0].at <= played[1].at < 2
    assert 5 <= played[2].at < 6


def test_times_in_messages_are_the_clocks_even_when_it_is_played_faster() -> None:
    (chat,) = chats(beats("01:40 comment #a ani | halo", staging=Staging(77, 1_764_000_000_000, speed=10)))
    assert chat.common is not None
    assert chat.common.create_time == 1_764_000_010_000


def test_pins_deletions_and_repetitions_name_the_marked_comment() -> None:
    played = beats(
        "00:01 comment #jam ani | buka 8–20",
        "00:02 pin #jam",
        "00:03 repeat #jam",
        "00:04 delete #jam",
        "00:05 delete ani",
    )
    first, again = messages(played, "WebcastChatMessage")
    (pinned,) = messages(played, "WebcastRoomPinMessage")
    deletions = [
        WebcastImDeleteMessage.parse(each.payload) for each in messages(played, "WebcastImDeleteMessage")
    ]
    pin = WebcastRoomPinMessage.parse(pinned.payload).chat_message
    author = chats(played)[0].user
    assert again == first
    assert pin is not None
    assert pin.common is not None
    assert author is not None
    assert pin.common.msg_id == first.msg_id
    assert [list(each.delete_msg_ids) for each in deletions] == [[first.msg_id], []]
    assert [list(each.delete_user_ids) for each in deletions] == [[], [author.id]]


def test_the_steps_of_a_streak_share_a_group_of_their_own() -> None:
    played = beats("00:01 gift ani | Rose x2", "00:20 gift ani | Rose x2")
    groups = [
        WebcastGiftMessage.parse(each.payload).group_id for each in messages(played, "WebcastGiftMessage")
    ]
    assert len(groups) == 6
    assert len(set(groups[:3])) == len(set(groups[3:])) == 1
    assert groups[0] != groups[-1]


def test_viewer_counts_are_filled_in_between_those_that_are_written() -> None:
    played = beats("00:00 viewers | 100 of 100", "00:20 viewers | 200 of 300")
    counts = [
        WebcastRoomUserSeqMessage.parse(each.payload)
        for each in messages(played, "WebcastRoomUserSeqMessage")
    ]
    assert [beat.at for beat in played] == [0, 5, 10, 15, 20]
    assert [count.total_user for count in counts] == [100, 150, 200, 250, 300]
    assert all(
        abs(count.total - expected) <= 2
        for count, expected in zip(counts, (100, 125, 150, 175, 200), strict=True)
    )
