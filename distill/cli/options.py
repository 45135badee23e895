"""Options that several commands have, and those of the table of settings."""

from typing import Annotated, Any

import typer

from distill.settings import Setting

Shown = Annotated[
    str,
    typer.Option(
        "--progress",
        metavar="bars|lines",
        help="lines: every report is a line of JSON on standard error, for a program that follows.",
    ),
]
"""The option by which a command is told how to show its progress."""


def option(setting: Setting, doc: str = "", metavar: str = "") -> Any:
    """The option of a command for ``setting``: what is out of its limits is refused in one line."""
    return typer.Option(
        f"--{setting.option}",
        parser=setting.checked,
        metavar=metavar or setting.metavar,
        help=setting.help.replace(setting.doc, doc or setting.doc),
    )


def argument(setting: Setting) -> Any:
    """The argument of a command for ``setting``."""
    return typer.Argument(parser=lambda text: setting.checked(text, setting.option), help=setting.help)


def switch(setting: Setting) -> Any:
    """The option of a command that is on or off."""
    return typer.Option(f"--{setting.option}/--no-{setting.option}", help=setting.doc)
