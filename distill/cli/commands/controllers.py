"""``distill midi``, ``distill osc`` and ``distill patches``."""

import dataclasses
import json
import math
import time
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from distill.cli.options import option
from distill.cli.say import say, say_json
from distill.errors import DistillError
from distill.settings import WAITING

if TYPE_CHECKING:
    from controllers.midi.map_file import Key

midi = typer.Typer(
    name="midi", help="MIDI controllers: list them, watch their messages, make maps.", no_args_is_help=True
)
osc = typer.Typer(name="osc", help="Open Sound Control: the addresses of the instrument.", no_args_is_help=True)

LEVELS = 4
"""Levels of the vocabulary, as no instrument is loaded."""
Received = tuple[str, bytes, float]
POLL_SECONDS = 0.01
"""Longest wait for a message before the time is checked."""


@midi.command("list")
def list_ports(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
) -> None:
    """List the controllers that are plugged in, each with its map, and the maps that come with the program."""
    from controllers.midi.map_file import DEFAULT, load, map_for, maps
    from controllers.midi.port_process import PortProcess

    known = maps()
    with PortProcess(virtual=False) as ports:
        found = {port: (map_for(port, known) or load(DEFAULT)).name for port in ports.inputs}
    if as_json:
        say_json({"ports": found, "maps": [m.name for m in known]}, indent=2)
        return
    for port, name in found.items():
        say(f"{port}  plays by the map: {name}")
    if not found:
        typer.echo("No MIDI controller is plugged in.")
    say(f"Maps that come along: {', '.join(m.name for m in known)}.")


@midi.command()
def monitor(
    seconds: Annotated[float | None, option(WAITING["monitor"])] = None,
    map_file: Annotated[Path | None, typer.Option("--map", help="A map to try, as for distill live.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line for scripts.")] = False,
) -> None:
    """Show every MIDI message that arrives and what it would do, until Ctrl-C. Soft takeover is left out."""
    from controllers.midi.map_file import load
    from controllers.midi.monitor import Monitor

    monitor = Monitor(load(map_file) if map_file else None, LEVELS)
    for port, data, came in filter(None, _received(seconds)):
        message, does = monitor.explain(port, data, came)
        if as_json:
            say_json({"port": port, "message": message, "does": does})
        else:
            say(f"{port}  {message}  {'→ ' + ', '.join(does) if does else '(free)'}")


@midi.command()
def learn(
    path: Annotated[Path, typer.Argument(help="The map to write, such as mine.toml.")],
    controls: Annotated[list[str], typer.Argument(help="Controls to bind, in order, such as temperature loop/on.")],
    seconds: Annotated[float, option(WAITING["learn"])] = WAITING["learn"].default,
) -> None:
    """Make a map by touch: for each control, move the knob or press the button to bind.

    For example: distill midi learn mine.toml temperature loop/on level/1/mask
    """
    from controllers.midi.learn import Learner, write
    from distill.io import files
    from live.aliases import current
    from live.controls import Vocabulary

    if path.exists():
        raise DistillError(f"{path} is there already. Choose another name or delete it.")
    known = Vocabulary(LEVELS).controls
    controls = [current(name) for name in controls]
    for name in controls:
        if name not in known:
            raise DistillError(f"There is no control {name!r}; distill osc addresses lists them.")
    learnt: list[tuple[str, str, Key]] = []
    learner = Learner()
    with files.replacing(path) as draft, closing(_received(None)) as received:
        next(received)
        for name in controls:
            typer.echo(f"Touch what is to be {name}.")
            port, key = learner.next_touch(received, seconds)
            learnt.append((name, port, key))
            say(f"{name} is {key[0]} {key[2]} on channel {key[1] + 1} of {port}.")
        write(draft, path.stem, learnt)
    say(f"Wrote {path}. Play with it: distill live --map {path}")


def _received(seconds: float | None) -> Generator[Received | None]:
    """Yield MIDI messages (port, bytes, seconds) as they arrive, ``None`` between them, until Ctrl-C or ``seconds``."""
    from controllers.midi.port_process import PortProcess

    with PortProcess() as ports:
        deadline = math.inf if seconds is None else time.monotonic() + seconds
        say(f"Listening to {', '.join(ports.inputs) or 'nothing: no MIDI system runs here'}.", err=True)
        try:
            while time.monotonic() < deadline:
                yield from ports.messages(POLL_SECONDS)
                yield None
        except KeyboardInterrupt:
            return


@osc.callback()
def group() -> None:
    """Open Sound Control: the addresses of the instrument."""


@osc.command()
def addresses(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown for documents.")] = False,
) -> None:
    """List every address, what it takes and what it does; {n} stands for each level, counted from 1."""
    from controllers.osc.addresses import markdown
    from controllers.osc.addresses import rows as all_rows

    rows = all_rows()
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(row) for row in rows], indent=2))
    elif as_markdown:
        typer.echo(markdown())
    else:
        for row in rows:
            typer.echo(f"{row.address:26} {row.takes:30} {row.doc}")


def patches(
    folder: Annotated[Path, typer.Argument(help="Folder to write to; made if it is not there.")] = Path("patches"),
) -> None:
    """Write the panels for Pure Data, Max and TouchOSC into a FOLDER.

    They show every control of the instrument, and talk to it over OSC: open distill.pd, distill.maxpat or distill.tosc.
    """
    from controllers.patches import panels

    for place in panels.write(folder):
        say(f"Wrote {place}.")
