"""What is sent, read by another's schema: TikTokLiveProto, which TikTokLive itself uses."""

import gzip
from typing import Any

import pytest
from google.protobuf.empty_pb2 import Empty
from google.protobuf.message import DecodeError
from TikTokLive.proto.proto_utils import common_display_type  # type: ignore[import-untyped]
from TikTokLiveProto.v3.webcast.im import ControlAction, WebcastPushFrame
from TikTokLiveProto.v3.webcast.model.message import (
    WebcastCaptionMessage,
    WebcastChatMessage,
    WebcastControlMessage,
    WebcastGiftMessage,
    WebcastImDeleteMessage,
    WebcastLikeMessage,
    WebcastMemberMessage,
    WebcastQuestionNewMessage,
    WebcastRoomPinMessage,
    WebcastRoomUserSeqMessage,
    WebcastSocialMessage,
)
from TikTokLiveProto.v3.webcast.shared.message import ProtoMessageFetchResult

from livedesk.events import (
    Caption,
    Comment,
    Connected,
    Deleted,
    Ended,
    Event,
    Follow,
    Gift,
    Happening,
    Join,
    Like,
    Paused,
    PlatformPin,
    PlatformQuestion,
    Resumed,
    Share,
    Viewer,
    Viewers,
)
from livedesk.rehearsal.faults import bomb, corrupt_frame, corrupt_message, hollow, truncated
from livedesk.rehearsal.frames import first_answer, frame
from livedesk.rehearsal.frames import sent as told_apart
from livedesk.rehearsal.messages import Message, encode, snowflake

ANI = Viewer("7268063282594613393", "ani.baca", "Ani 📚")
ROOM = 7_280_000_000_000_000_001
AT = 1_764_000_000_123
NUMBER = snowflake(AT, 7)


def sent(body: Happening, viewer: Viewer | None = ANI, *, filler: bool = True) -> Message:
    event = Event(at=AT, received_at=AT, body=body, viewer=viewer, message_id=str(NUMBER))
    return encode(event, ROOM, filler=filler)


@pytest.mark.parametrize(
    ("body", "schema"),
    [
        (Comment("halo"), WebcastChatMessage),
        (PlatformQuestion("halo?"), WebcastQuestionNewMessage),
        (Like(3, 90), WebcastLikeMessage),
        (Gift("Rose", 1), WebcastGiftMessage),
        (Follow(), WebcastSocialMessage),
        (Share(), WebcastSocialMessage),
        (Join(), WebcastMemberMessage),
        (Viewers(40, 90), WebcastRoomUserSeqMessage),
        (Caption("selamat malam"), WebcastCaptionMessage),
        (Deleted(("5",)), WebcastImDeleteMessage),
        (PlatformPin("jam buka", "5"), WebcastRoomPinMessage),
        (Paused(), WebcastControlMessage),
    ],
)
def test_every_message_names_its_type_id_room_and_time(body: Happening, schema: Any) -> None:
    message = sent(body)
    common = schema.parse(message.payload).common
    assert message.method == common.method == schema.__name__
    assert (common.msg_id, common.room_id, common.create_time) == (message.msg_id, ROOM, AT)


def test_a_comment_says_who_wrote_what_in_which_language() -> None:
    chat = WebcastChatMessage.parse(sent(Comment("kak perpus buka sabtu gak", "id")).payload)
    assert (chat.content, chat.content_language) == ("kak perpus buka sabtu gak", "id")
    assert chat.user is not None
    assert (chat.user.id, chat.user.display_id, chat.user.nickname) == (int(ANI.key), "ani.baca", "Ani 📚")


def test_a_comment_says_whom_it_mentions_and_whether_the_host_or_a_moderator_wrote_it() -> None:
    chat = WebcastChatMessage.parse(sent(Comment("@budi ya", mentions=("77",), role="moderator")).payload)
    host = WebcastChatMessage.parse(sent(Comment("halo", role="host")).payload)
    assert chat.at_user is not None
    assert chat.at_user.id == 77
    assert chat.user_identity is not None
    assert (chat.user_identity.is_moderator_of_anchor, chat.user_identity.is_anchor) == (True, False)
    assert host.user_identity is not None
    assert host.user_identity.is_anchor


