"""Observations: codes, sound and controls as flat arrays."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
from gymnasium import spaces
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from distill import metrics
from distill.audio import Samples
from distill.hyperparameters import CodecConfig
from distill.system import cores
from live.gym.actions import Faders
from live.gym.episodes import Episode

WINDOW = 2048
"""Window of the spectrum of a frame, in samples, that of ``metrics.mel_distance``; it ends with the frame."""
BANDS = 40
"""Mel bands of that spectrum: half of ``metrics.MEL_BANDS``, for smaller observations."""
SILENCE, LOUDEST = -5.0, 3.1
"""Log10 magnitudes between which the spectrum lies: the floor of ``metrics.mel_distance``, and full scale."""

ObservationPart = Literal["codes", "sound", "controls"]
PARTS: tuple[ObservationPart, ...] = ("codes", "sound", "controls")
EPISODES_A_CORE = 4
"""Fewest episodes whose spectra are worth a thread."""
Observation = dict[str, NDArray[Any]]


class Observations:
    """Observation space, and the observations of a batch of episodes.

    - ``codes``: of the last ``window`` frames [level, frame], counted from 1; 0 where nothing sounded.
    - ``sound``: log10 mel magnitudes [frame, band] of every frame of the last step.
    - ``controls``: positions of the controls, 0 to 1, in the order of the vocabulary.

    Args:
        config: configuration of the codec.
        parts: names of the parts above to include.
        faders: the controls.
        frames: frames per step.
        window: frames of codes.

    Raises:
        ValueError: a part is unknown, or there is none.
    """

    def __init__(
        self, config: CodecConfig, parts: Sequence[ObservationPart], faders: Faders, frames: int, window: int
    ) -> None:
        unknown = [part for part in parts if part not in PARTS]
        if unknown or not parts:
            raise ValueError(
                f"observations are some of {', '.join(PARTS)}; not {', '.join(unknown) or 'none of them'}."
            )
        self._parts: list[ObservationPart] = [part for part in PARTS if part in parts]
        self._hop = config.hop
        self._faders = faders
        self._window = window
        self._frames = frames
        self._length = (frames - 1) * config.hop + WINDOW
        self._bands = np.ascontiguousarray(metrics.mel_bands(WINDOW, BANDS).T)
        self._hann = metrics.hann(WINDOW)
        all_parts: dict[ObservationPart, spaces.Space[Any]] = {
            "codes": spaces.MultiDiscrete([config.codebook_size + 1] * (config.levels * window)),
            "sound": spaces.Box(SILENCE, LOUDEST, (frames * BANDS,), np.float32),
            "controls": spaces.Box(0, 1, (len(faders.knobs),), np.float32),
        }
        self.space: spaces.Space[Any] = spaces.Dict({part: all_parts[part] for part in self._parts})

    def of(self, episodes: Sequence[Episode]) -> Observation:
        """Observations of ``episodes``: the arrays of the space, each with a leading batch axis."""
        made: dict[ObservationPart, Callable[[], NDArray[Any]]] = {
            "codes": lambda: np.stack([1 + episode.codes(self._window).ravel() for episode in episodes]),
            "sound": lambda: self._sound(episodes),
            "controls": lambda: self._faders.positions([episode.state.controls for episode in episodes]),
        }
        return {part: made[part]() for part in self._parts}

    def _sound(self, episodes: Sequence[Episode]) -> Samples:
        """Log10 mel magnitudes [batch, frame * band] of the last step, spread over the cores."""
        mel = np.empty((len(episodes), self._frames * BANDS), np.float32)

        def observe(part: slice) -> None:
            mel[part] = self._mel(np.stack([_mono(episode.sound(self._length)) for episode in episodes[part]]))

        cores.distribute(observe, len(episodes), EPISODES_A_CORE)
        return mel

    def _mel(self, samples: Samples) -> Samples:
        """Log10 mel magnitudes [batch, frame * band] of samples [batch, time]."""
        windows = sliding_window_view(samples, WINDOW, axis=1)[:, :: self._hop] * self._hann
        parts = np.fft.rfft(windows).astype(np.complex64, copy=False)
        # A fraction of the time of ``abs``, which guards against overflow.
        magnitude = np.sqrt(np.square(parts.real) + np.square(parts.imag))
        mel = np.maximum(magnitude @ self._bands, np.float32(10**SILENCE))
        return np.log10(mel).clip(SILENCE, LOUDEST).reshape(len(samples), -1)


def _mono(sound: Samples) -> Samples:
    """Mean [time] of the channels of ``sound`` [time, channel]; one channel is taken as it is, in no time."""
    return sound[:, 0] if sound.shape[1] == 1 else sound.mean(axis=1)
