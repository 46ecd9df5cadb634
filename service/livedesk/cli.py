"""The command line. Every command's heavy libraries are imported when it runs, so that --help answers at once.

Exit status: 0 done, 1 it failed (one line on standard error that says why), 2 wrong usage.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from livedesk import LivedeskError, __version__

if TYPE_CHECKING:
    from livedesk.app import Listening
    from livedesk.benchmark.card import Card
    from livedesk.log import Broadcast, Log
    from livedesk.questions.lexicon import Lexicon
    from livedesk.questions.library import Library
    from livedesk.settings import Settings

app = typer.Typer(
    name="livedesk",
    help="The reference desk for a library's TikTok Live: which questions are still unanswered.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

NoOpen = Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")]
LeaveAtEnd = Annotated[
    bool,
    typer.Option(
        "--leave-at-end", help="Leave when the Live has ended instead of serving what was recorded."
    ),
]
Languages = Annotated[
    str | None,
    typer.Option(metavar="CODES", help="Languages that a comment may be told to be in, such as id,en,pl."),
]
Handle = Annotated[
    str | None,
    typer.Option(metavar="@HANDLE", help="Whose lessons; of whoever was live last without it."),
]
Sensitivity = Annotated[
    float | None,
    typer.Option(
        min=0, max=1, help="How much is taken for a question: 0 is what bears a mark, 1 nearly all."
    ),
]
BroadcastName = Annotated[str, typer.Argument(metavar="BROADCAST", help="A broadcast's id, or latest.")]


lessons = typer.Typer(
    no_args_is_help=True,
    help="What staff taught by “Not a question” and by adding comments: it holds for a handle's next broadcasts.",
)
app.add_typer(lessons, name="lessons")


def main() -> None:
    """Run the command; what goes wrong is told in one sentence, without a traceback."""
    try:
        app()
    except LivedeskError as error:
        typer.echo(f"livedesk: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:  # `livedesk export … | head` has read enough
        sys.stderr.close()
        sys.exit(0)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer hands options over by position
    if wanted:
        typer.echo(f"livedesk {__version__}")
        raise typer.Exit


@app.callback()
def _livedesk(
    *,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave."),
    ] = False,
) -> None:
    """Hold what all commands share."""


@app.command()
def watch(
    handles: Annotated[list[str], typer.Argument(metavar="@HANDLE...", help="Whose Live to record.")],
    *,
    room_id: Annotated[
        int | None, typer.Option(metavar="ID", help="Go straight to this room instead of looking it up.")
    ] = None,
    no_open: NoOpen = False,
    leave_at_end: LeaveAtEnd = False,
) -> None:
    """Record a Live and show its unanswered questions.

    Waits for the Live if it has not begun, survives disconnects, ends with the Live and then serves what was recorded.
    """
    from livedesk.app import tiktok

    if room_id is not None and len(handles) > 1:
        raise typer.BadParameter("--room-id names one Live: give one handle with it.")
    settings = _settings()
    listenings = [tiktok(handle, settings, room_id=room_id) for handle in handles]
    _run(settings, listenings, no_open=no_open, leave_at_end=leave_at_end)


@app.command()
def rehearse(
    script: Annotated[
        Path | None, typer.Argument(metavar="[SCRIPT]", help="A script of your own; see docs/rehearsal.md.")
    ] = None,
    *,
    speed: Annotated[float, typer.Option(min=0.1, max=1000, help="Times faster than life.")] = 1.0,
    seed: Annotated[
        int, typer.Option(help="Varies names and pauses; the same seed plays the same Live.")
    ] = 0,
    no_open: NoOpen = False,
    leave_at_end: LeaveAtEnd = False,
) -> None:
    """Play a scripted Live through the real client: to try things out, to train hosts.

    Without a script, a library's evening in Indonesian with Polish and English viewers, twelve minutes long.
    """
    import asyncio

    from livedesk.app import run, tiktok
    from livedesk.rehearsal import StandIn
    from livedesk.rehearsal.script import load

    settings = _settings()
    feed = load(script) if script else load()

    async def play() -> bool:
        async with StandIn(feed, speed=speed, seed=seed) as standin:
            played_here = settings.model_copy(
                update={
                    "tiktok_app_url": standin.app_url,
                    "tiktok_webcast_url": standin.webcast_url,
                    "sign_url": standin.sign_url,
                }
            )
            listening = tiktok(standin.handle, played_here, rehearsal=True)
            return await run(
                played_here, [listening], say=_say, open_browser=not no_open, leave_at_end=leave_at_end
            )

    _leave(asyncio.run(play()))


@app.command()
def serve(*, no_open: NoOpen = False) -> None:
    """Show what is recorded, without listening to anybody."""
    _run(_settings(), [], no_open=no_open)


@app.command()
def broadcasts() -> None:
    """List what is recorded, newest first."""
    from livedesk.wire import iso

    for each in _log().broadcasts():
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


class Locale(StrEnum):
    """In which language a report is."""

    en = "en"
    id = "id"
    pl = "pl"


@app.command()
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
    locale: Annotated[Locale, typer.Option(help="The language of html and svg.")] = Locale.en,
    languages: Languages = None,
    double_coding: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Only N observations, for two people to code apart."),
    ] = None,
    seed: Annotated[int, typer.Option(help="With --double-coding: the same seed draws the same ones.")] = 0,
) -> None:
    """Write a broadcast's log, comments, questions, figures or, for research, observations to a file.

    As html it is the report, a page that stands alone and prints on A4, as svg its picture.
    """
    from livedesk import exports
    from livedesk.archive import Reading, exported, reported
    from livedesk.exports.sampling import Sample
    from livedesk.ledger import Export, Ledger
    from livedesk.recorder import now_ms

    ending = format or _ending(output)
    is_report = ending in {Format.html, Format.svg}
    if not is_report and (refused := exports.refusal(table.value, ending)) is not None:
        raise typer.BadParameter(refused)
    if double_coding is not None and table is not Table.observations:
        raise typer.BadParameter("--double-coding draws from --table observations.")
    settings = _settings(languages)
    log = _log()
    sample = None if double_coding is None else Sample(double_coding, seed)
    found = _find(log, broadcast)
    with _progress(found.last_seq, shown=output is not None or not sys.stdout.isatty()) as told:
        reading = Reading(
            log,
            found,
            settings.languages,
            offset=offset,
            library=_library(settings),
            sample=sample,
            told=told,
        )
        chunks = (
            reported(reading, ending, locale, settings.zone)
            if is_report
            else exported(reading, table.value, ending, names=names)
        )
        _write(chunks, output)
    place = "standard output" if output is None else str(output.resolve())
    Ledger(settings.exports_ledger).note(Export(now_ms(), found.id, table.value, ending, place, names))
    if not is_report and table.value in exports.OBSERVED:
        _say(exports.CAUTION)


@app.command()
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

    settings = _settings(languages)
    library = _library(settings)
    page = side_by_side(
        sides(_log(), settings.languages),
        locale,
        settings.zone,
        library=library.name if library else "",
        fonts=type_faces(),
    )
    _write([page.encode()], output)


def _library(settings: "Settings") -> "Library | None":
    if settings.library is None:
        return None
    from livedesk.app import read_library

    return read_library(settings.library)


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


@app.command()
def detect(*, languages: Languages = None, sensitivity: Sensitivity = None) -> None:
    """Say of each line on standard input whether it asks something, and why: one JSON line each."""
    from livedesk.questions import commands

    _print(commands.detect(_lines(), _settings(languages).languages, sensitivity))


@app.command()
def group(*, languages: Languages = None) -> None:
    """Say of each line on standard input, each a question, which ones ask the same: one JSON line each."""
    from livedesk.questions import commands

    _print(commands.group(_lines(), _settings(languages).languages))


@app.command()
def fold(*, languages: Languages = None) -> None:
    """Fold an exported log (JSON Lines on standard input) to its questions: one JSON line each."""
    from livedesk.questions import commands

    _print(commands.fold(_lines(), _settings(languages).languages))


@app.command()
def check(
    handle: Annotated[str | None, typer.Argument(metavar="[@HANDLE]", help="Whose Live to look for.")] = None,
) -> None:
    """Look before the Live whether everything is ready: one line each; fails where something is not."""
    import asyncio

    from livedesk.preflight import checks
    from livedesk.sources.tiktok import parse_handle

    wanted = parse_handle(handle) if handle else None

    async def look() -> bool:
        ready = True
        async for finding in checks(_settings(), wanted):
            typer.echo(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.what}: {finding.sentence}")
            ready = ready and finding.ok
        return ready

    _leave(asyncio.run(look()))


@app.command()
def erase(
    viewer: Annotated[
        str,
        typer.Argument(
            metavar="VIEWER",
            help="The handle of the person to forget, or the pseudonym that stands in an export.",
        ),
    ],
) -> None:
    """Forget a person: handle, nickname and everything they wrote, in every broadcast and every snapshot."""
    from livedesk import erasure
    from livedesk.ledger import Ledger
    from livedesk.recorder import now_ms

    log = _log()
    broadcasts = set(log.find(viewer))
    touched = erasure.erase(log, _copies(), viewer, now_ms(), _lexicon())
    for each in Ledger(_settings().exports_ledger).exports(broadcasts):
        _say(f"An export may still hold {viewer}: delete it, or export anew.  {each}")
    if not touched:
        raise LivedeskError(
            f"Nobody called {viewer!r} is in the log: give the handle as it stands in TikTok."
        )
    typer.echo(f"Forgot {viewer}: {touched} rows blanked.")


@app.command()
def notice(
    *,
    contact: Annotated[str, typer.Option(metavar="ADDRESS", help="Whom viewers may write to.")] = "[contact]",
) -> None:
    """Print what to tell viewers, in three languages: a line for the bio, a paragraph for the stream."""
    from livedesk.notice import NOTICES
    from livedesk.notice import notice as filled_in
    from livedesk.retention import Retention

    settings = _settings()
    retention = Retention(settings.retention_text_days, settings.retention_pseudonym_months)
    for language in NOTICES:
        told = filled_in(language, retention, contact)
        typer.echo(f"[{language}] {told.line}\n\n{told.paragraph}\n")


@app.command("exports")
def list_exports() -> None:
    """List the exports made, and from which of them something must be deleted that is deleted here since."""
    from livedesk.ledger import Ledger, taken_since

    log = _log()
    recorded = {each.id: each for each in log.broadcasts()}
    for each in Ledger(_settings().exports_ledger).exports(recorded):
        since = taken_since(log, recorded[each.broadcast], each.at)
        outdated = f"  {since} deletions since: delete it, or export anew" if since else ""
        typer.echo(f"{each}{outdated}")


@app.command()
def purge(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> None:
    """Apply retention: take away texts and names, and later all but the figures, in the snapshots too."""
    from contextlib import closing

    from livedesk.log import open_log
    from livedesk.recorder import now_ms
    from livedesk.retention import Retention, due
    from livedesk.retention import purge as take_away

    settings, now = _settings(), now_ms()
    retention = Retention(settings.retention_text_days, settings.retention_pseudonym_months)
    typer.echo(str(retention))
    for url in (settings.database_url, *(f"sqlite:///{copy}" for copy in _copies())):
        with closing(open_log(url)) as log:
            for each in list(due(log, retention, now)):
                if not dry_run:
                    take_away(log, each, settings.languages, now)
                typer.echo(f"{'Would go' if dry_run else 'Gone'}, {url.removeprefix('sqlite:///')}, {each}.")


@app.command()
def backup(
    *,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="The file to write; one named by the time without it."),
    ] = None,
) -> None:
    """Take a snapshot of the database, which may be recording: a file that stands by itself."""
    from livedesk.log import snapshots

    database, folder = _files(_settings())
    if output is None:
        output = snapshots.take_in(folder, database, keep=None)
    else:
        snapshots.take(database, output)
    typer.echo(f"The snapshot is {output}. Keep a copy of it on another disk.")


@app.command()
def restore(
    snapshot: Annotated[str, typer.Argument(metavar="SNAPSHOT", help="A snapshot's file, or latest.")],
) -> None:
    """Go back to a snapshot. The database of now is kept under another name."""
    from livedesk.log import snapshots

    database, folder = _files(_settings())
    chosen = snapshots.newest(folder, database) if snapshot == "latest" else Path(snapshot)
    kept = snapshots.restore(database, chosen)
    typer.echo(f"{database} is as it was in {chosen}." + (f" What it replaced is {kept}." if kept else ""))


@app.command()
def agreement(
    first: Annotated[Path, typer.Argument(metavar="A.csv", help="What one coder coded.")],
    second: Annotated[Path, typer.Argument(metavar="B.csv", help="What the other coded.")],
    *,
    column: Annotated[str, typer.Option(help="The column that holds the codes.")] = "act_code",
) -> None:
    """Say how far two people agree who coded the same observations: per code, and where they differ."""
    from livedesk.agreement import compare, read, report

    try:
        codings = [read(_text(file), column) for file in (first, second)]
        agreed = compare(*codings)
    except ValueError as error:
        raise LivedeskError(f"{first} and {second} cannot be compared: {error}.") from error
    _print(report(agreed))


@app.command()
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
    log = _log()
    found = lives(log, _whose(log, handle), profile.period, _settings().languages)
    text = cards.written(cards.card(profile, found))
    _say("This is everything that leaves your library:")
    _print(text.splitlines())
    if output is None:
        _say("Nothing was written: give -o benchmark_card.json once you agree.")
    else:
        _write([text.encode()], output)


@app.command()
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
    _print(comparison.report(comparison.compare(read), mine))


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
        return read(_text(file))
    except CardRefused as error:
        raise LivedeskError(f"{file} cannot be compared: {error}.") from error


@lessons.command("export")
def export_lessons(
    *,
    handle: Handle = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to; standard output without it.")
    ] = None,
) -> None:
    """Write what was taught so far as JSON Lines: wordings and verdicts, nobody's name."""
    from livedesk.log.learned import learned
    from livedesk.questions.lessons import encode

    log = _log()
    _write(encode(learned(log, _whose(log, handle), _lexicon())), output)


