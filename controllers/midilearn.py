"""Maps made by touch."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

from controllers import midimessages
from controllers.midimap import Key
from controllers.midimessages import Decoder, Touch
from controllers.midiports import OWN, device
from distill.errors import DistillError


def touched(heard: Iterator[tuple[str, bytes, float] | None], taken: set[Key], seconds: float) -> tuple[str, Touch]:
    """The next thing that is touched and not ``taken`` yet, and the port it is on.

    Raises:
        DistillError: nothing was, for so many seconds.
    """
    decoders: dict[str, Decoder] = {}
    deadline = time.monotonic() + seconds
    for arrived in heard:
        if arrived is not None:
            port, data, _ = arrived
            message = midimessages.message(data)
            for touch in decoders.setdefault(port, Decoder()).touches(message) if message else ():
                if touch.key not in taken and (touch.pressed or touch.key[0] != "note"):
                    return port, touch
        if time.monotonic() > deadline:
            break
    raise DistillError(
        f"Nothing was touched for {seconds:g} s. Does distill midi monitor show what the controller sends?"
    )


def write(path: Path, learnt: list[tuple[str, str, Touch]]) -> None:
    """Write a map: control, port and touch of each thing."""
    ports = sorted({device(port) for _, port, _ in learnt} - {OWN})
    lines = [f"name = {json.dumps(path.stem)}", f"ports = {json.dumps(ports)}"]
    for control, _, touch in learnt:
        kind, channel, number = touch.key
        value = "true" if kind in ("program", "pitch_bend") else number
        lines += ["", "[[bind]]", f"channel = {channel + 1}", f"{kind} = {value}", f"control = {json.dumps(control)}"]
        lines += ["light = true"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
