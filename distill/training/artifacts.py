"""Files that a training writes beside the model: learning curves, and a preview of sounds before and after."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from distill import audio, plotting
from distill.bundle import Bundle
from distill.card import CurvePoint
from distill.data.corpus import Recording
from distill.io import model_header
from distill.io.files import FileKind
from distill.offline import encode_decode
from distill.training import Figures

RECORDINGS = 6
"""Most recordings in the preview."""
SECONDS = 2.5
"""Seconds of each recording in the preview, which so lasts less than a minute."""
PAUSE_SECONDS = 0.4
"""Silence between two sounds of the preview."""
CURVES, PREVIEW = ".curves.png", ".preview.wav"


def check_previews(beside: Path) -> None:
    """Check, before training, that curves and preview may be written beside the model file ``beside``.

    Raises:
        DistillError: something else is there.
    """
    curves, sound = _kinds(beside)
    plotting.check_picture(beside.with_suffix(CURVES), curves)
    audio.check_sound(beside.with_suffix(PREVIEW), sound)


def write(model: Bundle, recordings: Sequence[Recording], beside: Path) -> None:
    """Write ``.curves.png`` and ``.preview.wav`` beside the model file ``beside``."""
    curves, sound = _kinds(beside)
    plotting.curves(beside.with_suffix(CURVES), model.card.curves, curves)
    audio.write(beside.with_suffix(PREVIEW), preview(model, recordings), generated=True, kind=sound)


def _kinds(beside: Path) -> tuple[FileKind, FileKind]:
    """Kinds of both files; files of earlier versions have no mark, and are known by the model beside them."""
    older = model_header.is_model(beside)
    return (
        FileKind("the curves of a training", lambda path: older or plotting.PICTURE.is_own(path)),
        FileKind("the preview of a model", lambda path: older or audio.SOUND.is_own(path)),
    )


def preview(model: Bundle, recordings: Sequence[Recording]) -> audio.Samples:
    """Samples [time, channel]: the beginnings of some recordings, each followed by its reconstruction."""
    rate = model.codec.config.sample_rate
    pause = np.zeros((round(PAUSE_SECONDS * rate), model.codec.config.channels), np.float32)
    parts: list[audio.Samples] = []
    for place in np.linspace(0, len(recordings) - 1, min(RECORDINGS, len(recordings))):
        original = np.array(recordings[round(place)].samples[: round(SECONDS * rate)])
        parts += [original, pause, _coded(model, original), pause]
    return np.concatenate(parts)


def _coded(model: Bundle, samples: audio.Samples) -> audio.Samples:
    """Samples [time, channel], encoded and decoded."""
    return encode_decode.decode(model.codec, encode_decode.encode(model.codec, samples), len(samples))


CURVE_POINTS = 200
"""Points of the learning curves over the whole budget."""


class Curves:
    """Learning curves: mean losses over each two-hundredth of the budget, and codebook usage at its end."""

    def __init__(self, points: Iterable[Mapping[str, Any]] = ()) -> None:
        self.points = [CurvePoint.model_validate(point) for point in points]
        self._updates: list[Figures] = []

    def add(self, stage: str, spent: float, figures: Figures) -> None:
        """Record one update at ``spent``, 0 to 1, of the budget."""
        last = self.points[-1] if self.points else None
        self._updates.append(figures)
        if last is None or last.stage != stage or spent - last.spent >= 1 / CURVE_POINTS:
            known = {name for figures in self._updates for name in figures.losses}
            self.points.append(
                CurvePoint(
                    stage=stage,
                    spent=round(spent, 4),
                    losses={name: self._mean(name) for name in sorted(known)},
                    used=tuple(level.used for level in figures.health),
                )
            )
            self._updates.clear()

    def _mean(self, name: str) -> float:
        values = [figures.losses[name] for figures in self._updates if name in figures.losses]
        return round(sum(values) / len(values), 5)
