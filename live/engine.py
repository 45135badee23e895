"""The engine: events and a model in, one frame of sound out. It knows no threads, devices or clocks.

All that it remembers is one value, ``EngineState``: the same model, seed and events give the same samples, bit
for bit, whoever hosts the engine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from distill import memorization, similarity
from distill.bundle import Model
from distill.grid import EMPTY, CodeGrid, History
from distill.model.layers import limit
from distill.model.sampling import Sampling, chances, gumbel_noise
from distill.model.scripted import scripted, scripted_prior
from live.controls import AT_BEAT, AT_LOOP, AT_ONCE, GRID_FRAMES, ControlEvent, Vocabulary
from live.edits import EDITS, Scene, edited
from live.state import Block, EngineState, Knobs

DECKS = 2


class Engine:
    """Samples the prior, keeps the grid, decodes."""

    def __init__(self, model: Model) -> None:
        self.model = model
        config = model.codec.config
        self.vocabulary = Vocabulary(config.levels)
        self._play = scripted_prior(model.prior)
        self._decode = scripted(model.codec, rows=DECKS * config.levels)
        self._order = similarity.order(model.codec.quantizer.codebooks)
        self._ramp = torch.arange(1, config.hop + 1) / config.hop

    def initial_state(self, seed: int = 0) -> EngineState:
        """The state before the first frame of the piece ``seed``."""
        controls = {**self.vocabulary.defaults(), "seed": float(seed)}
        config = self.model.codec.config
        return EngineState(
            frame=0,
            controls=controls,
            knobs=self._knobs(controls),
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

    @torch.inference_mode()
    def step(self, state: EngineState, events: Sequence[ControlEvent] = ()) -> tuple[EngineState, Block]:
        """Apply ``events``, then make one frame."""
        before, state = state.controls, self._glide(state)
        applied: list[ControlEvent] = []
        for event in events:
            state, resolved = self._apply(state, event)
            applied.append(resolved)
        if state.controls is not before:
            state = replace(state, knobs=self._knobs(state.controls))
        if state.controls["play"]:
            state = self._choose(self._edit_in_time(state))
        heard, codes, weights = self._voices(state)
        samples, decoder = self._decode(codes, weights, state.decoder)
        gain = state.controls["output/gain"]
        samples = limit(samples[0] * (state.gain + (gain - state.gain) * self._ramp)).T
        block = Block(state.frame, samples, heard, tuple(applied))
        return replace(state, frame=state.frame + 1, decoder=decoder, gain=gain), block

    def _apply(self, state: EngineState, event: ControlEvent) -> tuple[EngineState, ControlEvent]:
        """The state after one event, and the event with a flip worked out."""
        if event.name not in {"stop", "deck/copy", "snapshot/save", "snapshot/recall"} | EDITS:
            return self._turn(state, event)
        match event.name:
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
                state = replace(state, loop_start=self._loop_start(state))
            case "loop/start" if state.controls["loop/on"]:
                state = replace(state, loop_start=self._loop_start(state))
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
        frames = round(state.controls["snapshot/glide"] * self.model.codec.config.frame_rate)
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
            start=state.loop_start if controls["loop/on"] else self._loop_start(state),
            length=self.loop_length(controls),
            order=self._order,
            amount=controls["mutate/amount"],
            chances=lambda levels, frames: chances(int(controls["seed"]), state.draw, levels, frames),
        )
        return replace(state, history=edited(state.history, event, scene))

    def _edit_in_time(self, state: EngineState) -> EngineState:
        """The edits that waited, once their time has come."""
        if not state.pending or not self._is_time(state):
            return state
        for event in state.pending:
            state = self._edit(state, event)
        return replace(state, pending=())

    def _is_time(self, state: EngineState) -> bool:
        column, controls = self._column(state), state.controls
        since = (column - state.loop_start) % GRID_FRAMES if controls["loop/on"] else column
        match int(controls["grid/quantize"]):
            case x if x == AT_BEAT:
                return since % (60 / controls["tempo"] * self.model.codec.config.frame_rate) < 1
            case x if x == AT_LOOP and controls["loop/on"]:
                return since == 0
            case _:
                return True

    def _column(self, state: EngineState) -> int:
        """The column that sounds next, which is the playhead's unless a loop ends there."""
        if not state.controls["loop/on"]:
            return state.playhead
        inside = (state.playhead - state.loop_start) % GRID_FRAMES < self.loop_length(state.controls)
        return state.playhead if inside else state.loop_start

    def loop_length(self, controls: Mapping[str, float]) -> int:
        """How many frames the loop is long, be it said in frames or in beats."""
        beats = controls["loop/beats"] * 60 / controls["tempo"]
        length = round(beats * self.model.codec.config.frame_rate) if beats else int(controls["loop/length"])
        return min(max(length, 1), GRID_FRAMES)

    def _loop_start(self, state: EngineState) -> int:
        """``loop/start``, or for -1 so far back that what was just heard repeats."""
        start = int(state.controls["loop/start"])
        return start if start >= 0 else (state.playhead - self.loop_length(state.controls)) % GRID_FRAMES

    def _choose(self, state: EngineState) -> EngineState:
        """The state after the codes of the next frame are held, looped or sampled, and written to the grid."""
        controls, knobs, grid = state.controls, state.knobs, state.grid
        if controls["hold"] and state.codes is not None:
            return state
        config, column, seed = self.model.codec.config, self._column(state), int(controls["seed"])
        cells, locked = grid.codes[:, column], grid.locked[:, column]
        sounding = cells if controls["loop/on"] else torch.where(locked, cells, EMPTY)
        if controls["loop/on"] and controls["mutate/amount"]:
            anew = chances(seed, state.draw, config.levels, 1)[:, 0] < controls["mutate/amount"]
            sounding = torch.where(anew & ~locked, EMPTY, sounding)
        forced = sounding
        if knobs.held is not None and state.codes is not None:
            forced = torch.where(knobs.held, state.codes[0], sounding)
        noise = gumbel_noise(seed, state.draw, config.levels, config.codebook_size)[None]
        memory, blocked = self.model.memory, None
        if knobs.novelty is not None:
            blocked = memorization.quoting(state.runs, memory, knobs.novelty, config.codebook_size)[None]
        codes, prior = self._play(state.prior, noise, knobs.sampling, forced[None], blocked)
        played = grid.codes.clone()
        played[:, column] = torch.where(sounding == EMPTY, codes[0], cells)
        return replace(
            state, history=state.history.played(replace(grid, codes=played)), playhead=(column + 1) % GRID_FRAMES,
            draw=state.draw + 1, codes=codes, prior=prior,
            runs=memorization.heard(state.runs, memory, codes[0, :1]),
        )  # fmt: skip

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

    def _knobs(self, controls: Mapping[str, float]) -> Knobs:
        config = self.model.codec.config
        levels = range(1, config.levels + 1)
        solo = any(controls[f"level/{n}/solo"] for n in levels)
        weights = [controls[f"level/{n}/{'solo' if solo else 'mask'}"] * controls[f"level/{n}/gain"] for n in levels]
        held = torch.tensor([controls[f"level/{n}/hold"] for n in levels]) > 0
        morph = torch.tensor([controls["morph"] * controls[f"morph/{n}"] for n in levels])[None, :, None]
        temperatures = [controls["temperature"] * controls[f"temperature/{n}"] for n in levels]
        top_k, top_p = int(controls["top_k"]), controls["top_p"]
        novelty = controls["novelty"]
        return Knobs(
            weights=torch.tensor(weights)[None, :, None],
            held=held if held.any() else None,
            morph=morph if morph.any() else None,
            sampling=Sampling.of(temperatures, config.codebook_size, top_k, top_p),
            novelty=max(1, round(novelty * config.frame_rate)) if novelty else None,
        )
