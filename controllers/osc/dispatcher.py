"""What OSC messages mean: controls, patterns, questions, subscriptions."""

import heapq
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.metadata import version

from controllers.osc import packets
from controllers.osc.answers import PREFIX, Allowance, Answers
from controllers.osc.packets import Message, PacketError
from controllers.osc.patterns import Names, is_pattern
from controllers.osc.peers import Destination, Peer
from controllers.osc.subscribers import GRACE_SECONDS, LEASE_SECONDS, Subscribers, standing
from live.aliases import current, former, renamed
from live.controls import READINGS, ControlError, Instrument, Vocabulary

FURTHEST_SECONDS = 60
"""How far ahead a bundle may be dated: more is a clock that is wrong."""
FAR_SECONDS = 10
"""From here on it is remarked on: few programs plan so far ahead, and many clocks are wrong by as much."""
MOST_WAITING = 4096
"""Events that are dated ahead, of all senders."""
MOST_EVENTS, EVENTS_A_SECOND = 16_384.0, 8192.0
"""What the instrument is given at once and in the long run: a whole grid, cell by cell, twice over."""
MOST_MEANT = 1024
"""Events that the patterns of one packet may mean."""
LONGEST_LEASE_SECONDS = 86_400.0
"""What may be asked for; LEASE_SECONDS are given."""
TABLET_HABITS = re.compile(r"/(?:accxyz|ping|\d+|\d+/.*/z)")
"""What TouchOSC sends beside what it is told to: how it is held, that it is there, its pages, that it is touched."""


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
    Word("subscribe", "port, seconds", "sends what changes to that port of the sender for up to a minute; renew it"),
    Word("unsubscribe", "port", "sends nothing there any more"),
)
UNANSWERED = frozenset({"error", "pong", *(reading.name for reading in READINGS)})
"""What only an instrument says: to answer it would go round in circles."""


