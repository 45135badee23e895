"""Where the engine's samples go: to a sound card, or by the clock into nothing while the card is gone."""

import multiprocessing
import time
from contextlib import suppress
from typing import Any

from distill.audio import Samples
from live import player, ring
from live.cards import Card, DeviceError, Fitting
from live.ring import Memory

GOODBYE_SECONDS = 2.0
"""How long the card may take to play the rest and close."""
SILENT_SECONDS = 5.0
"""A search that says nothing for so long hangs, and is begun anew."""


class Output:
    """A sound card that may go and come back; ``tend`` it often.

    While the card is gone, samples are taken as fast as it would take them. The same card, by name, is looked for
    until it is there again.

    Raises:
        DeviceError: the card cannot be played now.
    """

    def __init__(self, device: str | None, sample_rate: int, longest: int) -> None:
        self._rate = sample_rate
        self._bytes = ring.bytes_for(longest)
        self._player = _Player(self._bytes, sample_rate, device)
        self.card = self._player.wait()
        self._sink: _Speaker | _Clock = _Speaker(self._player, self.card, sample_rate)
        self.losses = 0
        """How often the card has gone."""
        self._underruns = 0

    @property
    def lost(self) -> bool:
        """Whether the card is gone."""
        return isinstance(self._sink, _Clock)

    @property
    def underruns(self) -> int:
        """How often the ring ran dry: a gap was heard."""
        return self._underruns + self._player.underruns.value

    @property
    def ahead(self) -> float:
        """How many of the samples written are not taken yet."""
        return self._sink.ahead

    def write(self, samples: Samples) -> None:
        """Append samples [time, channel]."""
        self._sink.write(samples)

    def tend(self) -> bool:
        """Whether the card just went or came back, and nothing is ahead any more."""
        if not self.lost:
            if not self._player.gone:
                return False
            self.losses += 1
            self._sink = _Clock(self._rate)
            self._look()
            return True
        try:
            card = self._player.hear()
        except (EOFError, OSError):
            self._look()
            return False
        if card is None:
            return False
        self.card = card
        self._sink = _Speaker(self._player, card, self._rate)
        return True

    def close(self) -> int:
        """Play what is left and let the card go; how often the system was late, by its own account."""
        return self._player.finish()

    def _look(self) -> None:
        """Look for the card that was lost."""
        self._underruns = self.underruns
        self._player.end()
        self._player = _Player(self._bytes, self._rate, self.card)


class _Player:
    """The process that has the card, or looks for it."""

    def __init__(self, size: int, sample_rate: int, wanted: str | Card | None) -> None:
        # Not forked: what other threads hold at that moment, a fork would hold for ever.
        context = multiprocessing.get_context("spawn")
        self.memory: Memory = context.RawArray("c", size)
        self.underruns: Any = context.RawValue("q", 0)
        self._pipe, theirs = context.Pipe()
        arguments = (theirs, self.memory, self.underruns, sample_rate, wanted)
        self._process = context.Process(target=player.serve, args=arguments, name="distill player", daemon=True)
        self._process.start()
        theirs.close()
        self._heard = time.monotonic()

    def wait(self) -> Card:
        """The card, as soon as it is opened.

        Raises:
            DeviceError: it cannot be.
        """
        try:
            said: Card | DeviceError = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise DeviceError(
                "The process that plays the sound card did not start; distill devices may say why."
            ) from error
        if isinstance(said, DeviceError):
            raise said
        return said

    def hear(self) -> Card | None:
        """The card, once it is found.

        Raises:
            EOFError: the process is gone, or hangs.
        """
        while self._pipe.poll():
            said: Card | DeviceError | None = self._pipe.recv()
            self._heard = time.monotonic()
            if isinstance(said, Card):
                return said
        if time.monotonic() - self._heard > SILENT_SECONDS:
            raise EOFError
        return None

    @property
    def gone(self) -> bool:
        """Whether the process that played has ended: while it plays, all that it can say is the end."""
        return self._pipe.poll()

    def finish(self) -> int:
        """Have it play what is left and end; how often the system was late."""
        late = 0
        with suppress(EOFError, OSError):
            self._pipe.send(None)
            if self._pipe.poll(GOODBYE_SECONDS):
                late = self._pipe.recv() or 0
        self._process.join(GOODBYE_SECONDS)
        self.end()
        return late

    def end(self) -> None:
        """End it, whatever it hangs in."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


class _Speaker:
    """A card that plays."""

    def __init__(self, playing: _Player, card: Card, sample_rate: int) -> None:
        self._tap = ring.Tap(playing.memory, card.channels)
        self._fitting = Fitting(sample_rate, card.sample_rate, card.channels)
        self._ratio = sample_rate / card.sample_rate

    @property
    def ahead(self) -> float:
        return self._tap.filled * self._ratio

    def write(self, samples: Samples) -> None:
        self._tap.write(self._fitting.fit(samples))


class _Clock:
    """A card that nobody hears."""

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self._until = time.monotonic()

    @property
    def ahead(self) -> float:
        return max(0.0, self._until - time.monotonic()) * self._rate

    def write(self, samples: Samples) -> None:
        self._until = max(self._until, time.monotonic()) + len(samples) / self._rate
