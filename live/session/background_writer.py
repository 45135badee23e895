"""A file that grows while its disk may be full, unwritable or gone: what cannot be written yet waits in memory."""

import os
import shutil
import time
from collections import deque
from contextlib import suppress
from io import SEEK_CUR, SEEK_END, SEEK_SET, FileIO
from pathlib import Path
from typing import Self

MOST_BYTES = 1 << 25
"""That wait: hours of what hands do, three minutes of sound."""
RETRY_SECONDS = 0.25


class WriteBehind:
    """A new file at ``path`` to write to and seek in, as libsndfile does; use it as a context.

    Nothing is written out of turn, so that the file is at all times the beginning of what it is to be. Where it was
    deleted it is made anew, with all that was in it; under another name if there is another file by now.

    Raises:
        OSError: there can be no file. Whatever goes wrong later is said in ``trouble``, and tried again.
    """

    def __init__(self, path: Path, most: int = MOST_BYTES) -> None:
        self.path = path
        self.trouble = ""
        """Why something waits, in the system's words; empty while nothing does."""
        self.full = False
        """Whether too much has waited: the file ends there, whatever is written later."""
        self._most = most
        self._file = FileIO(path, "w+")
        self._waiting: deque[tuple[int, bytes]] = deque()
        """Where in the file, and what."""
        self._bytes = 0
        self._at = 0
        self._end = 0
        self._retry = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, data: bytes) -> int:
        """Write ``data`` at the place that was sought, or have it wait."""
        if len(data):
            self._waiting.append((self._at, bytes(data)))
        self._bytes += len(data)
        self._at += len(data)
        self._end = max(self._end, self._at)
        self.tend()
        self.full = self.full or self._bytes > self._most
        return len(data)

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Go to a place, as of every file."""
        self._at = offset + {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self._end}[whence]
        return self._at

    def tell(self) -> int:
        """The place where is written next."""
        return self._at

    def tend(self) -> None:
        """Write what waits, if that was not tried just before."""
        if time.monotonic() >= self._retry:
            self._try()

    def sync(self) -> None:
        """Make the system put on the disk what is written."""
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            self._fail(error)

    def close(self) -> None:
        """Write what can be written, whatever has to be left out."""
        self._try()
        for at, data in self._waiting:
            # A header says where the sound ends, and has its place even on a full disk.
            with suppress(OSError):
                if at < self._file.seek(0, SEEK_END):
                    self._put(at, data)
        with suppress(OSError):
            self._file.close()

    def _try(self) -> None:
        try:
            self._find()
            while self._waiting:
                at, data = self._waiting[0]
                written = self._put(at, data)
                self._bytes -= written
                self._waiting.popleft()
                if written < len(data):
                    self._waiting.appendleft((at + written, data[written:]))
        except OSError as error:
            self._fail(error)
        else:
            self.trouble = ""

    def _put(self, at: int, data: bytes) -> int:
        self._file.seek(at)
        return self._file.write(data)

    def _fail(self, error: OSError) -> None:
        self.trouble = error.strerror or str(error)
        self._retry = time.monotonic() + RETRY_SECONDS

    def _find(self) -> None:
        """Make the file anew if it was deleted: as long as it is open, the system has what was in it."""
        if os.fstat(self._file.fileno()).st_nlink:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        place, number = self.path, 1
        while place.exists():
            place, number = self.path.with_stem(f"{self.path.stem}-{number}"), number + 1
        anew = FileIO(place, "x+")
        try:
            self._file.seek(0)
            shutil.copyfileobj(self._file, anew)
        except OSError:
            anew.close()
            place.unlink(missing_ok=True)
            raise
        self._file.close()
        self._file, self.path = anew, place
