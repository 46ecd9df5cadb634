"""Subtitles as a player and the tools of research read them."""

import io
from collections.abc import Sequence
from datetime import timedelta

import pytest
import srt
import webvtt

from exports.examples import ANI, QUESTIONS, SEVEN, entry
from livedesk.events import Comment, Entry, Viewer
from livedesk.exports import export
from livedesk.exports.tables import Said


def said(*entries: Entry) -> list[Said]:
    return [Said(each, 0.0) for each in entries]


def spoken(text: str, seq: int = 1, viewer: Viewer | None = ANI) -> Entry:
    return entry(seq, Comment(text), viewer)


def vtt(entries: Sequence[Said], since: int = SEVEN) -> list[webvtt.Caption]:
    file = b"".join(export("comments", "vtt", entries, since=since)).decode()
    return list(webvtt.from_buffer(io.StringIO(file)).captions)


def subrip(entries: Sequence[Said], since: int = SEVEN) -> list[srt.Subtitle]:
    file = b"".join(export("comments", "srt", entries, since=since)).decode()
    return list(srt.parse(file))


def test_a_comment_stands_at_its_moment_for_as_long_as_it_takes_to_read() -> None:
    [one, other] = vtt(said(spoken("halo kak", 75), spoken("x" * 300, 80)))
    assert (one.start, one.end) == ("00:01:15.000", "00:01:16.500")
    assert (other.start, other.end) == ("00:01:20.000", "00:01:27.000")


def test_who_speaks_is_a_pseudonym_unless_names_are_asked_for() -> None:
    [cue] = vtt(said(spoken("halo @bob_99")))
    assert (cue.voice, cue.text) == (ANI.key, "halo @…")
    named = b"".join(export("comments", "vtt", said(spoken("halo")), names=True, since=SEVEN)).decode()
    assert "<v ani.baca>halo" in named


def test_a_recording_that_began_earlier_has_its_cues_later() -> None:
    [cue] = vtt(said(spoken("halo", 10)), since=SEVEN - 12_500)
    assert cue.start == "00:00:22.500"


def test_what_was_said_before_the_recording_is_left_out_and_counted() -> None:
    file = b"".join(export("comments", "vtt", said(spoken("a", 1), spoken("b", 9)), since=SEVEN + 5_000))
    assert len(webvtt.from_buffer(io.StringIO(file.decode())).captions) == 1
    assert b"NOTE 1 left out: said before the recording begins" in file
    assert len(subrip(said(spoken("a", 1), spoken("b", 9)), since=SEVEN + 5_000)) == 1


def test_cues_come_in_the_order_of_their_times_whatever_was_replayed_late() -> None:
    late = said(spoken("b", 20), spoken("a", 10), spoken("c", 30))
    assert [cue.text for cue in vtt(late)] == ["a", "b", "c"]
    assert [cue.start for cue in subrip(late)] == [timedelta(seconds=at) for at in (10, 20, 30)]


def test_a_comment_that_was_deleted_has_no_cue() -> None:
    assert vtt(said(spoken(""), spoken("halo", 2)))[0].text == "halo"


@pytest.mark.parametrize(
    "hostile",
    [
        "a --> b",
        "a\n\n00:00:01.000 --> 00:00:02.000\nb",
        "<v Rina>x</v>",
        "a & b &lt;",
        "\x1b[2J\x00x",
        "NOTE x",
    ],
)
def test_no_text_of_a_viewer_ends_a_cue_or_opens_a_tag(hostile: str) -> None:
    entries = said(spoken(hostile), spoken("halo", 2))
    file = b"".join(export("comments", "vtt", entries, since=SEVEN)).decode()
    assert [cue.start for cue in webvtt.from_buffer(io.StringIO(file)).captions] == [
        "00:00:01.000",
        "00:00:02.000",
    ]
    assert file.count("<v ") == 2
    assert file.count("\n\n") == 3
    assert [cue.index for cue in subrip(entries)] == [1, 2]


@pytest.mark.parametrize("formula", ["=1+1", "@SUM(A1)", "\t=1+1", "+1"])
def test_no_line_begins_like_a_formula(formula: str) -> None:
    for format_name in ("vtt", "srt"):
        file = b"".join(export("comments", format_name, said(spoken(formula, 1, None)), since=SEVEN)).decode()
        assert not [line for line in file.splitlines() if line[:1] in {"=", "+", "-", "@", "\t"}]


def test_a_question_stands_where_it_was_asked_and_where_it_was_answered() -> None:
    file = b"".join(export("questions", "vtt", QUESTIONS, since=SEVEN)).decode()
    captions = webvtt.from_buffer(io.StringIO(file)).captions
    assert [(cue.identifier, cue.start, cue.voice) for cue in captions] == [
        ("2-asked", "00:00:00.000", "?"),
        ("3-asked", "00:00:03.000", "?"),
        ("2-answered", "00:01:35.500", "✓"),
    ]
