"""Who tries tokens."""

from house import TOKEN, House
from livedesk.api.guesses import MOST_REMEMBERED, MOST_WRONG, WAIT, Guesses


def tried(guesses: Guesses, address: str, number: int, now: float = 0) -> None:
    for each in range(number):
        guesses.note(address, f"wrong {each}", now, right=False)


def test_who_tries_many_tokens_has_to_wait_and_nobody_else() -> None:
    guesses = Guesses()
    tried(guesses, "a", MOST_WRONG - 1)
    assert not guesses.must_wait("a", "next", 0)
    tried(guesses, "a", MOST_WRONG)
    assert guesses.must_wait("a", "next", WAIT - 1)
    assert not guesses.must_wait("b", "next", 0)
    assert not guesses.must_wait("a", "next", WAIT)


def test_a_token_that_was_right_before_stays_so_meanwhile() -> None:
    guesses = Guesses()
    guesses.note("a", "right", 0, right=True)
    tried(guesses, "a", MOST_WRONG)
    assert not guesses.must_wait("a", "right", 1)
    assert guesses.must_wait("a", "another", 1)


def test_a_page_left_open_with_an_old_token_keeps_nobody_out() -> None:
    guesses = Guesses()
    for second in range(1_000):
        guesses.note("a", "of last week", second, right=False)
    assert not guesses.must_wait("a", "of today", 1_000)


def test_so_many_addresses_as_you_like_take_no_more_memory() -> None:
    guesses = Guesses()
    for number in range(MOST_REMEMBERED * 2):
        guesses.note(str(number), "wrong", 0, right=False)
        guesses.note(str(number), "right", 0, right=True)
    assert len(guesses._wrong) == len(guesses._right) == MOST_REMEMBERED


async def test_guessing_comes_to_an_end_and_an_open_desk_stays_open(house: House) -> None:
    assert (await house.http.get("/api/broadcasts")).status_code == 200
    statuses = [
        (
            await house.visitor.get("/api/broadcasts", headers={"Authorization": f"Bearer wrong-{number}"})
        ).status_code
        for number in range(MOST_WRONG + 1)
    ]
    assert statuses == [401] * MOST_WRONG + [429]
    refused = await house.visitor.get("/?token=one-more")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    assert (await house.http.get("/api/broadcasts")).status_code == 200
    assert TOKEN not in refused.text