def test_a_comment_is_as_large_as_a_real_one_unless_filler_is_unwanted() -> None:
    assert 1_775 <= len(sent(Comment("halo")).payload) <= 6_186  # the range of captured ones
    assert len(sent(Comment("halo"), filler=False).payload) < 150


def test_a_platform_question_has_its_asker_inside() -> None:
    question = WebcastQuestionNewMessage.parse(sent(PlatformQuestion("bisa perpanjang?")).payload).data
    assert question is not None
    assert question.user is not None
    assert (question.content, question.user.id) == ("bisa perpanjang?", int(ANI.key))
    assert question.question_id


def test_likes_come_with_the_rooms_total() -> None:
    like = WebcastLikeMessage.parse(sent(Like(15, 4_200)).payload)
    assert (like.count, like.total) == (15, 4_200)


def test_a_streak_counts_up_in_one_group_and_says_when_it_ends() -> None:
    steps = [Gift("Rose", 1, "555", final=False), Gift("Rose", 2, "555", final=False), Gift("Rose", 2, "555")]
    gifts = [WebcastGiftMessage.parse(sent(step).payload) for step in steps]
    assert [(gift.repeat_count, gift.repeat_end, gift.group_id) for gift in gifts] == [
        (1, 0, 555),
        (2, 0, 555),
        (2, 1, 555),
    ]
    assert all(gift.gift is not None and (gift.gift.name, gift.gift.type) == ("Rose", 1) for gift in gifts)


def test_a_gift_that_cannot_streak_never_says_that_it_ends() -> None:
    gift = WebcastGiftMessage.parse(sent(Gift("Doughnut", 1)).payload)
    assert gift.gift is not None
    assert (gift.gift.type, gift.repeat_end, gift.repeat_count) == (2, 0, 1)


def test_follow_and_share_are_told_apart_by_action_and_display_text() -> None:
    follow = WebcastSocialMessage.parse(sent(Follow()).payload)
    share = WebcastSocialMessage.parse(sent(Share()).payload)
    assert (follow.action, share.action) == (1, 3)
    assert "follow" in common_display_type(follow.common)
    assert "share" in common_display_type(share.common)


def test_viewer_counts_are_those_of_now_and_so_far() -> None:
    viewers = WebcastRoomUserSeqMessage.parse(sent(Viewers(171, 321), None).payload)
    assert (viewers.total, viewers.total_user) == (171, 321)


def test_a_caption_says_what_was_heard_and_whether_the_sentence_is_over() -> None:
    caption = WebcastCaptionMessage.parse(sent(Caption("sabtu", final=False, language="id"), None).payload)
    assert [(each.lang, each.content) for each in caption.content] == [("id", "sabtu")]
    assert not caption.definite
    assert WebcastCaptionMessage.parse(sent(Caption("sabtu kita buka"), None).payload).definite


def test_a_deletion_names_messages_or_viewers() -> None:
    deletion = WebcastImDeleteMessage.parse(sent(Deleted(("5", str(NUMBER)), (ANI.key,)), None).payload)
    assert deletion.delete_msg_ids == [5, NUMBER]
    assert deletion.delete_user_ids == [int(ANI.key)]


def test_a_pin_holds_the_pinned_comment_with_its_own_id() -> None:
    pin = WebcastRoomPinMessage.parse(sent(PlatformPin("jam buka 8–20", "5")).payload)
    assert pin.chat_message is not None
    assert pin.chat_message.common is not None
    assert (pin.chat_message.content, pin.chat_message.common.msg_id) == ("jam buka 8–20", 5)
    assert (pin.action, pin.pin_msg_id) == (1, NUMBER)


def test_pause_resumption_end_and_suspension_are_control_actions() -> None:
    bodies: list[Happening] = [Paused(), Resumed(), Ended(), Ended("suspended")]
    actions = [WebcastControlMessage.parse(sent(body, None).payload).action for body in bodies]
    assert actions == [
        ControlAction.STREAM_PAUSED,
        ControlAction.STREAM_UNPAUSED,
        ControlAction.STREAM_ENDED,
        ControlAction.STREAM_SUSPENDED,
    ]


