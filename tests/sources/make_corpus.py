"""`python tests/sources/make_corpus.py`: write the frames that fuzzing begins with, by TikTokLive's own classes."""

from pathlib import Path
from typing import Any

from sources import messages as tt
from sources.messages import ANI, frame, meta

FRAMES: dict[str, list[Any]] = {
    "comment": [
        tt.WebcastChatMessage(
            common=meta(1), user=ANI, content="kak buka jam berapa?", mention_user_list=[9, 8]
        ),
        tt.WebcastChatMessage(common=meta(2), user=ANI, content="halo 📚"),
    ],
    "question": [
        tt.WebcastQuestionNewMessage(common=meta(3), data=tt.Question(content="Ada musala?", user=ANI))
    ],
    "gift": [
        tt.WebcastGiftMessage(
            common=meta(4), user=ANI, gift=tt.Gift(id=5655, name="Rose", type=1), repeat_count=3
        )
    ],
    "like": [tt.WebcastLikeMessage(common=meta(5), user=ANI, count=15, total=40_321)],
    "member": [tt.WebcastMemberMessage(common=meta(6), user=ANI)],
    "social": [tt.WebcastSocialMessage(common=meta(7), user=ANI, action=1)],
    "viewers": [tt.WebcastRoomUserSeqMessage(common=meta(8), total=14, total_user=230)],
    "caption": [
        tt.WebcastCaptionMessage(common=meta(9), content=[tt.CaptionContent(lang="id", content="halo semua")])
    ],
    "delete": [tt.WebcastImDeleteMessage(common=meta(10), delete_msg_ids=[1, 2], delete_user_ids=[7001])],
    "control": [tt.WebcastControlMessage(common=meta(11), action=tt.ControlAction(1))],
    "pin": [
        tt.WebcastRoomPinMessage(
            common=meta(12), chat_message=tt.WebcastChatMessage(common=meta(1), user=ANI, content="halo")
        )
    ],
}


def main() -> None:
    """Write one file for each, gzipped and not in turn."""
    folder = Path(__file__).with_name("corpus")
    folder.mkdir(exist_ok=True)
    for number, (name, messages) in enumerate(FRAMES.items()):
        (folder / f"{name}.bin").write_bytes(frame(*messages, zipped=number % 2 == 0, need_ack=True))
    (folder / "broken.bin").write_bytes(b"<html>502 Bad Gateway</html>")


if __name__ == "__main__":
    main()
