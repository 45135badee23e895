"""Subscribers: who is told what moves, for how long, and what each of them shows."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from controllers.osc.answers import PREFIX, Allowance, fitting
from controllers.osc.packets import packet
from controllers.osc.peers import Destination, Peer
from live.aliases import former
from live.controls import READINGS, Instrument

LEASE_SECONDS = 60.0
"""The longest; a patch that renews once a minute may be late by GRACE_SECONDS."""
GRACE_SECONDS = 5.0
MOST_SUBSCRIBERS, MOST_OF_A_HOST = 32, 16
TOLD_BYTES, TOLD_BYTES_A_SECOND = 32_768.0, 16_384.0
"""What each is told at once and in the long run; status takes 6 kB a second, and changes wait for one another."""
SETTLE_SECONDS = 0.2
"""How long what a subscriber sent may take to stand, until it is told of anything else."""
RETRY_SECONDS = 1.0
"""How long nothing is sent to where nobody was."""
WHOLE = frozenset(reading.name for reading in READINGS if reading.whole)


@dataclass(eq=False, slots=True)
class Subscription:
    """What one subscriber is told."""

    peer: Peer
    owner: Peer
    """Who subscribed; most listen at another port than they send from."""
    until: float
    renewed: float
    shows: dict[str, float] = field(default_factory=dict[str, float])
    """Where each control stands, as far as it was told or sent it itself."""
    settling: dict[str, float] = field(default_factory=dict[str, float])
    """What it sent a moment ago: when it is to be compared with what stands."""
    behind: bool = True
    """Whether it is to be told more than what moves."""
    paused: float = 0.0
    """Until when nothing is sent, as nobody is there."""
    bytes: Allowance = field(default_factory=lambda: Allowance(TOLD_BYTES, TOLD_BYTES_A_SECOND))


class Subscribers:
    """Tells subscribers what stands elsewhere than they show, and how the instrument does.

    ``always`` is told without a lease. Triggers are told to nobody: there is nothing to show, and a program that
    takes what it hears for a press would fire them. ``news`` says whether somebody is there.
    """

    def __init__(self, instrument: Instrument, always: Destination | None = None) -> None:
        self.news = ""
        self._instrument = instrument
        self._always = always
        self._told: Mapping[str, float] = {}
        self._troubles: Sequence[str] = ()
        self._all: dict[Peer, Subscription] = {}
        if always:
            self.renew(always, always, float("inf"))

    @property
    def listening(self) -> list[Peer]:
        """Who is told."""
        return list(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def renew(self, peer: Peer, owner: Peer, seconds: float) -> None:
        """Tell ``peer`` from now on, and first of all where everything stands if it was not told yet.

        Where there are too many, the host that has most loses the one that was renewed longest ago.
        """
        self._expire()
        now = time.monotonic()
        known = self._all.get(peer)
        if known:
            known.owner, known.until, known.renewed = owner, now + seconds, now
            return
        hosts = Counter(other.host for other in self._all if other is not self._always)
        if hosts[peer.host] >= MOST_OF_A_HOST or hosts.total() >= MOST_SUBSCRIBERS:
            host = peer.host if hosts[peer.host] >= MOST_OF_A_HOST else max(hosts, key=hosts.__getitem__)
            of_it = [s for s in self._all.values() if s.peer.host == host and s.peer is not self._always]
            self.drop(min(of_it, key=lambda subscription: subscription.renewed).peer)
        self._all[peer] = Subscription(peer, owner, now + seconds, now)

    def drop(self, peer: Peer) -> None:
        """Tell ``peer`` nothing any more."""
        self._all.pop(peer, None)

    def said(self, sender: Peer, name: str, value: float | None) -> None:
        """Take note that ``sender`` shows ``value``, or, where it is ``None``, cannot know where ``name`` stands.

        As long as it moves a control it is not told where that stood a moment ago. Then it is told what stands, unless
        it shows that; one who listens elsewhere than it sends from is told anyway, as that may be another program.
        """
        for subscription in self._of(sender):
            subscription.shows.pop(name, None)
            if value is None:
                continue
            if subscription.peer == sender:
                subscription.shows[name] = value
            subscription.settling[name] = time.monotonic() + SETTLE_SECONDS

    def tell_changes(self) -> None:
        """Tell everybody what stands elsewhere than it shows."""
        controls, before = self._instrument.controls, self._told
        moved: list[str] = []
        if controls is not before:
            self._told = controls
            moved = [name for name, value in controls.items() if before.get(name) != value]
            for name in before.keys() - controls.keys():
                for subscription in self._all.values():
                    subscription.shows.pop(name, None)
        self._expire()
        now = time.monotonic()
        for subscription in list(self._all.values()):
            if subscription.paused > now:
                continue
            if subscription.behind:
                self._tell(subscription, controls, controls)
            elif moved or subscription.settling:
                settled = [name for name, at in subscription.settling.items() if at <= now]
                for name in settled:
                    del subscription.settling[name]
                self._tell(subscription, controls, [*moved, *settled])

    def tell_readings(self) -> None:
        """Tell everybody how the instrument does, and what goes wrong with it."""
        before, self._troubles = self._troubles, self._instrument.troubles()
        readings = self._instrument.readings()
        packets = [data for n, v in readings.items() for data in _packets(n, int(v) if n in WHOLE else float(v))]
        packets += [packet(PREFIX + "error", fitting(text)) for text in self._troubles if text not in before]
        for subscription in list(self._all.values()):
            if subscription.paused < time.monotonic() and subscription.bytes.spend(sum(map(len, packets))):
                self._send(subscription, packets)

    def _tell(self, subscription: Subscription, controls: Mapping[str, float], names: Iterable[str]) -> None:
        packets: list[bytes] = []
        subscription.behind = False
        for name in names:
            value = standing(self._instrument, name, controls.get(name))
            if value is None or name in subscription.settling or subscription.shows.get(name) == value:
                continue
            data = _packets(name, value)
            if not subscription.bytes.spend(sum(map(len, data))):
                subscription.behind = True
                break
            subscription.shows[name] = value
            packets += data
        self._send(subscription, packets)

    def _send(self, subscription: Subscription, packets: Iterable[bytes]) -> None:
        try:
            for data in packets:
                subscription.peer.send(data)
        except OSError as error:
            self._failed(subscription, error)
            return
        # A machine far away takes its time to say that nobody hears.
        if subscription.paused and time.monotonic() > subscription.paused + RETRY_SECONDS and self._always:
            subscription.paused = 0.0
            self.news = f"{self._always.name} is told again"

    def _failed(self, subscription: Subscription, error: OSError) -> None:
        """One who subscribed will subscribe again; the one who is always told is tried again."""
        if not self._always or subscription.peer is not self._always:
            self.drop(subscription.peer)
            return
        if not subscription.paused:
            self.news = f"nobody hears at {self._always.name} ({error.strerror}): trying again"
        subscription.shows.clear()
        subscription.behind = True
        subscription.paused = time.monotonic() + RETRY_SECONDS

    def _expire(self) -> None:
        now = time.monotonic()
        self._all = {peer: each for peer, each in self._all.items() if each.until > now}

    def _of(self, sender: Peer) -> list[Subscription]:
        """The subscriptions of whoever sends; one who is always told is known by its machine, if that is another."""
        own = [each for each in self._all.values() if sender in (each.owner, each.peer)]
        if not own and self._always and self._always.host == sender.host and not _is_loopback(sender.host):
            own = [self._all[self._always]]
        return own


def standing(instrument: Instrument, name: str, value: float | None) -> int | float | None:
    """Where a control stands, in the type of its kind; ``None`` where it stands nowhere, as a trigger does."""
    control = instrument.vocabulary.controls.get(name)
    # Another instrument may have come since, which lacks it.
    if control is None or value is None or not control.stands or control.kind == "trigger":
        return None
    return float(value) if control.kind == "continuous" else int(value)


def _packets(name: str, value: float) -> list[bytes]:
    """What says ``value``: at the address of ``name``, and where it was in the version before."""
    return [packet(PREFIX + address, value) for address in (name, former(name)) if address]


def _is_loopback(host: str) -> bool:
    return host == "::1" or host.startswith("127.")
