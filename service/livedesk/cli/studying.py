"""Commands for those who study Lives: how far two coders agree, and libraries compared without personal data."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from livedesk import LivedeskError
from livedesk.cli.options import Handle
from livedesk.cli.places import the_log, the_settings, whose
from livedesk.cli.terminal import print_lines, say, text_of, write

if TYPE_CHECKING:
    from livedesk.benchmark.card import Card

commands = typer.Typer()


@commands.command()
def agreement(
    first: Annotated[Path, typer.Argument(metavar="A.csv", help="What one coder coded.")],
    second: Annotated[Path, typer.Argument(metavar="B.csv", help="What the other coded.")],
    *,
    column: Annotated[str, typer.Option(help="The column that holds the codes.")] = "act_code",
) -> None:
    """Say how far two people agree who coded the same observations: per code, and where they differ."""
    from livedesk.agreement import compare, read, report

    try:
        codings = [read(text_of(file), column) for file in (first, second)]
        agreed = compare(*codings)
    except ValueError as error:
        raise LivedeskError(f"{first} and {second} cannot be compared: {error}.") from error
    print_lines(report(agreed))


@commands.command()
def card(
    *,
    library_type: Annotated[
        str, typer.Option(metavar="TYPE", help="public, academic, school, national or special.")
    ],
    population_band: Annotated[
        str, typer.Option(metavar="BAND", help="0-5k, 5-10k, 10-15k, 15-20k, 20-50k or 50k+ inhabitants.")
    ],
    country: Annotated[str, typer.Option(metavar="CODE", help="Two letters, such as ID or PL.")],
    host_setup: Annotated[str, typer.Option(metavar="SETUP", help="solo, two or team.")],
    practice: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A practice that you share; may be repeated.")
    ] = None,
    period: Annotated[
        str | None, typer.Option(metavar="2026-Q4", help="The present quarter without.")
    ] = None,
    handle: Handle = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to; without it the card is only shown.")
    ] = None,
) -> None:
    """Show, and write where you say so, the benchmark card of a quarter: what may leave your library, and no more."""
    from datetime import datetime

    from livedesk.archive import lives
    from livedesk.benchmark import card as cards

    now = datetime.now().astimezone()
    profile = cards.profile(
        period=period or cards.period_of(now.year, now.month),
        library_type=library_type,
        population_band=population_band,
        country=country,
        host_setup=host_setup,
        practices=practice or (),
    )
    log = the_log()
    found = lives(log, whose(log, handle), profile.period, the_settings().languages)
    text = cards.written(cards.card(profile, found))
    say("This is everything that leaves your library:")
    print_lines(text.splitlines())
    if output is None:
        say("Nothing was written: give -o benchmark_card.json once you agree.")
    else:
        write([text.encode()], output)


@commands.command()
def compare(
    cards: Annotated[
        list[Path], typer.Argument(metavar="CARDS...", help="Benchmark cards, or folders of them.")
    ],
    *,
    own: Annotated[
        Path | None, typer.Option(metavar="CARD", help="Your own card, to be shown beside those of its kind.")
    ] = None,
) -> None:
    """Compare libraries' benchmark cards: medians and quartiles by type and size, never a league table."""
    from livedesk.benchmark import comparison

    read = [_card(file) for file in _cards(cards)]
    mine = None if own is None else _card(own)
    print_lines(comparison.report(comparison.compare(read), mine))


def _cards(places: Iterable[Path]) -> list[Path]:
    """Return the files named, and those of the folders named."""
    files = [
        file for place in places for file in (sorted(place.glob("*.json")) if place.is_dir() else [place])
    ]
    if not files:
        raise LivedeskError("There is no card in that folder: cards are files that end in .json.")
    return files


def _card(file: Path) -> "Card":
    from livedesk.benchmark.card import CardRefused, read

    try:
        return read(text_of(file))
    except CardRefused as error:
        raise LivedeskError(f"{file} cannot be compared: {error}.") from error
