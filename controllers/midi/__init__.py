"""MIDI: ports, device maps, learning, clock, and scores in standard MIDI files."""
