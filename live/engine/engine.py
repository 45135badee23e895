"""Engine: makes one frame of sound from a state and events; without threads, devices or clocks.

Its memory is one immutable value, ``EngineState``: the same model, seed and events give the same samples, bit for bit,
in every host.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from distill.bundle import Bundle
from distill.errors import DistillError
from distill.grid import similarity
from distill.grid.grid import EMPTY, CodeGrid
from distill.kernels.random_numbers import chances
from distill.model.spectral import limit
from live.controls import AT_ONCE, ControlEvent, Vocabulary
from live.engine import timing
from live.engine.batching import BatchedDecoder, BatchRow, MorphTarget, level_gains
from live.engine.code_source import CodeSource
from live.engine.grid_commands import EDITS, EditContext, apply_edit
from live.engine.second_deck import SecondDeck
from live.engine.state import Block, DeckModel, EngineState, Knobs

DECKS = 2
"""The grid that plays, and the second deck."""
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
        self._decoders = BatchedDecoder(model.codec, DECKS * config.levels)
        self._second_decks: Mapping[str, SecondDeck] = {}
        self._order = similarity.order(model.codec.quantizer.codebooks.numpy())
        self._ramp = torch.arange(1, config.hop + 1) / config.hop
        self._silence = np.full((1, config.levels), EMPTY, dtype=np.int64)

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
        with torch.inference_mode():
            self._decoders.prepare()
            second_deck = SecondDeck(model)
        kept = [(name, other) for name, other in self._second_decks.items() if name != model.fingerprint]
        self._second_decks = {**dict(kept[1 - MOST_DECK_MODELS :]), model.fingerprint: second_deck}

    def has_model(self, fingerprint: str) -> bool:
        """True if the model with that fingerprint is ready for ``deck/model``."""
        return fingerprint in self._second_decks

    def step(self, state: EngineState, events: Sequence[ControlEvent] = ()) -> tuple[EngineState, Block]:
        """Apply ``events``, then make one frame; returns the state after it, and the frame."""
        (state,), (block,) = self.step_many([state], [events])
        return state, block

    @torch.inference_mode()
    def step_many(
        self, states: Sequence[EngineState], events: Sequence[Sequence[ControlEvent]]
    ) -> tuple[list[EngineState], list[Block]]:
        """Apply ``events[i]`` to ``states[i]``, then make one frame of each, computed as one batch.

        Equals ``step`` of each: the same codes, and the same samples to rounding.
        """
        prepared = [self._apply_events(state, own) for state, own in zip(states, events, strict=True)]
        due = [state for state, _ in prepared]
        states = [self._choose_second_deck(*pair) for pair in zip(due, self._code_source.choose(due), strict=True)]
        codes_played, codes, gains = self._decoder_input(states)
        morph_targets, decks = zip(*(self._morph_target(state) for state in states), strict=True)
        before = BatchRow.join([state.decoder for state in states])
        samples, decoders = self._decoders.decode(codes, gains, morph_targets, before)
        gain = torch.tensor([state.gain for state in states])[:, None, None]
        rise = torch.tensor([state.controls["output/gain"] - state.gain for state in states])[:, None, None]
        samples = limit(samples * (gain + rise * self._ramp)).transpose(1, 2)
        blocks = [
            Block(state.frame, own, codes, applied)
            for state, own, codes, (_, applied) in zip(states, samples.numpy(), codes_played, prepared, strict=True)
        ]
        after = [
            state.replace(
                frame=state.frame + 1, decoder=decoder, deck=deck, gain=state.controls["output/gain"],
                beats=state.beats + timing.beat(state.controls, self._rate),
            )
            for state, decoder, deck in zip(states, BatchRow.split(decoders, len(states)), decks, strict=True)
        ]  # fmt: skip
        return after, blocks

    def _apply_events(
        self, state: EngineState, events: Sequence[ControlEvent]
    ) -> tuple[EngineState, tuple[ControlEvent, ...]]:
        """State after ``events``, glides and pending edits; and the events applied, with toggles resolved."""
        if not (events or state.goals or state.pending) and state.knobs.controls is state.controls:
            return state, ()
        state = self._glide(state)
        applied: list[ControlEvent] = []
        collected: dict[str, float] = {}
        for event in events:
            # Simple controls, many of which may change at once, are collected until an event that is more than that.
            if event.name in self._simple_controls and event.name not in state.goals:
                resolved = _resolved(event, collected.get(event.name, state.controls[event.name]))
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
            state = state.replace(knobs=Knobs.of(state.controls, self.model.codec.config))
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
        event = _resolved(event, before)
        value = event.value or 0.0
        goals = state.goals
        if event.name in goals:
            goals = {name: goal for name, goal in goals.items() if name != event.name}
        state = state.with_controls({event.name: value}).replace(goals=goals)
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

    def _glide(self, state: EngineState) -> EngineState:
        """State with gliding controls one frame nearer to the values of the recalled snapshot."""
        if not state.goals:
            return state
        left = state.arrival - state.frame + 1
        if left <= 1:
            return state.replace(controls={**state.controls, **state.goals}, goals={})
        nearer = {
            name: state.controls[name] + (goal - state.controls[name]) / left for name, goal in state.goals.items()
        }
        return state.replace(controls={**state.controls, **nearer})

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

    def _choose_second_deck(self, before: EngineState, after: EngineState) -> EngineState:
        """State ``after`` choosing codes, with the codes of a model on the second deck chosen as well."""
        deck = before.deck
        if not isinstance(deck, DeckModel):
            return after
        return after.replace(deck=DeckModel(deck.model, self._second_deck(deck.model).choose(deck.state, before)))

    def _morph_target(self, state: EngineState) -> tuple[MorphTarget | None, CodeGrid | DeckModel | None]:
        """Features and share of a model on the second deck while ``morph`` is above 0; and the deck after it."""
        deck = state.deck
        if not isinstance(deck, DeckModel) or not state.controls["morph"]:
            return None, deck
        features, after = self._second_deck(deck.model).decode_features(deck.state)
        return (features, torch.tensor([[[state.controls["morph"]]]])), DeckModel(deck.model, after)

    def _decoder_input(self, states: Sequence[EngineState]) -> tuple[NDArray[np.int64], Tensor, Tensor]:
        """Codes [batch, level] of the frame; codes and gains [batch, row, frame] of both decks for the decoder."""
        own = [state.codes if state.controls["play"] and state.codes is not None else self._silence for state in states]
        codes_played = np.concatenate(own)
        codes = np.tile(codes_played.clip(min=0), (1, DECKS))
        gains = level_gains(tuple(state.knobs for state in states), DECKS).clone()
        for row, state in enumerate(states):
            deck, morph, levels = state.deck, state.knobs.morph, codes_played.shape[1]
            if own[row] is self._silence:
                gains[row] = 0
            elif isinstance(deck, CodeGrid) and morph is not None:
                # The column that sounds is the one before the playhead.
                other = deck.codes[:, state.playhead - 1]
                share = torch.from_numpy(np.where(other == EMPTY, np.float32(0), morph))[:, None]
                codes[row, levels:] = other.clip(min=0)
                gains[row, levels:] = gains[row, :levels] * share
                gains[row, :levels] *= 1 - share
        return codes_played, torch.from_numpy(codes)[..., None], gains


def _resolved(event: ControlEvent, before: float) -> ControlEvent:
    """Event with a value: its own, or the opposite of ``before`` for a toggle without one."""
    return event if event.value is not None else ControlEvent(event.name, float(not before))
