"""Who may come in."""

import pytest
from websockets.exceptions import InvalidStatus

from house import TOKEN, House

GUARDED = [
    "/",
    "/metrics",
    "/api/broadcasts",
    "/api/listeners",
    "/api/openapi.json",
    "/api/broadcasts/1/export/log.csv",
    "/nowhere",
]


@pytest.mark.parametrize("path", GUARDED)
async def test_nobody_comes_in_without_the_token(house: House, path: str) -> None:
    answer = await house.visitor.get(path)
    assert answer.status_code == 401
    assert set(answer.json()["error"]) == {"code", "message"}


async def test_a_monitor_needs_no_token(house: House) -> None:
    answer = await house.visitor.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


@pytest.mark.parametrize("token", ["x", "token-of-the-test", "token-of-the-tests2", "tökén-of-the-tests"])
async def test_a_wrong_token_is_no_token(house: House, token: str) -> None:
    answer = await house.http.get("/api/broadcasts", headers={b"Authorization": f"Bearer {token}".encode()})
    assert answer.status_code == 401


async def test_the_link_of_the_terminal_sets_a_cookie_and_leaves_the_token_out_of_the_address(
    house: House,
) -> None:
    answer = await house.visitor.get(f"/?token={TOKEN}&view=desk")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?view=desk")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert (await house.visitor.get("/api/broadcasts")).status_code == 200


async def test_the_link_leads_to_no_other_host(house: House) -> None:
    answer = await house.visitor.get(f"http://desk//evil.example/?token={TOKEN}")
    assert answer.headers["location"].startswith("/evil")


async def test_a_browser_without_the_token_is_told_where_to_find_it(house: House) -> None:
    answer = await house.visitor.get("/", headers={"Accept": "text/html"})
    assert answer.status_code == 401
    assert "terminal" in answer.text


async def test_another_site_cannot_use_the_desk_with_the_cookie_of_its_visitor(house: House) -> None:
    answer = await house.http.post(
        "/api/broadcasts/1/undo",
        headers={"Origin": "https://evil.example", "Cookie": f"livedesk_token={TOKEN}"},
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "foreign_origin")


@pytest.mark.parametrize(
    "options", [{"token": None}, {"token": "wrong-token"}, {"origin": "https://evil.example"}]
)
async def test_a_stranger_gets_no_stream(listening_house: House, options: dict[str, str | None]) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        async with listening_house.stream("latest/stream", **options):
            pass
    assert refusal.value.response.status_code == 403


async def test_pages_may_run_only_their_own_scripts(house: House) -> None:
    answer = await house.http.get("/api/broadcasts")
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")
    assert answer.headers["x-content-type-options"] == "nosniff"