class Session:
    """Obeys and answers, by the vocabulary and nothing else; ``errors`` counts what was not understood."""

    def __init__(self, instrument: Instrument, always: Destination | None = None) -> None:
        self.subscribers = Subscribers(instrument, always)
        self._instrument = instrument
        self._answers = Answers()
        self._known: tuple[Vocabulary, Names] | None = None
        self._waiting: list[float] = []
        """When those events are due that are dated ahead."""
        self._meant = 0
        self._events = Allowance(MOST_EVENTS, EVENTS_A_SECOND)

    @property
    def errors(self) -> int:
        """How much was not understood."""
        return self._answers.errors

    def hear(self, data: bytes, sender: Peer) -> None:
        """Obey a packet from ``sender``, or say why not."""
        self._answers.asked(sender, len(data))
        self._meant = 0
        try:
            for message in packets.messages(data):
                self._obey(message, sender)
        except PacketError as error:
            self.complain(error, sender)

    def complain(self, why: object, sender: Peer, about: str = "") -> None:
        """Count something that was not understood, and say so."""
        self._answers.complain(why, sender, about)

    def _obey(self, message: Message, sender: Peer) -> None:
        if TABLET_HABITS.fullmatch(message.address):
            return
        name = message.address.removeprefix(PREFIX)
        try:
            if is_pattern(message.address):
                self._pattern(message, sender)
            elif name == message.address:
                self.complain(f"{name} is not below {PREFIX}", sender)
            else:
                self._exact(name, message, sender)
        except ControlError as error:
            self.complain(error, sender)

    def _exact(self, name: str, message: Message, sender: Peer) -> None:
        match name:
            case "ping":
                self._answers.say(sender, "pong")
            case "version":
                self._answers.say(sender, "version", version("distill"))
            case "get":
                self._get(_text(message), sender)
            case "refresh":
                self._tell([*self._instrument.controls, *_former(self._instrument.controls)], sender)
            case "subscribe":
                self._subscribe(message, sender)
            case "unsubscribe":
                self.subscribers.drop(self._target(message, sender))
            case _ if renamed(name) in UNANSWERED:
                self._answers.errors += 1
            case _:
                self._control(current(name), message, sender)
                self._shown(current(name), message, sender)

    def _pattern(self, message: Message, sender: Peer) -> None:
        found = dict.fromkeys(map(renamed, self._matching(message.address)))
        self._meant += len(found)
        if self._meant > MOST_MEANT:
            raise ControlError(f"patterns of one packet mean more than {MOST_MEANT} controls; send them one by one")
        for name in found:
            try:
                self._control(name, message, sender)
            except ControlError as error:
                self.complain(error, sender, about=message.address)
            self.subscribers.said(sender, name, None)

    def _control(self, name: str, message: Message, sender: Peer) -> None:
        event, remark = self._instrument.vocabulary.event(name, message.arguments)
        if remark:
            self.complain(remark, sender, about=name)
        if event is None:
            return
        if not self._events.spend(1):
            raise ControlError(f"more than {EVENTS_A_SECOND:.0f} events a second; those beyond are lost")
        if message.due:
            self._wait(message.due, sender)
            event = replace(event, due=message.due)
        self._instrument.send(event)

    def _wait(self, due: float, sender: Peer) -> None:
        """Count an event that is due later, unless that is too late, or too many wait."""
        now = time.time()
        if due > now + FURTHEST_SECONDS:
            raise ControlError(f"a bundle is dated more than {FURTHEST_SECONDS} s ahead; are the clocks right?")
        while self._waiting and self._waiting[0] <= now:
            heapq.heappop(self._waiting)
        if len(self._waiting) >= MOST_WAITING:
            raise ControlError(f"{MOST_WAITING} events are dated ahead and wait already; send later ones later")
        heapq.heappush(self._waiting, due)
        if due > now + FAR_SECONDS:
            told = f"a bundle is dated {due - now:.0f} s ahead and waits so long; are the clocks right?"
            self.complain(told, sender, about="#bundle")

    def _shown(self, name: str, message: Message, sender: Peer) -> None:
        """What the sender's fader shows by now, unless it flips a switch or plans ahead."""
        match message.arguments:
            case (int() | float() as value,) if not message.due:
                self.subscribers.said(sender, name, float(value))
            case _:
                self.subscribers.said(sender, name, None)

    def _matching(self, pattern: str) -> list[str]:
        """The controls that a pattern means, by the names of now and of the version before."""
        vocabulary = self._instrument.vocabulary
        if self._known is None or self._known[0] is not vocabulary:
            names = [*vocabulary.controls, *_former(vocabulary.controls)]
            self._known = vocabulary, Names(PREFIX + name for name in names)
        if found := [address.removeprefix(PREFIX) for address in self._known[1].matching(pattern)]:
            for name in found:
                if renamed(name) not in found:
                    current(name)
            return found
        raise ControlError(f"no control matches {pattern.removeprefix(PREFIX)}")

    def _get(self, name: str, sender: Peer) -> None:
        address = name if name.startswith("/") else PREFIX + name
        own = address.removeprefix(PREFIX)
        current(own)
        self._tell(self._matching(address) if is_pattern(address) else [own], sender)

    def _tell(self, names: list[str], sender: Peer) -> None:
        controls = self._instrument.controls
        for name in names:
            value = standing(self._instrument, renamed(name), controls.get(renamed(name)))
            if value is None and len(names) == 1:
                raise ControlError(f"no control {name!r} has a value; distill osc addresses lists them")
            if value is not None and not self._answers.say(sender, name, value):
                return

    def _subscribe(self, message: Message, sender: Peer) -> None:
        seconds = _number(message, 1, LEASE_SECONDS, LONGEST_LEASE_SECONDS, "seconds")
        if seconds > LEASE_SECONDS:
            self.complain(f"a subscription lasts {LEASE_SECONDS:g} s at most; renew it", sender)
        self.subscribers.renew(self._target(message, sender), sender, min(seconds, LEASE_SECONDS) + GRACE_SECONDS)

    @staticmethod
    def _target(message: Message, sender: Peer) -> Peer:
        port = int(_number(message, 0, 0, 65_535, "port"))
        try:
            return sender.at(port) if port else sender
        except OSError as error:
            raise ControlError(f"{error}; subscribe one where you listen") from error


def _former(names: Iterable[str]) -> list[str]:
    """What those of ``names`` that have changed were called in the version before."""
    return list(filter(None, map(former, names)))


def _text(message: Message) -> str:
    match message.arguments:
        case (str(text),):
            return text[: packets.LONGEST_ADDRESS]
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
