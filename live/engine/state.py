"""What the engine remembers between two frames, and what a frame gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from distill.bundle import Model
from distill.evaluation import memorization
from distill.grid.grid import CodeGrid, History
from distill.model.codec import CodecConfig
from live.controls import GRID_FRAMES, ControlEvent


@dataclass(frozen=True, slots=True, eq=False)
class Knobs:
    """What the controls mean to a model; made anew only when one of them changes."""

    controls: Mapping[str, float]
    """What they were made of."""
    level_gains: tuple[float, ...]
    """Of each level: mask, or solo, times gain."""
    held: Tensor | None
    """[level]: which levels stay on their code, if any does."""
    morph: Tensor | None
    """[batch, level, frame]: how much of the second deck's grid sounds, if any."""
    temperatures: tuple[float, ...]
    """Of each level."""
    top_k: int
    """The codebook's size for all."""
    top_p: float
    narrowed: bool
    """Whether these two leave some codes out."""
    novelty: int | None
    """Frames of a recording that are played note for note at most; ``None`` for as many as it comes to."""

    @classmethod
    def of(cls, controls: Mapping[str, float], config: CodecConfig) -> "Knobs":
        """What ``controls`` mean to a codec of that shape."""
        levels = range(1, config.levels + 1)
        solo = any(controls[f"level/{n}/solo"] for n in levels)
        opener = "solo" if solo else "mask"
        held = [controls[f"level/{n}/hold"] > 0 for n in levels]
        morph = [controls["morph"] * controls[f"morph/{n}"] for n in levels]
        top_k, top_p = int(controls["top_k"]) or config.codebook_size, controls["top_p"]
        novelty = controls["novelty"]
        return cls(
            controls=controls,
            level_gains=tuple(controls[f"level/{n}/{opener}"] * controls[f"level/{n}/gain"] for n in levels),
            held=torch.tensor(held) if any(held) else None,
            morph=torch.tensor(morph)[None, :, None] if any(morph) else None,
            temperatures=tuple(controls["temperature"] * controls[f"temperature/{n}"] for n in levels),
            top_k=top_k,
            top_p=top_p,
            narrowed=top_k < config.codebook_size or top_p < 1,
            novelty=max(1, round(novelty * config.frame_rate)) if novelty else None,
        )


@dataclass(frozen=True, slots=True)
class DeckModel:
    """Another model on the second deck."""

    model: Model
    state: "EngineState"
    """What it remembers, as if it were alone on a stage with the same controls."""


@dataclass(frozen=True)
class EngineState:
    """Everything the engine remembers between two frames; a value, never changed in place."""

    frame: int
    """Frames since the engine was started, paused ones included."""
    controls: Mapping[str, float]
    knobs: Knobs
    history: History
    """The grid, and the edits that can be taken back."""
    pending: tuple[ControlEvent, ...]
    """Edits that wait for a beat or for the loop to start."""
    input_codes: tuple[Tensor, ...] | None
    """Codes [level] that came in and are yet to sound, oldest first; ``None`` while nothing has come in."""
    deck: CodeGrid | DeckModel | None
    """What is on the second deck: a grid of the same model, or another model."""
    snapshots: "Mapping[int, EngineState]"
    """What was kept, by slot."""
    goals: Mapping[str, float]
    """Where the controls that glide are going."""
    arrival: int
    """The frame in which they are there."""
    beats: float
    """Beats that have gone by since the beginning."""
    playhead: int
    """The column that sounds next."""
    loop_start: int
    """The column the loop starts at, once ``loop/start`` -1 has been worked out."""
    draw: int
    """How often chance was asked since the seed was set."""
    codes: Tensor | None
    """Codes [batch, level] of the frame that sounded last."""
    prior: Mapping[str, Tensor]
    """What the prior remembers, and ``runs`` [batch, frame] as ``memorization`` counts them."""
    decoder: Mapping[str, Tensor]
    gain: float
    """Output gain at the end of the last frame."""

    @classmethod
    def blank(cls, model: Model, controls: Mapping[str, float]) -> "EngineState":
        """The state before ``model`` has played anything, with its controls at ``controls``."""
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
            prior=_initial_prior_state(model),
            decoder=model.codec.initial_state(),
            gain=controls["output/gain"],
        )

    @property
    def grid(self) -> CodeGrid:
        """The grid as it is."""
        return self.history.present

    @property
    def runs(self) -> Tensor:
        """How long a verbatim run ends at each frame of the model's memory."""
        return self.prior["runs"][0]

    def rewound(self, model: Model) -> "EngineState":
        """As if ``model`` had played nothing yet, but for its grid."""
        return self.replace(beats=0.0, playhead=0, draw=0, codes=None, prior=_initial_prior_state(model))

    def replace(self, **changes: Any) -> "EngineState":
        """This state with ``changes``: ``dataclasses.replace`` in a fifth of the time, as every frame needs it."""
        if not changes.keys() <= vars(self).keys():
            raise TypeError(f"A state has no {', '.join(changes.keys() - vars(self).keys())}.")
        other = object.__new__(EngineState)
        vars(other).update(vars(self), **changes)
        return other


def _initial_prior_state(model: Model) -> Mapping[str, Tensor]:
    """What a prior remembers before it has played."""
    return {**model.prior.initial_state(), "runs": memorization.runs(model.memory)[None]}


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
