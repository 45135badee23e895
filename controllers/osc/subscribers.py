"""Subscribers: peers that are sent changes and readings for the time of a lease, and the values they show."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from controllers.osc.answers import PREFIX, TokenBucket, ascii_text
from controllers.osc.packets import packet
from controllers.osc.peers import Destination, Peer
from live.aliases import former
from live.controls import READINGS, Instrument

LEASE_SECONDS = 60.0
"""Longest lease; a patch that renews it once a minute may be late by GRACE_SECONDS."""
GRACE_SECONDS = 5.0
"""Time for which a lease goes on after its end, for a renewal that is late."""
MOST_SUBSCRIBERS, MOST_OF_A_HOST = 32, 16
"""Limits of subscribers, which bound what is sent."""
SENT_BYTES, SENT_BYTES_A_SECOND = 32_768.0, 16_384.0
"""Bytes to each subscriber: burst, and bytes a second. Readings take 6 kB a second; changes wait for the rest."""
SETTLE_SECONDS = 0.2
"""Time for a value that a subscriber sent to take effect, before another one is sent back to it."""
RETRY_SECONDS = 1.0
"""Pause before a destination that nobody listens at is tried again."""
WHOLE = frozenset(reading.name for reading in READINGS if reading.whole)


@dataclass(eq=False, slots=True)
class Subscription:
    """State of one subscriber."""

    peer: Peer
    owner: Peer
    """Peer that subscribed; most listen at another port than they send from."""
    until: float
    """End of the lease, in seconds of ``time.monotonic``, as all times here."""
    renewed: float
    shown: dict[str, float] = field(default_factory=dict[str, float])
    """Value of each control that it was sent last, or has sent itself."""
    settling: dict[str, float] = field(default_factory=dict[str, float])
    """Controls that it has just moved: time at which their values are compared with the instrument's."""
    incomplete: bool = True
    """True while it lacks values: at the start, and when its byte limit cut a message off."""
    paused_until: float = 0.0
    """End of a pause after a failure to send; 0 without one."""
    budget: TokenBucket = field(default_factory=lambda: TokenBucket(SENT_BYTES, SENT_BYTES_A_SECOND))


