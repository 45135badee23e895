"""Answers to senders within limits: no amplification of what they sent, and no error repeated again and again."""

import time
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

from controllers.osc.packets import packet
from controllers.osc.peers import Peer
from live.controls import UnknownControlError

PREFIX = "/distill/"
LONGEST_REPLY = 900
"""Length limit of an error's text, in bytes: older Pure Data cuts packets at 1000."""
REPLY_BYTES, REPLY_BYTES_A_SECOND = 65_536.0, 65_536.0
"""Answers to one host: burst in bytes and bytes a second, on top of as many bytes as it sent."""
REPORTS, REPORTS_A_SECOND = 20.0, 5.0
"""Error messages to one host: burst, and messages a second."""
ALL_REPORTS, ALL_REPORTS_A_SECOND = 60.0, 30.0
"""Error messages to all hosts together: finding near names takes a millisecond each."""
REPEAT_SECONDS = 5.0
"""Pause before the same error is sent to the same peer again."""
MOST_REMEMBERED = 1024
"""Limit of hosts, and of errors, that are remembered."""


@dataclass(slots=True)
class TokenBucket:
    """Token bucket: it holds up to ``capacity`` tokens, and gains ``rate`` tokens a second."""

    capacity: float
    rate: float
    tokens: float = field(init=False)
    since: float = field(init=False, default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.tokens = self.capacity

    def add(self, amount: float) -> None:
        """Put ``amount`` tokens in, up to the capacity."""
        self.tokens = min(self.capacity, self.tokens + amount)

    def spend(self, amount: float) -> bool:
        """Take ``amount`` tokens; False, and nothing taken, if there are fewer."""
        now = time.monotonic()
        self.tokens = min(self.capacity, self.tokens + (now - self.since) * self.rate)
        self.since = now
        if amount > self.tokens:
            return False
        self.tokens -= amount
        return True


@dataclass(slots=True)
class HostBudget:
    """Limits of one host."""

    reply: TokenBucket = field(default_factory=lambda: TokenBucket(REPLY_BYTES, REPLY_BYTES_A_SECOND))
    reports: TokenBucket = field(default_factory=lambda: TokenBucket(REPORTS, REPORTS_A_SECOND))


@dataclass(slots=True)
class ErrorReport:
    """Time at which an error was sent, in seconds, and how often it was withheld since."""

    sent_at: float
    withheld: int = 0


class Answers:
    """Replies and error messages to peers, within limits.

    ``errors`` counts all errors, sent or withheld; ``news`` is a sentence about the last that was sent.
    """

    def __init__(self) -> None:
        self.errors = 0
        self.news = ""
        self._hosts: dict[str, HostBudget] = {}
        self._reported: dict[tuple[Peer, str], ErrorReport] = {}
        self._all = TokenBucket(ALL_REPORTS, ALL_REPORTS_A_SECOND)

    def on_received(self, peer: Peer, size: int) -> None:
        """Raise the limit of a peer's host by ``size`` bytes, which it has sent."""
        self._budget(peer).reply.add(size)

    def reply(self, peer: Peer, name: str, *arguments: str | float) -> bool:
        """Send ``/distill/<name>`` to ``peer``; False if that would exceed the limit of its host."""
        data = packet(PREFIX + name, *arguments)
        if not self._budget(peer).reply.spend(len(data)):
            return False
        try:
            peer.send(data)
        except OSError:
            self.errors += 1  # it is gone, or sent from port 0
        return True

    def report(self, error: object, peer: Peer, about: str = "") -> None:
        """Count an error, and send it to ``peer`` as ``/distill/error``, unless it was sent a moment ago.

        Args:
            error: exception or text; it is formatted only if it is sent, as finding near names takes time.
            peer: sender of the message at fault.
            about: key by which repeated errors are recognized; the error itself by default.
        """
        self.errors += 1
        text = about or (error.name if isinstance(error, UnknownControlError) else str(error))
        key = (peer, text[:LONGEST_REPLY])
        before = self._reported.get(key)
        if before and time.monotonic() - before.sent_at < REPEAT_SECONDS:
            before.withheld += 1
            return
        if not self._budget(peer).reports.spend(1) or not self._all.spend(1):
            return
        more = f" ({before.withheld} more of these)" if before and before.withheld else ""
        self._reported.pop(key, None)
        _make_room(self._reported)
        self._reported[key] = ErrorReport(time.monotonic())
        shortened = ascii_text(f"{error}", LONGEST_REPLY - len(more)) + more
        self.news = f"OSC from {peer.host}: {shortened}"
        self.reply(peer, "error", shortened)

    def _budget(self, peer: Peer) -> HostBudget:
        if peer.host not in self._hosts:
            _make_room(self._hosts)
            self._hosts[peer.host] = HostBudget()
        return self._hosts[peer.host]


def ascii_text(text: str, most: int = LONGEST_REPLY) -> str:
    """Text in ASCII with escapes, cut to ``most`` bytes."""
    return text.encode("ascii", "backslashreplace").decode()[:most]


def _make_room(remembered: MutableMapping[Any, Any]) -> None:
    """Drop the oldest entry of a full mapping."""
    if len(remembered) >= MOST_REMEMBERED:
        del remembered[next(iter(remembered))]
