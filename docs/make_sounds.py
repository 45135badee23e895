"""Sounds of the page docs/sounds.md, of the built-in recordings and the model that comes along: ``make sounds``."""

from pathlib import Path

import numpy as np

import distill
from distill import audio
from distill.audio import SAMPLE_RATE, Samples
from distill.bundle import STARTER
from distill.data import demo_sounds
from live.controls import ControlEvent
from live.session.journal import Performance
from live.session.performance_header import PerformanceHeader
from live.session.render import render

FOLDER = Path(__file__).parent / "assets" / "sounds"
RECORDINGS = ("pluck-3.wav", "bell-1.wav", "drum-1.wav", "breath-3.wav")
SCORE = (
    (0.0, "temperature", 0.8),
    (3.0, "loop/on", 1.0),
    (3.0, "loop/length", 100.0),
    (5.0, "level/4/mask", 0.0),
    (6.0, "level/3/mask", 0.0),
    (7.0, "level/2/mask", 0.0),
    (9.0, "level/2/mask", 1.0),
    (9.5, "level/3/mask", 1.0),
    (10.0, "level/4/mask", 1.0),
    (11.0, "loop/on", 0.0),
    (11.0, "temperature", 1.6),
    (14.0, "temperature", 0.6),
)
"""Second, control and value of what is done in the performance."""
SECONDS = 16.0


def sounds() -> dict[str, Samples]:
    """Samples [time, 1] of every sound of the page, by name."""
    model = distill.load("starter")
    recordings = dict(demo_sounds.recordings())
    source = np.concatenate([recordings[name] for name in RECORDINGS])
    grid = model.encode(source)
    made = {"source": source, "resynthesis": model.decode(grid, len(source))}
    for level in range(1, grid.levels):
        masked = grid.clear(grid.region(level=level, levels=grid.levels - level))
        made[f"levels-1-to-{level}"] = model.decode(masked, len(source))
    made["dream"] = model.generate(seconds=10, seed=7)
    made["dream-cold"] = model.generate(seconds=10, seed=7, temperature=0.7)
    made["dream-wild"] = model.generate(seconds=10, seed=7, temperature=1.8)
    events: dict[int, list[ControlEvent]] = {}
    for second, name, value in SCORE:
        events.setdefault(round(second * model.frame_rate), []).append(ControlEvent(name, value))
    performance = Performance(
        PerformanceHeader.of(model.parts, STARTER, seed=7), round(SECONDS * model.frame_rate), events
    )
    made["performance"] = np.concatenate([block.samples for block in render(model.parts, performance)])
    return made


def main() -> None:
    """Write them as OGG."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, samples in sounds().items():
        audio.write(FOLDER / f"{name}.ogg", samples, sample_rate=SAMPLE_RATE)
        loud = 20 * np.log10(np.abs(samples).max())
        print(f"{name}: {len(samples) / SAMPLE_RATE:.1f} s, peak {loud:.1f} dB")


if __name__ == "__main__":
    main()
