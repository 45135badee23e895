"""State of the engine between two frames, and the frame that it makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from distill.audio import Samples
from distill.bundle import Bundle
from distill.evaluation import memorization
from distill.grid.grid import CodeGrid, History
from distill.hyperparameters import CodecConfig
from distill.kernels.decoder import DecoderState
from distill.kernels.prior import PriorState
from live.controls import GRID_FRAMES, ControlEvent


@dataclass(frozen=True, slots=True, eq=False)
class Knobs:
    """Controls in the form that a model takes; derived again only when one of them changes."""

    controls: Mapping[str, float]
    """Values of all controls, from which the fields below are derived."""
    level_gains: tuple[float, ...]
    """[level]: gain times mask, or times solo while any level has it; 0 to 1."""
    held: tuple[bool, ...]
    """[level]: true where a level keeps its code."""
    morph: NDArray[np.float32] | None
    """[level]: share of the second deck's grid, 0 to 1; ``None`` if all are 0."""
    temperatures: tuple[float, ...]
    """[level]: temperature of the choice."""
    top_k: int
    """Number of likeliest codes to choose from; the codebook's size for all."""
    top_p: float
    """Probability of the likeliest codes to choose from; 1 for all."""
    max_quote: int | None
    """Longest quotation of the corpus, in frames; ``None`` for no limit."""
    recall: float
    """Share of the memory in what is played, 0 to 1."""

    @classmethod
    def of(cls, controls: Mapping[str, float], config: CodecConfig) -> "Knobs":
        """Derive from ``controls``, for a codec of that configuration."""
        levels = range(1, config.levels + 1)
        solo = any(controls[f"level/{n}/solo"] for n in levels)
        opener = "solo" if solo else "mask"
        morph = [controls["morph"] * controls[f"morph/{n}"] for n in levels]
        top_k, top_p = int(controls["top_k"]) or config.codebook_size, controls["top_p"]
        return cls(
            controls=controls,
            level_gains=tuple(controls[f"level/{n}/{opener}"] * controls[f"level/{n}/gain"] for n in levels),
            held=tuple(controls[f"level/{n}/hold"] > 0 for n in levels),
            morph=np.array(morph, dtype=np.float32) if any(morph) else None,
            temperatures=tuple(controls["temperature"] * controls[f"temperature/{n}"] for n in levels),
            top_k=top_k,
            top_p=top_p,
            max_quote=memorization.match_limit(controls["max_quote"], config.frame_rate),
            recall=controls["recall"],
        )

    def mixes_as(self, other: "Knobs") -> bool:
        """True if levels and decks are as loud as by ``other``."""
        return self.level_gains == other.level_gains and np.array_equal(
            self.morph if self.morph is not None else 0, other.morph if other.morph is not None else 0
        )


@dataclass(frozen=True, slots=True)
class DeckModel:
    """A model on the second deck, with its state."""

    model: Bundle
    state: "EngineState"
    """State of that model, as if it played alone with the same controls."""


