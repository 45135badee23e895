"""A session: hands stay on the instrument while one model after another is on stage."""

import math
import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Protocol, Self

import platformdirs

from controllers.midi import map_file
from controllers.midi.server import MidiServer
from controllers.osc.query import QueryServer, announced
from controllers.osc.server import OscServer
from distill import audio, bundle
from distill.bundle import Model
from distill.cli.say import say
from distill.errors import DistillError
from distill.text import shown
from live.audio.device_host import DeviceHost
from live.audio.input_process import AudioInput
from live.engine.engine import Engine
from live.engine.state import Block
from live.session.journal import JournalWriter, check_journal
from live.session.model_loader import DeckLoader
from live.session.performance_header import PerformanceHeader
from live.session.recorder import Recorder, SoundFileWriter
from live.session.slot import InstrumentSlot
from live.session.snapshots import SnapshotStore
from live.session.telemetry import TelemetryProducer


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a session is to be: what ``distill live`` and ``distill console`` are told."""

    seed: int = 0
    record: Path | None = None
    capture: Path | None = None
    captures: Path | None = None
    deck: Path | None = None
    """What is on the second deck from the start, beside the first model on stage."""
    device: str | None = None
    sound_in: str | None = None
    """A part of a card's name, or ``default``."""
    ahead: float = 13.0
    osc_host: str = "127.0.0.1"
    osc_port: int = 9000
    osc_to: tuple[str, int] | None = None
    query_port: int | None = None
    announce: bool = False
    map_file: Path | None = None


class Teller(Protocol):
    """Whoever has news of what goes right or wrong."""

    @property
    def news(self) -> str:
        """The last that happened; empty where there is nothing to tell."""
        ...


class Act:
    """One model on stage, with all that belongs to it. Use it as a context: sound on entering, silence on leaving.

    ``number`` counts the acts of a session: what an earlier one wrote is not written over.
    """

    def __init__(
        self, model: Path, loaded: Model, engine: Engine, wishes: Wishes, number: int, hands: Sequence["Teller"]
    ) -> None:
        self.model = model
        self.shelf = SnapshotStore(engine, model)
        self._wishes = wishes
        self._number = number
        self._hands = hands
        # What is opened is closed, even if the sound never begins.
        with ExitStack() as stack:
            self.host = DeviceHost(
                engine, device=wishes.device, seed=wishes.seed, ahead=wishes.ahead, snapshots=self.shelf.load()
            )
            stack.callback(self.host.close)
            wanted = None if wishes.sound_in == "default" else wishes.sound_in
            self.ear = None if wishes.sound_in is None else AudioInput(self.host, model, wanted)
            if self.ear:
                stack.callback(self.ear.close)
            self._folder = wishes.captures or platformdirs.user_data_path("distill") / "captures"
            self._takes = Recorder(self._folder, loaded.codec.config.channels)
            self._decks = DeckLoader(self.host, None if number else wishes.deck)
            self._header = PerformanceHeader.of(loaded, model, wishes.seed, self.shelf.slots, self._decks.first)
            self.window = TelemetryProducer(self.host, model, self._folder, lambda: self.news)
            self._stack = stack.pop_all()

    @property
    def news(self) -> Sequence[str]:
        """What is wrong with what is recorded, and the last that happened to what is recorded, kept or heard."""
        tellers = (self._takes, self.shelf, self._decks, self.ear, *self._hands)
        told = [teller.news for teller in tellers if teller and teller.news]
        return [shown(line) for line in dict.fromkeys([*self.host.troubles(), *told])]

    @property
    def roundabout(self) -> float:
        """Milliseconds that what comes in takes through codes to the loudspeaker: cards, windows, what is ahead."""
        codec = self.host.engine.model.codec
        coming = self.ear.card.latency if self.ear else 0.0
        return (
            1000 * (coming + (codec.config.hop + codec.latency) / codec.config.sample_rate) + self.host.status.latency
        )

    def __enter__(self) -> Self:
        with self._stack as stack:
            stack.enter_context(_logged(self.host, self._header, self._wishes.record))
            stack.enter_context(_captured(self.host, self._wishes.capture, self._number))
            stack.enter_context(self._takes)
            stack.enter_context(self._decks)
            self.host.listeners += [self._takes.on_block, self._shelve, self._decks.on_block]
            self.host.watches.append(lambda: self._takes.trouble)
            stack.enter_context(self.host)
            if self.ear:
                stack.enter_context(self.ear)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _shelve(self, block: Block) -> None:
        self.shelf.on_block(block, self.host.state)


