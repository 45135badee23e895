"""``distill live``."""

import dataclasses
import gc
import json
import math
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from distill.cli import options
from distill.cli.options import option
from distill.cli.say import say
from distill.settings import PLAYING

if TYPE_CHECKING:
    from controllers.servers import Servers
    from distill.cli.live_view import LiveView
    from live.audio.device_host import DeviceHost
    from live.session.session import Session

REDRAW_SECONDS = 0.1
"""Period at which the terminal view is redrawn."""


def live(
    model: options.Model = None,
    seconds: Annotated[float | None, option(PLAYING["seconds"])] = None,
    seed: options.Seed = PLAYING["seed"].default,
    journal: options.Journal = None,
    capture: Annotated[Path | None, typer.Option(help="Write the very samples played to this WAV or FLAC.")] = None,
    captures: options.Captures = None,
    deck: options.Deck = None,
    device: options.Device = None,
    sound_in: options.SoundIn = None,
    osc_port: options.OscPort = PLAYING["osc-port"].default,
    osc_host: options.OscHost = "127.0.0.1",
    osc_to: options.OscTo = None,
    query_port: options.QueryPort = None,
    announce: options.Announce = False,
    map_file: options.MapFile = None,
    buffer: options.Buffer = PLAYING["buffer"].default,
    console: Annotated[bool, typer.Option("--console", help="Open the page, too, as distill console does.")] = False,
    console_port: options.ConsolePort = PLAYING["console-port"].default,
    console_host: options.ConsoleHost = "127.0.0.1",
    console_origin: options.ConsoleOrigin = "",
    as_json: options.AsJson = False,
) -> None:
    """Play a model on the sound card, controlled by MIDI and by OSC (on 127.0.0.1), until Ctrl-C.

    For example: oscsend localhost 9000 /distill/temperature f 1.4
    """
    # What is imported and loaded stays: to look for garbage in it again and again would delay the sound.
    gc.disable()
    from controllers.servers import ServerOptions, Servers
    from distill import bundle
    from distill.cli.commands.console import opened
    from live.session.session import Session, SessionOptions

    if console:
        options.check_page()
    options.check_announced(announce, query_port)
    play = SessionOptions(
        seed=seed, journal=journal, capture=capture, captures=captures, deck=deck, device=device, sound_in=sound_in,
        buffer=buffer,
    )  # fmt: skip
    listen = ServerOptions(osc_host, osc_port, options.address(osc_to), query_port, announce, map_file)
    with ExitStack() as stack:
        session = stack.enter_context(Session(play))
        servers = stack.enter_context(Servers(session.slot, listen))
        session.sources += [servers.osc, servers.midi]
        session.load(model or bundle.STARTER)
        gc.enable()
        if console:
            page = stack.enter_context(opened(session, console_host, console_port, console_origin))
            typer.echo(f"The console is at {page.url}", err=True)
        _print_start(session, servers)
        # Sound comes first.
        from distill.cli.live_view import LiveView

        with LiveView(lambda: session.performance, shown=sys.stderr.isatty()) as view:
            _play(session, view, seconds)
        performance = session.performance
    if performance:
        for report in performance.news:
            say(f"{report[0].upper()}{report[1:]}.", err=True)
        _print_summary(performance.host, as_json=as_json)


def _print_start(session: "Session", servers: "Servers") -> None:
    performance = session.performance
    if performance:
        port = servers.osc.address[1]
        say(f"Playing {performance.model.name} on {performance.host.card}, OSC on port {port}. Ctrl-C stops.", err=True)
        if performance.audio_input:
            name, latency = performance.audio_input.card.name, performance.input_latency
            say(f"Recording from {name}, {latency:.0f} ms to the loudspeaker.", err=True)


def _play(session: "Session", view: "LiveView", seconds: float | None) -> None:
    """Wait until ``seconds`` are played, or for Ctrl-C, which is how a performance usually ends."""
    try:
        while not session.played(math.inf if seconds is None else seconds, REDRAW_SECONDS):
            view.draw()
    except KeyboardInterrupt:
        pass


def _print_summary(host: "DeviceHost", *, as_json: bool) -> None:
    """Print a summary of the performance."""
    status = host.status
    played = host.state.frame / host.engine.model.codec.config.frame_rate
    if as_json:
        typer.echo(json.dumps({"seconds": played, **dataclasses.asdict(status), "ahead": status.buffer}))
        return
    typer.echo(f"Played {played:.1f} s with {status.underruns} underruns; {status.load:.0%} of one core.")
    if status.late_periods:
        typer.echo(f"The sound system itself was late {status.late_periods} times. Larger periods may help.")
