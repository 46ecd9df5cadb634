"""The dashboard's own files, and the source that they and the service were built from."""

import gzip
import io
import tarfile

from house import House
from livedesk.archive import STATIC


async def test_the_page_is_fetched_anew_and_its_files_are_kept(house: House) -> None:
    page = await house.http.get("/")
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-cache")
    script = page.text.partition('src="')[2].partition('"')[0]
    assert "immutable" in (await house.http.get(script)).headers["cache-control"]


async def test_the_description_of_the_interface_has_a_page(house: House) -> None:
    assert (await house.http.get("/docs")).status_code == 200


async def test_whoever_uses_the_desk_can_have_its_source(house: House) -> None:
    answer = await house.http.get("/source.tar.gz")
    with tarfile.open(fileobj=io.BytesIO(answer.content)) as source:
        names = set(source.getnames())
    assert {
        "livedesk/LICENSE",
        "livedesk/pyproject.toml",
        "livedesk/service/livedesk/recorder.py",
        "livedesk/dashboard/src/App.svelte",
    } <= names
    assert not [name for name in names if "node_modules" in name or name.endswith((".db", ".token"))]


def test_all_scripts_together_are_small_and_plots_are_fetched_when_they_are_opened() -> None:
    scripts = {file.name: file.read_bytes() for file in (STATIC / "assets").glob("*.js")}
    assert sum(len(gzip.compress(script)) for script in scripts.values()) <= 150_000
    first = STATIC.joinpath("index.html").read_text("utf-8")
    assert not [name for name, script in scripts.items() if name in first and b"u-over" in script]
    assert [name for name, script in scripts.items() if b"u-over" in script]
