"""JSON Lines as another program reads them."""

import json

from exports.examples import ANI, ENTRIES, QUESTIONS, summary
from livedesk.exports import export
from livedesk.questions.question import shape
from livedesk.questions.queue import fold
from livedesk.wire import decode_entry


def test_with_names_the_log_comes_back_entry_for_entry() -> None:
    lines = b"".join(export("log", "jsonl", ENTRIES, names=True)).splitlines()
    assert list(map(decode_entry, lines)) == ENTRIES


def test_without_names_a_viewer_is_a_key_alone() -> None:
    first = json.loads(next(iter(b"".join(export("log", "jsonl", ENTRIES)).splitlines())))
    assert first["viewer"] == {"key": ANI.key, "handle": "", "nickname": ""}


def test_a_log_without_names_folds_to_the_same_questions() -> None:
    lines = b"".join(export("log", "jsonl", ENTRIES)).splitlines()
    folded, before = fold(map(decode_entry, lines)), fold(ENTRIES)
    assert [(each.id, each.status, each.comments) for each in folded] == [
        (each.id, each.status, each.comments) for each in before
    ]
    assert before


def test_questions_are_the_objects_of_the_contract() -> None:
    lines = b"".join(export("questions", "jsonl", QUESTIONS, names=True)).splitlines()
    assert [json.loads(line) for line in lines] == [json.loads(json.dumps(shape(each))) for each in QUESTIONS]


def test_a_figure_that_cannot_be_known_is_null() -> None:
    lines = map(json.loads, b"".join(export("summary", "jsonl", summary())).splitlines())
    by_name = {each["figure"]: each for each in lines}
    assert by_name["participation_rate"]["value"] is None
    assert by_name["comments"]["value"] == 1
