"""Audio input, encoded to the codes of a model, for the engine to play, loop and continue.

Device and encoder are in a process of their own: neither takes time from the engine, and some drivers crash when
their device is pulled out. The engine receives codes only, so a performance replays without the recorded sound.
"""

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self

import numpy as np

from distill import bundle
from distill.audio import Samples
from distill.errors import DistillError
from distill.kernels.runtime import CodecRuntime
from distill.system.child_process import START_SECONDS, ChildProcess
from live.audio import devices
from live.audio.devices import AudioDevice, DeviceError
from live.audio.format_converter import FormatConverter
from live.audio.os_support import silence_stderr
from live.controls import ControlEvent, Instrument

SEARCH_SECONDS = 0.4
"""Interval between searches for a lost device."""
POLL_SECONDS = 0.005
"""Interval at which controls of the input are checked."""
MUTE_SECONDS = 2.0
"""Longest silence of a process that should send codes before it counts as hung and is replaced."""
STUCK_SECONDS = 1.0
"""Longest time without any samples, silent ones included, before a device counts as lost."""

InputControls = tuple[bool, float]
"""Values of ``input/on`` and ``input/gain``."""
Codes = tuple[int, ...]


class AudioInput:
    """Input that sends a device's sound to an instrument as codes, while ``input/on``. Use it as a context.

    A device that is lost turns ``input/on`` off, and is searched for by name.

    Args:
        host: the instrument.
        model: file of the model whose codec encodes.
        device: part of a device's name; ``None`` for the default one.

    Raises:
        DeviceError: the device cannot be opened now.
    """

    def __init__(self, host: Instrument, model: Path, device: str | None) -> None:
        self.news = ""
        """Latest report; empty without one."""
        self._host = host
        self._model = model
        self._stopping = threading.Event()
        self._begin(device)
        with ExitStack() as failed:
            failed.callback(self.close)
            self._on_open(self._opened())
            failed.pop_all()

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._listen, name="distill input", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()
        self.close()

    def close(self) -> None:
        """Close the device."""
        self._process.kill()

    def _begin(self, device: str | AudioDevice | None) -> None:
        self._open = False
        self._received_at = time.monotonic()
        """Time of the last message, or since when one is due."""
        self._sent: InputControls | None = None
        self._process = ChildProcess("distill input", serve, self._model, device)

    def _opened(self) -> AudioDevice:
        """The device, as soon as it is open.

        Raises:
            DistillError: it cannot be, or not in time.
        """
        try:
            return self._process.first()
        except TimeoutError as error:
            raise DeviceError(
                f"The sound system has not answered for {START_SECONDS:.0f} s; --input needs it."
            ) from error
        except EOFError as error:
            raise DeviceError(
                "The process that records --input ended at its start. Is memory short? Try again, or without it."
            ) from error

    def _on_open(self, card: AudioDevice) -> None:
        self.card = card
        """The device that is recorded, or was before it went."""
        self._open = True

    @property
    def _mute(self) -> bool:
        """True if the process has sent nothing for too long: codes while ``input/on``, or that it still searches."""
        owed = self._sent is not None and self._sent[0]
        patience = MUTE_SECONDS if self._open else START_SECONDS
        return (owed or not self._open) and time.monotonic() - self._received_at > patience

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                self._send_controls()
                if self._process.ready(POLL_SECONDS):
                    self._received_at = time.monotonic()
                    self._on_message(self._process.receive())
                elif self._mute:
                    self._lose()
            except EOFError:
                self._lose()

    def _send_controls(self) -> None:
        """Send the controls of the input if they have changed."""
        controls = self._host.controls
        current = bool(controls["input/on"]), controls["input/gain"]
        if self._open and current != self._sent:
            self._sent, self._received_at = current, time.monotonic()
            self._process.send(current)

    def _on_message(self, message: AudioDevice | DistillError | Codes | None) -> None:
        # After an error the process ends: the model file is gone, and may come back. None: it still searches.
        if isinstance(message, AudioDevice):
            self._on_open(message)
            self.news = f"{message.name} is back"
        elif isinstance(message, tuple):
            self._host.send(ControlEvent("input/codes", arguments=tuple(map(float, message))))

    def _lose(self) -> None:
        self.news = f"{self.card.name} is gone: looking for it"
        self._host.send(ControlEvent("input/on", 0.0))
        self.close()
        self._stopping.wait(SEARCH_SECONDS)
        with suppress(DistillError):  # no room for another process now
            self._begin(self.card)


def serve(pipe: Connection, model: Path, device: str | AudioDevice | None) -> None:
    """Send the device once it is open, or the error; then, while ``input/on``, the codes of every frame.

    Args:
        pipe: to the engine's process.
        model: file of the model.
        device: part of a name, or ``None`` for the default device, which have to be there now; or a lost device,
            which is waited for.
    """
    with silence_stderr():
        recorded: queue.SimpleQueue[Samples] = queue.SimpleQueue()
        try:
            codec = bundle.load(model).codec
            # Kernels are loaded before the first hop: it takes longer than some hops last.
            codec.encode(np.zeros((1, codec.config.channels, codec.config.hop), np.float32))
            stream, card = _open(pipe, device, codec.config.sample_rate, recorded)
        except DistillError as error:
            pipe.send(error)
            return
        with stream:
            pipe.send(card)
            for codes in _encoded(pipe, codec, _hops(codec, card, recorded)):
                pipe.send(codes)


def _open(
    pipe: Connection, device: str | AudioDevice | None, sample_rate: int, recorded: "queue.SimpleQueue[Samples]"
) -> tuple[Any, AudioDevice]:
    def on_samples(samples: Samples, *_: object) -> None:
        recorded.put(samples.copy())

    def pause() -> None:
        # Nothing is sent to a process that searches, but the end of the pipe.
        pipe.send(None)
        if pipe.poll(SEARCH_SECONDS):
            pipe.recv()

    if isinstance(device, AudioDevice):
        return devices.wait_for(lambda: devices.reopen_input(device, sample_rate, on_samples), pause)
    return devices.open_input(device, sample_rate, on_samples)


def _hops(codec: CodecRuntime, card: AudioDevice, recorded: "queue.SimpleQueue[Samples]") -> Iterator[Samples]:
    """Recorded samples as hops [time, channel] for ``codec``, until none arrive any more."""
    config = codec.config
    converter = FormatConverter(card.sample_rate, config.sample_rate, config.channels)
    rest = np.zeros((0, config.channels), dtype=np.float32)
    while True:
        try:
            samples = recorded.get(timeout=STUCK_SECONDS)
        except queue.Empty:
            return
        rest = np.concatenate([rest, converter.convert(samples)])
        while len(rest) >= config.hop:
            yield rest[: config.hop]
            rest = rest[config.hop :]


def _encoded(pipe: Connection, codec: CodecRuntime, hops: Iterator[Samples]) -> Iterator[Codes]:
    """Codes of every hop while ``input/on``; a gain that changes is interpolated over a hop."""
    on, gain = False, 1.0
    state = codec.initial_encoder_state()
    for hop in hops:
        before = gain
        while pipe.poll():
            on, gain = pipe.recv()
        if not on:
            state = codec.initial_encoder_state()
            continue
        louder = hop * np.linspace(before, gain, len(hop), dtype=np.float32)[:, None]
        codes, state = codec.encode_step(louder.T[None], state)
        yield tuple(codes[0, :, 0].tolist())
