"""Sound files in and out: any rate, channels and format in, 48 kHz inside. Nothing else touches them."""

import math
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from distill import broken_header, formats
from distill.errors import CorpusError, DistillError
from distill.files import replacing

SAMPLE_RATE = 48_000
BLOCK = 1 << 16
"""Samples of all channels decoded at once: an hour of sound needs no gigabytes, and damage costs a second at most."""
RATES = range(1_000, 1_000_001)
"""Sample rates in hertz that a recording may have; a damaged header may say anything."""
HARMLESS = 0.03
"""Seconds that a header may promise too much without a word: some MP3 writers count one frame too many."""
BEARABLE = 0.05
"""Share of what a header promises that may be missing: of a recording that lacks more, not much may be left."""
STREAMED = 2**63 - 1
"""What libsndfile gives for the length of a FLAC or OGG that was written as a stream."""
SUBTYPES = {".wav": "FLOAT", ".flac": "PCM_24", ".ogg": "VORBIS", ".mp3": "MPEG_LAYER_III"}
"""What can be written, and how unless told otherwise; WAV keeps every bit of a sample."""
Samples = NDArray[np.float32]
"""[time, channel]"""


class BrokenOffError(CorpusError):
    """A recording cannot be decoded to its end."""


Mix = Callable[[Samples], Samples]
"""Makes the channels wanted out of those that a recording has."""
Remark = Callable[[str], object]
"""Hears what is odd about a recording that can be used all the same."""


def unheard(_: str) -> None:
    """Take no notice of a remark."""


def stream(path: Path, channels: int = 1, *, mix: Mix | None = None, remark: Remark = unheard) -> Iterator[Samples]:
    """Samples [time, channel] of a recording at 48 kHz, mono or stereo, block by block.

    ``mix`` makes ``channels`` out of those that the recording has; else mono is their mean, and stereo the mean of
    every other one, from the first and the second. An OGG that is cut short looks like a shorter one, and so does an
    MP3 without a Xing header.

    Raises:
        CorpusError: the recording cannot be used; the message is the reason alone. A recording that is cut
            short gives what it has first.
    """
    with opened(path, remark) as (file, promised):
        resampler = soxr.ResampleStream(file.samplerate, SAMPLE_RATE, channels, dtype="float32")
        frames, broken = 0, ""
        try:
            for block in blocks(file):
                frames += len(block)
                yield resampler.resample_chunk(_finite((mix or _means(channels))(block))).reshape(-1, channels)
        except BrokenOffError as error:
            broken = str(error)
        yield resampler.resample_chunk(np.zeros((0, channels), dtype=np.float32), last=True).reshape(-1, channels)
        held = frames / file.samplerate
    if promised - held > HARMLESS or broken:
        short = broken or f"cut short: the header promises {promised:.2f} s, the file holds {held:.2f} s"
        if not 0 < promised * (1 - BEARABLE) < held:
            raise CorpusError(short)
        remark(short)


def read(path: Path, channels: int = 1) -> Samples:
    """All of a recording: samples [time, channel] at 48 kHz, mono or stereo.

    Raises:
        CorpusError: the recording cannot be used; the message is the reason alone.
    """
    return np.concatenate(list(stream(path, channels)))


def blocks(file: soundfile.SoundFile) -> Iterator[Samples]:
    """Blocks [time, channel] of an opened recording as it is.

    Raises:
        CorpusError: it has samples that are no numbers.
        BrokenOffError: from here on it cannot be decoded.
    """
    step, left = BLOCK // file.channels or 1, file.frames
    try:
        # Not a frame beyond the last: tags may follow, which a FLAC decoder takes for damage.
        while len(block := _finite(file.read(min(step, left), dtype="float32", always_2d=True))):
            left -= len(block)
            yield block
    except soundfile.LibsndfileError as error:
        raise BrokenOffError(f"damaged or cut short ({_plain(error)})") from error