@lessons.command("import")
def import_lessons(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What 'livedesk lessons export' wrote.")],
    *,
    handle: Handle = None,
) -> None:
    """Add lessons, of another library for instance, to what was taught so far; the next broadcast begins with them."""
    from livedesk.log.learned import learned
    from livedesk.questions.lessons import decode, joined
    from livedesk.recorder import now_ms

    log = _log()
    whose = _whose(log, handle)
    added = decode(_text(file).splitlines(), _lexicon())
    log.teach(whose, now_ms(), joined(learned(log, whose, _lexicon()), added))
    typer.echo(
        f"@{whose} begins the next broadcast with these lessons too: {len(added.asks) + len(added.asks_not)}."
    )


@lessons.command("reset")
def reset_lessons(*, handle: Handle = None) -> None:
    """Forget what was taught: the next broadcast begins with no lesson. Recorded broadcasts stay as they are."""
    from livedesk.events import Taught
    from livedesk.recorder import now_ms

    log = _log()
    whose = _whose(log, handle)
    log.teach(whose, now_ms(), Taught())
    typer.echo(f"@{whose} begins the next broadcast with no lesson.")


def _whose(log: "Log", handle: str | None) -> str:
    """Return the handle given, or that of the newest broadcast that was no rehearsal."""
    from livedesk.log.texts import plain_handle

    newest = next((each.handle for each in log.broadcasts() if not each.rehearsal), None)
    if not (found := plain_handle(handle or newest or "")):
        raise LivedeskError("Nothing is recorded yet: say whose lessons with --handle @name.")
    return found


