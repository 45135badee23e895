"""What the engine remembers between two frames, and what a frame gives."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from distill.grid import CodeGrid, History
from distill.model.codec import CodecConfig
from distill.model.layers import State
from distill.model.sampling import Sampling
from live.controls import ControlEvent


@dataclass(frozen=True, slots=True)
class Knobs:
    """The controls as the tensors that a step needs; made anew only when a control changes."""

    controls: Mapping[str, float]
    """What they were made of."""
    weights: Tensor
    """[batch, level, frame]: mask, or solo, times gain."""
    held: Tensor | None
    """[level]: which levels stay on their code, if any does."""
    morph: Tensor | None
    """[batch, level, frame]: how much of the second deck sounds, if any."""
    sampling: Sampling
    novelty: int | None
    """Frames of a recording that are played note for note at most; ``None`` for as many as it comes to."""

    @classmethod
    def of(cls, controls: Mapping[str, float], config: CodecConfig) -> "Knobs":
        """What ``controls`` mean to a codec of that shape."""
        levels = range(1, config.levels + 1)
        solo = any(controls[f"level/{n}/solo"] for n in levels)
        weights = [controls[f"level/{n}/{'solo' if solo else 'mask'}"] * controls[f"level/{n}/gain"] for n in levels]
        held = torch.tensor([controls[f"level/{n}/hold"] for n in levels]) > 0
        morph = torch.tensor([controls["morph"] * controls[f"morph/{n}"] for n in levels])[None, :, None]
        temperatures = [controls["temperature"] * controls[f"temperature/{n}"] for n in levels]
        top_k, top_p = int(controls["top_k"]), controls["top_p"]
        novelty = controls["novelty"]
        return cls(
            controls=controls,
            weights=torch.tensor(weights)[None, :, None],
            held=held if held.any() else None,
            morph=morph if morph.any() else None,
            sampling=Sampling.of(temperatures, config.codebook_size, top_k, top_p),
            novelty=max(1, round(novelty * config.frame_rate)) if novelty else None,
        )


@dataclass(frozen=True, slots=True)
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
    heard: tuple[Tensor, ...] | None
    """Codes [level] that came in and are yet to sound, oldest first; ``None`` while nothing has come in."""
    deck: CodeGrid | None
    """The second deck's grid."""
    snapshots: "Mapping[int, EngineState]"
    """What was kept, by slot."""
    goals: Mapping[str, float]
    """Where the controls that glide are going."""
    arrival: int
    """The frame in which they are there."""
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

    @property
    def grid(self) -> CodeGrid:
        """The grid as it is."""
        return self.history.present


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
