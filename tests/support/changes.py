"""How soon a change is heard after the frame that obeys it, without sound card and buffer."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from distill.bundle import Bundle
from distill.hyperparameters import CodecConfig
from live.controls import ControlEvent
from live.engine.engine import Engine
from live.engine.state import EngineState

WARM_UP, SETTLED, HEARD = 30, 20, 12
"""Frames before codes are held, from then until the change, and after it."""
QUIET = 1e-2
"""Root mean square below which what a seed plays is too soft to be measured."""
SMOOTHED = 96
"""Samples over which power is averaged, centred: 2 ms."""
Events = Sequence[ControlEvent]


def with_synthesis_window(model: Bundle, length: int) -> Bundle:
    """The same weights, in a codec whose frames sound for ``length`` samples."""
    return with_codec(model, synthesis_window=length)


def with_codec(model: Bundle, **changes: int | None) -> Bundle:
    """The same weights, in a codec of another configuration."""
    config = CodecConfig.model_validate({**model.codec.config.model_dump(), **changes})
    return Bundle.of(config, model.prior.config, model.tensors, model.corpus_codes, model.card)


def changes(levels: int) -> Mapping[str, tuple[Events, Events]]:
    """What is said before and at a change, by its name."""
    masks = [[ControlEvent(f"level/{n}/mask", value) for n in range(1, levels + 1)] for value in (0.0, 1.0)]
    return {
        "opening all levels": (masks[0], masks[1]),
        "closing all levels": ((), masks[0]),
        "output/gain": ((), [ControlEvent("output/gain", 0.0)]),
    }


def progress(engine: Engine, before: Events, change: Events, seeds: Sequence[int]) -> NDArray[np.float64]:
    """Share of a change that is done [time], from the first sample of the frame that obeys it, over all ``seeds``.

    Codes are held. It is the change of amplitude against the same sound without it, whose powers are averaged.
    """
    powers = np.zeros((2, HEARD * engine.model.codec.config.hop))
    for seed in seeds:
        state, _ = _played(engine, engine.initial_state(seed), (), WARM_UP)
        states = [_played(engine, state, [ControlEvent("hold", 1.0), *said], SETTLED)[0] for said in ((), before)]
        sounds = [_played(engine, state, said, HEARD)[1] for state, said in zip(states, ((), change), strict=True)]
        loudness = np.square(sounds[0]).mean()
        if loudness > QUIET**2:
            powers += np.square(sounds) / loudness
    kernel = np.ones(SMOOTHED) / SMOOTHED
    without, changed = (np.convolve(power, kernel, "same") for power in powers)
    share = np.sqrt(changed / without)
    return share if before else 1 - share


def milliseconds(model: Bundle, done: NDArray[np.float64], share: float) -> float:
    """Time at which a change is first ``done`` [time] to that ``share``."""
    return float((done >= share).argmax()) / model.codec.config.sample_rate * 1000


def _played(engine: Engine, state: EngineState, events: Events, frames: int) -> tuple[EngineState, NDArray[np.float32]]:
    """State after some frames, the first of which obeys ``events``, and their samples [time] of the first channel."""
    blocks: list[NDArray[np.float32]] = []
    for frame in range(frames):
        state, block = engine.step(state, () if frame else events)
        blocks.append(block.samples[:, 0])
    return state, np.concatenate(blocks)
