"""The engine: events and a model in, one frame of sound out. It knows no threads, devices or clocks.

All that it remembers is one value, ``EngineState``: the same model, seed and events give the same samples, bit
for bit, whoever hosts the engine.
"""

from collections.abc import Sequence
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

    def initial_state(self, seed: int = 0) -> EngineState:
        """The state before the first frame of the piece ``seed``."""
        controls = {**self.vocabulary.defaults(), "seed": float(seed)}
        config = self.model.codec.config
        return EngineState(
            frame=0,
            controls=controls,
            knobs=Knobs.of(controls, self.model.codec.config),
            history=History(CodeGrid.empty(config.levels, GRID_FRAMES, config.codebook_size)),
            pending=(),
            deck=None,
            snapshots={},
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
        if event.name not in {"stop", "mark", "deck/copy", "snapshot/save", "snapshot/recall"} | EDITS:
            return self._turn(state, event)
        match event.name:
            case "mark":
                pass
            case "stop":
                state = self._stop(state)
            case "deck/copy":
                state = replace(state, deck=state.grid)
            case "snapshot/save":
                kept = replace(state, snapshots={}, pending=(), goals={})
                state = replace(state, snapshots={**state.snapshots, int(event.arguments[0]): kept})
            case "snapshot/recall":
                state = self._recall(state, int(event.arguments[0]))
            case _ if state.controls["grid/quantize"] == AT_ONCE:
                state = self._edit(state, event)
            case _:
                state = replace(state, pending=(*state.pending, event))
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
            kept, frame=state.frame, snapshots=state.snapshots, decoder=state.decoder, gain=state.gain,
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
            )
            for state, given, own, prior, ran in zip(
                states, sounding, codes.split(1), priors, runs.unbind(), strict=True
            )
        ]  # fmt: skip

    def _sounding(self, state: EngineState) -> Tensor:
        """The codes [level] that the grid has for the next frame; ``EMPTY`` where the prior chooses."""
        controls, grid, column = state.controls, state.grid, timing.column(state, self._rate)
        cells, locked = grid.codes[:, column], grid.locked[:, column]
        if not controls["loop/on"]:
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


def _forced(state: EngineState, sounding: Tensor) -> Tensor:
    """The codes [level] that the next frame has to have: what is ``sounding``, but for levels that are held."""
    held = state.knobs.held
    return sounding if held is None or state.codes is None else torch.where(held, state.codes[0], sounding)
