"""Before the Live: is everything ready? One finding each, a sentence for the host in any case."""

import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
from msgspec import Struct

from livedesk import LivedeskError
from livedesk.app import endpoints_of, read_library
from livedesk.log import open_log, snapshots
from livedesk.log.database import without_password
from livedesk.retention import Retention, due
from livedesk.settings import Settings
from livedesk.sources.tiktok import is_live

TIKTOK = "https://www.tiktok.com"
SIGNER = "https://api.eulerstream.com"

LEAST_FREE = 500 * 1024 * 1024
"""Bytes. A busy evening takes some 50 MB; the rest is for what else the machine does meanwhile."""

MOST_CLOCK_ERROR = 10.0
"""Seconds. Waiting times compare this machine's clock with itself; the log's two times would not fit together."""

TIMEOUT = httpx.Timeout(10.0)


class Finding(Struct, frozen=True):
    """What was looked at, whether it will do, and a sentence about it."""

    what: str
    ok: bool
    sentence: str


async def checks(
    settings: Settings, handle: str | None, *, now: Callable[[], float] = time.time
) -> AsyncIterator[Finding]:
    """Look at everything, one after the other; with a handle also at its Live."""
    yield _database(settings)
    yield _disk(settings)
    yield _retention(settings, now)
    if settings.library is not None:
        yield _library(settings.library)
    async with httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=True) as http:
        yield await _clock(http, settings, now)
        async for finding in _signer(http, settings):
            yield finding
    if handle is not None:
        yield await _live(settings, handle)


def _database(settings: Settings) -> Finding:
    try:
        snapshots.see_that_it_is_there(settings.database_path, settings.snapshots_folder)
        log = open_log(settings.database_url)
        recorded = len(log.broadcasts())
        log.close()
    except LivedeskError as error:
        return Finding("Database", ok=False, sentence=str(error))
    return Finding(
        "Database",
        ok=True,
        sentence=f"{without_password(settings.database_url)} opens; {recorded} broadcasts are in it.",
    )


def _disk(settings: Settings) -> Finding:
    folder = (settings.database_path or Path()).absolute().parent
    if not folder.is_dir():
        return Finding(
            "Disk", ok=False, sentence=f"There is no folder {folder}: make it, or set LIVEDESK_DATABASE_URL."
        )
    free = shutil.disk_usage(folder).free
    room = f"{free / 1e9:.1f} GB are free."
    if free < LEAST_FREE:
        return Finding("Disk", ok=False, sentence=f"Only {room} Make room before the Live.")
    return Finding("Disk", ok=True, sentence=room)


def _retention(settings: Settings, now: Callable[[], float]) -> Finding:
    """Say whether something is kept for longer than the settings say; that keeps nobody from going live."""
    retention = Retention(settings.retention_text_days, settings.retention_pseudonym_months)
    try:
        with closing(open_log(settings.database_url)) as log:
            waiting = len(list(due(log, retention, round(now() * 1000))))
    except LivedeskError as error:
        return Finding("Retention", ok=False, sentence=str(error))
    if waiting:
        overdue = f"Overdue in {waiting} broadcasts: run 'livedesk purge'."
        return Finding("Retention", ok=True, sentence=f"{retention} {overdue}")
    return Finding("Retention", ok=True, sentence=str(retention))


def _library(path: Path) -> Finding:
    try:
        library = read_library(path)
    except LivedeskError as error:
        return Finding("Library", ok=False, sentence=str(error))
    return Finding("Library", ok=True, sentence=f"{path} offers {library}.")


async def _clock(http: httpx.AsyncClient, settings: Settings, now: Callable[[], float]) -> Finding:
    """Compare our clock with the one in TikTok's answers (`Date`, RFC 9110 §6.6.1, to the second)."""
    try:
        async with http.stream("GET", settings.tiktok_app_url or TIKTOK) as answer:  # its page is not needed
            theirs = parsedate_to_datetime(answer.headers["date"]).timestamp()
    except httpx.HTTPError:
        return Finding(
            "TikTok", ok=False, sentence="TikTok cannot be reached: check the internet connection."
        )
    except (KeyError, ValueError):
        return Finding(
            "Clock", ok=True, sentence="TikTok is reached, but does not tell the time to compare with."
        )
    error = now() - theirs
    if abs(error) > MOST_CLOCK_ERROR:
        way = "fast" if error > 0 else "slow"
        return Finding(
            "Clock",
            ok=False,
            sentence=f"This machine's clock is {abs(error):.0f} s {way}: let it be set by the network.",
        )
    return Finding("Clock", ok=True, sentence="This machine's clock agrees with TikTok's.")


async def _signer(http: httpx.AsyncClient, settings: Settings) -> AsyncIterator[Finding]:
    key = settings.sign_api_key
    headers = {"X-Api-Key": key.get_secret_value()} if key else {}
    try:
        answer = await http.get(f"{settings.sign_url or SIGNER}/webcast/rate_limits", headers=headers)
    except httpx.HTTPError as error:
        yield Finding(
            "Signing service",
            ok=False,
            sentence=f"It does not answer ({type(error).__name__}): without it no new connection can be made.",
        )
        return
    if answer.status_code in {401, 403}:
        yield Finding(
            "Key", ok=False, sentence="The signing service refuses the key: check LIVEDESK_SIGN_API_KEY."
        )
    elif answer.status_code != httpx.codes.OK:
        yield Finding(
            "Signing service",
            ok=False,
            sentence=f"It answers with an error ({answer.status_code}): it may be down; try again.",
        )
    else:
        yield Finding(
            "Signing service",
            ok=True,
            sentence=f"It answers{' and takes the key' if key else '; no key is set, so its free quota applies'}.",
        )
        yield _quota(answer)


def _quota(answer: httpx.Response) -> Finding:
    """Read what is left of each window, as the service tells it: `{"day": {"max", "remaining"}, …}`."""
    try:
        limits = answer.json()
        left = {
            span: int(limits[span]["remaining"]) for span in ("minute", "hour", "day") if limits.get(span)
        }
    except (ValueError, KeyError, TypeError):
        return Finding("Quota", ok=True, sentence="The signing service does not tell what is left.")
    sentence = ", ".join(f"{count} this {span}" for span, count in left.items())
    return Finding("Quota", ok=all(left.values()), sentence=f"Connections left: {sentence}.")


async def _live(settings: Settings, handle: str) -> Finding:
    try:
        live = await is_live(handle, endpoints_of(settings))
    except LivedeskError as error:
        return Finding("Live", ok=False, sentence=str(error))
    return Finding(
        "Live",
        ok=True,
        sentence=f"@{handle} is {'live now' if live else 'not live yet; watch waits for it'}.",
    )
