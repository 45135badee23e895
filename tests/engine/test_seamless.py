"""A minute of the model that comes along, as it streams: nobody hears where one frame ends and the next begins."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from distill import bundle
from distill.data import demo_sounds
from live.engine.engine import Engine

Sound = NDArray[np.float64]
"""Samples [time]."""
Jumps = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Of samples [place, time] on either side of each place, how much [place] changes in the middle."""

SECONDS = 60
HOP = 480
AROUND = 64
"""Samples on either side of a place where it is looked for a seam."""


@pytest.fixture(scope="module")
def streamed() -> Sound:
    """A minute made frame by frame."""
    engine = Engine(bundle.load(bundle.STARTER))
    state = engine.initial_state(seed=2)
    blocks: list[NDArray[np.float32]] = []
    for _ in range(round(SECONDS * engine.model.codec.config.frame_rate)):
        state, block = engine.step(state)
        blocks.append(block.samples[:, 0])
    assert {len(block) for block in blocks} == {HOP}
    return np.concatenate(blocks).astype(np.float64)


def around(samples: Sound, offset: int, step: int = HOP) -> NDArray[np.float64]:
    """Samples [place, time] on either side of every ``step``-th place, ``offset`` samples after a frame's beginning."""
    places = np.arange(HOP + offset, len(samples) - HOP, step)
    return samples[places[:, None] + np.arange(-AROUND, AROUND)]


def level_jumps(parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Decibels by which the level changes."""
    before, after = (10 * np.log10(np.square(side).mean(1) + 1e-8) for side in np.split(parts, 2, axis=1))
    return np.abs(after - before)


def spectral_jumps(parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Decibels by which the bins of the spectrum change, on the average."""
    sides = np.split(parts, 2, axis=1)
    before, after = (20 * np.log10(np.abs(np.fft.rfft(side * np.hanning(AROUND))) + 1e-3) for side in sides)
    return np.abs(after - before).mean(1)


def clicks(parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far the curvature in the very middle stands out from that around it, as a step's or a kink's does."""
    bends = np.abs(np.diff(parts, 2, axis=1))
    return bends[:, AROUND - 2 : AROUND].max(1) / (np.sqrt(np.square(bends).mean(1)) + 1e-5)


def has_seams(samples: Sound, jumps: Jumps) -> bool:
    """Whether frame edges are rougher than the roughest other place of a frame, by more than those differ."""
    edges = jumps(around(samples, 0))
    elsewhere = np.stack([jumps(around(samples, offset)) for offset in range(AROUND, HOP - AROUND, 29)])
    shares = (50, 90, 99)
    least, most = (f(np.percentile(elsewhere, shares, axis=1), axis=1) for f in (np.min, np.max))
    return bool((np.percentile(edges, shares) > 2 * most - least).any())


@pytest.mark.parametrize("jumps", [level_jumps, spectral_jumps, clicks])
def test_frame_edges_are_like_any_other_place(streamed: Sound, jumps: Jumps) -> None:
    assert np.sqrt(np.square(streamed).mean()) > 0.01
    assert not has_seams(streamed, jumps)


@pytest.mark.parametrize("jumps", [level_jumps, spectral_jumps])
def test_no_frame_edge_is_rougher_than_the_recordings_are(streamed: Sound, jumps: Jumps) -> None:
    recordings = np.concatenate([samples[:, 0] for _, samples in demo_sounds.recordings()]).astype(np.float64)
    assert jumps(around(streamed, 0)).max() < jumps(around(recordings, 0, step=29)).max()


@pytest.mark.parametrize("jumps", [level_jumps, spectral_jumps, clicks])
def test_a_seam_would_be_found(streamed: Sound, jumps: Jumps) -> None:
    gains = 10 ** (np.resize([3, -3], len(streamed) // HOP) / 20)
    assert has_seams(streamed * np.repeat(gains, HOP), jumps)
