"""Sound files in and out: any rate, channels and format in, 48 kHz inside. Nothing else touches them."""

import os
import struct
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from distill.errors import CorpusError, DistillError
from distill.files import replacing

SAMPLE_RATE = 48_000
BLOCK = 1 << 18
"""Samples of all channels decoded at once, so that an hour of sound needs no gigabytes."""
RATES = range(1_000, 1_000_001)
"""Sample rates in hertz that a recording may have; a damaged header may say anything."""
HARMLESS = 0.03
"""Seconds that a header may promise too much: some MP3 writers count one frame too many."""
STREAMED = 2**63 - 1
"""What libsndfile gives for the length of a FLAC or OGG that was written as a stream."""
SUBTYPES = {".wav": "FLOAT", ".flac": "PCM_24", ".ogg": "VORBIS", ".mp3": "MPEG_LAYER_III"}
"""What can be written, and how unless told otherwise; WAV keeps every bit of a sample."""
SOUND_CHUNKS = {b"RIFF": (b"data", "<I"), b"FORM": (b"SSND", ">I")}
"""By the first bytes of a WAV or AIFF: the name of the chunk with the sound, and how lengths are packed."""
ENDLESS = 0x7F00_0000
"""Programs that write a header before they know how many bytes will follow claim this many or more."""

Samples = NDArray[np.float32]
"""[time, channel]"""


def stream(path: Path, channels: int = 1) -> Iterator[Samples]:
    """Samples [time, channel] of a recording at 48 kHz, mono or stereo, block by block.

    An OGG that is cut short looks like a shorter one, and so does an MP3 without a Xing header.

    Raises:
        CorpusError: the recording cannot be used; the message is the reason alone. A recording that is cut
            short gives what it has first.
    """
    with _opened(path) as file:
        promised = _promised_seconds(path, file)
        resampler = soxr.ResampleStream(file.samplerate, SAMPLE_RATE, channels, dtype="float32")
        frames = 0
        for block in _mixed(file, channels):
            frames += len(block)
            yield resampler.resample_chunk(block).reshape(-1, channels)
        yield resampler.resample_chunk(np.zeros((0, channels), dtype=np.float32), last=True).reshape(-1, channels)
        held = frames / file.samplerate
    if promised - held > HARMLESS:
        raise CorpusError(f"cut short: the header promises {promised:.2f} s, the file holds {held:.2f} s")


def read(path: Path, channels: int = 1) -> Samples:
    """All of a recording: samples [time, channel] at 48 kHz, mono or stereo.

    Raises:
        CorpusError: the recording cannot be used; the message is the reason alone.
    """
    return np.concatenate(list(stream(path, channels)))


@contextmanager
def writing(
    path: Path,
    *,
    channels: int = 1,
    subtype: str | None = None,
    sample_rate: int = SAMPLE_RATE,
    opened: Callable[[Path], AbstractContextManager[Any]] = nullcontext,
) -> Generator[Callable[[Samples], None]]:
    """Give a function that appends samples [time, channel] to a sound file, at ``path`` once the block ends well.

    WAV is written as 32-bit float, so that every bit of a sample is kept, FLAC as 24 bit; ``subtype`` names
    another of libsndfile's encodings, such as ``PCM_16``. ``opened`` opens the file that is written to, where that is
    not to be as usual.

    Raises:
        DistillError: the suffix is of no format that can be written, or the place cannot be written to.
    """
    usual = SUBTYPES.get(path.suffix.lower())
    if usual is None:
        known = " or ".join(SUBTYPES)
        raise DistillError(f"{path}: sound is written as {known}, not as {path.suffix or 'nothing'!r}.")
    try:
        with (
            replacing(path) as temporary,
            opened(temporary) as place,
            soundfile.SoundFile(place, "w", sample_rate, channels, subtype or usual, format=path.suffix[1:]) as file,
        ):
            yield file.write
    except soundfile.LibsndfileError as error:
        raise DistillError(f"Cannot write {path}: {_plain(error)}. Choose another place.") from error


