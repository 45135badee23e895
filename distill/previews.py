"""What a training leaves beside the model for eyes and ears: its learning curves, and sounds before and after."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from distill import audio, pictures
from distill.bundle import Model
from distill.corpus import Recording

RECORDINGS = 6
SECONDS = 2.5
"""Of each recording."""
PAUSE_SECONDS = 0.4


def write(model: Model, recordings: Sequence[Recording], beside: Path) -> None:
    """Write ``.curves.png`` and ``.preview.wav`` beside the model file ``beside``."""
    pictures.curves(beside.with_suffix(".curves.png"), model.card.curves)
    audio.write(beside.with_suffix(".preview.wav"), preview(model, recordings))


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
