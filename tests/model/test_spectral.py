import math

import pytest
import torch
from contracts import assert_streams
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.hyperparameters import STEPS, CodecConfig, PriorConfig
from distill.model.convnext import Network
from distill.model.prior import Prior
from distill.model.spectral import Analysis, Synthesis

WINDOW, HOP, LOW = 512, 120, 16
FRAMES = 24
NEPER = 20 / math.log(10)
"""Decibels."""

LENGTHS = st.sampled_from([None, 122, 240, 302, 360, 510])
"""Synthesis windows: with and without a remainder of hops, from the shortest to the longest."""
cuts = st.lists(st.integers(1, FRAMES - 1), unique=True).map(sorted)


def noise(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(3))


def there_and_back(samples: torch.Tensor, length: int | None = None) -> torch.Tensor:
    """Samples [time] through analysis and synthesis, brought back to their place in time."""
    windows = 2048, 480, 64, 1, length
    analysis, synthesis = Analysis(*windows), Synthesis(*windows)
    latency = analysis.latency + synthesis.latency
    assert latency == CodecConfig(synthesis_window=length).latency
    frames = (len(samples) + latency) // 480 + 1
    padded = torch.nn.functional.pad(samples, (0, frames * 480 - len(samples)))
    return synthesis(analysis(padded[None, None]))[0, 0, latency:][: len(samples)]


@settings(deadline=None, max_examples=20)
@given(cuts, st.integers(1, 2), LENGTHS)
def test_analysis_streams(cuts: list[int], channels: int, length: int | None) -> None:
    whole = noise(2, channels, FRAMES * HOP)
    assert_streams(Analysis(WINDOW, HOP, LOW, channels, length), whole, [c * HOP for c in cuts], axis=2)


@settings(deadline=None, max_examples=20)
@given(cuts, st.integers(1, 2), LENGTHS)
def test_synthesis_streams(cuts: list[int], channels: int, length: int | None) -> None:
    features = noise(2, FRAMES, channels * (WINDOW // 2 + 1 + LOW) + STEPS)
    assert_streams(Synthesis(WINDOW, HOP, LOW, channels, length), features, cuts, axis=1, into=2)


@settings(deadline=None, max_examples=20)
@given(cuts)
def test_prior_streams(cuts: list[int]) -> None:
    prior = Prior(PriorConfig(levels=3, codebook_size=16, width=24, head=8)).eval()
    codes = torch.randint(16, (2, 3, FRAMES), generator=torch.Generator().manual_seed(1))
    assert_streams(prior, codes, cuts, axis=2)


@settings(deadline=None, max_examples=20)
@given(cuts)
def test_networks_stream(cuts: list[int]) -> None:
    network = Network(8, 5, width=16, blocks=3)
    torch.nn.init.normal_(network.outward.weight, generator=torch.Generator().manual_seed(0))
    assert_streams(network, noise(2, FRAMES, 8), cuts, axis=1)


def test_synthesis_keeps_a_partial_where_it_is_and_as_loud_as_it_was() -> None:
    time = torch.arange(48_000) / 48_000
    tone = 0.5 * torch.sin(2 * math.pi * 443.7 * time)
    spectrum = torch.fft.rfft(there_and_back(tone)[12_000:36_000] * torch.hann_window(24_000)).abs() / 6_000
    assert spectrum.argmax().item() == round(443.7 / 2)
    assert abs(spectrum.max().item() - 0.5) < 0.03
    beside = torch.cat([spectrum[:210], spectrum[235:]])
    assert 20 * math.log10(beside.max().item() / 0.5) < -50


def partial_as_played(decibels: torch.Tensor) -> torch.Tensor:
    """How loud each frame of a tone comes out whose frames were made louder by ``decibels`` [frame]."""
    tone = 0.01 * torch.sin(torch.arange(len(decibels) * HOP) / 8)
    features = Analysis(WINDOW, HOP, LOW)(tone[None, None])[:, 10:]
    peak = features[0, 0, :-STEPS].argmax()
    features[0, :, :-STEPS] += decibels[10:, None] / NEPER
    synthesis = Synthesis(WINDOW, HOP, LOW)
    state, loudness = synthesis.initial_state(1), list[torch.Tensor]()
    for frame in features.split(1, dim=1):
        _, state = synthesis.step(frame, state)
        loudness.append(state["partials"][0, 0, peak] * NEPER)
    return torch.stack(loudness) - features[0, 0, peak] * NEPER + decibels[10]


def test_synthesis_holds_back_a_partial_that_jumps_about_by_a_decibel() -> None:
    jumps = noise(200)
    assert partial_as_played(jumps).diff().std() < 0.5 * jumps.diff().std()


def test_synthesis_lets_an_attack_and_an_end_through() -> None:
    steps = torch.zeros(60)
    steps[20:40] = 30.0
    assert (partial_as_played(steps) - steps[10:]).abs().max() < 0.5


@pytest.mark.parametrize("length", [None, 960])
def test_synthesis_of_silence_is_silence(length: int | None) -> None:
    assert there_and_back(torch.zeros(9_600), length).abs().max() == 0


@pytest.mark.parametrize(("length", "most"), [(None, -50), (1440, -50), (960, -38)])
def test_a_steady_tone_comes_back_steady(length: int | None, most: float) -> None:
    """Sidebands at multiples of the frame rate were -55 dB for 2048 and for 1440 samples, -41 dB for 960."""
    tone = 0.5 * torch.sin(2 * math.pi * 440 * torch.arange(72_000) / 48_000)
    heard = there_and_back(tone, length)[12_000:60_000]
    spectrum = torch.fft.rfft(heard * torch.hann_window(48_000)).abs() / 12_000
    assert spectrum[438:443].max().item() == pytest.approx(0.5, abs=0.02)
    sidebands = [spectrum[440 + 100 * k - 4 : 440 + 100 * k + 5].max() for k in (-3, -2, -1, 1, 2, 3)]
    assert max(sidebands).item() < 0.5 * 10 ** (most / 20)


@pytest.mark.parametrize("length", [None, 1440, 960, 482])
def test_synthesis_puts_an_onset_where_it_was(length: int | None) -> None:
    onset = torch.zeros(48_000)
    onset[24_000:25_000] = noise(1_000)
    energy = there_and_back(onset, length).square()
    centre = (energy * torch.arange(48_000)).sum() / energy.sum()
    assert abs(centre.item() - 24_500) < 240
    assert energy[23_000:23_880].mean() < 1e-4 * energy[24_000:25_000].mean()
