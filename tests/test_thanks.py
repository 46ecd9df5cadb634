"""Whom to thank: each person once, in the order they came, and what staff say of it."""

from livedesk.events import (
    Body,
    Comment,
    Deleted,
    Entry,
    Erased,
    Follow,
    Gift,
    Settled,
    Share,
    Thanked,
    Undone,
    Viewer,
)
from livedesk.metrics.thanks import MOST_PEOPLE, TOLD, UNDOABLE, Due, Kindness, Thanks

SEVEN = 1_795_287_600_000


class Evening:
    """A Live in which only thanks are of interest."""

    def __init__(self) -> None:
        self.thanks = Thanks()
        self.seq = 0

    def happens(self, body: Body, who: str = "", *, history: bool = False) -> int:
        """Write this down; return its seq."""
        self.seq += 1
        viewer = Viewer(who, f"{who}_handle") if who else None
        self.thanks.apply(Entry(self.seq, 1, SEVEN, SEVEN, body, viewer, None, history))
        return self.seq

    def due(self) -> Due:
        """Return who is to be thanked now."""
        due = self.thanks.due()
        assert due is not None
        return due

    def names(self) -> list[str]:
        """Return their keys, the first first."""
        return [each.viewer.key for each in self.due().people]


def an_evening() -> Evening:
    evening = Evening()
    evening.happens(Follow(), "ani")
    evening.happens(Gift("Rose", 5), "bob")
    evening.happens(Share(), "cia")
    return evening


def test_who_gives_follows_or_shares_waits_for_thanks_in_the_order_they_came_and_never_by_what_they_gave() -> (
    None
):
    evening = an_evening()
    evening.happens(Gift("Universe", 900), "dan")
    assert evening.names() == ["ani", "bob", "cia", "dan"]


def test_a_person_stands_there_once_and_what_they_did_is_counted() -> None:
    evening = an_evening()
    for body in (Gift("Rose", 2), Gift("Mic", 1), Follow(), Share(), Share()):
        evening.happens(body, "bob")
    assert evening.due().people[1] == Kindness(
        entry=2, last=8, viewer=Viewer("bob", "bob_handle"), gifts=8, gift="Mic", followed=True, shares=2
    )


def test_what_is_no_kindness_brings_nobody_there() -> None:
    evening = Evening()
    evening.happens(Comment("halo"), "ani")
    evening.happens(Gift("Rose", 1, "s1", final=False), "bob")
    evening.happens(Follow(), "cia", history=True)
    evening.happens(Share())
    assert evening.due().people == []


def test_one_decision_empties_the_list_but_for_who_came_meanwhile() -> None:
    evening = an_evening()
    shown = evening.seq
    evening.happens(Share(), "ani")
    evening.happens(Follow(), "dan")
    evening.happens(Thanked(until=shown))
    assert evening.names() == ["ani", "dan"]


def test_a_single_person_is_thanked() -> None:
    evening = an_evening()
    evening.happens(Thanked(until=3, entries=(2,)))
    assert evening.names() == ["ani", "cia"]


def test_undo_brings_them_back_to_where_they_were_with_what_they_did_since() -> None:
    evening = an_evening()
    thanked = evening.happens(Thanked(until=3))
    evening.happens(Share(), "bob")
    assert evening.names() == ["bob"]
    evening.happens(Undone(question=None, entry=thanked))
    assert evening.names() == ["ani", "bob", "cia"]
    bob = evening.due().people[1]
    assert (bob.entry, bob.gifts, bob.gift, bob.shares) == (2, 5, "Rose", 1)


def test_who_is_forgotten_or_moderated_is_thanked_no_more_and_undo_does_not_bring_them_back() -> None:
    evening = an_evening()
    thanked = evening.happens(Thanked(until=3))
    evening.happens(Erased(("ani",)))
    evening.happens(Deleted(viewer_keys=("bob",)))
    evening.happens(Undone(question=None, entry=thanked))
    assert evening.names() == ["cia"]


def test_retention_leaves_nobody_to_thank() -> None:
    evening = an_evening()
    evening.happens(Settled("pseudonyms", {}))
    assert evening.due() == Due(until=4, people=[], more=0)


def test_a_desk_is_told_again_only_of_what_has_changed() -> None:
    evening = an_evening()
    evening.happens(Comment("halo"), "ani")
    assert evening.thanks.due(after=3) is None
    told = evening.thanks.due(after=2)
    assert told is not None
    assert told.until == 3


def test_the_list_is_bounded_and_says_how_many_more_there_are() -> None:
    evening = Evening()
    for number in range(MOST_PEOPLE + 7):
        evening.happens(Follow(), f"viewer{number}")
    assert (len(evening.due().people), evening.due().more) == (TOLD, MOST_PEOPLE + 7 - TOLD)
    thanked = evening.happens(Thanked(until=evening.seq))
    assert evening.due().more == 0
    evening.happens(Undone(question=None, entry=thanked))
    assert evening.due().more == MOST_PEOPLE + 7 - TOLD


def test_only_the_last_thanks_can_be_taken_back() -> None:
    evening = an_evening()
    first = evening.happens(Thanked(until=3, entries=(1,)))
    for _ in range(UNDOABLE):
        evening.happens(Thanked(until=3, entries=(1,)))
    evening.happens(Undone(question=None, entry=first))
    assert evening.names() == ["bob", "cia"]
