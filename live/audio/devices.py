"""Audio devices: list, open, find again (PortAudio)."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from distill.errors import DistillError
from live.audio.os_support import silence_stderr

Direction = Literal["input", "output"]
"""Direction of a stream: from a microphone, or to a loudspeaker."""
InputCallback = Callable[..., None]
"""Callback of a sounddevice input stream; its first argument is the recorded samples [time, channel]."""


NUMBERS = re.compile(r"hw:\d+,\d+|\b\d+- ")
"""Parts of a name that may change when the device is plugged in again: ALSA's ``(hw:1,0)``, Windows' ``2- ``."""

JACK_WITHOUT_CARD = "JACK works without one: jackd -d dummy -r 48000 -p 128 &"
"""Advice for a machine without a sound card."""

_KIND: Mapping[Direction, str] = {"input": "input", "output": "card"}
_OPTION: Mapping[Direction, str] = {"input": "input", "output": "device"}


class DeviceError(DistillError):
    """An audio device is missing or cannot be opened."""


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """An audio device as the system lists it."""

    number: int
    """PortAudio's index, valid until devices come or go."""
    name: str
    system: str
    """PortAudio's host API: ALSA, JACK, Core Audio and so on."""
    channels: int
    """Number of output channels."""
    inputs: int
    """Number of input channels."""
    latency: float
    """Lowest output latency in seconds, as the device reports it."""
    sample_rate: float
    default: bool
    """True for the system's default output."""


@dataclass(frozen=True, slots=True)
class AudioDevice:
    """An audio device as it was opened."""

    name: str
    system: str
    channels: int
    sample_rate: int
    latency: float
    """Output or input latency in seconds, as the device reports it."""
    rank: int = 0
    """Number of devices of the same name listed before it."""
    twins: tuple[str, ...] = ()
    """Names of other devices present when it was opened that differ in ``NUMBERS`` only."""


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
            latency=found["default_low_output_latency"],
            sample_rate=found["default_samplerate"],
            default=index == default,
        )
        for index, found in enumerate(sounddevice.query_devices())
        if found["max_output_channels"] or found["max_input_channels"]
    ]


def open_mixer(name: str | None, sample_rate: int) -> tuple[Any, AudioDevice]:
    """Open an rtmixer on the output device ``name``: a number or a part of its name; ``None`` for the default.

    Raises:
        DeviceError: none or several match, or it cannot be opened.
    """
    return _open(_find(name, "output"), sample_rate, "output", _mixer())


def reopen_mixer(card: AudioDevice, sample_rate: int) -> tuple[Any, AudioDevice]:
    """Open an rtmixer on a device that was open before, whatever its index is now.

    Raises:
        DeviceError: it is missing or cannot be opened.
    """
    return _open(_find_again(card, "output"), sample_rate, "output", _mixer())


def open_stream(name: str | None, sample_rate: int) -> tuple[Any, AudioDevice]:
    """Like ``open_mixer``, but a blocking output stream."""
    stream = partial(library("sounddevice").OutputStream, dtype="float32")
    return _open(_find(name, "output"), sample_rate, "output", stream)


def open_input(name: str | None, sample_rate: int, callback: InputCallback) -> tuple[Any, AudioDevice]:
    """Like ``open_mixer``, but an input stream that calls ``callback`` with recorded samples."""
    return _open(_find(name, "input"), sample_rate, "input", _microphone(callback))


def reopen_input(card: AudioDevice, sample_rate: int, callback: InputCallback) -> tuple[Any, AudioDevice]:
    """Like ``reopen_mixer``, but an input stream that calls ``callback`` with recorded samples."""
    return _open(_find_again(card, "input"), sample_rate, "input", _microphone(callback))


