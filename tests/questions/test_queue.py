"""The queue: what becomes of questions as viewers ask and staff decide."""

from itertools import pairwise

import pytest

from livedesk.events import (
    Acknowledged,
    Answered,
    Approved,
    Asked,
    Body,
    Claimed,
    Comment,
    Connected,
    Deferred,
    Deleted,
    Dismissed,
    Ended,
    Entry,
    Like,
    Listed,
    Merged,
    Pinned,
    PlatformQuestion,
    Referred,
    Released,
    Reopened,
    Split,
    Undone,
    Unlisted,
    Unpinned,
    Viewer,
    Whispered,
    Withdrawn,
)
from livedesk.questions.question import (
    MOST_PERSONS_SECONDS,
    TROUBLE_SECONDS,
    HeadStart,
    Question,
    Whisper,
    shape,
)
from livedesk.questions.queue import WINDOW, Queue, fold

SATURDAY = "kak buka sabtu gak"
OTHERWISE = "akhir pekan ada petugas gak"  # the same, but nobody could tell
MROZ = "macie nowego Mroza"
CARD = "how do i get a card"


class Desk:
    """A queue with its log: says and decides in the order of the calls, a second apart."""

    def __init__(self) -> None:
        self.queue = Queue()
        self.entries: list[Entry] = []

    def take(
        self, body: Body, viewer: str | None = None, message_id: str | None = None, *, history: bool = False
    ) -> set[int]:
        seq = len(self.entries) + 1
        who = Viewer(viewer) if viewer else None
        self.entries.append(Entry(seq, 1, seq * 1000, seq * 1000, body, who, message_id, history))
        return self.queue.apply(self.entries[-1])

    def say(self, text: str, viewer: str = "ani") -> int:
        self.take(Comment(text), viewer, f"m{len(self.entries) + 1}")
        return len(self.entries)

    def undo(self) -> set[int]:
        last = self.queue.last_decision()
        assert last is not None
        return self.take(Undone(question=None, entry=last.seq))

    def get(self, id_: int) -> Question:
        question = self.queue.question(id_)
        assert question is not None
        return question

    def ids(self) -> list[int]:
        return [question.id for question in self.queue.questions()]

    def statuses(self) -> dict[int, str]:
        return {question.id: question.status for question in self.queue.questions()}


@pytest.fixture
def desk() -> Desk:
    return Desk()


# Asking.


def test_a_comment_that_asks_becomes_an_open_question(desk: Desk) -> None:
    assert desk.take(Comment(SATURDAY, "id"), "ani", "m1") == {1}
    question = desk.get(1)
    assert (question.text, question.status, question.language) == (SATURDAY, "open", "id")
    assert (question.asked_at, question.askers, question.comments) == (1000, 1, (1,))
    assert (question.topic, question.kind, question.hints) == ("hours", "question", ())


def test_what_asks_nothing_changes_nothing(desk: Desk) -> None:
    assert desk.take(Comment("halo kak"), "ani") == set()
    assert desk.take(Like(5, 5), "ani") == set()
    assert desk.ids() == []


def test_the_same_question_by_two_people_is_one_with_two_askers(desk: Desk) -> None:
    desk.say(SATURDAY, "ani")
    desk.say("Buka sabtu gak?", "budi")
    assert (desk.get(1).askers, desk.get(1).comments) == (2, (1, 2))
    assert desk.get(1).variants == ("Buka sabtu gak?",)
    assert desk.get(1).asked_again_at is None


def test_asking_again_is_noted_and_moves_the_question_up(desk: Desk) -> None:
    desk.say(MROZ, "ola")
    desk.say(SATURDAY, "ani")
    assert desk.ids() == [1, 2]
    assert desk.take(Comment("kak buka sabtu gak tolong"), "ani") == {2}
    assert desk.get(2).asked_again_at == 3000
    assert (desk.get(2).askers, desk.get(2).comments) == (1, (2, 3))
    assert desk.ids() == [2, 1]


