"""Hints: what is said is held against what was asked, and what staff decide leaves no trace in it."""

import pytest

from livedesk.events import Answered, Body, Caption, Comment, Deleted, Ended, Entry, Merged, Undone, Viewer
from livedesk.questions.answers import MOST_HINTS, WINDOW_MS
from livedesk.questions.question import Hint
from livedesk.questions.queue import Queue

FINE = "dendanya berapa kak kalau telat balikin buku?"
FINE_TOLD = "soal denda telat itu lima ratus rupiah per hari per buku ya"
CODES = "są jeszcze kody legimi?"
CODES_TOLD = "kody legimi niestety na ten miesiąc już rozdane"
ROOM = "can i book a study room?"
ROOM_TOLD = "study room you book on the website, two hours at most"
CHAT = ("halo semua", "bagus banget kak", "pozdrawiam z Tarnowa", "love this", "hadir", "jak ładnie", "wkwk")


class Live:
    """A Live with its queue; a second passes with each line unless told otherwise."""

    def __init__(self) -> None:
        self.queue = Queue()
        self.seq = 0
        self.at = 0
        for text in CHAT:
            self.comment(text, "crowd")

    def take(self, body: Body, viewer: Viewer | None = None, *, after: float = 1) -> set[int]:
        self.seq += 1
        self.at += round(after * 1000)
        return self.queue.apply(Entry(self.seq, 1, self.at, self.at, body, viewer, f"m{self.seq}"))

    def comment(self, text: str, by: str = "ani", *, mentions: tuple[str, ...] = (), after: float = 1) -> int:
        self.take(Comment(text, mentions=mentions), Viewer(by, by), after=after)
        return self.seq

    def moderator(self, text: str) -> int:
        self.take(Comment(text, role="moderator"), Viewer("mod", "mod"))
        return self.seq

    def caption(self, text: str, *, final: bool = True, after: float = 10) -> int:
        self.take(Caption(text, final=final), after=after)
        return self.seq

    def hints(self, id_: int) -> tuple[Hint, ...]:
        question = self.queue.question(id_)
        assert question is not None
        return question.hints

    def quoted(self, id_: int) -> list[int]:
        return [hint.seq for hint in self.hints(id_)]


@pytest.fixture
def live() -> Live:
    return Live()


# Who may have answered.


def test_what_the_host_says_is_a_hint_at_the_question_it_answers_and_at_no_other(live: Live) -> None:
    fine, codes, room = live.comment(FINE), live.comment(CODES, "ola"), live.comment(ROOM, "tom")
    told = live.caption(FINE_TOLD)
    [hint] = live.hints(fine)
    assert (hint.source, hint.seq, hint.text) == ("host", told, FINE_TOLD)
    assert 0.5 < hint.score <= 1
    assert (live.hints(codes), live.hints(room)) == ((), ())


@pytest.mark.parametrize(("asked", "told"), [(FINE, FINE_TOLD), (CODES, CODES_TOLD), (ROOM, ROOM_TOLD)])
def test_a_moderator_answers_for_the_host(live: Live, asked: str, told: str) -> None:
    question = live.comment(asked)
    said = live.moderator(told)
    assert [(hint.source, hint.seq) for hint in live.hints(question)] == [("host", said)]


def test_a_viewer_who_addresses_the_asker_may_have_answered(live: Live) -> None:
    question = live.comment(CODES, "ola")
    said = live.comment("@ola kody legimi rozdane, dopiero pierwszego", "jan", mentions=("ola",))
    assert [(hint.source, hint.seq) for hint in live.hints(question)] == [("viewer", said)]


def test_nobody_answers_their_own_question(live: Live) -> None:
    question = live.comment(CODES, "ola")
    live.comment("kody legimi to złoto, kody legimi na zawsze", "ola")
    assert live.hints(question) == ()


def test_small_talk_answers_nothing(live: Live) -> None:
    asked = [live.comment(FINE), live.comment(CODES, "ola"), live.comment(ROOM, "tom")]
    for text in ("selamat malam teman teman", "napiję się herbatki", "what a lovely evening", "bentar ya"):
        live.caption(text)
    assert all(live.hints(id_) == () for id_ in asked)


