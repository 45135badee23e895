"""Instrument that controllers keep a reference to while the loaded model changes."""

from collections.abc import Mapping, Sequence

from live.controls import READINGS, ControlEvent, Instrument, Vocabulary

LEVELS = 4
"""Of the vocabulary while no instrument is loaded."""


class InstrumentSlot:
    """Thread-safe proxy of the current instrument. Without one, events are dropped and controls have their defaults."""

    def __init__(self) -> None:
        self._default_vocabulary = Vocabulary(LEVELS)
        self._default_controls = self._default_vocabulary.defaults()
        self._instrument: Instrument | None = None

    def put(self, instrument: Instrument | None) -> None:
        """Forward to ``instrument`` from now on; ``None`` for no instrument."""
        self._instrument = instrument

    @property
    def vocabulary(self) -> Vocabulary:
        """Vocabulary of the current instrument, which depends on its number of levels."""
        instrument = self._instrument
        return instrument.vocabulary if instrument else self._default_vocabulary

    @property
    def controls(self) -> Mapping[str, float]:
        """Current value of every control, by name."""
        instrument = self._instrument
        return instrument.controls if instrument else self._default_controls

    def readings(self) -> Mapping[str, float]:
        """Current value of every reading (``status/…``), by name."""
        instrument = self._instrument
        return instrument.readings() if instrument else {reading.name: 0.0 for reading in READINGS}

    def troubles(self) -> Sequence[str]:
        """Current errors, as sentences."""
        instrument = self._instrument
        return instrument.troubles() if instrument else ()

    def send(self, event: ControlEvent) -> None:
        """Forward ``event``, unless the current instrument has no such control: it was meant for the one before."""
        instrument = self._instrument
        if instrument and event.name in instrument.vocabulary.controls:
            instrument.send(event)
