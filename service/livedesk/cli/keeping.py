"""Commands that keep the log and what is in it: forgetting, retention, snapshots."""

from pathlib import Path
from typing import Annotated

import typer

from livedesk import LivedeskError
from livedesk.cli.places import copies, database_files, the_lexicon, the_log, the_settings
from livedesk.cli.terminal import say

commands = typer.Typer()


@commands.command()
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
    from livedesk.present import now_ms

    log = the_log()
    broadcasts = set(log.find(viewer))
    touched = erasure.erase(log, copies(), viewer, now_ms(), the_lexicon())
    for each in Ledger(the_settings().exports_ledger).exports(broadcasts):
        say(f"An export may still hold {viewer}: delete it, or export anew.  {each}")
    if not touched:
        raise LivedeskError(
            f"Nobody called {viewer!r} is in the log: give the handle as it stands in TikTok."
        )
    typer.echo(f"Forgot {viewer}: {touched} rows blanked.")


@commands.command()
def notice(
    *,
    contact: Annotated[str, typer.Option(metavar="ADDRESS", help="Whom viewers may write to.")] = "[contact]",
) -> None:
    """Print what to tell viewers, in three languages: a line for the bio, a paragraph for the stream."""
    from livedesk.notice import NOTICES
    from livedesk.notice import notice as filled_in
    from livedesk.retention import Retention

    settings = the_settings()
    retention = Retention(settings.retention_text_days, settings.retention_pseudonym_months)
    for language in NOTICES:
        told = filled_in(language, retention, contact)
        typer.echo(f"[{language}] {told.line}\n\n{told.paragraph}\n")


@commands.command()
def purge(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> None:
    """Apply retention: take away texts and names, and later all but the figures, in the snapshots too."""
    from contextlib import closing

    from livedesk.log import open_log
    from livedesk.present import now_ms
    from livedesk.retention import Retention, due
    from livedesk.retention import purge as take_away

    settings, now = the_settings(), now_ms()
    retention = Retention(settings.retention_text_days, settings.retention_pseudonym_months)
    typer.echo(str(retention))
    for url in (settings.database_url, *(f"sqlite:///{copy}" for copy in copies())):
        with closing(open_log(url)) as log:
            for each in list(due(log, retention, now)):
                if not dry_run:
                    take_away(log, each, settings.languages, now)
                typer.echo(f"{'Would go' if dry_run else 'Gone'}, {url.removeprefix('sqlite:///')}, {each}.")


@commands.command()
def backup(
    *,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="The file to write; one named by the time without it."),
    ] = None,
) -> None:
    """Take a snapshot of the database, which may be recording: a file that stands by itself."""
    from livedesk.log import snapshots

    database, folder = database_files(the_settings())
    if output is None:
        output = snapshots.take_in(folder, database, keep=None)
    else:
        snapshots.take(database, output)
    typer.echo(f"The snapshot is {output}. Keep a copy of it on another disk.")


@commands.command()
def restore(
    snapshot: Annotated[str, typer.Argument(metavar="SNAPSHOT", help="A snapshot's file, or latest.")],
) -> None:
    """Go back to a snapshot. The database of now is kept under another name."""
    from livedesk.log import snapshots

    database, folder = database_files(the_settings())
    chosen = snapshots.newest(folder, database) if snapshot == "latest" else Path(snapshot)
    kept = snapshots.restore(database, chosen)
    typer.echo(f"{database} is as it was in {chosen}." + (f" What it replaced is {kept}." if kept else ""))
