"""Maps made by touch."""

import json
import math
import time
from collections.abc import Iterator
from pathlib import Path

from controllers.midi import messages
from controllers.midi.map_file import Key
from controllers.midi.messages import DATA, FINE, FINE_DATA, GRAMMAR, MODES, NRPN_FINE, Decoder, Touch
from controllers.midi.ports import OWN, device
from distill.errors import DistillError

STILL_SECONDS = 0.05
"""A gesture is over when nothing has come for so long,"""
GESTURE_SECONDS = 0.5
"""or when it lasts so long."""
Learnt = tuple[str, Key]
"""A port, and what was touched there."""


class Learner:
    """Makes out what is touched. It waits for the whole of what a controller sends: a knob may take five messages."""

    def __init__(self) -> None:
        self.learnt: list[Learnt] = []
        self._decoders: dict[str, Decoder] = {}

    def touched(self, heard: Iterator[tuple[str, bytes, float] | None], seconds: float) -> Learnt:
        """The next thing that is touched and was not learnt yet.

        Raises:
            DistillError: nothing was, for so many seconds.
            KeyboardInterrupt: ``heard`` ended.
        """
        deadline = time.monotonic() + seconds
        gestures: dict[str, list[Touch]] = {}
        began = came = time.monotonic()
        for arrived in heard:
            now = time.monotonic()
            if arrived is not None:
                port, data, when = arrived
                message = messages.message(data)
                if message and (touches := list(self._decoder(port).touches(message, when))):
                    began = began if gestures else now
                    came = now
                    gestures.setdefault(port, []).extend(touches)
            if gestures and (now - came > STILL_SECONDS or now - began > GESTURE_SECONDS):
                for port, touches in gestures.items():
                    if key := self._meant([*touches, *self._decoder(port).waited(math.inf)]):
                        self.learnt.append((port, key))
                        return port, key
                gestures = {}
            if now > deadline:
                raise DistillError(
                    f"Nothing was touched for {seconds:g} s. Does distill midi monitor show what the controller sends?"
                )
        raise KeyboardInterrupt

    def _decoder(self, port: str) -> Decoder:
        return self._decoders.setdefault(port, Decoder())

    def _meant(self, touches: list[Touch]) -> Key | None:
        """What a gesture was: the finest of what it can have been."""
        taken = {key for _, key in self.learnt}
        taken |= {("cc", key[1], key[2] + half) for key in taken if key[0] == "cc14" for half in (0, FINE)}
        values: dict[Key, set[int]] = {}
        for touch in touches:
            if touch.pressed or touch.key[0] != "note":
                values.setdefault(touch.key, set()).add(touch.raw)
        for kind in ("nrpn", "program"):
            if whole := [key for key in values if key[0] == kind]:
                return next((key for key in whole if key not in taken), None)
        fresh = [key for key in values if key not in taken and not _grammar(key, values)]
        for key in fresh:
            coarse, fine = key, ("cc", key[1], key[2] + FINE)
            if key[0] == "cc" and key[2] < FINE and fine in values:
                return ("cc14", *coarse[1:])
        return max(fresh, key=lambda key: len(values[key]), default=None)


def _grammar(key: Key, values: dict[Key, set[int]]) -> bool:
    """Whether a CC only says what others are about: a bank, a parameter, a mode. A knob of that number is moved."""
    kind, channel, number = key
    if kind != "cc" or number not in GRAMMAR:
        return False
    data = number in (DATA, FINE_DATA)
    named = any(("cc", channel, parameter) in values for parameter in range(NRPN_FINE, NRPN_FINE + 4))
    return number >= NRPN_FINE - 2 or number >= MODES or len(values[key]) < 2 or (data and named)


def write(path: Path, name: str, learnt: list[tuple[str, str, Key]]) -> None:
    """Write a map to ``path``: control, port and key of each thing."""
    ports = sorted({device(port) for _, port, _ in learnt} - {OWN})
    lines = [f"name = {json.dumps(name)}", f"ports = {json.dumps(ports)}"]
    for control, _, (kind, channel, number) in learnt:
        value = "true" if kind in ("program", "pitch_bend") else number
        lines += ["", "[[bind]]", f"channel = {channel + 1}", f"{kind} = {value}", f"control = {json.dumps(control)}"]
        lines += ["light = true"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
