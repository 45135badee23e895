"""Controllers of the instrument: MIDI, OSC, the page, panels. They know the vocabulary, not the engine."""