def _lexicon() -> "Lexicon":
    from livedesk.questions.lexicon import lexicon

    return lexicon(tuple(_settings().languages))


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not in UTF-8"
        raise LivedeskError(f"{file} cannot be read: {why}.") from error


def _copies() -> list[Path]:
    """Return the copies of the database that livedesk has made; none where it is no file."""
    from livedesk.log import snapshots

    settings = _settings()
    database, folder = settings.database_path, settings.snapshots_folder
    return [] if database is None or folder is None else snapshots.copies(folder, database)


def _settings(languages: str | None = None) -> "Settings":
    from livedesk.questions.detect import adopt
    from livedesk.settings import read_settings

    settings = read_settings(**({} if languages is None else {"languages": languages}))
    if settings.topics is not None:
        _adopt_topics(settings.topics)
    adopt(settings.sensitivity)
    return settings


def _adopt_topics(path: Path) -> None:
    """Let the library's own topics hold; TopicsUnreadable, which names the file, where it cannot be used."""
    from livedesk.questions.topics import TopicsUnreadable, adopt

    try:
        adopt(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise TopicsUnreadable(f"The topics file {path} cannot be used: {reason}") from error


def _log() -> "Log":
    from livedesk.log import open_log, snapshots

    settings = _settings()
    snapshots.see_that_it_is_there(settings.database_path, settings.snapshots_folder)
    return open_log(settings.database_url)


def _files(settings: "Settings") -> tuple[Path, Path]:
    """Return the database's file and the folder of its snapshots; LivedeskError where it is not a file."""
    database, folder = settings.database_path, settings.snapshots_folder
    if database is None or folder is None:
        raise LivedeskError("The database is no file: take its snapshots with its own tools.")
    return database, folder


def _find(log: "Log", name: str) -> "Broadcast":
    found = next((each for each in log.broadcasts() if name in {"latest", str(each.id)}), None)
    if found is None:
        raise LivedeskError(f"There is no broadcast {name!r}; 'livedesk broadcasts' lists what is recorded.")
    return found


def _run(
    settings: "Settings", listenings: "list[Listening]", *, no_open: bool, leave_at_end: bool = False
) -> None:
    import asyncio

    from livedesk.app import run

    _leave(
        asyncio.run(run(settings, listenings, say=_say, open_browser=not no_open, leave_at_end=leave_at_end))
    )


def _leave(well: object) -> None:
    if not well:
        raise typer.Exit(1)


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)


def _lines() -> Iterable[str]:
    """Lines of standard input; bytes that are no UTF-8 come through as replacement characters."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def _print(lines: Iterable[str]) -> None:
    """Write lines as UTF-8, whatever the terminal's own encoding."""
    for line in lines:
        sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def _write(chunks: Iterable[bytes], output: Path | None) -> None:
    if output is None:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
        return
    try:
        with output.open("wb") as file:
            file.writelines(chunks)
    except OSError as error:
        raise LivedeskError(f"{output} cannot be written: {error.strerror}.") from error
