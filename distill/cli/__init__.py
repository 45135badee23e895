"""The command line. Commands parse, import what they need, and call; so ``distill --help`` answers at once."""

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from distill.cli import interrupt
from distill.cli.commands import (
    codes,
    console,
    controllers,
    demo,
    doctor,
    encode_decode,
    evaluate,
    generate,
    library,
    live,
    render,
    train,
    train_prior,
)
from distill.errors import DistillError
from live.aliases import command_line

app = typer.Typer(
    name="distill",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
for command in (
    demo.demo,
    train.train,
    train_prior.train_prior,
    live.live,
    console.console,
    generate.generate,
    render.render,
    evaluate.evaluate,
    encode_decode.encode,
    encode_decode.decode,
    evaluate.atlas,
    doctor.devices,
    doctor.doctor,
    controllers.patches,
):
    app.command()(command)
for group in (codes.app, library.app, controllers.midi, controllers.osc):
    app.add_typer(group)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib import metadata

        typer.echo(f"Distill {metadata.version('distill')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """An instrument made from your own sounds: train it on a folder in minutes, then play it."""


def main() -> None:
    """Run ``distill``. A ``DistillError`` is printed in one line, with exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Letters that the terminal lacks are escaped.
            stream.reconfigure(errors="backslashreplace")
    interrupt.as_ctrl_c()
    sys.argv[1:] = command_line(sys.argv[1:])
    try:
        app()
    except DistillError as error:
        sys.exit(f"distill: {error}")
