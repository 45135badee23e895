"""Hyperparameters of codec and prior, and the constants of their signal path: what learns and what plays share them."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

FLOOR = 1e-4
"""Magnitude added before the logarithm, so that digital silence is finite: the floor of ``metrics.stft_distance``."""
KNEE = 0.8
"""Amplitude above which the limiter compresses, 2 dB below full scale; its output stays below 1."""
STEPS = 4
"""Attack gains per frame: one every 2.5 ms of a hop of 10 ms.

With true gains the power before an onset was 68 dB below that after it, without 9 dB (``docs/decisions.md``).
"""
STEADY = 0.23
"""Change of a partial's log amplitude, in nats (2 dB), at which smoothing delays it most.

The worst sideband of the frame rate fell from -37 to -44 dB, tonality error rose from 0.220 to 0.232
(``tests/benchmarks/buzz.py``).
"""
TRACKED = 16
"""Frames that a peak has to go on for until it is held as a steady partial; the weight grows with their square.

Of pads, basses and guitars, with the limits below, roughness fell from -15.5 to -28.1 dB (recorded: -31.4), tonality
error from 0.416 to 0.372; STFT / mel went from 0.2658 / 0.1295 to 0.2660 / 0.1312 (``docs/decisions.md``).
"""
TRACKED_RATE = 0.05
"""Share of a small change that a steady partial follows at once."""
TRACKED_JUMP = 2.0
"""Change of a steady partial's log amplitude, in nats (17 dB), that it follows by half."""
TRACKED_SHIFT = 0.7
"""Change of a steady partial's frequency, in bins, that it follows by half."""
TRACKED_RANGE = 5.0
"""Nats (43 dB) below the loudest bin within which a peak may be tracked."""
TRACKED_RISE = 1.5
"""Nats (13 dB) by which a tracked peak stands out from the bins around it; hiss that was taken for partials rang:
tonality error 0.481."""
NONE = 1e30
"""Log amplitude that stands for no partial: any change from it is so large that smoothing leaves it exact."""
ATTACK = 2.3
"""Ratio, in nats (20 dB), by which a step must be softer than its surroundings to count as before an attack.

From 6 dB on noise was taken for attacks: STFT / mel 0.320 / 0.242; from 12 dB 0.300 / 0.208, 17 dB 0.294 / 0.198,
22 dB 0.292 / 0.194; pre-echo -50 dB each, -8 dB without gains (linear codec, ``tests/benchmarks/codec.py``).
"""
KERNEL = 7
"""Kernel of a block's convolution, in frames: the present one and those before it; 7 as in Liu et al. 2022."""
EXPANSION = 2
"""Ratio of a block's inner width to its outer one: half of Liu et al.'s, for half the time of a frame."""
BEAM = 4
"""Least width of the beam search over levels; a wider one hardly reduces the error.

Level by level, with the same codebooks, held out STFT / mel was 0.328 / 0.296, with the beam 0.325 / 0.290
(``tests/benchmarks/codec.py``).
"""
CANDIDATES = 8
"""Candidates of a frame in analysis by synthesis; the time to encode is proportional to it.

Held out, STFT / mel by candidates: 4 0.306 / 0.250, 8 0.304 / 0.247, 16 0.303 / 0.245, 32 0.302 / 0.244
(four minutes of training, ``tests/benchmarks/codec.py``).
"""
ATTACK_WEIGHT = 0.3
"""Weight of attack gains, where magnitudes have 1; ``tests/benchmarks/codec.py`` prints pre-echo and distances."""
LOG_MAGNITUDE_SCALE = 2.5
"""Nats that make unit scale of log magnitudes; bins of the built-in sounds deviate by 2.3 to 3.8 from their mean."""
MAX_LOG_MAGNITUDE = 20.0
"""Upper limit of decoded log magnitudes, in nats, beyond any sound: networks that were not trained may exceed it."""
MAX_MORPH_GAIN = 2.3
"""Upper limit of the loudness correction of a morph, in nats (20 dB): it amplifies noise between partials, too."""

ROLES = ("Structure", "Timbre", "Detail")


def role(level: int) -> str:
    """Name of a level, counted from 0: Structure, Timbre, Detail, Detail 2 and so on."""
    return ROLES[level] if level < len(ROLES) else f"Detail {level - 1}"


