"""The interoperable row, worked out from a recorded evening."""

import json
from typing import Any

from evening import evening
from happenings import event
from livedesk.archive import Reading, exported
from livedesk.events import Answered, Asked, Event, Merged, Undone


def rows(*more: Event) -> dict[int, dict[str, Any]]:
    """Return the rows by the ids of their questions."""
    log, live = evening(*more)
    file = b"".join(
        exported(Reading(log, live.broadcast, ("id", "en", "pl")), "transactions", "jsonl", names=False)
    )
    return {int(row["transaction_id"].split("-")[1]): row for row in map(json.loads, file.splitlines())}


def test_an_answered_question_says_who_answered_how_soon_and_what_it_counts_as() -> None:
    row = rows()[4]
    assert {name: row[name] for name in ("topic", "count_as", "read_level", "status", "answer_mode")} == {
        "topic": "catalogue_item",
        "count_as": "reference",
        "read_level": 3,
        "status": "answered",
        "answer_mode": "spoken",
    }
    assert (row["offset_s"], row["response_time_s"], row["asked_by_count"]) == (20.0, 120.0, 2)
    assert (row["answer_note"], row["staff_code"], row["viewer_pid"]) == ("shelf 3", "ola", "budi")


def test_a_referred_question_says_where_to_and_a_missed_one_says_nothing_of_an_answer() -> None:
    found = rows()
    assert (found[15]["referred_to"], found[15]["answer_mode"]) == ("BN", None)
    missed = found[21]
    assert [missed[name] for name in ("answered_at", "response_time_s", "staff_code", "sources_used")] == [
        None
    ] * 4


def test_an_answer_taken_back_leaves_no_trace() -> None:
    found = rows(
        event(Answered(question=21, note="x", by="ola"), second=300),
        event(Undone(question=21, entry=23), second=301),
    )
    assert (found[21]["status"], found[21]["answer_note"], found[21]["staff_code"]) == ("missed", None, None)


def test_a_question_names_those_that_were_merged_into_it() -> None:
    found = rows(event(Merged(question=15, into=4), second=300))
    assert 15 not in found
    assert found[4]["merged_ids"] == [15]


def test_a_question_that_staff_put_on_the_queue_was_detected_by_hand() -> None:
    found = rows(event(Asked(text="jam buka hari raya?"), second=300))
    assert found[23]["detected_by"] == "manual"
    assert found[4]["detected_by"] == "lexicon"
