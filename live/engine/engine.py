"""Engine: makes one frame of sound from a state and events; without threads, devices or clocks.

Its memory is one immutable value, ``EngineState``: the same model, seed and events give the same samples, bit for bit,
in every host.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from distill.audio import Samples
from distill.bundle import Bundle
from distill.grid import similarity
from distill.kernels.random_numbers import chances
from distill.kernels.runtime import play
from live.controls import AT_ONCE, ControlEvent, Vocabulary
from live.engine import timing
from live.engine.code_source import advanced, controls_of, is_steady, position_of
from live.engine.frame_inputs import joined, mix_of, split
from live.engine.grid_commands import EDITS, EditContext, apply_edit
from live.engine.open_frame import OpenFrame, play_late
from live.engine.second_decks import SecondDecks
from live.engine.state import Block, DeckModel, EngineState, Knobs, Passage

Codes = NDArray[np.int64]

COMPOUND = frozenset({"seed", "input/on", "loop/on", "loop/start"})
"""Controls that change more of the state than their own value."""
MOST_INPUT_FRAMES = 3
"""Length of the queue of input frames, which absorbs jitter between the input device and the engine."""


class Engine:
    """Engine of one model: samples the prior, writes the grid, decodes."""

    def __init__(self, model: Bundle) -> None:
        self.model = model
        config = model.codec.config
        self.vocabulary = Vocabulary(config.levels)
        valued = self.vocabulary.defaults().keys()
        self._simple_controls = {name for name in valued if self.vocabulary.controls[name].kind != "trigger"} - COMPOUND
        self._rate = config.frame_rate
        self._second_decks = SecondDecks(model)
        self._order = similarity.order(model.codec.codebooks)

    def initial_state(self, seed: int = 0, snapshots: Mapping[int, EngineState] | None = None) -> EngineState:
        """State before the first frame, with the ``seed`` of all random choices and states in the snapshot slots."""
        blank = EngineState.blank(self.model, {**self.vocabulary.defaults(), "seed": float(seed)})
        return blank.replace(snapshots=snapshots or {})

    def add_model(self, model: Bundle) -> None:
        """Prepare another model for ``deck/model``. Takes a while; may be called from any thread while frames are made.

        Raises:
            DistillError: the codecs differ in a field of ``second_decks.MORPH_FIELDS``.
        """
        self._second_decks.add(model)

    def has_model(self, fingerprint: str) -> bool:
        """True if the model with that fingerprint is ready for ``deck/model``."""
        return self._second_decks.has(fingerprint)

    def step(self, state: EngineState, events: Sequence[ControlEvent] = ()) -> tuple[EngineState, Block]:
        """Apply ``events``, then make one frame; returns the state after it, and the frame.

        Events with an ``offset`` are obeyed from that sample of the frame on.
        """
        if any(event.offset is not None for event in events):
            return play_late(self._frame, state, events)
        state, block, _ = self._frame(state, events)
        return state, block

    def open(self, state: EngineState, events: Sequence[ControlEvent] = ()) -> OpenFrame:
        """Apply ``events``, then make one frame, which obeys late events while it is played."""
        return OpenFrame(self._frame, state, events)

    def step_many(
        self, states: Sequence[EngineState], events: Sequence[Sequence[ControlEvent]]
    ) -> tuple[list[EngineState], list[Block]]:
        """Apply ``events[i]`` to ``states[i]``, then make one frame of each, computed as one batch.

        Equals ``step`` of each, bit for bit. Events have no ``offset``.
        """
        passages = self.play(states, events, 1)
        blocks = [Block(p.frame, p.samples, p.codes[:, 0], p.events) for p in passages]
        return [p.after for p in passages], blocks

    def play(
        self, states: Sequence[EngineState], events: Sequence[Sequence[ControlEvent]], frames: int
    ) -> list[Passage]:
        """Apply ``events[i]`` to ``states[i]``, then make ``frames`` frames of each, computed as one batch.

        Equals as many calls of ``step`` of each, bit for bit. Events have no ``offset``.
        """
        now, applied = self._apply_all(states, events)
        all_codes: list[Codes] = []
        all_samples: list[Samples] = []
        left = frames
        while left:
            count = left if all(map(is_steady, now)) else 1
            now, codes, samples, _ = self._make(now, count)
            all_codes.append(codes)
            all_samples.append(samples)
            left -= count
            if left:
                now, _ = self._apply_all(now, [()] * len(now))
        streams = zip(states, np.concatenate(all_samples, 1), np.concatenate(all_codes, 1), applied, now, strict=True)
        return [
            Passage(before.frame, own.reshape(-1, own.shape[-1]), played.T, done, after)
            for before, own, played, done, after in streams
        ]

    def _frame(self, state: EngineState, events: Sequence[ControlEvent]) -> tuple[EngineState, Block, Samples]:
        """``step``, and the samples [time, channel] before output gain and limiter."""
        due, applied = self._apply_events(state, events)
        (after,), codes, samples, dry = self._make([due], 1)
        return after, Block(state.frame, samples[0, 0], codes[0, 0], applied), dry[0]

    def _apply_all(
        self, states: Sequence[EngineState], events: Sequence[Sequence[ControlEvent]]
    ) -> tuple[list[EngineState], list[tuple[ControlEvent, ...]]]:
        prepared = [self._apply_events(state, own) for state, own in zip(states, events, strict=True)]
        return [state for state, _ in prepared], [applied for _, applied in prepared]

    def _make(self, states: Sequence[EngineState], frames: int) -> tuple[list[EngineState], Codes, Samples, Samples]:
        """Make ``frames`` frames of ``states``: the states after them, and what ``runtime.play`` returns."""
        mix, decks = self._second_decks.mixed(states, mix_of(states, self.model.codec.config.features))
        position = position_of(states)
        prior, decoder = joined([state.prior for state in states]), joined([state.decoder for state in states])
        codes, samples, dry = play(
            self.model.codec, self.model.prior, controls_of(states, self._rate), mix, position, prior, decoder, frames
        )
        streams = zip(states, split(prior, len(states)), split(decoder, len(states)), decks, strict=True)
        after = [
            advanced(state, position, row, own).replace(
                frame=state.frame + frames, decoder=decoded, deck=deck, gain=state.controls["output/gain"],
                beats=timing.beats_after(state.beats, state.controls, self._rate, frames),
            )
            for row, (state, own, decoded, deck) in enumerate(streams)
        ]  # fmt: skip
        return after, codes, samples, dry

    def _apply_events(
        self, state: EngineState, events: Sequence[ControlEvent]
    ) -> tuple[EngineState, tuple[ControlEvent, ...]]:
        """State after ``events``, glides and pending edits; and the events applied, with toggles resolved."""
        if not (events or state.goals or state.pending) and state.knobs.controls is state.controls:
            return state, ()
        state = state.glided()
        applied: list[ControlEvent] = []
        collected: dict[str, float] = {}
        for event in events:
            # Simple controls, many of which may change at once, are collected until an event that is more than that.
            if event.name in self._simple_controls and event.name not in state.goals:
                resolved = event.resolved(collected.get(event.name, state.controls[event.name]))
                collected[event.name] = resolved.value or 0.0
                applied.append(resolved)
                continue
            state, collected = state.with_controls(collected), {}
            # A model that is not ready is ignored, and not in the journal: rendering would search for it.
            if event.name != "deck/model" or not event.text or self.has_model(event.text):
                state, resolved = self._apply_event(state, event)
                applied.append(resolved)
        state = state.with_controls(collected)
        if state.knobs.controls is not state.controls:
            config, before = self.model.codec.config, state.knobs
            state = state.replace(knobs=Knobs.of(state.controls, config))
            if not state.knobs.mixes_as(before):
                # A steady partial would follow the change slowly.
                state = state.replace(decoder=state.decoder.without_held_partials(config))
        return self._apply_pending(state) if state.controls["play"] else state, tuple(applied)

    def _apply_event(self, state: EngineState, event: ControlEvent) -> tuple[EngineState, ControlEvent]:
        """State after one event, and the event with a toggle resolved to a value."""
        match event.name:
            case "mark" | "deck/load":
                pass
            case "stop":
                state = self._stop(state)
            case "deck/copy":
                state = state.replace(deck=state.grid)
            case "deck/model":
                state = state.replace(deck=self._second_decks.initial_state(event.text, state))
            case "input/codes":
                codes = np.array(event.arguments).clip(0, state.grid.size - 1).astype(np.int64)
                state = state.replace(input_codes=(*(state.input_codes or ()), codes)[-MOST_INPUT_FRAMES:])
            case "input/capture":
                looping, _ = self._set_control(state, ControlEvent("loop/on", 1.0))
                state, _ = self._set_control(looping, ControlEvent("input/on", 0.0))
            case "snapshot/save":
                kept = state.replace(snapshots={}, pending=(), input_codes=None, goals={})
                state = state.replace(snapshots={**state.snapshots, int(event.arguments[0]): kept})
            case "snapshot/recall":
                state = self._recall(state, int(event.arguments[0]))
            case name if name in EDITS:
                waits = state.controls["grid/quantize"] != AT_ONCE
                state = state.replace(pending=(*state.pending, event)) if waits else self._edit(state, event)
            case _:
                return self._set_control(state, event)
        return state, event

    def _set_control(self, state: EngineState, event: ControlEvent) -> tuple[EngineState, ControlEvent]:
        """State after a control is set to a value or toggled, and the event with its value."""
        before = state.controls[event.name]
        event = event.resolved(before)
        value = event.value or 0.0
        state = state.with_value(event.name, value)
        match event.name:
            case "seed":
                state = state.replace(draw=0)
            case "input/on":
                state = state.replace(input_codes=None)
            case "loop/on" if value and not before:
                state = state.replace(loop_start=timing.loop_start(state, self._rate))
            case "loop/start" if state.controls["loop/on"]:
                state = state.replace(loop_start=timing.loop_start(state, self._rate))
            case _:
                pass
        return state, event

    def _stop(self, state: EngineState) -> EngineState:
        """State paused and rewound to its start; the grid is kept."""
        deck = state.deck
        if isinstance(deck, DeckModel):
            deck = DeckModel(deck.model, deck.state.rewound(deck.model))
        return state.rewound(self.model).replace(controls={**state.controls, "play": 0.0}, deck=deck)

    def _recall(self, state: EngineState, slot: int) -> EngineState:
        """State of a snapshot, except for the decoder's overlap-add tail and gain, so that nothing clicks."""
        kept = state.snapshots.get(slot)
        if kept is None:
            return state
        recalled = kept.replace(
            frame=state.frame, beats=state.beats, snapshots=state.snapshots, input_codes=state.input_codes,
            decoder=state.decoder, gain=state.gain,
        )  # fmt: skip
        frames = round(state.controls["snapshot/glide"] * self._rate)
        if not frames:
            return recalled
        controls = self.vocabulary.controls
        goals = {name: goal for name, goal in kept.controls.items() if controls[name].kind == "continuous"}
        here = {name: state.controls[name] for name in goals}
        return recalled.replace(controls={**kept.controls, **here}, goals=goals, arrival=state.frame + frames)

    def _edit(self, state: EngineState, event: ControlEvent) -> EngineState:
        controls = state.controls
        context = EditContext(
            start=state.loop_start if controls["loop/on"] else timing.loop_start(state, self._rate),
            length=timing.loop_length(controls, self._rate),
            order=self._order,
            amount=controls["resample/amount"],
            chances=lambda levels, frames: chances(int(controls["seed"]), state.draw, levels, frames),
        )
        return state.replace(history=apply_edit(state.history, event, context))

    def _apply_pending(self, state: EngineState) -> EngineState:
        """State after the pending edits, if they are due (``grid/quantize``)."""
        if not state.pending or not timing.is_time(state, self._rate):
            return state
        for event in state.pending:
            state = self._edit(state, event)
        return state.replace(pending=())
