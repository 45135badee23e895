"""Terminal view of ``distill live``: playhead, levels, load, underruns."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.text import Text

from distill.hyperparameters import role
from distill.text import shown
from live.controls import GRID_FRAMES
from live.engine.timing import bar_and_beat, loop_length

if TYPE_CHECKING:
    from live.audio.device_host import DeviceHost
    from live.session.session import LivePerformance

WIDTH = 48
"""Columns of a bar."""


class LiveView:
    """Panel on standard error about the loaded model, redrawn by ``draw``; a context manager.

    Args:
        playing: returns the current performance, or ``None``.
        shown: False to draw nothing.
    """

    def __init__(self, playing: "Callable[[], LivePerformance | None]", *, shown: bool) -> None:
        self._playing = playing
        self._shown = shown
        self._live = Live(console=Console(stderr=True, quiet=not shown), auto_refresh=False, transient=True)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def draw(self) -> None:
        """Draw the current state."""
        performance = self._playing()
        if self._shown and performance:
            self._live.update(_panel(performance), refresh=True)


def _panel(performance: "LivePerformance") -> Panel:
    host = performance.host
    state, status = host.state, host.status
    controls = state.controls
    config = host.engine.model.codec.config
    rate = config.frame_rate
    lines = [_grid(host)]
    for number in range(1, config.levels + 1):
        open_ = controls[f"level/{number}/mask"] * controls[f"level/{number}/gain"]
        lines.append(_bar(role(number - 1), open_, f"{open_:4.0%}", "cyan" if open_ else "red"))
    lines.append(_bar("Load", status.load_p99, f"{status.load:4.0%} of a core", _traffic(status.load_p99)))
    lines.extend(Text(shown(f"{'News':<10} {news}")) for news in performance.news)
    if status.card == "lost":
        card = shown(host.card)
        lines.append(Text(f"{'Lost':<10} {card} is gone: playing on without it, and looking for it", "red bold"))
    if status.relief:
        lines.append(Text(f"{'Overload':<10} the processor cannot keep up: {', '.join(status.relief)}", "yellow bold"))
    bar, beat = bar_and_beat(state.beats)
    playing = "hold" if controls["hold"] else "loop" if controls["loop/on"] else "play"
    playing = playing if controls["play"] else "pause"
    lines.append(
        Text.assemble(
            (f"{state.frame / rate:8.1f} s  bar {bar}, beat {int(beat)}  {playing}  ", "bold"),
            f"temperature {controls['temperature']:g}  ",
            (f"underruns {status.underruns}", "red bold" if status.underruns else "green"),
            f"  buffer {status.buffer:.0f} ms",
        )
    )
    return Panel(Group(*lines), title="Distill", width=WIDTH + 32, title_align="left")


def _grid(host: "DeviceHost") -> Text:
    """Line of the whole grid, with playhead and loop."""
    state, rate = host.state, host.engine.model.codec.config.frame_rate
    cells = ["·"] * WIDTH
    if state.controls["loop/on"]:
        first = state.loop_start * WIDTH // GRID_FRAMES
        for offset in range(max(1, loop_length(state.controls, rate) * WIDTH // GRID_FRAMES)):
            cells[(first + offset) % WIDTH] = "═"
    cells[state.playhead * WIDTH // GRID_FRAMES] = "█"
    return Text(f"{'Grid':<10} {''.join(cells)} column {state.playhead}")


def _bar(title: str, share: float, note: str, style: str) -> Text:
    full = round(min(share, 1.0) * WIDTH)
    return Text.assemble(f"{title:<10} ", ("━" * full, style), ("─" * (WIDTH - full), "dim"), f" {note}")


def _traffic(load: float) -> str:
    return "green" if load < 0.5 else "yellow" if load < 0.9 else "red"
