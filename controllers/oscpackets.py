"""Bytes to OSC messages and back: packets, bundles with dates, and how packets follow one another on a stream."""

import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import build_msg

from distill.errors import DistillError

BUNDLE = b"#bundle\0"
SECONDS_1900_TO_1970 = 2_208_988_800
TYPES = frozenset("ifhdsbrmtTFN[]")
"""What arguments can be; python-osc passes over others without their bytes, and reads nonsense from there on."""
DEEPEST = 8
"""Bundles within bundles."""
LARGEST_PACKET = 65_536
END, ESCAPE, ESCAPED_END, ESCAPED_ESCAPE = 0xC0, 0xDB, 0xDC, 0xDD


class PacketError(DistillError):
    """These bytes are no OSC."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: an address, which may be a pattern, and what was said to it."""

    address: str
    arguments: tuple[object, ...]
    due: float = 0.0
    """Seconds of ``time.time``; 0 for at once."""


def messages(packet: bytes, due: float = 0.0, depth: int = 0) -> Iterator[Message]:
    """The messages of a packet in their order.

    Raises:
        PacketError: it is not OSC, as far as it was read.
    """
    if not packet.startswith(BUNDLE):
        yield _message(packet, due)
        return
    if len(packet) < 16 or depth == DEEPEST:
        raise PacketError("a bundle without a date" if len(packet) < 16 else f"more than {DEEPEST} bundles in bundles")
    due, place = _date(packet[8:16]), 16
    while place < len(packet):
        size = int.from_bytes(packet[place : place + 4])
        element = packet[place + 4 : place + 4 + size]
        if not size or len(element) < size:
            raise PacketError(f"a bundle says that {size} bytes follow, and there are {len(element)}")
        yield from messages(element, due, depth + 1)
        place += 4 + size


def packet(address: str, *arguments: str | float | bool) -> bytes:
    """One message as bytes."""
    return build_msg(address, list(arguments)).dgram


def _date(tag: bytes) -> float:
    """Seconds of ``time.time``; what is past is due at once, as is the date 1, which means so."""
    whole, fraction = struct.unpack(">II", tag)
    due = whole - SECONDS_1900_TO_1970 + fraction / 2**32
    return due if due > time.time() else 0.0


def _message(packet: bytes, due: float) -> Message:
    if not packet.startswith(b"/"):
        raise PacketError("not an OSC packet: it begins with neither / nor #bundle")
    address = packet.partition(b"\0")[0]
    padded = (len(address) // 4 + 1) * 4
    tags = packet[padded:].partition(b"\0")[0].decode("latin-1")
    if tags and not set(tags[1:]) <= TYPES:
        raise PacketError(f"not an OSC packet: there are no types {tags[1:30]!r}")
    try:
        read = OscMessage(packet)
    except Exception as error:
        raise PacketError(f"not an OSC packet: {error}") from error
    return Message(read.address, tuple(a for a in read.params if a is not None), due)


class Framing(Protocol):
    """How packets follow one another on a stream."""

    def frame(self, packet: bytes) -> bytes:
        """The bytes that carry ``packet``."""
        ...

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The packets that are complete with ``data``."""
        ...


def framing(first: bytes) -> Framing:
    """What a stream that begins with ``first`` uses: OSC 1.0 writes a length, which begins with 0; OSC 1.1 SLIP."""
    return Lengths() if first[0] == 0 else Slip()


class Lengths:
    """OSC 1.0: four bytes of length before each packet."""

    def __init__(self) -> None:
        self._data = b""

    def frame(self, packet: bytes) -> bytes:
        """The bytes that carry ``packet``."""
        return len(packet).to_bytes(4) + packet

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The packets that are complete with ``data``.

        Raises:
            PacketError: a packet is longer than any can be.
        """
        self._data += data
        while len(self._data) >= 4:
            size = int.from_bytes(self._data[:4])
            if size > LARGEST_PACKET:
                raise PacketError(f"a packet of {size} bytes; at most {LARGEST_PACKET}")
            if len(self._data) < 4 + size:
                return
            packet, self._data = self._data[4 : 4 + size], self._data[4 + size :]
            yield packet


class Slip:
    """OSC 1.1: packets between END bytes, as in RFC 1055."""

    def __init__(self) -> None:
        self._data = bytearray()

    def frame(self, packet: bytes) -> bytes:
        """The bytes that carry ``packet``."""
        escaped = packet.replace(bytes([ESCAPE]), bytes([ESCAPE, ESCAPED_ESCAPE]))
        escaped = escaped.replace(bytes([END]), bytes([ESCAPE, ESCAPED_END]))
        return bytes([END]) + escaped + bytes([END])

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The packets that are complete with ``data``.

        Raises:
            PacketError: a packet is longer than any can be.
        """
        *complete, rest = bytes(self._data + data).split(bytes([END]))
        self._data = bytearray(rest)
        for escaped in complete:
            if escaped:
                yield escaped.replace(bytes([ESCAPE, ESCAPED_END]), bytes([END])).replace(
                    bytes([ESCAPE, ESCAPED_ESCAPE]), bytes([ESCAPE])
                )
        if len(rest) > 2 * LARGEST_PACKET:
            raise PacketError(f"a packet of more than {LARGEST_PACKET} bytes")
