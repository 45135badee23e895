"""Reader of Standard MIDI Files that tolerates damage: a defect in one part does not lose the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from distill.errors import DistillError
from distill.io import reading

LARGEST = 1 << 24
"""Size limit of a file, in bytes."""
MOST_MESSAGES = 200_000
"""Limit of messages in a file; a song has thousands."""
LONGEST_SECONDS = 86_400.0
"""Limit of a file's length: a day."""
DEFAULT_TEMPO = 500_000
"""Microseconds of a beat before the first tempo event, by the standard: 120 beats a minute."""
SMPTE_RATES = {24: 24.0, 25: 25.0, 29: 30_000 / 1001, 30: 30.0}
"""Frames a second of SMPTE time codes, by their number in the division."""
END, SET_TEMPO = 0x2F, 0x51
"""Types of meta events, by the standard."""
DATA_BYTES = {0x80: 2, 0x90: 2, 0xA0: 2, 0xB0: 2, 0xC0: 1, 0xD0: 1, 0xE0: 2}
"""Data bytes after each status of a channel message."""
SYSTEM_BYTES = {0xF1: 1, 0xF2: 2, 0xF3: 1}
"""Data bytes of system messages, which do not belong in a file and are skipped."""


class MidiFileError(DistillError):
    """A file is no Standard MIDI File, or exceeds a limit."""


@dataclass(frozen=True, slots=True)
class TimedMessage:
    """A channel message, a tempo change, or the end of the file, at a time."""

    seconds: float
    message: bytes = b""
    """Bytes of a channel message, or empty."""
    tempo: int = 0
    """Microseconds of a beat from here on; 0 for no change."""


def read(path: Path) -> list[TimedMessage]:
    """Messages and tempo changes of a MIDI file in order of time; the last entry is its end.

    RIFF wrappers, unknown chunks, wrong lengths and truncated tracks are tolerated. Tracks of format 2 are played one
    after another.

    Raises:
        MidiFileError: the file cannot be read, is no MIDI file, or is too large or too long.
    """
    try:
        return _parsed(reading.content(path, LARGEST))
    except (OSError, ValueError) as error:
        raise MidiFileError(
            f"{path} is no Standard MIDI File that can be played: {reading.reason(error)}. Save it anew as .mid."
        ) from error


def _parsed(data: bytes) -> list[TimedMessage]:
    begin = data.find(b"MThd")
    if begin < 0:
        raise ValueError("it has no MThd")
    head = data[begin + 8 : begin + 14]
    if len(head) < 6:
        raise ValueError("it ends too soon")
    kind, division = int.from_bytes(head[:2]), int.from_bytes(head[4:])
    events: list[tuple[int, bytes]] = []
    offset = 0
    for content in _tracks(data, begin + 8 + max(6, int.from_bytes(data[begin + 4 : begin + 8]))):
        track = Track(content, offset)
        events += track.events(MOST_MESSAGES - len(events))
        offset = track.ticks if kind == 2 else 0
    # Stable sort: at equal times, earlier tracks come first.
    events.sort(key=lambda event: event[0])
    return list(_timed(events, division))


def _tracks(data: bytes, place: int) -> Iterator[bytes]:
    """Contents of the track chunks from offset ``place`` on."""
    if not _begins_chunk(data, place):
        place = data.find(b"MTrk")
    while 0 <= place <= len(data) - 8:
        begin = place + 8
        end = begin + int.from_bytes(data[place + 4 : begin])
        # A length that leads to no other chunk is wrong.
        if end != len(data) and not _begins_chunk(data, end):
            following = data.find(b"MTrk", begin)
            end = following if following >= 0 else len(data)
        if data.startswith(b"MTrk", place):
            yield data[begin:end]
        place = end


def _begins_chunk(data: bytes, place: int) -> bool:
    name = data[place : place + 4]
    return len(data) >= place + 8 and name.isalpha() and name.isascii()


@dataclass(slots=True)
class Track:
    """Parser of one track that begins at ``ticks``; after ``events``, ``ticks`` is its end."""

    data: bytes
    ticks: int = 0
    place: int = field(default=0, init=False)

    def events(self, most: int) -> list[tuple[int, bytes]]:
        """Time in ticks and bytes of each event: channel messages, 0xFF and a tempo, and at the end an empty one.

        Raises:
            ValueError: there are more than ``most``, or a byte belongs to no message.
        """
        found: list[tuple[int, bytes]] = []
        status = 0
        try:
            while self.place < len(self.data):
                self.ticks += self._variable_length()
                if self.data[self.place] & 0x80:
                    status_now = self._take(1)[0]
                    status = status_now if status_now < 0xF0 else status
                else:
                    status_now = status
                event = self._event(status_now)
                if event == bytes([END]):
                    break
                if event:
                    found.append((self.ticks, event))
                if len(found) > most:
                    raise ValueError(f"it has more than {MOST_MESSAGES} messages")
        except IndexError:
            # Truncated: the events so far are played.
            pass
        return [*found, (self.ticks, b"")]

    def _event(self, status: int) -> bytes:
        """Event after a status byte: a channel message, a tempo, the end, or empty for anything else."""
        if kind := DATA_BYTES.get(status & 0xF0):
            return bytes([status, *(byte & 0x7F for byte in self._take(kind))])
        if status == 0xFF:
            meta = self._take(1)[0]
            content = self._take(self._variable_length())
            if meta == END:
                return bytes([END])
            return bytes([0xFF, *content[:3]]) if meta == SET_TEMPO and len(content) >= 3 else b""
        if status in (0xF0, 0xF7):
            self._take(self._variable_length())
        elif status >= 0xF0:
            self._take(SYSTEM_BYTES.get(status, 0))
        else:
            raise ValueError(f"its byte {self.place} belongs to no message")
        return b""

    def _variable_length(self) -> int:
        """Variable-length quantity of one to four bytes."""
        number = 0
        for _ in range(4):
            byte = self._take(1)[0]
            number = number << 7 | byte & 0x7F
            if byte < 0x80:
                return number
        raise ValueError(f"its byte {self.place} goes on with a number of more than 4 bytes")

    def _take(self, count: int) -> bytes:
        """Next ``count`` bytes.

        Raises:
            IndexError: the data ends before.
        """
        taken = self.data[self.place : self.place + count]
        if len(taken) < count:
            self.place = len(self.data)
            raise IndexError(count)
        self.place += count
        return taken


def _timed(events: list[tuple[int, bytes]], division: int) -> Iterator[TimedMessage]:
    """Events with ticks converted to seconds, at the tempo of the moment; the end comes last."""
    rate = SMPTE_RATES.get(256 - (division >> 8), 0.0) * (division & 0xFF) if division & 0x8000 else 0.0
    if not (rate or 0 < division < 0x8000):
        raise ValueError(f"its division is {division}, which is no time")
    tempo, seconds, before = DEFAULT_TEMPO, 0.0, 0
    for ticks, event in events:
        seconds += (ticks - before) / rate if rate else (ticks - before) * tempo / 1e6 / division
        before = ticks
        if seconds > LONGEST_SECONDS:
            raise ValueError(f"it is longer than {LONGEST_SECONDS / 3600:g} hours")
        if event[:1] == b"\xff":
            # A tempo of 0 is ignored, as other programs do.
            tempo = int.from_bytes(event[1:]) or tempo
            yield TimedMessage(seconds, tempo=tempo)
        elif event:
            yield TimedMessage(seconds, event)
    yield TimedMessage(seconds)
