"""Sound cards: which there are, and how one is opened."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np
import soxr

from distill.audio import Samples
from distill.errors import DistillError
from live.audio.os_support import silence_stderr

Direction = Literal["input", "output"]
"""Where sound goes: in by a microphone, or out to a loudspeaker."""
InputCallback = Callable[..., None]
"""What sounddevice calls with the samples [time, channel] that have come in, and more."""


NUMBERS = re.compile(r"hw:\d+,\d+|\b\d+- ")
"""What of a name may be another one when the card is plugged in again: ALSA's ``(hw:1,0)``, Windows' ``2- ``."""

_KIND: Mapping[Direction, str] = {"input": "input", "output": "card"}
_OPTION: Mapping[Direction, str] = {"input": "input", "output": "device"}


class DeviceError(DistillError):
    """There is no sound card, or it cannot be played as asked."""


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """A sound card as the system names it."""

    number: int
    """What PortAudio counts it as, until cards come or go."""
    name: str
    system: str
    """The host API: ALSA, JACK, Core Audio and so on."""
    channels: int
    """That it plays."""
    inputs: int
    """Channels that it hears."""
    sample_rate: float
    default: bool
    """Whether it plays where no other is asked for."""


@dataclass(frozen=True, slots=True)
class AudioDevice:
    """A sound card as it was opened."""

    name: str
    system: str
    channels: int
    sample_rate: int
    latency: float
    """Seconds from the ring to the loudspeaker, or from the microphone on, by the card's own account."""
    rank: int = 0
    """How many of the same name are listed before it."""
    twins: tuple[str, ...] = ()
    """Other cards that are called the same but for their numbers: they were there, too."""


def devices() -> list[DeviceInfo]:
    """The sound cards that play or record.

    Raises:
        DeviceError: the PortAudio library is missing.
    """
    sounddevice = library("sounddevice")
    default = _default("output")
    return [
        DeviceInfo(
            number=index,
            name=found["name"],
            system=_system(found),
            channels=found["max_output_channels"],
            inputs=found["max_input_channels"],
            sample_rate=found["default_samplerate"],
            default=index == default,
        )
        for index, found in enumerate(sounddevice.query_devices())
        if found["max_output_channels"] or found["max_input_channels"]
    ]


def open_mixer(name: str | None, sample_rate: int) -> tuple[Any, AudioDevice]:
    """An opened mixer on the card that ``name`` is the number of, or a part of the name; or on the system's choice.

    Raises:
        DeviceError: there is none, or more than one, or it cannot be played.
    """
    return _open(_find(name, "output"), sample_rate, "output", _mixer())


def reopen_mixer(card: AudioDevice, sample_rate: int) -> tuple[Any, AudioDevice]:
    """The same for a card that was played before, wherever it is listed now.

    Raises:
        DeviceError: it is not there, or cannot be played.
    """
    return _open(_find_again(card, "output"), sample_rate, "output", _mixer())


def open_stream(name: str | None, sample_rate: int) -> tuple[Any, AudioDevice]:
    """Like ``open_mixer``, a stream that is written to, and waits while it is full."""
    stream = partial(library("sounddevice").OutputStream, dtype="float32")
    return _open(_find(name, "output"), sample_rate, "output", stream)


def open_input(name: str | None, sample_rate: int, callback: InputCallback) -> tuple[Any, AudioDevice]:
    """Like ``open_mixer``, a stream that calls ``callback`` with what comes in."""
    return _open(_find(name, "input"), sample_rate, "input", _microphone(callback))


def reopen_input(card: AudioDevice, sample_rate: int, callback: InputCallback) -> tuple[Any, AudioDevice]:
    """Like ``reopen_mixer``, a stream that calls ``callback`` with what comes in."""
    return _open(_find_again(card, "input"), sample_rate, "input", _microphone(callback))


def wait_for(reopen: Callable[[], tuple[Any, AudioDevice]], pause: Callable[[], None]) -> tuple[Any, AudioDevice]:
    """What ``reopen`` opens, as soon as it can; ``pause`` is what to do between two looks.

    PortAudio sees new cards only when it begins anew.
    """
    sounddevice = library("sounddevice")
    while True:
        try:
            return reopen()
        except DeviceError:
            sounddevice._terminate()  # noqa: SLF001
            pause()
            sounddevice._initialize()  # noqa: SLF001


def _mixer() -> Callable[..., Any]:
    return partial(library("rtmixer").Mixer, latency="low")


def _microphone(callback: InputCallback) -> Callable[..., Any]:
    return partial(library("sounddevice").InputStream, dtype="float32", latency="low", callback=callback)


