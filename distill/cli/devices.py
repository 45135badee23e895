"""``distill devices``."""

import dataclasses
import json
from typing import Annotated

import typer


def devices(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
) -> None:
    """List the sound cards; distill live --device, or --input where it hears, takes a number or a part of a name."""
    from live import cards

    found = cards.devices()
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(d) for d in found], indent=2))
        return
    if not found:
        typer.echo("No sound card. JACK works without one: jackd -d dummy -r 48000 -p 128")
    for d in found:
        mark = "*" if d.default else " "
        typer.echo(
            f"{mark} {d.number:2} {d.name}  "
            f"({d.system}, plays {d.channels} channels, hears {d.inputs}, {d.sample_rate:.0f} Hz)"
        )
