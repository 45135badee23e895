"""What is answered, within limits: no sender gets many times what it sent, nor the same complaint again and again."""

import time
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

from controllers.osc.packets import packet
from controllers.osc.peers import Peer
from live.controls import UnknownControlError

PREFIX = "/distill/"
LONGEST_REPLY = 900
"""Bytes of an error's text: older Pure Data cuts packets at 1000."""
REPLY_BYTES, REPLY_BYTES_A_SECOND = 65_536.0, 65_536.0
"""What a machine is answered at once, and in the long run, beside as many bytes as it sent itself."""
REPORTS, REPORTS_A_SECOND = 20.0, 5.0
"""How often a machine is told what was not understood, at once and in the long run."""
ALL_REPORTS, ALL_REPORTS_A_SECOND = 60.0, 30.0
"""The same for all machines together: looking for near names takes a millisecond."""
REPEAT_SECONDS = 5.0
"""How long the same is not told again."""
MOST_REMEMBERED = 1024
"""Machines, and complaints."""


@dataclass(slots=True)
class TokenBucket:
    """A token bucket: what may be spent at once, and what is earned a second."""

    capacity: float
    rate: float
    tokens: float = field(init=False)
    since: float = field(init=False, default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.tokens = self.capacity

    def add(self, amount: float) -> None:
        """Have ``amount`` more to spend."""
        self.tokens = min(self.capacity, self.tokens + amount)

    def spend(self, amount: float) -> bool:
        """Whether ``amount`` could be spent."""
        now = time.monotonic()
        self.tokens = min(self.capacity, self.tokens + (now - self.since) * self.rate)
        self.since = now
        if amount > self.tokens:
            return False
        self.tokens -= amount
        return True


@dataclass(slots=True)
class HostBudget:
    """What a machine may still be told."""

    reply: TokenBucket = field(default_factory=lambda: TokenBucket(REPLY_BYTES, REPLY_BYTES_A_SECOND))
    reports: TokenBucket = field(default_factory=lambda: TokenBucket(REPORTS, REPORTS_A_SECOND))


@dataclass(slots=True)
class ErrorReport:
    """Something that was told, and how often it was not since."""

    sent_at: float
    withheld: int = 0


class Answers:
    """Answers senders; ``errors`` counts what was not understood, told or not."""

    def __init__(self) -> None:
        self.errors = 0
        self._hosts: dict[str, HostBudget] = {}
        self._reported: dict[tuple[Peer, str], ErrorReport] = {}
        self._all = TokenBucket(ALL_REPORTS, ALL_REPORTS_A_SECOND)

    def on_received(self, peer: Peer, size: int) -> None:
        """Count that ``peer`` sent ``size`` bytes: it may get as many."""
        self._budget(peer).reply.add(size)

    def reply(self, peer: Peer, name: str, *arguments: str | float) -> bool:
        """Answer ``peer``, unless that would be more than it may get: whether it was not."""
        data = packet(PREFIX + name, *arguments)
        if not self._budget(peer).reply.spend(len(data)):
            return False
        try:
            peer.send(data)
        except OSError:
            self.errors += 1  # it is gone, or sent from port 0: nobody is left to tell
        return True

    def report(self, error: object, peer: Peer, about: str = "") -> None:
        """Count something that was not understood, and say so, once for what is ``about`` the same.

        ``error`` becomes a text only when it is told: near names take time.
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
        self.reply(peer, "error", ascii_text(f"{error}", LONGEST_REPLY - len(more)) + more)

    def _budget(self, peer: Peer) -> HostBudget:
        if peer.host not in self._hosts:
            _make_room(self._hosts)
            self._hosts[peer.host] = HostBudget()
        return self._hosts[peer.host]


def ascii_text(text: str, most: int = LONGEST_REPLY) -> str:
    """As much of a text as a packet takes, in ASCII."""
    return text.encode("ascii", "backslashreplace").decode()[:most]


def _make_room(remembered: MutableMapping[Any, Any]) -> None:
    """Forget the oldest where there is too much."""
    if len(remembered) >= MOST_REMEMBERED:
        del remembered[next(iter(remembered))]
