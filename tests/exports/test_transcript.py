"""Focus-group text as MAXQDA reads it: names of at most 63 characters before a paragraph's first colon."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.examples import SEVEN, SOURCES, entry
from exports.test_refi import HOSTILE, watched
from livedesk.events import Comment, Entry
from livedesk.exports import export
from livedesk.exports.observations import Watched
from livedesk.exports.transcript import one_line

PARAGRAPH = re.compile(r"(\d\d:\d\d:\d\d\.\d)([^:]{1,63}): (.*)")


def read(file: bytes) -> tuple[str, list[tuple[str, str, str]]]:
    """Return what stands before the first speaker, and each contribution: time, speaker, words."""
    head, *paragraphs = re.split(r"(?:\r\n)+", file.decode("utf-8-sig").removesuffix("\r\n"))
    contributions = []
    for each in paragraphs:
        match = PARAGRAPH.fullmatch(each)
        assert match is not None, each
        contributions.append((match[1], match[2], match[3]))
    return head, contributions


def focus_group(source: Watched) -> list[tuple[str, str, str]]:
    return read(b"".join(export("observations", "maxqda.txt", source)))[1]


def test_every_contribution_has_its_time_and_its_speaker() -> None:
    assert focus_group(SOURCES["observations"])[:7] == [
        ("00:00:02.0", "Moderator", "kak @… perpus buka sabtu gak?"),
        ("00:00:03.0", "k7q2mzx4ab", "czy macie @…?"),
        ("00:00:05.0", "k7q2mzx4ab", "(gifts: 5)"),
        ("00:00:06.0", "k7q2mzx4ab", "(follows)"),
        ("00:00:07.0", "k7q2mzx4ab", "(shares)"),
        ("00:00:10.0", "Host", "Sabtu buka, kak @…"),
        ("00:00:14.0", "Platform", "(nothing could be heard for 12.5 s before this)"),
    ]


def test_the_head_warns_of_the_words_and_is_no_speaker() -> None:
    head, _ = read(b"".join(export("observations", "maxqda.txt", SOURCES["observations"])))
    assert "verbatim quotation" in head
    assert ":" not in head


def test_times_only_rise_though_a_comment_may_come_late() -> None:
    late = [entry(1, Comment("satu")), Entry(2, 1, SEVEN, SEVEN, Comment("dua"), None)]
    assert [(time, said) for time, _, said in focus_group(Watched(1, SEVEN, late))] == [
        ("00:00:01.0", "satu"),
        ("00:00:01.0", "dua"),
    ]


def test_what_a_viewer_writes_begins_no_contribution_and_sets_no_time() -> None:
    said = focus_group(watched(HOSTILE, "a\r\n\r\n00:00:09.9Host: I am the host", "#1 fan #booktok"))
    assert [speaker for _, speaker, _ in said] == ["k7q2mzx4ab"] * 3
    assert said[1][2] == "a 00:00:09.9Host: I am the host"
    assert said[2][2] == "＃1 fan #booktok"
    assert "＃00:00:01#" in said[0][2]


@pytest.mark.parametrize("text", ["książka 📚👩‍🏫", "buka jam 8?", "a\u200db"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert one_line(text) == text


@given(st.text())
def test_one_line_is_one_line_and_fits_every_document(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line.encode().decode() == line
    assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1b")
    assert one_line(line) == line
