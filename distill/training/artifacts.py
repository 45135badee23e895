"""What a training leaves beside the model for eyes and ears: its learning curves, and sounds before and after."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from distill import audio, plotting
from distill.bundle import Model, Moment
from distill.data.corpus import Recording
from distill.io import model_header
from distill.io.files import Kind
from distill.training import Figures

RECORDINGS = 6
SECONDS = 2.5
"""Of each recording."""
PAUSE_SECONDS = 0.4
CURVES, PREVIEW = ".curves.png", ".preview.wav"


def check_previews(beside: Path) -> None:
    """See that curves and preview may be written beside the model file ``beside``, before any time is spent.

    Raises:
        DistillError: something else is there.
    """
    curves, sound = _kinds(beside)
    plotting.check_picture(beside.with_suffix(CURVES), curves)
    audio.check_sound(beside.with_suffix(PREVIEW), sound)


def write(model: Model, recordings: Sequence[Recording], beside: Path) -> None:
    """Write ``.curves.png`` and ``.preview.wav`` beside the model file ``beside``."""
    curves, sound = _kinds(beside)
    plotting.curves(beside.with_suffix(CURVES), model.card.curves, curves)
    audio.write(beside.with_suffix(PREVIEW), preview(model, recordings), generated=True, kind=sound)


def _kinds(beside: Path) -> tuple[Kind, Kind]:
    """The kinds of what is written beside a model; without a mark, from earlier versions, what is beside one."""
    older = model_header.is_model(beside)
    return (
        Kind("the curves of a training", lambda path: older or plotting.PICTURE.is_own(path)),
        Kind("the preview of a model", lambda path: older or audio.SOUND.is_own(path)),
    )


@torch.inference_mode()
def preview(model: Model, recordings: Sequence[Recording]) -> audio.Samples:
    """Samples [time, channel]: the beginning of each of some recordings, followed by what the codec makes of it."""
    rate = model.codec.config.sample_rate
    pause = np.zeros((round(PAUSE_SECONDS * rate), model.codec.config.channels), np.float32)
    parts: list[audio.Samples] = []
    for place in np.linspace(0, len(recordings) - 1, min(RECORDINGS, len(recordings))):
        original = np.array(recordings[round(place)].samples[: round(SECONDS * rate)])
        parts += [original, pause, model.codec(torch.from_numpy(original).T[None])[0].T.numpy(), pause]
    return np.concatenate(parts)


MOMENTS = 200
"""Points over a whole budget."""


class Curves:
    """Means of losses over each two-hundredth of the budget, and how codes are used at its end."""

    def __init__(self, moments: Iterable[Mapping[str, Any]] = ()) -> None:
        self.moments = [Moment.model_validate(moment) for moment in moments]
        self._updates: list[Figures] = []

    def add(self, stage: str, spent: float, figures: Figures) -> None:
        """Take in one update, made when ``spent`` of the budget was."""
        last = self.moments[-1] if self.moments else None
        self._updates.append(figures)
        if last is None or last.stage != stage or spent - last.spent >= 1 / MOMENTS:
            known = {name for figures in self._updates for name in figures.losses}
            self.moments.append(
                Moment(
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
