"""Progress of a training: stages, losses, codebook usage, preview and verdict."""

import html
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from nicegui import ui

from controllers.console.app_state import AppState
from controllers.console.training_job import Run
from controllers.console.widgets import svg
from distill import progress_protocol
from distill.card import LevelUsage, grade, meaning
from distill.text import clock, shown

DRAW_SECONDS = 1.0
"""Shortest interval between two drawings of the curves."""
COLOURS = {"green": "#7fd88f", "yellow": "#ffd166", "red": "#ff6b6b"}
IDLE = "Choose sounds, then start. What is learnt can be played after seconds, and gets better while you wait."
LOSS_NOTE = "Past its middle the codec's loss is measured on its sound, not on its features: the curve begins anew."


class TrainingView:
    """View of the training in the current container.

    Args:
        app: shared state.
        load: called to load the trained model.
        show: called to show it in the library.
    """

    def __init__(self, app: AppState, load: Callable[[Path], Awaitable[None]], show: Callable[[], object]) -> None:
        self._app = app
        self._load_model = load
        self._seen = -1
        self._drawn = 0.0
        self._shown: Run | None = None
        self._preview = ""
        with ui.row().classes("w-full items-center no-wrap justify-between"):
            with ui.column().classes("gap-0 min-w-0"):
                self._title = ui.label().classes("text-lg font-medium truncate").props("data-testid=train-title")
                self._state = ui.label().classes("text-sm opacity-70").props("data-testid=train-state")
            self._stop = ui.button("Stop and keep", icon="stop", on_click=app.training.stop)
            self._stop.props("outline no-caps data-testid=train-stop").classes("shrink-0")
        with ui.column().classes("w-full items-center gap-3 py-14 opacity-60") as self._idle:
            ui.icon("model_training", size="44px")
            ui.label(IDLE).classes("text-center text-sm max-w-sm")
        with ui.column().classes("w-full gap-4") as self._body:
            self._verdict = ui.html(sanitize=False).classes("w-full").props("data-testid=train-verdict")
            with ui.row().classes("gap-2") as self._done:
                loads = ui.button("Load for play", icon="play_arrow", on_click=self._load)
                loads.props("unelevated no-caps text-color=dark data-testid=train-load")
                ui.button("Show in library", on_click=show).props("outline no-caps data-testid=train-show")
            self._stages = ui.html(sanitize=False).classes("stages").props("data-testid=train-stages")
            with ui.column().classes("w-full gap-1"):
                self._curves = ui.html(sanitize=False).classes("w-full").props("data-testid=train-curves")
                ui.label(LOSS_NOTE).classes("text-xs opacity-50")
            self._health = ui.html(sanitize=False).classes("w-full").props("data-testid=train-health")
            with ui.column().classes("preview w-full gap-1") as self._listening:
                ui.label("Preview: each recording, then what the codec makes of it").classes("text-xs opacity-60")
                self._audio = ui.audio("").classes("w-full").props("preload=metadata data-testid=train-preview")
        self._refresh()
        ui.timer(0.5, self._refresh)

    async def _load(self) -> None:
        if self._app.training.run:
            await self._load_model(self._app.training.run.model)

    def _refresh(self) -> None:
        training = self._app.training
        if training.changes == self._seen:
            return
        self._seen, run = training.changes, training.run
        self._idle.set_visibility(run is None)
        self._body.set_visibility(run is not None)
        self._stop.set_visibility(training.runs)
        self._title.set_text(shown(run.model.stem) if run else "Nothing is being trained")
        self._state.set_text(_state(run) if run else "")
        if run:
            self._show(run)

    def _show(self, run: Run) -> None:
        self._stop.set_enabled(not run.stopping)
        self._stages.set_content("".join(_stage(progress, running=not run.ended) for progress in run.stages.values()))
        now = time.monotonic()
        if run.ended or run is not self._shown or now - self._drawn > DRAW_SECONDS:
            self._drawn, self._shown = now, run
            self._curves.set_content(svg.curves({name: curve.points for name, curve in run.curves.items()}))
            self._health.set_content(health(run.card.health if run.card else run.health))
            self._listen(run)
        self._verdict.set_content(_verdict(run))
        self._verdict.set_visibility(run.ended)
        self._done.set_visibility(run.card is not None)

    def _listen(self, run: Run) -> None:
        address = self._app.url(run.preview) if run.preview else ""
        self._listening.set_visibility(bool(address))
        if address and address != self._preview:
            self._preview = address
            self._audio.set_source(address)


def health(levels: tuple[LevelUsage, ...]) -> str:
    """Codebook usage of each level as HTML: a light, a bar, perplexity, and advice unless it is green."""
    if not levels:
        return ""
    worst = min(levels, key=lambda level: level.used)
    well = "All levels use their codes well." if grade(worst.used) == "green" else ""
    return f'<div class="summary">Use of the codes. {well}</div>' + "".join(_level(level) for level in levels)


def _level(level: LevelUsage) -> str:
    kind = grade(level.used)
    words = html.escape(meaning(level.role, level.used))
    return (
        f'<div class="level" title="{words}" data-testid="train-level" data-condition="{kind}">'
        f'<span class="lamp" style="background:{COLOURS[kind]}" role="img" aria-label="{kind}"></span>'
        f'<span class="role">{html.escape(level.role)}</span>'
        f'<span class="bar"><span style="width:{level.used:.0%};background:{COLOURS[kind]}"></span></span>'
        f'<span class="figure">{level.used:.0%} used</span>'
        f'<span class="figure">perplexity {level.perplexity:.0f}</span>'
        + (f'<span class="words">{words}</span></div>' if kind != "green" else "</div>")
    )


def _state(run: Run) -> str:
    if run.ended:
        return "Done" if run.card else "Nothing was saved"
    if run.stopping:
        return "Stopping: what was learnt is being saved"
    left = run.seconds_left
    return "Starting" if left is None else f"Learning from {shown(run.folder.name)}: {clock(left)} of learning left"


def _stage(progress: progress_protocol.StageProgress, *, running: bool) -> str:
    done = progress.done >= 1
    left = progress.stage_seconds_left
    text = "done" if done else f"{progress.done:.0%}"
    text += f", {clock(left)} left" if running and left is not None and not done else ""
    title = html.escape(progress_protocol.title(progress.stage))
    return (
        f'<div class="stage{" done" if done else ""}"><span class="role">{title}</span>'
        f'<span class="bar"><span style="width:{progress.done:.1%}"></span></span>'
        f'<span class="figure">{text}</span></div>'
    )


def _verdict(run: Run) -> str:
    error = f'<div class="verdict bad">{html.escape(run.error)}</div>' if run.error else ""
    if not run.card:
        return error
    corpus = run.card.corpus
    lines = [f"Learnt {corpus.seconds:.1f} s of sound from {corpus.files} files."]
    lines += [f"{file.path}: {file.remark}." for file in run.files if file.remark]
    lines += [level.warning for level in run.card.health if level.warning]
    lines.append(run.card.prior_verdict)
    lines += ["Stopped early: what was learnt by then is kept."] * run.stopping
    return error + "".join(f'<div class="verdict">{html.escape(line)}</div>' for line in lines)
