"""What the desk is told before a Live."""

import asyncio
from collections.abc import AsyncIterator

import httpx

from house import TOKEN, House
from livedesk.api import create_app
from livedesk.api.preflight import Look
from livedesk.findings import Finding


class Eye:
    """Looks when it is let, and counts how often."""

    def __init__(self) -> None:
        self.looks = 0
        self.let = asyncio.Event()

    async def __call__(self) -> AsyncIterator[Finding]:
        """Find a low disk."""
        self.looks += 1
        await self.let.wait()
        yield Finding("disk", ok=False, code="disk_low", values={"room": "0.2"})


async def test_who_asks_at_the_same_time_shares_a_look_and_who_asks_later_gets_a_new_one() -> None:
    eye = Eye()
    look = Look(eye)
    both = asyncio.gather(look.findings(), look.findings())
    while not eye.looks:
        await asyncio.sleep(0)
    eye.let.set()
    one, other = await both
    assert (eye.looks, one) == (1, other)
    await look.findings()
    assert eye.looks == 2


async def test_what_is_found_is_told_in_the_language_asked_for(house: House) -> None:
    eye = Eye()
    eye.let.set()
    app = create_app(house.recorder, token=TOKEN, names=["desk"], checks=eye)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk") as http:
        answer = await http.get("/api/preflight", params={"lang": "pl"}, headers=headers)
    sentence = "Wolne tylko 0.2 GB. Zwolnij miejsce przed transmisją."
    assert answer.json()["findings"] == [{"what": "disk", "title": "Dysk", "ok": False, "sentence": sentence}]


async def test_a_desk_that_cannot_look_says_so(house: House) -> None:
    answer = await house.http.get("/api/preflight")
    assert (answer.status_code, "start it with" in answer.json()["error"]["message"]) == (404, True)
