"""Figures of sound, codes and learning curves (matplotlib)."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.image import imsave
from numpy.typing import NDArray

from distill.audio import SAMPLE_RATE
from distill.card import CurvePoint
from distill.errors import DistillError
from distill.grid import similarity
from distill.grid.grid import CodeGrid
from distill.hyperparameters import role
from distill.io.files import FileKind, check_writable, replacing
from distill.metrics import magnitudes

Track = NDArray[np.float64]
"""Value of a control, frame by frame: [frame]."""

MARKS = {".png": "Software", ".svg": "Creator", ".pdf": "Creator"}
"""Formats that are written, by suffix, with the metadata field of each that holds the mark ``DRAWN``."""
DRAWN = "Drawn by Distill"
LARGEST_HEAD = 1 << 16
"""Bytes at either end of a file that are searched for the mark."""
BACKGROUND, INK, ACCENT = "#10131a", "#d8dee9", "#ffb454"


def _is_own(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(LARGEST_HEAD)
            file.seek(max(0, path.stat().st_size - LARGEST_HEAD))
            return DRAWN.encode() in head + file.read(LARGEST_HEAD)
    except OSError:
        return False


PICTURE = FileKind("a picture that Distill drew", _is_own)


def check_picture(path: Path, kind: FileKind = PICTURE) -> None:
    """Check, before any time is spent, that a figure may be written to ``path``.

    Raises:
        DistillError: the suffix is of no format that can be written, or something else is there.
    """
    if path.suffix.lower() not in MARKS:
        raise DistillError(f"{path}: pictures are written as .png or .svg, not as {path.suffix or 'nothing'!r}.")
    check_writable(path, kind)


def _save(figure: Figure, path: Path, dpi: int, kind: FileKind = PICTURE) -> None:
    check_picture(path, kind)
    with replacing(path, kind) as temporary:
        figure.savefig(temporary, dpi=dpi, metadata={MARKS[path.suffix.lower()]: DRAWN})


def performance(
    path: Path,
    samples: NDArray[np.float32],
    codes: NDArray[np.int64],
    codebooks: NDArray[np.float32],
    controls: Mapping[str, Track],
    sample_rate: int,
) -> None:
    """Draw a performance: controls over a spectrogram over the grid of codes, all on one time axis.

    Args:
        path: the picture to write; the format is its suffix.
        samples: the sound [time].
        codes: the codes [level, frame]; negative where a cell was empty.
        codebooks: the codebooks [level, code, dim], for colours: near codes, near colours.
        controls: the value of each control worth showing, frame by frame.
        sample_rate: of the sound, in hertz.
    """
    figure = _performance((14, 8), samples, codes, codebooks, controls, sample_rate)
    _save(figure, path, 110)


def performance_pixels(
    samples: NDArray[np.float32],
    codes: NDArray[np.int64],
    codebooks: NDArray[np.float32],
    controls: Mapping[str, Track],
    sample_rate: int,
) -> NDArray[np.uint8]:
    """Draw ``performance`` as RGB pixels [row, column, colour], uint8, 720 by 480."""
    canvas = FigureCanvasAgg(_performance((7.2, 4.8), samples, codes, codebooks, controls, sample_rate))
    canvas.draw()
    return np.array(canvas.buffer_rgba())[..., :3]


def _performance(
    size: tuple[float, float],
    samples: NDArray[np.float32],
    codes: NDArray[np.int64],
    codebooks: NDArray[np.float32],
    controls: Mapping[str, Track],
    sample_rate: int,
) -> Figure:
    seconds = len(samples) / sample_rate
    figure = Figure(figsize=size, facecolor=BACKGROUND, layout="constrained")
    lanes, spectrum, grid = figure.subplots(3, 1, sharex=True, height_ratios=[0.35 * max(1, len(controls)), 3.2, 1.6])
    _draw_controls(lanes, controls, seconds)
    _draw_spectrogram(spectrum, samples, sample_rate)
    _draw_grid(grid, codes, codebooks, seconds)
    for axes in (lanes, spectrum, grid):
        _style(axes)
    grid.set_xlabel("seconds", color=INK)
    grid.set_xlim(0, seconds)
    return figure


def codes(path: Path, samples: NDArray[np.float32], grid: CodeGrid, codebooks: NDArray[np.float32], hop: int) -> None:
    """Draw a grid of codes under the spectrogram of its sound [time], on one time axis; locked cells are underlined.

    ``codebooks`` [level, code, dim] give the colours: near codes, near colours. A frame is ``hop`` samples.
    """
    seconds = grid.frames * hop / SAMPLE_RATE
    figure = Figure(figsize=(12, 6), facecolor=BACKGROUND, layout="constrained")
    spectrum, cells = figure.subplots(2, 1, sharex=True, height_ratios=[1.6, 1])
    _draw_spectrogram(spectrum, samples, SAMPLE_RATE)
    _draw_grid(cells, grid.codes, codebooks, seconds)
    for level, frame in np.argwhere(grid.locked).tolist():
        cells.plot(
            np.array([frame, frame + 1]) * hop / SAMPLE_RATE, [level + 0.9] * 2, color=INK, lw=2, solid_capstyle="butt"
        )
    for axes in (spectrum, cells):
        _style(axes)
    cells.set_xlabel("seconds", color=INK)
    cells.set_xlim(0, seconds)
    _save(figure, path, 80)


def atlas(path: Path, spectra: Sequence[NDArray[np.float32]], order: NDArray[np.int64]) -> None:
    """Draw the spectrum of every code of every level, ordered by similarity.

    Args:
        path: the picture to write; the format is its suffix.
        spectra: for each level, the spectrum of its codes in decibels, [code, mel band].
        order: codes in order of similarity, [level, place].
    """
    levels, size = order.shape
    figure = Figure(figsize=(12, 1 + 1.7 * levels), facecolor=BACKGROUND, layout="constrained")
    rows = figure.subplots(levels, 1, squeeze=False)[:, 0]
    for level, (axes, spectrum) in enumerate(zip(rows, spectra, strict=True)):
        ordered = spectrum[order[level]].T
        top = float(ordered.max())
        axes.imshow(
            ordered, aspect="auto", origin="lower", cmap="magma", vmin=top - 70, vmax=top, interpolation="nearest"
        )
        # The colours in which the codes are drawn elsewhere.
        colours = np.linspace(0, 1, size)[None]
        axes.imshow(colours, aspect="auto", cmap="turbo", extent=(-0.5, size - 0.5, -8, -1.5), interpolation="nearest")
        axes.set_ylim(-8, ordered.shape[0] - 0.5)
        _style(axes)
        axes.set_yticks([])
        axes.set_ylabel(role(level), color=INK, fontsize=12)
        shown = np.linspace(0, size - 1, min(size, 17)).round().astype(int)
        axes.set_xticks(shown, [str(int(order[level, place])) for place in shown])
    rows[-1].set_xlabel("codes, each next to one that sounds like it", color=INK)
    _save(figure, path, 80)


def use(counts: Sequence[int]) -> bytes:
    """PNG, one pixel high, of the use of a level's codes: one pixel per code, the most used first.

    Brightness is the logarithm of ``counts``; codes that never occur have the colour of the background.
    """
    ordered = np.sort(np.array(counts))[None, ::-1]
    heat = np.log1p(ordered) / np.log1p(max(1, ordered.max()))
    pixels = colormaps["magma"](0.25 + 0.7 * heat)
    pixels[ordered == 0] = to_rgba(BACKGROUND)
    png = BytesIO()
    imsave(png, pixels, format="png")
    return png.getvalue()


def curves(path: Path, moments: Sequence[CurvePoint], kind: FileKind = PICTURE) -> None:
    """Draw learning curves over the budget: losses by stage, and the share of its codes that each level uses."""
    figure = Figure(figsize=(9, 6), layout="constrained", facecolor=BACKGROUND)
    losses, use = figure.subplots(2, 1, sharex=True, height_ratios=[2, 1])
    for axes, title in ((losses, "loss"), (use, "codes used, %")):
        _style(axes)
        axes.set_ylabel(title, color=INK)
    use.set_xlabel("share of the training time, %", color=INK)
    for stage, name in dict.fromkeys((m.stage, name) for m in moments for name in m.losses):
        points = [(100 * m.spent, m.losses[name]) for m in moments if m.stage == stage and name in m.losses]
        losses.plot(*zip(*points, strict=True), label=f"{stage}: {name}", linewidth=1.2)
    coded = [m for m in moments if m.used]
    for level in range(len(coded[0].used) if coded else 0):
        use.plot([100 * m.spent for m in coded], [100 * m.used[level] for m in coded], label=role(level), linewidth=1.2)
    use.set_ylim(0, 105)
    losses.set_yscale("log")
    for axes in (losses, use):
        if axes.lines:
            axes.legend(facecolor=BACKGROUND, labelcolor=INK, edgecolor=BACKGROUND, ncols=4, fontsize=8)
    _save(figure, path, 110, kind)


def _style(axes: Axes) -> None:
    axes.set_facecolor(BACKGROUND)
    axes.tick_params(colors=INK)
    axes.spines[:].set_visible(False)


def _draw_controls(axes: Axes, controls: Mapping[str, Track], seconds: float) -> None:
    """Draw every control in a lane of its own, scaled from its lowest to its highest value."""
    for lane, track in enumerate(controls.values()):
        times = np.linspace(0, seconds, len(track))
        low, high = min(0.0, float(track.min())), max(float(track.max()), 1e-9)
        height = 0.8 * (track - low) / (high - low)
        bottom = len(controls) - 1 - lane
        axes.fill_between(times, bottom, bottom + height, step="post", color=ACCENT, alpha=0.35, lw=0)
        axes.step(times, bottom + height, where="post", color=ACCENT, lw=1.2)
    axes.set_yticks([len(controls) - 1 - lane + 0.4 for lane in range(len(controls))], list(controls))
    axes.set_ylim(-0.1, max(1, len(controls)))
    axes.tick_params(axis="x", length=0, labelbottom=False)


def _draw_spectrogram(axes: Axes, samples: NDArray[np.float32], sample_rate: int) -> None:
    window, hop = 2048, 2048 // 4
    spectrum = magnitudes(np.pad(samples, (0, window)), window)
    decibels = 20 * np.log10(spectrum / max(spectrum.max(), 1e-6) + 1e-6)
    hertz = np.arange(window // 2 + 1) * sample_rate / window
    times = np.arange(decibels.shape[1]) * hop / sample_rate
    axes.pcolormesh(times, hertz[1:], decibels[1:], vmin=-80, vmax=0, cmap="magma", rasterized=True)
    axes.set_yscale("log")
    axes.set_ylim(40, sample_rate / 2)
    axes.set_yticks([50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000])
    axes.set_yticklabels(["50", "100", "200", "500", "1 k", "2 k", "5 k", "10 k", "20 k Hz"])
    axes.tick_params(axis="x", length=0, labelbottom=False)


def _draw_grid(axes: Axes, codes: NDArray[np.int64], codebooks: NDArray[np.float32], seconds: float) -> None:
    places = similarity.places(similarity.order(codebooks))
    colours = np.ma.masked_array(np.take_along_axis(places, np.maximum(codes, 0), axis=1), mask=codes < 0)
    levels = len(codes)
    axes.imshow(
        colours,
        aspect="auto",
        cmap="turbo",
        vmin=0,
        vmax=1,
        interpolation="nearest",
        extent=(0, seconds, levels, 0),
    )
    for level in range(1, levels):
        axes.axhline(level, color=BACKGROUND, lw=2)
    axes.set_yticks(np.arange(levels) + 0.5, [role(level) for level in range(levels)])
