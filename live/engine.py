"""The engine: events and a model in, one frame of sound out. It knows no threads, devices or clocks.

All that it remembers is one value, ``EngineState``: the same model, seed and events give the same samples, bit
for bit, whoever hosts the engine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from distill import memorization
from distill.bundle import Model
from distill.model.layers import State, limit
from distill.model.sampling import Sampling, gumbel_noise
from distill.model.scripted import scripted
from live.controls import GRID_FRAMES, ControlEvent, Vocabulary

EMPTY = -1
"""A cell of the grid that nothing has been played into."""


@dataclass(frozen=True, slots=True)
class Knobs:
    """The controls as the tensors that a step needs; made anew only when a control changes."""

    weights: Tensor
    """[batch, level, frame]: mask times gain."""
    sampling: Sampling
    novelty: int | None
    """Frames of a recording that are played note for note at most; ``None`` for as many as it comes to."""


@dataclass(frozen=True, slots=True)
class EngineState:
    """Everything the engine remembers between two frames; a value, never changed in place."""

    frame: int
    """Frames since the engine was started, paused ones included."""
    controls: Mapping[str, float]
    knobs: Knobs
    grid: Tensor
    """Codes [level, column]; ``EMPTY`` where nothing has been played yet."""
    playhead: int
    """The column that sounds next."""
    loop_start: int
    """The column the loop starts at, once ``loop/start`` -1 has been worked out."""
    draw: int
    """How often chance was asked since the seed was set."""
    codes: Tensor | None
    """Codes [batch, level] of the frame that sounded last."""
    prior: State
    runs: Tensor
    """How long a verbatim run ends at each frame of the model's memory."""
    decoder: State
    gain: float
    """Output gain at the end of the last frame."""


@dataclass(frozen=True, slots=True)
class Block:
    """One frame of sound."""

    frame: int
    samples: Tensor
    """[time, channel]: ``hop`` samples within -1 and 1."""
    codes: Tensor
    """[level]: what was decoded; ``EMPTY`` while paused."""
    events: tuple[ControlEvent, ...]
    """The events that this frame was the first to obey, flips worked out."""


class Engine:
    """Samples the prior, keeps the grid, decodes."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.vocabulary = Vocabulary(model.codec.config.levels)
        self._frame_rate = model.codec.config.frame_rate
        self._decode = scripted(model.codec)
        self._ramp = torch.arange(1, model.codec.config.hop + 1) / model.codec.config.hop

    def initial_state(self, seed: int = 0) -> EngineState:
        """The state before the first frame of the piece ``seed``."""
        controls = {**self.vocabulary.defaults(), "seed": float(seed)}
        return EngineState(
            frame=0,
            controls=controls,
            knobs=self._knobs(controls),
            grid=torch.full((self.model.codec.config.levels, GRID_FRAMES), EMPTY),
            playhead=0,
            loop_start=0,
            draw=0,
            codes=None,
            prior=self.model.prior.initial_state(),
            runs=memorization.runs(self.model.memory),
            decoder=self.model.codec.initial_state(),
            gain=controls["output/gain"],
        )

    @torch.inference_mode()
    def step(self, state: EngineState, events: Sequence[ControlEvent] = ()) -> tuple[EngineState, Block]:
        """Apply ``events``, then make one frame."""
        applied: list[ControlEvent] = []
        for event in events:
            state, resolved = self._apply(state, event)
            applied.append(resolved)
        if not state.controls["play"]:
            heard, codes = torch.full_like(state.grid[:, 0], EMPTY), torch.zeros_like(state.grid[None, :, 0])
            weights = torch.zeros_like(state.knobs.weights)
        else:
            state, codes = self._choose(state)
            heard, weights = codes[0], state.knobs.weights
        samples, decoder = self._decode(codes[..., None], weights, state.decoder)
        gain = state.controls["output/gain"]
        samples = limit(samples[0] * (state.gain + (gain - state.gain) * self._ramp)).T
        block = Block(state.frame, samples, heard, tuple(applied))
        return replace(state, frame=state.frame + 1, decoder=decoder, gain=gain), block

    def _apply(self, state: EngineState, event: ControlEvent) -> tuple[EngineState, ControlEvent]:
        """The state after one event, and the event with a flip worked out."""
        before = state.controls.get(event.name, 0.0)
        if event.name == "stop":
            state = replace(
                state, playhead=0, draw=0, codes=None, prior=self.model.prior.initial_state(),
                runs=memorization.runs(self.model.memory),
                controls={**state.controls, "play": 0.0},
            )  # fmt: skip
            return state, event
        if event.name == "mark":
            return state, event
        value = event.value if event.value is not None else float(not before)
        controls = {**state.controls, event.name: value}
        state = replace(state, controls=controls, knobs=self._knobs(controls))
        match event.name:
            case "seed":
                state = replace(state, draw=0)
            case "loop/on" if value and not before:
                state = replace(state, loop_start=_loop_start(state))
            case "loop/start" if controls["loop/on"]:
                state = replace(state, loop_start=_loop_start(state))
            case _:
                pass
        return state, ControlEvent(event.name, value)

    def _choose(self, state: EngineState) -> tuple[EngineState, Tensor]:
        """The codes [batch, level] of the next frame, held, looped or sampled, and the state after them."""
        controls = state.controls
        if controls["hold"] and state.codes is not None:
            return state, state.codes
        playhead, forced = state.playhead, torch.full_like(state.grid[:, 0], EMPTY)
        if controls["loop/on"]:
            offset = (playhead - state.loop_start) % GRID_FRAMES
            playhead = playhead if offset < controls["loop/length"] else state.loop_start
            forced = state.grid[:, playhead]
        codec, prior = self.model.codec.config, self.model.prior
        noise = gumbel_noise(int(controls["seed"]), state.draw, codec.levels, codec.codebook_size)[None]
        limit, memory, runs = state.knobs.novelty, self.model.memory, state.runs
        blocked = None if limit is None else memorization.quoting(runs, memory, limit, codec.codebook_size)[None]
        codes = prior.choose(state.prior, noise, state.knobs.sampling, forced[None], blocked)
        _, prior_state = prior.step(codes[..., None], state.prior)
        grid = state.grid.clone()
        grid[:, playhead] = codes[0]
        following = (playhead + 1) % GRID_FRAMES
        state = replace(
            state, grid=grid, playhead=following, draw=state.draw + 1, codes=codes, prior=prior_state,
            runs=memorization.heard(runs, memory, codes[0, :1]),
        )  # fmt: skip
        return state, codes

    def _knobs(self, controls: Mapping[str, float]) -> Knobs:
        levels = range(1, self.model.codec.config.levels + 1)
        weights = [controls[f"level/{n}/mask"] * controls[f"level/{n}/gain"] for n in levels]
        size = self.model.codec.config.codebook_size
        temperatures = [controls["temperature"] * controls[f"temperature/{n}"] for n in levels]
        return Knobs(
            weights=torch.tensor(weights)[None, :, None],
            sampling=Sampling.of(temperatures, size, int(controls["top_k"]), controls["top_p"]),
            novelty=max(1, round(controls["novelty"] * self._frame_rate)) if controls["novelty"] else None,
        )


def _loop_start(state: EngineState) -> int:
    """``loop/start``, or for -1 so far back that what was just heard repeats."""
    start, length = int(state.controls["loop/start"]), int(state.controls["loop/length"])
    return start if start >= 0 else (state.playhead - length) % GRID_FRAMES
