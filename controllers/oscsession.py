"""What OSC messages mean: controls, patterns, questions, subscriptions; and what is answered."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Protocol

from controllers import oscpackets
from controllers.oscpackets import Message, PacketError, packet
from controllers.oscpatterns import is_pattern, matches
from live.controls import ControlError, Instrument

PREFIX = "/distill/"
LONGEST_REPLY = 900
"""Bytes of an error's text: older Pure Data cuts packets at 1000."""
FURTHEST_SECONDS = 600
"""How far ahead a bundle may be dated: more is a clock that is wrong."""
LEASE_SECONDS = 60.0
LONGEST_LEASE_SECONDS = 86_400.0
MOST_SUBSCRIBERS = 32


@dataclass(frozen=True, slots=True)
class Word:
    """Something beside the controls that can be said to the instrument."""

    name: str
    takes: str
    doc: str


WORDS = (
    Word("ping", "nothing", "answers `/distill/pong`"),
    Word("version", "nothing", "answers with the version of the program"),
    Word("get", "a name", "answers with the value, at the address of the control; patterns, too"),
    Word("refresh", "nothing", "answers with the value of every control"),
    Word("subscribe", "port, seconds", "sends what changes to that port of the sender for so long (60 s); renew it"),
    Word("unsubscribe", "port", "sends nothing there any more"),
)
UNANSWERED = frozenset({"error", "pong"})
"""What only an instrument says: to answer it would go round in circles."""


class Peer(Protocol):
    """Somebody to answer; equal to itself whenever it speaks."""

    def send(self, packet: bytes) -> None:
        """Say something to it; an OSError where it is gone."""
        ...

    def at(self, port: int) -> "Peer":
        """Another port of the same machine."""
        ...


class Session:
    """Obeys and answers, by the vocabulary and nothing else; ``errors`` counts what was not understood."""

    def __init__(self, instrument: Instrument) -> None:
        self.errors = 0
        self.subscribers: dict[Peer, float] = {}
        """Until when, in seconds of ``time.monotonic``."""
        self._instrument = instrument
        self._told: Mapping[str, float] = {}
        self._wrong: Sequence[str] = ()

    def hear(self, data: bytes, sender: Peer) -> None:
        """Obey a packet from ``sender``, or say why not."""
        try:
            for message in oscpackets.messages(data):
                self._obey(message, sender)
        except PacketError as error:
            self.complain(str(error), sender)

    def complain(self, text: str, sender: Peer) -> None:
        """Count something that was not understood, and say so."""
        self.errors += 1
        self._say_error(sender, text)

    def tell_changes(self) -> None:
        """Tell the subscribers what stands elsewhere than when they were told last."""
        controls = self._instrument.controls
        if controls is self._told:
            return
        before, self._told = self._told, controls
        moved = [(name, value) for name, value in controls.items() if before.get(name) != value]
        for peer in self._listening():
            for name, value in moved:
                self._say_value(peer, name, value)

    def tell_readings(self) -> None:
        """Tell the subscribers how the instrument does, and what goes wrong with it."""
        readings = self._instrument.readings()
        before, self._wrong = self._wrong, self._instrument.troubles()
        for peer in self._listening():
            for name, value in readings.items():
                self._say(peer, name, value)
            for text in self._wrong:
                if text not in before:
                    self._say_error(peer, text)

    def _obey(self, message: Message, sender: Peer) -> None:
        if not message.address.startswith(PREFIX):
            self.complain(f"{message.address} is not below {PREFIX}", sender)
            return
        name = message.address.removeprefix(PREFIX)
        try:
            match name:
                case "ping":
                    self._say(sender, "pong")
                case "version":
                    self._say(sender, "version", version("distill"))
                case "get":
                    self._get(_text(message), sender)
                case "refresh":
                    self._get("*", sender, across=True)
                case "subscribe":
                    self._subscribe(message, sender)
                case "unsubscribe":
                    self.subscribers.pop(self._target(message, sender), None)
                case _ if name in UNANSWERED:
                    self.errors += 1
                case _:
                    self._control(name, message, sender)
        except ControlError as error:
            self.complain(str(error), sender)

    def _control(self, name: str, message: Message, sender: Peer) -> None:
        if message.due > time.time() + FURTHEST_SECONDS:
            raise ControlError(f"{name} is dated more than {FURTHEST_SECONDS} s ahead; are the clocks right?")
        for meant in self._meant(name):
            event, remark = self._instrument.vocabulary.event(meant, message.arguments)
            if remark:
                self.complain(remark, sender)
            if event is not None:
                self._instrument.send(replace(event, due=message.due) if message.due else event)

    def _meant(self, name: str) -> list[str]:
        """The controls that an address means; one that is no pattern means what it says, even if there is none."""
        if not is_pattern(name):
            return [name]
        if found := [candidate for candidate in self._instrument.vocabulary.controls if matches(name, candidate)]:
            return found
        raise ControlError(f"no control matches {name}")

    def _get(self, name: str, sender: Peer, *, across: bool = False) -> None:
        controls = self._instrument.controls
        for meant in controls if across else self._meant(name):
            if meant not in controls:
                raise ControlError(f"no control {meant!r} has a value; distill osc addresses lists them")
            self._say_value(sender, meant, controls[meant])

    def _subscribe(self, message: Message, sender: Peer) -> None:
        seconds = _number(message, 1, LEASE_SECONDS, LONGEST_LEASE_SECONDS, "seconds")
        peer = self._target(message, sender)
        if len(self._listening()) >= MOST_SUBSCRIBERS and peer not in self.subscribers:
            raise ControlError(f"{MOST_SUBSCRIBERS} are subscribed already; unsubscribe one")
        if peer not in self.subscribers:
            self._get("*", peer, across=True)
        self.subscribers[peer] = time.monotonic() + seconds

    @staticmethod
    def _target(message: Message, sender: Peer) -> Peer:
        port = int(_number(message, 0, 0, 65_535, "port"))
        return sender.at(port) if port else sender

    def _listening(self) -> list[Peer]:
        now = time.monotonic()
        self.subscribers = {peer: until for peer, until in self.subscribers.items() if until > now}
        return list(self.subscribers)

    def _say_value(self, peer: Peer, name: str, value: float) -> None:
        """Where a control stands; a whole number for what is counted."""
        control = self._instrument.vocabulary.controls.get(name)
        # Another instrument may have come since, which lacks it.
        if control:
            self._say(peer, name, value if control.kind == "continuous" else int(value))

    def _say_error(self, peer: Peer, text: str) -> None:
        self._say(peer, "error", text.encode("ascii", "backslashreplace").decode()[:LONGEST_REPLY])

    def _say(self, peer: Peer, name: str, *arguments: str | float) -> None:
        try:
            peer.send(packet(PREFIX + name, *arguments))
        except OSError:
            self.errors += 1  # it is gone, or sent from port 0: nobody is left to tell
            self.subscribers.pop(peer, None)


def _text(message: Message) -> str:
    match message.arguments:
        case (str(text),):
            return text.removeprefix(PREFIX)
        case _:
            raise ControlError("get takes the name of one control, such as temperature")


def _number(message: Message, place: int, default: float, high: float, what: str) -> float:
    """An argument that may be left out, from 1 to ``high``."""
    if len(message.arguments) <= place:
        return default
    value = message.arguments[place]
    if not isinstance(value, int | float) or not 1 <= value <= high:
        raise ControlError(f"the {what} must be from 1 to {high:g}, not {value!r}")
    return float(value)
