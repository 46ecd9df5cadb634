"""Commands that read comments from standard input, without a log: what asks, and what asks the same."""

import typer

from livedesk.cli.options import Languages, Sensitivity
from livedesk.cli.places import the_settings
from livedesk.cli.terminal import lines, print_lines

commands = typer.Typer()


@commands.command()
def detect(*, languages: Languages = None, sensitivity: Sensitivity = None) -> None:
    """Say of each line on standard input whether it asks something, and why: one JSON line each."""
    from livedesk.questions import commands

    print_lines(commands.detect(lines(), the_settings(languages).languages, sensitivity))


@commands.command()
def group(*, languages: Languages = None) -> None:
    """Say of each line on standard input, each a question, which ones ask the same: one JSON line each."""
    from livedesk.questions import commands

    print_lines(commands.group(lines(), the_settings(languages).languages))


@commands.command()
def fold(*, languages: Languages = None) -> None:
    """Fold an exported log (JSON Lines on standard input) to its questions: one JSON line each."""
    from livedesk.questions import commands

    print_lines(commands.fold(lines(), the_settings(languages).languages))
