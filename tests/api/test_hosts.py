"""By which names the desk may be called."""

import pytest

from house import TOKEN, House
from livedesk.api.hosts import is_ours, own_names

NAMES = frozenset({"localhost", "desk.local", "reference"})


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:8000",
        "192.168.1.20:8000",
        "[::1]",
        "[fd00::9]:8000",
        "localhost:8000",
        "LOCALHOST",
        "localhost.",
        "desk.local:8000",
    ],
)
def test_an_address_and_an_own_name_are_answered_to(host: str) -> None:
    assert is_ours(host, NAMES)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "[::1].evil.example",
        "evil.example:127.0.0.1",
        "",
        ":8000",
        "127.0.0.1@evil.example",
        "0x7f.1.evil",
    ],
)
def test_any_other_name_is_not(host: str) -> None:
    assert not is_ours(host, NAMES)


def test_this_machine_is_known_by_its_own_name() -> None:
    assert "localhost" in own_names()
    assert any(name.endswith(".local") for name in own_names())


async def test_a_page_whose_name_was_made_to_lead_here_reads_nothing_even_with_the_token(
    house: House,
) -> None:
    answer = await house.http.get("/api/broadcasts", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (421, "foreign_name")
    assert (await house.visitor.get(f"/?token={TOKEN}", headers={"Host": "evil.example"})).status_code == 421
