"""Whom a JACK server says it waited for in vain, and when."""

import os
import re
import threading
import time

INSTRUMENT, SERVER = "PortAudio", "the server"
CLIENTS = {INSTRUMENT: "the instrument", "PortAudio-01": "the idle client", "PortAudio-02": "the ear"}
"""By what JACK calls them, in the order in which they come."""


class Complaints:
    """What a JACK server says on ``log`` of periods that were not ready in time: when, and who was late."""

    def __init__(self) -> None:
        reader, self.log = os.pipe()
        self._said: list[tuple[float, str]] = []
        threading.Thread(target=self._listen, args=(reader,), daemon=True).start()

    def until(self, end: float) -> dict[str, list[float]]:
        """Moments by who was late: a client that was called and did not answer, or the server, which called late."""
        late: dict[str, list[float]] = {name: [] for name in (SERVER, *CLIENTS.values())}
        for moment, line in self._said:
            found = re.search(r"XRun: client (?:= )?(\S+)|(Process XRun)", line)
            if found and moment < end:
                late[CLIENTS.get(found[1], SERVER)].append(moment)
        return late

    def _listen(self, reader: int) -> None:
        with os.fdopen(reader) as lines:
            self._said.extend((time.monotonic(), line) for line in lines)
