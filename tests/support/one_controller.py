"""A controller in a process of its own: a nanoKONTROL2 that sends a press of S for every line of its input.

JACK's library crashes in a process whose server has died; tests must not.
"""

import sys

from controllers.midi.ports import rtmidi

out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name="nanoKONTROL2")
out.open_virtual_port("sends")
for _ in sys.stdin:
    out.send_message([0xB0, 48, 127])
