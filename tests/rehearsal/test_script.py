"""Scripts as librarians write them, rightly and wrongly."""

from pathlib import Path

import pytest

from livedesk.events import (
    Caption,
    Comment,
    Deleted,
    Ended,
    Follow,
    Gift,
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
from livedesk.rehearsal.faults import bomb, corrupt_frame, corrupt_message
from livedesk.rehearsal.feed import Drop, Offline, Reachable, Silence, Unreachable
from livedesk.rehearsal.script import ScriptError, load, parse
from livedesk.rehearsal.staging import Cue, Repeat

HEAD = "handle: perpus.kota\nmoderators: kak_admin, kak_bayu\nlanguage: id\n"


def cues(*lines: str) -> list[Cue]:
    return list(parse(HEAD + "\n".join(lines)).cues)


def does(*lines: str) -> list[object]:
    return [cue.does for cue in cues(*lines)]


def test_a_script_names_the_account_and_what_the_live_is_called() -> None:
    script = parse("# a comment\n\nhandle: perpus.kota\ntitle: Malam di perpustakaan\n")
    assert (script.handle, script.title, script.cues) == ("perpus.kota", "Malam di perpustakaan", ())


def test_without_a_title_a_live_is_called_like_its_account() -> None:
    assert parse("handle: perpus.kota").title == "perpus.kota"


def test_a_comment_has_its_time_its_viewer_and_its_text() -> None:
    assert cues("03:15  comment  kak_rina (Rina A.)  | kak perpus buka sabtu gak") == [
        Cue(
            at=195,
            does=Comment("kak perpus buka sabtu gak", "id"),
            viewer=Viewer("", "kak_rina", "Rina A."),
        )
    ]


def test_nickname_and_language_are_given_once_and_remembered() -> None:
    first, again = cues("00:01 comment ola (Ola W.) [pl] | hej", "00:02 comment ola | do której czynne")
    assert first.viewer == again.viewer == Viewer("", "ola", "Ola W.")
    assert again.does == Comment("do której czynne", "pl")


def test_a_text_may_hold_bars_brackets_and_markup() -> None:
    (cue,) = cues("00:01 comment x (<b>(a)</b>) | a | b (c) [pl] <script>alert(1)</script> #x")
    assert cue.viewer == Viewer("", "x", "<b>(a)</b>")
    assert cue.does == Comment("a | b (c) [pl] <script>alert(1)</script> #x", "id")


def test_hosts_and_moderators_are_known_from_the_header() -> None:
    said = cues("00:01 comment kak_bayu | ya", "00:02 comment perpus.kota | ya", "00:03 comment ani | ya")
    roles = [cue.does.role for cue in said if isinstance(cue.does, Comment)]
    assert roles == ["moderator", "host", "viewer"]


def test_a_mention_is_of_somebody_who_was_there() -> None:
    said = cues("00:01 comment ani | halo", "00:02 comment budi | @ani @siapa halo juga")
    assert [cue.does.mentions for cue in said if isinstance(cue.does, Comment)] == [(), ("ani",)]


def test_what_viewers_do_besides_talking() -> None:
    assert does(
        "00:01 follow ani", "00:02 share ani", "00:03 join ani", "00:04 question ani | bisa perpanjang"
    ) == [
        Follow(),
        Share(),
        Join(),
        PlatformQuestion("bisa perpanjang"),
    ]


def test_likes_add_up_to_the_rooms_total() -> None:
    assert does("00:01 like ani | 15", "00:02 like budi | 7") == [Like(15, 15), Like(7, 22)]


def test_a_gift_alone_cannot_streak() -> None:
    assert does("00:01 gift ani | Finger Heart") == [Gift("Finger Heart", 1)]


def test_a_streak_counts_up_and_closes_unless_it_is_unfinished() -> None:
    closed = [cue.does for cue in cues("00:01 gift ani | Rose x2")]
    open_end = [cue.does for cue in cues("00:01 gift ani | Rose x2 unfinished")]
    streak = closed[0].streak_id if isinstance(closed[0], Gift) else None
    assert streak
    assert closed[-1] == Gift("Rose", 2, streak, final=True)
    assert open_end == closed[:-1] == [Gift("Rose", n, streak, final=False) for n in (1, 2)]


def test_two_streaks_are_two() -> None:
    first, second = (
        each for each in does("00:01 gift ani | Rose x1 unfinished", "00:09 gift ani | Rose x1 unfinished")
    )
    assert isinstance(first, Gift)
    assert isinstance(second, Gift)
    assert first.streak_id != second.streak_id


def test_viewer_counts_are_of_now_and_in_all() -> None:
    assert does("00:00 viewers | 48 of 71") == [Viewers(48, 71)]


def test_a_caption_is_heard_by_halves() -> None:
    half, whole = cues("00:01 caption | sabtu kita buka jam sembilan")
    assert half.does == Caption("sabtu kita", final=False, language="id")
    assert whole.does == Caption("sabtu kita buka jam sembilan", final=True, language="id")
    assert whole.at > half.at


def test_a_caption_of_one_word_is_heard_at_once() -> None:
    assert does("00:01 caption | halo") == [Caption("halo", language="id")]


def test_marks_name_comments_that_are_pinned_deleted_or_sent_again() -> None:
    acts = cues(
        "00:01 comment #jam ani | buka 8–20", "00:02 pin #jam", "00:03 repeat #jam", "00:04 delete #jam"
    )
    assert acts[0].mark == "jam"
    assert [cue.does for cue in acts[1:]] == [
        PlatformPin("buka 8–20", "#jam"),
        Repeat("#jam"),
        Deleted(message_ids=("#jam",)),
    ]
    assert acts[1].viewer == acts[0].viewer


def test_all_that_a_viewer_wrote_can_be_deleted() -> None:
    assert does("00:01 comment spam | slot", "00:02 delete spam")[1] == Deleted(viewer_keys=("spam",))


def test_a_live_pauses_goes_on_and_ends() -> None:
    assert does("00:01 pause", "00:02 resume", "00:03 end") == [Paused(), Resumed(), Ended(), Offline()]
    assert does("00:01 suspend") == [Ended("suspended"), Offline()]


def test_a_dropped_connection_comes_back_after_its_time() -> None:
    acts = cues("06:12 drop 20s", "06:14 comment ani | hilang", "06:40 drop 1.5s 1011")
    assert [(cue.at, cue.does) for cue in acts if not isinstance(cue.does, Comment)] == [
        (372, Unreachable()),
        (372, Drop(1006)),
        (392, Reachable()),
        (400, Unreachable()),
        (400, Drop(1011)),
        (401.5, Reachable()),
    ]


def test_other_faults_have_their_words() -> None:
    assert does("00:01 silence", "00:02 broken frame", "00:03 broken message", "00:04 broken bomb") == [
        Silence(),
        corrupt_frame(),
        corrupt_message(),
        bomb(),
    ]


def test_before_the_start_it_is_history() -> None:
    assert [cue.at for cue in cues("-01:05 comment ani | mulai belum", "00:00 comment ani | halo")] == [
        -65,
        0,
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "comment ani | halo",
            "Line 4: 'comment ani | halo' is neither one of handle, title, language, moderators",
        ),
        ("00:99 comment ani | halo", "Line 4: '00:99 comment ani | halo' is neither"),
        (
            "00:01 komentar ani | halo",
            "Line 4: 'komentar' is nothing that can happen; these can: broken, caption",
        ),
        ("00:01 comment | halo", "Line 4: who? Write a handle after 'comment'"),
        ("00:01 comment ani", "Line 4: 'comment' needs its text after a bar: 'comment … | text'."),
        ("00:01 like ani | banyak", "Line 4: how many likes? Write a number after the bar"),
        ("00:01 gift ani", "Line 4: 'gift' needs its text"),
        ("00:01 viewers | 48", "Line 4: 'viewers' needs how many watch now, and in all: '48 of 71'."),
        ("00:01 caption", "Line 4: 'caption' needs its text"),
        ("00:01 pin #jam", "Line 4: no comment above is marked '#jam'."),
        ("00:01 delete ani", "Line 4: delete what? A '#mark' of a comment above, or the handle of a viewer."),
        ("00:01 drop", "Line 4: 'drop' needs for how long, as in 'drop 20s' or 'drop 5s 1011'."),
        ("00:01 broken", "Line 4: broken what? One of frame, message, bomb."),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_explained(line: str, sentence: str) -> None:
    with pytest.raises(ScriptError) as error:
        cues(line)
    assert str(error.value).startswith(sentence)
    assert error.value.line == 4


def test_time_goes_forward() -> None:
    with pytest.raises(ScriptError, match="Line 5: this is earlier than the line before"):
        cues("00:05 comment ani | b", "00:04 comment ani | a")


def test_a_mark_is_given_once() -> None:
    with pytest.raises(ScriptError, match="Line 5: #a marks another comment above"):
        cues("00:01 comment #a ani | b", "00:04 comment #a ani | a")


def test_headers_come_first() -> None:
    with pytest.raises(ScriptError, match="Line 5: 'title: X' is neither"):
        cues("00:01 follow ani", "title: X")


def test_a_script_without_an_account_is_none() -> None:
    with pytest.raises(ScriptError, match=r"Line 1: a script begins with the account that is live"):
        parse("title: Malam\n")


def test_a_file_may_come_from_windows(tmp_path: Path) -> None:
    path = tmp_path / "malam.txt"
    path.write_bytes("handle: perpus.kota\r\n00:01 comment ani | hało\r\n".encode("utf-8-sig"))
    assert load(path).cues[0].does == Comment("hało", "un")


def test_a_file_that_is_missing_or_no_text_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "malam.txt"
    with pytest.raises(ScriptError, match=r"malam\.txt cannot be read: No such file or directory\."):
        load(path)
    path.write_bytes(b"handle: \xff")
    with pytest.raises(ScriptError, match=r"malam\.txt is not a text in UTF-8\."):
        load(path)
