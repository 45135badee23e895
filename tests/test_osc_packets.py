import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controllers.oscframing import Lengths, Slip, framing
from controllers.oscpackets import Message, PacketError, messages, packet

packets = st.lists(st.binary(min_size=1, max_size=40).map(lambda tail: b"/" + tail), min_size=1, max_size=6)


@given(packets, st.sampled_from([Slip, Lengths]), st.integers(1, 7))
def test_a_stream_is_its_packets_wherever_it_is_cut(sent: list[bytes], kind: type, size: int) -> None:
    stream = b"".join(kind().frame(packet) for packet in sent)
    reader = framing(stream[:1])
    assert type(reader) is kind
    heard = [p for place in range(0, len(stream), size) for p in reader.feed(stream[place : place + size])]
    assert heard == sent


def bundle(seconds: float | None, *inside: bytes) -> bytes:
    date = 1 if seconds is None else round((seconds + 2_208_988_800) * 2**32)
    return b"#bundle\0" + date.to_bytes(8) + b"".join(len(one).to_bytes(4) + one for one in inside)


def test_a_bundle_carries_its_date_to_every_message_but_not_one_that_is_past() -> None:
    due = time.time() + 5
    first, second, third = messages(
        bundle(due, packet("/a", 1), bundle(None, packet("/b", 2)), bundle(0, packet("/c")))
    )
    assert (first.address, first.arguments) == ("/a", (1,))
    assert first.due == pytest.approx(due, abs=1e-3)
    assert (second, third) == (Message("/b", (2,)), Message("/c", ()))


@pytest.mark.parametrize(
    "wrong",
    [
        b"", b"hello", b"/a\0\0,q\0\0", b"/a\0\0,i\0\0", b"#bundle\0", b"#bundle\0" + bytes(8) + b"\0\0\0\x09/a",
        b"#bundle\0" + bytes(8) + bytes(4), b"/\xff\xff\0,s\0\0",
    ],
)  # fmt: skip
def test_what_is_not_osc_is_said_to_be_so(wrong: bytes) -> None:
    with pytest.raises(PacketError):
        list(messages(wrong))


def test_bundles_in_bundles_have_an_end() -> None:
    nested = packet("/a", 1)
    for _ in range(50):
        nested = b"#bundle\0" + bytes(8) + struct.pack(">I", len(nested)) + nested
    with pytest.raises(PacketError, match="bundles in bundles"):
        list(messages(nested))
