"""Dispatch of OSC messages: controls, patterns, queries and subscriptions."""

import heapq
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.metadata import version

from controllers.osc import packets
from controllers.osc.answers import PREFIX, Answers, TokenBucket
from controllers.osc.packets import Message, PacketError
from controllers.osc.patterns import Names, is_pattern
from controllers.osc.peers import Destination, Peer
from controllers.osc.subscribers import GRACE_SECONDS, LEASE_SECONDS, Subscribers, typed_value
from live.aliases import current, former, renamed
from live.controls import READINGS, ControlError, Instrument, Vocabulary

LATEST_SECONDS = 60
"""Limit of a bundle's time tag, in seconds from now: beyond it, a clock is wrong."""
FAR_SECONDS = 10
"""Time ahead from which a bundle draws a warning: few programs plan so far, and many clocks are wrong by as much."""
MOST_PENDING = 4096
"""Limit of events with a time tag in the future, of all senders together."""
MOST_EVENTS, EVENTS_A_SECOND = 16_384.0, 8192.0
"""Events to the instrument: burst, and events a second. The burst sets each cell of a grid of 4 levels twice."""
MOST_MATCHES = 1024
"""Limit of controls that the patterns of one packet match."""
LONGEST_LEASE_SECONDS = 86_400.0
"""Longest lease that is accepted; LEASE_SECONDS are granted."""
IGNORED_ADDRESSES = re.compile(r"/(?:accxyz|ping|\d+|\d+/.*/z)")
"""Addresses that TouchOSC sends of its own: acceleration, ping, pages, and touch (``/z``)."""


@dataclass(frozen=True, slots=True)
class Command:
    """An address that is no control: its name, the arguments it takes, and its effect in a sentence."""

    name: str
    takes: str
    doc: str


COMMANDS = (
    Command("ping", "nothing", "answers `/distill/pong`"),
    Command("version", "nothing", "answers with the version of the program"),
    Command("get", "a name", "answers with the value, at the address of the control; patterns, too"),
    Command("refresh", "nothing", "answers with the value of every control"),
    Command("subscribe", "port, seconds", "sends what changes to that port of the sender for up to a minute; renew it"),
    Command("unsubscribe", "port", "sends nothing there any more"),
)
UNANSWERED = frozenset({"error", "pong", *(reading.name for reading in READINGS)})
"""Addresses that only instruments send; an answer would loop between two of them."""


