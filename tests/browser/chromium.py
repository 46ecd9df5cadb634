"""A Chromium for the browser tests: the system's; else Debian's package, when root; else Playwright's own download.

Run as a program it sees to it that there is one.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

ARGUMENTS = [
    "--no-sandbox",  # tests run as root in containers, on pages of our own only
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def system_chromium() -> str | None:
    """Return the path of the system's Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def executable(playwright: Playwright) -> str | None:
    """Return the browser to launch, or None where there is none yet."""
    own = Path(playwright.chromium.executable_path)
    return system_chromium() or (str(own) if own.exists() else None)


def provide() -> None:
    """Install a Chromium where there is none."""
    with sync_playwright() as playwright:
        if executable(playwright) is not None:
            return
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=True, **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=True, **quiet)  # type: ignore[call-overload]
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    provide()
