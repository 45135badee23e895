"""A session: one model after another is loaded and performed, while its controllers stay connected."""

import logging
import math
import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Protocol, Self

import platformdirs

from distill import audio, bundle
from distill.bundle import Bundle
from distill.errors import DistillError
from distill.settings import PLAYING
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

LOG = logging.getLogger("distill")


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """Settings of a session: what it plays on and what it writes."""

    seed: int = 0
    journal: Path | None = None
    """File of the performance's events, for rendering it again."""
    capture: Path | None = None
    """WAV or FLAC file of the samples played."""
    captures: Path | None = None
    """Folder of the recordings that the control ``record`` begins and ends."""
    deck: Path | None = None
    """Model of the second deck from the start, beside the first model."""
    device: str | None = None
    """Number or part of the name of a sound card; the default one without."""
    sound_in: str | None = None
    """The same of the card to listen to, or ``default``; no input without."""
    buffer: float = PLAYING["buffer"].default
    """Milliseconds rendered ahead of the sound card."""


class NewsSource(Protocol):
    """Part of a session that reports what went right or wrong, such as a server of controllers."""

    @property
    def news(self) -> str:
        """The latest report; empty where there is none."""
        ...


class LivePerformance:
    """One loaded model and all that plays and keeps it. Use it as a context: sound on entering, silence on leaving.

    Args:
        model: the model's file.
        loaded: the model read from it.
        engine: the engine that plays it.
        options: settings of the session.
        number: performances of the session before this one; their files are not written over.
        sources: controllers whose news are shown with the performance's own.
    """

    def __init__(
        self,
        model: Path,
        loaded: Bundle,
        engine: Engine,
        options: SessionOptions,
        number: int,
        sources: Sequence[NewsSource],
    ) -> None:
        self.model = model
        self._snapshots = SnapshotStore(engine, model)
        self._options = options
        self._number = number
        self._sources = sources
        # What is opened is closed, even if the sound never begins.
        with ExitStack() as stack:
            self.host = DeviceHost(
                engine,
                device=options.device,
                seed=options.seed,
                buffer=options.buffer,
                snapshots=self._snapshots.load(),
            )
            stack.callback(self.host.close)
            named = None if options.sound_in == "default" else options.sound_in
            self.audio_input = None if options.sound_in is None else AudioInput(self.host, model, named)
            if self.audio_input:
                stack.callback(self.audio_input.close)
            self._folder = options.captures or platformdirs.user_data_path("distill") / "captures"
            self._recorder = Recorder(self._folder, loaded.codec.config.channels)
            self._deck_loader = DeckLoader(self.host, None if number else options.deck)
            self._header = PerformanceHeader.of(
                loaded, model, options.seed, self._snapshots.slots, self._deck_loader.first
            )
            self.telemetry = TelemetryProducer(self.host, model, self._folder, lambda: self.news)
            self._stack = stack.pop_all()

    @property
    def news(self) -> Sequence[str]:
        """Current problems, and the latest reports of recorder, snapshots, decks, input and controllers."""
        sources = (self._recorder, self._snapshots, self._deck_loader, self.audio_input, *self._sources)
        reports = [source.news for source in sources if source and source.news]
        return [shown(line) for line in dict.fromkeys([*self.host.troubles(), *reports])]

    @property
    def input_latency(self) -> float:
        """Milliseconds from the input device through the codec to the loudspeaker: devices, windows and buffer."""
        codec = self.host.engine.model.codec
        device = self.audio_input.card.latency if self.audio_input else 0.0
        encoded = (codec.config.hop + codec.latency) / codec.config.sample_rate
        return 1000 * (device + encoded) + self.host.status.latency.total

    def __enter__(self) -> Self:
        with self._stack as stack:
            stack.enter_context(_logged(self.host, self._header, self._options.journal))
            stack.enter_context(_captured(self.host, self._options.capture, self._number))
            stack.enter_context(self._recorder)
            stack.enter_context(self._deck_loader)
            self.host.listeners += [self._recorder.on_block, self._save_snapshots, self._deck_loader.on_block]
            self.host.watches.append(lambda: self._recorder.trouble)
            stack.enter_context(self.host)
            if self.audio_input:
                stack.enter_context(self.audio_input)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _save_snapshots(self, block: Block) -> None:
        self._snapshots.on_block(block, self.host.state)


class Session:
    """One instrument after another in the same slot, with the same controllers on it. Use it as a context.

    Controllers are opened on ``slot``; those that report go into ``sources``:

        with Session(SessionOptions()) as session, OscServer(session.slot) as server:
            session.sources.append(server)
            session.load(Path("mine.distill"))

    Raises:
        DistillError: the journal or the capture cannot be written to its path.
    """

    def __init__(self, options: SessionOptions) -> None:
        if options.journal:
            check_journal(options.journal)
        if options.capture:
            audio.check_sound(options.capture)
        self._options = options
        self.slot = InstrumentSlot()
        self.sources: list[NewsSource] = []
        self.performance: LivePerformance | None = None
        """The one that is going on, if any."""
        self.trouble = ""
        """Reason why none is."""
        self.requested = bundle.STARTER
        """The model that plays, or was to play."""
        self._performances = 0
        self._playing = ExitStack()
        self._loading = Lock()

    @property
    def telemetry(self) -> TelemetryProducer | None:
        """Telemetry of the performance, if one is going on."""
        performance = self.performance
        return performance.telemetry if performance else None

    def load(self, model: Path) -> None:
        """Play ``model``. The performance before it goes on until the file is read, and then fades out.

        Raises:
            DistillError: it cannot be read, and nothing has changed; or it cannot be played, and ``trouble`` says why.
        """
        with self._loading:
            path = bundle.find(model)
            loaded = bundle.load(path)
            self.requested = path
            engine = Engine(loaded)
            self._leave()
            try:
                self.performance = self._playing.enter_context(
                    LivePerformance(path, loaded, engine, self._options, self._performances, self.sources)
                )
            except DistillError as error:
                self.trouble = str(error)
                raise
            self._performances += 1
            self.trouble = ""
            self.slot.put(self.performance.host)

    def end(self, trouble: str) -> None:
        """End the performance, because of ``trouble``."""
        with self._loading:
            self.trouble = trouble
            self._leave()

    def played(self, seconds: float, patience: float = math.inf) -> bool:
        """Wait for the performance to have played ``seconds``, at most ``patience`` seconds; true if it has.

        Raises:
            BaseException: whatever stopped the performance, if anything did.
        """
        performance = self.performance
        if performance is None:
            time.sleep(patience)
            return False
        host = performance.host
        return host.wait(seconds * host.engine.model.codec.config.frame_rate, patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._loading:
            self._leave()

    def _leave(self) -> None:
        self.performance = None
        self.slot.put(None)
        self._playing.close()


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
        LOG.warning("The older %s is now %s.", shown(path.name), shown(journal.kept.name))
    try:
        yield
    finally:
        journal.close()


@contextmanager
def _captured(host: DeviceHost, path: Path | None, number: int) -> Generator[None]:
    """Write the samples played to ``path``, if any; those of a later performance beside it."""
    if path is None:
        yield
        return
    own = path.with_stem(f"{path.stem}-{number + 1}") if number else path
    with SoundFileWriter(own, host.engine.model.codec.config.channels) as tape:
        host.listeners.append(tape.on_block)
        host.watches.append(lambda: tape.trouble)
        yield
