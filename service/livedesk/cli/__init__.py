"""The command line: a module for each group of commands, `places` and `terminal` for what they share.

Every command's heavy libraries are imported when it runs, so that --help answers at once.

Exit status: 0 done, 1 it failed (one line on standard error that says why), 2 wrong usage.
"""

import gc
import sys
from typing import Annotated

import typer

from livedesk import LivedeskError, __version__
from livedesk.cli import exporting, keeping, lessons, listening, noting, questions, studying

COLLECT_AFTER = (5_000, 20, 50)
"""How seldom the garbage collector looks. Hardly anything here is ever part of a cycle, and as Python has it set it
takes a tenth of the time of a start and of a busy Live, with stalls of 80 to 300 ms when it looks at everything."""

app = typer.Typer(
    name="livedesk",
    help="The reference desk for a library's TikTok Live: which questions are still unanswered.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for group in (listening, exporting, noting, questions, keeping, studying):
    app.add_typer(group.commands)
app.add_typer(lessons.commands, name="lessons")


def main() -> None:
    """Run the command; what goes wrong is told in one sentence, without a traceback."""
    gc.set_threshold(*COLLECT_AFTER)
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
