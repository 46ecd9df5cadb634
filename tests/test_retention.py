"""What is older than it may be is gone for good; what it came to stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from happenings import NINE_O_CLOCK, bytes_on_disk, comment, connected, ended, event, viewers
from livedesk.archive import figures, notes_of, recorded
from livedesk.events import (
    Answered,
    Body,
    Caption,
    Comment,
    Dismissed,
    Noted,
    Referred,
    Settled,
    Taught,
    Viewer,
)
from livedesk.log import Log, open_log
from livedesk.log.learned import learned
from livedesk.log.texts import wordless
from livedesk.questions.lexicon import lexicon
from livedesk.recorder import DecisionRefused, Recorder
from livedesk.retention import DAY_MS, MONTH_MS, Due, Retention, due, purge

LANGUAGES = ("id", "en", "pl")
RETENTION = Retention(text_days=30, pseudonym_months=24)
LATER = NINE_O_CLOCK + 31 * DAY_MS
YEARS_LATER = NINE_O_CLOCK + 25 * MONTH_MS
SECRETS = (b"tujuhbelas", b"Budi", b"budi", b"platform-id-of-it", b"Kowalska")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "livedesk.db"


@pytest.fixture(params=["memory", "sqlite"])
def log(request: pytest.FixtureRequest, database: Path) -> Iterator[Log]:
    """Return the log of an evening: a question answered, one missed, a lesson taught."""
    log = open_log("memory:" if request.param == "memory" else f"sqlite:///{database}")
    evening = [
        connected(),
        viewers(40, second=1),
        comment("kak ruang tujuhbelas buka jam berapa?", by="budi", second=2, message_id="platform-id-of-it"),
        comment("boleh pinjam berapa buku kak?", by="rina", second=5),
        comment("siapa yang kangen perpus ya?", by="sari", second=6),
        event(Caption("ruang tujuhbelas buka jam delapan"), second=7),
        event(Answered(question=3, note="told Kowalska"), second=12),
        event(Dismissed(question=5), second=13),
        ended(second=60),
    ]
    log.append(log.open("perpus.kota", "77", NINE_O_CLOCK).id, evening)
    yield log
    log.close()


def apply(log: Log, now: int) -> list[Due]:
    found = list(due(log, RETENTION, now))
    for each in found:
        purge(log, each, LANGUAGES, now)
    return found


def summary(log: Log) -> dict[str, object]:
    [broadcast] = log.broadcasts()
    return dict(figures(log, recorded(log, broadcast, LANGUAGES)))


def test_nothing_goes_before_its_time(log: Log) -> None:
    assert apply(log, NINE_O_CLOCK + 29 * DAY_MS) == []


def test_a_live_that_goes_on_is_never_purged(log: Log) -> None:
    log.append(1, [connected(second=70), comment("halo", second=31 * 86_400)])
    assert apply(log, LATER) == []


def test_after_weeks_words_names_and_message_ids_are_gone(log: Log, database: Path) -> None:
    before = list(log.after(1))
    assert [each.kept for each in apply(log, LATER)] == ["pseudonyms"]
    after = list(log.after(1))
    assert [entry.seq for entry in after] == list(range(1, len(before) + 2))
    assert [wordless(entry.body) for entry in before] == [entry.body for entry in after[:-1]]
    assert {entry.message_id for entry in after} == {None}
    assert {entry.viewer for entry in after} == {None, Viewer("budi"), Viewer("rina"), Viewer("sari")}
    if database.exists():
        kept = bytes_on_disk(database).replace(b'"budi"', b"")
        assert [secret for secret in SECRETS if secret != b"budi" and secret in kept] == []


def test_after_weeks_the_figures_and_the_state_of_the_questions_are_what_they_were(log: Log) -> None:
    before, asked = summary(log), recorded(log, log.broadcasts()[0], LANGUAGES).questions
    apply(log, LATER)
    left = recorded(log, log.broadcasts()[0], LANGUAGES).questions
    assert summary(log) == before
    assert [(each.id, each.status, each.topic, each.askers, each.answered_at) for each in left] == [
        (each.id, each.status, each.topic, each.askers, each.answered_at) for each in asked
    ]
    assert {each.text for each in left} == {""}


def test_after_years_only_the_figures_are_left(log: Log, database: Path) -> None:
    before = summary(log)
    apply(log, LATER)
    assert [each.kept for each in apply(log, YEARS_LATER)] == ["figures"]
    [last] = log.after(1)
    assert isinstance(last.body, Settled)
    assert summary(log) == before
    if database.exists():
        assert [secret for secret in SECRETS if secret in bytes_on_disk(database)] == []


def test_what_the_library_noted_of_its_own_live_stays(log: Log) -> None:
    log.append(1, [event(Noted("light", "lamp"), second=90), event(Noted("light", "two lamps"), second=91)])
    for now in (LATER, YEARS_LATER):
        apply(log, now)
        assert notes_of(log, 1) == [Noted("light", "two lamps")]


def test_what_was_never_purged_goes_to_its_figures_in_one_step(log: Log) -> None:
    before = summary(log)
    assert [each.kept for each in apply(log, YEARS_LATER)] == ["figures"]
    assert summary(log) == before


def test_what_has_been_purged_is_not_due_again(log: Log) -> None:
    apply(log, LATER)
    assert list(due(log, RETENTION, LATER + 1)) == []
    apply(log, YEARS_LATER)
    assert list(due(log, RETENTION, YEARS_LATER + 1)) == []


def test_lessons_outlive_the_words_they_were_learned_from(log: Log) -> None:
    words = lexicon(LANGUAGES)
    before = learned(log, "perpus.kota", words)
    apply(log, LATER)
    assert before != Taught()
    assert learned(log, "perpus.kota", words) == before


async def test_a_running_desk_follows_and_decides_nothing_more(log: Log) -> None:
    async with Recorder(log, clock=lambda: LATER) as recorder:
        desk = await recorder.desk(1)
        apply(log, LATER)
        await recorder.catch_up()
        assert {each.text for each in desk.queue.questions()} == {""}
        assert [each.status for each in desk.queue.questions()].count("answered") == 1
        with pytest.raises(DecisionRefused, match="gone by retention"):
            await recorder.decide(1, Answered(question=4))


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (Comment("jam buka?", "id", ("k1",), "moderator"), Comment("", "id", ("k1",), "moderator")),
        (Referred(question=3, to="Kowalska"), Referred(question=3)),
        (Taught(("parkir",), ("siapa",)), Taught()),
    ],
)
def test_what_staff_wrote_goes_with_what_viewers_wrote(body: Body, left: Body) -> None:
    assert wordless(body) == left
    assert wordless(left) is left


def test_the_rules_can_be_said_in_a_sentence() -> None:
    assert "30 days" in str(RETENTION)
    assert "24 months" in str(RETENTION)
