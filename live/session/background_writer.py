"""A file written while its disk may be full, read-only or gone: bytes that cannot be written yet are kept in memory."""

import os
import shutil
import time
from collections import deque
from contextlib import suppress
from io import SEEK_CUR, SEEK_END, SEEK_SET, FileIO
from pathlib import Path
from typing import Self

MOST_BYTES = 1 << 25
"""Of unwritten data kept in memory: hours of control events, or two minutes of 24-bit stereo sound."""
RETRY_SECONDS = 0.25
"""Between two tries to write what the disk refused."""


class WriteBehind:
    """New file for writing and seeking, with writes queued in memory while the disk refuses them; a context manager.

    Writes reach the file in order, so it is always a prefix of the final content. A file deleted meanwhile is written
    again in full, under a new name if its own is taken.

    Args:
        path: the file; one that exists is overwritten.
        most: bytes that may be queued before the file is given up as ``full``.

    Raises:
        OSError: the file cannot be created. Later errors are kept in ``trouble`` and retried.
    """

    def __init__(self, path: Path, most: int = MOST_BYTES) -> None:
        self.path = path
        self.trouble = ""
        """Reason why data is queued, as the system puts it; empty while none is."""
        self.full = False
        """True once the queue exceeded ``most`` bytes: the file ends there, and later writes are lost."""
        self._most = most
        self._file = FileIO(path, "w+")
        self._queue: deque[tuple[int, bytes]] = deque()
        """Queued writes: offset in bytes, and data."""
        self._queued_bytes = 0
        self._position = 0
        self._end = 0
        self._retry_time = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, data: bytes) -> int:
        """Write ``data`` at the current position, or queue it; returns its length."""
        if len(data):
            self._queue.append((self._position, bytes(data)))
        self._queued_bytes += len(data)
        self._position += len(data)
        self._end = max(self._end, self._position)
        self.retry()
        self.full = self.full or self._queued_bytes > self._most
        return len(data)

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Set the position as ``io.IOBase.seek`` does; returns it."""
        self._position = offset + {SEEK_SET: 0, SEEK_CUR: self._position, SEEK_END: self._end}[whence]
        return self._position

    def tell(self) -> int:
        """Position of the next write, in bytes."""
        return self._position

    def retry(self) -> None:
        """Try to write the queue, unless the last try was less than ``RETRY_SECONDS`` ago."""
        if time.monotonic() >= self._retry_time:
            self._write_queue()

    def sync(self) -> None:
        """Flush written data to the disk (fsync)."""
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            self._fail(error)

    def close(self) -> None:
        """Write as much of the queue as the disk takes, and close the file."""
        self._write_queue()
        for at, data in self._queue:
            # A header says where the sound ends, and has its path even on a full disk.
            with suppress(OSError):
                if at < self._file.seek(0, SEEK_END):
                    self._put(at, data)
        with suppress(OSError):
            self._file.close()

    def _write_queue(self) -> None:
        try:
            self._recreate_if_deleted()
            while self._queue:
                at, data = self._queue[0]
                written = self._put(at, data)
                self._queued_bytes -= written
                self._queue.popleft()
                if written < len(data):
                    self._queue.appendleft((at + written, data[written:]))
        except OSError as error:
            self._fail(error)
        else:
            self.trouble = ""

    def _put(self, at: int, data: bytes) -> int:
        self._file.seek(at)
        return self._file.write(data)

    def _fail(self, error: OSError) -> None:
        self.trouble = error.strerror or str(error)
        self._retry_time = time.monotonic() + RETRY_SECONDS

    def _recreate_if_deleted(self) -> None:
        """Create the file again if it was deleted; its content is read from the descriptor that is still open."""
        if os.fstat(self._file.fileno()).st_nlink:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        path, number = self.path, 1
        while path.exists():
            path, number = self.path.with_stem(f"{self.path.stem}-{number}"), number + 1
        copy = FileIO(path, "x+")
        try:
            self._file.seek(0)
            shutil.copyfileobj(self._file, copy)
        except OSError:
            copy.close()
            path.unlink(missing_ok=True)
            raise
        self._file.close()
        self._file, self.path = copy, path
