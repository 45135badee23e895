"""Tracked partials: steady tones are played steadily, by kernels as by torch, and older models as they were."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from changes import with_codec

from distill import bundle, library, metrics
from distill.bundle import Bundle
from distill.hyperparameters import STEPS
from distill.io import model_header
from distill.model.spectral import Analysis, Synthesis
from distill.training.modules import modules_of
from distill.training.run import Settings
from live.controls import ControlEvent
from live.engine.engine import Engine
from live.engine.state import EngineState

TONE = 0.5 * np.sin(2 * math.pi * 440 * np.arange(76_800) / 48_000).astype(np.float32)


@pytest.fixture(scope="module")
def starter() -> Bundle:
    """The starter model, as version 0.1 would have had it."""
    return with_codec(bundle.load(library.EARLIER_STARTER), track_partials=None)


@pytest.fixture(scope="module")
def tracked(starter: Bundle) -> Bundle:
    return with_codec(starter, track_partials=True)


def played(samples: metrics.Floats, jumps: float, track: bool) -> metrics.Floats:
    """Samples [time] from magnitudes each of which jumps about, from frame to frame, by that many nats."""
    analysis, synthesis = Analysis(2048, 480, 64), Synthesis(2048, 480, 64, track_partials=track)
    features = analysis(torch.from_numpy(np.pad(samples, (0, -len(samples) % 480)))[None, None])
    features[..., :-STEPS] += jumps * torch.randn(features[..., :-STEPS].shape, generator=torch.manual_seed(1))
    return synthesis(features)[0, 0].numpy()[analysis.latency + synthesis.latency :]


def test_a_partial_that_goes_on_is_less_rough() -> None:
    """-19 dB without it, -34 with it."""
    rough = [played(TONE, 0.2, track) for track in (False, True)]
    before, after = (metrics.roughness(TONE[: len(samples)], samples)[0, 1] for samples in rough)
    assert after < before - 8


def test_a_new_loudness_is_soon_heard() -> None:
    """A partial that has gone on for half a second falls by 30 dB, which takes a window anyway."""
    fall = TONE * np.where(np.arange(len(TONE)) < 28_800, 1, 0.03).astype(np.float32)
    usual, tracked = (np.square(played(fall, 0, track)[30_300:31_500]).mean() for track in (False, True))
    assert tracked < 1.5 * usual


def test_kernels_sound_as_torch_does(starter: Bundle, tracked: Bundle) -> None:
    codes = tracked.codec.encode(TONE[None, None, :24_000])
    codes[0, 3] = np.random.default_rng(0).integers(0, 128, codes.shape[2])
    samples = tracked.codec.decode(codes)
    with torch.inference_mode():
        expected = modules_of(tracked)[0].decode(torch.from_numpy(codes)).numpy()
    np.testing.assert_allclose(samples, expected, rtol=0, atol=1e-4)
    assert np.abs(samples - starter.codec.decode(codes)).max() > 1e-2


def test_a_model_says_so_in_its_file_and_an_older_one_does_not(
    starter: Bundle, tracked: Bundle, tmp_path: Path
) -> None:
    assert with_codec(starter, track_partials=False).fingerprint == starter.fingerprint != tracked.fingerprint
    bundle.save(tracked, tmp_path / "tracked.distill")
    assert '"track_partials":true' in model_header.read(tmp_path / "tracked.distill").texts["codec"]
    assert bundle.load(tmp_path / "tracked.distill").codec.config == tracked.codec.config
    bundle.save(starter, tmp_path / "older.distill")
    assert "track_partials" not in model_header.read(tmp_path / "older.distill").texts["codec"]


def test_a_change_of_the_mix_lets_go_of_steady_partials(tracked: Bundle) -> None:
    """A gain acts as it would have acted on partials that did not go on."""
    engine, gain = Engine(tracked), [ControlEvent("level/1/gain", 0.5)]
    state = played_on(engine, engine.initial_state(3), [ControlEvent("hold", 1.0)], 40)
    assert (state.decoder.partials[0, -1] > 2).any()
    assert (played_on(engine, state, gain, 1).decoder.partials[0, -1] <= 1).all()
    assert (played_on(engine, state, [ControlEvent("temperature", 0.5)], 1).decoder.partials[0, -1] > 2).any()


def played_on(engine: Engine, state: EngineState, events: Sequence[ControlEvent], frames: int) -> EngineState:
    """The state some frames later, the first of which obeys ``events``."""
    for frame in range(frames):
        state, _ = engine.step(state, () if frame else events)
    return state


def test_new_trainings_track() -> None:
    assert Settings().codec_config(3).track_partials
