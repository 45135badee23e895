"""``distill devices``."""

import dataclasses
from typing import Annotated

import typer

from distill.cli.say import say, say_json


def devices(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
) -> None:
    """List the sound cards; distill live --device, or --input where it hears, takes a number or a part of a name."""
    from live import cards

    found = cards.devices()
    if as_json:
        say_json([dataclasses.asdict(d) for d in found], indent=2)
        return
    if not found:
        typer.echo("No sound card. JACK works without one: jackd -d dummy -r 48000 -p 128")
    for d in found:
        mark = "*" if d.default else " "
        say(
            f"{mark} {d.number:2} {d.name}  "
            f"({d.system}, plays {d.channels} channels, hears {d.inputs}, {d.sample_rate:.0f} Hz)"
        )
