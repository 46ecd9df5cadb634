"""Payloads become events; whatever cannot be read is counted and kept, and nothing raises."""

# TikTokLive has no type marker.
# mypy: disable-error-code="import-untyped"

import gzip
from base64 import b64decode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from TikTokLive.events.proto_events import EVENT_MAPPINGS
from TikTokLive.proto import WebcastPushFrame

from livedesk.events import (
    Body,
    Caption,
    Comment,
    Deleted,
    Ended,
    Entry,
    Event,
    Follow,
    Gift,
    Join,
    Like,
    Paused,
    PlatformPin,
    PlatformQuestion,
    Resumed,
    Role,
    Share,
    Undecoded,
    Viewer,
    Viewers,
)
from livedesk.sources import webcast
from livedesk.wire import decode_entry, encode_entry
from sources import messages as tt
from sources.messages import ANI, NINE, NOW, frame, meta, wrapped

VIEWER = Viewer("7001", "ani.baca", "Ani 📚")
ROSE = tt.Gift(id=5655, name="Rose", type=1)
LION = tt.Gift(id=6369, name="Lion", type=2)


def read(data: bytes) -> list[Event]:
    heard = webcast.read_frame(data, NOW)
    assert heard is not None
    return heard.events


def body(message: Any) -> Body:
    [event] = read(frame(message))
    return event.body


@pytest.mark.parametrize("zipped", [True, False])
def test_a_comment_says_who_what_and_when(*, zipped: bool) -> None:
    chat = tt.WebcastChatMessage(
        common=meta(42), user=ANI, content="Kartu saya hilang, gimana ya?", content_language="id"
    )
    assert read(frame(chat, zipped=zipped)) == [
        Event(NINE, NOW, Comment("Kartu saya hilang, gimana ya?", "id"), VIEWER, "42")
    ]


def test_messages_keep_their_order() -> None:
    texts = [str(number) for number in range(50)]
    chats = [
        tt.WebcastChatMessage(common=meta(n + 1), user=ANI, content=text) for n, text in enumerate(texts)
    ]
    assert [event.body for event in read(frame(*chats))] == [Comment(text) for text in texts]


@pytest.mark.parametrize(
    ("identity", "role"),
    [
        (tt.UserIdentity(), "viewer"),
        (tt.UserIdentity(is_moderator_of_anchor=True), "moderator"),
        (tt.UserIdentity(is_anchor=True, is_moderator_of_anchor=True), "host"),
    ],
)
def test_a_comment_tells_moderators_and_the_host(identity: tt.UserIdentity, role: str) -> None:
    said = body(tt.WebcastChatMessage(common=meta(), user=ANI, content="halo", user_identity=identity))
    assert isinstance(said, Comment)
    assert said.role == role


def test_a_comment_names_once_whom_it_mentions() -> None:
    chat = tt.WebcastChatMessage(
        common=meta(),
        user=ANI,
        content="@host @budi halo",
        at_user=tt.User(id=9),
        mention_user_list=[9, 8],
        mention_users=[tt.User(id=8), tt.User(id=7)],
    )
    assert body(chat) == Comment("@host @budi halo", mentions=("9", "8", "7"))


def test_a_platform_question_is_of_the_viewer_who_asked() -> None:
    question = tt.WebcastQuestionNewMessage(
        common=meta(5), data=tt.Question(content="Jam berapa tutup?", user=ANI)
    )
    assert read(frame(question)) == [Event(NINE, NOW, PlatformQuestion("Jam berapa tutup?"), VIEWER, "5")]


def test_likes_carry_the_rooms_own_total() -> None:
    assert body(tt.WebcastLikeMessage(common=meta(), user=ANI, count=15, total=40_321)) == Like(15, 40_321)


