"""``distill doctor``."""

import dataclasses
import json
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import typer

from distill.cli.options import option
from distill.cli.say import say, say_json
from distill.settings import PLAYING, WAITING

MARKS = {"well": "✓", "note": "·", "bad": "✗"}


class Finding(NamedTuple):
    """Result of one check."""

    name: str
    how: Literal["well", "note", "bad"]
    """``bad`` if it prevents playing."""
    said: str


def doctor(
    model: Annotated[Path | None, typer.Argument(help="A .distill file, a name from the library, or starter.")] = None,
    seconds: Annotated[float, option(WAITING["doctor"])] = WAITING["doctor"].default,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
) -> None:
    """Check if Distill can play on this machine, how fast, and what to install or set if not.

    Exit 1 if it cannot.
    """
    findings: list[Finding] = []
    for finding in _findings(model, seconds):
        findings.append(finding)
        if not as_json:
            typer.echo(f"{MARKS[finding.how]} {finding.name:9} {finding.said}")
    if as_json:
        typer.echo(json.dumps([finding._asdict() for finding in findings], indent=2))
    if any(finding.how == "bad" for finding in findings):
        sys.exit(1)


def _findings(model: Path | None, seconds: float) -> Iterator[Finding]:
    yield _versions()
    yield _cards()
    yield _midi()
    yield _priority()
    yield from _speed(model, seconds)
    yield from _latency(model)


def _versions() -> Finding:
    from importlib import metadata

    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("distill", "torch", "sounddevice"))
    python = platform.python_version()
    return Finding("versions", "well", f"{versions}, Python {python}, {platform.platform()}, {os.cpu_count()} cores")


def _cards() -> Finding:
    from live.audio.devices import JACK_WITHOUT_CARD, DeviceError, devices

    try:
        found = [device for device in devices() if device.channels]
    except DeviceError as error:
        return Finding("sound", "bad", str(error))
    if not found:
        return Finding("sound", "bad", f"no sound card; {JACK_WITHOUT_CARD}")
    names = (f"{d.name} ({d.system}, {d.sample_rate:.0f} Hz{', the default' if d.default else ''})" for d in found)
    return Finding("sound", "well", ", ".join(names))


def _midi() -> Finding:
    from controllers.midi.port_process import PortProcess
    from controllers.midi.ports import system

    if system() is None:
        return Finding("MIDI", "note", "no MIDI system runs here; on Linux: apt install jackd2, or load snd-seq")
    with PortProcess(virtual=False) as ports:
        found = ", ".join(ports.inputs)
    return Finding("MIDI", "well", found or "no controller is plugged in; that can be done while playing")


def _priority() -> Finding:
    from live.audio.os_support import may_raise_priority

    if may_raise_priority():
        return Finding("priority", "well", "the engine may run before other programs")
    return Finding("priority", "note", "the engine may not run before other programs; on Linux: apt install rtkit, or "
                   "allow it in /etc/security/limits.conf: @audio - rtprio 95")  # fmt: skip


def _speed(model: Path | None, seconds: float) -> Iterator[Finding]:
    from distill import bundle
    from live.audio import timing_probe
    from live.engine.engine import Engine

    place = bundle.find(model) if model else bundle.STARTER
    measured = timing_probe.measure(Engine(bundle.load(place)), seconds)
    default: float = PLAYING["buffer"].default
    usual = f"{default:g} ms"
    speed = measured.frame / measured.median
    text = (
        f"{place.name}: a frame of {measured.frame:.0f} ms takes {measured.median:.1f} ms, one in a hundred "
        f"{measured.slowest:.1f}: {speed:.1f} × realtime"
    )
    if speed < 1:
        yield Finding("speed", "bad", f"{text}; train one with --preset fast, or close other programs")
        return
    yield Finding("speed", "well" if measured.slowest < measured.frame else "note", text)
    if measured.latest <= default:
        yield Finding("buffer", "well", f"{measured.latest:.0f} ms would have been enough; {usual} are rendered ahead")
    else:
        advice = f"distill live --buffer {measured.buffer}"
        yield Finding("buffer", "note", f"{usual} would not have been enough, {measured.buffer} would: {advice}")


def _latency(model: Path | None) -> Iterator[Finding]:
    """Felt latency on the default sound card, if there is one."""
    from distill import bundle
    from live.audio import devices
    from live.audio.status import FeltLatency

    try:
        cards = [device.latency for device in devices.devices() if device.channels and device.default]
    except devices.DeviceError:
        return
    config = bundle.load(bundle.find(model) if model else bundle.STARTER).codec.config
    for card in cards:
        latency = FeltLatency.of(config, PLAYING["buffer"].default, 1000 * card)
        yield Finding(
            "latency", "well", f"half of a change is heard after {latency.total:.0f} ms at most: wait for a frame "
            f"{latency.frame:.0f}, ring {latency.ring:.0f}, sound card {latency.card:.0f}, half of the window's rise "
            f"{latency.window:.0f}; level gains do not wait for a frame, output gain for neither frame nor window",
        )  # fmt: skip


def devices(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
) -> None:
    """List the sound cards; distill live --device, or --input to record, takes a number or a part of a name."""
    from live.audio.devices import JACK_WITHOUT_CARD
    from live.audio.devices import devices as find_devices

    found = find_devices()
    if as_json:
        say_json([dataclasses.asdict(d) for d in found], indent=2)
        return
    if not found:
        typer.echo(f"No sound card. {JACK_WITHOUT_CARD}")
    for d in found:
        mark = "*" if d.default else " "
        say(
            f"{mark} {d.number:2} {d.name}  "
            f"({d.system}, {d.channels} outputs, {d.inputs} inputs, {d.sample_rate:.0f} Hz)"
        )