def test_fresh_trouble_goes_before_what_was_asked_a_little_earlier(desk: Desk) -> None:
    desk.say(MROZ, "ola")
    desk.say("suaranya putus-putus kak", "budi")
    assert desk.ids() == [2, 1]
    assert desk.get(2).head_starts == (HeadStart(reason="trouble", seconds=TROUBLE_SECONDS),)


def test_each_person_more_counts_a_minute_of_waiting_and_at_most_five(desk: Desk) -> None:
    desk.say(MROZ, "ola")
    for number in range(9):
        desk.say(SATURDAY, f"viewer{number}")
    assert desk.ids() == [2, 1]
    assert desk.get(2).head_starts == (HeadStart(reason="people", seconds=MOST_PERSONS_SECONDS),)


def test_a_place_is_explained_by_all_that_moved_the_question_up(desk: Desk) -> None:
    desk.say(SATURDAY, "ani")
    desk.say(SATURDAY, "budi")
    desk.say(SATURDAY, "ani")
    assert [start.reason for start in desk.get(1).head_starts] == ["asked_again", "people"]


def test_a_question_through_the_platform_needs_no_words_that_ask(desk: Desk) -> None:
    desk.take(PlatformQuestion("parkir motor"), "ani")
    assert (desk.get(1).text, desk.get(1).score) == ("parkir motor", 1.0)


def test_the_host_asks_viewers_and_not_the_desk(desk: Desk) -> None:
    assert desk.take(Comment("kalian suka buku apa?", role="host"), "host") == set()


def test_a_moderator_answers_unless_a_mark_says_otherwise(desk: Desk) -> None:
    assert desk.take(Comment(SATURDAY, role="moderator"), "mod") == set()
    assert desk.take(Comment(f"{SATURDAY}?", role="moderator"), "mod") == {2}


def test_an_entry_or_a_message_that_comes_twice_counts_once(desk: Desk) -> None:
    desk.say(SATURDAY)
    assert desk.queue.apply(desk.entries[0]) == set()
    assert desk.take(Comment(SATURDAY), "ani", "m1", history=True) == set()
    assert desk.get(1).comments == (1,)


def test_a_question_from_before_the_connection_has_waited_since_it_was_asked(desk: Desk) -> None:
    desk.say(SATURDAY)
    early = Entry(2, 1, 500, 2000, Comment(MROZ), Viewer("ola"), "m0", history=True)
    desk.queue.apply(early)
    assert desk.ids() == [2, 1]


def test_an_unknown_viewer_counts_as_somebody(desk: Desk) -> None:
    desk.take(Comment(SATURDAY))
    desk.take(Comment(SATURDAY))
    assert (desk.get(1).askers, desk.get(1).asked_again_at) == (2, None)


# Deciding.


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        (Acknowledged(question=1), "acknowledged"),
        (Answered(question=1), "answered"),
        (Deferred(question=1), "deferred"),
        (Referred(question=1, to="pusat"), "referred"),
        (Dismissed(question=1), "dismissed"),
    ],
)
def test_a_decision_gives_a_status_and_undo_takes_it_back(
    desk: Desk, decision: Answered, status: str
) -> None:
    desk.say(SATURDAY)
    before = desk.get(1)
    assert desk.take(decision) == {1}
    assert desk.statuses() == {1: status}
    assert desk.undo() == {1}
    assert desk.get(1) == before
    assert desk.queue.last_decision() is None


def test_an_answer_has_a_time(desk: Desk) -> None:
    desk.say(SATURDAY)
    desk.take(Answered(question=1))
    assert desk.get(1).answered_at == 2000
    desk.take(Reopened(question=1))
    assert (desk.get(1).status, desk.get(1).answered_at) == ("open", None)


def test_who_has_waited_longest_comes_first_and_pinned_before_all(desk: Desk) -> None:
    for text in (SATURDAY, MROZ, CARD):
        desk.say(text, text)
    desk.take(Pinned(question=3))
    assert desk.ids() == [3, 1, 2]
    desk.take(Answered(question=3))
    assert desk.ids() == [1, 2, 3]
    desk.undo()
    desk.take(Unpinned(question=3))
    assert desk.ids() == [1, 2, 3]