class CodecConfig(BaseModel):
    """Hyperparameters of a codec.

    With ``low`` bins, those below 1.5 kHz, seen by a window of 4096 samples, and true magnitudes, the worst sideband of
    the frame rate fell from -23 to -47 dB, tonality error from 0.254 to 0.196 (``tests/benchmarks/buzz.py``). Sizes of
    the networks are those of the preset "base"; ``tests/benchmarks/stream.py`` says what a frame of them costs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sample_rate: int = Field(default=48_000, gt=0, description="samples per second")
    hop: int = Field(default=480, gt=0, multiple_of=STEPS, description="samples per frame")
    channels: int = Field(default=1, ge=1, le=2, description="mono or stereo")
    window: int = Field(default=2048, gt=0, multiple_of=2, description="samples that a frame sees")
    synthesis_window: int | None = Field(
        default=None, gt=0, multiple_of=2, description="samples that a frame sounds for; None for as many as it sees"
    )
    track_partials: bool | None = Field(
        default=None, description="whether partials that go on are held steady; None for no, as in version 0.1"
    )
    low: int = Field(default=64, gt=0, description="lowest bins that a window twice as long sees")
    dim: int = Field(default=64, gt=0, description="length of a codebook vector")
    levels: int = Field(default=4, ge=1, le=8, description="codes per frame")
    codebook_size: int = Field(default=256, ge=2, description="codes per level")
    width: int = Field(default=256, gt=0, description="channels of the networks")
    blocks: int = Field(default=3, ge=1, description="blocks of the decoder's network")
    encoder_blocks: int = Field(default=2, ge=1, description="blocks of the encoder's network")

    @model_validator(mode="after")
    def _windows_overlap(self) -> Self:
        if self.hop >= self.window or self.low > self.window // 2:
            raise ValueError(f"hop {self.hop} and low {self.low} do not go with a window of {self.window}")
        if not self.hop < self.synthesis_length <= self.window:
            raise ValueError(f"a synthesis window of {self.synthesis_length} is not above hop, up to {self.window}")
        return self

    @field_validator("synthesis_window")
    @classmethod
    def _one_way_to_say_it(cls, length: int | None, others: ValidationInfo) -> int | None:
        return None if length == others.data.get("window") else length

    @field_validator("track_partials")
    @classmethod
    def _no_is_not_said(cls, track: bool | None) -> bool | None:
        return track or None

    @property
    def synthesis_length(self) -> int:
        """Samples that a frame sounds for."""
        return self.synthesis_window or self.window

    @property
    def lead(self) -> int:
        """Samples at the beginning of a frame's window that do not sound, and are not waited for."""
        return (self.window - self.synthesis_length) // 2

    @property
    def rise(self) -> int:
        """Samples from the beginning of a frame's sound until it and later ones are half of what sounds.

        ``tests/benchmarks/felt.py`` measures 16.5 to 17.1 ms of 16.3 with 2048 samples, 10.1 to 10.8 of 10 with 1440.
        """
        return (self.synthesis_length - self.hop) // 2

    @property
    def bins(self) -> int:
        """Number of frequency bins of a spectrum."""
        return self.window // 2 + 1 + self.low

    @property
    def features(self) -> int:
        """Number of features of a frame: log magnitudes of all channels, and attack gains."""
        return self.channels * self.bins + STEPS

    @property
    def latency(self) -> int:
        """Delay of decoded sound against the sound that was encoded, in samples."""
        return self.window // 2 + self.window - self.lead - self.hop

    @property
    def frame_rate(self) -> float:
        """Frames per second."""
        return self.sample_rate / self.hop


class PriorConfig(BaseModel):
    """Hyperparameters of a prior.

    ``tests/benchmarks/prior.py`` says what it learns in so many minutes, ``tests/benchmarks/stream.py`` what a frame
    costs. Dropout as in Srivastava et al. 2014.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    levels: int = Field(ge=1, description="codes per frame")
    codebook_size: int = Field(ge=2, description="codes per level")
    width: int = Field(default=192, gt=0, description="size of the recurrent state")
    head: int = Field(default=96, gt=0, description="width of the head of one level")
    dropout: float = Field(default=0.2, ge=0, lt=1, description="share of values silenced while training")
