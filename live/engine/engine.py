"""Engine: makes one frame of sound from a state and events; without threads, devices or clocks.

Its memory is one immutable value, ``EngineState``: the same model, seed and events give the same samples, bit for bit,
in every host.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from distill.audio import Samples
from distill.bundle import Bundle
from distill.errors import DistillError
from distill.grid import similarity
from distill.grid.grid import EMPTY, CodeGrid
from distill.kernels.frame import Mix
from distill.kernels.random_numbers import chances
from distill.kernels.runtime import play
from live.controls import AT_ONCE, ControlEvent, Vocabulary
from live.engine import timing
from live.engine.code_source import CodeSource, Plan
from live.engine.frame_inputs import joined, plain_mix, split
from live.engine.grid_commands import EDITS, EditContext, apply_edit
from live.engine.open_frame import OpenFrame, play_late
from live.engine.second_deck import SecondDeck
from live.engine.state import Block, DeckModel, EngineState, Knobs

MOST_DECK_MODELS = 4
"""Models kept in memory for the second deck; another replaces the one added first."""
COMPOUND = frozenset({"seed", "input/on", "loop/on", "loop/start"})
"""Controls that change more of the state than their own value."""
MORPH_FIELDS = ("sample_rate", "hop", "window", "low", "channels")
"""Fields of ``CodecConfig`` in which two codecs must agree to morph."""
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
        self._code_source = CodeSource(model)
        self._second_decks: Mapping[str, SecondDeck] = {}
        self._order = similarity.order(model.codec.codebooks)
        self._no_codes = np.zeros((1, config.levels), np.int64)

    def initial_state(self, seed: int = 0, snapshots: Mapping[int, EngineState] | None = None) -> EngineState:
        """State before the first frame, with the ``seed`` of all random choices and states in the snapshot slots."""
        blank = EngineState.blank(self.model, {**self.vocabulary.defaults(), "seed": float(seed)})
        return blank.replace(snapshots=snapshots or {})

    def add_model(self, model: Bundle) -> None:
        """Prepare another model for ``deck/model``. Takes a while; may be called from any thread while frames are made.

        Raises:
            DistillError: the codecs differ in a field of ``MORPH_FIELDS``.
        """
        ours, theirs = self.model.codec.config, model.codec.config
        for name in MORPH_FIELDS:
            one, other = getattr(ours, name), getattr(theirs, name)
            if one != other:
                raise DistillError(
                    f"A model with {name} {other} cannot play beside one with {one}. Train one that is alike."
                )
        second_deck = SecondDeck(model)
        kept = [(name, other) for name, other in self._second_decks.items() if name != model.fingerprint]
        self._second_decks = {**dict(kept[1 - MOST_DECK_MODELS :]), model.fingerprint: second_deck}

    def has_model(self, fingerprint: str) -> bool:
        """True if the model with that fingerprint is ready for ``deck/model``."""
        return fingerprint in self._second_decks

    def step(self, state: EngineState, events: Sequence[ControlEvent] = ()) -> tuple[EngineState, Block]:
        """Apply ``events``, then make one frame; returns the state after it, and the frame.

        Events with an ``offset`` are obeyed from that sample of the frame on.
        """
        if any(event.offset is not None for event in events):
            return play_late(self._make, state, events)
        state, block, _ = self._make(state, events)
        return state, block

    def open(self, state: EngineState, events: Sequence[ControlEvent] = ()) -> OpenFrame:
        """Apply ``events``, then make one frame, which obeys late events while it is played."""
        return OpenFrame(self._make, state, events)

    def step_many(
        self, states: Sequence[EngineState], events: Sequence[Sequence[ControlEvent]]
    ) -> tuple[list[EngineState], list[Block]]:
        """Apply ``events[i]`` to ``states[i]``, then make one frame of each, computed as one batch.

        Equals ``step`` of each, bit for bit. Events have no ``offset``.
        """
        after, blocks, _ = self._make_many(states, events)
        return after, blocks

    def _make(self, state: EngineState, events: Sequence[ControlEvent]) -> tuple[EngineState, Block, Samples]:
        (state,), (block,), (dry,) = self._make_many([state], [events])
        return state, block, dry

    def _make_many(
        self, states: Sequence[EngineState], events: Sequence[Sequence[ControlEvent]]
    ) -> tuple[list[EngineState], list[Block], Samples]:
        """``step_many``, and the samples [stream, time, channel] before output gain and limiter."""
        prepared = [self._apply_events(state, own) for state, own in zip(states, events, strict=True)]
        due = [state for state, _ in prepared]
        plan = self._code_source.plan(due)
        mix, decks = self._mix(due, plan)
        before = np.concatenate([self._no_codes if state.codes is None else state.codes for state in due])
        codes, samples, dry, priors, decoders = play(
            self.model.codec, self.model.prior, plan.choice, plan.advances, mix, before,
            joined([state.prior for state in due]), joined([state.decoder for state in due]),
        )  # fmt: skip
        streams = zip(due, split(priors, len(due)), split(decoders, len(due)), decks, strict=True)
        after = [
            self._code_source.advanced(state, plan, row, codes[row : row + 1], prior).replace(
                frame=state.frame + 1, decoder=decoder, deck=deck, gain=state.controls["output/gain"],
                beats=state.beats + timing.beat(state.controls, self._rate),
            )
            for row, (state, prior, decoder, deck) in enumerate(streams)
        ]  # fmt: skip
        blocks = [
            Block(state.frame, own, played if state.controls["play"] else np.full_like(played, EMPTY), applied)
            for (state, applied), own, played in zip(prepared, samples, codes, strict=True)
        ]
        return after, blocks, dry

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
                state = state.replace(deck=self._second_decks[event.text].initial_state(state) if event.text else None)
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

    def _second_deck(self, model: Bundle) -> SecondDeck:
        """Second deck of ``model``, prepared again if it was dropped."""
        if not self.has_model(model.fingerprint):
            self.add_model(model)
        return self._second_decks[model.fingerprint]

    def _mix(self, states: Sequence[EngineState], plan: Plan) -> tuple[Mix, list[CodeGrid | DeckModel | None]]:
        """Gains and second decks of the next frame of ``states``, and the decks after it."""
        controls = [state.controls for state in states]
        mix = plain_mix(tuple(state.knobs for state in states), self.model.codec.config.features)
        mix = mix._replace(
            gain_before=np.array([state.gain for state in states], np.float32),
            gain_after=np.array([own["output/gain"] for own in controls], np.float32),
        )
        if not all(own["play"] for own in controls):
            playing = np.array([[own["play"] > 0] for own in controls])
            mix = mix._replace(level_gains=np.where(playing, mix.level_gains, np.float32(0)))
        decks = [state.deck for state in states]
        if any(deck is not None for deck in decks):
            mix = mix._replace(
                deck_codes=mix.deck_codes.copy(), deck_shares=mix.deck_shares.copy(), features=mix.features.copy(),
                feature_share=np.array([own["morph"] for own in controls], np.float32),
            )  # fmt: skip
            decks = [self._add_deck(state, plan, row, mix) for row, state in enumerate(states)]
        return mix, decks

    def _add_deck(self, state: EngineState, plan: Plan, row: int, mix: Mix) -> CodeGrid | DeckModel | None:
        """Write what is on the second deck to the ``row`` of ``mix``; returns the deck after the frame."""
        deck = state.deck
        if isinstance(deck, DeckModel):
            second_deck = self._second_deck(deck.model)
            after = second_deck.choose(deck.state, state)
            if state.controls["morph"]:
                mix.features[row : row + 1], after = second_deck.decode_features(after)
            return DeckModel(deck.model, after)
        mix.feature_share[row] = 0
        if deck is not None and state.knobs.morph is not None:
            codes = deck.codes[:, plan.columns[row]]
            mix.deck_shares[row] = np.where(codes == EMPTY, np.float32(0), state.knobs.morph)
            mix.deck_codes[row] = codes.clip(min=0)
        return deck
