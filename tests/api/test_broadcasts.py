"""What is recorded, over HTTP, to the letter of the contract."""

import re

import msgspec

from happenings import FakeSource, comment, connected, ended, gap, viewers
from house import House
from livedesk import wire
from livedesk.sources import Health

LIVE = FakeSource(
    [connected()],
    [
        comment("halo semua", second=1),
        comment("kak buka jam berapa ya?", by="budi", second=2),
        viewers(14, second=3),
    ],
    [comment("makasih kak", second=4)],
    [ended(second=60)],
)

ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


async def test_the_list_names_what_was_recorded(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    [broadcast] = (await house.http.get("/api/broadcasts")).json()["broadcasts"]
    assert {"id", "handle", "room_id", "status", "started_at", "ended_at", "counts", "coverage"} <= set(
        broadcast
    )
    assert (broadcast["handle"], broadcast["status"], broadcast["coverage"]) == ("lib", "ended", 1.0)
    assert ISO.fullmatch(broadcast["started_at"])
    assert broadcast["counts"]["comments"] == 3


async def test_latest_names_the_newest_broadcast(house: House) -> None:
    await house.recorder.follow("one", FakeSource([connected("1")]))
    await house.recorder.follow("two", FakeSource([connected("2")]))
    assert (await house.http.get("/api/broadcasts/latest")).json()["handle"] == "two"
    assert (await house.http.get("/api/broadcasts/1")).json()["handle"] == "one"


async def test_what_is_not_there_is_404_in_the_one_shape(house: House) -> None:
    for path in (
        "/api/broadcasts/latest",
        "/api/broadcasts/9/entries",
        "/api/broadcasts/x/questions",
        "/nothing",
    ):
        answer = await house.http.get(path)
        assert answer.status_code == 404
        assert set(answer.json()) == {"error"}
        assert answer.json()["error"]["message"]


async def test_entries_come_page_by_page_as_the_log_has_them(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    found, after = [], 0
    while after is not None:
        page = (await house.http.get("/api/broadcasts/1/entries", params={"after": after, "limit": 2})).json()
        found += page["entries"]
        after = page["next"]
    assert [wire.decode_entry(msgspec.json.encode(entry)) for entry in found] == list(house.log.after(1))


async def test_entries_can_be_asked_by_kind(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    answer = await house.http.get("/api/broadcasts/1/entries", params={"kind": "viewers,ended"})
    assert [entry["kind"] for entry in answer.json()["entries"]] == ["viewers", "ended"]


async def test_a_page_that_cannot_be_is_refused_with_a_sentence(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    for params in ({"limit": 0}, {"after": -1}, {"limit": "many"}, {"kind": "x'--"}):
        answer = await house.http.get("/api/broadcasts/1/entries", params=params)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")


async def test_questions_have_the_fields_of_the_contract(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    [question] = (await house.http.get("/api/broadcasts/1/questions")).json()["questions"]
    assert question["text"] == "kak buka jam berapa ya?"
    assert ISO.fullmatch(question["asked_at"])
    fields = "id text language topic kind status asked_at answered_at askers comments score why pinned hints"
    assert set(fields.split()) <= set(question)


async def test_questions_can_be_asked_by_status(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    assert (await house.http.get("/api/broadcasts/1/questions?status=missed")).json()["questions"]
    assert not (await house.http.get("/api/broadcasts/1/questions?status=answered")).json()["questions"]
    assert (await house.http.get("/api/broadcasts/1/questions?status=lost")).status_code == 422


async def test_the_summary_has_the_published_figures(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    figures = (await house.http.get("/api/broadcasts/1/summary")).json()
    assert (figures["comments"], figures["viewers_peak_concurrent"], figures["coverage"]) == (3, 14, 1.0)


async def test_listeners_tell_how_they_hear(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    [listener] = (await house.http.get("/api/listeners")).json()["listeners"]
    assert (listener["handle"], listener["broadcast"], listener["health"]["state"]) == ("lib", 1, "live")


async def test_metrics_are_prometheus_text(house: House) -> None:
    await house.recorder.follow("lib", LIVE)
    answer = await house.http.get("/metrics")
    assert 'livedesk_last_seq{broadcast="1"} 6.0' in answer.text


async def test_metrics_tell_commits_lag_gaps_queues_and_who_is_heard(house: House) -> None:
    await house.recorder.follow(
        "lib",
        FakeSource([connected(), comment("halo", second=58)], [gap(12, second=59), connected(second=59)]),
    )
    text = (await house.http.get("/metrics")).text
    for line in (
        "livedesk_entries_total 4.0",
        "livedesk_commit_retries_total 0.0",
        'livedesk_gaps_total{reason="test"} 1.0',
        "livedesk_gap_seconds_total 12.0",
        'livedesk_lag_seconds_bucket{le="0.5"} 0.0',
        "livedesk_pending_events 0.0",
        'livedesk_dashboard_queue_frames{broadcast="1"} 0.0',
        'livedesk_listener_hears{handle="lib"} 1.0',
    ):
        assert f"{line}\n" in text


async def test_health_tells_a_listener_that_hears_nothing_any_more(house: House) -> None:
    source = FakeSource([connected()])
    await house.recorder.follow("lib", source)
    source.report(
        Health(state="silent", since=0, message="Nothing comes from TikTok any more.", code="silent")
    )
    answer = (await house.visitor.get("/healthz")).json()
    assert (answer["status"], answer["message"]) == ("degraded", "Nothing comes from TikTok any more.")
