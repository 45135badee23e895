"""Queue of events on their way to the engine: some are obeyed within the frame that plays, others before the next."""

import heapq
import itertools
import queue
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from live.controls import ControlEvent
from live.engine.open_frame import OUTPUT_GAIN

BARRIERS = frozenset({"snapshot/save", "snapshot/recall"})
"""Controls that read or set all others: events after one are not obeyed before it."""


class EventQueue:
    """Events in the order of arrival, except that those of ``late`` controls overtake others; ``put`` is thread-safe.

    Args:
        late: names of controls that are obeyed within a frame.
    """

    def __init__(self, late: AbstractSet[str]) -> None:
        self._late_controls = late
        self._arrived: queue.SimpleQueue[ControlEvent] = queue.SimpleQueue()
        self._late: list[ControlEvent] = []
        self._next: list[ControlEvent] = []
        self._dated: list[tuple[float, int, ControlEvent]] = []
        self._arrivals = itertools.count()
        self._barred = False

    def put(self, event: ControlEvent) -> None:
        """Append ``event``."""
        self._arrived.put(event)

    def take_late(self, *, remake: bool) -> list[ControlEvent]:
        """Take the events that need not wait for the next frame; without ``remake`` only those of the output gain."""
        self._sort()
        return self._taken(lambda event: remake or event.name == OUTPUT_GAIN)

    def take_due(self, until: float) -> list[ControlEvent]:
        """Take the events for the next frame: those without a date or late, then those due before ``until``.

        Those of the output gain stay, for ``take_late``, unless they must be obeyed before what came after them.
        ``until`` is a time as of ``time.time``.
        """
        self._sort()
        due = self._taken(lambda event: self._barred or event.name != OUTPUT_GAIN) + self._next
        self._next, self._barred = [], False
        while self._dated and self._dated[0][0] < until:
            due.append(heapq.heappop(self._dated)[2])
        return due

    def bars(self, events: Sequence[ControlEvent]) -> bool:
        """True if no late event may be obeyed before ``events``, which were taken already."""
        return any(event.name in self._late_controls or event.name in BARRIERS for event in events)

    def _taken(self, which: Callable[[ControlEvent], bool]) -> list[ControlEvent]:
        """Late events for which ``which`` is true; they are removed."""
        taken = [event for event in self._late if which(event)]
        self._late = [event for event in self._late if not which(event)]
        return taken

    def _sort(self) -> None:
        while not self._arrived.empty():
            event = self._arrived.get_nowait()
            if event.due:
                heapq.heappush(self._dated, (event.due, next(self._arrivals), replace(event, due=0.0)))
            elif event.name in self._late_controls and not self._barred:
                self._late.append(event)
            else:
                self._next.append(event)
                self._barred |= event.name in BARRIERS
