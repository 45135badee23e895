"""Decoders of recordings: libsndfile's, chosen by content, and what headers promise."""

import math
import os
from pathlib import Path
from typing import Any, BinaryIO

import soundfile

from distill.errors import CorpusError
from distill.io import audio_formats, broken_header

STREAMED = 2**63 - 1
"""Length that libsndfile reports for a FLAC or OGG that was written as a stream, in frames."""


class UnseekableFile(soundfile.SoundFile):
    """A sound file without seeking, which soundfile does after every block, and which loses the place in MP3s."""

    def seekable(self) -> bool:
        """Return False."""
        return False


def raw_path(path: Path) -> Any:
    """A path as bytes, whatever soundfile's types say: a name need not be UTF-8."""
    return os.fsencode(path)


def decoder(path: Path, raw: BinaryIO, mended: broken_header.Mended | None) -> soundfile.SoundFile:
    """Open a decoder for ``raw``, or for ``mended``, chosen by content; the suffix of ``path`` may be anything.

    Raises:
        CorpusError: there is no such decoder; the message is the reason alone.
    """
    head, suffix = _after_tags(raw), path.suffix.lower()
    nothing = "not an audio file" + ("" if suffix in audio_formats.SUFFIXES else f" ({path.suffix or 'no suffix'})")
    if not head:
        raise CorpusError("empty" if suffix in audio_formats.SUFFIXES else nothing)
    name = audio_formats.unreadable(head)
    if name:
        raise CorpusError(f"{name}, which is not read here: save it as WAV, FLAC or MP3")
    raw.seek(0)
    try:
        if suffix == ".mp3" and head[:1] == b"\0" and head.lstrip(b"\0").startswith((b"\xff", b"ID3")):
            # Zeros before an MP3 are passed over where its name says that it is one.
            return UnseekableFile(raw_path(path))
        return UnseekableFile(mended or raw.fileno(), closefd=False)  # pyright: ignore[reportArgumentType]
    except soundfile.LibsndfileError as error:
        # 1 is a format that nobody knows; 7 is what the MP3 decoder makes of a file without one MP3 frame.
        known = error.code not in (1, 7)
        raise CorpusError(f"cannot be decoded ({plain_error(error)})" if known else nothing) from error


def promised_seconds(raw: BinaryIO, file: soundfile.SoundFile) -> float:
    """Length of a recording in seconds, by its header; 0 if the header does not have it.

    Raises:
        CorpusError: the file ends where its sound should begin.
    """
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


def plain_error(error: soundfile.LibsndfileError) -> str:
    """Message of an error of libsndfile, without its prefix."""
    return error.error_string.removeprefix("Error : ").rstrip(".")
