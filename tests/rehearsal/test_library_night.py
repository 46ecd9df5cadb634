"""The built-in script holds what a rehearsal needs."""

from collections import Counter
from itertools import pairwise

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
    PlatformPin,
    PlatformQuestion,
    Share,
    Viewers,
)
from livedesk.rehearsal.feed import Drop, Offline, Reachable
from livedesk.rehearsal.script import Script, load


@pytest.fixture(scope="module")
def night() -> Script:
    return load()


def comments(night: Script, word: str = "") -> list[Comment]:
    return [cue.does for cue in night.cues if isinstance(cue.does, Comment) and word in cue.does.text.lower()]


def askers(night: Script, *words: str) -> Counter[str]:
    return Counter(
        cue.viewer.handle
        for cue in night.cues
        if isinstance(cue.does, Comment)
        and cue.viewer
        and all(word in cue.does.text.lower() for word in words)
    )


def test_it_lasts_twelve_minutes_and_ends(night: Script) -> None:
    assert [cue.does for cue in night.cues[-2:]] == [Ended(), Offline()]
    assert 11 * 60 < night.cues[-1].at <= 12 * 60


def test_some_four_hundred_comments_are_in_three_languages(night: Script) -> None:
    languages = Counter(comment.language for comment in comments(night))
    assert 380 <= languages.total() <= 440
    assert languages["id"] > 300
    assert min(languages["pl"], languages["en"]) >= 35


def test_comments_never_stop_for_long_nor_come_too_fast_to_read(night: Script) -> None:
    at = [cue.at for cue in night.cues if isinstance(cue.does, Comment) and cue.at >= 0]
    assert max(later - sooner for sooner, later in pairwise(at)) <= 6
    assert max(Counter(second // 60 for second in at).values()) <= 50


def test_hardly_a_question_bears_a_mark_but_many_ask(night: Script) -> None:
    assert len(comments(night, "?")) < 20
    assert (
        sum(len(comments(night, word)) for word in (" gak", " ga ", " gmn", "kapan", " brp", "berapa")) >= 30
    )


@pytest.mark.parametrize(
    ("words", "people"),
    [(("sabtu",), 4), (("ipusnas",), 3), (("ebook",), 2), (("jurnal",), 2), (("pkl",), 2), (("donasi",), 2)],
)
def test_several_people_ask_the_same(night: Script, words: tuple[str, ...], people: int) -> None:
    assert len(askers(night, *words)) >= people


@pytest.mark.parametrize(
    ("handle", "word"), [("kak_rina", "sabtu"), ("reza.fhm", "ebook"), ("rizky.bukuhunter", "laut bercerita")]
)
def test_some_ask_again_until_they_are_answered(night: Script, handle: str, word: str) -> None:
    assert askers(night, word)[handle] >= 2


def test_the_host_answers_in_captions(night: Script) -> None:
    captions = [cue.does.text for cue in night.cues if isinstance(cue.does, Caption) and cue.does.final]
    assert len(captions) >= 35
    assert any("sabtu" in text for text in captions)
    assert any("denda" in text for text in captions)


def test_viewers_use_tiktoks_other_buttons(night: Script) -> None:
    pressed = Counter(type(cue.does) for cue in night.cues)
    assert pressed[Like] >= 40
    assert pressed[Follow] >= 10
    assert pressed[Share] >= 5
    assert pressed[Join] >= 20
    assert pressed[PlatformQuestion] >= 3


def test_one_streak_closes_and_one_never_does(night: Script) -> None:
    gifts = [cue.does for cue in night.cues if isinstance(cue.does, Gift) and cue.does.streak_id]
    closed = {gift.streak_id for gift in gifts if gift.final}
    assert closed
    assert len({gift.streak_id for gift in gifts} - closed) == 1


def test_viewer_counts_rise_and_fall(night: Script) -> None:
    now = [cue.does.now for cue in night.cues if isinstance(cue.does, Viewers)]
    assert max(now) > 2 * now[0]
    assert now[-1] < max(now)


def test_a_moderator_pins_and_nasty_comments_are_deleted(night: Script) -> None:
    assert any(comment.role == "moderator" for comment in comments(night))
    assert sum(isinstance(cue.does, PlatformPin) for cue in night.cues) == 1
    assert any(isinstance(cue.does, Deleted) and cue.does.message_ids for cue in night.cues)
    assert any(isinstance(cue.does, Deleted) and cue.does.viewer_keys for cue in night.cues)


def test_a_comment_and_a_nickname_are_hostile(night: Script) -> None:
    nicknames = {cue.viewer.nickname for cue in night.cues if cue.viewer}
    assert comments(night, "<script>")
    assert any("onmouseover" in nickname for nickname in nicknames)
    assert any(nickname.startswith("=HYPERLINK") for nickname in nicknames)


def test_the_connection_drops_for_twenty_seconds_and_talk_is_lost_meanwhile(night: Script) -> None:
    dropped = next(cue.at for cue in night.cues if isinstance(cue.does, Drop))
    back = next(cue.at for cue in night.cues if isinstance(cue.does, Reachable))
    lost = [cue for cue in night.cues if isinstance(cue.does, Comment) and dropped <= cue.at < back]
    assert 6 * 60 <= dropped < 7 * 60
    assert back - dropped == 20
    assert len(lost) >= 12  # more than the history brings back