def test_what_tiktok_never_sends_cannot_be_sent() -> None:
    with pytest.raises(TypeError, match="'connected'"):
        sent(Connected("1"))


def test_ids_rise_with_time_and_then_with_the_counter() -> None:
    assert snowflake(AT, 7) < snowflake(AT, 8) < snowflake(AT + 1, 0) < snowflake(AT + 1000, 0)
    assert snowflake(AT, 7) >> 32 == AT // 1000


@pytest.mark.parametrize("compressed", [True, False])
def test_a_frame_carries_messages_history_and_the_wish_to_be_acknowledged(*, compressed: bool) -> None:
    messages = [sent(Comment("satu")), sent(Like(1, 1))]
    push = WebcastPushFrame.parse(frame(messages, AT, 3, history=True, compressed=compressed))
    assert [(each.key, each.value) for each in push.headers] == [("compress_type", "gzip")] * compressed
    payload = gzip.decompress(push.payload) if compressed else push.payload
    result = ProtoMessageFetchResult.parse(payload)
    assert (push.payload_type, push.log_id) == ("msg", 3)
    assert [(each.method, each.payload, each.is_history) for each in result.messages] == [
        (message.method, message.payload, True) for message in messages
    ]
    assert result.need_ack
    assert result.internal_ext
    assert result.cursor
    assert not result.is_first


def test_the_signers_answer_shows_the_way_to_the_socket() -> None:
    answer = ProtoMessageFetchResult.parse(first_answer("ws://127.0.0.1:1/x", AT, [sent(Comment("lama"))]))
    assert answer.push_server == "ws://127.0.0.1:1/x"
    assert answer.is_first
    assert answer.cursor
    assert answer.route_params
    assert [each.is_history for each in answer.messages] == [True]


@pytest.mark.parametrize(
    ("client_sends", "what"),
    [
        (WebcastPushFrame(payload_type="hb", payload_encoding="pb", payload=b"\x08\x01"), "heartbeat"),
        (WebcastPushFrame(payload_type="ack", payload_encoding="pb", payload=b"-"), "acknowledgement"),
        (WebcastPushFrame(payload_type="im_enter_room", payload_encoding="pb"), "enter_room"),
        (WebcastPushFrame(payload_type="else"), "other"),
    ],
)
def test_what_a_client_sends_is_told_apart(client_sends: WebcastPushFrame, what: str) -> None:
    assert told_apart(bytes(client_sends)) == what


def test_a_hollow_message_is_sound_but_nobody_says_anything() -> None:
    chat = WebcastChatMessage.parse(hollow(sent(Comment("halo"))).payload)
    assert chat.common is not None
    assert chat.common.msg_id == NUMBER
    assert (chat.user, chat.content) == (None, "")


def test_a_truncated_message_is_no_protobuf() -> None:
    with pytest.raises(DecodeError):
        Empty.FromString(truncated(sent(Comment("halo"))).payload)


def test_a_corrupt_message_and_a_corrupt_frame_are_no_protobuf() -> None:
    for broken in (corrupt_message().payload, corrupt_frame().data):
        with pytest.raises(DecodeError):
            Empty.FromString(broken)


def test_a_frame_may_be_corrupt_only_inside() -> None:
    cut = WebcastPushFrame.parse(corrupt_frame("gzip").data)
    nonsense = WebcastPushFrame.parse(corrupt_frame("result").data)
    with pytest.raises(EOFError):
        gzip.decompress(cut.payload)
    with pytest.raises(DecodeError):
        Empty.FromString(gzip.decompress(nonsense.payload))


def test_a_bomb_is_small_until_it_is_unpacked() -> None:
    charge = bomb(megabytes=8).data
    assert len(charge) < 10_000
    assert len(gzip.decompress(WebcastPushFrame.parse(charge).payload)) == 8 << 20
