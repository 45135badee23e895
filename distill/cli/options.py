"""Options shared by several commands, and options made from the table of settings."""

from pathlib import Path
from typing import Annotated, Any

import typer

from distill.errors import DistillError
from distill.settings import PLAYING, Setting
from distill.system import extras

ProgressForm = Annotated[
    str,
    typer.Option(
        "--progress",
        metavar="bars|lines",
        help="lines: every report is a line of JSON on standard error, for a program that follows.",
    ),
]
"""Option ``--progress``: the form in which progress is shown."""


def option(setting: Setting, doc: str = "", metavar: str = "") -> Any:
    """Typer option for ``setting``; a value out of its range is refused in one line."""
    return typer.Option(
        f"--{setting.option}",
        parser=setting.checked,
        metavar=metavar or setting.metavar,
        help=setting.help.replace(setting.doc, doc or setting.doc),
    )


def argument(setting: Setting) -> Any:
    """Typer argument for ``setting``, checked likewise."""
    return typer.Argument(parser=lambda text: setting.checked(text, setting.option), help=setting.help)


def switch(setting: Setting) -> Any:
    """Typer flag ``--NAME/--no-NAME`` for ``setting``."""
    return typer.Option(f"--{setting.option}/--no-{setting.option}", help=setting.doc)


AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON for scripts.")]
ModelName = Annotated[Path, typer.Argument(help="A .distill file, a name from the library, or starter.")]
Model = Annotated[
    Path | None,
    typer.Argument(help="A .distill file, a name from the library, or starter (the default)."),
]
Seed = Annotated[int, option(PLAYING["seed"])]
Journal = Annotated[Path | None, typer.Option(help="Log the performance, for distill render.")]
Captures = Annotated[
    Path | None, typer.Option(help="Folder that /distill/record writes to; one in your data folder by default.")
]
Deck = Annotated[
    Path | None, typer.Option(help="Another model on the second deck: /distill/morph f 0.5 is half way to it.")
]
Device = Annotated[str | None, typer.Option(help="A number or a part of a name from distill devices.")]
SoundIn = Annotated[
    str | None,
    typer.Option(
        "--input",
        help="Record from this card, a number, part of a name or 'default'; /distill/input/on 1 plays it.",
    ),
]
OscPort = Annotated[int, option(PLAYING["osc-port"])]
OscHost = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 lets other machines in.")]
OscTo = Annotated[str | None, typer.Option(metavar="HOST:PORT", help="Send all changes there, such as to a tablet.")]
QueryPort = Annotated[int | None, option(PLAYING["query-port"])]
Announce = Annotated[bool, typer.Option("--announce", help="Announce OSCQuery on the network, by zeroconf.")]
MapFile = Annotated[
    Path | None, typer.Option("--map", help="A MIDI map, from distill midi learn; without one, by the port's name.")
]
Buffer = Annotated[float, option(PLAYING["buffer"])]
ConsolePort = Annotated[int, option(PLAYING["console-port"])]
ConsoleHost = Annotated[
    str, typer.Option(help="Address of the page; 0.0.0.0 lets in other machines that know the token it prints.")
]
ConsoleOrigin = Annotated[
    str,
    typer.Option(metavar="URL", help="Origin of the page behind a proxy, such as https://stage.example."),
]


def check_origin(text: str) -> str:
    """Check that ``--console-origin`` is a scheme and a host; returns it.

    Raises:
        DistillError: it is not.
    """
    from controllers.console import origins

    if text and origins.origin(text) is None:
        raise DistillError(f"--console-origin takes a scheme and a host, such as https://stage.example, not {text!r}.")
    return text


def address(text: str | None) -> tuple[str, int] | None:
    """Parse HOST:PORT to a pair.

    Raises:
        DistillError: there is no host, or the port is out of range.
    """
    if text is None:
        return None
    host, _, port = text.rpartition(":")
    if not host:
        raise DistillError(f"--osc-to takes HOST:PORT, such as 192.168.1.20:9001, not {text!r}.")
    return host, PLAYING["osc-to"].checked(port, "The port of --osc-to")


def check_page() -> None:
    """Check that the packages of the page are installed.

    Raises:
        DistillError: one is missing.
    """
    if error := extras.missing("console"):
        raise error


def check_announced(announce: bool, query_port: int | None) -> None:
    """Check that ``--announce`` comes with ``--query-port``, and its packages are installed.

    Raises:
        DistillError: it does not, or one is missing.
    """
    if announce and query_port is None:
        raise DistillError("--announce announces OSCQuery: give it a --query-port, such as 9002.")
    if announce and (error := extras.missing("announce")):
        raise error