@dataclass(frozen=True)
class EngineState:
    """All memory of the engine between two frames; an immutable value."""

    frame: int
    """Number of frames since the start, paused ones included."""
    controls: Mapping[str, float]
    """Value of every control, by name."""
    knobs: Knobs
    history: History
    """The grid, and the edits that can be undone and redone."""
    pending: tuple[ControlEvent, ...]
    """Edits that are due at the next beat or start of the loop (``grid/quantize``)."""
    input_codes: tuple[NDArray[np.int64], ...] | None
    """Queue of codes [level] from the input, oldest first; ``None`` before the first."""
    deck: CodeGrid | DeckModel | None
    """Second deck: a grid of the same model, another model, or nothing."""
    snapshots: "Mapping[int, EngineState]"
    """Saved states, by slot."""
    goals: Mapping[str, float]
    """Target values of the controls that glide to a recalled snapshot."""
    arrival: int
    """Frame in which the glide ends."""
    beats: float
    """Beats since the start."""
    playhead: int
    """Column of the grid that is played next."""
    loop_start: int
    """First column of the loop, with ``loop/start`` -1 resolved."""
    draw: int
    """Number of random draws since the seed was set; seed and draw determine the noise."""
    codes: NDArray[np.int64] | None
    """Codes [batch, level] of the last frame; ``None`` before the first."""
    prior: PriorState
    """State of the prior, with the lengths of matches with the corpus."""
    decoder: DecoderState
    """State of the decoder: phases, and the overlap-add tail."""
    gain: float
    """Output gain, linear, at the end of the last frame."""

    @classmethod
    def blank(cls, model: Bundle, controls: Mapping[str, float]) -> "EngineState":
        """State before the first frame of ``model``, with the given controls."""
        config = model.codec.config
        return cls(
            frame=0,
            controls=controls,
            knobs=Knobs.of(controls, config),
            history=History(CodeGrid.empty(config.levels, GRID_FRAMES, config.codebook_size)),
            pending=(),
            input_codes=None,
            deck=None,
            snapshots={},
            goals={},
            arrival=0,
            beats=0.0,
            playhead=0,
            loop_start=0,
            draw=0,
            codes=None,
            prior=model.prior.initial_state(),
            decoder=model.codec.initial_state(),
            gain=controls["output/gain"],
        )

    @property
    def grid(self) -> CodeGrid:
        """The current grid."""
        return self.history.present

    def rewound(self, model: Bundle) -> "EngineState":
        """State rewound to the start of ``model``, with the grid as it is."""
        return self.replace(beats=0.0, playhead=0, draw=0, codes=None, prior=model.prior.initial_state())

    def with_controls(self, values: Mapping[str, float]) -> "EngineState":
        """Copy with the controls ``values`` set."""
        return self.replace(controls={**self.controls, **values}) if values else self

    def with_value(self, name: str, value: float) -> "EngineState":
        """Copy with the control ``name`` set, which glides no more."""
        goals = self.goals
        if name in goals:
            goals = {other: goal for other, goal in goals.items() if other != name}
        return self.with_controls({name: value}).replace(goals=goals)

    def glided(self) -> "EngineState":
        """Copy with gliding controls one frame nearer to the values of the recalled snapshot."""
        if not self.goals:
            return self
        left = self.arrival - self.frame + 1
        if left <= 1:
            return self.replace(controls={**self.controls, **self.goals}, goals={})
        nearer = {name: self.controls[name] + (goal - self.controls[name]) / left for name, goal in self.goals.items()}
        return self.replace(controls={**self.controls, **nearer})

    def replace(self, **changes: Any) -> "EngineState":
        """Copy with ``changes``; takes a fifth of the time of ``dataclasses.replace``, which matters in every frame."""
        if not changes.keys() <= vars(self).keys():
            raise TypeError(f"A state has no {', '.join(changes.keys() - vars(self).keys())}.")
        other = object.__new__(EngineState)
        vars(other).update(vars(self), **changes)
        return other


@dataclass(frozen=True, slots=True)
class Block:
    """One frame of sound, as played."""

    frame: int
    """Number of the frame, from 0."""
    samples: Samples
    """[time, channel]: ``hop`` samples, -1 to 1."""
    codes: NDArray[np.int64]
    """[level]: codes that were decoded; ``EMPTY`` while paused."""
    events: tuple[ControlEvent, ...]
    """Events applied just before this frame, with toggles resolved to values; then those applied within it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some frames of sound in a row, as played."""

    frame: int
    """Number of the first frame, from 0."""
    samples: Samples
    """[time, channel]: ``hop`` samples a frame, -1 to 1."""
    codes: NDArray[np.int64]
    """[level, frame]: codes that were decoded; ``EMPTY`` while paused."""
    events: tuple[ControlEvent, ...]
    """Events applied just before the first frame, with toggles resolved to values."""
    after: EngineState
