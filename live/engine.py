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
from distill.grid import EMPTY
from distill.model.layers import State, limit
from distill.model.sampling import Sampling, gumbel_noise
from distill.model.scripted import Play, Step, scripted, scripted_prior
from live.batches import joined, joined_sampling, joined_state, parted_state
from live.controls import GRID_FRAMES, ControlEvent, Vocabulary


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
        self._scripts: dict[int, tuple[Play, Step]] = {}
        self._script(1)
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

    def step(self, state: EngineState, events: Sequence[ControlEvent] = ()) -> tuple[EngineState, Block]:
        """Apply ``events``, then make one frame."""
        (state,), (block,) = self.step_many([state], [events])
        return state, block

    @torch.inference_mode()
    def step_many(
        self, states: Sequence[EngineState], events: Sequence[Sequence[ControlEvent]]
    ) -> tuple[list[EngineState], list[Block]]:
        """Make a frame of each of ``states``, after its own ``events``, as one batch.

        The codes are those that each would play alone; so are the samples, to rounding.
        """
        if len(states) not in self._scripts:
            self._script(len(states))
        obeyed = [self._obey(state, said) for state, said in zip(states, events, strict=True)]
        states = self._choose([state for state, _ in obeyed])
        samples, decoders = self._sound(states)
        blocks = [
            Block(state.frame, own, _heard(state), applied)
            for state, own, (_, applied) in zip(states, samples, obeyed, strict=True)
        ]
        after = [
            replace(state, frame=state.frame + 1, decoder=decoder, gain=state.controls["output/gain"])
            for state, decoder in zip(states, decoders, strict=True)
        ]
        return after, blocks

    def _script(self, batch: int) -> None:
        self._scripts[batch] = scripted_prior(self.model.prior, batch), scripted(self.model.codec, batch)

    def _obey(self, state: EngineState, events: Sequence[ControlEvent]) -> tuple[EngineState, tuple[ControlEvent, ...]]:
        applied: list[ControlEvent] = []
        for event in events:
            state, resolved = self._apply(state, event)
            applied.append(resolved)
        return state, tuple(applied)

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

    def _choose(self, states: list[EngineState]) -> list[EngineState]:
        """The states after the codes of the next frame; those that pause or hold stay as they are."""
        # The same noise means something else to a choice that is narrowed: the two do not mix in one batch.
        for narrowed in (False, True):
            due = [_moves(state) and state.knobs.sampling.narrowed == narrowed for state in states]
            if any(due):
                played = self._play(states, narrowed=narrowed)
                states = [after if now else before for before, after, now in zip(states, played, due, strict=True)]
        return states

    def _play(self, states: list[EngineState], *, narrowed: bool) -> list[EngineState]:
        """The states after a frame that is looped or sampled."""
        columns, forced = zip(*(_turn(state) for state in states), strict=True)
        play, _ = self._scripts[len(states)]
        codes, prior = play(
            joined_state([state.prior for state in states]),
            joined([self._noise(state)[None] for state in states]),
            joined_sampling([state.knobs.sampling for state in states], narrowed=narrowed),
            joined([codes[None] for codes in forced]),
            self._blocked(states),
        )
        runs = memorization.heard(joined([state.runs[None] for state in states]), self.model.memory, codes[:, :1])
        return [
            replace(
                state, grid=_written(state.grid, column, own[0]), playhead=(column + 1) % GRID_FRAMES,
                draw=state.draw + 1, codes=own, prior=after, runs=ran,
            )
            for state, column, own, after, ran in zip(
                states, columns, codes.split(1), parted_state(prior), runs.unbind(), strict=True
            )
        ]  # fmt: skip

    def _noise(self, state: EngineState) -> Tensor:
        codec = self.model.codec.config
        return gumbel_noise(int(state.controls["seed"]), state.draw, codec.levels, codec.codebook_size)

    def _blocked(self, states: list[EngineState]) -> Tensor | None:
        """The codes [batch, code] of the first level that would be too long a quotation, where that matters."""
        limits = [state.knobs.novelty for state in states]
        if not any(limits):
            return None
        size = self.model.codec.config.codebook_size
        nothing = torch.zeros(size, dtype=torch.bool)
        return torch.stack([
            nothing if limit is None else memorization.quoting(state.runs, self.model.memory, limit, size)
            for state, limit in zip(states, limits, strict=True)
        ])  # fmt: skip

    def _sound(self, states: list[EngineState]) -> tuple[list[Tensor], list[State]]:
        """The samples [time, channel] of each, and its decoder's state after them."""
        sounding = [_sounding(state) for state in states]
        codes, weights = joined([codes for codes, _ in sounding]), joined([weights for _, weights in sounding])
        _, decode = self._scripts[len(states)]
        samples, decoders = decode(codes[..., None], weights, joined_state([state.decoder for state in states]))
        before = torch.tensor([state.gain for state in states])[:, None, None]
        rise = torch.tensor([state.controls["output/gain"] - state.gain for state in states])[:, None, None]
        samples = limit(samples * (before + rise * self._ramp))
        return [own.T for own in samples.unbind()], parted_state(decoders)

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


def _moves(state: EngineState) -> bool:
    """Whether the next frame is a new one, not silence and not the one that is held."""
    return bool(state.controls["play"]) and not (state.controls["hold"] and state.codes is not None)


def _turn(state: EngineState) -> tuple[int, Tensor]:
    """The column that the next frame is written to, and the codes [level] it has to have; ``EMPTY`` for any."""
    controls, column = state.controls, state.playhead
    if not controls["loop/on"]:
        return column, torch.full_like(state.grid[:, 0], EMPTY)
    offset = (column - state.loop_start) % GRID_FRAMES
    column = column if offset < controls["loop/length"] else state.loop_start
    return column, state.grid[:, column]


def _written(grid: Tensor, column: int, codes: Tensor) -> Tensor:
    grid = grid.clone()
    grid[:, column] = codes
    return grid


def _sounding(state: EngineState) -> tuple[Tensor, Tensor]:
    """The codes [batch, level] and weights to decode: none of it while paused."""
    if state.controls["play"] and state.codes is not None:
        return state.codes, state.knobs.weights
    return torch.zeros_like(state.grid[None, :, 0]), torch.zeros_like(state.knobs.weights)


def _heard(state: EngineState) -> Tensor:
    """The codes [level] that sound."""
    return (
        state.codes[0]
        if state.controls["play"] and state.codes is not None
        else torch.full_like(state.grid[:, 0], EMPTY)
    )


def _loop_start(state: EngineState) -> int:
    """``loop/start``, or for -1 so far back that what was just heard repeats."""
    start, length = int(state.controls["loop/start"]), int(state.controls["loop/length"])
    return start if start >= 0 else (state.playhead - length) % GRID_FRAMES