@pytest.mark.parametrize(
    ("gift", "expected"),
    [
        (tt.WebcastGiftMessage(gift=ROSE, repeat_count=3, group_id=88), Gift("Rose", 3, "88", final=False)),
        (tt.WebcastGiftMessage(gift=ROSE, repeat_count=7, group_id=88, repeat_end=1), Gift("Rose", 7, "88")),
        (tt.WebcastGiftMessage(gift=LION, repeat_count=1, group_id=99), Gift("Lion", 1)),
        (tt.WebcastGiftMessage(gift=LION), Gift("Lion", 1)),
        (tt.WebcastGiftMessage(gift=tt.Gift(id=31, type=2), repeat_count=1), Gift("#31", 1)),
    ],
)
def test_only_a_streaks_last_message_and_single_gifts_are_final(
    gift: tt.WebcastGiftMessage, expected: Gift
) -> None:
    gift.common, gift.user = meta(), ANI
    assert body(gift) == expected


@pytest.mark.parametrize(
    ("action", "key", "expected"),
    [
        (1, "", Follow()),
        (3, "", Share()),
        (3, "pm_main_follow_message_viewer_2", Share()),
        (0, "pm_main_follow_message_viewer_2", Follow()),
        (0, "pm_mt_guidance_viewer_5_share", Share()),
        (7, "pm_something_else", Undecoded("WebcastSocialMessage (action 7)", "unknown")),
    ],
)
def test_follows_and_shares_go_by_action_and_then_by_the_displayed_text(
    action: int, key: str, expected: Body
) -> None:
    assert body(tt.WebcastSocialMessage(common=meta(key=key), user=ANI, action=action)) == expected


def test_who_comes_in_joins_and_who_subscribes_is_counted_apart() -> None:
    joined = tt.WebcastMemberMessage(common=meta(), user=ANI, action=tt.MemberMessageAction.JOINED)
    subscribed = tt.WebcastMemberMessage(common=meta(), user=ANI, action=tt.MemberMessageAction.SUBSCRIBED)
    assert body(joined) == Join()
    assert body(subscribed) == Undecoded("WebcastMemberMessage (action 3)", "unknown")


def test_viewers_are_those_now_and_those_so_far() -> None:
    assert body(tt.WebcastRoomUserSeqMessage(common=meta(), total=120, total_user=2400)) == Viewers(120, 2400)


def test_a_caption_is_what_was_said_when_it_was_said() -> None:
    caption = tt.WebcastCaptionMessage(
        common=meta(3, create_time=NINE + 900),
        timestamp_ms=NINE,
        content=[
            tt.CaptionContent(lang="id", content="selamat malam"),
            tt.CaptionContent(lang="en", content="hi"),
        ],
    )
    assert read(frame(caption)) == [
        Event(NINE, NOW, Caption("selamat malam", final=False, language="id"), None, "3")
    ]
    caption.definite = True
    assert body(caption) == Caption("selamat malam", final=True, language="id")


def test_a_deletion_names_messages_and_viewers() -> None:
    deletion = tt.WebcastImDeleteMessage(common=meta(), delete_msg_ids=[11, 12], delete_user_ids=[7001])
    assert body(deletion) == Deleted(("11", "12"), ("7001",))


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (tt.ControlAction.STREAM_PAUSED, Paused()),
        (tt.ControlAction.STREAM_UNPAUSED, Resumed()),
        (tt.ControlAction.STREAM_ENDED, Ended("ended")),
        (tt.ControlAction.STREAM_SUSPENDED, Ended("suspended")),
        (tt.ControlAction.FALLBACK_UNKNOWN, Undecoded("WebcastControlMessage (action 0)", "unknown")),
    ],
)
def test_control_messages_pause_resume_and_end(action: tt.ControlAction, expected: Body) -> None:
    assert body(tt.WebcastControlMessage(common=meta(), action=action)) == expected


def test_a_pin_is_of_the_viewer_whose_words_are_pinned() -> None:
    chat = tt.WebcastChatMessage(common=meta(77), user=ANI, content="Daftar di sini")
    pin = tt.WebcastRoomPinMessage(
        common=meta(90), chat_message=chat, operator=tt.User(id=1), action=tt.PinMessageActionType.PIN
    )
    assert read(frame(pin)) == [Event(NINE, NOW, PlatformPin("Daftar di sini", "77"), VIEWER, "90")]


