"""Lessons: what staff decide about a comment changes what comes next, within bounds, and undo takes it back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.events import (
    Asked,
    Body,
    Comment,
    Dismissed,
    Entry,
    PlatformQuestion,
    Reopened,
    Taught,
    Undone,
    Viewer,
)
from livedesk.questions.lessons import CARRIED, Lessons, NoLesson, decode, encode
from livedesk.questions.lexicon import lexicon
from livedesk.questions.queue import Queue, fold

BOAST = "siapa yang kangen perpus kayak aku?"
BOAST_AGAIN = "siapa yang kangen perpus kayak aku ini?"
SATURDAY = "buka sabtu gak kak?"
MURMUR = "rak komik pojok kiri"
MURMUR_AGAIN = "halo rak komik pojok kiri"
LEXICON = lexicon(("id", "en", "pl"))


class Desk:
    """A queue with its log; each viewer writes once."""

    def __init__(self, *bodies: Body) -> None:
        self.queue = Queue()
        self.log: list[Entry] = []
        for body in bodies:
            self.take(body)

    def take(self, body: Body) -> int:
        seq = len(self.log) + 1
        self.log.append(Entry(seq, 1, seq * 1000, seq * 1000, body, Viewer(f"v{seq}"), f"m{seq}"))
        self.changed = self.queue.apply(self.log[-1])
        return seq

    def say(self, text: str) -> int:
        return self.take(Comment(text))

    def undo(self, seq: int) -> int:
        return self.take(Undone(question=None, entry=seq))

    def status(self, seq: int) -> str | None:
        """Return the status of the question this comment stands in, None where it stands in none."""
        found = (each for each in self.queue.questions() if seq in each.comments)
        return next((each.status for each in found), None)


# Not a question.


def test_a_comment_worded_like_a_dismissed_one_waits_for_nobody() -> None:
    desk = Desk()
    first = desk.say(BOAST)
    desk.take(Dismissed(question=first))
    assert desk.status(desk.say(BOAST_AGAIN)) == "dismissed"


def test_other_questions_wait_as_before() -> None:
    desk = Desk()
    desk.take(Dismissed(question=desk.say(BOAST)))
    assert desk.status(desk.say(SATURDAY)) == "open"
    assert desk.status(desk.say("siapa yang pegang kunci perpus?")) == "open"


def test_another_day_is_another_question() -> None:
    desk = Desk()
    desk.take(Dismissed(question=desk.say("perpus kota buka hari sabtu gak?")))
    assert desk.status(desk.say("perpus kota buka hari minggu gak?")) == "open"


def test_undo_opens_what_the_lesson_had_closed() -> None:
    desk = Desk()
    dismissed = desk.take(Dismissed(question=desk.say(BOAST)))
    later = desk.say(BOAST_AGAIN)
    desk.undo(dismissed)
    assert desk.status(later) == "open"
    assert later in {seq for id_ in desk.changed for seq in getattr(desk.queue.question(id_), "comments", ())}
    assert desk.status(desk.say(BOAST_AGAIN)) == "open"


def test_what_is_asked_in_other_words_after_a_dismissal_is_asked_anew() -> None:
    desk = Desk()
    first = desk.say("jam buka perpus hari sabtu?")
    desk.take(Dismissed(question=first))
    desk.say("jam buka perpus hari sabtu?")
    later = desk.say("sabtu perpus bukanya dari jam berapa sampai jam berapa kak?")
    assert desk.status(later) == "open"


def test_the_host_may_think_otherwise_of_what_a_lesson_dismissed() -> None:
    desk = Desk(Taught(asks_not=("siapa yang kangen perpus kayak aku",)))
    first = desk.say(BOAST)
    desk.take(Reopened(question=first))
    assert desk.status(first) == "open"
    assert desk.status(desk.say("siapa yang kangen perpus kayak aku ini semua?")) == "open"


def test_the_platforms_own_question_button_is_not_overruled() -> None:
    desk = Desk(Taught(asks_not=("siapa yang kangen perpus kayak aku",)))
    assert desk.status(desk.take(PlatformQuestion(BOAST_AGAIN))) == "open"


def test_what_is_dismissed_for_its_words_says_so_and_need_not_be_dismissed_again() -> None:
    desk = Desk(Taught(asks_not=("siapa yang kangen perpus kayak aku",)))
    first = desk.say(BOAST)
    told = "This question was dismissed already, for its words."
    assert desk.queue.refusal(Dismissed(question=first)) == told
    assert desk.queue.refusal(Reopened(question=first)) is None


# This is a question.


def test_a_comment_worded_like_one_put_on_the_queue_asks_the_same() -> None:
    desk = Desk()
    first = desk.say(MURMUR)
    assert desk.status(first) is None
    desk.take(Asked(comment=first))
    later = desk.say(MURMUR_AGAIN)
    [question] = desk.queue.questions()
    assert (question.comments, question.askers) == ((first, later), 2)


def test_undo_takes_both_off_the_queue() -> None:
    desk = Desk()
    first = desk.say(MURMUR)
    asked = desk.take(Asked(comment=first))
    later = desk.say(MURMUR_AGAIN)
    desk.undo(asked)
    assert desk.queue.questions() == []
    assert desk.queue.refusal(Asked(comment=later)) is None


# From one broadcast to the next.


def test_what_was_taught_before_holds_from_the_first_comment_on() -> None:
    desk = Desk(Taught(asks=(MURMUR,), asks_not=("siapa yang kangen perpus kayak aku",)))
    assert desk.status(desk.say(BOAST)) == "dismissed"
    assert desk.status(desk.say(MURMUR)) == "open"
    assert desk.queue.questions() == fold(desk.log)


def test_two_lessons_of_before_are_two_questions() -> None:
    desk = Desk(Taught(asks=(MURMUR, "novel tere liye terbaru")))
    desk.say(MURMUR)
    desk.say("novel tere liye terbaru kak")
    assert len(desk.queue.questions()) == 2


def learned(desk: Desk) -> Taught:
    """What the desk's log teaches, read from the entries that teach and the comments they name."""
    lessons = Lessons(LEXICON)
    texts = {entry.seq: entry.body.text for entry in desk.log if isinstance(entry.body, Comment)}
    for entry in desk.log:
        lessons.take(entry, texts.get)
    return lessons.carried()


