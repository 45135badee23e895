"""Say what messages would do under an own MIDI map: ``python examples/midi_map.py``.

Play with the map: ``distill live --map examples/my_controller.toml``.
"""

from pathlib import Path

import mido

from controllers.midi import map_file
from controllers.midi.monitor import Monitor

monitor = Monitor(map_file.load(Path(__file__).with_name("my_controller.toml")), levels=4)
for message in (
    mido.Message("control_change", control=20, value=64),
    mido.Message("control_change", control=24, value=127),
    mido.Message("note_on", note=36, velocity=100),
    mido.Message("control_change", control=99, value=1),
):
    said, does = monitor.explain("My controller", bytes(message.bytes()), 0.0)
    print(f"{said}: {', '.join(does) or 'nothing'}")