def wait_for(reopen: Callable[[], tuple[Any, AudioDevice]], pause: Callable[[], None]) -> tuple[Any, AudioDevice]:
    """Call ``reopen`` until it succeeds, and ``pause`` between two tries; returns its result.

    PortAudio is initialized again for each try, as it lists new devices only then.
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
    """PortAudio's index of a device by number or part of a name."""
    sounddevice = library("sounddevice")
    matching = {d.number: d.name for d in devices() if (d.channels if direction == "output" else d.inputs)}
    if name is not None and name.strip().isdecimal() and int(name) in matching:
        return int(name)
    try:
        index = _default(direction) if name is None else sounddevice.query_devices(name, direction)["index"]
    except ValueError as error:
        known = ", ".join(f"{number} {called!r}" for number, called in matching.items()) or "none"
        raise DeviceError(f"No one sound {_KIND[direction]} is called {name!r}. There are: {known}.") from error
    if index is None:
        raise DeviceError(
            f"No sound {_KIND[direction]} found. Plug one in; distill render needs none. {JACK_WITHOUT_CARD}"
        )
    return index


def _find_again(card: AudioDevice, direction: Direction) -> int:
    """Current index of a device that was open before, by its name or by that without ``NUMBERS``."""
    similar = {
        index: found["name"]
        for index, found in enumerate(library("sounddevice").query_devices())
        if found[f"max_{direction}_channels"]
        and _system(found) == card.system
        and _plain(found["name"]) == _plain(card.name)
    }
    same = [index for index, name in similar.items() if name == card.name]
    # Its twins were present beside it, and are other devices.
    near = same[: card.rank + 1][-1:] or [index for index, name in similar.items() if name not in card.twins]
    if not near:
        raise DeviceError(f"{card.name} is not there.")
    return near[0]


def _plain(name: str) -> str:
    """Name of a device without the parts that depend on where it is plugged in."""
    return NUMBERS.sub("", name)


def _open(
    index: int, sample_rate: int, direction: Direction, open_device: Callable[..., Any]
) -> tuple[Any, AudioDevice]:
    """Open a stream at ``sample_rate``, or at the device's own rate if it does not support that."""
    sounddevice = library("sounddevice")
    found = sounddevice.query_devices(index)
    channels = min(2, found[f"max_{direction}_channels"])
    own = round(found["default_samplerate"])
    for rate in dict.fromkeys((sample_rate, own)):
        with suppress(sounddevice.PortAudioError), silence_stderr():
            stream = open_device(device=index, channels=channels, samplerate=rate)
            return stream, AudioDevice(
                found["name"], _system(found), channels, rate, stream.latency, *_namesakes(index)
            )
    raise DeviceError(
        f"{found['name']} cannot be opened, neither at {sample_rate} Hz nor at its own {own} Hz. "
        f"Does another program have it? Close that, or take another --{_OPTION[direction]}."
    )


def _namesakes(index: int) -> tuple[int, tuple[str, ...]]:
    """Number of earlier devices of the same name, and the names of others that differ in ``NUMBERS`` only."""
    listed = [(found["name"], found["hostapi"]) for found in library("sounddevice").query_devices()]
    name, system = listed[index]
    others = {other for other, its in listed if its == system and other != name and _plain(other) == _plain(name)}
    return listed[:index].count((name, system)), tuple(sorted(others))


def _system(found: Mapping[str, Any]) -> str:
    return library("sounddevice").query_hostapis(found["hostapi"])["name"]


def _default(direction: Direction) -> int | None:
    """Index of the default device, or of the first if there is no default (as with JACK alone)."""
    sounddevice = library("sounddevice")
    index: int = sounddevice.default.device[direction]
    if index >= 0:
        return index
    return next((i for i, d in enumerate(sounddevice.query_devices()) if d[f"max_{direction}_channels"] > 0), None)


def library(name: str) -> Any:
    """Import ``sounddevice`` or ``rtmixer``.

    Raises:
        DeviceError: the PortAudio library is missing.
    """
    try:
        with silence_stderr():
            return __import__(name)
    except OSError as error:
        raise DeviceError(
            "No sound: the PortAudio library is missing. On Debian and Ubuntu: apt install libportaudio2"
        ) from error
