"""Status of the audio stream, and the latency as it is felt: from an event to half of its change in the sound."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal, Self

from distill.hyperparameters import CodecConfig


@dataclass(frozen=True, slots=True)
class FeltLatency:
    """Longest time from an event to half of its change in the sound, by its parts in milliseconds."""

    frame: float
    """Wait for the next frame. Level gains and output gain act within a frame, and need not wait for it."""
    ring: float
    """Sound rendered in advance."""
    card: float
    """Latency that the sound card reports."""
    window: float
    """Half of the rise of the synthesis window, by which a frame fades in."""

    @classmethod
    def of(cls, config: CodecConfig, ring: float, card: float) -> Self:
        """Latency of a codec with so much in the ring, on such a card, both in milliseconds."""
        return cls(
            frame=1000 * config.hop / config.sample_rate,
            ring=ring,
            card=card,
            window=1000 * config.rise / config.sample_rate,
        )

    @property
    def total(self) -> float:
        """Sum of all parts."""
        return self.frame + self.ring + self.card + self.window

    def readings(self) -> Mapping[str, float]:
        """``status/latency`` and its parts, by name."""
        parts = {f"status/latency/{name}": value for name, value in asdict(self).items()}
        return {"status/latency": self.total, **parts}


@dataclass(frozen=True, slots=True)
class Status:
    """State of the audio stream."""

    card: Literal["playing", "lost", "back"]
    """``lost`` while the device is gone: the engine keeps playing, and the device is searched for."""
    underruns: int
    """Number of underruns: gaps in the sound because the ring was empty."""
    late_periods: int
    """Number of underflows that the audio system reported."""
    buffer: float
    """Current buffer in milliseconds."""
    load: float
    """Mean time to make a recent frame, with what was made again for late events, as a share of its duration."""
    load_p99: float
    """99th percentile of the same."""
    latency: FeltLatency
    """Longest time from an event to half of its change in the sound."""
    relief: tuple[str, ...]
    """Controls changed by load shedding, because the processor cannot keep up."""
