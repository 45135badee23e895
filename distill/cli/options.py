"""Options that several commands have."""

from typing import Annotated

import typer

Shown = Annotated[
    str,
    typer.Option(
        "--progress",
        metavar="bars|lines",
        help="lines: every report is a line of JSON on standard error, for a program that follows.",
    ),
]
"""The option by which a command is told how to show its progress."""
