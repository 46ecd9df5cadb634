"""Before the Live: is everything ready? One finding each; `findings` has a sentence for the host in any case."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import closing
from pathlib import Path

import httpx

from livedesk import LivedeskError
from livedesk.app import endpoints_of, read_library
from livedesk.findings import Finding, Values, said
from livedesk.log import open_log, snapshots
from livedesk.log.database import without_password
from livedesk.retention import Retention, due
from livedesk.settings import Settings
from livedesk.sources.faults import http_date
from livedesk.sources.tiktok import is_live

TIKTOK = "https://www.tiktok.com"
SIGNER = "https://api.eulerstream.com"

LEAST_FREE = 500 * 1024 * 1024
"""Bytes. A busy evening takes some 50 MB; the rest is for what else the machine does meanwhile."""

MOST_CLOCK_ERROR = 10.0
"""Seconds. Waiting times compare this machine's clock with itself; the log's two times would not fit together."""

TIMEOUT = httpx.Timeout(10.0)


async def checks(
    settings: Settings, handles: Sequence[str], *, now: Callable[[], float] = time.time
) -> AsyncIterator[Finding]:
    """Look at everything, one after the other; with handles also at their Lives."""
    yield await asyncio.to_thread(_database, settings)
    yield _disk(settings)
    yield await asyncio.to_thread(_retention, settings, now)
    if settings.library is not None:
        yield _library(settings.library)
    async with httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=True) as http:
        async for finding in _tiktok(http, settings, now):
            yield finding
        async for finding in _signer(http, settings):
            yield finding
    for handle in handles:
        yield await _live(settings, handle)


def _database(settings: Settings) -> Finding:
    try:
        snapshots.see_that_it_is_there(settings.database_path, settings.snapshots_folder)
        with closing(open_log(settings.database_url)) as log:
            recorded = len(log.broadcasts())
    except LivedeskError as error:
        return said("database", error)
    values: Values = {"database": without_password(settings.database_url), "broadcasts": recorded}
    return Finding("database", ok=True, code="database_opens", values=values)


def _disk(settings: Settings) -> Finding:
    folder = (settings.database_path or Path()).absolute().parent
    if not folder.is_dir():
        return Finding("disk", ok=False, code="disk_nowhere", values={"folder": str(folder)})
    free = shutil.disk_usage(folder).free
    ok = free >= LEAST_FREE
    return Finding("disk", ok, "disk_free" if ok else "disk_low", {"room": f"{free / 1e9:.1f}"})


def _retention(settings: Settings, now: Callable[[], float]) -> Finding:
    """Say whether something is kept for longer than the settings say; that keeps nobody from going live."""
    retention = Retention(settings.retention_text_days, settings.retention_pseudonym_months)
    try:
        with closing(open_log(settings.database_url)) as log:
            waiting = len(list(due(log, retention, round(now() * 1000))))
    except LivedeskError as error:
        return said("retention", error)
    values: Values = {
        "kept": str(retention),
        "days": retention.text_days,
        "months": retention.pseudonym_months,
        "overdue": waiting,
    }
    return Finding(
        "retention", ok=True, code="retention_overdue" if waiting else "retention_kept", values=values
    )


def _library(path: Path) -> Finding:
    try:
        library = read_library(path)
    except LivedeskError as error:
        return said("library", error)
    values = {"file": str(path), "offers": str(library)}
    return Finding("library", ok=True, code="library_read", values=values)


async def _tiktok(
    http: httpx.AsyncClient, settings: Settings, now: Callable[[], float]
) -> AsyncIterator[Finding]:
    try:
        async with http.stream("GET", settings.tiktok_app_url or TIKTOK) as answer:  # its page is not needed
            date = answer.headers.get("date", "")
    except httpx.HTTPError:
        yield Finding("tiktok", ok=False, code="tiktok_unreachable")
    else:
        yield Finding("tiktok", ok=True, code="tiktok_reached")
        yield _clock(date, now())


def _clock(date: str, now: float) -> Finding:
    """Compare our clock with the one in TikTok's answers (`Date`, RFC 9110 §6.6.1, to the second)."""
    told = http_date(date)
    if told is None:
        return Finding("clock", ok=True, code="clock_untold")
    error = now - told
    if abs(error) <= MOST_CLOCK_ERROR:
        return Finding("clock", ok=True, code="clock_right")
    code = "clock_fast" if error > 0 else "clock_slow"
    return Finding("clock", ok=False, code=code, values={"seconds": round(abs(error))})


async def _signer(http: httpx.AsyncClient, settings: Settings) -> AsyncIterator[Finding]:
    key = settings.sign_api_key
    headers = {"X-Api-Key": key.get_secret_value()} if key else {}
    try:
        answer = await http.get(f"{settings.sign_url or SIGNER}/webcast/rate_limits", headers=headers)
    except httpx.HTTPError as error:
        yield Finding("signer", ok=False, code="signer_silent", values={"fault": type(error).__name__})
        return
    if answer.status_code in {401, 403}:
        yield Finding("key", ok=False, code="key_refused")
    elif answer.status_code != httpx.codes.OK:
        yield Finding("signer", ok=False, code="signer_broken", values={"status": answer.status_code})
    else:
        yield Finding("signer", ok=True, code="signer_key" if key else "signer_free")
        yield _quota(answer)


def _quota(answer: httpx.Response) -> Finding:
    """Read what is left of each window, as the service tells it: `{"day": {"max", "remaining"}, …}`."""
    spans = ("minute", "hour", "day")
    try:
        limits = answer.json()
        left = {span: int(limits[span]["remaining"]) for span in spans if limits.get(span)}
    except (ValueError, KeyError, TypeError):
        return Finding("quota", ok=True, code="quota_untold")
    ok = all(left.values())
    values = dict.fromkeys(spans, "–") | left
    return Finding("quota", ok, "quota_left" if ok else "quota_used", values)


async def _live(settings: Settings, handle: str) -> Finding:
    try:
        live = await is_live(handle, endpoints_of(settings))
    except LivedeskError as error:
        return said("live", error)
    return Finding("live", ok=True, code="live_now" if live else "live_waits", values={"handle": handle})
