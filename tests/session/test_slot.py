"""Hands stay where they are while instruments come and go."""

from stage import Desk

from controllers.midi.device_binding import DeviceBinding
from controllers.midi.map_file import DEFAULT, load
from controllers.osc.dispatcher import Dispatcher
from live.controls import READINGS, ControlEvent
from live.session.slot import InstrumentSlot


class Listener:
    host = "127.0.0.1"

    def __init__(self) -> None:
        self.packets: list[bytes] = []

    def send(self, packet: bytes) -> None:
        self.packets.append(packet)

    def at(self, port: int) -> "Listener":  # noqa: ARG002
        return self


def test_where_nobody_is_nothing_moves_and_everything_can_be_asked() -> None:
    slot = InstrumentSlot()
    slot.send(ControlEvent("hold", 1.0))
    assert slot.controls == slot.vocabulary.defaults()
    assert set(slot.readings()) == {reading.name for reading in READINGS}


def test_what_is_said_reaches_who_is_there_and_what_they_lack_nobody() -> None:
    slot, first, second = InstrumentSlot(), Desk(4), Desk(2)
    slot.put(first)
    slot.send(ControlEvent("level/4/mask", 0.0))
    slot.put(second)
    slot.send(ControlEvent("level/4/mask", 0.0))
    slot.send(ControlEvent("hold", 1.0))
    assert [event.name for event in first.events] == ["level/4/mask"]
    assert [event.name for event in second.events] == ["hold"]


def test_subscribers_hear_of_another_instrument_with_other_levels() -> None:
    place = InstrumentSlot()
    dispatcher, listener = Dispatcher(place), Listener()
    place.put(Desk(2))
    dispatcher.subscribers.subscribe(listener, listener, 60)
    dispatcher.subscribers.publish_changes()
    two = len(listener.packets)
    place.put(Desk(4))
    dispatcher.subscribers.publish_changes()
    more = b"".join(listener.packets[two:])
    assert b"/distill/level/4/mask" in more
    assert b"/distill/level/4/mask" not in b"".join(listener.packets[:two])


def test_a_hand_on_what_is_gone_turns_what_is_left() -> None:
    place = InstrumentSlot()
    place.put(Desk(4))
    hand = DeviceBinding(load(DEFAULT), place)
    place.put(Desk(2))
    assert list(hand.lights()) is not None
    for number in range(128):
        for event in hand.on_message(bytes([0xB0, number, 64]), 0.0):
            place.send(event)
