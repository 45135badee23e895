"""Initial codec by principal components and residual k-means: no gradients, playable within seconds."""

import math
from collections.abc import Sequence
from functools import partial

import torch
from torch import Tensor

from distill.audio import SAMPLE_RATE, Samples
from distill.data.corpus import Recording
from distill.hyperparameters import LOG_MAGNITUDE_SCALE, STEPS, CodecConfig
from distill.model.codec import Codec
from distill.model.quantizer import nearest
from distill.model.spectral import Analysis, frequencies
from distill.training import Progress, Report

STAGE = "linear"
ENOUGH_SECONDS = 600.0
"""Length of a corpus in seconds above which statistics come from random excerpts of that total length."""
EXCERPT_SECONDS = 5.0
"""Length in seconds of such an excerpt."""
QUICK_SECONDS = 100.0
"""Seconds of sound that are encoded for the card of a model that is saved while training goes on."""
ITERATIONS = 20
"""Iterations of k-means for each codebook, which bound the time to the first sound."""
ATTACK_WEIGHT = 8.0
"""Weight of an attack gain in the components, where a bin has 1 in the mean: they are four against a thousand."""


def codebook_size(recordings: int) -> int:
    """Default codes per level: 64 up to 20 recordings, 128 up to 100, 256 beyond."""
    return 64 if recordings <= 20 else 128 if recordings <= 100 else 256


@torch.no_grad()
def fit(recordings: Sequence[Recording], config: CodecConfig, seed: int, report: Report) -> Codec:
    """Fit a linear codec: encoder and decoder by principal components, codebooks by residual k-means."""
    generator = torch.Generator().manual_seed(seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        codec = Codec(config)
    frames = _frames(recordings, codec.analysis, config, generator, report)
    _fit_components(codec, frames)
    codec.feature_max.copy_(frames.amax(0))
    rest, _ = codec.latents(frames[None], codec.encoder_network.initial_state(1))
    rest = rest[0]
    for level, codebook in enumerate(codec.quantizer.codebooks):
        report(Progress(STAGE, 0.5 + 0.5 * level / config.levels))
        codebook.copy_(k_means(rest, config.codebook_size, generator))
        rest = rest - codebook[nearest(rest, codebook)]
    report(Progress(STAGE, 1.0))
    return codec


def beginnings(recordings: Sequence[Recording]) -> list[Recording]:
    """Beginnings of all recordings, of ``QUICK_SECONDS`` in total at most."""
    total = sum(len(r.samples) for r in recordings)
    share = min(1.0, QUICK_SECONDS * SAMPLE_RATE / total)
    return [Recording(r.path, partial(_beginning, r, share)) for r in recordings]


def _beginning(recording: Recording, share: float) -> Samples:
    samples = recording.samples
    return samples[: math.ceil(len(samples) * share)]


@torch.inference_mode()
def encode(codec: Codec, recordings: Sequence[Recording], report: Report) -> list[Tensor]:
    """Codes [level, frame] of each recording, without analysis by synthesis.

    On recordings of the corpus that hardly finds better codes, and a prior predicts these better.
    """
    codes: list[Tensor] = []
    for number, recording in enumerate(recordings):
        report(Progress("encoding", number / len(recordings)))
        codes.append(codec.encode(torch.tensor(recording.samples).T[None], candidates=1)[0])
    report(Progress("encoding", 1.0))
    return codes


def _frames(
    recordings: Sequence[Recording],
    analysis: Analysis,
    config: CodecConfig,
    generator: torch.Generator,
    report: Report,
) -> Tensor:
    """Features [frame, feature] of the corpus, or of random excerpts of a long one."""
    step = int(EXCERPT_SECONDS * config.sample_rate) // config.hop * config.hop
    places = [(r, start) for r in recordings for start in range(0, len(r.samples), step)]
    most = max(1, int(ENOUGH_SECONDS * config.sample_rate) // step)
    if len(places) > most:
        places = [places[i] for i in torch.randperm(len(places), generator=generator)[:most].tolist()]
    frames: list[Tensor] = []
    for number, (recording, start) in enumerate(places):
        report(Progress(STAGE, 0.5 * number / len(places)))
        excerpt = torch.tensor(recording.samples[start : start + step]).T
        padded = torch.nn.functional.pad(excerpt, (0, -excerpt.shape[1] % config.hop))
        frames.append(analysis(padded[None])[0])
    return torch.cat(frames)


def _fit_components(codec: Codec, frames: Tensor) -> None:
    """Set encoder and decoder to the principal components of features [frame, feature], perceptually weighted.

    The weight of a bin is the root of its width times the fourth root of the inverse equivalent rectangular bandwidth
    (Glasberg & Moore 1990): without it the top octave is half of all; with the inverse itself hiss of breath is lost.
    Attack gains, few against a thousand bins, have ``ATTACK_WEIGHT``.
    """
    hertz = frequencies(codec.config.window, codec.config.low) * codec.config.sample_rate
    width = hertz.diff(append=2 * hertz[-1:] - hertz[-2:-1])
    hearing = (24.7 + 0.108 * hertz) ** -0.25 * width.sqrt()
    weight = torch.cat([(hearing / hearing.mean()).repeat(codec.config.channels), torch.full((STEPS,), ATTACK_WEIGHT)])
    mean = frames.mean(0)
    centred = (frames - mean) * weight
    powers, vectors = torch.linalg.eigh(centred.T @ centred / len(frames))
    components = vectors[:, -codec.config.dim :].flip(1)
    size = powers[-codec.config.dim :].mean().clamp(min=1e-6).sqrt()
    codec.feature_mean.copy_(mean)
    codec.latent_scale.copy_(powers[-codec.config.dim :].flip(0).clamp(min=1e-6).sqrt() / size)
    codec.encoder.weight.copy_(components.T * weight * (LOG_MAGNITUDE_SCALE / size))
    codec.decoder.weight.copy_(components / weight[:, None] * size)
    codec.decoder.bias.copy_(mean)


def k_means(vectors: Tensor, size: int, generator: torch.Generator) -> Tensor:
    """Centroids [code, dim] of ``vectors`` [frame, dim] (Lloyd 1982); empty clusters restart at a random vector."""
    centres = vectors[torch.randint(len(vectors), (size,), generator=generator)]
    for _ in range(ITERATIONS):
        chosen = nearest(vectors, centres)
        count = torch.bincount(chosen, minlength=size)[:, None]
        total = torch.zeros_like(centres).index_add_(0, chosen, vectors)
        elsewhere = vectors[torch.randint(len(vectors), (size,), generator=generator)]
        centres = torch.where(count > 0, total / count.clamp(min=1), elsewhere)
    return centres