def test_only_one_question_is_being_answered_at_a_time(desk: Desk) -> None:
    desk.say(SATURDAY)
    desk.say(MROZ, "ola")
    desk.take(Acknowledged(question=1))
    assert desk.take(Acknowledged(question=2)) == {1, 2}
    assert desk.statuses() == {1: "open", 2: "acknowledged"}
    assert desk.undo() == {1, 2}
    assert desk.statuses() == {1: "acknowledged", 2: "open"}


def test_the_question_put_back_is_not_taken_up_again_when_the_next_is_answered(desk: Desk) -> None:
    desk.say(SATURDAY)
    desk.say(MROZ, "ola")
    for decision in (Acknowledged(question=1), Acknowledged(question=2), Answered(question=2)):
        desk.take(decision)
    assert desk.statuses() == {1: "open", 2: "answered"}


def test_what_is_asked_after_an_answer_is_a_new_question(desk: Desk) -> None:
    desk.say(SATURDAY, "ani")
    desk.take(Answered(question=1))
    third = desk.say(SATURDAY, "ani")
    fourth = desk.say(SATURDAY, "budi")
    assert desk.statuses() == {third: "open", 1: "answered"}
    assert desk.get(third).comments == (third, fourth)


def test_undoing_an_answer_brings_together_what_was_asked_since(desk: Desk) -> None:
    desk.say(SATURDAY, "ani")
    desk.take(Answered(question=1))
    desk.say(SATURDAY, "budi")
    assert desk.undo() == {1, 3}
    assert desk.statuses() == {1: "open"}
    assert (desk.get(1).comments, desk.get(1).askers) == ((1, 3), 2)
    assert desk.queue.question(3) is None


def test_what_was_dismissed_stays_dismissed_however_often_it_is_written(desk: Desk) -> None:
    desk.say(SATURDAY)
    desk.take(Dismissed(question=1))
    desk.say(SATURDAY, "budi")
    assert desk.statuses() == {1: "dismissed"}
    desk.undo()
    assert desk.get(1).comments == (1, 3)


def test_undo_leaves_later_decisions_about_other_questions_alone(desk: Desk) -> None:
    desk.say(SATURDAY)
    desk.say(MROZ, "ola")
    desk.take(Answered(question=1))
    desk.take(Deferred(question=2))
    desk.take(Undone(question=1, entry=3))
    assert desk.statuses() == {1: "open", 2: "deferred"}


# Merging and splitting.


def test_a_merged_question_disappears_into_the_other(desk: Desk) -> None:
    desk.say(SATURDAY, "ani")
    desk.say(OTHERWISE, "budi")
    assert desk.take(Merged(question=2, into=1)) == {1, 2}
    assert desk.queue.question(2) is None
    assert (desk.get(1).askers, desk.get(1).comments, desk.get(1).text) == (2, (1, 2), SATURDAY)


def test_undoing_a_merge_gives_each_question_its_comments_back_even_later_ones(desk: Desk) -> None:
    desk.say(SATURDAY, "ani")
    desk.say(MROZ, "ola")
    desk.take(Merged(question=2, into=1))
    desk.say(MROZ, "ewa")
    desk.say(SATURDAY, "budi")
    assert desk.get(1).comments == (1, 2, 4, 5)
    assert desk.undo() == {1, 2}
    assert (desk.get(1).comments, desk.get(2).comments) == ((1, 5), (2, 4))


def test_a_merge_is_remembered_when_the_question_is_asked_anew(desk: Desk) -> None:
    desk.say(SATURDAY, "ani")
    desk.say(OTHERWISE, "budi")
    desk.take(Merged(question=2, into=1))
    desk.take(Answered(question=1))
    desk.say(SATURDAY, "citra")
    desk.say(OTHERWISE, "dewi")
    assert desk.get(5).comments == (5, 6)


