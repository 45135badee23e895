"""Does the frame rate buzz? Sidebands around the partials of the steadiest second of a folder of recordings.

    python tests/benchmarks/buzz.py MODEL FOLDER [-o PICTURE]

A partial that is decoded frame by frame may be modulated by the frame rate, which sounds like a buzz: sidebands at
its frequency plus and minus multiples of the rate. The steadiest second is the one whose strongest partial wavers
least in level. What the recording itself has at those places counts as the recording's.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from matplotlib.figure import Figure
from numpy.typing import NDArray

from distill import bundle, corpus

SECOND = 48_000
MULTIPLES = range(1, 6)
Spectrum = NDArray[np.float64]


def spectrum(samples: NDArray[np.float32]) -> Spectrum:
    """Decibels below the loudest bin: a second of sound, bins of 1 Hz, sidelobes under -90 dB (Blackman-Harris)."""
    turns = 2 * np.pi * np.arange(len(samples)) / len(samples)
    window = 0.35875 - 0.48829 * np.cos(turns) + 0.14128 * np.cos(2 * turns) - 0.01168 * np.cos(3 * turns)
    magnitudes = np.abs(np.fft.rfft(samples * window))
    return 20 * np.log10(magnitudes / magnitudes.max() + 1e-9)


def wavering(samples: NDArray[np.float32]) -> float:
    """How much the strongest partial of a second wavers, in decibels (standard deviation over 43 ms windows)."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, 4096)[::1024] * np.hanning(4096)
    magnitudes = np.abs(np.fft.rfft(frames, axis=1))
    partial = magnitudes.mean(0).argmax()
    if partial < 10:
        return np.inf
    return float(np.std(20 * np.log10(magnitudes[:, partial - 1 : partial + 2].max(1) + 1e-9)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-o", "--picture", type=Path, default=Path("buzz.png"))
    arguments = parser.parse_args()
    codec = bundle.load(arguments.model).codec
    rate = codec.config.frame_rate
    seconds = [
        (wavering(recording.samples[start : start + SECOND, 0]), recording, start)
        for recording in corpus.load(arguments.folder).recordings
        for start in range(0, len(recording.samples) - SECOND + 1, SECOND // 2)
        if np.square(recording.samples[start : start + SECOND]).mean() > 1e-5
    ]
    waver, recording, start = min(seconds, key=lambda second: second[0])
    with torch.inference_mode():
        decoded = codec(torch.tensor(recording.samples).T[None])[0, 0].numpy()
    before, after = (spectrum(samples[start : start + SECOND]) for samples in (recording.samples[:, 0], decoded))
    partial = int(after.argmax())
    print(f"{recording.path.name} at {start / SECOND:.1f} s: a partial at {partial} Hz wavers by {waver:.2f} dB")
    print("sideband   recording   decoded, dB below the partial")
    worst = -np.inf
    for multiple in MULTIPLES:
        for side in (-1, 1):
            place = partial + round(side * multiple * rate)
            if place < 20:
                continue
            levels = [float(spectrum_[place - 4 : place + 5].max()) for spectrum_ in (before, after)]
            added = 10 * np.log10(max(10 ** (levels[1] / 10) - 10 ** (levels[0] / 10), 1e-9))
            worst = max(worst, added)
            print(f"{side * multiple * rate:+8.0f}   {levels[0]:9.1f}   {levels[1]:7.1f}")
    print(f"worst sideband that the recording does not have: {worst:.1f} dB")
    draw(arguments.picture, before, after, partial, rate)


def draw(path: Path, before: Spectrum, after: Spectrum, partial: int, rate: float) -> None:
    figure = Figure(figsize=(10, 5), layout="constrained")
    axes = figure.subplots()
    low, high = max(20, partial - 600), partial + 600
    axes.plot(range(low, high), before[low:high], label="recording", linewidth=0.8)
    axes.plot(range(low, high), after[low:high], label="decoded", linewidth=0.8)
    for multiple in (*MULTIPLES, *(-m for m in MULTIPLES)):
        axes.axvline(partial + multiple * rate, color="grey", linestyle=":", linewidth=0.6)
    axes.axhline(-40, color="red", linewidth=0.6)
    axes.set(xlabel="Hz", ylabel="dB", xlim=(low, high), ylim=(-100, 3))
    axes.legend()
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    main()
