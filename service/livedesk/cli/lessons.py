"""Commands for what staff taught."""

from pathlib import Path
from typing import Annotated

import typer

from livedesk.cli.options import Handle
from livedesk.cli.places import the_lexicon, the_log, whose
from livedesk.cli.terminal import text_of, write

commands = typer.Typer(
    no_args_is_help=True,
    help="What staff taught by “Not a question” and by adding comments: it holds for a handle's next broadcasts.",
)


@commands.command("export")
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

    log = the_log()
    write(encode(learned(log, whose(log, handle), the_lexicon())), output)


@commands.command("import")
def import_lessons(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What 'livedesk lessons export' wrote.")],
    *,
    handle: Handle = None,
) -> None:
    """Add lessons, of another library for instance, to what was taught so far; the next broadcast begins with them."""
    from livedesk.log.learned import learned
    from livedesk.present import now_ms
    from livedesk.questions.lessons import decode, joined

    log = the_log()
    handle = whose(log, handle)
    added = decode(text_of(file).splitlines(), the_lexicon())
    log.teach(handle, now_ms(), joined(learned(log, handle, the_lexicon()), added))
    typer.echo(
        f"@{handle} begins the next broadcast with these lessons too: {len(added.asks) + len(added.asks_not)}."
    )


@commands.command("reset")
def reset_lessons(*, handle: Handle = None) -> None:
    """Forget what was taught: the next broadcast begins with no lesson. Recorded broadcasts stay as they are."""
    from livedesk.events import Taught
    from livedesk.present import now_ms

    log = the_log()
    handle = whose(log, handle)
    log.teach(handle, now_ms(), Taught())
    typer.echo(f"@{handle} begins the next broadcast with no lesson.")
