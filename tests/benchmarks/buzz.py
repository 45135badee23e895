"""Does the frame rate buzz? Sidebands around the partials of the steadiest seconds of a folder of recordings.

    python tests/benchmarks/buzz.py MODEL FOLDER [-o PICTURE] [--synthesis-window N] [--true]

A partial that is decoded frame by frame may be modulated by the frame rate, which sounds like a buzz: sidebands at
its frequency plus and minus multiples of the rate. Seconds are taken in order of steadiness, the one first whose
strongest partial wavers least in level. A sideband counts where the recording itself is silent, at least 50 dB below
the partial for 30 Hz around: nearer than that another partial's skirts are heard, not a buzz. Weights of MODEL may be
played with another synthesis window, and true magnitudes without its codes.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import numpy as np
import record
from changes import with_synthesis_window
from matplotlib.figure import Figure
from numpy.typing import NDArray
from resynthesis import resynthesised

from distill import bundle
from distill.data import corpus
from distill.offline import encode_decode

SECOND = 48_000
MULTIPLES = range(1, 6)
AROUND = 15
"""Hertz on either side in which a partial is the only one."""
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
    parser = record.parser(__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-o", "--picture", type=Path, default=Path("buzz.png"))
    parser.add_argument("--seconds", type=int, default=10, help="how many of the steadiest")
    parser.add_argument("--synthesis-window", type=int, help="samples that a frame sounds for; by default the model's")
    parser.add_argument("--true", action="store_true", help="without codes")
    arguments = parser.parse_args()
    model = bundle.load(bundle.find(arguments.model))
    codec = with_synthesis_window(model, arguments.synthesis_window or model.codec.config.synthesis_length).codec
    rate = codec.config.frame_rate
    seconds = [
        (wavering(recording.samples[start : start + SECOND, 0]), recording, start)
        for recording in corpus.load(arguments.folder).recordings
        for start in range(0, len(recording.samples) - SECOND + 1, SECOND // 2)
        if np.square(recording.samples[start : start + SECOND]).mean() > 1e-5
    ]
    seconds.sort(key=lambda second: second[0])
    decoded: dict[Path, NDArray[np.float32]] = {}
    worst = -np.inf
    print(f"{'recording':28}{'at s':>6}{'wavers dB':>11}{'partials':>10}{'sidebands':>11}{'worst dB':>10}")
    for place, (waver, recording, start) in enumerate(seconds[: arguments.seconds]):
        if recording.path not in decoded:
            if arguments.true:
                again = resynthesised(codec.config, recording.samples)
            else:
                grid = encode_decode.encode(codec, recording.samples)
                again = encode_decode.decode(codec, grid, len(recording.samples))
            decoded[recording.path] = again[:, 0]
        sounds = (recording.samples[:, 0], decoded[recording.path])
        before, after = (spectrum(samples[start : start + SECOND]) for samples in sounds)
        levels = [sidebands(before, after, partial, rate) for partial in partials(before)]
        found = [level for some in levels for level in some]
        loudest = max(found, default=-np.inf)
        worst = max(worst, loudest)
        print(
            f"{recording.path.name:28}{start / SECOND:6.1f}{waver:11.2f}{len(levels):10}{len(found):11}{loudest:10.1f}"
        )
        if not place:
            draw(arguments.picture, before, after, int(after.argmax()), rate)
    record.report("buzz", [("worst sideband", {"against its partial dB": float(worst)})], arguments)


def partials(levels: Spectrum) -> list[int]:
    """Where the partials are that come within 20 dB of the loudest, in hertz."""
    return [
        hertz
        for hertz in range(60, 8000)
        if levels[hertz] > levels.max() - 20 and levels[hertz] == levels[hertz - AROUND : hertz + AROUND + 1].max()
    ]


def sidebands(before: Spectrum, after: Spectrum, partial: int, rate: float) -> list[float]:
    """Decibels of a partial's sidebands where the recording is silent, against the partial as it was decoded.

    One that wanders is decoded a little beside where the recording has it.
    """
    places = [partial + round(side * multiple * rate) for multiple in MULTIPLES for side in (-1, 1)]
    clear = [p for p in places if p > 60 and before[p - 30 : p + 31].max() < before[partial] - 50]
    decoded = after[partial - AROUND : partial + AROUND + 1].max()
    return [float(after[p - 4 : p + 5].max() - decoded) for p in clear]


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