class Subscribers:
    """Publisher of changes and readings to all subscribers.

    Triggers are not published: they have no value, and a panel that takes a message for a press would fire them.
    ``news`` is a sentence about ``always`` going away or coming back.

    Args:
        instrument: source of controls, readings and troubles.
        always: destination that is subscribed without a lease.
    """

    def __init__(self, instrument: Instrument, always: Destination | None = None) -> None:
        self.news = ""
        self._instrument = instrument
        self._always = always
        self._published: Mapping[str, float] = {}
        self._troubles: Sequence[str] = ()
        self._all: dict[Peer, Subscription] = {}
        if always:
            self.subscribe(always, always, float("inf"))

    @property
    def peers(self) -> list[Peer]:
        """All subscribed peers."""
        return list(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def subscribe(self, peer: Peer, owner: Peer, seconds: float) -> None:
        """Subscribe ``peer`` for ``seconds``, or renew its lease; a new subscriber is sent every value first.

        Beyond the limit, the host with most subscribers loses the one that was renewed longest ago.
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
            own = [s for s in self._all.values() if s.peer.host == host and s.peer is not self._always]
            self.unsubscribe(min(own, key=lambda subscription: subscription.renewed).peer)
        self._all[peer] = Subscription(peer, owner, now + seconds, now)

    def unsubscribe(self, peer: Peer) -> None:
        """End the subscription of ``peer``, if any."""
        self._all.pop(peer, None)

    def on_sent(self, sender: Peer, name: str, value: float | None) -> None:
        """Note that ``sender`` has set ``name`` and shows ``value``; None if it cannot know the value.

        While it moves a control it is not sent that control's earlier values. Afterwards it is sent the value unless it
        shows it; one that listens at another port is sent it anyway, as that may be another program.
        """
        for subscription in self._of(sender):
            subscription.shown.pop(name, None)
            if value is None:
                continue
            if subscription.peer == sender:
                subscription.shown[name] = value
            subscription.settling[name] = time.monotonic() + SETTLE_SECONDS

    def publish_changes(self) -> None:
        """Send each subscriber the values that differ from those it shows."""
        controls, before = self._instrument.controls, self._published
        moved: list[str] = []
        if controls is not before:
            self._published = controls
            moved = [name for name, value in controls.items() if before.get(name) != value]
            for name in before.keys() - controls.keys():
                for subscription in self._all.values():
                    subscription.shown.pop(name, None)
        self._expire()
        now = time.monotonic()
        for subscription in list(self._all.values()):
            if subscription.paused_until > now:
                continue
            if subscription.incomplete:
                self._publish(subscription, controls, controls)
            elif moved or subscription.settling:
                settled = [name for name, at in subscription.settling.items() if at <= now]
                for name in settled:
                    del subscription.settling[name]
                self._publish(subscription, controls, [*moved, *settled])

    def publish_readings(self) -> None:
        """Send all subscribers the readings, and new troubles as ``/distill/error``."""
        before, self._troubles = self._troubles, self._instrument.troubles()
        readings = self._instrument.readings()
        packets = [data for n, v in readings.items() for data in _packets(n, int(v) if n in WHOLE else float(v))]
        packets += [packet(PREFIX + "error", ascii_text(text)) for text in self._troubles if text not in before]
        for subscription in list(self._all.values()):
            if subscription.paused_until < time.monotonic() and subscription.budget.spend(sum(map(len, packets))):
                self._send(subscription, packets)

    def _publish(self, subscription: Subscription, controls: Mapping[str, float], names: Iterable[str]) -> None:
        packets: list[bytes] = []
        subscription.incomplete = False
        for name in names:
            value = typed_value(self._instrument, name, controls.get(name))
            if value is None or name in subscription.settling or subscription.shown.get(name) == value:
                continue
            data = _packets(name, value)
            if not subscription.budget.spend(sum(map(len, data))):
                subscription.incomplete = True
                break
            subscription.shown[name] = value
            packets += data
        self._send(subscription, packets)

    def _send(self, subscription: Subscription, packets: Iterable[bytes]) -> None:
        try:
            for data in packets:
                subscription.peer.send(data)
        except OSError as error:
            self._failed(subscription, error)
            return
        # A remote host may take a while to report that nobody listens.
        if subscription.paused_until and time.monotonic() > subscription.paused_until + RETRY_SECONDS and self._always:
            subscription.paused_until = 0.0
            self.news = f"{self._always.name} is reached again"

    def _failed(self, subscription: Subscription, error: OSError) -> None:
        """Unsubscribe a peer that is gone; pause ``always``, which is tried again."""
        if not self._always or subscription.peer is not self._always:
            self.unsubscribe(subscription.peer)
            return
        if not subscription.paused_until:
            self.news = f"nobody listens at {self._always.name} ({error.strerror}): trying again"
        subscription.shown.clear()
        subscription.incomplete = True
        subscription.paused_until = time.monotonic() + RETRY_SECONDS

    def _expire(self) -> None:
        now = time.monotonic()
        self._all = {peer: each for peer, each in self._all.items() if each.until > now}

    def _of(self, sender: Peer) -> list[Subscription]:
        """Subscriptions of a sender; ``always`` is recognized by its host, unless that is this machine."""
        own = [each for each in self._all.values() if sender in (each.owner, each.peer)]
        if not own and self._always and self._always.host == sender.host and not _is_loopback(sender.host):
            own = [self._all[self._always]]
        return own


def typed_value(instrument: Instrument, name: str, value: float | None) -> int | float | None:
    """Value of a control as int or float by its kind; None for triggers and others without a value."""
    control = instrument.vocabulary.controls.get(name)
    # The instrument may have been exchanged for one that lacks it.
    if control is None or value is None or not control.has_value or control.kind == "trigger":
        return None
    return float(value) if control.kind == "continuous" else int(value)


def _packets(name: str, value: float) -> list[bytes]:
    """Packets with ``value`` at the address of ``name`` and, if it was renamed, at that of the version before."""
    return [packet(PREFIX + address, value) for address in (name, former(name)) if address]


def _is_loopback(host: str) -> bool:
    return host == "::1" or host.startswith("127.")