def _find(name: str | None, direction: Direction) -> int:
    """The index of a card among PortAudio's."""
    sounddevice = library("sounddevice")
    fitting = {d.number: d.name for d in devices() if (d.channels if direction == "output" else d.inputs)}
    if name is not None and name.strip().isdecimal() and int(name) in fitting:
        return int(name)
    try:
        index = _default(direction) if name is None else sounddevice.query_devices(name, direction)["index"]
    except ValueError as error:
        known = ", ".join(f"{number} {called!r}" for number, called in fitting.items()) or "none"
        raise DeviceError(f"No one sound {_KIND[direction]} is called {name!r}. There are: {known}.") from error
    if index is None:
        raise DeviceError(f"No sound {_KIND[direction]} found. Plug one in or start JACK; distill render needs none.")
    return index


def _find_again(card: AudioDevice, direction: Direction) -> int:
    """The index now of a card that was there before: by its name, or what is left of that without numbers."""
    alike = {
        index: found["name"]
        for index, found in enumerate(library("sounddevice").query_devices())
        if found[f"max_{direction}_channels"]
        and _system(found) == card.system
        and _plain(found["name"]) == _plain(card.name)
    }
    same = [index for index, name in alike.items() if name == card.name]
    # Its twins were there beside it, and are other cards.
    near = same[: card.rank + 1][-1:] or [index for index, name in alike.items() if name not in card.twins]
    if not near:
        raise DeviceError(f"{card.name} is not there.")
    return near[0]


def _plain(name: str) -> str:
    """A card's name without what changes with the place where it is plugged in."""
    return NUMBERS.sub("", name)


def _open(
    index: int, sample_rate: int, direction: Direction, open_device: Callable[..., Any]
) -> tuple[Any, AudioDevice]:
    """A stream at ``sample_rate``, or at the card's own where it does not have that."""
    sounddevice = library("sounddevice")
    found = sounddevice.query_devices(index)
    channels = min(2, found[f"max_{direction}_channels"])
    own = round(found["default_samplerate"])
    for rate in dict.fromkeys((sample_rate, own)):
        with suppress(sounddevice.PortAudioError), silence_stderr():
            stream = open_device(device=index, channels=channels, samplerate=rate)
            return stream, AudioDevice(found["name"], _system(found), channels, rate, stream.latency, *_kin(index))
    raise DeviceError(
        f"{found['name']} cannot be opened, neither at {sample_rate} Hz nor at its own {own} Hz. "
        f"Does another program have it? Close that, or take another --{_OPTION[direction]}."
    )


def _kin(index: int) -> tuple[int, tuple[str, ...]]:
    """How many cards before one have its name, and what others are called that differ from it in numbers only."""
    listed = [(found["name"], found["hostapi"]) for found in library("sounddevice").query_devices()]
    name, system = listed[index]
    others = {other for other, its in listed if its == system and other != name and _plain(other) == _plain(name)}
    return listed[:index].count((name, system)), tuple(sorted(others))


def _system(found: Mapping[str, Any]) -> str:
    return library("sounddevice").query_hostapis(found["hostapi"])["name"]


class FormatConverter:
    """Samples of one stream made to fit another, such as a card: its channels, and its rate."""

    def __init__(self, rate: int, wanted: int, channels: int) -> None:
        self._channels = channels
        self._resampler = None
        if rate != wanted:
            self._resampler = soxr.ResampleStream(rate, wanted, channels, dtype="float32")

    def convert(self, samples: Samples) -> Samples:
        """Samples [time, channel]: mono on all channels, stereo on one as the mean."""
        if samples.shape[1] == self._channels:
            samples = np.ascontiguousarray(samples)
        else:
            samples = np.repeat(samples.mean(axis=1, keepdims=True), self._channels, axis=1)
        return samples if self._resampler is None else self._resampler.resample_chunk(samples)


def _default(direction: Direction) -> int | None:
    """The system's choice, or the first there is where it has none (as with JACK alone)."""
    sounddevice = library("sounddevice")
    index: int = sounddevice.default.device[direction]
    if index >= 0:
        return index
    return next((i for i, d in enumerate(sounddevice.query_devices()) if d[f"max_{direction}_channels"] > 0), None)


def library(name: str) -> Any:
    """Import ``sounddevice`` or ``rtmixer``, which fail at import where PortAudio is not installed."""
    try:
        with silence_stderr():
            return __import__(name)
    except OSError as error:
        raise DeviceError(
            "No sound: the PortAudio library is missing. On Debian and Ubuntu: apt install libportaudio2"
        ) from error