def write(path: Path, samples: Samples, *, subtype: str | None = None, sample_rate: int = SAMPLE_RATE) -> None:
    """Write samples [time, channel] to a sound file, as ``writing`` does."""
    with writing(path, channels=samples.shape[1], subtype=subtype, sample_rate=sample_rate) as append:
        append(samples)


class _OneWay(soundfile.SoundFile):
    """A file without seeking, which soundfile does after every block, and which loses the place in MP3s."""

    def seekable(self) -> bool:
        return False


def _opened(path: Path) -> soundfile.SoundFile:
    try:
        with path.open("rb") as raw:
            if not raw.read(1):
                raise CorpusError("empty")
        # As bytes, whatever soundfile's types say: a name need not be UTF-8.
        file = _OneWay(os.fsencode(path))  # pyright: ignore[reportArgumentType]
    except OSError as error:
        raise CorpusError(f"cannot be read ({error.strerror})") from error
    except soundfile.LibsndfileError as error:
        # 1 is a format that nobody knows; 7 is what the MP3 decoder makes of a file without one MP3 frame.
        known = error.code not in (1, 7)
        raise CorpusError(f"cannot be decoded ({_plain(error)})" if known else "not an audio file") from error
    if file.samplerate not in RATES:
        raise CorpusError(f"an unlikely sample rate of {file.samplerate} Hz")
    return file


def _mixed(file: soundfile.SoundFile, channels: int) -> Iterator[Samples]:
    """Blocks [time, channel] of a file at its own sample rate.

    Of as many channels as it has, mono is the mean; stereo the mean of every other one, from the first and the second.
    """
    step, left = BLOCK // file.channels or 1, file.frames
    try:
        # Not a frame beyond the last: tags may follow, which a FLAC decoder takes for damage.
        while len(block := file.read(min(step, left), dtype="float32", always_2d=True)):
            left -= len(block)
            with np.errstate(over="ignore", invalid="ignore"):
                # A mono file in stereo is on both sides.
                sides = [block[:, side::channels] if side < block.shape[1] else block for side in range(channels)]
                mixed = np.stack([side.mean(axis=1) for side in sides], axis=1)
            if not np.isfinite(mixed).all():
                raise CorpusError("contains NaN or infinite samples")
            yield mixed
    except soundfile.LibsndfileError as error:
        raise CorpusError(f"damaged or cut short ({_plain(error)})") from error


def _promised_seconds(path: Path, file: soundfile.SoundFile) -> float:
    """How long the header says that a recording is; 0 if it does not say."""
    with path.open("rb") as raw:
        # Of an MP3 without a Xing header libsndfile guesses the length, pictures in the file included.
        if file.frames == STREAMED or (file.format == "MP3" and not _has_xing_header(raw)):
            return 0.0
        return file.frames / file.samplerate * _overstatement(raw)


def _has_xing_header(raw: BinaryIO) -> bool:
    head = raw.read(10)
    if head[:3] == b"ID3":
        # A tag of pictures and titles comes first; its length is written in seven bits a byte.
        length = sum(byte << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=False))
        raw.seek(length, os.SEEK_CUR)
    frame = raw.read(200)
    return b"Xing" in frame or b"Info" in frame


def _overstatement(raw: BinaryIO) -> float:
    """How many times the sound it holds a WAV or AIFF promises; 1 if it is whole, or of another format.

    libsndfile reads what is left of a file that was cut short without a word.
    """
    size = raw.seek(0, os.SEEK_END)
    raw.seek(0)
    name, number = SOUND_CHUNKS.get(raw.read(12)[:4], (b"", ""))
    # A damaged header may go on for ever, chunk after empty chunk.
    for _ in range(64):
        head = raw.read(8)
        if not name or len(head) < 8:
            break
        (promised,) = struct.unpack(number, head[4:])
        held = size - raw.tell()
        if head[:4] == name and held < promised < ENDLESS:
            if not held:
                raise CorpusError("cut short: the file ends where its sound should begin")
            return promised / held
        raw.seek(promised + promised % 2, os.SEEK_CUR)
    return 1.0


def _plain(error: soundfile.LibsndfileError) -> str:
    return error.error_string.removeprefix("Error : ").rstrip(".")