def test_merges_in_a_chain_are_undone_one_by_one(desk: Desk) -> None:
    for text in (SATURDAY, MROZ, CARD):
        desk.say(text, text)
    desk.take(Merged(question=3, into=2))
    desk.take(Merged(question=2, into=1))
    assert desk.ids() == [1]
    desk.undo()
    assert (sorted(desk.ids()), desk.get(2).comments) == ([1, 2], (2, 3))
    desk.undo()
    assert desk.ids() == [1, 2, 3]


def test_split_comments_become_a_question_of_their_own(desk: Desk) -> None:
    for viewer in ("ani", "budi", "citra"):
        desk.say(SATURDAY, viewer)
    assert desk.take(Split(question=1, comments=(2, 3))) == {1, 2}
    assert (desk.get(1).comments, desk.get(2).comments) == ((1,), (2, 3))
    assert desk.get(2).asked_at == 2000


def test_splitting_off_the_first_comment_leaves_the_question_its_id(desk: Desk) -> None:
    desk.say(SATURDAY, "ani")
    desk.say(SATURDAY, "budi")
    assert desk.take(Split(question=1, comments=(1,))) == {1, 3}
    assert (desk.get(1).comments, desk.get(3).comments) == ((2,), (1,))


def test_undoing_a_split_brings_the_comments_back_even_later_ones(desk: Desk) -> None:
    desk.say(SATURDAY, "ani")
    desk.say("kak buka sabtu gak tolong", "ani")
    desk.take(Split(question=1, comments=(2,)))
    desk.say(SATURDAY, "budi")
    assert desk.undo() == {1, 2}
    assert desk.get(1).comments == (1, 2, 4)
    assert desk.queue.question(2) is None


def test_what_was_split_after_a_merge_goes_its_own_way(desk: Desk) -> None:
    desk.say(SATURDAY, "ani")
    desk.say(MROZ, "ola")
    desk.take(Merged(question=2, into=1))
    desk.take(Split(question=1, comments=(2,)))
    desk.say(MROZ, "ewa")
    assert (desk.get(1).comments, desk.get(2).comments) == ((1,), (2, 5))


# Put on the queue by staff.


def test_staff_put_a_comment_on_the_queue_that_was_passed_over(desk: Desk) -> None:
    desk.say("info parkir")
    assert desk.take(Asked(comment=1, by="Dewi")) == {1}
    question = desk.get(1)
    assert (question.text, question.comments, question.asked_at) == ("info parkir", (1,), 1000)
    assert question.why == "put on the queue by Dewi"
    assert desk.undo() == {1}
    assert desk.ids() == []
    assert desk.queue.refusal(Asked(comment=1)) is None


def test_staff_put_a_question_on_the_queue_that_they_heard(desk: Desk) -> None:
    assert desk.take(Asked(text="Is there parking?")) == {1}
    assert (desk.get(1).comments, desk.get(1).askers, desk.get(1).text) == ((), 1, "Is there parking?")
    desk.take(Answered(question=1))
    assert desk.get(1).status == "answered"


def test_what_staff_type_joins_the_comments_that_ask_it_and_they_join_what_was_typed(desk: Desk) -> None:
    desk.say(SATURDAY)
    assert desk.take(Asked(text="sabtu buka gak kak?")) == {1}
    assert (desk.get(1).comments, desk.get(1).typed, desk.get(1).askers) == ((1,), 1, 1)
    desk.take(Asked(text="Is there parking?"))
    desk.take(Asked(text="is there any parking there?"))
    assert (desk.get(3).typed, desk.get(3).askers) == (2, 2)
    desk.say("is there parking please?", "jo")
    desk.say("halo is there parking?", "mia")
    desk.say("is there parking or not?", "kim")
    assert (desk.get(3).comments, desk.get(3).askers) == ((5, 6, 7), 3)
    assert desk.ids() == [3, 1]


