"""A livedesk that is killed under an open desk and started again, with nothing made by hand in between."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.desk import DATABASE, TOKEN, free_port, open_desk
from happenings import comment, connected
from livedesk.events import Event
from livedesk.log import open_log

pytestmark = [pytest.mark.browser, pytest.mark.soak]

PATIENCE = 30_000
"""Milliseconds: a start takes as long as the machine needs for it."""


@contextmanager
def served(folder: Path, port: int) -> Iterator[None]:
    """Run `livedesk serve`; leaving kills it."""
    given_up = time.monotonic() + PATIENCE / 1000
    with open_desk(folder, ["serve", "--no-open"], {}, port=port):
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
            except OSError:
                if time.monotonic() > given_up:
                    raise
                time.sleep(0.05)
            else:
                break
        yield


def write(folder: Path, *events: Event) -> None:
    """Write down what a livedesk that listens would have."""
    with closing(open_log(f"sqlite:///{folder / DATABASE}")) as log:
        log.append(log.open("lib", "77", events[0].received_at).id, events)


def test_an_open_desk_survives_a_killed_livedesk_and_catches_up_with_the_next(
    page: Page, tmp_path: Path
) -> None:
    port = free_port()
    write(tmp_path, connected(), comment("halo semua"))
    notice = page.locator(".notice")
    chat = page.get_by_role("region", name="Live chat")
    with served(tmp_path, port):
        page.goto(f"http://127.0.0.1:{port}/?token={TOKEN}")
        expect(chat).to_contain_text("halo semua", timeout=PATIENCE)
    expect(notice).to_contain_text("This page lost livedesk", timeout=PATIENCE)
    write(tmp_path, comment("waktu mati", second=60), comment("boleh parkir di mana kak?", second=61))
    with served(tmp_path, port):
        expect(chat).to_contain_text("waktu mati", timeout=PATIENCE)
        expect(notice).to_contain_text(
            "2 entries came in meanwhile. 1 of them is a new question.", timeout=PATIENCE
        )
        expect(chat.get_by_text("halo semua")).to_have_count(1)
