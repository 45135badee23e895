"""Output of the engine's samples: to an audio device, or discarded by the clock while that is gone."""

import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from multiprocessing.sharedctypes import RawArray, RawValue
from typing import Any

from distill.audio import Samples
from distill.errors import DistillError
from distill.system.child_process import START_SECONDS, ChildProcess
from live.audio import output_process, shared_ring
from live.audio.devices import AudioDevice, DeviceError
from live.audio.format_converter import FormatConverter
from live.audio.shared_ring import SharedMemory

SILENT_SECONDS = 5.0
"""Longest silence of a searching process before it counts as hung and is replaced."""
SEARCH_SECONDS = 0.2
"""Interval between searches that cannot be started."""
STUCK_SECONDS = 0.5
"""Longest time in which a device reads nothing before it counts as lost, whatever the system reports."""
PAUSE_SECONDS = 0.05
"""Upper limit of the time that one check counts: if it was longer, this process itself stood still."""
CATCH_UP_SECONDS = 1.0
"""Limit on the time that the clock makes up for after nothing was read."""


class Output:
    """Audio output that survives the loss of its device; call ``check`` often.

    While the device is gone, samples are discarded at its rate, and the same device, by name, is searched for.

    Args:
        device: number or part of a name; ``None`` for the system's default.
        sample_rate: Hz.
        longest: samples that the ring holds.
        meanwhile: is called while the device opens, which takes as long as a program does to start.

    Raises:
        DeviceError: the device cannot be opened now.
    """

    def __init__(
        self, device: str | None, sample_rate: int, longest: int, meanwhile: Callable[[], None] = lambda: None
    ) -> None:
        self._rate = sample_rate
        self._ring: SharedMemory = RawArray("c", shared_ring.bytes_for(longest))
        self._underruns: Any = RawValue("q", 0)
        self._player = self._begin(device)
        self._next_search = 0.0
        """Time of the next search, if one could not be started."""
        with ExitStack() as failed:
            failed.callback(self._player.kill)
            meanwhile()
            self.card = self._player.wait()
            failed.pop_all()
        self._sink: _DeviceSink | _ClockSink = _DeviceSink(self._ring, self.card, sample_rate)
        self.losses = 0
        """Number of times that the device was lost."""

    @property
    def lost(self) -> bool:
        """True while the device is gone."""
        return isinstance(self._sink, _ClockSink)

    @property
    def underruns(self) -> int:
        """Number of underruns: gaps in the sound because the ring was empty."""
        return self._underruns.value

    @property
    def buffered(self) -> float:
        """Number of samples written that are not played yet."""
        return self._sink.buffered

    def write(self, samples: Samples) -> None:
        """Append samples [time, channel]."""
        self._sink.write(samples)

    def check(self) -> bool:
        """Check on the device; True if it was just lost or found, so that nothing is buffered any more."""
        if isinstance(self._sink, _DeviceSink):
            if not self._player.gone and not self._sink.stuck():
                return False
            self.losses += 1
            self._sink = _ClockSink(self._rate, self._sink.until)
            self._search()
            return True
        try:
            card = self._player.found()
        except EOFError:
            self._search()
            return False
        if card is None:
            return False
        self.card = card
        self._sink = _DeviceSink(self._ring, card, self._rate)
        return True

    def close(self) -> int:
        """Play what is left and close the device; the number of times that the system reports it was late."""
        return self._player.end()

    def _begin(self, device: str | AudioDevice | None) -> "_OutputProcess":
        return _OutputProcess(self._ring, self._underruns, self._rate, device)

    def _search(self) -> None:
        """Search for the lost device; if no process can be started, again after ``SEARCH_SECONDS``."""
        self._player.kill()
        if time.monotonic() < self._next_search:
            return
        self._next_search = time.monotonic() + SEARCH_SECONDS
        with suppress(DistillError):
            self._player = self._begin(self.card)


class _OutputProcess:
    """Process that plays the device, or searches for it."""

    def __init__(self, ring: SharedMemory, underruns: Any, sample_rate: int, device: str | AudioDevice | None) -> None:
        self._process = ChildProcess("distill output", output_process.serve, ring, underruns, sample_rate, device)
        self._received_at = time.monotonic()

    def wait(self) -> AudioDevice:
        """Wait until the device is open, and return it.

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

    def found(self) -> AudioDevice | None:
        """Device that was lost, once it is found again.

        Raises:
            EOFError: the process is gone, or hangs.
        """
        while self._process.ready():
            message: AudioDevice | DeviceError | None = self._process.receive()
            self._received_at = time.monotonic()
            if isinstance(message, AudioDevice):
                return message
        if time.monotonic() - self._received_at > SILENT_SECONDS:
            raise EOFError
        return None

    @property
    def gone(self) -> bool:
        """True if the process that played has ended: while it plays, all that it can send is the end."""
        return self._process.ready()

    def end(self) -> int:
        """Play what is left and end; the number of times that the system was late."""
        return self._process.end() or 0

    def kill(self) -> None:
        """Kill the process, whatever it hangs in."""
        self._process.kill()


class _DeviceSink:
    """Ring that the device drains; ``write`` takes samples [time, channel]."""

    def __init__(self, ring: SharedMemory, card: AudioDevice, sample_rate: int) -> None:
        self._writer = shared_ring.RingWriter(ring, card.channels)
        self._fitting = FormatConverter(sample_rate, card.sample_rate, card.channels)
        self._ratio = sample_rate / card.sample_rate
        self._rate = sample_rate
        self._read = self._writer.taken
        self._moved = self._looked = time.monotonic()
        self._still = 0.0

    @property
    def buffered(self) -> float:
        return self._writer.filled * self._ratio

    @property
    def until(self) -> float:
        """Time at which the samples written would have been played, had the device gone on."""
        return self._moved + self.buffered / self._rate

    def stuck(self) -> bool:
        """True if nothing of what is buffered was read for too long."""
        now, taken = time.monotonic(), self._writer.taken
        self._still += min(now - self._looked, PAUSE_SECONDS)
        self._looked = now
        if taken != self._read or not self._writer.filled:
            self._read, self._moved, self._still = taken, now, 0.0
        return self._still > STUCK_SECONDS

    def write(self, samples: Samples) -> None:
        self._writer.write(self._fitting.convert(samples))


class _ClockSink:
    """Sink that discards samples [time, channel] at the rate of a device.

    Args:
        sample_rate: Hz.
        until: time at which the samples written before would have been played, of ``time.monotonic``.
    """

    def __init__(self, sample_rate: int, until: float) -> None:
        self._rate = sample_rate
        self._until = until

    @property
    def buffered(self) -> float:
        return max(0.0, self._until - time.monotonic()) * self._rate

    def write(self, samples: Samples) -> None:
        self._until = max(self._until, time.monotonic() - CATCH_UP_SECONDS) + len(samples) / self._rate
