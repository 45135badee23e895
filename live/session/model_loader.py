"""Models for the second deck, read on a thread of their own while the engine plays."""

import queue
import threading
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, Self

from distill import bundle, library
from distill.errors import DistillError
from live.controls import ControlEvent
from live.engine.engine import Engine
from live.engine.state import Block


class EngineHost(Protocol):
    """Host of an engine, as far as loading a second model needs it; ``DeviceHost`` is one."""

    @property
    def engine(self) -> Engine:
        """The engine."""
        ...

    def send(self, event: ControlEvent) -> None:
        """Queue ``event`` for the next frame."""
        ...

    def larger_buffer(self) -> AbstractContextManager[None]:
        """Keep a larger buffer within the context, in which another thread may hold Python's lock for long."""
        ...


class DeckLoader:
    """Listener that loads the model named by ``deck/load``, then sends ``deck/model``; a context manager.

    Names refer to the library, or are ``starter``, never paths: whoever can reach the OSC port reads no other files.
    Errors are kept in ``news``, and the performance continues.

    Args:
        host: the host whose engine gets the model.
        first: model on the second deck from the start, as a path or a name.
        folder: the library; the user's own by default.

    Raises:
        DistillError: ``first`` cannot be read, or cannot play beside the engine's own model.
    """

    def __init__(self, host: EngineHost, first: Path | None = None, folder: Path | None = None) -> None:
        self.news = ""
        """Last message for the user; empty before the first."""
        self.first = bundle.find(first) if first else None
        """File of the model on the second deck at the start."""
        self._host = host
        self._folder = folder or library.folder()
        self._requests: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="distill loader", daemon=True)
        if self.first:
            self._send_model(self.first)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._requests.put(None)
        self._thread.join()

    def on_block(self, block: Block) -> None:
        """Queue the models named by ``deck/load`` events of one frame."""
        for event in block.events:
            if event.name == "deck/load":
                self._requests.put(event.text)

    def _work(self) -> None:
        while (name := self._next_request()) is not None:
            try:
                self._load(name)
            except DistillError as error:
                self.news = f"the second deck stays as it is: {str(error).rstrip('.')}"

    def _next_request(self) -> str | None:
        """Wait for a request, and return the latest; ``None`` to end. Earlier ones are outdated."""
        name = self._requests.get()
        while name is not None and not self._requests.empty():
            name = self._requests.get()
        return name

    def _load(self, name: str) -> None:
        if not name:
            self._host.send(ControlEvent("deck/model"))
            self.news = "the second deck is empty"
            return
        path = library.known(name, self._folder)
        self.news = f"the second deck reads {path.stem}"
        with self._host.larger_buffer():
            self._send_model(path)
        self.news = f"the second deck plays {path.stem}"

    def _send_model(self, path: Path) -> None:
        model = bundle.load(path)
        self._host.engine.add_model(model)
        self._host.send(ControlEvent("deck/model", text=model.fingerprint))
