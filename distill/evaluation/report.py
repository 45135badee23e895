"""Evaluation of a codec on recordings: distances at every prefix of levels, attacks, partials, codebook usage."""

import statistics
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from distill import metrics
from distill.card import LevelUsage
from distill.data.corpus import Recording
from distill.evaluation.codebook_usage import level_usage
from distill.kernels.runtime import CodecRuntime


class PrefixReport(BaseModel):
    """Distances of the sound of the first ``levels`` levels to the original."""

    model_config = ConfigDict(frozen=True)

    levels: int
    stft_distance: float
    mel_distance: float


class Roughness(BaseModel):
    """Median roughness, in decibels, of ``partials`` partials that are steady in the recordings."""

    model_config = ConfigDict(frozen=True)

    partials: int
    recorded: float
    decoded: float


class Evaluation(BaseModel):
    """Metrics of a codec on some recordings; lower is better, except for codebook usage."""

    model_config = ConfigDict(frozen=True)

    files: int
    seconds: float
    prefixes: tuple[PrefixReport, ...]
    tonality_error: float
    pre_echo: float
    """Median over the recordings, in decibels."""
    roughness: Roughness | None
    """``None`` where no partial is steady for a second."""
    health: tuple[LevelUsage, ...]


def evaluate(codec: CodecRuntime, recordings: Sequence[Recording], report: Callable[[float], None]) -> Evaluation:
    """Encode and decode every recording, and compare; ``report`` receives the share that is done, 0 to 1."""
    levels = codec.config.levels
    originals: list[NDArray[np.float32]] = []
    codes: list[NDArray[np.int64]] = []
    decoded: list[list[NDArray[np.float32]]] = [[] for _ in range(levels)]
    echoes: list[float] = []
    skirts: list[NDArray[np.float64]] = []
    for number, recording in enumerate(recordings):
        report(number / len(recordings))
        original = np.pad(recording.samples, ((metrics.ONSET_SILENCE, 0), (0, 0))).T
        coded = codec.encode(original[None])
        ends = [_decode(codec, coded, prefix)[:, : original.shape[1]] for prefix in range(1, levels + 1)]
        echoes.append(metrics.pre_echo(original.mean(0), ends[-1].mean(0)))
        without_silence = slice(metrics.ONSET_SILENCE, None)
        skirts.append(metrics.roughness(*(x.mean(0)[without_silence] for x in (original, ends[-1]))))
        for parts, end in zip((originals, *decoded), (original, *ends), strict=True):
            parts.append(end[:, without_silence].flatten())
        codes.append(coded[0])
    report(1.0)
    joined, wholes = np.concatenate(originals), [np.concatenate(parts) for parts in decoded]
    return Evaluation(
        files=len(recordings),
        seconds=len(joined) / codec.config.channels / codec.config.sample_rate,
        prefixes=tuple(
            PrefixReport(
                levels=n,
                stft_distance=metrics.stft_distance(joined, end),
                mel_distance=metrics.mel_distance(joined, end),
            )
            for n, end in enumerate(wholes, start=1)
        ),
        tonality_error=metrics.tonality_error(joined, wholes[-1]),
        pre_echo=statistics.median(echoes),
        roughness=median_roughness(np.concatenate(skirts)),
        health=level_usage(np.concatenate(codes, axis=1), codec.config.codebook_size),
    )


def median_roughness(skirts: NDArray[np.float64]) -> Roughness | None:
    """Median of roughness [partial, 2] as ``metrics.roughness`` gives it; ``None`` of no partials."""
    if not len(skirts):
        return None
    recorded, decoded = np.median(skirts, axis=0).tolist()
    return Roughness(partials=len(skirts), recorded=recorded, decoded=decoded)


def _decode(codec: CodecRuntime, codes: NDArray[np.int64], prefix: int) -> NDArray[np.float32]:
    """Samples [channel, time] of the first ``prefix`` levels of codes [1, level, frame], without latency."""
    level_gain = np.zeros(codes.shape, np.float32)
    level_gain[:, :prefix] = 1
    return codec.decode(codes, level_gain)[0, :, codec.latency :]
