"""The columns are a promise."""

from typing import get_args

import pytest

from exports.examples import ENTRIES, entry
from livedesk.events import Body, Comment, Gap, Settled
from livedesk.exports import TABLES
from livedesk.exports.names import entry_without_names
from livedesk.privacy.redaction import without_handles


def test_every_field_of_every_kind_of_entry_has_its_column() -> None:
    fields = {field for body in get_args(Body) for field in body.__struct_fields__}
    assert fields <= set(TABLES["log"].columns)


def test_the_columns_of_the_log_begin_as_they_always_did() -> None:
    assert TABLES["log"].columns[:11] == (
        *("seq", "kind", "at", "received_at", "viewer", "handle", "nickname", "message_id", "history"),
        *("text", "language"),
    )


@pytest.mark.parametrize("each", ENTRIES)
def test_a_row_fills_all_columns(each: object) -> None:
    log = TABLES["log"]
    assert len(log.row(each)) == len(log.columns)


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("@bob_99 betul", "@… betul"),
        ("tanya @ani.baca.", "tanya @…."),
        ("(@x, @y)", "(@…, @…)"),
        ("＠kasia dzięki", "@… dzięki"),
        ("jam 8 @ perpus", "jam 8 @ perpus"),
    ],
)
def test_handles_in_a_text_are_left_out(text: str, without: str) -> None:
    assert without_handles(text) == without
    assert without_handles(without) == without


def test_an_entry_without_a_name_is_handed_on_as_it_is() -> None:
    plain = entry(1, Comment("halo"), None)
    assert entry_without_names(plain) is plain
    silent = entry(2, Gap(3, "x"), None)
    assert entry_without_names(silent) is silent


def test_what_retention_left_of_a_broadcast_is_json_in_its_cell() -> None:
    settled = entry(1, Settled("figures", {"comments": 3, "answer_rate": None}), None)
    row = dict(zip(TABLES["log"].columns, TABLES["log"].row(settled), strict=True))
    assert (row["kind"], row["kept"], row["questions"]) == ("settled", "figures", "[]")
    assert row["figures"] == '{"comments":3,"answer_rate":null}'