@contextmanager
def writing(
    path: Path, *, channels: int = 1, subtype: str | None = None, sample_rate: int = SAMPLE_RATE
) -> Generator[Callable[[Samples], None]]:
    """Give a function that appends samples [time, channel] to a sound file, at ``path`` once the block ends well.

    WAV is written as 32-bit float, so that every bit of a sample is kept, FLAC as 24 bit; ``subtype`` names
    another of libsndfile's encodings, such as ``PCM_16``.

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
            soundfile.SoundFile(temporary, "w", sample_rate, channels=channels, subtype=subtype or usual) as file,
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


@contextmanager
def opened(path: Path, remark: Remark = unheard) -> Generator[tuple[soundfile.SoundFile, float]]:
    """Open a recording; give it, and how many seconds its header promises, 0 where it does not say.

    Raises:
        CorpusError: it cannot be read; the message is the reason alone.
    """
    try:
        with path.open("rb", buffering=0) as raw:
            mended = broken_header.mended(raw)
            if mended:
                remark("its header says that it is shorter: its recorder broke off; all that is there is used")
            with _decoder(path, raw, mended) as file:
                if file.samplerate not in RATES:
                    raise CorpusError(f"an unlikely sample rate of {file.samplerate} Hz")
                with path.open("rb") as head:
                    yield file, file.frames / file.samplerate if mended else _promised_seconds(head, file)
    except OSError as error:
        raise CorpusError(f"cannot be read ({error.strerror})") from error


def _decoder(path: Path, raw: BinaryIO, mended: broken_header.Mended | None) -> soundfile.SoundFile:
    """A decoder chosen by the content of a file; its name may say anything."""
    head, suffix = _after_tags(raw), path.suffix.lower()
    nothing = "not an audio file" + ("" if suffix in formats.SUFFIXES else f" ({path.suffix or 'no suffix'})")
    if not head:
        raise CorpusError("empty" if suffix in formats.SUFFIXES else nothing)
    name = formats.unreadable(head)
    if name:
        raise CorpusError(f"{name}, which is not read here: save it as WAV, FLAC or MP3")
    raw.seek(0)
    try:
        if suffix == ".mp3" and head[:1] == b"\0" and head.lstrip(b"\0").startswith((b"\xff", b"ID3")):
            # Zeros before an MP3 are passed over where its name says that it is one.
            return _OneWay(os.fsencode(path))  # pyright: ignore[reportArgumentType]
        return _OneWay(mended or raw.fileno(), closefd=False)  # pyright: ignore[reportArgumentType]
    except soundfile.LibsndfileError as error:
        # 1 is a format that nobody knows; 7 is what the MP3 decoder makes of a file without one MP3 frame.
        known = error.code not in (1, 7)
        raise CorpusError(f"cannot be decoded ({_plain(error)})" if known else nothing) from error


def _finite(block: NDArray[Any]) -> Samples:
    if not np.isfinite(block).all():
        raise CorpusError("contains NaN or infinite samples")
    return block


def _means(channels: int) -> Mix:
    """Mix the channels as they are."""

    def mix(block: Samples) -> Samples:
        # A mono file in stereo is on both sides.
        sides = [block[:, side::channels] if side < block.shape[1] else block for side in range(channels)]
        with np.errstate(over="ignore", invalid="ignore"):
            return np.stack([side.mean(axis=1) for side in sides], axis=1)

    return mix


def _promised_seconds(raw: BinaryIO, file: soundfile.SoundFile) -> float:
    """How long the header says that a recording is; 0 if it does not say."""
    # Of an MP3 without a Xing header libsndfile guesses the length, pictures in the file included.
    if file.frames == STREAMED or (file.format == "MP3" and not _has_xing_header(raw)):
        return 0.0
    promised = broken_header.overstatement(raw)
    if promised == math.inf:
        raise CorpusError("cut short: the file ends where its sound should begin")
    return file.frames / file.samplerate * promised


def _after_tags(raw: BinaryIO) -> bytes:
    """The first bytes of a file after its ID3 tags, which hold titles and pictures; empty where there are none."""
    head, at = b"", 0
    for _ in range(8):
        raw.seek(at)
        before, head = head, raw.read(4096)
        if not head or head[:3] != b"ID3" or len(head) < 10:
            # A tag that says it is longer than the file is passed over by the decoder.
            return head or before
        # Its length is written in seven bits a byte.
        at += 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    return head


def _has_xing_header(raw: BinaryIO) -> bool:
    frame = _after_tags(raw)[:200]
    return b"Xing" in frame or b"Info" in frame


def _plain(error: soundfile.LibsndfileError) -> str:
    return error.error_string.removeprefix("Error : ").rstrip(".")
