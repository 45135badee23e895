"""Telemetry of a performance: changes of controls, grid and status, and the latest sound, for the page."""

from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from distill.audio import Samples
from distill.grid import similarity
from distill.hyperparameters import role
from live.audio.device_host import DeviceHost
from live.controls import GRID_FRAMES
from live.engine import timing
from live.engine.state import Block
from live.session.telemetry_types import TelemetryInfo, TelemetryUpdate

SAMPLES = 2048
"""Latest samples in an update."""
STEPS = 999
"""Integer that stands for a place of 1 in an update: three digits, finer than a screen shows."""


class TelemetryProducer:
    """Differences between the engine's state now and at the last call of ``changes``.

    Engine states are never changed in place, so it needs no lock; grids are compared as whole tensors.

    Args:
        host: the host that plays.
        model: file of the model.
        captures: folder of recorded takes.
        news: returns the current messages for the user.
    """

    def __init__(self, host: DeviceHost, model: Path, captures: Path, news: Callable[[], Sequence[str]]) -> None:
        config, codebooks = host.engine.model.codec.config, host.engine.model.codec.codebooks
        self.instrument = host
        self.info = TelemetryInfo(
            model=model,
            card=host.card,
            captures=captures,
            roles=tuple(role(level) for level in range(config.levels)),
            size=config.codebook_size,
            frames=GRID_FRAMES,
            rate=config.frame_rate,
            sample_rate=config.sample_rate,
            places=_rows(similarity.places(similarity.order(codebooks)), STEPS),
            norms=_rows(similarity.shares(codebooks), 255),
        )
        self._news = news
        self._bits = 1 << np.arange(config.levels)[:, None]
        self._samples: deque[Samples] = deque(maxlen=SAMPLES // config.hop + 1)
        self._before: dict[str, object] = {}
        self._controls: dict[str, float] = {}
        self._codes: NDArray[np.int64] | None = None
        self._locked: NDArray[np.bool_] | None = None
        host.listeners.append(self._on_block)

    def changes(self) -> TelemetryUpdate:
        """Changes since the last call; everything at the first."""
        state, status = self.instrument.state, self.instrument.status
        controls, grid = state.controls, state.grid
        update = TelemetryUpdate(readings=self.instrument.readings(), samples=self._sound())
        if moved := {name: value for name, value in controls.items() if self._controls.get(name) != value}:
            update["controls"] = moved
            self._controls = dict(controls)
        changed = np.ones(GRID_FRAMES, dtype=np.bool_)
        if self._codes is not None and self._locked is not None:
            changed = ((grid.codes != self._codes) | (grid.locked != self._locked)).any(axis=0)
        self._codes, self._locked = grid.codes, grid.locked
        columns = np.flatnonzero(changed)
        if len(columns):
            update["columns"] = columns.tolist()
            update["codes"] = grid.codes[:, columns].T.tolist()
            update["locked"] = (grid.locked[:, columns] * self._bits).sum(axis=0).tolist()
        rate = self.info.rate
        now = TelemetryUpdate(
            current_codes=[] if state.codes is None or not controls["play"] else state.codes[0].tolist(),
            loop=(
                state.loop_start if controls["loop/on"] else timing.loop_start(state, rate),
                timing.loop_length(controls, rate),
            ),
            undo=(len(state.history.past), len(state.history.future)),
            slots=sorted(state.snapshots),
            deck=state.deck is not None,
            lost=status.card == "lost",
            relief=list(status.relief),
            news=list(self._news()),
        )
        for name, value in now.items():
            if self._before.get(name) != value:
                update[name] = value
                self._before[name] = value
        return update

    def _on_block(self, block: Block) -> None:
        self._samples.append(block.samples)

    def _sound(self) -> bytes:
        parts = list(self._samples)
        if not parts:
            return b""
        samples = np.concatenate(parts).mean(axis=1)[-SAMPLES:]
        return (samples * 32_767).astype(np.int16).tobytes()


def _rows(shares: NDArray[np.float32], most: int) -> tuple[tuple[int, ...], ...]:
    """Shares [level, code], 0 to 1, as integers from 0 to ``most``."""
    return tuple(tuple(row) for row in (shares.clip(0, 1) * most).round().astype(np.int64).tolist())
