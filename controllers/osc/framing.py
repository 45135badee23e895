"""Framing of OSC packets on a TCP stream: length prefixes (OSC 1.0) or SLIP (OSC 1.1)."""

from collections.abc import Iterator
from typing import Protocol

from controllers.osc.packets import LARGEST_PACKET, PacketError

END, ESCAPE, ESCAPED_END, ESCAPED_ESCAPE = 0xC0, 0xDB, 0xDC, 0xDD
"""Bytes of SLIP (RFC 1055)."""


class Framing(Protocol):
    """Framing of packets on a stream; the state of one connection."""

    def frame(self, packet: bytes) -> bytes:
        """Bytes that carry ``packet`` on the stream."""
        ...

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Packets that are complete with ``data``."""
        ...


def framing(first: bytes) -> Framing:
    """Framing of a stream, recognized by its first bytes: a length begins with 0 (OSC 1.0), anything else is SLIP."""
    return LengthPrefix() if first[0] == 0 else Slip()


class LengthPrefix:
    """OSC 1.0: four bytes of length before each packet."""

    def __init__(self) -> None:
        self._data = bytearray()

    def frame(self, packet: bytes) -> bytes:
        """Bytes that carry ``packet`` on the stream."""
        return len(packet).to_bytes(4) + packet

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Packets that are complete with ``data``.

        Raises:
            PacketError: a packet is longer than any can be.
        """
        self._data += data
        place = 0
        while len(self._data) - place >= 4:
            size = int.from_bytes(self._data[place : place + 4])
            if size > LARGEST_PACKET:
                raise PacketError(f"a packet of {size} bytes; at most {LARGEST_PACKET}")
            if len(self._data) - place < 4 + size:
                break
            yield bytes(self._data[place + 4 : place + 4 + size])
            place += 4 + size
        del self._data[:place]


class Slip:
    """OSC 1.1: packets between END bytes, as in RFC 1055."""

    def __init__(self) -> None:
        self._data = bytearray()

    def frame(self, packet: bytes) -> bytes:
        """Bytes that carry ``packet`` on the stream."""
        escaped = packet.replace(bytes([ESCAPE]), bytes([ESCAPE, ESCAPED_ESCAPE]))
        escaped = escaped.replace(bytes([END]), bytes([ESCAPE, ESCAPED_END]))
        return bytes([END]) + escaped + bytes([END])

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Packets that are complete with ``data``.

        Raises:
            PacketError: a packet is longer than any can be.
        """
        first, *others = data.split(bytes([END]))
        self._data += first
        for following in others:
            escaped, self._data = bytes(self._data), bytearray(following)
            if escaped:
                yield escaped.replace(bytes([ESCAPE, ESCAPED_END]), bytes([END])).replace(
                    bytes([ESCAPE, ESCAPED_ESCAPE]), bytes([ESCAPE])
                )
        if len(self._data) > 2 * LARGEST_PACKET:
            raise PacketError(f"a packet of more than {LARGEST_PACKET} bytes")
