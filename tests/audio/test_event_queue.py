"""Which events wait for the next frame, and in which order all are obeyed."""

from live.audio.event_queue import EventQueue
from live.controls import ControlEvent

GAIN, MASK, KNOB, RECALL = (
    ControlEvent(name, value)
    for name, value in (("output/gain", 0.5), ("level/1/mask", 0.0), ("temperature", 0.5), ("snapshot/recall", None))
)


def queue(*events: ControlEvent) -> EventQueue:
    made = EventQueue({GAIN.name, MASK.name})
    for event in events:
        made.put(event)
    return made


def test_gains_overtake_knobs_but_no_snapshot() -> None:
    events = queue(KNOB, MASK, GAIN, RECALL, MASK)
    assert events.take_late(remake=True) == [MASK, GAIN]
    assert events.take_due(0) == [KNOB, RECALL, MASK]
    assert events.bars([KNOB, RECALL])
    assert not events.bars([KNOB])


def test_what_is_not_obeyed_within_a_frame_comes_before_the_next() -> None:
    events = queue(MASK, GAIN, KNOB)
    assert events.take_late(remake=False) == [GAIN]
    assert events.take_due(0) == [MASK, KNOB]


def test_the_output_gain_waits_for_the_frame_to_begin_but_not_for_a_snapshot() -> None:
    events = queue(GAIN, KNOB)
    assert events.take_due(0) == [KNOB]
    assert events.take_late(remake=False) == [GAIN]
    assert queue(GAIN, RECALL).take_due(0) == [GAIN, RECALL]


def test_dated_events_come_when_they_are_due() -> None:
    events = queue(ControlEvent("hold", 1.0, due=20.0), ControlEvent("hold", 0.0, due=10.0))
    assert events.take_due(5) == []
    assert events.take_due(15) == [ControlEvent("hold", 0.0)]
    assert events.take_due(25) == [ControlEvent("hold", 1.0)]