def test_a_pinned_gift_has_no_words_and_an_unpinning_is_counted() -> None:
    gift = tt.WebcastGiftMessage(common=meta(77), user=ANI, gift=ROSE)
    assert body(tt.WebcastRoomPinMessage(common=meta(), gift_message=gift)) == PlatformPin("", "77")
    taken_away = tt.WebcastRoomPinMessage(common=meta(), action=tt.PinMessageActionType.PIN_CANCEL)
    assert body(taken_away) == Undecoded("WebcastRoomPinMessage (taken away)", "unknown")


@pytest.mark.parametrize(
    ("claimed", "at"),
    [
        (NINE, NINE),
        (NINE // 1000, NINE),
        (0, NOW),
        (-5, NOW),
        (3, NOW),
        (2**62, NOW),
        (NOW + 48 * 3_600_000, NOW),
    ],
)
def test_a_time_may_be_in_seconds_and_an_impossible_one_is_that_of_receipt(claimed: int, at: int) -> None:
    chat = tt.WebcastChatMessage(common=meta(create_time=claimed), user=ANI, content="halo")
    [event] = read(frame(chat))
    assert event.at == at


def test_history_is_marked_on_the_wrapping_only() -> None:
    chat = tt.WebcastChatMessage(common=meta(), user=ANI, content="halo")
    assert [event.history for event in read(frame(wrapped(chat, history=True), wrapped(chat)))] == [
        True,
        False,
    ]


def test_the_id_is_the_wrappings_when_the_message_has_none() -> None:
    chat = tt.WebcastChatMessage(common=meta(0), user=ANI, content="halo")
    assert [event.message_id for event in read(frame(wrapped(chat, msg_id=6), chat))] == ["6", None]


def test_an_unknown_type_is_counted_by_name() -> None:
    unknown = wrapped(tt.WebcastChatMessage(common=meta()))
    unknown.method = "WebcastHologramMessage"
    assert body(unknown) == Undecoded("WebcastHologramMessage", "unknown")


@pytest.mark.parametrize(
    "broken",
    [
        tt.WebcastChatMessage(common=meta(), content="halo"),
        tt.WebcastChatMessage(common=meta(), user=ANI),
        tt.WebcastChatMessage(common=meta(), user=tt.User(nickname="no id"), content="halo"),
        tt.WebcastQuestionNewMessage(common=meta(), data=tt.Question(user=ANI)),
        tt.WebcastQuestionNewMessage(common=meta()),
        tt.WebcastGiftMessage(common=meta(), user=ANI, repeat_count=3),
        tt.WebcastGiftMessage(common=meta(), user=ANI, gift=ROSE, repeat_count=-3),
        tt.WebcastLikeMessage(common=meta(), count=3, total=9),
        tt.WebcastLikeMessage(common=meta(), user=ANI, count=-3),
        tt.WebcastMemberMessage(common=meta()),
        tt.WebcastSocialMessage(common=meta(), action=1),
        tt.WebcastRoomUserSeqMessage(common=meta(), total=-1),
        tt.WebcastCaptionMessage(common=meta()),
        tt.WebcastImDeleteMessage(common=meta()),
        tt.WebcastRoomPinMessage(common=meta()),
    ],
)
def test_a_message_without_its_user_or_text_is_corrupt_and_kept(broken: Any) -> None:
    undecoded = body(broken)
    assert isinstance(undecoded, Undecoded)
    assert (undecoded.message_type, undecoded.reason) == (type(broken).__name__, "corrupt")
    assert b64decode(undecoded.payload or "") == bytes(broken)


def test_a_truncated_message_is_never_half_a_comment() -> None:
    whole = wrapped(tt.WebcastChatMessage(common=meta(), user=ANI, content="Jam berapa tutup?"))
    payload = whole.payload
    for length in range(len(payload)):
        whole.payload = payload[:length]
        assert isinstance(body(whole), Undecoded)


def test_a_broken_message_does_not_take_its_neighbours_along() -> None:
    broken = wrapped(tt.WebcastChatMessage(common=meta()))
    broken.payload = b"\x0a\xff\xff"
    whole = tt.WebcastChatMessage(common=meta(2), user=ANI, content="halo")
    assert [type(event.body) for event in read(frame(whole, broken, whole))] == [Comment, Undecoded, Comment]


def test_text_that_is_no_utf_8_is_corrupt() -> None:
    chat = wrapped(tt.WebcastChatMessage(common=meta(), user=ANI, content="halo"))
    chat.payload = chat.payload.replace(b"halo", b"\xff\xfe\xfd\xfc")
    assert isinstance(body(chat), Undecoded)


@pytest.mark.parametrize("data", [b"\xff", b"\x42\x05gzip", frame()[:-4], b"<html>", b"\x00"])
def test_a_corrupt_frame_is_kept(data: bytes) -> None:
    [event] = read(data)
    assert isinstance(event.body, Undecoded)
    assert (event.body.message_type, event.body.reason) == ("frame", "corrupt")
    assert b64decode(event.body.payload or "") == data


def test_a_frame_cut_off_inside_its_compression_is_corrupt() -> None:
    packed = gzip.compress(b"\x0a\x03abc" * 1000)[:-12]
    [event] = read(bytes(WebcastPushFrame(payload_type="msg", payload=packed)))
    assert isinstance(event.body, Undecoded)
    assert event.body.reason == "corrupt"


def test_a_decompression_bomb_is_oversized_and_only_its_head_is_kept() -> None:
    packed = gzip.compress(bytes(16 * webcast.MAX_UNPACKED), 1)
    [event] = read(bytes(WebcastPushFrame(payload_type="msg", payload=packed)))
    assert isinstance(event.body, Undecoded)
    assert event.body.reason == "oversized"
    assert len(b64decode(event.body.payload or "")) == webcast.MAX_KEPT


@pytest.mark.parametrize("kind", ["hb", "ack", "im_enter_room_resp"])
def test_frames_without_messages_are_nothing(kind: str) -> None:
    assert webcast.read_frame(bytes(WebcastPushFrame(payload_type=kind, payload=b"\xff")), NOW) is None


def test_an_acknowledgement_is_only_sent_when_asked_for() -> None:
    quiet, asking = webcast.read_frame(frame(), NOW), webcast.read_frame(frame(need_ack=True), NOW)
    assert quiet is not None
    assert quiet.ack is None
    assert asking is not None
    assert asking.ack == webcast.acknowledgement(4711, "")


@pytest.mark.parametrize("internal_ext", ["", "internal_src:dim|wss_msg_type:r|seq:1", "é" * 500])
@pytest.mark.parametrize("log_id", [1, 2**63 - 1, -1])
def test_an_acknowledgement_is_byte_for_byte_the_librarys(log_id: int, internal_ext: str) -> None:
    theirs = WebcastPushFrame(
        payload_type="ack", payload_encoding="pb", log_id=log_id, payload=(internal_ext or "-").encode()
    )
    assert webcast.acknowledgement(log_id, internal_ext) == bytes(theirs)


@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    heard = webcast.read_frame(data, NOW)
    assert heard is None or all(isinstance(event, Event) for event in heard.events)


@given(st.sampled_from(sorted(EVENT_MAPPINGS)), st.binary(max_size=200))
def test_no_payload_makes_it_raise(method: str, payload: bytes) -> None:
    message = wrapped(tt.WebcastChatMessage())
    message.method, message.payload = method, payload
    [event] = webcast.read_messages([message], NOW)
    entry = Entry(
        1, 1, event.at, event.received_at, event.body, event.viewer, event.message_id, event.history
    )
    assert decode_entry(encode_entry(entry)) == entry


@given(st.data())
def test_no_flipped_byte_makes_it_raise(data: st.DataObject) -> None:
    chat = tt.WebcastChatMessage(common=meta(), user=ANI, content="Jam berapa tutup?")
    gift = tt.WebcastGiftMessage(common=meta(2), user=ANI, gift=ROSE, repeat_count=3)
    sound = bytearray(frame(chat, gift, zipped=False))
    for _ in range(data.draw(st.integers(1, 5))):
        sound[data.draw(st.integers(0, len(sound) - 1))] = data.draw(st.integers(0, 255))
    heard = webcast.read_frame(bytes(sound), NOW)
    assert heard is None or all(isinstance(event, Event) for event in heard.events)


# Against TikTokLive's own decoding.

ids = st.integers(1, 2**63 - 1)
counts = st.integers(0, 2**31 - 1)
texts = st.text(min_size=1, max_size=60)
users = st.builds(tt.User, id=ids, display_id=st.text(max_size=24), nickname=st.text(max_size=30))
commons = st.builds(meta, msg_id=ids, create_time=st.integers(NINE - 3_600_000, NINE))
chats = st.builds(
    tt.WebcastChatMessage,
    common=commons,
    user=users,
    content=texts,
    content_language=st.sampled_from(["id", "pl", "en", "un"]),
    at_user=st.none() | users,
    user_identity=st.none()
    | st.builds(tt.UserIdentity, is_anchor=st.booleans(), is_moderator_of_anchor=st.booleans()),
)
gifts = st.builds(
    tt.WebcastGiftMessage,
    common=commons,
    user=users,
    repeat_count=st.integers(1, 9999),
    repeat_end=st.integers(0, 1),
    group_id=ids,
    gift=st.builds(tt.Gift, id=ids, name=texts, type=st.integers(1, 4)),
)
likes = st.builds(tt.WebcastLikeMessage, common=commons, user=users, count=counts, total=ids)
seqs = st.builds(tt.WebcastRoomUserSeqMessage, common=commons, total=counts, total_user=ids)
deletions = st.builds(
    tt.WebcastImDeleteMessage,
    common=commons,
    delete_msg_ids=st.lists(ids, min_size=1, max_size=5),
    delete_user_ids=st.lists(ids, max_size=5),
)


@given(st.lists(st.one_of(chats, gifts, likes, seqs, deletions), min_size=1, max_size=4))
def test_the_decoding_is_that_of_tiktoklive(generated: list[Any]) -> None:
    assert read(frame(*generated)) == [as_tiktoklive_reads(message) for message in generated]


def as_tiktoklive_reads(message: Any) -> Event:
    """Decode the bytes by the event classes that TikTokLive hands to its users, and say the same in our words."""
    theirs: Any = EVENT_MAPPINGS[type(message).__name__]().parse(bytes(message))
    user = getattr(theirs, "user", None)
    viewer = Viewer(str(user.id), user.display_id, user.nickname) if user else None
    return Event(theirs.common.create_time, NOW, in_our_words(theirs), viewer, str(theirs.common.msg_id))


def in_our_words(theirs: Any) -> Body:
    match type(theirs).__name__:
        case "CommentEvent":
            mentions = (str(theirs.at_user.id),) if theirs.at_user else ()
            identity = theirs.user_identity or tt.UserIdentity()
            role: Role = (
                "host" if identity.is_anchor else "moderator" if identity.is_moderator_of_anchor else "viewer"
            )
            return Comment(theirs.content, theirs.content_language, mentions, role)
        case "GiftEvent":
            streak = str(theirs.group_id) if theirs.gift.type == 1 else None
            final = theirs.gift.type != 1 or theirs.repeat_end == 1
            return Gift(theirs.gift.name, theirs.repeat_count, streak, final)
        case "LikeEvent":
            return Like(theirs.count, theirs.total)
        case "RoomUserSeqEvent":
            return Viewers(theirs.total, theirs.total_user)
        case _:
            return Deleted(tuple(map(str, theirs.delete_msg_ids)), tuple(map(str, theirs.delete_user_ids)))
