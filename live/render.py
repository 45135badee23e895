"""Host 2: a performance replayed faster than realtime, to the very samples that were played."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from distill import bundle, library, threads
from distill.bundle import STARTER, Model
from live.controls import ControlError, ControlEvent
from live.engine import Engine
from live.journal import JournalError, Performance
from live.snapshots import Shelf, recalled
from live.state import Block


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
    _check(engine, performance)
    path = path or Path(header.model)
    others = _others(performance, path.parent)
    shelf = Shelf(engine, path)
    kept = {slot: shelf.read(header.snapshots[slot]) for slot in recalled(performance.events) & header.snapshots.keys()}
    state = engine.initial_state(header.seed, kept)
    for frame in range(performance.frames):
        events = performance.events.get(frame, ())
        # Not around the loop: whoever hears a block goes on with the threads that they had.
        with threads.single():
            for event in events:
                if event.name == "deck/model" and event.text and not engine.has(event.text):
                    engine.bring(bundle.load(others[event.text]))
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
    places = [*([Path(deck)] if deck else []), beside, library.folder(), STARTER]
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


def _check(engine: Engine, performance: Performance) -> None:
    for frame, events in performance.events.items():
        for event in events:
            try:
                said = (event.text,) if event.text else () if event.value is None else (event.value,)
                engine.vocabulary.event(event.name, event.arguments or said)
            except ControlError as error:
                raise JournalError(f"Frame {frame} of this performance: {error}.") from error
