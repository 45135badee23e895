"""Loss curves and waveforms as SVG text."""

import html
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from distill import audio

COLOURS = ("#ffb454", "#5ccfe6", "#a6d977", "#d4a5ff", "#ff8f7a", "#8fb8ff")
INK, FAINT = "#8b95a7", "#262c38"
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 230, 44, 22, 26
"""Size of a picture and of its margins, in units of its view box."""
BARS = 160
"""Bars of a waveform."""

Points = Sequence[tuple[float, float]]
"""Seconds and loss of each point."""


def curves(series: Mapping[str, Points]) -> str:
    """Plot losses by name on a logarithmic axis over seconds; each with its moving average."""
    drawn = {name: [(x, y) for x, y in points if y > 0 and math.isfinite(y)] for name, points in series.items()}
    values = [y for points in drawn.values() for _, y in points]
    if not values:
        return _picture("", "Losses appear here.")
    last = max((points[-1][0] for points in drawn.values() if points), default=1.0) or 1.0
    low, high = math.log10(min(values)), math.log10(max(values))
    low, high = low - 0.05, max(high + 0.05, low + 0.3)

    def across(x: float) -> float:
        return LEFT + (WIDTH - LEFT - 6) * x / last

    def up(y: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - math.log10(y)) / (high - low)

    parts = [_grid_line(up(tick), f"{tick:g}") for tick in _ticks(10**low, 10**high)]
    parts += [_time(across(second), second) for second in _seconds(last)]
    place = LEFT
    for (name, points), colour in zip(drawn.items(), COLOURS * (1 + len(drawn) // len(COLOURS)), strict=False):
        for line, opacity in ((points, 0.25), (_smooth(points), 1)):
            corners = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in line)
            look = f'fill="none" stroke="{colour}" stroke-width="1.6" stroke-linecap="round" stroke-opacity="{opacity}"'
            # A line of no length is drawn as a dot.
            parts.append(f'<polyline points="{corners}{f" {corners}" * (len(line) == 1)}" {look}/>')
        parts.append(f'<rect x="{place}" y="8" width="12" height="3" rx="1.5" fill="{colour}"/>')
        parts.append(f'<text x="{place + 17}" y="13" fill="{INK}" font-size="11">{html.escape(name)}</text>')
        place += 34 + round(6.2 * len(name))
    return _picture("".join(parts))


def peaks(path: Path) -> list[float]:
    """Peak amplitudes, 0 to 1, of ``BARS`` equal parts of a sound file.

    Raises:
        CorpusError: the file cannot be read.
    """
    parts = [np.abs(block).max(axis=1, initial=0.0) for block in audio.stream(path)]
    samples = np.concatenate(parts) if parts else np.zeros(1, np.float32)
    return [float(part.max(initial=0.0)) for part in np.array_split(samples, BARS)]


def waveform(peak_values: Sequence[float], colour: str = COLOURS[0]) -> str:
    """Draw peak amplitudes as bars, scaled to the highest; as wide as the container."""
    top = max(max(peak_values, default=0.0), 1e-3)
    bars: list[str] = []
    for number, peak in enumerate(peak_values):
        high = max(0.6, 18 * peak / top)
        bars.append(f"M{number * 4 + 1.5:.1f} {20 - high:.1f}V{20 + high:.1f}")
    width = 4 * max(1, len(peak_values))
    return (
        f'<svg viewBox="0 0 {width} 40" preserveAspectRatio="none" style="width:100%;height:100%;display:block">'
        f'<path d="{"".join(bars)}" stroke="{colour}" stroke-width="2.2" stroke-linecap="round"/></svg>'
    )


def _smooth(points: Points) -> Points:
    """Exponential moving average of the logarithm, over some 12 points."""
    mean = math.log(points[0][1]) if points else 0.0
    smooth: list[tuple[float, float]] = []
    for number, (x, y) in enumerate(points):
        mean += (math.log(y) - mean) / min(number + 1, 12)
        smooth.append((x, math.exp(mean)))
    return smooth


def _picture(inside: str, instead: str = "") -> str:
    middle = f'<text x="{WIDTH / 2}" y="{HEIGHT / 2}" fill="{INK}" font-size="13" text-anchor="middle">{instead}</text>'
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" style="width:100%;display:block" role="img" aria-label="losses">'
        f"{inside}{middle if instead else ''}</svg>"
    )


def _grid_line(y: float, label: str) -> str:
    return (
        f'<line x1="{LEFT}" x2="{WIDTH - 6}" y1="{y:.1f}" y2="{y:.1f}" stroke="{FAINT}"/>'
        f'<text x="{LEFT - 6}" y="{y + 4:.1f}" fill="{INK}" font-size="11" text-anchor="end">{label}</text>'
    )


def _time(x: float, second: float) -> str:
    label = f"{second:.0f} s" if second < 120 else f"{second / 60:.0f} min"
    anchor = "start" if not second else "middle"
    return f'<text x="{x:.1f}" y="{HEIGHT - 5}" fill="{INK}" font-size="11" text-anchor="{anchor}">{label}</text>'


def _ticks(low: float, high: float) -> list[float]:
    """Tick values from ``low`` to ``high`` on a logarithmic axis."""
    steps = (1, 2, 5) if high / low < 100 else (1,)
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    found = [step * 10.0**decade for decade in decades for step in steps]
    return [tick for tick in found if low <= tick <= high]


def _seconds(last: float) -> list[float]:
    """Up to seven tick times from 0 to ``last`` seconds."""
    steps = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
    step = next((step for step in steps if last / step <= 6), 14_400)
    return [float(second) for second in range(0, int(last * 0.97) + 1, step)]
