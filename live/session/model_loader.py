"""Other models for the second deck: read in the background while it plays, and swapped at the edge of a frame."""

import queue
import threading
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, Self

from distill import bundle, library, threads
from distill.errors import DistillError
from live.controls import ControlEvent
from live.engine.engine import Engine
from live.engine.state import Block


class EngineHost(Protocol):
    """Where an engine plays."""

    @property
    def engine(self) -> Engine:
        """What plays there."""
        ...

    def send(self, event: ControlEvent) -> None:
        """Have it obey ``event`` in the next frame."""
        ...

    def larger_buffer(self) -> AbstractContextManager[None]:
        """Within it, another thread may take much of Python's time."""
        ...


class DeckLoader:
    """A listener that reads what ``deck/load`` names, and has it played by ``deck/model``; use it as a context.

    Messages name models of the library, or ``starter``, never files: whoever can reach the port reads nothing else.
    What cannot be read is said in ``news``, and the performance goes on as it was. ``first``, whatever a command may
    name, is on the second deck from the start.

    Raises:
        DistillError: ``first`` cannot be read, or cannot play beside the engine's own model.
    """

    def __init__(self, host: EngineHost, first: Path | None = None, folder: Path | None = None) -> None:
        self.news = ""
        """The last thing that happened, for whoever watches."""
        self.first = bundle.find(first) if first else None
        """The file that is on the second deck from the start."""
        self._host = host
        self._folder = folder or library.folder()
        self._requests: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="distill loader", daemon=True)
        if self.first:
            self._read(self.first)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._requests.put(None)
        self._thread.join()

    def on_block(self, block: Block) -> None:
        """Begin to read what is named in one frame."""
        for event in block.events:
            if event.name == "deck/load":
                self._requests.put(event.text)

    def _work(self) -> None:
        with threads.single():
            while (name := self._latest()) is not None:
                try:
                    self._swap(name)
                except DistillError as error:
                    self.news = f"the second deck stays as it is: {str(error).rstrip('.')}"

    def _latest(self) -> str | None:
        """What is wanted now: whatever was said while another model was read is past, but for the last."""
        name = self._requests.get()
        while name is not None and not self._requests.empty():
            name = self._requests.get()
        return name

    def _swap(self, name: str) -> None:
        if not name:
            self._host.send(ControlEvent("deck/model"))
            self.news = "the second deck is empty"
            return
        path = library.known(name, self._folder)
        self.news = f"the second deck reads {path.stem}"
        with self._host.larger_buffer():
            self._read(path)
        self.news = f"the second deck plays {path.stem}"

    def _read(self, path: Path) -> None:
        model = bundle.load(path)
        self._host.engine.add_model(model)
        self._host.send(ControlEvent("deck/model", text=model.fingerprint))
