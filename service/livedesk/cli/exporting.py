"""Commands that write what was recorded to files, and list what was recorded and written."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from livedesk.cli.options import BroadcastName, Languages
from livedesk.cli.places import find, the_library, the_log_to_read, the_settings
from livedesk.cli.terminal import say, write

commands = typer.Typer()


@commands.command()
def broadcasts() -> None:
    """List what is recorded, newest first."""
    from livedesk.wire import iso

    for each in the_log_to_read().broadcasts():
        state = f"ended {iso(each.ended_at)}" if each.ended_at else "not ended"
        rehearsal = "  rehearsal" if each.rehearsal else ""
        typer.echo(
            f"{each.id:>4}  {iso(each.started_at)}  @{each.handle}  {each.last_seq} entries  {state}{rehearsal}"
        )


class Table(StrEnum):
    """What can be exported."""

    log = "log"
    comments = "comments"
    questions = "questions"
    transactions = "transactions"
    summary = "summary"
    gifts = "gifts"
    observations = "observations"
    codebook = "codebook"
    nvivo = "nvivo"
    qualcoder = "qualcoder"
    libanswers = "libanswers"
    followup = "followup"
    faq = "faq"
    titles = "titles"
    notes = "notes"
    pack = "pack"
    all = "all"


class Format(StrEnum):
    """How it is written."""

    csv = "csv"
    jsonl = "jsonl"
    xlsx = "xlsx"
    vtt = "vtt"
    srt = "srt"
    qdpx = "qdpx"
    maxqda_qdpx = "maxqda.qdpx"
    maxqda_txt = "maxqda.txt"
    qdc = "qdc"
    txt = "txt"
    html = "html"
    svg = "svg"
    png = "png"


REPORTS = (Format.html, Format.svg, Format.png)
"""The report as a page, and its picture: they are of no table."""


class Locale(StrEnum):
    """In which language a report is."""

    en = "en"
    id = "id"
    pl = "pl"


@commands.command()
def export(
    broadcast: BroadcastName,
    *,
    table: Annotated[
        Table, typer.Option(help="What to export; all and pack are several tables in one xlsx.")
    ] = Table.questions,
    format: Annotated[  # noqa: A002 - it is the option's name
        Format | None,
        typer.Option(help="How to write it; without it as the output file's name ends, else csv."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to; standard output without it.")
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help="With viewers' names; otherwise pseudonyms only.")
    ] = False,
    offset: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            help="How long after the beginning of your recording the Live began: times and subtitles fit it then.",
        ),
    ] = 0,
    locale: Annotated[Locale, typer.Option(help="The language of html, svg and png.")] = Locale.en,
    languages: Languages = None,
    double_coding: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Only N observations, for two people to code apart."),
    ] = None,
    seed: Annotated[int, typer.Option(help="With --double-coding: the same seed draws the same ones.")] = 0,
) -> None:
    """Write a broadcast's log, comments, questions, figures or, for research, observations to a file.

    As html it is the report, a page that stands alone and prints on A4, as svg or png its picture.
    """
    from livedesk import exports
    from livedesk.archive import Reading, exported, reported
    from livedesk.exports.sampling import Sample
    from livedesk.ledger import Export, Ledger
    from livedesk.present import now_ms

    ending = format or _ending(output)
    is_report = ending in REPORTS
    if not is_report and (refused := exports.refusal(table.value, ending)) is not None:
        raise typer.BadParameter(refused)
    if double_coding is not None and table is not Table.observations:
        raise typer.BadParameter("--double-coding draws from --table observations.")
    settings = the_settings(languages)
    log = the_log_to_read()
    sample = None if double_coding is None else Sample(double_coding, seed)
    found = find(log, broadcast)
    with _progress(found.last_seq, shown=output is not None or not sys.stdout.isatty()) as told:
        reading = Reading(
            log,
            found,
            settings.languages,
            offset=offset,
            library=the_library(settings),
            sample=sample,
            told=told,
        )
        chunks = (
            reported(reading, ending, locale, settings.zone)
            if is_report
            else exported(reading, table.value, ending, names=names)
        )
        write(chunks, output)
    place = "standard output" if output is None else str(output.resolve())
    Ledger(settings.exports_ledger).note(Export(now_ms(), found.id, table.value, ending, place, names))
    if not is_report and table.value in exports.OBSERVED:
        say(exports.CAUTION)


@commands.command()
def overview(
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to; standard output without it.")
    ] = None,
    locale: Annotated[Locale, typer.Option(help="The page's language.")] = Locale.en,
    languages: Languages = None,
) -> None:
    """Write a page that compares the broadcasts recorded: by weekday, by hour, over time. No rehearsals."""
    from livedesk.archive import sides, type_faces
    from livedesk.report import side_by_side

    settings = the_settings(languages)
    library = the_library(settings)
    page = side_by_side(
        sides(the_log_to_read(), settings.languages),
        locale,
        settings.zone,
        library=library.name if library else "",
        fonts=type_faces(),
    )
    write([page.encode()], output)


@commands.command("exports")
def list_exports() -> None:
    """List the exports made, and from which of them something must be deleted that is deleted here since."""
    from livedesk.ledger import Ledger, taken_since

    log = the_log_to_read()
    recorded = {each.id: each for each in log.broadcasts()}
    for each in Ledger(the_settings().exports_ledger).exports(recorded):
        since = taken_since(log, recorded[each.broadcast], each.at)
        outdated = f"  {since} deletions since: delete it, or export anew" if since else ""
        typer.echo(f"{each}{outdated}")


def _ending(output: Path | None) -> str:
    """Return the format that a file's name asks for by its ending, csv where it asks for none."""
    name = "" if output is None else output.name.lower()
    asked = [each.value for each in Format if name.endswith(f".{each.value}")]
    return max(asked, key=len, default=Format.csv.value)


@contextmanager
def _progress(last_seq: int, *, shown: bool) -> "Iterator[Callable[[int], object]]":
    """Show on a terminal how much of the log has been read."""
    if not (shown and sys.stderr.isatty()):
        yield lambda _: None
        return
    with typer.progressbar(length=last_seq, label="Reading the log", file=sys.stderr) as bar:
        yield lambda seq: bar.update(seq - bar.pos)
        bar.update(last_seq - bar.pos)
