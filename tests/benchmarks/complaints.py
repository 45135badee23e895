"""Whom a JACK server says it waited for in vain, and when."""

import os
import re
import threading
import time
from collections.abc import Mapping

SERVER = "the server"


class Complaints:
    """What a JACK server says on ``log`` of periods that were not ready in time: when, and who was late.

    ``names`` are for its clients, by what it calls them.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        reader, self.log = os.pipe()
        self._said: list[tuple[float, str]] = []
        threading.Thread(target=self._listen, args=(reader,), daemon=True).start()

    def until(self, end: float) -> dict[str, list[float]]:
        """Moments by who was late: a client that was called and did not answer, or the server, which called late."""
        late: dict[str, list[float]] = {name: [] for name in (SERVER, *self._names.values())}
        for moment, line in self._said:
            found = re.search(r"XRun: client (?:= )?(\S+)|Process XRun", line)
            if found and moment < end:
                who = found[1] or SERVER
                late.setdefault(self._names.get(who, who), []).append(moment)
        return late

    def _listen(self, reader: int) -> None:
        with os.fdopen(reader) as lines:
            self._said.extend((time.monotonic(), line) for line in lines)
