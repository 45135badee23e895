"""Frame that is still open: its beginning may be playing already, and the rest obeys late events.

A late event is obeyed as though it had come before the frame, from its sample on. For level gains the frame is made
again from the state before it, with the same codes, and cross-faded with what it was; the output gain needs a ramp
only.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from distill.audio import Samples
from distill.kernels.runtime import limited
from live.controls import ControlEvent
from live.engine.state import Block, EngineState

RAMP = 96
"""Samples of the raised cosine by which late events are obeyed: 2 ms.

Of low tones that end so, -79 dB are above 2 kHz; it was -78 dB with 10 ms and -64 dB with 2 ms of a linear ramp.
"""
OUTPUT_GAIN = "output/gain"
_LEVEL_GAINS = ("mask", "gain", "solo")

MakeFrame = Callable[[EngineState, Sequence[ControlEvent]], tuple[EngineState, Block, Samples]]
"""Make the frame after a state and events: the state after it, its block, and samples before the output gain."""


def late_controls(levels: int) -> frozenset[str]:
    """Controls that an open frame of a model with so many levels obeys."""
    return frozenset({OUTPUT_GAIN, *(f"level/{n + 1}/{name}" for n in range(levels) for name in _LEVEL_GAINS)})


def play_late(make: MakeFrame, state: EngineState, events: Sequence[ControlEvent]) -> tuple[EngineState, Block]:
    """Make the frame after ``state``, of whose ``events`` some have an ``offset``, as a host that played it did."""
    frame = OpenFrame(make, state, [event for event in events if event.offset is None])
    late = sorted((event for event in events if event.offset is not None), key=_offset)
    for offset, group in groupby(late, _offset):
        frame.obey(tuple(group), offset)
    return frame.state, frame.block


def _offset(event: ControlEvent) -> int:
    return event.offset or 0


class OpenFrame:
    """Frame of which samples are taken one after another, while events still change what is left.

    Args:
        make: maker of frames, which is called again for level gains.
        state: the state before the frame.
        events: events before the frame.
    """

    def __init__(self, make: MakeFrame, state: EngineState, events: Sequence[ControlEvent]) -> None:
        self._make = make
        self._before = state
        self.state, self.block, self._dry = make(state, events)
        """State after the frame; and the frame, as far as is known."""
        self._on_time = self.block.events
        self._late: tuple[ControlEvent, ...] = ()
        # The ramp of the kernels, for gains that are recalled, glide or have no offset.
        share = np.arange(1, len(self._dry) + 1, dtype=np.float32) / np.float32(len(self._dry))
        self._gains = np.float32(state.gain) + np.float32(self.state.gain - state.gain) * share
        self._offset = 0
        self._settled = self._dry, self._gains
        """Samples and gains [time] without the events at the latest offset: several groups there are as one."""

    def obey(self, events: Sequence[ControlEvent], offset: int) -> None:
        """Obey ``events`` from the sample ``offset`` on, which is not before that of earlier ones."""
        if offset > self._offset:
            self._offset, self._settled = offset, (self._dry, self._gains)
        late = [replace(event, offset=offset) for event in events]
        dry, gains = self._settled
        if all(event.name == OUTPUT_GAIN for event in late):
            for event in late:
                resolved = event.resolved(self.state.controls[OUTPUT_GAIN])
                self.state = self.state.with_value(OUTPUT_GAIN, resolved.value or 0.0)
                self._late = (*self._late, resolved)
            self.state = self.state.replace(gain=self.state.controls[OUTPUT_GAIN])
        else:
            self.state, block, remade = self._make(self._before, [*self._on_time, *self._late, *late])
            self._late = block.events[len(self._on_time) :]
            share = _ramped(np.zeros(len(dry), np.float32), offset, 1.0)[:, None]
            self._dry = dry + share * (remade - dry)
        if any(event.name == OUTPUT_GAIN for event in late):
            self._gains = _ramped(gains, offset, self.state.gain)
        samples = self.block.samples.copy()
        samples[offset:] = limited(self._dry[offset:] * self._gains[offset:, None])
        self.block = replace(self.block, samples=samples, events=(*self._on_time, *self._late))


def _ramped(values: NDArray[np.float32], offset: int, goal: float) -> NDArray[np.float32]:
    """Copy of ``values`` [time] that goes to ``goal`` in ``RAMP`` samples from ``offset`` on, or by the end."""
    after = values.copy()
    rest = after[offset:]
    length = min(RAMP, len(rest))
    share = 0.5 - 0.5 * np.cos(np.pi / length * np.arange(1, length + 1))
    before = values[offset - 1] if offset else values[0]
    rest[:length] = before + (goal - before) * share
    rest[length:] = goal
    return after
