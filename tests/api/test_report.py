"""The report over HTTP."""

from evening import EVENING
from happenings import NINE_O_CLOCK
from house import House


def record(house: House) -> None:
    broadcast = house.log.open("perpus.kota", "77", NINE_O_CLOCK)
    house.log.append(broadcast.id, EVENING)


async def test_the_report_comes_in_the_language_asked_for_or_else_the_browsers(house: House) -> None:
    record(house)
    asked = await house.http.get("/broadcasts/latest/report?lang=pl", headers={"accept-language": "id"})
    preferred = await house.http.get(
        "/broadcasts/1/report", headers={"accept-language": "de, id-ID;q=0.8, en;q=0.5"}
    )
    assert asked.text.count('<html lang="pl">') == preferred.text.count('<html lang="id">') == 1
    assert (await house.http.get("/broadcasts/1/report?lang=xx")).status_code == 422


async def test_the_pages_own_style_is_all_it_may_use(house: House) -> None:
    record(house)
    answer = await house.http.get("/broadcasts/latest/report")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert '"/?broadcast=1#export"' in answer.text


async def test_the_picture_is_a_file_for_a_slide(house: House) -> None:
    record(house)
    answer = await house.http.get("/broadcasts/latest/report.svg?lang=en")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "report.svg" in answer.headers["content-disposition"]
    assert answer.text.startswith("<svg")
    drawn = await house.http.get("/broadcasts/latest/report.png?lang=pl")
    assert (drawn.headers["content-type"], drawn.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert "report.png" in drawn.headers["content-disposition"]
    page = await house.http.get("/broadcasts/latest/report.html?lang=pl")
    assert "attachment" in page.headers["content-disposition"]
    assert 'href="/' not in page.text  # it stands alone
    assert (await house.http.get("/broadcasts/latest/report.gif")).status_code == 422


async def test_a_stranger_gets_no_report(house: House) -> None:
    record(house)
    assert (await house.visitor.get("/broadcasts/latest/report")).status_code == 401
    assert (await house.http.get("/broadcasts/9/report")).status_code == 404


async def test_the_broadcasts_are_compared_on_a_page_that_leads_to_their_reports(house: House) -> None:
    record(house)
    answer = await house.http.get("/broadcasts?lang=id")
    assert (answer.status_code, "Siaran berdampingan" in answer.text) == (200, True)
    assert "/broadcasts/1/report?lang=id" in answer.text
