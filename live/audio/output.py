"""Output of the engine's samples: to an audio device, or discarded by the clock while that is gone."""

import time
from contextlib import suppress
from multiprocessing.sharedctypes import RawArray, RawValue
from typing import Any

from distill.audio import Samples
from distill.child_process import START_SECONDS, ChildProcess
from distill.errors import DistillError
from live.audio import output_process, shared_ring
from live.audio.devices import AudioDevice, DeviceError, FormatConverter
from live.audio.shared_ring import SharedMemory

SILENT_SECONDS = 5.0
"""A search that says nothing for so long hangs, and is begun anew."""
LOOK_SECONDS = 0.2
"""Between two searches that cannot be begun."""
STUCK_SECONDS = 0.5
"""A card that takes nothing for so long has gone, even if the system does not say so, or its process stands still."""
PAUSE_SECONDS = 0.05
"""The longest that one look at the card counts: longer, and it was this process that did not get to look."""
CATCH_UP_SECONDS = 1.0
"""Limit on the time that the clock makes up for after nothing was read."""


class Output:
    """A sound card that may go and come back; ``tend`` it often.

    While the card is gone, samples are taken as fast as it would take them. The same card, by name, is looked for
    until it is there again.

    Raises:
        DeviceError: the card cannot be played now.
    """

    def __init__(self, device: str | None, sample_rate: int, longest: int) -> None:
        self._rate = sample_rate
        self._memory: SharedMemory = RawArray("c", shared_ring.bytes_for(longest))
        self._underruns: Any = RawValue("q", 0)
        self._player = self._begin(device)
        self._again = 0.0
        """When to look again, if a search could not be begun."""
        try:
            self.card = self._player.wait()
        except BaseException:
            self._player.kill()
            raise
        self._sink: _Speaker | _Clock = _Speaker(self._memory, self.card, sample_rate)
        self.losses = 0
        """Number of times that the device was lost."""

    @property
    def lost(self) -> bool:
        """True while the device is gone."""
        return isinstance(self._sink, _Clock)

    @property
    def underruns(self) -> int:
        """Number of underruns: gaps in the sound because the ring was empty."""
        return self._underruns.value

    @property
    def ahead(self) -> float:
        """Number of samples written that are not played yet."""
        return self._sink.ahead

    def write(self, samples: Samples) -> None:
        """Append samples [time, channel]."""
        self._sink.write(samples)

    def tend(self) -> bool:
        """Check on the device; True if it was just lost or found, so that nothing is buffered any more."""
        if isinstance(self._sink, _Speaker):
            if not self._player.gone and not self._sink.stuck():
                return False
            self.losses += 1
            self._sink = _Clock(self._rate, self._sink.until)
            self._look()
            return True
        try:
            card = self._player.hear()
        except EOFError:
            self._look()
            return False
        if card is None:
            return False
        self.card = card
        self._sink = _Speaker(self._memory, card, self._rate)
        return True

    def close(self) -> int:
        """Play what is left and let the card go; how often the system was late, by its own account."""
        return self._player.end()

    def _begin(self, wanted: str | AudioDevice | None) -> "_Player":
        return _Player(self._memory, self._underruns, self._rate, wanted)

    def _look(self) -> None:
        """Look for the card that was lost; where there is no room for another process, a little later."""
        self._player.kill()
        if time.monotonic() < self._again:
            return
        self._again = time.monotonic() + LOOK_SECONDS
        with suppress(DistillError):
            self._player = self._begin(self.card)


class _Player:
    """The process that has the card, or looks for it."""

    def __init__(
        self, memory: SharedMemory, underruns: Any, sample_rate: int, wanted: str | AudioDevice | None
    ) -> None:
        self._process = ChildProcess("distill output", output_process.serve, memory, underruns, sample_rate, wanted)
        self._heard = time.monotonic()

    def wait(self) -> AudioDevice:
        """The card, as soon as it is opened.

        Raises:
            DeviceError: it cannot be, or not in time.
        """
        try:
            return self._process.first()
        except TimeoutError as error:
            raise DeviceError(
                f"The sound system has not answered for {START_SECONDS:.0f} s. Stop and start JACK, or what you use."
            ) from error
        except EOFError as error:
            raise DeviceError(
                "The process that plays the sound card did not start; distill devices may say why."
            ) from error

    def hear(self) -> AudioDevice | None:
        """The card, once it is found.

        Raises:
            EOFError: the process is gone, or hangs.
        """
        while self._process.ready():
            said: AudioDevice | DeviceError | None = self._process.receive()
            self._heard = time.monotonic()
            if isinstance(said, AudioDevice):
                return said
        if time.monotonic() - self._heard > SILENT_SECONDS:
            raise EOFError
        return None

    @property
    def gone(self) -> bool:
        """Whether the process that played has ended: while it plays, all that it can say is the end."""
        return self._process.ready()

    def end(self) -> int:
        """Have it play what is left and end; how often the system was late."""
        return self._process.end() or 0

    def kill(self) -> None:
        """End it, whatever it hangs in."""
        self._process.kill()


class _Speaker:
    """A card that plays."""

    def __init__(self, memory: SharedMemory, card: AudioDevice, sample_rate: int) -> None:
        self._tap = shared_ring.RingWriter(memory, card.channels)
        self._fitting = FormatConverter(sample_rate, card.sample_rate, card.channels)
        self._ratio = sample_rate / card.sample_rate
        self._rate = sample_rate
        self._taken = self._tap.taken
        self._moved = self._looked = time.monotonic()
        self._still = 0.0

    @property
    def ahead(self) -> float:
        return self._tap.filled * self._ratio

    @property
    def until(self) -> float:
        """Until when what is written would have lasted, had the card gone on taking it."""
        return self._moved + self.ahead / self._rate

    def stuck(self) -> bool:
        """True if nothing of what is buffered was read for too long."""
        now, taken = time.monotonic(), self._tap.taken
        self._still += min(now - self._looked, PAUSE_SECONDS)
        self._looked = now
        if taken != self._taken or not self._tap.filled:
            self._taken, self._moved, self._still = taken, now, 0.0
        return self._still > STUCK_SECONDS

    def write(self, samples: Samples) -> None:
        self._tap.write(self._fitting.convert(samples))


class _Clock:
    """A card that nobody hears; what is written before was to last ``until`` then."""

    def __init__(self, sample_rate: int, until: float) -> None:
        self._rate = sample_rate
        self._until = until

    @property
    def ahead(self) -> float:
        return max(0.0, self._until - time.monotonic()) * self._rate

    def write(self, samples: Samples) -> None:
        self._until = max(self._until, time.monotonic() - CATCH_UP_SECONDS) + len(samples) / self._rate
