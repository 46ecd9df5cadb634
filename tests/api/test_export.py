"""Files of a broadcast over HTTP."""

import io

import openpyxl
import webvtt

from evening import EVENING
from happenings import NINE_O_CLOCK
from house import House
from livedesk.exports import FORMATS, TABLES, WORKBOOKS, formats


def record(house: House) -> None:
    broadcast = house.log.open("perpus.kota", "77", NINE_O_CLOCK)
    house.log.append(broadcast.id, EVENING)


async def test_every_table_can_be_had_in_every_format_that_writes_it(house: House) -> None:
    record(house)
    for table in TABLES:
        for format_name in formats(table):
            answer = await house.http.get(f"/api/broadcasts/latest/export/{table}.{format_name}")
            assert answer.status_code == 200, (table, format_name)
            assert answer.headers["content-type"].startswith(FORMATS[format_name].media_type.split(";")[0])
            assert f"-{table}.{format_name}" in answer.headers["content-disposition"]


async def test_it_is_said_beforehand_how_many_rows_the_log_has(house: House) -> None:
    record(house)
    for format_name, header in (("csv", 1), ("jsonl", 0)):
        answer = await house.http.get(f"/api/broadcasts/latest/export/log.{format_name}")
        assert answer.text.count("\n") == int(answer.headers["livedesk-rows"]) + header
    other = await house.http.get("/api/broadcasts/latest/export/questions.csv")
    assert "livedesk-rows" not in other.headers


async def test_what_is_offered_is_what_can_be_had(house: House) -> None:
    offered = (await house.http.get("/api/exports")).json()["exports"]
    assert {each["table"]: each["formats"] for each in offered} == {
        table: formats(table) for table in (*TABLES, *WORKBOOKS)
    }
    assert [each["table"] for each in offered if not each["quotes"]] == [
        "summary",
        "gifts",
        "codebook",
        "notes",
    ]


async def test_one_workbook_has_every_table(house: House) -> None:
    record(house)
    answer = await house.http.get("/api/broadcasts/latest/export/all.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == [*WORKBOOKS["all"], "definitions"]
    assert [row[0] for row in book["comments"].iter_rows(min_row=2, values_only=True)] == [
        3,
        4,
        5,
        8,
        13,
        15,
        21,
    ]


async def test_subtitles_fit_a_recording_that_began_earlier(house: House) -> None:
    record(house)
    answer = await house.http.get("/api/broadcasts/latest/export/comments.vtt?offset=30.5")
    assert webvtt.from_buffer(io.StringIO(answer.text)).captions[0].start == "00:00:40.500"


async def test_a_format_that_does_not_write_a_table_is_refused(house: House) -> None:
    record(house)
    for what in ("summary.vtt", "all.csv", "gossip.csv"):
        answer = await house.http.get(f"/api/broadcasts/latest/export/{what}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
