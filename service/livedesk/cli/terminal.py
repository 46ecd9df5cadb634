"""What commands read and write: lines, files, sentences for people, and the exit status."""

import sys
from collections.abc import Iterable
from pathlib import Path

import typer

from livedesk import LivedeskError


def say(sentence: str) -> None:
    """Tell people, beside what is written to standard output."""
    typer.echo(sentence, err=True)


def leave(well: object) -> None:
    """Leave with status 1 where it did not go well."""
    if not well:
        raise typer.Exit(1)


def lines() -> Iterable[str]:
    """Yield the lines of standard input; bytes that are no UTF-8 come through as replacement characters."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def print_lines(lines: Iterable[str]) -> None:
    """Write lines as UTF-8, whatever the terminal's own encoding."""
    for line in lines:
        sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def text_of(file: Path) -> str:
    """Read a file; LivedeskError, one sentence, where it cannot be read."""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not in UTF-8"
        raise LivedeskError(f"{file} cannot be read: {why}.") from error


def write(chunks: Iterable[bytes], output: Path | None) -> None:
    """Write to a file, or to standard output without one; LivedeskError where the file cannot be written."""
    if output is None:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()  # the first is short, and whoever reads it shall not wait for the others
        return
    try:
        with output.open("wb") as file:
            file.writelines(chunks)
    except OSError as error:
        raise LivedeskError(f"{output} cannot be written: {error.strerror}.") from error
