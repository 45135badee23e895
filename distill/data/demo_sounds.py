"""Built-in corpus, synthesised: plucked strings, bells, drums and breath, all in D minor at one tempo."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from distill import audio
from distill.audio import SAMPLE_RATE
from distill.io.files import make_folder

Sound = NDArray[np.float64]
Hit = tuple[float, Sound]
"""Start in beats, and sound."""

BEAT = 60 / 92
"""Length of a beat in seconds (92 per minute)."""
SCALE = (0, 3, 5, 7, 10)
"""Minor pentatonic scale in semitones above the root."""
ROOT = 146.83
"""D3 in hertz."""
PEAK = 0.6
"""Peak to which each recording is normalised, 4 dB below full scale."""


def recordings() -> Iterator[tuple[str, audio.Samples]]:
    """File names and samples [time, channel], mono, 48 kHz; the same on every call."""
    for family, makers in FAMILIES.items():
        for number, make in enumerate(makers, start=1):
            yield f"{family}-{number}.wav", _finished(make(np.random.default_rng(number)))


def write_recordings(folder: Path) -> list[Path]:
    """Write every recording into ``folder``, which is created if missing; return their paths."""
    make_folder(folder)
    paths: list[Path] = []
    for name, samples in recordings():
        paths.append(folder / name)
        audio.write(paths[-1], samples)
    return paths


def _pitch(degree: int) -> float:
    """Frequency in hertz of a degree of the scale; 0 is the root, 5 an octave above it."""
    octave, step = divmod(degree, len(SCALE))
    return ROOT * 2 ** (octave + SCALE[step] / 12)


def _time(seconds: float) -> Sound:
    return np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def _mix(hits: Sequence[Hit], beats: float) -> Sound:
    """Mix sounds at their beats; cut to a length in beats."""
    mixed = np.zeros(int(beats * BEAT * SAMPLE_RATE))
    for beat, sound in hits:
        start = int(beat * BEAT * SAMPLE_RATE)
        part = sound[: max(0, len(mixed) - start)]
        mixed[start : start + len(part)] += part
    return mixed


def _finished(sound: Sound) -> audio.Samples:
    """Samples without offset, normalised to ``PEAK``, faded at both ends."""
    sound = sound - sound.mean()
    fade = np.minimum(1, np.arange(len(sound)) / 48)
    tail = np.minimum(1, np.arange(len(sound)) / (0.08 * SAMPLE_RATE))
    return (sound / np.abs(sound).max() * PEAK * fade * tail[::-1]).astype(np.float32)[:, None]


def _filtered(noise: Sound, response: Callable[[Sound], Sound]) -> Sound:
    """Noise with the magnitude ``response`` (hertz) laid on its spectrum."""
    spectrum = np.fft.rfft(noise)
    return np.fft.irfft(
        spectrum * response(np.fft.rfftfreq(len(noise), 1 / SAMPLE_RATE).astype(np.float64)), len(noise)
    )


def _band(middle: float, width: float) -> Callable[[Sound], Sound]:
    """Gaussian frequency response around ``middle``, of the deviation ``width``, both in hertz."""
    return lambda hertz: np.exp(-0.5 * ((hertz - middle) / width) ** 2)


def _pluck(hertz: float, seconds: float, random: np.random.Generator, brightness: float = 0.5) -> Sound:
    """A plucked string: a burst of noise in a loop that averages neighbours (Karplus & Strong 1983)."""
    period = SAMPLE_RATE / hertz - 0.5
    length = int(period)
    burst = random.uniform(-1, 1, length)
    burst = brightness * burst + (1 - brightness) * (burst + np.roll(burst, 1) + np.roll(burst, 2)) / 3
    turns = [burst - burst.mean()]
    for _ in range(int(seconds * SAMPLE_RATE / length) + 1):
        last = turns[-1]
        turns.append(0.9985 * 0.5 * (last + np.roll(last, 1)))
    string = np.concatenate(turns)
    # The loop is a whole number of samples; the rest of the pitch is a change of speed.
    time = _time(seconds)
    sped = np.interp(np.arange(len(time)) * (length / period), np.arange(len(string)), string)
    return sped * np.exp(-1.2 * time)


def _bell(hertz: float, seconds: float, random: np.random.Generator) -> Sound:
    """A bell of inharmonic partials, the higher the sooner gone (after Risset's catalogue, 1969)."""
    time = _time(seconds)
    partials = ((0.56, 1.0, 1.0), (0.92, 0.7, 0.9), (1.19, 1.0, 0.65), (1.71, 1.4, 0.55), (2.0, 1.2, 0.4),
                (2.74, 0.9, 0.35), (3.0, 0.7, 0.25), (3.76, 0.6, 0.2), (4.07, 0.5, 0.15))  # fmt: skip
    waves = [
        level * np.exp(-time * 4 / (seconds * duration)) * np.sin(2 * np.pi * (hertz * ratio * time + random.random()))
        for ratio, level, duration in partials
    ]
    return np.sum(waves, axis=0) * np.minimum(1, time / 0.002)


def _kick(_: np.random.Generator) -> Sound:
    time = _time(0.5)
    phase = np.cumsum(48 + 130 * np.exp(-time * 32)) / SAMPLE_RATE
    return 1.3 * np.sin(2 * np.pi * phase) * np.exp(-time * 8) * np.minimum(1, time / 0.001)


def _snare(random: np.random.Generator) -> Sound:
    time = _time(0.35)
    rattle = _filtered(random.normal(size=len(time)), _band(4200, 2600)) * np.exp(-time * 15)
    return 1.1 * rattle + 0.5 * np.sin(2 * np.pi * 186 * time) * np.exp(-time * 22)


def _hat(random: np.random.Generator, decay: float = 45) -> Sound:
    time = _time(4 / decay + 0.1)
    return 0.6 * _filtered(random.normal(size=len(time)), _band(9500, 2500)) * np.exp(-time * decay)


def _tom(hertz: float) -> Sound:
    time = _time(0.7)
    phase = np.cumsum(hertz * (1 + 0.5 * np.exp(-time * 18))) / SAMPLE_RATE
    return np.sin(2 * np.pi * phase) * np.exp(-time * 7) * np.minimum(1, time / 0.002)


def _breath(degrees: Sequence[int], seconds: float, random: np.random.Generator) -> Sound:
    """Air through a mouth that slowly opens and closes, over a soft chord."""
    time = _time(seconds)
    noise = random.normal(size=len(time))
    open_, closed = (
        _filtered(noise, lambda hertz, c=centres: np.sum([_band(f, 0.12 * f)(hertz) for f in c], axis=0))
        for centres in ((760, 1250, 2700), (340, 2100, 3100))
    )
    mouth = 0.5 - 0.5 * np.cos(2 * np.pi * time / seconds * 2)
    air = mouth * open_ / np.abs(open_).max() + (1 - mouth) * closed / np.abs(closed).max()
    chord = np.sum([_reed(_pitch(degree), time, random) for degree in degrees], axis=0) / len(degrees)
    swell = np.sin(np.pi * time / seconds)
    pulse = 0.6 + 0.4 * np.cos(2 * np.pi * time / BEAT)
    return (0.5 * air + chord) * swell * pulse


def _reed(hertz: float, time: Sound, random: np.random.Generator) -> Sound:
    """A soft harmonic tone with a little vibrato."""
    phase = hertz * time + 0.002 * hertz / 5 * np.sin(2 * np.pi * 5 * time + random.random() * 6)
    return np.sum([np.sin(2 * np.pi * n * phase) / n**1.7 for n in range(1, 9)], axis=0)


def _arpeggio(degrees: Sequence[int], step: float) -> Callable[[np.random.Generator], Sound]:
    return lambda random: _mix(
        [(i * step, _pluck(_pitch(d), 2.5, random)) for i, d in enumerate(degrees)], len(degrees) * step + 1.5
    )


def _bells(degrees: Sequence[int], step: float) -> Callable[[np.random.Generator], Sound]:
    return lambda random: _mix(
        [(i * step, _bell(_pitch(d), 4.5, random)) for i, d in enumerate(degrees)], len(degrees) * step + 3
    )


def _pattern(kicks: str, snares: str, hats: str) -> Callable[[np.random.Generator], Sound]:
    """A bar of sixteenths, played twice: a mark is a hit."""

    def make(random: np.random.Generator) -> Sound:
        drums = ((kicks, _kick), (snares, _snare), (hats, _hat))
        hits = [(i / 4, drum(random)) for marks, drum in drums for i, mark in enumerate(2 * marks) if mark == "x"]
        return _mix(hits, 8)

    return make


def _toms(random: np.random.Generator) -> Sound:
    hits = [(i / 2, _tom(h)) for i, h in enumerate((147, 147, 110, 147, 98, 110, 73, 73))]
    return _mix([*hits, *((i + 0.25, _hat(random, 25)) for i in range(4))], 5)


def _chord(degrees: Sequence[int], seconds: float) -> Callable[[np.random.Generator], Sound]:
    return lambda random: _breath(degrees, seconds, random)


FAMILIES: dict[str, tuple[Callable[[np.random.Generator], Sound], ...]] = {
    "pluck": (
        _arpeggio((0, 2, 3, 5, 7, 5, 3, 2), 0.5),
        _arpeggio((5, 3, 2, 0, 2, 3), 0.5),
        _arpeggio((0, 3, 5, 7, 5, 3, 0, 3), 0.25),
        _arpeggio((7, 5, 3, 5, 2, 3, 0), 0.5),
        _arpeggio((0, 5, 3, 7, 5, 10, 7, 5), 0.25),
        _arpeggio((10, 7, 5, 3, 2, 0), 0.5),
        _arpeggio((-5, 0, 3, 5, 3, 0), 0.25),
        _arpeggio((3, 5, 7, 8, 7, 5, 3, 2), 0.25),
    ),
    "bell": (
        _bells((10, 7), 1),
        _bells((5, 8), 1),
        _bells((12, 10, 8), 0.5),
        _bells((7, 10, 5), 0.5),
        _bells((8, 12), 1),
    ),
    "drum": (
        _pattern("x.....x...x.....", "....x.......x...", "x.x.x.x.x.x.x.x."),
        _pattern("x..x..x.....x...", "....x.......x..x", "..x...x...x...x."),
        _pattern("x...x...x...x...", "....x..x....x...", "x.xxx.x.x.xxx.xx"),
        _pattern("x.....x..x......", "....x.......x...", "x.x.x.xxx.x.x.x."),
        _pattern("x..x......x.x...", "....x.......x.x.", "x.x.x.x.x.xxx.x."),
        _toms,
    ),
    "breath": (
        _chord((0, 3), 3.5),
        _chord((0, 5), 4.0),
        _chord((3, 7), 3.0),
        _chord((-2, 3), 3.5),
    ),
}
"""Synthesizers of the recordings of each family, each called with a random generator of its own."""
