"""Mel filters, STFT distance and k-means give the figures of librosa, auraloss and scikit-learn."""

import math
from typing import Any

import auraloss
import librosa
import numpy as np
import pytest
import torch
from sklearn.cluster import KMeans

from distill import metrics
from distill.training import pca_init


@pytest.fixture
def pair() -> tuple[torch.Tensor, torch.Tensor]:
    """A decaying tone with noise, and a detuned copy of it: samples [time]."""
    generator = torch.Generator().manual_seed(3)
    time = torch.arange(48_000) / 48_000
    noise = torch.randn(2, len(time), generator=generator) * 0.01
    tone = torch.sin(2 * math.pi * 440 * time) * torch.exp(-3 * time)
    other = torch.sin(2 * math.pi * 443 * time) * torch.exp(-2 * time)
    return tone + noise[0], other + noise[1]


@pytest.mark.parametrize(("window", "bands"), [(2048, 80), (4096, 80), (2048, 40)])
def test_mel_filters_are_those_of_librosa(window: int, bands: int) -> None:
    theirs = librosa.filters.mel(sr=48_000, n_fft=window, n_mels=bands, fmin=20, fmax=24_000, htk=True, norm=None)
    ours = metrics.mel_bands(window, bands)
    total = theirs.sum(1)
    wide = total > 0  # librosa leaves bands narrower than a bin empty
    assert wide.sum() > bands * 0.8
    np.testing.assert_allclose(ours[wide], theirs[wide] / total[wide, None], atol=2e-4)
    np.testing.assert_allclose(ours.sum(1), 1, rtol=1e-5)


def test_the_stft_distance_is_that_of_auraloss(pair: tuple[torch.Tensor, torch.Tensor]) -> None:
    windows = [2048, 1024, 512]
    loss = auraloss.freq.MultiResolutionSTFTLoss(
        windows, [w // 4 for w in windows], windows, w_sc=0, w_log_mag=1, w_lin_mag=0
    )
    theirs = float(loss(pair[1][None, None], pair[0][None, None])) / math.log(10)
    assert metrics.stft_distance(*(x.numpy() for x in pair)) == pytest.approx(theirs, rel=1e-4)


def test_the_mel_distance_is_what_librosa_makes_of_it(pair: tuple[torch.Tensor, torch.Tensor]) -> None:
    filters = metrics.mel_bands(2048, 80)
    spectra = [np.abs(librosa.stft(x.numpy(), n_fft=2048, hop_length=512, pad_mode="reflect")) for x in pair]
    logs = [np.log10(np.maximum(filters @ s, 1e-5)) for s in spectra]
    theirs = float(np.abs(logs[0] - logs[1]).mean())
    assert metrics.mel_distance(*(x.numpy() for x in pair)) == pytest.approx(theirs, rel=1e-4)


def testk_means_ends_where_that_of_scikit_learn_ends() -> None:
    generator = torch.Generator().manual_seed(1)
    places = torch.randn(8, 5, generator=generator) * 6
    vectors = places.repeat_interleave(200, 0) + torch.randn(1600, 5, generator=generator)
    start = vectors[torch.randint(len(vectors), (8,), generator=torch.Generator().manual_seed(5))]
    ours = pca_init.k_means(vectors, 8, torch.Generator().manual_seed(5))
    wanted: dict[str, Any] = {"init": start.numpy(), "n_init": 1, "max_iter": pca_init.ITERATIONS, "tol": 0}
    theirs = KMeans(8, algorithm="lloyd", **wanted).fit(vectors)
    np.testing.assert_allclose(ours, theirs.cluster_centers_, atol=1e-3)
