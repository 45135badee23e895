"""The command line. Commands parse, import what they need, and call; so ``distill --help`` answers at once."""

import sys

import typer

from distill.cli import (
    atlas,
    codes,
    coding,
    demo,
    devices,
    evaluate,
    generate,
    library,
    live,
    midi,
    osc,
    render,
    train,
    train_prior,
)
from distill.errors import DistillError

app = typer.Typer(
    name="distill",
    help="An instrument made from your own sounds: train it on a folder in minutes, then play it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
for command in (
    demo.demo,
    train.train,
    train_prior.train_prior,
    live.live,
    generate.generate,
    render.render,
    evaluate.evaluate,
    coding.encode,
    coding.decode,
    atlas.atlas,
    devices.devices,
):
    app.command()(command)
for group in (codes.app, library.app, midi.midi, osc.osc):
    app.add_typer(group)


def main() -> None:
    """Run ``distill``. What goes wrong on purpose is one line and exit 1."""
    try:
        app()
    except DistillError as error:
        sys.exit(f"distill: {error}")