def test_what_was_said_before_the_question_does_not_answer_it(live: Live) -> None:
    live.caption(FINE_TOLD)
    assert live.hints(live.comment(FINE)) == ()


def test_an_unfinished_caption_is_waited_for(live: Live) -> None:
    question = live.comment(FINE)
    live.caption(FINE_TOLD, final=False)
    assert live.hints(question) == ()


def test_a_question_of_half_an_hour_ago_is_not_looked_at(live: Live) -> None:
    question = live.comment(FINE)
    live.caption(FINE_TOLD, after=WINDOW_MS / 1000 + 1)
    assert live.hints(question) == ()


# How a hint goes on.


def test_pieces_of_one_sentence_are_read_together_and_are_one_hint(live: Live) -> None:
    question = live.comment(FINE)
    live.caption("nah terus soal denda telat")
    live.caption("itu lima ratus rupiah", after=1.5)
    live.caption("per buku per hari ya", after=1.5)
    [hint] = live.hints(question)
    assert "denda telat itu lima ratus rupiah" in hint.text


def test_the_best_few_hints_stand_best_first(live: Live) -> None:
    question = live.comment(FINE)
    for _ in range(MOST_HINTS + 2):
        live.caption(FINE_TOLD)
    scores = [hint.score for hint in live.hints(question)]
    assert len(scores) == MOST_HINTS
    assert scores == sorted(scores, reverse=True)


def test_the_questions_that_got_a_hint_are_told_as_changed(live: Live) -> None:
    question = live.comment(FINE)
    assert live.take(Caption(FINE_TOLD), after=5) == {question}


def test_a_deleted_answer_is_quoted_no_more(live: Live) -> None:
    question = live.comment(CODES, "ola")
    said = live.moderator(CODES_TOLD)
    assert live.take(Deleted(message_ids=(f"m{said}",))) == {question}
    assert live.hints(question) == ()


def test_whoever_is_deleted_altogether_is_quoted_no_more(live: Live) -> None:
    question = live.comment(CODES, "ola")
    live.moderator(CODES_TOLD)
    live.take(Deleted(viewer_keys=("mod",)))
    assert live.hints(question) == ()


# Hints and decisions.


def test_an_answered_question_keeps_what_spoke_for_it_and_gets_nothing_more(live: Live) -> None:
    question = live.comment(FINE)
    first = live.caption(FINE_TOLD)
    live.take(Answered(question=question))
    live.caption(FINE_TOLD)
    assert live.quoted(question) == [first]


def test_undo_brings_the_hints_that_came_meanwhile(live: Live) -> None:
    question = live.comment(FINE)
    live.take(Answered(question=question))
    answered = live.seq
    later = live.caption(FINE_TOLD)
    assert live.quoted(question) == []
    live.take(Undone(question=question, entry=answered))
    assert live.quoted(question) == [later]


def test_hints_go_with_the_comments_where_questions_are_merged(live: Live) -> None:
    fine, codes = live.comment(FINE), live.comment(CODES, "ola")
    told = live.caption(FINE_TOLD)
    live.take(Merged(question=fine, into=codes))
    assert live.quoted(codes) == [told]


def test_a_hint_never_answers_by_itself(live: Live) -> None:
    question = live.comment(FINE)
    live.caption(FINE_TOLD)
    live.take(Ended())
    found = live.queue.question(question)
    assert found is not None
    assert (found.status, len(found.hints)) == ("missed", 1)


# Hostile text, and much of it.


@pytest.mark.parametrize(
    "text", ["", "a" * 10_000, "\u202e" * 500, "Z\u0335\u0322" * 400, "\ud800", "@" * 900]
)
def test_no_text_raises(live: Live, text: str) -> None:
    live.comment(text + " berapa ya?")
    live.caption(text)
    live.comment(text, "jan", mentions=("ani",))


def test_the_answered_one_is_found_among_three_hundred(live: Live) -> None:
    question = live.comment(FINE)
    for number in range(299):
        live.comment(
            f"is there a book about {'abcdefghij'[number % 10] * 4}{number} on shelf {number}?", f"v{number}"
        )
    live.caption(FINE_TOLD)
    assert [each.id for each in live.queue.questions() if each.hints] == [question]
