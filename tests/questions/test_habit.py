"""What is usual in a chat changes what a comment is taken for, as far as it was said before it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from livedesk.questions.detect import detector
from livedesk.questions.habit import FURTHEST, MARKED, WANTING, Habit
from livedesk.questions.model import Odds

here = detector(("id", "en", "pl"))

ASKING, CALM = Odds(3.0, -4.0, -4.0, 3.0), Odds(-4.0, -4.0, -4.0, -4.0)
WISHING = Odds(-4.0, 3.0, -4.0, 3.0)

numbers = st.floats(-1000, 1000)
comments = st.tuples(
    st.builds(Odds, numbers, numbers, numbers, numbers), st.sampled_from(["id", "pl"]), st.booleans()
)


def after(said: list[tuple[Odds, str, bool]]) -> Habit:
    habit = Habit()
    for odds, language, marked in said:
        habit.take(odds, language, marked=marked)
    return habit


def test_a_missing_mark_says_little_in_a_new_chat() -> None:
    assert Habit().share("pl") == MARKED


def test_where_questions_bear_marks_a_missing_one_speaks_against() -> None:
    habit = after([(ASKING, "pl", True)] * 40)
    assert habit.share("pl") > 0.9
    assert (
        habit.expect(ASKING, "pl", marked=False).question
        < Habit().expect(ASKING, "pl", marked=False).question
    )


def test_where_questions_bear_none_a_missing_one_says_nothing() -> None:
    habit = after([(ASKING, "id", False)] * 40)
    assert habit.share("id") < 0.15


def test_what_asks_nothing_tells_nothing_of_marks() -> None:
    assert abs(after([(CALM, "id", False)] * 40).share("id") - MARKED) < 0.05


def test_each_language_has_its_own_habit() -> None:
    habit = after([(ASKING, "pl", True)] * 40)
    assert habit.share("id") == MARKED


def test_where_viewers_want_much_a_likely_request_is_one() -> None:
    habit = after([(WISHING, "id", False)] * 40)
    assert habit.expect(CALM, "id", marked=False).request > CALM.request
    assert habit.expect(CALM, "id", marked=False).trouble < CALM.trouble


@settings(deadline=None)
@given(st.lists(comments, max_size=30))
def test_whatever_is_said_the_estimates_stay_sensible(said: list[tuple[Odds, str, bool]]) -> None:
    habit = after(said)
    assert 0 < habit.share("pl") < 1
    expected = habit.expect(CALM, "pl", marked=True)
    assert abs(expected.request - CALM.request) <= FURTHEST
    assert expected.question == CALM.question


def test_nothing_is_expected_of_a_chat_that_nobody_has_written_in() -> None:
    assert Habit().expect(CALM, "id", marked=True) == CALM
    assert WANTING < 0.5


def test_where_viewers_speak_of_books_the_chat_is_a_librarys() -> None:
    habit = Habit()
    for _ in range(5):
        here.detect("kocham te biblioteke", habit)
    assert habit.library() > 0.9


def test_where_nobody_speaks_of_books_it_is_none() -> None:
    habit = Habit()
    for _ in range(60):
        here.detect("gol gol gol", habit)
    assert habit.library() < 0.1


def test_a_mark_of_surprise_asks_nothing_in_a_library() -> None:
    habit = Habit()
    for _ in range(20):
        here.detect("i love this library", habit)
    assert not here.detect("free?? wow amazing", habit).question
    assert here.detect("is it free??", habit).question


def test_a_polish_comment_without_a_mark_is_doubted_after_marked_ones_only() -> None:
    habit = Habit()
    for _ in range(40):
        here.detect("gdzie jest katalog?", habit)
    doubted = here.detect("gdzie jest czytelnia", habit).score
    assert doubted < here.detect("gdzie jest czytelnia").score
