"""Public Python interface: load a model, encode, decode, generate."""

from pathlib import Path

import numpy as np

from distill import bundle
from distill.audio import SAMPLE_RATE, Samples
from distill.bundle import Bundle
from distill.errors import DistillError
from distill.evaluation.memorization import match_limit
from distill.grid.grid import CodeGrid
from distill.kernels.sampling import SamplingOptions
from distill.offline import encode_decode, generation
from distill.settings import GENERATING


class Model:
    """A codec and a prior, read from a ``.distill`` file.

    Sound is float32, [time, channel], at 48 kHz. Loading runs no code of the file.

    Examples:
        >>> import distill
        >>> model = distill.load("starter")
        >>> codes = model.encode("hum.wav")
        >>> samples = model.decode(codes)
        >>> dream = model.generate(seconds=10, temperature=0.9)
    """

    def __init__(self, parts: Bundle) -> None:
        self.parts = parts
        """Codec, prior and card."""

    @classmethod
    def load(cls, name: str | Path) -> "Model":
        """Read a model.

        Args:
            name: a path, the name of a model of the library or its beginning, or ``starter``.

        Raises:
            BundleError: there is no such model, or its file is damaged.
        """
        return cls(bundle.load(bundle.find(Path(name))))

    @property
    def levels(self) -> tuple[str, ...]:
        """Names of the levels of its codes, from coarse to fine."""
        return tuple(level.role for level in self.parts.card.health)

    @property
    def frame_rate(self) -> float:
        """Frames per second."""
        return self.parts.codec.config.frame_rate

    @property
    def channels(self) -> int:
        """Number of channels: 1 or 2."""
        return self.parts.codec.config.channels

    @property
    def latency(self) -> int:
        """Delay of decoded sound against codes, in samples."""
        return self.parts.codec.latency

    def encode(self, sound: str | Path | Samples) -> CodeGrid:
        """Encode sound.

        Args:
            sound: a recording's path, or samples [time] or [time, channel] at 48 kHz.

        Returns:
            The grid of codes [level, frame].

        Raises:
            DistillError: the recording cannot be read, or the samples have other channels than the model.
        """
        if isinstance(sound, str | Path):
            samples = encode_decode.read(Path(sound), self.channels)
        else:
            samples = np.asarray(sound, np.float32).reshape(len(sound), -1)
            if not samples.size or samples.shape[1] not in (1, self.channels) or not np.isfinite(samples).all():
                raise DistillError(
                    f"Samples of the shape {np.shape(sound)} cannot be encoded: give finite numbers, [time] or "
                    f"[time, {self.channels}]."
                )
            samples = np.repeat(samples, self.channels // samples.shape[1], axis=1)
        return encode_decode.encode(self.parts.codec, samples)

    def decode(self, codes: CodeGrid, length: int | None = None) -> Samples:
        """Decode a grid.

        Args:
            codes: grid of as many levels as the model has.
            length: samples to return; all that the grid holds where it is ``None``.

        Returns:
            Samples [time, channel] at 48 kHz.

        Raises:
            DistillError: the grid is of another model's shape.
        """
        self._check(codes)
        whole = codes.frames * self.parts.codec.config.hop - self.latency
        return encode_decode.decode(self.parts.codec, codes, max(0, whole) if length is None else length)

    def generate(
        self,
        seconds: float = 10.0,
        *,
        temperature: float = 1.0,
        top_k: int = 0,
        top_p: float = 1.0,
        max_quote: float = 0.0,
        recall: float = GENERATING["recall"].default,
        seed: int = 0,
        prime: CodeGrid | None = None,
    ) -> Samples:
        """Generate sound by the prior.

        Args:
            seconds: length of the sound.
            temperature: randomness, 0 to 4; 0 takes the likeliest code, 1 samples what was learnt.
            top_k: choose among the k likeliest codes; 0 among all.
            top_p: choose among the fewest codes that are together this likely, 0 to 1.
            max_quote: longest stretch of a recording in seconds, code for code; 0 for any.
            recall: how much the recordings are followed, from 0, invention, to 1, quotation; nothing in models
                without a memory.
            seed: the same seed plays the same.
            prime: grid that the prior goes on from.

        Returns:
            Samples [time, channel] at 48 kHz.

        Raises:
            DistillError: a number is outside its limits, those of ``distill generate``, or ``prime`` of another model.
        """
        numbers = {
            "seconds": seconds, "temperature": temperature, "top-k": top_k, "top-p": top_p, "max-quote": max_quote,
            "recall": recall, "seed": seed,
        }  # fmt: skip
        for name, number in numbers.items():
            GENERATING[name].checked(number, name)
        if prime is not None:
            self._check(prime)
        config = self.parts.codec.config
        options = SamplingOptions.of([temperature] * config.levels, config.codebook_size, top_k, top_p)
        quote = match_limit(max_quote, config.frame_rate)
        prime_codes = None if prime is None else prime.codes
        frames = round(seconds * SAMPLE_RATE / config.hop)
        blocks = generation.codes(
            self.parts, frames, [seed], options, prime=prime_codes, max_quote=quote, recall=recall
        )
        return np.concatenate([takes[0] for takes in generation.sound(self.parts, blocks, prime_codes)])

    def _check(self, codes: CodeGrid) -> None:
        """Check that a grid has the shape of this model."""
        config = self.parts.codec.config
        if (codes.levels, codes.size) != (config.levels, config.codebook_size):
            raise DistillError(
                f"A grid of {codes.levels} levels of {codes.size} codes is not of this model, which has "
                f"{config.levels} of {config.codebook_size}."
            )


def load(name: str | Path) -> Model:
    """Read a model, as ``Model.load`` does."""
    return Model.load(name)