def test_what_was_typed_and_taken_back_leaves_the_comments_as_they_would_have_been(desk: Desk) -> None:
    desk.take(Asked(text="Is there parking?"))
    desk.take(Answered(question=1))
    desk.say("is there parking please", "jo")
    assert desk.statuses() == {1: "answered", 3: "open"}
    desk.undo()
    assert (desk.statuses(), desk.get(1).comments) == ({1: "open"}, (3,))
    desk.undo()
    assert (desk.statuses(), desk.get(3).typed) == ({3: "open"}, 0)
    desk.say("is there parking?", "mia")
    assert desk.get(3).comments == (3, 6)


def test_only_the_latest_comments_can_be_put_on_the_queue(desk: Desk) -> None:
    for number in range(WINDOW + 1):
        desk.say(f"halo {number}")
    assert "too far back" in str(desk.queue.refusal(Asked(comment=1)))
    assert desk.queue.refusal(Asked(comment=2)) is None


def test_a_question_can_be_taken_off_the_queue_beneath_later_decisions(desk: Desk) -> None:
    desk.take(Asked(text="Is there parking?"))
    desk.take(Pinned(question=1))
    desk.take(Undone(question=1, entry=1))
    assert desk.ids() == []
    assert desk.undo() == set()
    assert desk.queue.last_decision() is None


def test_a_deletion_is_not_forgotten_when_something_else_is_undone(desk: Desk) -> None:
    desk.say(SATURDAY, "ani")
    desk.say(SATURDAY, "budi")
    desk.take(Deleted(message_ids=("m1",)))
    desk.take(Acknowledged(question=1))
    desk.undo()
    assert (desk.ids(), desk.get(1).comments) == ([1], (2,))


# The end of the Live.


def test_what_nobody_dealt_with_is_missed_when_the_live_ends(desk: Desk) -> None:
    for text in (SATURDAY, MROZ, CARD):
        desk.say(text, text)
    desk.take(Answered(question=1))
    desk.take(Acknowledged(question=2))
    assert desk.take(Ended()) == {2, 3}
    assert desk.statuses() == {1: "answered", 2: "missed", 3: "missed"}


def test_questions_are_open_again_when_the_live_goes_on(desk: Desk) -> None:
    desk.say(SATURDAY)
    desk.say(MROZ, "ola")
    desk.take(Acknowledged(question=2))
    desk.take(Ended())
    assert desk.take(Connected("7")) == {1, 2}
    assert desk.statuses() == {1: "open", 2: "acknowledged"}
    assert desk.take(Connected("7")) == set()


def test_a_missed_question_can_be_answered_afterwards(desk: Desk) -> None:
    desk.say(SATURDAY)
    desk.take(Ended())
    desk.take(Deferred(question=1))
    assert desk.statuses() == {1: "deferred"}


# Deletion.


def test_a_deleted_comment_leaves_its_question(desk: Desk) -> None:
    desk.say(SATURDAY, "ani")
    desk.say(SATURDAY, "budi")
    assert desk.take(Deleted(message_ids=("m1",))) == {1}
    assert (desk.get(1).comments, desk.get(1).askers, desk.get(1).asked_at) == ((2,), 1, 2000)


def test_a_question_whose_comments_are_all_deleted_disappears(desk: Desk) -> None:
    desk.say(SATURDAY, "ani")
    assert desk.take(Deleted(message_ids=("m1", "unknown"))) == {1}
    assert desk.queue.question(1) is None
    assert desk.ids() == []
    assert "no question 1" in str(desk.queue.refusal(Answered(question=1)))


def test_all_that_a_viewer_wrote_can_be_deleted(desk: Desk) -> None:
    desk.say(SATURDAY, "ani")
    desk.say(MROZ, "ani")
    desk.say("halo", "ani")
    desk.say(MROZ, "ola")
    assert desk.take(Deleted(viewer_keys=("ani",))) == {1, 2}
    assert desk.ids() == [2]
    assert "too far back or no comment" in str(desk.queue.refusal(Asked(comment=3)))


def test_a_deleted_text_does_not_come_back_with_undo(desk: Desk) -> None:
    desk.say(SATURDAY, "ani")
    desk.say(SATURDAY + "?", "budi")
    desk.take(Answered(question=1))
    desk.take(Deleted(message_ids=("m2",)))
    desk.undo()
    assert (desk.get(1).comments, desk.get(1).variants) == ((1,), ())


