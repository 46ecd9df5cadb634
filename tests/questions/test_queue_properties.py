"""What holds of the queue whatever viewers ask and staff decide."""

from collections import Counter
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from livedesk.events import (
    Acknowledged,
    Answered,
    Approved,
    Asked,
    Body,
    Caption,
    Claimed,
    Comment,
    Connected,
    Decision,
    Deferred,
    Deleted,
    Dismissed,
    Ended,
    Entry,
    Listed,
    Merged,
    Pinned,
    Referred,
    Released,
    Reopened,
    Split,
    Thanked,
    Undone,
    Unlisted,
    Unpinned,
    Viewer,
    Whispered,
    Withdrawn,
)
from livedesk.questions.question import Question
from livedesk.questions.queue import Queue, fold

TEXTS = (
    *(
        "is there parking",
        "is there any parking?",
        "buka sabtu gak",
        "buka sabtu gak kak tolong",
        "macie nowego mroza",
        "halo",
        "how do i get a card",
    ),
    *(
        "kita main hujan lagi",
        "kita main hujan lagi yuk",
        "siapa yang kangen hujan?",
        "siapa yang kangen hujan lagi?",
    ),
)
SAID = ("sabtu kita buka sampai jam lima", "mroza mamy dwa egzemplarze", "card is free", "hujan lagi")
VIEWERS = ("ani", "budi", "ola")

ids = st.integers(1, 14)
comments = st.builds(Comment, st.sampled_from(TEXTS))
decisions: st.SearchStrategy[Decision] = st.one_of(
    *(
        st.builds(of, question=ids)
        for of in (Acknowledged, Answered, Deferred, Referred, Dismissed, Reopened, Pinned, Unpinned)
    ),
    *(st.builds(of, question=ids) for of in (Claimed, Released, Unlisted, Approved, Withdrawn)),
    st.builds(Whispered, question=ids, text=st.sampled_from(("", "lantai dua"))),
    st.builds(Listed, question=ids, place=st.sampled_from((1.0, 2.0))),
    st.builds(Merged, question=ids, into=ids),
    st.builds(Split, question=ids, comments=st.lists(ids, max_size=3).map(tuple)),
    st.builds(Asked, comment=ids),
    st.builds(Asked, text=st.sampled_from(("is there parking", "buka sabtu gak", "kak buka sabtu gak?"))),
    st.builds(Thanked, until=ids),
    st.builds(Undone, question=st.none(), entry=ids),
)
deletions = st.builds(Deleted, message_ids=ids.map(lambda id_: (f"m{id_}",))) | st.builds(
    Deleted, viewer_keys=st.sampled_from(VIEWERS).map(lambda key: (key,))
)
happenings: st.SearchStrategy[Body] = st.one_of(
    comments,
    comments,
    deletions,
    st.builds(Caption, st.sampled_from(SAID)),
    st.just(Ended()),
    st.just(Connected("7")),
)
logs = st.lists(
    st.tuples(st.one_of(comments, happenings, decisions, decisions), st.sampled_from(VIEWERS)), max_size=25
)

untimed = settings(deadline=None)  # the first example reads the language files

Said = list[tuple[Body, str]]


def log(said: Said) -> list[Entry]:
    return [
        Entry(seq, 1, seq * 1000, seq * 1000, body, Viewer(viewer), f"m{seq}")
        for seq, (body, viewer) in enumerate(said, 1)
    ]


def undo_all(queue: Queue, seq: int) -> None:
    while (last := queue.last_decision()) is not None:
        seq += 1
        queue.apply(Entry(seq, 1, seq * 1000, seq * 1000, Undone(question=None, entry=last.seq)))


def comments_of(questions: list[Question]) -> Iterator[int]:
    return (seq for question in questions for seq in question.comments)


@untimed
@given(logs)
def test_folding_entry_by_entry_is_folding_all_at_once(said: Said) -> None:
    queue = Queue()
    shown: dict[int, Question] = {}
    for entry in log(said):
        for id_ in queue.apply(entry):
            question = queue.question(id_)
            if question is None:
                shown.pop(id_, None)
            else:
                shown[id_] = question
    assert sorted(shown.values(), key=lambda question: question.id) == sorted(
        fold(log(said)), key=lambda question: question.id
    )


@untimed
@given(logs, st.integers(1, 7))
def test_however_seldom_the_questions_are_counted_the_counts_are_those_of_the_questions(
    said: Said, every: int
) -> None:
    queue = Queue()
    for entry in log(said):
        queue.apply(entry)
        if entry.seq % every == 0:
            assert queue.statuses() == Counter(question.status for question in fold(log(said[: entry.seq])))


@untimed
@given(logs)
def test_undoing_every_decision_gives_the_state_without_decisions(said: Said) -> None:
    entries = log(said)
    queue = Queue()
    for entry in entries:
        queue.apply(entry)
    undo_all(queue, len(entries))
    undecided = [entry for entry in entries if not isinstance(entry.body, Decision)]
    assert queue.questions() == fold(undecided)


@untimed
@given(logs, decisions)
def test_a_decision_that_is_not_refused_changes_what_it_names(said: Said, decision: Decision) -> None:
    entries = log(said)
    queue = Queue()
    for entry in entries:
        queue.apply(entry)
    before, refused = queue.questions(), queue.refusal(decision) is not None
    seq = len(entries) + 1
    changed = queue.apply(Entry(seq, 1, seq * 1000, seq * 1000, decision))
    if refused:
        assert (changed, queue.questions()) == (set(), before)
    elif not isinstance(decision, Undone | Thanked):
        assert changed
        assert queue.questions() != before


@untimed
@given(logs)
def test_no_comment_stands_in_two_questions(said: Said) -> None:
    seqs = list(comments_of(fold(log(said))))
    assert len(seqs) == len(set(seqs))


@untimed
@given(logs)
def test_staff_lose_no_comment_that_asks(said: Said) -> None:
    entries = log(said)
    undecided = fold([entry for entry in entries if not isinstance(entry.body, Decision)])
    assert set(comments_of(undecided)) <= set(comments_of(fold(entries)))
