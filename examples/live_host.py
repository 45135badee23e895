"""Play the model that comes along on the sound card, and turn a knob: ``python examples/live_host.py SECONDS``."""

import sys

import distill
from live.audio.device_host import DeviceHost
from live.controls import ControlEvent
from live.engine.engine import Engine

seconds = float(sys.argv[1])
model = distill.load("starter")
with DeviceHost(Engine(model.parts), seed=3) as host:
    for part in range(10):
        host.send(ControlEvent("temperature", 0.4 + 0.1 * part))
        host.wait(model.frame_rate * seconds * (part + 1) / 10)
    print(f"{host.card}: {host.state.frame} frames, {host.status.underruns} underruns")
