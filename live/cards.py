"""Sound cards: which there are, and how one is opened."""

import os
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from distill.audio import Samples
from distill.errors import DistillError


class DeviceError(DistillError):
    """There is no sound card, or it cannot be played as asked."""


@dataclass(frozen=True, slots=True)
class Device:
    """A sound card as the system names it."""

    name: str
    system: str
    """The host API: ALSA, JACK, Core Audio and so on."""
    channels: int
    sample_rate: float
    default: bool


def devices() -> list[Device]:
    """The sound cards that can play.

    Raises:
        DeviceError: the PortAudio library is missing.
    """
    sounddevice = library("sounddevice")
    systems: Sequence[Mapping[str, Any]] = sounddevice.query_hostapis()
    default = _default(sounddevice)
    return [
        Device(
            name=found["name"],
            system=systems[found["hostapi"]]["name"],
            channels=found["max_output_channels"],
            sample_rate=found["default_samplerate"],
            default=index == default,
        )
        for index, found in enumerate(sounddevice.query_devices())
        if found["max_output_channels"] > 0
    ]


def open_mixer(name: str | None, sample_rate: int) -> tuple[Any, str, int]:
    """An opened mixer, the device's name, and how many channels it is played on."""
    return _opened(name, sample_rate, partial(library("rtmixer").Mixer, latency="low"))


def open_stream(name: str | None, sample_rate: int) -> tuple[Any, str, int]:
    """The same with a stream that is written to, and waits while it is full."""
    return _opened(name, sample_rate, partial(library("sounddevice").OutputStream, dtype="float32"))


def _opened(name: str | None, sample_rate: int, open_device: Callable[..., Any]) -> tuple[Any, str, int]:
    sounddevice = library("sounddevice")
    try:
        index = _default(sounddevice) if name is None else sounddevice.query_devices(name, "output")["index"]
    except ValueError as error:
        known = ", ".join(repr(d.name) for d in devices()) or "none"
        raise DeviceError(f"No one sound card is called {name!r}. There are: {known}.") from error
    if index is None:
        raise DeviceError("No sound card found. Plug one in or start JACK; distill render needs none.")
    found = sounddevice.query_devices(index)
    channels = min(2, found["max_output_channels"])
    try:
        with quiet():
            opened = open_device(device=index, channels=channels, samplerate=sample_rate)
    except sounddevice.PortAudioError as error:
        raise DeviceError(
            f"{found['name']} cannot be played at {sample_rate} Hz ({error.args[0]}); "
            f"it runs at {found['default_samplerate']:.0f} Hz. Change its rate or take another --device."
        ) from error
    return opened, found["name"], channels


def spread(samples: Samples, channels: int) -> Samples:
    """Samples [time, channel] for a card of so many channels: mono on all of them, stereo on one as the mean."""
    if samples.shape[1] == channels:
        return np.ascontiguousarray(samples)
    return np.repeat(samples.mean(axis=1, keepdims=True), channels, axis=1)


def _default(sounddevice: Any) -> int | None:
    """The system's choice, or the first that can play where it has none (as with JACK alone)."""
    index: int = sounddevice.default.device[1]
    if index >= 0:
        return index
    return next((i for i, d in enumerate(sounddevice.query_devices()) if d["max_output_channels"] > 0), None)


def library(name: str) -> Any:
    """Import ``sounddevice`` or ``rtmixer``, which fail at import where PortAudio is not installed."""
    try:
        with quiet():
            return __import__(name)
    except OSError as error:
        raise DeviceError(
            "No sound: the PortAudio library is missing. On Debian and Ubuntu: apt install libportaudio2"
        ) from error


@contextmanager
def quiet() -> Generator[None]:
    """Keep what ALSA and JACK print by themselves off the terminal; their errors arrive as exceptions."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
