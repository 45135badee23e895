"""Host 2: a performance replayed faster than realtime, to the very samples that were played."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from distill import bundle, library, threads
from distill.bundle import STARTER, Model
from distill.io import reading
from live.controls import ControlError, ControlEvent, Vocabulary
from live.engine.engine import Engine
from live.engine.state import Block
from live.session.journal import JournalError, Performance
from live.session.snapshots import SnapshotStore, recalled


def render(model: Model, performance: Performance, path: Path | None = None) -> Iterator[Block]:
    """Play ``performance`` on ``model``, frame by frame.

    ``path`` is where the model is: snapshots of earlier sessions are beside it, and other models for the second deck
    may be, or in the library. Without it they are looked for where the model was then.

    Raises:
        JournalError: it was played on another model, a model for its second deck is missing, or something in it is not
            in the vocabulary.
        SnapshotError: a snapshot that it recalls is missing or damaged.
    """
    header = performance.header
    if header.fingerprint != model.fingerprint:
        raise JournalError(
            f"This performance was played on another model ({header.model}, {header.fingerprint[:12]}), "
            f"not on {model.fingerprint[:12]}. Give the right one with --model."
        )
    engine = Engine(model)
    performance = _obeyed(engine.vocabulary, performance)
    path = path or Path(header.model)
    others = _others(performance, path.parent)
    store = SnapshotStore(engine, path)
    kept = {slot: store.read(header.snapshots[slot]) for slot in recalled(performance.events) & header.snapshots.keys()}
    state = engine.initial_state(header.seed, kept)
    for frame in range(performance.frames):
        events = performance.events.get(frame, ())
        # Not around the loop: whoever hears a block goes on with the threads that they had.
        with threads.single():
            for event in events:
                if event.name == "deck/model" and event.text and not engine.has_model(event.text):
                    engine.add_model(bundle.load(others[event.text]))
            state, block = engine.step(state, events)
        yield block


def alone(performance: Performance, level: int, levels: int) -> Performance:
    """The same performance with only ``level`` (from 0) to be heard: the same codes, the others masked."""
    others = [ControlEvent(f"level/{n + 1}/mask", 0.0) for n in range(levels) if n != level]
    # After whatever else is said: it may have opened them again.
    events = {frame: [*performance.events.get(frame, ()), *others] for frame in {0, *performance.events}}
    return replace(performance, events=events)


def _others(performance: Performance, beside: Path) -> dict[str, Path]:
    """Where the models for the second deck are, by their fingerprints."""
    deck = performance.header.deck
    places = [*([Path(deck)] if reading.is_file(Path(deck)) else []), beside, library.folder(), STARTER]
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


def _obeyed(vocabulary: Vocabulary, performance: Performance) -> Performance:
    """The performance with every event as the instrument takes it: within its range, and whole.

    Raises:
        JournalError: one is not in the vocabulary, or says too little or too much.
    """
    events: dict[int, list[ControlEvent]] = {}
    for frame, said in performance.events.items():
        try:
            meant = [vocabulary.event(event.name, _said(event))[0] for event in said]
        except ControlError as error:
            raise JournalError(f"Frame {frame} of this performance: {reading.reason(error)}.") from error
        events[frame] = [event for event in meant if event]
    return replace(performance, events=events)


def _said(event: ControlEvent) -> tuple[object, ...]:
    """All that an event says beside its name."""
    value = () if event.value is None else (event.value,)
    return (*event.arguments, *value, *((event.text,) if event.text else ()))
