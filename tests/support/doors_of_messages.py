"""OSC packets and messages of pages that were damaged or forged."""

import json
import random
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doors import LEVELS, Door
from mutations import changed, json_changed
from stage import Desk

from controllers.console.bridge import messages
from controllers.console.bridge.pipe import ModelChanged
from controllers.console.bridge.state_cache import StateCache
from controllers.osc import framing, packets
from controllers.osc.dispatcher import PREFIX, Dispatcher
from live.controls import ControlError, Vocabulary
from live.session.telemetry_types import TelemetryInfo


@dataclass(frozen=True)
class Peer:
    """Somebody who is answered."""

    heard: list[bytes]
    host: str = "127.0.0.1"

    def send(self, packet: bytes) -> None:
        self.heard.append(packet)

    def at(self, port: int) -> "Peer":  # noqa: ARG002 - one is enough
        return self

    def __hash__(self) -> int:
        return 1


class OscDoor(Door):
    """OSC packets: obeyed or answered, with less than a hundred times what was said."""

    def make(self, chance: random.Random) -> bytes:
        pick = chance.choice
        name = pick(
            (
                *Vocabulary(LEVELS).controls,
                "get",
                "subscribe",
                "refresh",
                "ping",
                "*",
                "level/*/gain",
                "{a,b}",
                "[a-z]*",
                "*" * 2_000,
                "{" * 50,
                "[!" * 50,
                "//gain",
            )
        )
        address = f"{pick((PREFIX, PREFIX, PREFIX, '/', '', '//'))}{name}".encode()
        tags = "".join(pick("ifsbhdTFNItcrmS[]xy") for _ in range(chance.randint(0, 5)))
        body = b"".join(
            pick(
                (
                    struct.pack(">f", pick((0.5, 1.0, -1, 1e30, float("nan"), float("inf")))),
                    struct.pack(">i", pick((0, 1, -1, 2**31 - 1))),
                    b"abc\0",
                    chance.randbytes(4),
                )
            )
            for _ in range(len(tags) + chance.randint(-1, 1))
        )
        packet = _padded(address) + _padded(f",{tags}".encode()) + body
        for _ in range(pick((0, 0, 0, 1, 2, 12))):
            date = pick((b"\0\0\0\0\0\0\0\1", chance.randbytes(8)))
            packet = packets.BUNDLE + date + b"".join(len(packet).to_bytes(4) + packet for _ in range(pick((1, 1, 2))))
        return changed(chance, packet) if chance.random() < 0.4 else packet

    def use(self, data: bytes) -> None:
        desk, peer = Desk(LEVELS), Peer([])
        dispatcher = Dispatcher(desk)
        dispatcher.on_packet(data, peer)
        dispatcher.subscribers.publish_changes()
        dispatcher.subscribers.publish_readings()
        for event in desk.events:
            assert event.name in desk.vocabulary.controls
        assert sum(map(len, peer.heard)) < 100_000, "an answer of more than 100,000 bytes"
        assert all(value == value for value in desk.controls.values()), "a control at NaN"  # noqa: PLR0124
        if data:
            try:
                frames = list(framing.framing(data).feed(data[1:]))
            except packets.PacketError:
                return
            assert sum(map(len, frames)) <= len(data)


def _padded(text: bytes) -> bytes:
    return text + bytes(4 - len(text) % 4)


class PageDoor(Door):
    """What a page says on its socket: obeyed, or answered with a remark."""

    def make(self, chance: random.Random) -> bytes:
        name = chance.choice((*Vocabulary(LEVELS).controls, "nothing", ""))
        document: list[Any] = [
            name,
            *(chance.choice((0, 0.5, 1, -1, {"unit": 0.5}, "starter", None)) for _ in range(chance.randint(0, 5))),
        ]
        text = json_changed(chance, document) if chance.random() < 0.6 else json.dumps(document)
        return changed(chance, text.encode()) if chance.random() < 0.3 else text.encode()

    def use(self, data: bytes) -> None:
        info = TelemetryInfo(
            model=Path("m.distill"), card="card", captures=Path(),
            roles=("Structure", "Timbre"), size=16, frames=2048, rate=200.0,
            sample_rate=48_000, places=((0,) * 16,) * 2, norms=((0,) * 16,) * 2,
        )  # fmt: skip
        cache = StateCache()
        cache.reset(ModelChanged(info, "", Path("m.distill")))
        try:
            event, remark = messages.read(data.decode("utf-8", "replace"), cache)
        except ControlError as refusal:
            event, remark = None, str(refusal)
        if event:
            assert event.name in cache.vocabulary.controls
            assert event.value is None or abs(event.value) < 1e12
        assert len(remark) < 5_000, "a remark of more than 5,000 letters"
