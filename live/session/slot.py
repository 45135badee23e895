"""A place on stage: hands stay on it while the instrument is exchanged for another."""

from collections.abc import Mapping, Sequence

from live.controls import READINGS, ControlEvent, Instrument, Vocabulary

LEVELS = 4
"""Of the instrument that is not there."""


class InstrumentSlot:
    """The instrument that is there now; where there is none, nothing moves. It may be used from any thread."""

    def __init__(self) -> None:
        self._default_vocabulary = Vocabulary(LEVELS)
        self._default_controls = self._default_vocabulary.defaults()
        self._instrument: Instrument | None = None

    def put(self, instrument: Instrument | None) -> None:
        """Have hands be on ``instrument`` from now on."""
        self._instrument = instrument

    @property
    def vocabulary(self) -> Vocabulary:
        """All that can be said to what is there; another one for an instrument with other levels."""
        instrument = self._instrument
        return instrument.vocabulary if instrument else self._default_vocabulary

    @property
    def controls(self) -> Mapping[str, float]:
        """Where every control stands."""
        instrument = self._instrument
        return instrument.controls if instrument else self._default_controls

    def readings(self) -> Mapping[str, float]:
        """What it says of itself."""
        instrument = self._instrument
        return instrument.readings() if instrument else {reading.name: 0.0 for reading in READINGS}

    def troubles(self) -> Sequence[str]:
        """What is wrong with it now."""
        instrument = self._instrument
        return instrument.troubles() if instrument else ()

    def send(self, event: ControlEvent) -> None:
        """Have it obey ``event``, unless that was meant for one that is gone and this one lacks."""
        instrument = self._instrument
        if instrument and event.name in instrument.vocabulary.controls:
            instrument.send(event)
