"""Sound in: what a card hears, as the codes of a model, for the engine to play, loop and go on from.

The card and the encoder are in a process of their own: neither takes time from the engine, and some drivers crash
when their card is pulled out. The engine hears of codes only, so a performance replays without the sound that came in.
"""

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch

from distill import bundle, threads
from distill.audio import Samples
from distill.child_process import START_SECONDS, ChildProcess
from distill.errors import DistillError
from distill.model.codec import Codec
from live.audio import devices
from live.audio.devices import AudioDevice, DeviceError, FormatConverter
from live.audio.os_support import silence_stderr
from live.controls import ControlEvent, Instrument

LOOK_SECONDS = 0.4
"""Between two looks for a card that has gone."""
POLL_SECONDS = 0.005
"""How often knobs are looked at that the encoder has to know of."""
MUTE_SECONDS = 2.0
"""A process that says nothing for so long while it should stands still, and is begun anew."""
STUCK_SECONDS = 1.0
"""A card that hears nothing, not even silence, for so long has gone, even if the system does not say so."""

Wish = tuple[bool, float]
"""``input/on`` and ``input/gain``."""
Codes = tuple[int, ...]


class AudioInput:
    """Says to an instrument what a card hears, while ``input/on``. Use it as a context.

    ``wanted`` is a part of the name of a card, ``None`` the system's choice. A card that goes turns ``input/on`` off,
    and is looked for by name until it is there again.

    Raises:
        DeviceError: the card cannot be heard now.
    """

    def __init__(self, host: Instrument, model: Path, wanted: str | None) -> None:
        self.news = ""
        """The last thing that happened, for whoever watches."""
        self._host = host
        self._model = model
        self._stopping = threading.Event()
        self._begin(wanted)
        try:
            self._found(self._opened())
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._listen, name="distill input", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()
        self.close()

    def close(self) -> None:
        """Let the card go, if it is not gone already."""
        self._process.kill()

    def _begin(self, wanted: str | AudioDevice | None) -> None:
        self._hears = False
        self._told = time.monotonic()
        """When something was said last, or came to be owed."""
        self._wish: Wish | None = None
        self._process = ChildProcess("distill ear", serve, self._model, wanted)

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
                "The process that hears --input ended as it began. Is memory short? Try again, or play without it."
            ) from error

    def _found(self, card: AudioDevice) -> None:
        self.card = card
        """The device that is recorded, or was before it went."""
        self._hears = True

    @property
    def _mute(self) -> bool:
        """True if the process has sent nothing for too long: codes while ``input/on``, or that it still searches."""
        owed = self._wish is not None and self._wish[0]
        patience = MUTE_SECONDS if self._hears else START_SECONDS
        return (owed or not self._hears) and time.monotonic() - self._told > patience

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                self._ask()
                if self._process.ready(POLL_SECONDS):
                    self._told = time.monotonic()
                    self._tell(self._process.receive())
                elif self._mute:
                    self._lose()
            except EOFError:
                self._lose()

    def _ask(self) -> None:
        """Tell the process what of the controls it has to know."""
        controls = self._host.controls
        wish = bool(controls["input/on"]), controls["input/gain"]
        if self._hears and wish != self._wish:
            self._wish, self._told = wish, time.monotonic()
            self._process.send(wish)

    def _tell(self, said: AudioDevice | DistillError | Codes | None) -> None:
        # An error is the last thing said: the model file has gone, and may come back, too. Nothing: it still looks.
        if isinstance(said, AudioDevice):
            self._found(said)
            self.news = f"{said.name} is heard again"
        elif isinstance(said, tuple):
            self._host.send(ControlEvent("input/codes", arguments=tuple(map(float, said))))

    def _lose(self) -> None:
        self.news = f"{self.card.name} is not heard any more: looking for it"
        self._host.send(ControlEvent("input/on", 0.0))
        self.close()
        self._stopping.wait(LOOK_SECONDS)
        with suppress(DistillError):  # no room for another process now
            self._begin(self.card)


def serve(pipe: Connection, model: Path, wanted: str | AudioDevice | None) -> None:
    """Send the card once it is opened, or the error; then, while it is wished for, the codes of every frame.

    ``wanted`` is a part of a name or nothing, which has to be there now; or a card that was lost, which is waited for.
    """
    with silence_stderr(), threads.single(), torch.inference_mode():
        heard: queue.SimpleQueue[Samples] = queue.SimpleQueue()
        try:
            codec = bundle.load(model).codec
            stream, card = _open(pipe, wanted, codec.config.sample_rate, heard)
        except DistillError as error:
            pipe.send(error)
            return
        with stream:
            pipe.send(card)
            for codes in _encoded(pipe, codec, _hops(codec, card, heard)):
                pipe.send(codes)


def _open(
    pipe: Connection, wanted: str | AudioDevice | None, sample_rate: int, heard: "queue.SimpleQueue[Samples]"
) -> tuple[Any, AudioDevice]:
    def hear(samples: Samples, *_: object) -> None:
        heard.put(samples.copy())

    def pause() -> None:
        # Nothing is said to a process that waits: what there is to hear is that there is nobody left.
        pipe.send(None)
        if pipe.poll(LOOK_SECONDS):
            pipe.recv()

    if isinstance(wanted, AudioDevice):
        return devices.wait_for(lambda: devices.reopen_input(wanted, sample_rate, hear), pause)
    return devices.open_input(wanted, sample_rate, hear)


def _hops(codec: Codec, card: AudioDevice, heard: "queue.SimpleQueue[Samples]") -> Iterator[Samples]:
    """Recorded samples as hops [time, channel] for ``codec``, until none arrive any more."""
    config = codec.config
    fitting = FormatConverter(card.sample_rate, config.sample_rate, config.channels)
    rest = np.zeros((0, config.channels), dtype=np.float32)
    while True:
        try:
            samples = heard.get(timeout=STUCK_SECONDS)
        except queue.Empty:
            return
        rest = np.concatenate([rest, fitting.convert(samples)])
        while len(rest) >= config.hop:
            yield rest[: config.hop]
            rest = rest[config.hop :]


def _encoded(pipe: Connection, codec: Codec, hops: Iterator[Samples]) -> Iterator[Codes]:
    """The codes of every hop while they are wished for; a gain that moves goes from one hop to the next."""
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
        codes, state = codec.encode_step(torch.from_numpy(louder).T[None], state)
        yield tuple(codes[0, :, 0].tolist())
