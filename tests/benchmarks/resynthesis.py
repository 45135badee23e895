"""Sound from its true magnitudes: analysis and synthesis with no codes in between, the best that any codes can do."""

import math

import numpy as np
import torch

from distill.audio import Samples
from distill.hyperparameters import CodecConfig
from distill.model.spectral import Analysis, Synthesis


def resynthesised(config: CodecConfig, samples: Samples) -> Samples:
    """Samples [time, channel] after analysis and synthesis, in place and of the same length."""
    windows = config.window, config.hop, config.low, samples.shape[1], config.synthesis_window
    analysis, synthesis = Analysis(*windows), Synthesis(*windows, config.track_partials)
    length, hop = len(samples), config.hop
    frames = math.ceil((length + config.latency) / hop)
    padded = torch.from_numpy(np.pad(samples, ((0, frames * hop - length), (0, 0))).T[None])
    with torch.inference_mode():
        return synthesis(analysis(padded))[0, :, config.latency : config.latency + length].T.numpy()
