"""Frames of performances, for one or many streams, as one call: codes of the grid or the prior, decoded and mixed."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from distill.kernels.decoder import DecoderState
from distill.kernels.dense import Floats, Integers
from distill.kernels.frame import Mix, ModelWeights, decode_mix
from distill.kernels.memory import CHANCES
from distill.kernels.native.compiler import entry_kernel, kernel
from distill.kernels.noise import draw_chances, draw_noise
from distill.kernels.prior import CodeChoice, Known, PriorState, PriorWeights, sample_frame
from distill.kernels.sampling import SamplingOptions

Flags = NDArray[np.bool_]


class Controls(NamedTuple):
    """Choice of the codes of every frame of a call, for many streams."""

    plays: Flags
    """[stream]: false where a stream is paused."""
    holds: Flags
    """[stream]: true where all codes stay, once there are any."""
    loop_start: Integers
    """[stream]: first column of the loop."""
    loop_length: Integers
    """[stream]: columns of the loop; 0 for none."""
    repeated: Flags
    """[stream, level]: true where the cells of a column are played as they are; locked ones always are."""
    held: Flags
    """[stream, level]: true where a level keeps its code."""
    incoming: Integers
    """[stream, level]: codes of an input, which go before those of the prior; negative where there are none."""
    seed: Integers
    """[stream]: of noise and chances."""
    options: SamplingOptions
    max_quote: Integers
    """[stream]: as in ``CodeChoice``."""
    recall: Floats
    """[stream]: as in ``CodeChoice``."""


class Position(NamedTuple):
    """Grids of many streams, which are played and written to, and where in them each of the streams is."""

    cells: Integers
    """[stream, level, column]: codes; negative in empty cells."""
    locked: Flags
    """[stream, level, column]."""
    playhead: Integers
    """[stream]: column that is played next."""
    draw: Integers
    """[stream]: number of random draws; with the seed it determines noise and chances."""
    codes: Integers
    """[stream, level]: those of the last frame; negative before the first."""


@entry_kernel
def play_frames(
    weights: ModelWeights, controls: Controls, mix: Mix, position: Position, prior: PriorState, decoder: DecoderState,
    codes: Integers, dry: Floats, samples: Floats,
) -> None:  # fmt: skip
    """Make frames: ``codes`` [stream, frame, level] and ``samples`` [stream, frame, time, channel], -1 to 1.

    ``dry`` [stream, time, channel] are the samples of the last frame before output gain and limiter.

    Codes are negative while a stream is paused. ``position`` and the states of ``prior`` and ``decoder`` are renewed.
    After the first frame, the gain stays as it is at its end.
    """
    streams, frames, hop, channels = samples.shape
    levels = codes.shape[2]
    rest = Mix(
        mix.level_gains, mix.deck_codes, mix.deck_shares, mix.features, mix.feature_share, mix.gain_after,
        mix.gain_after,
    )  # fmt: skip
    decoded, sound = np.empty((streams, levels), np.int64), np.empty((streams, hop, channels), np.float32)
    for frame in range(frames):
        advance(weights.prior, weights.known, controls, position, prior)
        for s in range(streams):
            for level in range(levels):
                decoded[s, level] = max(position.codes[s, level], 0)
                codes[s, frame, level] = position.codes[s, level] if controls.plays[s] else -1
        decode_mix(weights.decoder, decoded, mix if frame == 0 else rest, decoder, dry, sound)
        for s in range(streams):
            for i in range(hop):
                for channel in range(channels):
                    samples[s, frame, i, channel] = sound[s, i, channel]


@entry_kernel
def choose_frame(
    weights: PriorWeights, known: Known, controls: Controls, position: Position, prior: PriorState
) -> None:
    """``advance``, for Python."""
    advance(weights, known, controls, position, prior)


@kernel
def advance(weights: PriorWeights, known: Known, controls: Controls, position: Position, prior: PriorState) -> None:
    """Choose the codes of the next frame, read them, and write those that are chosen to the grid."""
    streams, levels, columns = position.cells.shape
    moving = _moving(controls, position)
    if moving.size == 0:
        return
    given, forced = np.empty((streams, levels), np.bool_), np.empty((streams, levels), np.int64)
    noise = np.empty((streams, levels, weights.out_bias.shape[1] - 1), np.float32)
    chances, likelihoods = np.empty((streams, CHANCES), np.float32), np.empty((streams, levels), np.float32)
    for row in range(moving.size):
        s = int(moving[row])
        length, start = controls.loop_length[s], controls.loop_start[s]
        if length and (position.playhead[s] - start) % columns >= length:
            position.playhead[s] = start
        column = position.playhead[s]
        for level in range(levels):
            cell = position.cells[s, level, column]
            given[s, level] = cell >= 0 and (position.locked[s, level, column] or controls.repeated[s, level])
            last = position.codes[s, level]
            code = cell if given[s, level] else controls.incoming[s, level]
            forced[s, level] = last if controls.held[s, level] and last >= 0 else code
        draw_noise(controls.seed[s], position.draw[s], noise[s])
        if controls.recall[s] > 0:
            draw_chances(controls.seed[s], position.draw[s], chances[s])
    choice = CodeChoice(noise, controls.options, forced, controls.max_quote, controls.recall, chances)
    sample_frame(weights, known, choice, moving, prior, position.codes, likelihoods)
    for row in range(moving.size):
        s = int(moving[row])
        for level in range(levels):
            if not given[s, level]:
                position.cells[s, level, position.playhead[s]] = position.codes[s, level]
        position.playhead[s] = (position.playhead[s] + 1) % columns
        position.draw[s] += 1


@kernel
def _moving(controls: Controls, position: Position) -> Integers:
    """Streams that get new codes: those that are neither paused nor on hold."""
    streams = controls.plays.size
    moving, count = np.empty(streams, np.int64), 0
    for s in range(streams):
        if controls.plays[s] and not (controls.holds[s] and position.codes[s, 0] >= 0):
            moving[count] = s
            count += 1
    return moving[:count]
