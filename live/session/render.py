"""Offline host: renders a performance faster than realtime, to exactly the samples that were played."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from distill import bundle, library
from distill.bundle import Bundle
from distill.io import reading
from live.controls import ControlError, ControlEvent, Vocabulary
from live.engine.engine import Engine
from live.engine.open_frame import late_controls
from live.engine.state import Block
from live.session.journal import JournalError, Performance
from live.session.snapshots import SnapshotStore, recalled_slots


def render(model: Bundle, performance: Performance, path: Path | None = None) -> Iterator[Block]:
    """Yield the frames of ``performance`` played on ``model``.

    Args:
        model: the model it was played on.
        performance: header and events.
        path: file of the model; snapshots of earlier sessions and models for the second deck are searched beside it.
            By default the path in the header.

    Raises:
        JournalError: the fingerprint differs, a model for the second deck is missing, or an event is not in the
            vocabulary.
        SnapshotError: a recalled snapshot is missing or damaged.
    """
    header = performance.header
    if header.fingerprint != model.fingerprint:
        raise JournalError(
            f"This performance was played on another model ({header.model}, {header.fingerprint[:12]}), "
            f"not on {model.fingerprint[:12]}. Give the right one with --model."
        )
    engine = Engine(model)
    performance = _checked(engine, performance)
    path = path or Path(header.model)
    others = _deck_model_paths(performance, path.parent)
    store = SnapshotStore(engine, path)
    kept = {
        slot: store.read(header.snapshots[slot])
        for slot in recalled_slots(performance.events) & header.snapshots.keys()
    }
    state = engine.initial_state(header.seed, kept)
    for frame in range(performance.frames):
        events = performance.events.get(frame, ())
        for event in events:
            if event.name == "deck/model" and event.text and not engine.has_model(event.text):
                engine.add_model(bundle.load(others[event.text]))
        state, block = engine.step(state, events)
        yield block


def solo_level(performance: Performance, level: int, levels: int) -> Performance:
    """Copy of ``performance`` with the same codes, in which all levels but ``level`` (from 0) are masked."""
    others = [ControlEvent(f"level/{n + 1}/mask", 0.0) for n in range(levels) if n != level]
    events: dict[int, list[ControlEvent]] = {}
    for frame in {0, *performance.events}:
        own = performance.events.get(frame, ())
        # After the other events at each moment, which may unmask levels.
        moments = dict.fromkeys([None, *(event.offset for event in own)])
        events[frame] = [*own, *(replace(mask, offset=offset) for offset in moments for mask in others)]
    return replace(performance, events=events)


def _deck_model_paths(performance: Performance, beside: Path) -> dict[str, Path]:
    """Paths of the models for the second deck, by fingerprint.

    Raises:
        JournalError: one is neither in ``beside`` nor in the library.
    """
    deck = performance.header.deck
    places = [*([Path(deck)] if reading.is_file(Path(deck)) else []), beside, library.folder()]
    found: dict[str, Path] = {}
    name = Path(deck).stem
    for frame in sorted(performance.events):
        for event in performance.events[frame]:
            if event.name == "deck/load":
                name = event.text
            elif event.name == "deck/model" and event.text:
                place = found.get(event.text) or library.with_fingerprint(event.text, places)
                if place is None:
                    raise JournalError(
                        f"The second deck of this performance plays {name} ({event.text[:12]}), which is neither in "
                        f"{beside} nor in the library. Put it there: distill library import FILE."
                    )
                found[event.text] = place
    return found


def _checked(engine: Engine, performance: Performance) -> Performance:
    """Copy of ``performance`` with every event checked and clipped to its range by the vocabulary of ``engine``.

    Raises:
        JournalError: an event is not in the vocabulary, has too few or too many arguments, or an offset that no event
            can have.
    """
    vocabulary, hop = engine.vocabulary, engine.model.codec.config.hop
    late = late_controls(vocabulary.levels)
    events: dict[int, list[ControlEvent]] = {}
    for frame, original in performance.events.items():
        try:
            checked = [_checked_event(vocabulary, event) for event in original]
        except ControlError as error:
            raise JournalError(f"Frame {frame} of this performance: {reading.reason(error)}.") from error
        events[frame] = [event for event in checked if event]
        for event in events[frame]:
            if event.offset is not None and (event.offset >= hop or event.name not in late):
                raise JournalError(f"Frame {frame} of this performance: {event.name} cannot act at {event.offset}.")
    return replace(performance, events=events)


def _checked_event(vocabulary: Vocabulary, event: ControlEvent) -> ControlEvent | None:
    checked, _ = vocabulary.event(event.name, _arguments(event))
    return checked and replace(checked, offset=event.offset)


def _arguments(event: ControlEvent) -> tuple[object, ...]:
    """Arguments, value and text of an event, as ``Vocabulary.event`` takes them."""
    value = () if event.value is None else (event.value,)
    return (*event.arguments, *value, *((event.text,) if event.text else ()))