def test_what_is_asked_after_a_deletion_is_a_new_question(desk: Desk) -> None:
    desk.say(SATURDAY, "ani")
    desk.take(Deleted(message_ids=("m1",)))
    desk.say(SATURDAY, "budi")
    assert desk.ids() == [3]


# Refusals.


@pytest.mark.parametrize(
    ("taken", "wanted", "sentence"),
    [
        (None, Answered(question=9), "There is no question 9"),
        (Answered(question=1, by="Ewa"), Answered(question=1), "was answered already, by Ewa."),
        (Answered(question=1, by="Ewa"), Dismissed(question=1), "was answered already, by Ewa."),
        (Deferred(question=1, by="Ewa"), Acknowledged(question=1), "was deferred by Ewa: reopen it first."),
        (Dismissed(question=1), Dismissed(question=1), "was dismissed already"),
        (Acknowledged(question=1), Acknowledged(question=1), "being answered already"),
        (None, Reopened(question=1), "is open already"),
        (None, Merged(question=1, into=1), "cannot be merged into itself"),
        (None, Merged(question=1, into=9), "There is no question 9"),
        (Merged(question=2, into=1), Answered(question=2), "may have been merged"),
        (None, Split(question=1, comments=()), "Say which comments"),
        (None, Split(question=1, comments=(1,)), "nothing would be left"),
        (None, Split(question=1, comments=(1, 2)), "not all part of this question"),
        (Pinned(question=1), Pinned(question=1), "pinned already"),
        (None, Unpinned(question=1), "not pinned"),
        (Claimed(question=1, by="Ani"), Claimed(question=1, by="Budi"), "Ani is on it already."),
        (None, Released(question=1), "Nobody is on it."),
        (Answered(question=1, by="Ewa"), Claimed(question=1), "was answered already, by Ewa."),
        (None, Whispered(question=1, text=" "), "needs a text or a link"),
        (None, Whispered(question=1, text="a" * 301), "at most 300 characters"),
        (None, Whispered(question=1, link="javascript:alert(1)"), "begins with https://"),
        (None, Whispered(question=1, link="http://["), "begins with https://"),
        (Listed(question=1, place=1), Listed(question=1, place=1), "has that place"),
        (None, Listed(question=1, place=float("inf")), "is a number"),
        (None, Unlisted(question=1), "not on the host's list"),
        (Approved(question=1), Approved(question=1), "approved already"),
        (None, Withdrawn(question=1), "not approved"),
        (None, Asked(), "needs a text"),
        (None, Asked(comment=1), "on the queue already"),
        (None, Asked(comment=77), "too far back or no comment"),
        (None, Undone(question=1, entry=1), "nothing to undo"),
        (Ended(), Acknowledged(question=1), "The Live has ended"),
        (Ended(), Reopened(question=1), "is open already"),
    ],
)
def test_what_cannot_be_decided_is_refused_in_a_sentence_and_passed_over(
    desk: Desk, taken: Body | None, wanted: Answered, sentence: str
) -> None:
    desk.say(SATURDAY)
    desk.say(MROZ, "ola")
    if taken is not None:
        desk.take(taken)
    before = desk.queue.questions()
    refusal = desk.queue.refusal(wanted)
    assert refusal is not None
    assert sentence in refusal
    assert refusal[0].isupper()
    assert refusal.endswith(".")
    assert desk.take(wanted) == set()
    assert desk.queue.questions() == before


def test_a_decision_is_undone_once(desk: Desk) -> None:
    desk.say(SATURDAY)
    desk.take(Answered(question=1))
    desk.undo()
    assert "nothing to undo" in str(desk.queue.refusal(Undone(question=1, entry=2)))


def test_undo_takes_back_the_latest_decision_that_stands(desk: Desk) -> None:
    desk.say(SATURDAY)
    desk.take(Pinned(question=1))
    desk.take(Answered(question=1))
    desk.take(Answered(question=1))
    for expected in (3, 2):
        last = desk.queue.last_decision()
        assert last is not None
        assert last.seq == expected
        desk.undo()
    assert desk.queue.last_decision() is None


