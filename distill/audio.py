"""Sound files in and out: any rate, channels and format in, 48 kHz mono inside. No other file touches them."""

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from distill.errors import CorpusError, DistillError
from distill.files import replacing

SAMPLE_RATE = 48_000
BLOCK = 1 << 18
"""Samples decoded at once, so that an hour of sound needs no gigabytes."""
SUBTYPES = {".wav": "FLOAT", ".flac": "PCM_24"}
"""What can be written; WAV keeps every bit of a sample."""

Samples = NDArray[np.float32]


def stream(path: Path) -> Iterator[Samples]:
    """Samples [time] of a recording, mono, 48 kHz, block by block.

    Raises:
        CorpusError: the recording cannot be used; the message is the reason alone.
    """
    try:
        _check_whole(path)
        with soundfile.SoundFile(path) as file:
            resampler = soxr.ResampleStream(file.samplerate, SAMPLE_RATE, 1, dtype="float32")
            frames = 0
            while len(block := file.read(BLOCK, dtype="float32", always_2d=True)):
                if not np.isfinite(block).all():
                    raise CorpusError("contains samples that are no numbers")
                frames += len(block)
                yield resampler.resample_chunk(block.mean(axis=1))
            yield resampler.resample_chunk(np.zeros(0, dtype=np.float32), last=True)
            if frames < file.frames:
                raise CorpusError(_cut_short(file.frames / file.samplerate, frames / file.samplerate))
    except soundfile.LibsndfileError as error:
        raise CorpusError(f"cannot be decoded ({error.error_string.rstrip('.')})") from error
    except OSError as error:
        raise CorpusError(f"cannot be read ({error.strerror})") from error


def read(path: Path) -> Samples:
    """All of a recording: samples [time], mono, 48 kHz.

    Raises:
        CorpusError: the recording cannot be used; the message is the reason alone.
    """
    return np.concatenate(list(stream(path)))


@contextmanager
def writing(path: Path, sample_rate: int = SAMPLE_RATE) -> Iterator[Callable[[Samples], None]]:
    """Give a function that appends samples [time] to a sound file, which stands at ``path`` when the block ends well.

    WAV is written as 32-bit float, so that every bit of a sample is kept; FLAC as 24 bit.

    Raises:
        DistillError: the suffix is of no format that can be written, or the place cannot be written to.
    """
    subtype = SUBTYPES.get(path.suffix.lower())
    if subtype is None:
        raise DistillError(f"{path}: sound is written as {' or '.join(SUBTYPES)}, not as {path.suffix or 'nothing'!r}.")
    with replacing(path) as temporary:
        file = soundfile.SoundFile(temporary, "w", samplerate=sample_rate, channels=1, subtype=subtype)
        with file:
            yield file.write


def write(path: Path, samples: Samples, sample_rate: int = SAMPLE_RATE) -> None:
    """Write samples [time] to a sound file, as ``writing`` does."""
    with writing(path, sample_rate) as append:
        append(samples)


def _check_whole(path: Path) -> None:
    """Refuse a WAV or AIFF that ends before its header says; libsndfile reads what is left without a word."""
    with path.open("rb") as file:
        head = file.read(8)
    size = path.stat().st_size
    if not size:
        raise CorpusError("empty file")
    formats = {b"RIFF": "<I", b"FORM": ">I"}
    if len(head) == 8 and head[:4] in formats:
        (promised,) = struct.unpack(formats[head[:4]], head[4:])
        # A header written before the length was known holds zero or all ones.
        if promised not in (0, 0xFFFFFFFF) and promised + 8 > size + 1:
            raise CorpusError(f"cut short: the header promises {promised + 8} bytes, the file holds {size}")


def _cut_short(promised: float, held: float) -> str:
    return f"cut short: the header promises {promised:.2f} s, the file holds {held:.2f} s"
