"""How long is waited, and what an answer asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.sources.faults import FINAL, LONGEST_ASKED, SENTENCES, Fault, wait_asked
from livedesk.sources.patience import Patience

NINE = 1_763_751_600_000


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Retry-After": "17"}, 17),
        ({"Retry-After": "Fri, 21 Nov 2025 19:00:30 GMT"}, 30),
        ({"Retry-After": "Fri, 21 Nov 2025 18:00:00 GMT"}, 0),
        ({"Retry-After": "soon"}, 0),
        ({"RateLimit-Reset": "25"}, 25),
        ({"RateLimit-Reset": str(NINE // 1000 + 25)}, 25),
        ({"RateLimit-Reset": "-1"}, 0),
        ({"RateLimit-Reset": "tomorrow", "RateLimit-Remaining": "3"}, 0),
        ({"Retry-After": "17", "RateLimit-Reset": "25"}, 17),
        ({"Retry-After": "9" * 400}, LONGEST_ASKED),
        ({"Retry-After": " 17\x1f"}, 17),
        ({"Retry-After": "Fri, 21 Nov 3000000000 19:00:30 GMT"}, 0),
        ({"RateLimit-Reset": "\x1f25"}, 25),
    ],
)
def test_an_answer_may_ask_for_a_wait_in_several_ways(headers: dict[str, str], seconds: float) -> None:
    assert wait_asked(headers, NINE) == seconds


@given(st.dictionaries(st.sampled_from(["Retry-After", "RateLimit-Reset"]), st.text(max_size=30)))
def test_no_header_makes_it_raise_or_wait_for_ever(headers: dict[str, str]) -> None:
    assert 0 <= wait_asked(headers, NINE) <= LONGEST_ASKED


def test_waits_double_up_to_the_longest() -> None:
    waits = [Patience().retry(failures, 0, 0.5) for failures in range(1, 9)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert Patience().retry(10_000, 0, 0.5) == 60


@given(st.floats(0, 1), st.integers(1, 50), st.floats(0, 3600))
def test_what_is_asked_for_is_never_undercut(jitter: float, failures: int, asked: float) -> None:
    assert Patience().retry(failures, asked, jitter) >= asked


def test_jitter_spreads_listeners() -> None:
    patience = Patience()
    assert [patience.retry(1, 0, jitter) for jitter in (0, 1)] == [0.75, 1.25]
    assert [patience.next_poll(jitter) for jitter in (0, 1)] == [15, 25]


@pytest.mark.parametrize("code", SENTENCES)
def test_every_fault_has_one_sentence_for_people(code: str) -> None:
    sentence = Fault(code).sentence("perpus.kota")
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
    assert "{" not in sentence


def test_what_is_final_is_a_fault() -> None:
    assert set(SENTENCES) > FINAL