class Session:
    """Has OSC and MIDI on a place on stage, and models come to it and go. Use it as a context.

    Raises:
        DistillError: the OSC port is taken, the MIDI map cannot be read, or something else is where it is to write.
    """

    def __init__(self, wishes: Wishes) -> None:
        if wishes.record:
            check_journal(wishes.record)
        if wishes.capture:
            audio.check_sound(wishes.capture)
        self._wishes = wishes
        self.place = InstrumentSlot()
        self.act: Act | None = None
        """What is on stage, if anything is."""
        self.trouble = ""
        """Why nothing is."""
        self.wanted = bundle.STARTER
        """What is on stage, or was to be."""
        self._acts = 0
        self._on_stage = ExitStack()
        self._loading = Lock()
        self._osc = OscServer(self.place, host=wishes.osc_host, port=wishes.osc_port, always=wishes.osc_to)
        self._query = None
        if wishes.query_port is not None:
            self._query = QueryServer(self.place, self._osc.address, host=wishes.osc_host, port=wishes.query_port)
        only = map_file.load(wishes.map_file) if wishes.map_file else None
        self._midi = MidiServer(self.place, only=only)

    @property
    def osc_port(self) -> int:
        """Where OSC is listened to."""
        return self._osc.address[1]

    @property
    def sight(self) -> TelemetryProducer | None:
        """What there is to see, if anything is on stage."""
        act = self.act
        return act.window if act else None

    def load(self, model: Path) -> None:
        """Have ``model`` on stage: what is there plays on until it is read, and then fades out.

        Raises:
            DistillError: it cannot be read, and nothing has changed; or it cannot be played, and ``trouble`` says why.
        """
        with self._loading:
            path = bundle.find(model)
            loaded = bundle.load(path)
            self.wanted = path
            engine = Engine(loaded)
            self._leave()
            try:
                hands = (self._osc, self._midi)
                self.act = self._on_stage.enter_context(Act(path, loaded, engine, self._wishes, self._acts, hands))
            except DistillError as error:
                self.trouble = str(error)
                raise
            self._acts += 1
            self.trouble = ""
            self.place.put(self.act.host)

    def end(self, trouble: str) -> None:
        """Have nothing on stage any more, because of ``trouble``."""
        with self._loading:
            self.trouble = trouble
            self._leave()

    def played(self, seconds: float, patience: float = math.inf) -> bool:
        """Whether what is on stage has played so many seconds, after waiting for that for at most ``patience``.

        Raises:
            BaseException: whatever stopped the performance, if anything did.
        """
        act = self.act
        if act is None:
            time.sleep(patience)
            return False
        return act.host.wait(seconds * act.host.engine.model.codec.config.frame_rate, patience)

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        for part in (self._osc, self._midi, *([self._query] if self._query else [])):
            self._stack.enter_context(part)
        if self._query and self._wishes.announce:
            self._stack.enter_context(announced(self._query))
        return self

    def __exit__(self, *_: object) -> None:
        with self._loading:
            self._stack.close()
            self._leave()

    def _leave(self) -> None:
        self.act = None
        self.place.put(None)
        self._on_stage.close()


@contextmanager
def _logged(host: DeviceHost, header: PerformanceHeader, path: Path | None) -> Generator[None]:
    """Write the performance to the journal at ``path``, if any."""
    if path is None:
        yield
        return
    journal = JournalWriter(path, header)
    host.listeners.append(journal.write)
    host.watches.append(lambda: journal.trouble)
    if journal.kept:
        say(f"The older {path.name} is now {journal.kept.name}.", err=True)
    try:
        yield
    finally:
        journal.close()


@contextmanager
def _captured(host: DeviceHost, path: Path | None, number: int) -> Generator[None]:
    """Write the samples played to ``path``, if any; those of a later act beside it."""
    if path is None:
        yield
        return
    own = path.with_stem(f"{path.stem}-{number + 1}") if number else path
    with SoundFileWriter(own, host.engine.model.codec.config.channels) as tape:
        host.listeners.append(tape.on_block)
        host.watches.append(lambda: tape.trouble)
        yield
