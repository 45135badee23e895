"""Repair of the lengths in headers of recordings whose recorder broke off before it wrote them."""

import math
import os
import struct
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

SOUND_CHUNKS = {
    b"RIFF": (12, b"data", "<I"),
    b"RF64": (12, b"data", "<I"),
    b"FORM": (12, b"SSND", ">I"),
    b"caff": (8, b"data", ">q"),
}
"""By the first bytes of a file: offset of the first chunk, name of the sound chunk, packing of lengths."""
ENDLESS = 0x7F00_0000
"""Length in bytes from which on it stands for unknown, as in headers written before the sound."""
TAGS = (b"ID3", b"TAG", b"APET")
"""Signatures of tags that some programs append outside of any chunk."""
PADDING = 4096
"""Upper limit of trailing bytes that are not taken for sound."""

Chunk = tuple[bytes, int, int]
"""Name of a chunk, offset of its content, and length by its header, in bytes."""


class Mended:
    """Read-only file whose first bytes are replaced by ``head``."""

    def __init__(self, raw: BinaryIO, head: bytes) -> None:
        self._raw = raw
        self._head = head

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Seek as ``io.IOBase.seek``."""
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        """Position, in bytes."""
        return self._raw.tell()

    def read(self, size: int = -1) -> bytes:
        """Read up to ``size`` bytes."""
        at = self._raw.tell()
        data = self._raw.read(size)
        mended = self._head[at : at + len(data)]
        return mended + data[len(mended) :]


def mended(raw: BinaryIO) -> Mended | None:
    """``raw`` with the true length in its header; ``None`` if the header is right or not understood."""
    size, kind = _size(raw), _kind(raw)
    at, length = _sound(raw, kind)
    end = at + max(length, 0)
    if not at or not _goes_on(raw, kind, end + end % 2, size):
        return None
    return Mended(raw, _header(raw, kind, at, size))


def overstatement(raw: BinaryIO) -> float:
    """Ratio of the length in the header of a WAV or AIFF to the length that the file has.

    1 if the file is whole, or of another format; infinite if it has no sound. libsndfile itself reads a file that is
    cut short without an error.
    """
    at, length = _sound(raw, _kind(raw))
    held = _size(raw) - at
    if not at or length <= held:
        return 1.0
    return length / held if held > 0 else math.inf


def _size(raw: BinaryIO) -> int:
    return raw.seek(0, os.SEEK_END)


def _kind(raw: BinaryIO) -> bytes:
    raw.seek(0)
    return raw.read(4)


def _sound(raw: BinaryIO, kind: bytes) -> tuple[int, int]:
    """Offset and length of the sound by the header, in bytes; 0, 0 if unknown."""
    for name, at, length in _chunks(raw, kind):
        if name != SOUND_CHUNKS[kind][1]:
            continue
        if kind == b"RF64":
            return at, _long_length(raw)
        return (at, length) if length < ENDLESS else (0, 0)
    return 0, 0


def _chunks(raw: BinaryIO, kind: bytes, at: int = 0) -> Iterator[Chunk]:
    """Chunks of a file from ``at`` on, all if 0; at most 64, as damaged headers may have no end."""
    first, _, number = SOUND_CHUNKS.get(kind, (0, b"", ""))
    at, size = at or first, _size(raw)
    for _ in range(64):
        if at + 4 + struct.calcsize(number) > size or not number:
            return
        raw.seek(at)
        head = raw.read(4 + struct.calcsize(number))
        (length,) = struct.unpack(number, head[4:])
        yield head[:4], at + len(head), length
        at += len(head) + max(length, 0)
        at += at % 2


def _long_length(raw: BinaryIO) -> int:
    """Length of the sound in the first chunk, ``ds64``, of an RF64 file."""
    raw.seek(28)
    return int.from_bytes(raw.read(8), "little")


def _goes_on(raw: BinaryIO, kind: bytes, end: int, size: int) -> bool:
    """True if there is sound after ``end``: neither another chunk, nor tags, nor zeros alone."""
    if size - end <= PADDING:
        return False
    ((name, at, length),) = islice(_chunks(raw, kind, end), 1)
    if name.startswith(TAGS) or (name.isascii() and name.decode().isprintable() and 0 <= length <= size + 1 - at):
        return False
    raw.seek(end)
    return any(block.count(0) < len(block) for block in iter(lambda: raw.read(1 << 20), b""))


def _header(raw: BinaryIO, kind: bytes, at: int, size: int) -> bytes:
    """Bytes before the sound at offset ``at``, with lengths corrected to the end of the file."""
    raw.seek(0)
    head = bytearray(raw.read(at))
    if kind == b"RF64":
        head[20:36] = struct.pack("<QQ", size - 8, size - at)
        return bytes(head)
    number = SOUND_CHUNKS[kind][2]
    most = 256 ** struct.calcsize(number) - 1
    head[at - struct.calcsize(number) :] = struct.pack(number, min(size - at, most))
    if kind != b"caff":
        head[4:8] = struct.pack(number, min(size - 8, most))
    return bytes(head)
