"""Arguments and options that several commands share."""

from typing import Annotated

import typer

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
