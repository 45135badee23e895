import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controllers.osc.framing import LengthPrefix, Slip, framing
from controllers.osc.packets import Message, PacketError, messages, packet

packets = st.lists(st.binary(min_size=1, max_size=40).map(lambda tail: b"/" + tail), min_size=1, max_size=6)


@given(packets, st.sampled_from([Slip, LengthPrefix]), st.integers(1, 7))
def test_a_stream_is_its_packets_wherever_it_is_cut(sent: list[bytes], kind: type, size: int) -> None:
    stream = b"".join(kind().frame(packet) for packet in sent)
    reader = framing(stream[:1])
    assert type(reader) is kind
    received = [p for place in range(0, len(stream), size) for p in reader.feed(stream[place : place + size])]
    assert received == sent


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


def padded(text: bytes) -> bytes:
    return text + bytes(4 - len(text) % 4)


@pytest.mark.parametrize(
    ("tags", "data", "means"),
    [
        (b"i", b"\xff\xff\xff\xfe", (-2,)),
        (b"h", (2**40).to_bytes(8), (2**40,)),
        (b"f", struct.pack(">f", 0.5), (0.5,)),
        (b"d", struct.pack(">d", 1e-9), (1e-9,)),
        (b"s", b"abc\0", ("abc",)),
        (b"S", b"abcd\0\0\0\0", ("abcd",)),
        (b"c", b"\0\0\0A", ("A",)),
        (b"b", b"\0\0\0\x03abc\0", (b"abc",)),
        (b"b", b"\0\0\0\0", (b"",)),
        (b"r", b"\x01\x02\x03\x04", (b"\x01\x02\x03\x04",)),
        (b"m", b"\x00\x90\x40\x7f", (b"\x00\x90\x40\x7f",)),
        (b"t", bytes(7) + b"\x01", (bytes(7) + b"\x01",)),
        (b"TF", b"", (True, False)),
        (b"N", b"", ()),
        (b"I", b"", ()),
        (b"iN", b"\0\0\0\x01", (1, None)),
        (b"[ii]", bytes(7) + b"\x01", (0, 1)),
        (b"i[i[f]]", bytes(12), (0, 0, 0.0)),
        (b"", b"", ()),
    ],
)
def test_every_type_of_the_standard_is_read_with_its_bytes(tags: bytes, data: bytes, means: tuple[object, ...]) -> None:
    (message,) = messages(padded(b"/a") + padded(b"," + tags) + data)
    assert message == Message("/a", means)
    # A later argument is found behind it.
    (both,) = messages(padded(b"/a") + padded(b"," + tags + b"i") + data + b"\0\0\0\x07")
    assert both.arguments[-1] == 7


ONE = padded(b"/distill/temperature") + padded(b",f") + struct.pack(">f", 1.0)


@pytest.mark.parametrize(
    "wrong",
    [
        *(ONE[:end] for end in range(1, len(ONE)) if end != len(padded(b"/distill/temperature"))),
        ONE + b"\0", ONE + bytes(4), b"/a\0\0,i\0\0\0\0\0", b"/a\0\0,s\0\0abcd", b"/a\0\0,s\0\0ab\0",
        b"/a\0\0,s\0\0ab\0x", b"/a\0x,i\0\0\0\0\0\x01", b"/ab\0,i\0x\0\0\0\x01", b"/a\0\0i\0\0\0\0\0\0\x01",
        b"/a\0\0\0\0\0\x01", b"/a\0\0,b\0\0\x7f\xff\xff\xff", b"/a\0\0,b\0\0\xff\xff\xff\xffabcd",
        b"/a\0\0,b\0\0\0\0\0\x03abc", b"/a\0\0,b\0\0\0\0\0\x03abcd", b"/a\0\0,[i\0\0\0\0\x01",
        b"/a\0\0,]i[\0\0\0\0\0\0\0\x01", b"/a\0\0,[[[", b"/a\0\0,h\0\0\0\0\0\x01", b"/\xc3\xa4\0,\0\0\0",
        padded(b"/" + b"a" * 300), padded(b"/a") + padded(b"," + b"T" * 5000), b"/a\0\0" + b",s\0\0\xff\0\0\0",
    ],
)  # fmt: skip
def test_a_packet_that_is_cut_or_badly_padded_is_refused(wrong: bytes) -> None:
    with pytest.raises(PacketError):
        messages(wrong)


def test_a_bundle_with_anything_damaged_in_it_is_refused_as_a_whole() -> None:
    with pytest.raises(PacketError):
        messages(bundle(None, packet("/a", 1), ONE[:-2]))


@settings(deadline=None)
@given(st.integers(0, 2**32), st.data())
def test_no_cut_packet_means_something_else(seed: int, data: st.DataObject) -> None:
    whole = packet("/distill/grid/set", 1, seed % 1000, 0.5, "abc", True)
    cut = data.draw(st.integers(1, len(whole) - 1))
    try:
        (message,) = messages(whole[:cut])
    except PacketError:
        return
    assert message == Message("/distill/grid/set", ())