def test_the_log_alone_tells_what_the_next_broadcast_is_taught() -> None:
    desk = Desk(Taught(asks_not=("ini live apaan",)))
    desk.take(Dismissed(question=desk.say(BOAST)))
    desk.take(Asked(comment=desk.say(MURMUR)))
    desk.undo(desk.take(Dismissed(question=desk.say(SATURDAY))))
    assert learned(desk) == Taught(
        asks=(MURMUR,),
        asks_not=("siapa yang kangen perpus kayak aku", "ini live apaan"),
    )


def test_only_so_many_lessons_go_on_and_those_the_newest() -> None:
    lessons = Lessons(LEXICON)
    for number in range(CARRIED + 5):
        lessons.learn(f"wording number {number}", question=False)
    carried = lessons.carried().asks_not
    assert (len(carried), carried[0]) == (CARRIED, f"wording number {CARRIED + 4}")


def test_a_wording_decided_twice_goes_on_as_it_was_decided_last() -> None:
    lessons = Lessons(LEXICON)
    lessons.learn(BOAST, question=False)
    lessons.learn(BOAST, question=True)
    assert lessons.carried() == Taught(asks=("siapa yang kangen perpus kayak aku",))


# Files.


def test_exported_lessons_come_back_and_name_nobody() -> None:
    lessons = Lessons(LEXICON)
    lessons.learn("@rina.baca siapa yang kangen perpus", question=False)
    lessons.learn(MURMUR, question=True)
    lines = [line.decode() for line in encode(lessons.carried())]
    assert not any("rina" in line for line in lines)
    assert decode(lines, LEXICON) == lessons.carried()


@pytest.mark.parametrize("line", ["no json", "[1]", '{"wording": 5, "question": true}', '{"wording": "x"}'])
def test_a_line_that_is_no_lesson_is_named(line: str) -> None:
    with pytest.raises(NoLesson, match="Line 2 is no lesson"):
        decode(["", line], LEXICON)


@pytest.mark.parametrize("text", ["", "?" * 900, "a" * 10_000, "\ud800", "\u202e?"])
def test_no_text_raises(text: str) -> None:
    lessons = Lessons(LEXICON)
    lessons.learn(text, question=False)
    lessons.of(text)
    lessons.of(SATURDAY)


@given(st.lists(st.sampled_from("abcdefgh"), max_size=10), st.lists(st.sampled_from("abcdefgh"), max_size=10))
def test_a_lesson_is_found_wherever_three_quarters_of_all_words_are_shared(
    one: list[str], other: list[str]
) -> None:
    """It is looked for by some of its words only."""
    taught, asked = ({f"{letter}word{letter}" for letter in letters} for letters in (one, other))
    lessons = Lessons(LEXICON)
    lessons.learn(" ".join(sorted(taught)), question=False)
    alike = min(len(taught), len(asked)) >= 3 and len(taught & asked) >= 0.75 * len(taught | asked)
    assert (lessons.of(" ".join(sorted(asked))) is not None) == (bool(taught) and (alike or taught == asked))
