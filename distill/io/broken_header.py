"""Headers of recordings whose recorder broke off, or went on writing, before it wrote how long they are: mended."""

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
"""By the first bytes of a file: where chunks begin, which is the sound, and how a chunk's length is packed."""
ENDLESS = 0x7F00_0000
"""Programs that write a header before they know how many bytes will follow claim this many or more."""
TAGS = (b"ID3", b"TAG", b"APET")
"""Beginnings of titles that some programs put after the sound, outside of any chunk."""
PADDING = 4096
"""Bytes after the sound that are no part of it, whatever they are."""

Chunk = tuple[bytes, int, int]
"""Name, where its content begins, and how long it says that it is."""


class Mended:
    """A file to be read whose first bytes are others than those on disk."""

    def __init__(self, raw: BinaryIO, head: bytes) -> None:
        self._raw = raw
        self._head = head

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a byte of the file."""
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        """The byte of the file that is read next."""
        return self._raw.tell()

    def read(self, size: int = -1) -> bytes:
        """Read up to so many bytes."""
        at = self._raw.tell()
        data = self._raw.read(size)
        mended = self._head[at : at + len(data)]
        return mended + data[len(mended) :]


def mended(raw: BinaryIO) -> Mended | None:
    """``raw`` with the true length of its sound in its header; ``None`` where the header holds or is not understood."""
    size, kind = _size(raw), _kind(raw)
    at, length = _sound(raw, kind)
    end = at + max(length, 0)
    if not at or not _goes_on(raw, kind, end + end % 2, size):
        return None
    return Mended(raw, _header(raw, kind, at, size))


def overstatement(raw: BinaryIO) -> float:
    """How many times the sound it holds a WAV or AIFF promises; 1 if it is whole, or of another format.

    Infinite where it holds none. libsndfile reads what is left of a file that was cut short without a word.
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
    """Where the sound begins and how many bytes it should have; 0, 0 where that is not known."""
    for name, at, length in _chunks(raw, kind):
        if name != SOUND_CHUNKS[kind][1]:
            continue
        if kind == b"RF64":
            return at, _long_length(raw)
        return (at, length) if length < ENDLESS else (0, 0)
    return 0, 0


def _chunks(raw: BinaryIO, kind: bytes, at: int = 0) -> Iterator[Chunk]:
    """The chunks of a file, all or those from ``at`` on; a damaged header may go on for ever, so 64 at most."""
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
    """The length of the sound that an RF64 file has in its first chunk, ``ds64``."""
    raw.seek(28)
    return int.from_bytes(raw.read(8), "little")


def _goes_on(raw: BinaryIO, kind: bytes, end: int, size: int) -> bool:
    """Whether sound goes on after its ``end``: what is there is neither another chunk, nor tags, nor zeros alone."""
    if size - end <= PADDING:
        return False
    ((name, at, length),) = islice(_chunks(raw, kind, end), 1)
    if name.startswith(TAGS) or (name.isascii() and name.decode().isprintable() and 0 <= length <= size + 1 - at):
        return False
    raw.seek(end)
    return any(block.count(0) < len(block) for block in iter(lambda: raw.read(1 << 20), b""))


def _header(raw: BinaryIO, kind: bytes, at: int, size: int) -> bytes:
    """The bytes before the sound, which begins ``at``, with lengths up to the end of the file."""
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
