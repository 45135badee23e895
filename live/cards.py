"""Sound cards: which there are, and how one is opened."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import soxr

from distill.audio import Samples
from distill.errors import DistillError
from live.quiet import quiet


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


@dataclass(frozen=True, slots=True)
class Card:
    """A sound card as it was opened."""

    name: str
    system: str
    channels: int
    sample_rate: int
    latency: float
    """Seconds from the ring to the loudspeaker, by the card's own account."""


def devices() -> list[Device]:
    """The sound cards that can play.

    Raises:
        DeviceError: the PortAudio library is missing.
    """
    sounddevice = library("sounddevice")
    default = _default(sounddevice)
    return [
        Device(
            name=found["name"],
            system=_system(found),
            channels=found["max_output_channels"],
            sample_rate=found["default_samplerate"],
            default=index == default,
        )
        for index, found in enumerate(sounddevice.query_devices())
        if found["max_output_channels"] > 0
    ]


def open_mixer(name: str | None, sample_rate: int) -> tuple[Any, Card]:
    """An opened mixer on the card that ``name`` is a part of the name of, or on the system's choice.

    Raises:
        DeviceError: there is none, or more than one, or it cannot be played.
    """
    return _open(_find(name), sample_rate, _mixer())


def reopen_mixer(card: Card, sample_rate: int) -> tuple[Any, Card]:
    """The same for a card that was played before, wherever it is listed now.

    Raises:
        DeviceError: it is not there, or cannot be played.
    """
    for index, found in enumerate(library("sounddevice").query_devices()):
        if (found["name"], _system(found)) == (card.name, card.system) and found["max_output_channels"]:
            return _open(index, sample_rate, _mixer())
    raise DeviceError(f"{card.name} is not there.")


def open_stream(name: str | None, sample_rate: int) -> tuple[Any, Card]:
    """Like ``open_mixer``, a stream that is written to, and waits while it is full."""
    return _open(_find(name), sample_rate, partial(library("sounddevice").OutputStream, dtype="float32"))


def _mixer() -> Callable[..., Any]:
    return partial(library("rtmixer").Mixer, latency="low")


def _find(name: str | None) -> int:
    """The index of a card among PortAudio's."""
    sounddevice = library("sounddevice")
    try:
        index = _default(sounddevice) if name is None else sounddevice.query_devices(name, "output")["index"]
    except ValueError as error:
        known = ", ".join(repr(d.name) for d in devices()) or "none"
        raise DeviceError(f"No one sound card is called {name!r}. There are: {known}.") from error
    if index is None:
        raise DeviceError("No sound card found. Plug one in or start JACK; distill render needs none.")
    return index


def _open(index: int, sample_rate: int, open_device: Callable[..., Any]) -> tuple[Any, Card]:
    """A stream at ``sample_rate``, or at the card's own where it does not have that."""
    sounddevice = library("sounddevice")
    found = sounddevice.query_devices(index)
    channels = min(2, found["max_output_channels"])
    own = round(found["default_samplerate"])
    for rate in dict.fromkeys((sample_rate, own)):
        with suppress(sounddevice.PortAudioError), quiet():
            stream = open_device(device=index, channels=channels, samplerate=rate)
            return stream, Card(found["name"], _system(found), channels, rate, stream.latency)
    raise DeviceError(
        f"{found['name']} cannot be played, neither at {sample_rate} Hz nor at its own {own} Hz. "
        f"Does another program have it? Close that, or take another --device."
    )


def _system(found: Mapping[str, Any]) -> str:
    return library("sounddevice").query_hostapis(found["hostapi"])["name"]


class Fitting:
    """Samples of one stream made to fit a card: its channels, and its rate."""

    def __init__(self, card: Card, sample_rate: int) -> None:
        self._channels = card.channels
        self._resampler = None
        if card.sample_rate != sample_rate:
            self._resampler = soxr.ResampleStream(sample_rate, card.sample_rate, card.channels, dtype="float32")

    def fit(self, samples: Samples) -> Samples:
        """Samples [time, channel]: mono on all channels, stereo on one as the mean."""
        if samples.shape[1] == self._channels:
            samples = np.ascontiguousarray(samples)
        else:
            samples = np.repeat(samples.mean(axis=1, keepdims=True), self._channels, axis=1)
        return samples if self._resampler is None else self._resampler.resample_chunk(samples)


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
