"""What `livedesk detect`, `group` and `fold` print."""

import json

import pytest

from livedesk import wire
from livedesk.events import Answered, Comment, Entry, Viewer
from livedesk.questions import commands

ENTRIES = [
    Entry(1, 1, 1_000, 1_000, Comment("kak buka sabtu gak"), Viewer("ani")),
    Entry(2, 1, 2_000, 2_000, Comment("halo"), Viewer("budi")),
    Entry(3, 1, 3_000, 3_000, Answered(question=1)),
]
LINES = [wire.encode_entry(entry).decode() for entry in ENTRIES]


def test_detect_prints_the_fields_of_the_contract_for_each_line_in_order() -> None:
    one, other = map(json.loads, commands.detect(["kak buka sabtu gak\n", "halo\r\n"]))
    assert list(one) == ["text", "question", "score", "kind", "language", "topic", "topics", "why"]
    assert (one["text"], one["question"], one["topic"]) == ("kak buka sabtu gak", True, "hours")
    assert (one["topics"][0], len(one["topics"])) == ("hours", 2)
    assert (other["text"], other["question"]) == ("halo", False)


def test_detect_prints_a_line_for_an_empty_one() -> None:
    assert [json.loads(line)["text"] for line in commands.detect(["\n", "a\n"])] == ["", "a"]


def test_what_cannot_be_written_in_unicode_is_escaped() -> None:
    (line,) = commands.detect(["a \udc80"])
    assert json.loads(line)["text"] == "a \udc80"
    line.encode()


def test_detect_finds_questions_in_other_languages_than_those_asked_for() -> None:
    (line,) = commands.detect(["ahad library buka tak"], languages=["pl"])
    assert json.loads(line)["question"]


def test_detect_names_only_the_languages_asked_for() -> None:
    (line,) = commands.detect(["library buka pukul berapa esok"], languages=["ms"])
    assert json.loads(line)["language"] == "ms"
    (line,) = commands.detect(["library buka pukul berapa esok"], languages=["pl"])
    assert json.loads(line)["language"] == "un"


def test_detect_takes_its_lines_for_one_chat() -> None:
    asking = "gdzie jest czytelnia"
    *_, usually_marked = commands.detect([*["gdzie jest katalog?"] * 40, asking])
    (alone,) = commands.detect([asking])
    assert json.loads(usually_marked)["score"] < json.loads(alone)["score"]


def test_group_numbers_the_questions() -> None:
    lines = ["buka sabtu gak", "buka minggu gak", "Kak, buka sabtu gak?"]
    assert [json.loads(line) for line in commands.group(lines)] == [
        {"text": lines[0], "group": 1},
        {"text": lines[1], "group": 2},
        {"text": lines[2], "group": 1},
    ]


def test_fold_reads_what_export_writes_and_prints_questions() -> None:
    (question,) = map(json.loads, commands.fold([*LINES, "\n"]))
    assert (question["id"], question["status"]) == (1, "answered")
    assert question["asked_at"] == "1970-01-01T00:00:01.000Z"
    assert question["answered_at"] == "1970-01-01T00:00:03.000Z"
    assert question["comments"] == [1]


def test_fold_names_the_line_that_is_no_entry() -> None:
    with pytest.raises(ValueError, match="Line 2 is not an entry of the log"):
        list(commands.fold([LINES[0], "{}"]))
