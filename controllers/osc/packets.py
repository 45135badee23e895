"""Parser of OSC packets and bundles (OSC 1.0 and 1.1), and the writer of single messages."""

import itertools
import struct
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pythonosc.osc_message_builder import build_msg

from distill.errors import DistillError

BUNDLE = b"#bundle\0"
SECONDS_1900_TO_1970 = 2_208_988_800
"""From the epoch of NTP time tags to that of Unix (RFC 5905)."""
MAX_BUNDLE_DEPTH = 8
"""Limit of bundles within bundles."""
LARGEST_PACKET = 65_536
"""Limit of a packet, in bytes: more than fits in a UDP datagram (RFC 768), so it bounds TCP alone."""
LONGEST_ADDRESS = 255
"""Length limit of an address, in bytes; the longest name has 20, and a pattern may list several."""
MOST_ARGUMENTS = 256
"""Limit of a message's arguments."""


class PacketError(DistillError):
    """The bytes are no OSC packet."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: an address, which may be a pattern, and its arguments."""

    address: str
    arguments: tuple[object, ...]
    due: float = 0.0
    """Time tag in seconds of ``time.time``; 0 for at once."""


def messages(packet: bytes) -> list[Message]:
    """Messages of a packet or bundle in order.

    Raises:
        PacketError: any part of the packet is not OSC.
    """
    return list(_messages(packet, 0.0, 0))


def packet(address: str, *arguments: str | float | bool) -> bytes:
    """One message as an OSC packet."""
    return build_msg(address, list(arguments)).dgram


def _messages(packet: bytes, due: float, depth: int) -> Iterator[Message]:
    if not packet.startswith(BUNDLE):
        yield _message(packet, due)
        return
    if len(packet) < 16 or depth == MAX_BUNDLE_DEPTH:
        raise PacketError(
            "a bundle without a date" if len(packet) < 16 else f"more than {MAX_BUNDLE_DEPTH} bundles in bundles"
        )
    due, offset = _time_tag(packet[8:16]), 16
    while offset < len(packet):
        size = int.from_bytes(packet[offset : offset + 4])
        element = packet[offset + 4 : offset + 4 + size]
        if not size or len(element) < size:
            raise PacketError(f"a bundle says that {size} bytes follow, and there are {len(element)}")
        yield from _messages(element, due, depth + 1)
        offset += 4 + size


def _time_tag(tag: bytes) -> float:
    """Time tag as seconds of ``time.time``; 0 (at once) for times past, and for the tag 1, which means immediately."""
    whole, fraction = struct.unpack(">II", tag)
    due = whole - SECONDS_1900_TO_1970 + fraction / 2**32
    return due if due > time.time() else 0.0


def _message(packet: bytes, due: float) -> Message:
    if not packet.startswith(b"/"):
        raise PacketError("not an OSC packet: it begins with neither / nor #bundle")
    address, offset = _string(packet, 0)
    if len(address) > LONGEST_ADDRESS or not address.isascii():
        raise PacketError(f"not an OSC packet: an address has at most {LONGEST_ADDRESS} letters, all of them ASCII")
    if offset == len(packet):  # Older programs leave the types out where there are no arguments.
        return Message(address, (), due)
    tags, offset = _string(packet, offset)
    if not tags.startswith(",") or len(tags) > MOST_ARGUMENTS:
        raise PacketError(f"not an OSC packet: types begin with a comma and are at most {MOST_ARGUMENTS}")
    arguments: list[object] = []
    for tag in _without_brackets(tags[1:]):
        value, offset = _argument(tag, packet, offset)
        arguments.append(value)
    if offset != len(packet):
        raise PacketError(f"not an OSC packet: {len(packet) - offset} bytes are left after the last argument")
    # Nil or impulse alone is a bang: a message without arguments.
    return Message(address, () if arguments == [None] else tuple(arguments), due)


def _without_brackets(tags: str) -> Iterator[str]:
    """Type tags without the brackets of arrays: no control takes groups."""
    depths = itertools.accumulate((tag == "[") - (tag == "]") for tag in tags)
    if min(depths, default=0) < 0 or tags.count("[") != tags.count("]"):
        raise PacketError("not an OSC packet: brackets of an array that do not match")
    return (tag for tag in tags if tag not in "[]")


def _argument(tag: str, packet: bytes, offset: int) -> tuple[object, int]:
    """Argument of type ``tag`` at ``offset``, and the offset of the next one."""
    if tag in CONSTANTS:
        return CONSTANTS[tag], offset
    if tag in FIXED:
        size, value = FIXED[tag]
        return value(_bytes(packet, offset, size)), offset + size
    match tag:
        case "s" | "S":
            return _string(packet, offset)
        case "b":
            size = int.from_bytes(_bytes(packet, offset, 4))
            padded = _bytes(packet, offset + 4, size + -size % 4)
            return _unpadded(padded, size), offset + 4 + len(padded)
        case _:
            raise PacketError(f"not an OSC packet: there is no type {tag!r}")


def _number(form: str) -> Callable[[bytes], object]:
    return lambda data: struct.unpack(form, data)[0]


CONSTANTS: Mapping[str, object] = {"T": True, "F": False, "N": None, "I": None}
FIXED: Mapping[str, tuple[int, Callable[[bytes], object]]] = {
    "i": (4, _number(">i")), "f": (4, _number(">f")), "h": (8, _number(">q")), "d": (8, _number(">d")),
    "c": (4, lambda data: chr(data[3])), "r": (4, bytes), "m": (4, bytes), "t": (8, bytes),
}  # fmt: skip
"""Size in bytes and reader of each type; colours, MIDI and time tags stay bytes, as no control takes them."""


def _bytes(packet: bytes, offset: int, size: int) -> bytes:
    data = packet[offset : offset + size]
    if len(data) < size:
        raise PacketError(f"not an OSC packet: it ends {size - len(data)} bytes too soon")
    return data


def _string(packet: bytes, offset: int) -> tuple[str, int]:
    end = packet.find(b"\0", offset)
    if end < 0:
        raise PacketError("not an OSC packet: a text without an end")
    padded = _bytes(packet, offset, (end - offset) // 4 * 4 + 4)
    try:
        return _unpadded(padded, end - offset).decode(), offset + len(padded)
    except UnicodeDecodeError as error:
        raise PacketError("not an OSC packet: a text that is not UTF-8") from error


def _unpadded(padded: bytes, size: int) -> bytes:
    if any(padded[size:]):
        raise PacketError("not an OSC packet: something other than 0 fills it up to four bytes")
    return padded[:size]
