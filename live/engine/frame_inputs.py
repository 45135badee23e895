"""Inputs of the kernels from engine states: arrays of one stream each are joined to a batch, and split again."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from distill.kernels.decoder import DecoderState
from distill.kernels.frame import Mix
from distill.kernels.prior import NO_LIMIT, PriorState
from distill.kernels.sampling import SamplingOptions
from live.engine.state import EngineState, Knobs

CACHED_BATCHES = 16
"""Size of the caches of arrays made from controls, which rarely change between frames."""
_BELOW_ONE = np.nextafter(np.float32(1), np.float32(0))
State = TypeVar("State", PriorState, DecoderState)


class SamplingControls(NamedTuple):
    """Controls of sampling of a batch."""

    options: SamplingOptions
    max_quote: NDArray[np.int64]
    """[stream], in frames; ``NO_LIMIT`` for any."""
    recall: NDArray[np.float32]
    """[stream]: how much the memory is followed, 0 to 1."""
    held: NDArray[np.bool_]
    """[stream, level]: levels that keep their code."""


def joined(states: Sequence[State]) -> State:
    """Batch [stream, …] of states of one stream each: copies, which kernels renew."""
    return type(states[0])._make(np.concatenate(arrays) for arrays in zip(*states, strict=True))


def split(state: State, count: int) -> list[State]:
    """State of each of the ``count`` streams of a batch: views of it."""
    if count == 1:
        return [state]
    return [type(state)._make(array[row : row + 1] for array in state) for row in range(count)]


@lru_cache(CACHED_BATCHES)
def sampling_controls(knobs: tuple[Knobs, ...]) -> SamplingControls:
    """Temperatures, top-k, top-p, limits of quotations, recall and held levels of a batch."""
    # Just below one it still narrows the choice, for which noise goes by rank.
    top_p = [min(np.float32(own.top_p), _BELOW_ONE) if own.top_p < 1 else 1.0 for own in knobs]
    options = SamplingOptions(
        np.array([own.temperatures for own in knobs], np.float32),
        np.array([own.top_k for own in knobs], np.int64),
        np.array(top_p, np.float32),
    )
    return SamplingControls(
        options,
        np.array([own.max_quote or NO_LIMIT for own in knobs], np.int64),
        np.array([own.recall for own in knobs], np.float32),
        np.array([own.held for own in knobs]),
    )


@lru_cache(CACHED_BATCHES)
def level_gains(knobs: tuple[Knobs, ...]) -> NDArray[np.float32]:
    """Level gains [stream, level]."""
    return np.array([own.level_gains for own in knobs], np.float32)


@lru_cache(CACHED_BATCHES)
def plain_mix(knobs: tuple[Knobs, ...], features: int) -> Mix:
    """Mix of a batch with nothing on the second deck, at the output gain 1; for so many ``features``."""
    gains = level_gains(knobs)
    streams = len(knobs)
    one = np.ones(streams, np.float32)
    return Mix(
        level_gains=gains,
        deck_codes=np.zeros(gains.shape, np.int64),
        deck_shares=np.zeros(gains.shape, np.float32),
        features=np.zeros((streams, features), np.float32),
        feature_share=np.zeros(streams, np.float32),
        gain_before=one,
        gain_after=one,
    )


def mix_of(states: Sequence[EngineState], features: int) -> Mix:
    """Mix of the next frame of ``states``, without what is on their second decks; for so many ``features``."""
    mix = plain_mix(tuple(state.knobs for state in states), features)
    mix = mix._replace(
        gain_before=np.array([state.gain for state in states], np.float32),
        gain_after=np.array([state.controls["output/gain"] for state in states], np.float32),
    )
    if all(state.controls["play"] for state in states):
        return mix
    playing = np.array([[state.controls["play"] > 0] for state in states])
    return mix._replace(level_gains=np.where(playing, mix.level_gains, np.float32(0)))
