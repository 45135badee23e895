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
COMPLAINTS, COMPLAINTS_A_SECOND = 20.0, 5.0
"""How often a machine is told what was not understood, at once and in the long run."""
ALL_COMPLAINTS, ALL_COMPLAINTS_A_SECOND = 60.0, 30.0
"""The same for all machines together: looking for near names takes a millisecond."""
REPEAT_SECONDS = 5.0
"""How long the same is not told again."""
MOST_REMEMBERED = 1024
"""Machines, and complaints."""


@dataclass(slots=True)
class Allowance:
    """A token bucket: what may be spent at once, and what is earned a second."""

    most: float
    a_second: float
    left: float = field(init=False)
    since: float = field(init=False, default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.left = self.most

    def earn(self, amount: float) -> None:
        """Have ``amount`` more to spend."""
        self.left = min(self.most, self.left + amount)

    def spend(self, amount: float) -> bool:
        """Whether ``amount`` could be spent."""
        now = time.monotonic()
        self.left = min(self.most, self.left + (now - self.since) * self.a_second)
        self.since = now
        if amount > self.left:
            return False
        self.left -= amount
        return True


@dataclass(slots=True)
class Machine:
    """What a machine may still be told."""

    reply: Allowance = field(default_factory=lambda: Allowance(REPLY_BYTES, REPLY_BYTES_A_SECOND))
    complaints: Allowance = field(default_factory=lambda: Allowance(COMPLAINTS, COMPLAINTS_A_SECOND))


@dataclass(slots=True)
class Complaint:
    """Something that was told, and how often it was not since."""

    told: float
    withheld: int = 0


class Answers:
    """Answers senders; ``errors`` counts what was not understood, told or not."""

    def __init__(self) -> None:
        self.errors = 0
        self._machines: dict[str, Machine] = {}
        self._complaints: dict[tuple[Peer, str], Complaint] = {}
        self._all = Allowance(ALL_COMPLAINTS, ALL_COMPLAINTS_A_SECOND)

    def asked(self, peer: Peer, size: int) -> None:
        """Count that ``peer`` sent ``size`` bytes: it may get as many."""
        self._machine(peer).reply.earn(size)

    def say(self, peer: Peer, name: str, *arguments: str | float) -> bool:
        """Answer ``peer``, unless that would be more than it may get: whether it was not."""
        data = packet(PREFIX + name, *arguments)
        if not self._machine(peer).reply.spend(len(data)):
            return False
        try:
            peer.send(data)
        except OSError:
            self.errors += 1  # it is gone, or sent from port 0: nobody is left to tell
        return True

    def complain(self, why: object, peer: Peer, about: str = "") -> None:
        """Count something that was not understood, and say so, once for what is ``about`` the same.

        ``why`` becomes a text only when it is told: near names take time.
        """
        self.errors += 1
        what = about or (why.name if isinstance(why, UnknownControlError) else str(why))
        key = (peer, what[:LONGEST_REPLY])
        before = self._complaints.get(key)
        if before and time.monotonic() - before.told < REPEAT_SECONDS:
            before.withheld += 1
            return
        if not self._machine(peer).complaints.spend(1) or not self._all.spend(1):
            return
        more = f" ({before.withheld} more of these)" if before and before.withheld else ""
        self._complaints.pop(key, None)
        _room(self._complaints)
        self._complaints[key] = Complaint(time.monotonic())
        self.say(peer, "error", fitting(f"{why}", LONGEST_REPLY - len(more)) + more)

    def _machine(self, peer: Peer) -> Machine:
        if peer.host not in self._machines:
            _room(self._machines)
            self._machines[peer.host] = Machine()
        return self._machines[peer.host]


def fitting(text: str, most: int = LONGEST_REPLY) -> str:
    """As much of a text as a packet takes, in ASCII."""
    return text.encode("ascii", "backslashreplace").decode()[:most]


def _room(remembered: MutableMapping[Any, Any]) -> None:
    """Forget the oldest where there is too much."""
    if len(remembered) >= MOST_REMEMBERED:
        del remembered[next(iter(remembered))]
