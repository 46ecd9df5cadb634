"""Where things stand in the picture."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from livedesk.metrics import Minute
from livedesk.questions.question import Question
from livedesk.report.timeline import LEFT, MOST_LANES, OVER, RIGHT, VIEWERS_BASE, VIEWERS_TOP, Live, picture

SEVEN = 1_795_287_600_000
HOUR = Live(SEVEN, SEVEN + 3_600_000, (), (), (), ())


def at(minute: float) -> int:
    return SEVEN + round(minute * 60_000)


def asked(minute: float, answered: float | None = None, status: str = "open") -> Question:
    return Question(
        id=1,
        text="x",
        language="en",
        topic=None,
        kind="question",
        status="answered" if answered else status,  # type: ignore[arg-type]
        asked_at=at(minute),
        answered_at=None if answered is None else at(answered),
        askers=1,
        comments=(),
        score=1,
        why="",
    )


def test_the_curve_reaches_from_edge_to_edge_and_the_peak_to_the_top() -> None:
    drawn = picture(replace(HOUR, minutes=[Minute(at(n), viewers=n + 1) for n in range(60)]))
    [curve] = drawn.curves
    assert curve.startswith(f"M{LEFT:.1f} ")
    assert curve.endswith(f"{RIGHT:.1f} {VIEWERS_TOP:.1f}")
    assert drawn.peak is not None
    assert drawn.peak[1:3] == (VIEWERS_TOP, 60)


def test_the_curve_breaks_at_a_gap_and_never_crosses_it() -> None:
    minutes = [Minute(at(n), viewers=10) for n in range(60) if n != 30]
    drawn = picture(replace(HOUR, minutes=minutes, gaps=[(at(30), at(31))]))
    assert len(drawn.curves) == len(drawn.areas) == 2
    [(left, width, seconds)] = drawn.gaps
    assert (drawn.curves[0].split()[-2], seconds) == (f"{left}", 60)
    assert drawn.curves[1].startswith(f"M{left + width}")


def test_an_answered_question_is_a_line_to_its_answer_and_an_open_one_goes_on_to_the_end() -> None:
    answered, open_ = picture(replace(HOUR, questions=[asked(0, 30), asked(30)])).lines
    assert (answered.x, answered.x_end, answered.answered) == (LEFT, 476, True)
    assert (open_.x_end, open_.colour, open_.answered) == (RIGHT, OVER, False)


def test_questions_at_one_time_stand_below_each_other_and_what_finds_no_room_is_counted() -> None:
    drawn = picture(replace(HOUR, questions=[asked(1, 59)] * (MOST_LANES + 7)))
    assert len({line.y for line in drawn.lines}) == len(drawn.lines) == MOST_LANES
    assert drawn.undrawn == 7


def test_the_axis_bears_round_times() -> None:
    drawn = picture(replace(HOUR, started_at=at(3), ended_at=at(61)))
    assert [(time - SEVEN) / 60_000 for _, time in drawn.ticks] == [10, 20, 30, 40, 50, 60]


@given(
    st.lists(st.tuples(st.floats(-10, 80), st.none() | st.floats(-10, 80)), max_size=20),
    st.lists(st.tuples(st.floats(0, 60), st.floats(0, 60)), max_size=3),
    st.lists(st.tuples(st.integers(0, 59), st.none() | st.integers(0, 500), st.integers(0, 99)), max_size=20),
)
def test_nothing_is_drawn_outside_the_picture(
    questions: list[tuple[float, float | None]],
    gaps: list[tuple[float, float]],
    minutes: list[tuple[int, int | None, int]],
) -> None:
    drawn = picture(
        replace(
            HOUR,
            questions=[asked(*each) for each in questions],
            gaps=[(at(min(gap)), at(max(gap))) for gap in gaps],
            minutes=[Minute(at(n), viewers=viewers, comments=count) for n, viewers, count in minutes],
        )
    )
    assert all(LEFT <= line.x <= RIGHT and LEFT <= line.x_end <= RIGHT for line in drawn.lines)
    assert all(LEFT <= bar.x <= RIGHT and bar.height >= 0 for bar in drawn.comments.bars)
    assert drawn.peak is None or VIEWERS_TOP <= drawn.peak[1] <= VIEWERS_BASE
