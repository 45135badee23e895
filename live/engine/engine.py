"""The engine: events and a model in, one frame of sound out. It knows no threads, devices or clocks.

All that it remembers is one value, ``EngineState``: the same model, seed and events give the same samples, bit
for bit, whoever hosts the engine.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from distill.bundle import Model
from distill.errors import DistillError
from distill.grid import similarity
from distill.grid.grid import EMPTY, CodeGrid
from distill.model.sampling import chances
from distill.model.spectral import limit
from live.controls import AT_ONCE, ControlEvent, Vocabulary
from live.engine import timing
from live.engine.batching import BatchedDecoder, BatchRow, MorphTarget, concatenated, level_gains
from live.engine.code_source import CodeSource
from live.engine.grid_commands import EDITS, Scene, edited
from live.engine.second_deck import SecondDeck
from live.engine.state import Block, DeckModel, EngineState, Knobs

DECKS = 2
MOST_DECK_MODELS = 4
"""How many other models are kept at hand; a fifth takes the place of the first."""
MORE = frozenset({"seed", "input/on", "loop/on", "loop/start"})
"""Controls whose turning does more than to let them stand elsewhere."""
SHARED = ("sample_rate", "hop", "window", "low", "channels")
"""What two codecs must have in common to morph."""
MOST_INPUT_FRAMES = 3
"""How many frames of what comes in may wait to sound: they come and go at times of their own."""


class Engine:
    """Samples the prior, keeps the grid, decodes."""

    def __init__(self, model: Model) -> None:
        self.model = model
        config = model.codec.config
        self.vocabulary = Vocabulary(config.levels)
        standing = self.vocabulary.defaults().keys()
        self._plain = {name for name in standing if self.vocabulary.controls[name].kind != "trigger"} - MORE
        self._rate = config.frame_rate
        self._code_source = CodeSource(model)
        self._decoders = BatchedDecoder(model.codec, DECKS * config.levels)
        self._second_decks: Mapping[str, SecondDeck] = {}
        self._order = similarity.order(model.codec.quantizer.codebooks)
        self._ramp = torch.arange(1, config.hop + 1) / config.hop
        self._silence = torch.full((1, config.levels), EMPTY)

    def initial_state(self, seed: int = 0, snapshots: Mapping[int, EngineState] | None = None) -> EngineState:
        """The state before the first frame of the piece ``seed``, with what was kept in which slot before."""
        blank = EngineState.blank(self.model, {**self.vocabulary.defaults(), "seed": float(seed)})
        return blank.replace(snapshots=snapshots or {})

    def add_model(self, model: Model) -> None:
        """Have another model at hand, for ``deck/model``. Takes its time, on any thread; what plays goes on.

        Raises:
            DistillError: its frames are not like those of this one.
        """
        ours, theirs = self.model.codec.config, model.codec.config
        for name in SHARED:
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
        """Whether the model of that fingerprint is at hand for ``deck/model``."""
        return fingerprint in self._second_decks

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
        due = [state for state, _ in obeyed]
        states = [self._beside(*pair) for pair in zip(due, self._code_source.choose(due), strict=True)]
        codes_played, codes, gains = self._voices(states)
        morph_targets, decks = zip(*(self._morph_target(state) for state in states), strict=True)
        before = BatchRow.join([state.decoder for state in states])
        samples, decoders = self._decoders.decode(codes, gains, morph_targets, before)
        gain = torch.tensor([state.gain for state in states])[:, None, None]
        rise = torch.tensor([state.controls["output/gain"] - state.gain for state in states])[:, None, None]
        samples = limit(samples * (gain + rise * self._ramp)).transpose(1, 2)
        blocks = [
            Block(state.frame, own, codes, applied)
            for state, own, codes, (_, applied) in zip(
                states, samples.unbind(), codes_played.unbind(), obeyed, strict=True
            )
        ]
        after = [
            state.replace(
                frame=state.frame + 1, decoder=decoder, deck=deck, gain=state.controls["output/gain"],
                beats=state.beats + timing.beat(state.controls, self._rate),
            )
            for state, decoder, deck in zip(states, BatchRow.split(decoders, len(states)), decks, strict=True)
        ]  # fmt: skip
        return after, blocks

    def _obey(self, state: EngineState, events: Sequence[ControlEvent]) -> tuple[EngineState, tuple[ControlEvent, ...]]:
        """The state that ``events``, and what is due by itself, lead to; and the events with flips worked out."""
        if not (events or state.goals or state.pending) and state.knobs.controls is state.controls:
            return state, ()
        state = self._glide(state)
        applied: list[ControlEvent] = []
        turned: dict[str, float] = {}
        for event in events:
            # Plain knobs, of which many may be turned at once, wait for the first that is more than that.
            if event.name in self._plain and event.name not in state.goals:
                resolved = _resolved(event, turned.get(event.name, state.controls[event.name]))
                turned[event.name] = resolved.value or 0.0
                applied.append(resolved)
                continue
            state, turned = _turned(state, turned), {}
            # What is not at hand is not obeyed, and so is not in the journal, where it would be looked for.
            if event.name != "deck/model" or not event.text or self.has_model(event.text):
                state, resolved = self._apply(state, event)
                applied.append(resolved)
        state = _turned(state, turned)
        if state.knobs.controls is not state.controls:
            state = state.replace(knobs=Knobs.of(state.controls, self.model.codec.config))
        return self._edit_in_time(state) if state.controls["play"] else state, tuple(applied)

    def _apply(self, state: EngineState, event: ControlEvent) -> tuple[EngineState, ControlEvent]:
        """The state after one event, and the event with a flip worked out."""
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
                codes = torch.tensor(event.arguments).long().clamp(0, state.grid.size - 1)
                state = state.replace(input_codes=(*(state.input_codes or ()), codes)[-MOST_INPUT_FRAMES:])
            case "input/capture":
                looping, _ = self._turn(state, ControlEvent("loop/on", 1.0))
                state, _ = self._turn(looping, ControlEvent("input/on", 0.0))
            case "snapshot/save":
                kept = state.replace(snapshots={}, pending=(), input_codes=None, goals={})
                state = state.replace(snapshots={**state.snapshots, int(event.arguments[0]): kept})
            case "snapshot/recall":
                state = self._recall(state, int(event.arguments[0]))
            case name if name in EDITS:
                waits = state.controls["grid/quantize"] != AT_ONCE
                state = state.replace(pending=(*state.pending, event)) if waits else self._edit(state, event)
            case _:
                return self._turn(state, event)
        return state, event

    def _turn(self, state: EngineState, event: ControlEvent) -> tuple[EngineState, ControlEvent]:
        """The state after a control was turned to a value, or a toggle flipped."""
        before = state.controls[event.name]
        event = _resolved(event, before)
        value = event.value or 0.0
        goals = state.goals
        if event.name in goals:
            goals = {name: goal for name, goal in goals.items() if name != event.name}
        state = _turned(state, {event.name: value}).replace(goals=goals)
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
        """Paused at the beginning; the grid stays."""
        deck = state.deck
        if isinstance(deck, DeckModel):
            deck = DeckModel(deck.model, deck.state.rewound(deck.model))
        return state.rewound(self.model).replace(controls={**state.controls, "play": 0.0}, deck=deck)

    def _recall(self, state: EngineState, slot: int) -> EngineState:
        """Everything as it was kept; only what still sounds rings out, so that nothing clicks."""
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
        """One frame nearer to where a recall wants the controls."""
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
        scene = Scene(
            start=state.loop_start if controls["loop/on"] else timing.loop_start(state, self._rate),
            length=timing.loop_length(controls, self._rate),
            order=self._order,
            amount=controls["mutate/amount"],
            chances=lambda levels, frames: chances(int(controls["seed"]), state.draw, levels, frames),
        )
        return state.replace(history=edited(state.history, event, scene))

    def _edit_in_time(self, state: EngineState) -> EngineState:
        """The edits that waited, once their time has come."""
        if not state.pending or not timing.is_time(state, self._rate):
            return state
        for event in state.pending:
            state = self._edit(state, event)
        return state.replace(pending=())

    def _second_deck(self, model: Model) -> SecondDeck:
        """That of ``model``; one that has had to make room comes back."""
        if not self.has_model(model.fingerprint):
            self.add_model(model)
        return self._second_decks[model.fingerprint]

    def _beside(self, before: EngineState, after: EngineState) -> EngineState:
        """``after`` the codes were chosen, with those of another model on the second deck chosen, too."""
        deck = before.deck
        if not isinstance(deck, DeckModel):
            return after
        return after.replace(deck=DeckModel(deck.model, self._second_deck(deck.model).choose(deck.state, before)))

    def _morph_target(self, state: EngineState) -> tuple[MorphTarget | None, CodeGrid | DeckModel | None]:
        """What is morphed to of another model on the second deck, if anything is; and the deck after that."""
        deck = state.deck
        if not isinstance(deck, DeckModel) or not state.controls["morph"]:
            return None, deck
        features, after = self._second_deck(deck.model).decode_features(deck.state)
        return (features, torch.tensor([[[state.controls["morph"]]]])), DeckModel(deck.model, after)

    def _voices(self, states: Sequence[EngineState]) -> tuple[Tensor, Tensor, Tensor]:
        """The codes [batch, level] that sound; codes and gains [batch, row, frame] of both decks together."""
        own = [state.codes if state.controls["play"] and state.codes is not None else self._silence for state in states]
        codes_played = concatenated(own)
        codes = torch.cat([codes_played.clamp(min=0)] * DECKS, dim=1)[..., None]
        gains = level_gains(tuple(state.knobs for state in states), DECKS).clone()
        for row, state in enumerate(states):
            deck, morph, levels = state.deck, state.knobs.morph, codes_played.shape[1]
            if own[row] is self._silence:
                gains[row] = 0
            elif isinstance(deck, CodeGrid) and morph is not None:
                # The column that sounds is the one before the playhead.
                other = deck.codes[:, state.playhead - 1, None]
                share = torch.where(other == EMPTY, 0, morph[0])
                codes[row, levels:] = other.clamp(min=0)
                gains[row, levels:] = gains[row, :levels] * share
                gains[row, :levels] *= 1 - share
        return codes_played, codes, gains


def _turned(state: EngineState, values: Mapping[str, float]) -> EngineState:
    """The state with some controls at ``values``."""
    return state.replace(controls={**state.controls, **values}) if values else state


def _resolved(event: ControlEvent, before: float) -> ControlEvent:
    """The event with a flip of what was ``before`` worked out."""
    return event if event.value is not None else ControlEvent(event.name, float(not before))
