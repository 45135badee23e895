"""``distill console``."""

import math
import secrets
import sys
import webbrowser
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from distill.cli import options
from distill.errors import DistillError
from distill.settings import PLAYING

if TYPE_CHECKING:
    from controllers.console.bridge.engine_side import Console
    from live.session.session import Session

LOOPBACK = frozenset({"127.0.0.1", "localhost"})
POLL_SECONDS = 0.2
"""Interval at which it is checked that the page has not ended."""


def console(
    model: options.Model = None,
    seed: options.Seed = PLAYING["seed"].default,
    journal: options.Journal = None,
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
    console_port: options.ConsolePort = PLAYING["console-port"].default,
    console_host: options.ConsoleHost = "127.0.0.1",
    console_origin: options.ConsoleOrigin = "",
    browse: Annotated[
        bool | None,
        typer.Option("--open/--no-open", help="Open the page in the browser; by itself in a terminal."),
    ] = None,
) -> None:
    """Open the console: one page in the browser to play, edit, train, generate and keep models, until Ctrl-C.

    It plays the model on the sound card as distill live does. Without a sound card everything else works.
    """
    from controllers.servers import ServerOptions, Servers
    from distill import bundle
    from live.session.session import Session, SessionOptions

    options.check_page()
    options.check_announced(announce, query_port)
    play = SessionOptions(
        seed=seed, journal=journal, captures=captures, deck=deck, device=device, sound_in=sound_in, buffer=buffer
    )
    listen = ServerOptions(osc_host, osc_port, options.address(osc_to), query_port, announce, map_file)
    with (
        Session(play) as session,
        Servers(session.slot, listen) as servers,
        opened(session, console_host, console_port, console_origin) as page,
    ):
        session.sources += [servers.osc, servers.midi]
        typer.echo(f"The console is at {page.url}  Ctrl-C ends it.", err=True)
        if sys.stderr.isatty() if browse is None else browse:
            webbrowser.open(page.url)
        try:
            _load(session, model or bundle.STARTER)
            _stay(session, page)
        except KeyboardInterrupt:
            pass


@contextmanager
def opened(session: "Session", host: str, port: int, origin: str) -> "Generator[Console]":
    """Serve the page of ``session`` within the context, with a token if other machines have access.

    Raises:
        DistillError: the port is taken.
    """
    from controllers.console.bridge.engine_side import Console, PageAddress

    token = "" if host in LOOPBACK and not origin else secrets.token_urlsafe(16)
    with Console(session, PageAddress(host, port, token, options.check_origin(origin))) as page:
        yield page


def _load(session: "Session", model: Path) -> None:
    """Load ``model``, or print the error here and on the page."""
    try:
        session.load(model)
    except DistillError as error:
        session.trouble = str(error)
        typer.echo(f"Nothing plays: {error}", err=True)


def _stay(session: "Session", page: "Console") -> None:
    """Wait for Ctrl-C. An error in the performance does not end the console.

    Raises:
        DistillError: the page has ended by itself.
    """
    while not page.ended:
        try:
            session.played(math.inf, POLL_SECONDS)
        except DistillError as error:
            session.end(str(error))
            typer.echo(f"Nothing plays: {error}", err=True)
    raise DistillError("The page has ended by itself; above may be why. Start distill console again.")
