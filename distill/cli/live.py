"""``distill live``."""

import dataclasses
import json
import math
import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from distill.errors import DistillError

if TYPE_CHECKING:
    from distill.cli.view import View
    from live.device import DeviceHost
    from live.ear import Ear
    from live.journal import Header

LOOK_SECONDS = 0.1
"""How often the terminal is drawn anew."""


def live(
    model: Annotated[
        Path | None,
        typer.Argument(help="A .distill file, from distill train; without one, the model that comes along."),
    ] = None,
    seconds: Annotated[float | None, typer.Option(min=0.1, help="Stop by itself after so long.")] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Which piece it plays when left alone.")] = 0,
    record: Annotated[Path | None, typer.Option(help="Log the performance, for distill render.")] = None,
    capture: Annotated[Path | None, typer.Option(help="Write the very samples played to this WAV or FLAC.")] = None,
    captures: Annotated[
        Path | None, typer.Option(help="Folder for what /distill/record writes; otherwise your data folder.")
    ] = None,
    device: Annotated[str | None, typer.Option(help="A part of a name from distill devices.")] = None,
    deck: Annotated[
        Path | None, typer.Option(help="Another model on the second deck: /distill/morph f 0.5 is half way to it.")
    ] = None,
    sound_in: Annotated[
        str | None,
        typer.Option("--input", help="Hear this card, a part of a name or 'default': /distill/input/on 1 plays it."),
    ] = None,
    osc_port: Annotated[int, typer.Option(min=0, max=65535, help="UDP port to listen on; 0 takes a free one.")] = 9000,
    osc_host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    osc_to: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Always send what changes there, say to a tablet.")
    ] = None,
    query_port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Also answer OSCQuery (HTTP) on this port of --osc-host.")
    ] = None,
    announce: Annotated[bool, typer.Option("--announce", help="Tell the network of OSCQuery, by zeroconf.")] = False,
    map_file: Annotated[
        Path | None, typer.Option("--map", help="A MIDI map, from distill midi learn; without one, by the port's name.")
    ] = None,
    ahead: Annotated[
        float,
        typer.Option(min=1, max=500, help="Milliseconds rendered ahead; more by itself if the machine stalls."),
    ] = 13,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON for scripts.")] = False,
) -> None:
    """Play a model live: sound on the sound card, MIDI and OSC (on 127.0.0.1) under the hands, until Ctrl-C.

    For example: oscsend localhost 9000 /distill/temperature f 1.4
    """
    import platformdirs

    from controllers import midimap
    from controllers.midi import MidiServer
    from controllers.osc import OscServer
    from controllers.oscquery import QueryServer, announced
    from distill import bundle
    from distill.cli.view import View
    from live.captures import Captures
    from live.decks import Decks
    from live.device import DeviceHost
    from live.ear import Ear
    from live.engine import Engine
    from live.journal import Header
    from live.snapshots import Shelf

    if announce and query_port is None:
        raise DistillError("--announce tells the network of OSCQuery: give it a --query-port, such as 9002.")
    model = bundle.find(model) if model else bundle.STARTER
    loaded = bundle.load(model)
    engine = Engine(loaded)
    shelf = Shelf(engine, model)
    host = DeviceHost(engine, device=device, seed=seed, ahead=ahead, snapshots=shelf.load())
    decks = Decks(host, deck)
    ear = None if sound_in is None else Ear(host, model, None if sound_in == "default" else sound_in)
    server = OscServer(host, host=osc_host, port=osc_port, always=_address(osc_to))
    query = None if query_port is None else QueryServer(host, server.address, host=osc_host, port=query_port)
    controllers = MidiServer(host, only=midimap.load(map_file) if map_file else None)
    with ExitStack() as stack:
        stack.enter_context(_logged(host, Header.of(loaded, model, seed, shelf.slots, decks.first), record))
        stack.enter_context(_captured(host, capture))
        folder = captures or platformdirs.user_data_path("distill") / "captures"
        takes = stack.enter_context(Captures(folder, loaded.codec.config.channels))
        host.listeners.extend(
            (takes.hear, stack.enter_context(decks).hear, lambda block: shelf.hear(block, host.state))
        )
        stack.enter_context(server)
        stack.enter_context(controllers)
        stack.enter_context(host)
        if ear:
            stack.enter_context(ear)
        if query:
            stack.enter_context(query)
            if announce:
                stack.enter_context(announced(query))
        typer.echo(f"Playing {model.name} on {host.card}, OSC on port {server.address[1]}. Ctrl-C stops.", err=True)
        if ear:
            typer.echo(f"Hearing {ear.card.name}, {_roundabout(host, ear):.0f} ms to the loudspeaker.", err=True)

        def news() -> list[str]:
            return [teller.news for teller in (takes, shelf, decks, ear) if teller and teller.news]

        with View(host, news, shown=sys.stderr.isatty()) as view:
            _play(host, view, seconds)
    for told in news():
        typer.echo(f"{told[0].upper()}{told[1:]}.", err=True)
    _tell(host, as_json=as_json)


@contextmanager
def _logged(host: "DeviceHost", header: "Header", path: Path | None) -> Generator[None]:
    """Write the performance to the journal at ``path``, if any."""
    from live.journal import JournalWriter

    if path is None:
        yield
        return
    with JournalWriter(path, header) as journal:
        host.listeners.append(journal.write)
        if journal.kept:
            typer.echo(f"The older {path.name} is now {journal.kept.name}.", err=True)
        yield


@contextmanager
def _captured(host: "DeviceHost", path: Path | None) -> Generator[None]:
    """Write the samples played to ``path``, if any."""
    from distill import audio

    if path is None:
        yield
        return
    with audio.writing(path, channels=host.engine.model.codec.config.channels) as write:
        host.listeners.append(lambda block: write(block.samples.numpy()))
        yield


def _roundabout(host: "DeviceHost", ear: "Ear") -> float:
    """Milliseconds that what comes in takes through codes to the loudspeaker: cards, hop, windows, what is ahead."""
    codec = host.engine.model.codec
    heard = ear.card.latency + (codec.config.hop + codec.latency) / codec.config.sample_rate
    return 1000 * heard + host.status.latency


def _address(text: str | None) -> tuple[str, int] | None:
    """HOST:PORT as a pair."""
    if text is None:
        return None
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65_536:
        raise DistillError(f"--osc-to takes HOST:PORT, such as 192.168.1.20:9001, not {text!r}.")
    return host, int(port)


def _play(host: "DeviceHost", view: "View", seconds: float | None) -> None:
    """Wait until ``seconds`` are played, or for Ctrl-C, which is how a performance usually ends."""
    frames = math.inf if seconds is None else seconds * host.engine.model.codec.config.frame_rate
    try:
        while not host.wait(frames, LOOK_SECONDS):
            view.draw()
    except KeyboardInterrupt:
        pass


def _tell(host: "DeviceHost", *, as_json: bool) -> None:
    """How the performance went."""
    status = host.status
    played = host.state.frame / host.engine.model.codec.config.frame_rate
    if as_json:
        typer.echo(json.dumps({"seconds": played, **dataclasses.asdict(status)}))
        return
    typer.echo(f"Played {played:.1f} s with {status.underruns} underruns; {status.load:.0%} of one core.")
    if status.late_periods:
        typer.echo(f"The sound system itself was late {status.late_periods} times. Larger periods may help.")