class Dispatcher:
    """Dispatcher of OSC packets to an instrument, by its vocabulary.

    Args:
        instrument: receiver of the events.
        always: destination that is sent changes and readings without a subscription.
    """

    def __init__(self, instrument: Instrument, always: Destination | None = None) -> None:
        self.subscribers = Subscribers(instrument, always)
        self._instrument = instrument
        self._answers = Answers()
        self._known: tuple[Vocabulary, Names] | None = None
        self._pending: list[float] = []
        """Heap of due times of future events, in seconds of ``time.time``."""
        self._matches = 0
        self._events = TokenBucket(MOST_EVENTS, EVENTS_A_SECOND)

    @property
    def errors(self) -> int:
        """Number of messages that were not understood."""
        return self._answers.errors

    @property
    def news(self) -> str:
        """Sentences about the last message that was not understood, and about ``always``; empty without any."""
        return "; ".join(filter(None, (self._answers.news, self.subscribers.news)))

    def on_packet(self, data: bytes, sender: Peer) -> None:
        """Apply the messages of a packet, and answer queries and errors to ``sender``."""
        self._answers.on_received(sender, len(data))
        self._matches = 0
        try:
            for message in packets.messages(data):
                self._on_message(message, sender)
        except PacketError as error:
            self.report(error, sender)

    def report(self, error: object, sender: Peer, about: str = "") -> None:
        """Count an error and send it to ``sender``; see `Answers.report`."""
        self._answers.report(error, sender, about)

    def _on_message(self, message: Message, sender: Peer) -> None:
        if IGNORED_ADDRESSES.fullmatch(message.address):
            return
        name = message.address.removeprefix(PREFIX)
        try:
            if is_pattern(message.address):
                self._pattern(message, sender)
            elif name == message.address:
                self.report(f"{name} is not below {PREFIX}", sender)
            else:
                self._exact(name, message, sender)
        except ControlError as error:
            self.report(error, sender)

    def _exact(self, name: str, message: Message, sender: Peer) -> None:
        match name:
            case "ping":
                self._answers.reply(sender, "pong")
            case "version":
                self._answers.reply(sender, "version", version("distill"))
            case "get":
                self._get(_text(message), sender)
            case "refresh":
                self._send_values([*self._instrument.controls, *_former(self._instrument.controls)], sender)
            case "subscribe":
                self._subscribe(message, sender)
            case "unsubscribe":
                self.subscribers.unsubscribe(self._target(message, sender))
            case _ if renamed(name) in UNANSWERED:
                self._answers.errors += 1
            case _:
                self._control(current(name), message, sender)
                self._note_sent(current(name), message, sender)

    def _pattern(self, message: Message, sender: Peer) -> None:
        found = dict.fromkeys(map(renamed, self._matching(message.address)))
        self._matches += len(found)
        if self._matches > MOST_MATCHES:
            raise ControlError(f"patterns of one packet match more than {MOST_MATCHES} controls; send them one by one")
        for name in found:
            try:
                self._control(name, message, sender)
            except ControlError as error:
                self.report(error, sender, about=message.address)
            self.subscribers.on_sent(sender, name, None)

    def _control(self, name: str, message: Message, sender: Peer) -> None:
        event, remark = self._instrument.vocabulary.event(name, message.arguments)
        if remark:
            self.report(remark, sender, about=name)
        if event is None:
            return
        if not self._events.spend(1):
            raise ControlError(f"more than {EVENTS_A_SECOND:.0f} events a second; those beyond are lost")
        if message.due:
            self._schedule(message.due, sender)
            event = replace(event, due=message.due)
        self._instrument.send(event)

    def _schedule(self, due: float, sender: Peer) -> None:
        """Count a future event.

        Raises:
            ControlError: it is due too late, or too many are pending.
        """
        now = time.time()
        if due > now + LATEST_SECONDS:
            raise ControlError(f"a bundle is dated more than {LATEST_SECONDS} s ahead; are the clocks right?")
        while self._pending and self._pending[0] <= now:
            heapq.heappop(self._pending)
        if len(self._pending) >= MOST_PENDING:
            raise ControlError(f"{MOST_PENDING} events are dated ahead and wait already; send later ones later")
        heapq.heappush(self._pending, due)
        if due > now + FAR_SECONDS:
            warning = f"a bundle is dated {due - now:.0f} s ahead and waits so long; are the clocks right?"
            self.report(warning, sender, about="#bundle")

    def _note_sent(self, name: str, message: Message, sender: Peer) -> None:
        """Note the value that the sender shows; unknown if it flipped a toggle or dated the message ahead."""
        match message.arguments:
            case (int() | float() as value,) if not message.due:
                self.subscribers.on_sent(sender, name, float(value))
            case _:
                self.subscribers.on_sent(sender, name, None)

    def _matching(self, pattern: str) -> list[str]:
        """Names of the controls that a pattern matches, those of the version before included."""
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
        self._send_values(self._matching(address) if is_pattern(address) else [own], sender)

    def _send_values(self, names: list[str], sender: Peer) -> None:
        controls = self._instrument.controls
        for name in names:
            value = typed_value(self._instrument, renamed(name), controls.get(renamed(name)))
            if value is None and len(names) == 1:
                raise ControlError(f"no control {name!r} has a value; distill osc addresses lists them")
            if value is not None and not self._answers.reply(sender, name, value):
                return

    def _subscribe(self, message: Message, sender: Peer) -> None:
        seconds = _number(message, 1, LEASE_SECONDS, LONGEST_LEASE_SECONDS, "seconds")
        if seconds > LEASE_SECONDS:
            self.report(f"a subscription lasts {LEASE_SECONDS:g} s at most; renew it", sender)
        self.subscribers.subscribe(self._target(message, sender), sender, min(seconds, LEASE_SECONDS) + GRACE_SECONDS)

    @staticmethod
    def _target(message: Message, sender: Peer) -> Peer:
        port = int(_number(message, 0, 0, 65_535, "port"))
        try:
            return sender.at(port) if port else sender
        except OSError as error:
            raise ControlError(f"{error}; subscribe one where you listen") from error


def _former(names: Iterable[str]) -> list[str]:
    """Former names of those of ``names`` that were renamed since the version before."""
    return list(filter(None, map(former, names)))


def _text(message: Message) -> str:
    match message.arguments:
        case (str(text),):
            return text[: packets.LONGEST_ADDRESS]
        case _:
            raise ControlError("get takes the name of one control, such as temperature")


def _number(message: Message, index: int, default: float, high: float, name: str) -> float:
    """Optional argument of a message, from 1 to ``high``."""
    if len(message.arguments) <= index:
        return default
    value = message.arguments[index]
    if not isinstance(value, int | float) or not 1 <= value <= high:
        raise ControlError(f"the {name} must be from 1 to {high:g}, not {value!r}")
    return float(value)