# The shape.


def test_a_question_has_the_shape_of_the_contract(desk: Desk) -> None:
    desk.say(SATURDAY)
    desk.take(Answered(question=1))
    shaped = shape(desk.get(1))
    contract = {
        *(
            "id",
            "text",
            "language",
            "topic",
            "kind",
            "status",
            "asked_at",
            "answered_at",
            "askers",
            "comments",
        ),
        *("score", "why", "pinned", "hints"),
    }
    assert contract <= shaped.keys()
    assert (shaped["asked_at"], shaped["answered_at"]) == (
        "1970-01-01T00:00:01.000Z",
        "1970-01-01T00:00:02.000Z",
    )
    assert shaped["asked_again_at"] is None


def test_questions_can_be_asked_for_by_status(desk: Desk) -> None:
    desk.say(SATURDAY)
    desk.say(MROZ, "ola")
    desk.take(Answered(question=1))
    assert [question.id for question in desk.queue.questions("answered")] == [1]
    assert [question.id for question in desk.queue.questions("open")] == [2]


def test_the_fold_of_the_log_is_the_queue(desk: Desk) -> None:
    desk.say(SATURDAY)
    desk.say(MROZ, "ola")
    desk.take(Merged(question=2, into=1))
    assert all(one.seq < other.seq for one, other in pairwise(desk.entries))
    assert fold(desk.entries) == desk.queue.questions()


def test_what_helpers_do_for_a_question_stands_with_it_and_is_taken_back_exactly(desk: Desk) -> None:
    desk.say(SATURDAY)
    before = desk.get(1)
    desk.take(Claimed(question=1, by="Ani"))
    desk.take(Whispered(question=1, by="Ani", text="sampai jam lima", link="https://lib.example/jam"))
    desk.take(Listed(question=1, place=1))
    desk.take(Listed(question=1, place=0.5))
    desk.take(Approved(question=1))
    cared = desk.get(1)
    assert (cared.claimed_by, cared.listed, cared.approved) == ("Ani", 0.5, True)
    assert cared.whispers == (Whisper(3, "Ani", "sampai jam lima", "https://lib.example/jam"),)
    assert (cared.status, cared.asked_at) == (before.status, before.asked_at)
    desk.undo()
    desk.undo()
    assert (desk.get(1).listed, desk.get(1).approved) == (1, False)
    for _ in range(3):
        desk.undo()
    assert desk.get(1) == before


def test_a_claim_is_released_and_what_is_withdrawn_or_off_the_list_is_so(desk: Desk) -> None:
    desk.say(SATURDAY)
    before = desk.get(1)
    desk.take(Claimed(question=1))
    desk.take(Listed(question=1, place=1))
    desk.take(Approved(question=1))
    desk.take(Released(question=1))
    desk.take(Unlisted(question=1))
    desk.take(Withdrawn(question=1))
    assert desk.get(1) == before


def test_whispers_of_merged_questions_come_together_but_no_approval_does(desk: Desk) -> None:
    desk.say(SATURDAY)
    desk.say(MROZ, "ola")
    desk.take(Whispered(question=2, by="Ani", text="dwa egzemplarze"))
    desk.take(Whispered(question=1, by="Budi", text="jam lima"))
    desk.take(Approved(question=2))
    desk.take(Claimed(question=2, by="Ani"))
    desk.take(Merged(question=2, into=1))
    one = desk.get(1)
    assert [whisper.text for whisper in one.whispers] == ["dwa egzemplarze", "jam lima"]
    assert (one.approved, one.claimed_by) == (False, "Ani")


def test_what_is_asked_anew_after_an_answer_begins_without_helpers(desk: Desk) -> None:
    desk.say(SATURDAY)
    desk.take(Whispered(question=1, text="jam lima"))
    desk.take(Answered(question=1))
    desk.say(SATURDAY, "budi")
    assert desk.get(4).whispers == ()
