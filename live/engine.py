"""The engine: events and a model in, one frame of sound out. It knows no threads, devices or clocks.

All that it remembers is one value, ``EngineState``: the same model, seed and events give the same samples, bit
for bit, whoever hosts the engine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import torch
from torch import Tensor

from distill import memorization, similarity
from distill.bundle import Model
from distill.grid import EMPTY, CodeGrid, History
from distill.model.layers import limit
from distill.model.sampling import chances, gumbel_noises
from live import timing
from live.batches import Batch, joined
from live.controls import AT_ONCE, GRID_FRAMES, ControlEvent, Vocabulary
from live.edits import EDITS, Scene, edited
from live.state import Block, EngineState, Knobs

DECKS = 2
HEARD_FRAMES = 3
"""How many frames of what comes in may wait to sound: they come and go at times of their own."""


class Engine:
    """Samples the prior, keeps the grid, decodes."""

    def __init__(self, model: Model) -> None:
        self.model = model
        config = model.codec.config
        self.vocabulary = Vocabulary(config.levels)
        self._rate = config.frame_rate
        self._alone = Batch(model, DECKS * config.levels, several=False)
        self._order = similarity.order(model.codec.quantizer.codebooks)
        self._ramp = torch.arange(1, config.hop + 1) / config.hop

    def initial_state(self, seed: int = 0, snapshots: Mapping[int, EngineState] | None = None) -> EngineState:
        """The state before the first frame of the piece ``seed``, with what was kept in which slot before."""
        controls = {**self.vocabulary.defaults(), "seed": float(seed)}
        config = self.model.codec.config
        return EngineState(
            frame=0,
            controls=controls,
            knobs=Knobs.of(controls, self.model.codec.config),
            history=History(CodeGrid.empty(config.levels, GRID_FRAMES, config.codebook_size)),
            pending=(),
            heard=None,
            deck=None,
            snapshots=snapshots or {},
            goals={},
            arrival=0,
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

        Each plays what it would play alone: the same codes, and the same samples to rounding.
        """
        obeyed = [self._obey(state, said) for state, said in zip(states, events, strict=True)]
        states = self._choose([state for state, _ in obeyed])
        voices = [self._voices(state) for state in states]
        samples, decoders = self._batch(states).decode(states, [v[1] for v in voices], [v[2] for v in voices])
        before = torch.tensor([state.gain for state in states])[:, None, None]
        rise = torch.tensor([state.controls["output/gain"] - state.gain for state in states])[:, None, None]
        samples = limit(samples * (before + rise * self._ramp))
        blocks = [
            Block(state.frame, own.T, heard, applied)
            for state, own, (heard, _, _), (_, applied) in zip(states, samples.unbind(), voices, obeyed, strict=True)
        ]
        after = [
            replace(state, frame=state.frame + 1, decoder=decoder, gain=state.controls["output/gain"])
            for state, decoder in zip(states, decoders, strict=True)
        ]
        return after, blocks

    @cached_property
    def _together(self) -> Batch:
        return Batch(self.model, DECKS * self.model.codec.config.levels, several=True)

    def _batch(self, states: Sequence[EngineState]) -> Batch:
        return self._alone if len(states) == 1 else self._together

    def _obey(self, state: EngineState, events: Sequence[ControlEvent]) -> tuple[EngineState, tuple[ControlEvent, ...]]:
        """The state that ``events``, and what is due by itself, lead to; and the events with flips worked out."""
        state = self._glide(state)
        applied: list[ControlEvent] = []
        for event in events:
            state, resolved = self._apply(state, event)
            applied.append(resolved)
        if state.knobs.controls is not state.controls:
            state = replace(state, knobs=Knobs.of(state.controls, self.model.codec.config))
        return self._edit_in_time(state) if state.controls["play"] else state, tuple(applied)

    def _apply(self, state: EngineState, event: ControlEvent) -> tuple[EngineState, ControlEvent]:
        """The state after one event, and the event with a flip worked out."""
        match event.name:
            case "mark":
                pass
            case "stop":
                state = self._stop(state)
            case "deck/copy":
                state = replace(state, deck=state.grid)
            case "input/codes":
                codes = torch.tensor(event.arguments).long().clamp(0, state.grid.size - 1)
                state = replace(state, heard=(*(state.heard or ()), codes)[-HEARD_FRAMES:])
            case "input/capture":
                looping, _ = self._turn(state, ControlEvent("loop/on", 1.0))
                state, _ = self._turn(looping, ControlEvent("input/on", 0.0))
            case "snapshot/save":
                kept = replace(state, snapshots={}, pending=(), heard=None, goals={})
                state = replace(state, snapshots={**state.snapshots, int(event.arguments[0]): kept})
            case "snapshot/recall":
                state = self._recall(state, int(event.arguments[0]))
            case name if name in EDITS:
                waits = state.controls["grid/quantize"] != AT_ONCE
                state = replace(state, pending=(*state.pending, event)) if waits else self._edit(state, event)
            case _:
                return self._turn(state, event)
        return state, event

    def _turn(self, state: EngineState, event: ControlEvent) -> tuple[EngineState, ControlEvent]:
        """The state after a control was turned to a value, or a toggle flipped."""
        before = state.controls[event.name]
        value = event.value if event.value is not None else float(not before)
        goals = {name: goal for name, goal in state.goals.items() if name != event.name}
        state = replace(state, controls={**state.controls, event.name: value}, goals=goals)
        match event.name:
            case "seed":
                state = replace(state, draw=0)
            case "input/on":
                state = replace(state, heard=None)
            case "loop/on" if value and not before:
                state = replace(state, loop_start=timing.loop_start(state, self._rate))
            case "loop/start" if state.controls["loop/on"]:
                state = replace(state, loop_start=timing.loop_start(state, self._rate))
            case _:
                pass
        return state, ControlEvent(event.name, value)

    def _stop(self, state: EngineState) -> EngineState:
        """Paused at the beginning; the grid stays."""
        return replace(
            state, controls={**state.controls, "play": 0.0}, playhead=0, draw=0, codes=None,
            prior=self.model.prior.initial_state(), runs=memorization.runs(self.model.memory),
        )  # fmt: skip

    def _recall(self, state: EngineState, slot: int) -> EngineState:
        """Everything as it was kept; only what still sounds rings out, so that nothing clicks."""
        kept = state.snapshots.get(slot)
        if kept is None:
            return state
        recalled = replace(
            kept, frame=state.frame, snapshots=state.snapshots, heard=state.heard, decoder=state.decoder,
            gain=state.gain,
        )  # fmt: skip
        frames = round(state.controls["snapshot/glide"] * self._rate)
        if not frames:
            return recalled
        controls = self.vocabulary.controls
        goals = {name: goal for name, goal in kept.controls.items() if controls[name].kind == "continuous"}
        here = {name: state.controls[name] for name in goals}
        return replace(recalled, controls={**kept.controls, **here}, goals=goals, arrival=state.frame + frames)

    def _glide(self, state: EngineState) -> EngineState:
        """One frame nearer to where a recall wants the controls."""
        if not state.goals:
            return state
        left = state.arrival - state.frame + 1
        if left <= 1:
            return replace(state, controls={**state.controls, **state.goals}, goals={})
        nearer = {
            name: state.controls[name] + (goal - state.controls[name]) / left for name, goal in state.goals.items()
        }
        return replace(state, controls={**state.controls, **nearer})

    def _edit(self, state: EngineState, event: ControlEvent) -> EngineState:
        controls = state.controls
        scene = Scene(
            start=state.loop_start if controls["loop/on"] else timing.loop_start(state, self._rate),
            length=timing.loop_length(controls, self._rate),
            order=self._order,
            amount=controls["mutate/amount"],
            chances=lambda levels, frames: chances(int(controls["seed"]), state.draw, levels, frames),
        )
        return replace(state, history=edited(state.history, event, scene))

    def _edit_in_time(self, state: EngineState) -> EngineState:
        """The edits that waited, once their time has come."""
        if not state.pending or not timing.is_time(state, self._rate):
            return state
        for event in state.pending:
            state = self._edit(state, event)
        return replace(state, pending=())

    def _choose(self, states: list[EngineState]) -> list[EngineState]:
        """The states after the codes of the next frame are held, looped or sampled, and written to the grid."""
        # The same noise means something else to a choice that is narrowed: the two do not mix in one batch.
        after = list(states)
        for narrowed in (False, True):
            due = [i for i, state in enumerate(states) if _moves(state) and state.knobs.sampling.narrowed == narrowed]
            if due:
                played = self._play([states[i] for i in due], narrowed=narrowed)
                for i, state in zip(due, played, strict=True):
                    after[i] = state
        return after

    def _play(self, states: list[EngineState], *, narrowed: bool) -> list[EngineState]:
        sounding = [self._sounding(state) for state in states]
        codes, priors = self._batch(states).play(
            states,
            self._noise(states),
            [_forced(state, own)[None] for state, own in zip(states, sounding, strict=True)],
            [self._blocked(state) for state in states],
            narrowed=narrowed,
        )
        runs = memorization.heard(joined([state.runs[None] for state in states]), self.model.memory, codes[:, :1])
        return [
            replace(
                state, history=self._written(state, given, own[0]), codes=own, prior=prior, runs=ran,
                playhead=(timing.column(state, self._rate) + 1) % GRID_FRAMES, draw=state.draw + 1,
                heard=state.heard and state.heard[1:],
            )
            for state, given, own, prior, ran in zip(
                states, sounding, codes.split(1), priors, runs.unbind(), strict=True
            )
        ]  # fmt: skip

    def _sounding(self, state: EngineState) -> Tensor:
        """The codes [level] that the grid has for the next frame; ``EMPTY`` where another is written to it."""
        controls, grid, column = state.controls, state.grid, timing.column(state, self._rate)
        cells, locked = grid.codes[:, column], grid.locked[:, column]
        if not controls["loop/on"] or _coming_in(state):
            return torch.where(locked, cells, EMPTY)
        if not controls["mutate/amount"]:
            return cells
        anew = chances(int(controls["seed"]), state.draw, grid.levels, 1)[:, 0] < controls["mutate/amount"]
        return torch.where(anew & ~locked, EMPTY, cells)

    def _noise(self, states: list[EngineState]) -> Tensor:
        config = self.model.codec.config
        draws = [(int(state.controls["seed"]), state.draw) for state in states]
        return gumbel_noises(draws, config.levels, config.codebook_size)

    def _blocked(self, state: EngineState) -> Tensor | None:
        """The codes [batch, code] of the first level that would be too long a quotation."""
        if state.knobs.novelty is None:
            return None
        size = self.model.codec.config.codebook_size
        return memorization.quoting(state.runs, self.model.memory, state.knobs.novelty, size)[None]

    def _written(self, state: EngineState, sounding: Tensor, codes: Tensor) -> History:
        """The grid after ``codes`` [level] were played where nothing was ``sounding``."""
        grid, column = state.grid, timing.column(state, self._rate)
        played = grid.codes.clone()
        played[:, column] = torch.where(sounding == EMPTY, codes, grid.codes[:, column])
        return state.history.played(replace(grid, codes=played))

    def _voices(self, state: EngineState) -> tuple[Tensor, Tensor, Tensor]:
        """The codes [level] that sound; codes and weights [batch, row, frame] of both decks, one below the other."""
        weights, morph = state.knobs.weights, state.knobs.morph
        nothing = torch.zeros_like(weights)
        if not state.controls["play"] or state.codes is None:
            silent = torch.full_like(state.grid.codes[:, 0], EMPTY)
            return silent, silent[None, :, None].repeat(1, DECKS, 1).clamp(min=0), nothing.repeat(1, DECKS, 1)
        codes = state.codes[..., None]
        if state.deck is None or morph is None:
            return codes[0, :, 0], torch.cat([codes, codes], dim=1), torch.cat([weights, nothing], dim=1)
        # The column that sounds is the one before the playhead.
        other = state.deck.codes[None, :, state.playhead - 1, None]
        share = torch.where(other == EMPTY, 0, morph)
        rows = torch.cat([codes, other.clamp(min=0)], dim=1)
        return codes[0, :, 0], rows, torch.cat([weights * (1 - share), weights * share], dim=1)


def _moves(state: EngineState) -> bool:
    """Whether the next frame is a new one: not silence, and not the one that is held."""
    return bool(state.controls["play"]) and not (state.controls["hold"] and state.codes is not None)


def _coming_in(state: EngineState) -> bool:
    """Whether the next frame is what comes in, not what the grid or the prior has."""
    return bool(state.controls["input/on"]) and state.heard is not None


def _forced(state: EngineState, sounding: Tensor) -> Tensor:
    """The codes [level] that the next frame has to have: what is held, ``sounding`` or coming in, in this order.

    ``EMPTY`` where the prior chooses. What came in last stays until there is more.
    """
    last = None if state.codes is None else state.codes[0]
    if _coming_in(state) and (coming := state.heard[0] if state.heard else last) is not None:
        sounding = torch.where(sounding == EMPTY, coming, sounding)
    held = state.knobs.held
    return sounding if held is None or last is None else torch.where(held, last, sounding)
