"""What comes twice is counted once, streaks are closed, the unknown is told of now and then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from livedesk.events import Body, Comment, Ended, Event, Follow, Gift, Share, Undecoded, Viewer
from livedesk.sources import sieve
from livedesk.sources.sieve import Recent, Sieve

NINE = 1_763_751_600_000
ANI, BUDI = Viewer("1", "ani"), Viewer("2", "budi")


def event(
    body: Body, viewer: Viewer | None = ANI, *, message_id: str | None = None, second: float = 0
) -> Event:
    at = NINE + round(second * 1000)
    return Event(at, at, body, viewer, message_id)


def step(count: int, *, final: bool = False, second: float = 0, streak: str = "88", name: str = "") -> Event:
    return event(
        Gift("Rose", count, streak, final), message_id=name or f"step-{count}-{final}", second=second
    )


def bodies(events: list[Event]) -> list[Body]:
    return [each.body for each in events]


def after(seconds: float) -> int:
    return NINE + round(seconds * 1000)


def counted(events: list[Event]) -> int:
    """How many gifts these come to, by the rule that only final ones count."""
    return sum(each.body.count for each in events if isinstance(each.body, Gift) and each.body.final)


def test_a_message_is_let_through_once() -> None:
    hello = event(Comment("halo"), message_id="5")
    through = Sieve()
    assert through.sift([hello, hello], NINE) == [hello]
    assert through.sift([replace(hello, history=True)], NINE) == []


def test_the_same_words_under_another_id_are_let_through() -> None:
    asked = [event(Comment("jam berapa?"), message_id=str(number)) for number in (1, 2)]
    assert Sieve().sift(asked, NINE) == asked


def test_what_has_no_id_is_let_through() -> None:
    hello = event(Comment("halo"))
    assert Sieve().sift([hello, hello], NINE) == [hello, hello]


def test_only_so_much_is_remembered() -> None:
    recent = Recent(2)
    assert [recent.is_new(thing) for thing in "abcab"] == [True, True, True, True, True]
    assert not recent.is_new("b")


def test_a_follow_and_a_share_count_once_for_each_viewer() -> None:
    said = [
        event(body, viewer, message_id=f"{number}{viewer.key}{body}")
        for number in range(3)
        for viewer in (ANI, BUDI)
        for body in (Follow(), Share())
    ]
    assert [(each.viewer, each.body) for each in Sieve().sift(said, NINE)] == [
        (ANI, Follow()),
        (ANI, Share()),
        (BUDI, Follow()),
        (BUDI, Share()),
    ]


def test_a_streak_counts_by_its_final_message() -> None:
    streak = [step(1), step(2), step(5), step(6, final=True)]
    assert Sieve().sift(streak, NINE) == streak
    assert counted(streak) == 6


def test_a_streak_that_goes_silent_is_closed_with_its_last_count() -> None:
    through = Sieve()
    through.sift([step(1), step(4, second=2)], after(2))
    assert through.due(after(11.9)) == []
    [closed] = through.due(after(12))
    assert closed.body == Gift("Rose", 4, "88", final=True)
    assert (closed.at, closed.received_at, closed.viewer) == (after(2), after(12), ANI)
    assert closed.message_id == "step-4-False-closed"
    assert through.due(after(99)) == []


def test_the_end_of_a_silent_streak_comes_before_what_is_new() -> None:
    through = Sieve()
    through.sift([step(4)], NINE)
    assert [type(body) for body in bodies(through.sift([event(Comment("halo"))], after(30)))] == [
        Gift,
        Comment,
    ]


def test_a_final_message_after_the_closing_adds_only_what_is_missing() -> None:
    through = Sieve()
    through.sift([step(4)], NINE)
    closed = through.due(after(10))
    late = through.sift([step(6, final=True, second=11)], after(11))
    assert counted([*closed, *late]) == 6


def test_a_final_message_that_is_repeated_counts_once() -> None:
    through = Sieve()
    ends = [step(6, final=True, name="first"), step(6, final=True, name="again")]
    assert counted(through.sift(ends, NINE)) == 6


def test_a_step_that_arrives_after_its_end_opens_nothing() -> None:
    through = Sieve()
    through.sift([step(6, final=True), step(5)], NINE)
    assert through.due(after(60)) == []


@pytest.mark.parametrize("other", [{"viewer": BUDI}, {"body": Gift("Donut", 3, "88", final=False)}])
def test_streaks_of_other_viewers_and_other_gifts_are_their_own(other: dict[str, object]) -> None:
    through = Sieve()
    mine = step(3)
    through.sift([mine, replace(mine, message_id="other", **other)], NINE)
    assert counted(through.due(after(10))) == 6


def test_a_gift_that_cannot_streak_counts_each_time() -> None:
    lions = [event(Gift("Lion", 1), message_id=str(number)) for number in range(3)]
    assert counted(Sieve().sift(lions, NINE)) == 3


def test_the_end_of_the_live_closes_what_is_open() -> None:
    through = Sieve()
    unknown = event(Undecoded("WebcastHologramMessage", "unknown"), None)
    through.sift([step(3), unknown, unknown], NINE)
    assert bodies(through.sift([event(Ended(), None)], after(1))) == [
        Gift("Rose", 3, "88", final=True),
        Undecoded("WebcastHologramMessage", "unknown", 2),
        Ended(),
    ]


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans(), st.integers(0, 15)), max_size=30))
def test_however_its_messages_come_a_streak_counts_its_highest(steps: list[tuple[int, bool, int]]) -> None:
    through, now, out = Sieve(), 0, []
    for number, (count, final, pause) in enumerate(steps):
        now += pause
        out += through.sift([step(count, final=final, second=now, name=str(number))], after(now))
    out += through.due(after(now + 10))
    assert counted(out) == max((count for count, _, _ in steps), default=0)


def test_unknown_types_are_told_of_once_a_minute_with_their_number() -> None:
    through = Sieve()
    unknown = event(Undecoded("WebcastHologramMessage", "unknown"), None)
    other = event(Undecoded("WebcastTeleportMessage", "unknown"), None)
    assert through.sift([unknown] * 3, NINE) == []
    assert through.sift([unknown, other], after(59)) == []
    assert bodies(through.due(after(60))) == [
        Undecoded("WebcastHologramMessage", "unknown", 4),
        Undecoded("WebcastTeleportMessage", "unknown", 1),
    ]
    assert through.due(after(200)) == []


def test_names_without_end_are_counted_together() -> None:
    through = Sieve()
    names = [event(Undecoded(f"Made{number}", "unknown"), None) for number in range(sieve.MAX_TYPES + 50)]
    through.sift(names, NINE)
    told = bodies(through.due(after(60)))
    assert len(told) == sieve.MAX_TYPES + 1
    assert told[-1] == Undecoded("other", "unknown", 50)


def test_what_is_broken_is_let_through_once_to_the_letter() -> None:
    broken, other = (event(Undecoded("frame", "corrupt", payload=kept), None) for kept in ("AA==", "AB=="))
    assert Sieve().sift([broken, other, broken], NINE) == [broken, other]
