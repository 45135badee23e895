"""MIDI learn: a map made by moving the controls of a controller."""

import json
import math
import time
from collections.abc import Iterator
from pathlib import Path

from controllers.midi import messages
from controllers.midi.map_file import Key
from controllers.midi.messages import (
    CHANNEL_MODE,
    DATA_ENTRY,
    DATA_ENTRY_LSB,
    LSB_OFFSET,
    NRPN_LSB,
    RESERVED_CCS,
    Decoder,
    Touch,
)
from controllers.midi.ports import OWN, device_name
from distill.errors import DistillError

PAUSE_SECONDS = 0.05
"""Pause that ends a gesture."""
GESTURE_SECONDS = 0.5
"""Length at which a gesture is cut off."""
Learned = tuple[str, Key]
"""Port, and the key that was touched there."""


class Learner:
    """Recognition of touched knobs and buttons; it waits for a whole gesture, as one may take five messages."""

    def __init__(self) -> None:
        self.learned: list[Learned] = []
        self._decoders: dict[str, Decoder] = {}

    def next_touch(self, received: Iterator[tuple[str, bytes, float] | None], seconds: float) -> Learned:
        """Next knob or button that is touched and was not learnt yet.

        Args:
            received: port, message and time of each message as it arrives, and None now and then between them.
            seconds: longest wait.

        Raises:
            DistillError: nothing was touched for that long.
            KeyboardInterrupt: ``received`` ended.
        """
        deadline = time.monotonic() + seconds
        gestures: dict[str, list[Touch]] = {}
        began = came = time.monotonic()
        for packet in received:
            now = time.monotonic()
            if packet is not None:
                port, data, when = packet
                message = messages.parse(data)
                if message and (touches := list(self._decoder(port).touches(message, when))):
                    began = began if gestures else now
                    came = now
                    gestures.setdefault(port, []).extend(touches)
            if gestures and (now - came > PAUSE_SECONDS or now - began > GESTURE_SECONDS):
                for port, touches in gestures.items():
                    if key := self._identified([*touches, *self._decoder(port).flush(math.inf)]):
                        self.learned.append((port, key))
                        return port, key
                gestures = {}
            if now > deadline:
                raise DistillError(
                    f"Nothing was touched for {seconds:g} s. Does distill midi monitor show what the controller sends?"
                )
        raise KeyboardInterrupt

    def _decoder(self, port: str) -> Decoder:
        return self._decoders.setdefault(port, Decoder())

    def _identified(self, touches: list[Touch]) -> Key | None:
        """Key of a gesture, in the highest resolution that its messages allow; None if it was learnt already."""
        taken = {key for _, key in self.learned}
        taken |= {("cc", key[1], key[2] + half) for key in taken if key[0] == "cc14" for half in (0, LSB_OFFSET)}
        values: dict[Key, set[int]] = {}
        for touch in touches:
            if touch.pressed or touch.key[0] != "note":
                values.setdefault(touch.key, set()).add(touch.raw)
        for kind in ("nrpn", "program"):
            if whole := [key for key in values if key[0] == kind]:
                return next((key for key in whole if key not in taken), None)
        fresh = [key for key in values if key not in taken and not _is_reserved(key, values)]
        for key in fresh:
            msb, lsb = key, ("cc", key[1], key[2] + LSB_OFFSET)
            if key[0] == "cc" and key[2] < LSB_OFFSET and lsb in values:
                return ("cc14", *msb[1:])
        return max(fresh, key=lambda key: len(values[key]), default=None)


def _is_reserved(key: Key, values: dict[Key, set[int]]) -> bool:
    """True if a reserved CC was sent as MIDI defines it: bank, parameter or mode; a knob sends several values."""
    kind, channel, number = key
    if kind != "cc" or number not in RESERVED_CCS:
        return False
    data = number in (DATA_ENTRY, DATA_ENTRY_LSB)
    named = any(("cc", channel, parameter) in values for parameter in range(NRPN_LSB, NRPN_LSB + 4))
    return number >= NRPN_LSB - 2 or number >= CHANNEL_MODE or len(values[key]) < 2 or (data and named)


def write(path: Path, name: str, learned: list[tuple[str, str, Key]]) -> None:
    """Write a map as TOML.

    Args:
        path: file to write.
        name: name of the map.
        learned: control, port and key of each binding.
    """
    ports = sorted({device_name(port) for _, port, _ in learned} - {OWN})
    lines = [f"name = {json.dumps(name)}", f"ports = {json.dumps(ports)}"]
    for control, _, (kind, channel, number) in learned:
        value = "true" if kind in ("program", "pitch_bend") else number
        lines += ["", "[[bind]]", f"channel = {channel + 1}", f"{kind} = {value}", f"control = {json.dumps(control)}"]
        lines += ["light = true"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
