"""Of what TikTok tells of people, only what the desk needs reaches the disk, in whatever message it comes."""

# TikTokLive has no type marker.
# mypy: disable-error-code="import-untyped"

from pathlib import Path

from TikTokLiveProto.v3.webcast.model.base import ImageModel
from TikTokLiveProto.v3.webcast.model.base.user import FollowInfo, User

from happenings import FakeSource, bytes_on_disk, connected
from livedesk.log import open_log
from livedesk.recorder import Recorder
from livedesk.sources.webcast import read_frame
from sources import messages as tt
from sources.messages import NOW, frame, meta, wrapped

FOLLOWERS = 48_151_623
TELLTALE = User(
    id=7012345678901234567,
    id_str="7012345678901234567",
    display_id="ani.baca",
    nickname="Ani",
    bio_description="mahasiswi Bandung",
    avatar_thumb=ImageModel(url_list=["https://p16.tiktokcdn.com/avatar"]),
    badge_image_list=[ImageModel(url_list=["https://p16.tiktokcdn.com/gifter-level-22"])],
    follow_info=FollowInfo(follower_count=FOLLOWERS),
    sec_uid="MS4wLjABAAAAsecuid",
    share_qrcode_uri="https://tiktok.com/qr/ani",
    constellation="Pisces",
)
SECRETS = (
    b"7012345678901234567",
    b"Bandung",
    b"tiktokcdn",
    b"gifter-level",
    str(FOLLOWERS).encode(),
    b"MS4wLjAB",
    b"Pisces",
)


def of_every_kind() -> list[bytes]:
    """Return frames in which the viewer does everything a viewer can do, and some of them broken."""
    comment = tt.WebcastChatMessage(common=meta(1), user=TELLTALE, content="halo")
    mentioned = tt.WebcastChatMessage(common=meta(2), user=TELLTALE, content="kak", mention_users=[TELLTALE])
    asked = tt.WebcastQuestionNewMessage(common=meta(3), data=tt.Question(content="jam?", user=TELLTALE))
    gift = tt.WebcastGiftMessage(common=meta(4), user=TELLTALE, gift=tt.Gift(id=1, name="Rose"))
    like = tt.WebcastLikeMessage(common=meta(5), user=TELLTALE, count=1, total=3)
    join = tt.WebcastMemberMessage(common=meta(6), user=TELLTALE)
    shared = tt.WebcastSocialMessage(common=meta(7), user=TELLTALE, action=3)
    deleted = tt.WebcastImDeleteMessage(common=meta(8), delete_user_ids=[TELLTALE.id])
    broken = wrapped(tt.WebcastChatMessage(user=TELLTALE))
    whole = frame(comment, mentioned, asked, gift, like, join, shared, deleted, broken)
    return [whole, frame(comment, zipped=False)[:-9]]


async def test_of_a_person_only_pseudonym_handle_and_nickname_are_written(tmp_path: Path) -> None:
    log = open_log(f"sqlite:///{tmp_path}/livedesk.db")
    events = [event for data in of_every_kind() if (read := read_frame(data, NOW)) for event in read.events]
    async with Recorder(log) as recorder:
        await recorder.follow("perpus.kota", FakeSource([connected()], events))
        assert len(list(log.after(1))) == 1 + len(events)
        on_disk = bytes_on_disk(tmp_path / "livedesk.db")
    assert [secret for secret in SECRETS if secret in on_disk] == []
    assert b"ani.baca" in on_disk
    log.close()


async def test_who_only_came_in_is_not_written_at_all(tmp_path: Path) -> None:
    log = open_log(f"sqlite:///{tmp_path}/livedesk.db")
    read = read_frame(frame(tt.WebcastMemberMessage(common=meta(6), user=TELLTALE)), NOW)
    assert read is not None
    async with Recorder(log) as recorder:
        await recorder.follow("perpus.kota", FakeSource([connected()], read.events))
        assert b"ani.baca" not in bytes_on_disk(tmp_path / "livedesk.db")
    log.close()
