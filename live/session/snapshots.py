"""Snapshots on disk, for later sessions and for rendering: engine states as safetensors files beside the model."""

import hashlib
import json
import math
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from distill.errors import DistillError
from distill.grid.grid import EMPTY, CodeGrid, History
from distill.io import reading
from distill.io.files import replacing
from distill.io.model_tensors import LARGEST_WEIGHT
from distill.kernels.memory import NOWHERE
from distill.kernels.prior import PriorState
from distill.library import STARTER, STARTERS
from live.aliases import renamed
from live.controls import GRID_FRAMES, SLOT, ControlEvent
from live.engine.engine import Engine
from live.engine.state import Block, EngineState, Knobs

FORMAT = "distill-snapshot-1"
SLOTS = "slots.json"
NAME = re.compile("[0-9A-Za-z]{1,64}")
"""Form of a snapshot file's name, without its suffix."""
LARGEST = 1 << 29
"""Limit on a snapshot when read, in bytes; most have some thousands."""
LARGEST_LIST = 1 << 16
"""The same on ``slots.json``, which names a file for each of 128 slots."""
NUMBERS = {"playhead": GRID_FRAMES, "loop_start": GRID_FRAMES, "draw": 1 << 62}
"""Integer fields of a state that are written, each with its exclusive upper bound."""
FOLLOWED = "place", "trust", "recent"
"""Arrays of the prior's state that say how it follows the memory."""
RETRY_SECONDS = 0.5
"""Between two tries to write a snapshot."""


class SnapshotError(DistillError):
    """A snapshot is missing, damaged, or of another model."""


class SnapshotStore:
    """Snapshots of a model in a folder beside it: one file each, and ``slots.json``, which maps slots to files.

    A file is named by the hash of its content and never overwritten, so that older journals still find what they
    recall. A model on the second deck is not written: in a later session the deck is empty instead.
    """

    def __init__(self, engine: Engine, model: Path) -> None:
        self._engine = engine
        # Nothing is written into the program's own folder, where the starters are.
        beside = platformdirs.user_data_path("distill") / STARTER.name if model in STARTERS else model
        self._folder = beside.with_suffix(".snapshots") / engine.model.fingerprint[:12]
        self.slots: Mapping[int, str] = {}
        """Name of the file in each slot, without suffix; empty before ``load``."""
        self.news = ""
        """Last error, as a message for the user; empty if there is none."""
        self._pending: dict[int, EngineState] = {}
        self._retry_time = 0.0
        """Time of the next try to write those, by ``time.monotonic``."""

    def load(self) -> dict[int, EngineState]:
        """Read all slots. One that cannot be read stays empty, and ``news`` says why.

        Raises:
            SnapshotError: the list of slots is damaged.
        """
        kept: dict[int, EngineState] = {}
        for slot, name in self._read_slots().items():
            try:
                kept[slot] = self.read(name)
                self.slots = {**self.slots, slot: name}
            except SnapshotError as error:
                self.news = f"slot {slot} is empty: {str(error).rstrip('.')}"
        return kept

    def read(self, name: str) -> EngineState:
        """Read the snapshot file ``name``; the overlap-add tail of the decoder is not in it.

        Raises:
            SnapshotError: it is missing, damaged, or of another model.
        """
        path = self._path(name)
        try:
            return self._parsed(path)
        except FileNotFoundError as error:
            raise SnapshotError(f"The snapshot {path} is not there any more.") from error
        except (OSError, ValueError, LookupError, TypeError, ArithmeticError, AttributeError, RuntimeError) as error:
            raise SnapshotError(f"The snapshot {path} is damaged: {reading.reason(error).rstrip('.')}.") from error
        except (DistillError, SafetensorError) as error:
            raise SnapshotError(f"The snapshot {path} is damaged: {reading.reason(error).rstrip('.')}.") from error

    def on_block(self, block: Block, state: EngineState) -> None:
        """Write the snapshots saved in one frame; one that cannot be written is retried.

        Args:
            block: the frame.
            state: state of the engine after that frame, or later.
        """
        for event in block.events:
            if event.name == "snapshot/save":
                slot = int(event.arguments[0])
                self._pending[slot], self._retry_time = state.snapshots[slot], 0.0
        if not self._pending or time.monotonic() < self._retry_time:
            return
        try:
            for slot, kept in list(self._pending.items()):
                self._write(slot, kept)
                del self._pending[slot]
            self.news = ""
        except (OSError, DistillError) as error:
            self.news = f"not kept: {str(error).rstrip('.')}"
            self._retry_time = time.monotonic() + RETRY_SECONDS

    def _write(self, slot: int, kept: EngineState) -> None:
        fields: dict[str, Any] = {"controls": dict(kept.controls)} | {name: getattr(kept, name) for name in NUMBERS}
        texts = {"format": FORMAT, "fingerprint": self._engine.model.fingerprint, "state": json.dumps(fields)}
        content = save(_arrays(kept), texts)
        name = _digest(content)
        self._folder.mkdir(parents=True, exist_ok=True)
        slots = {**self.slots, slot: name}
        for path, data in ((self._path(name), content), (self._folder / SLOTS, json.dumps(slots).encode())):
            with replacing(path) as temporary:
                temporary.write_bytes(data)
        self.slots = slots

    def _parsed(self, path: Path) -> EngineState:
        content = reading.content(path, LARGEST)
        if _digest(content) != path.stem:
            raise ValueError("it is not what was written")
        arrays = load(content)
        texts = reading.parsed_json(content[8 : 8 + int.from_bytes(content[:8], "little")])["__metadata__"]
        if (texts["format"], texts["fingerprint"]) != (FORMAT, self._engine.model.fingerprint):
            raise ValueError("it is of another model or another version")
        return _state(self._engine, reading.parsed_json(texts["state"]), arrays)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.safetensors"

    def _read_slots(self) -> dict[int, str]:
        try:
            listed = reading.parsed_json(reading.content(self._folder / SLOTS, LARGEST_LIST))
            kept = {int(slot): str(name) for slot, name in listed.items()}
            return {slot: name for slot, name in kept.items() if SLOT.low <= slot <= SLOT.high and NAME.fullmatch(name)}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError) as error:
            raise SnapshotError(f"{self._folder / SLOTS} is damaged ({error}). Move it away to start anew.") from error


def recalled_slots(events: Mapping[int, Sequence[ControlEvent]]) -> set[int]:
    """Slots that a performance recalls before it saves to them: their snapshots are of earlier sessions."""
    saved: set[float] = set()
    earlier: set[int] = set()
    for frame in sorted(events):
        for event in events[frame]:
            if event.name == "snapshot/save":
                saved.add(event.arguments[0])
            elif event.name == "snapshot/recall" and event.arguments[0] not in saved:
                earlier.add(int(event.arguments[0]))
    return earlier


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _arrays(state: EngineState) -> dict[str, NDArray[Any]]:
    """Arrays of a state by name; match lengths, nearly all zero, in sparse form (``runs`` in the file)."""
    match_lengths = state.prior.match_lengths[0]
    at = np.flatnonzero(match_lengths)
    arrays: dict[str, NDArray[Any]] = {"runs.at": at, "runs.length": match_lengths[at]}
    arrays |= {f"prior.{name}": getattr(state.prior, name) for name in ("context", "previous", *FOLLOWED)}
    for name, grid in (("grid", state.grid), ("deck", state.deck)):
        if isinstance(grid, CodeGrid):
            arrays |= {f"{name}.codes": grid.codes, f"{name}.locked": grid.locked}
    if state.codes is not None:
        arrays["codes"] = state.codes
    # ``save`` copies memory as it lies.
    return {name: np.ascontiguousarray(array) for name, array in arrays.items()}


def _state(engine: Engine, fields: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> EngineState:
    """State made of the JSON fields ``fields`` and of ``arrays``.

    Raises:
        ValueError, LookupError, GridError: they do not fit the engine's model.
    """
    blank = engine.initial_state()
    known = engine.vocabulary.controls
    numbers = {name: _checked_integer(fields[name], name, high) for name, high in NUMBERS.items()}
    values = {renamed(name): value for name, value in fields["controls"].items()}
    controls = {
        **blank.controls,
        **{name: known[name].clip(_checked_number(v, name)) for name, v in values.items() if name in known},
    }
    grid = _grid(arrays, "grid", blank.grid)
    codes = arrays.get("codes")
    if codes is not None:
        CodeGrid.of(_matching(codes, grid.codes[None, :, 0]), grid.size)
    context = _matching(arrays["prior.context"], blank.prior.context)
    previous = _matching(arrays["prior.previous"], blank.prior.previous)
    CodeGrid.of(previous, grid.size)
    match_lengths = blank.prior.match_lengths.copy()
    at = _checked_indices(arrays["runs.at"], match_lengths.shape[1])
    match_lengths[0, at] = _matching(arrays["runs.length"], match_lengths[0, at])
    return blank.replace(
        **numbers,
        controls=controls,
        knobs=Knobs.of(controls, engine.model.codec.config),
        history=History(grid),
        deck=_grid(arrays, "deck", blank.grid) if "deck.codes" in arrays else None,
        codes=None if codes is None else codes.copy(),
        # Copies: kernels take arrays that can be written to, and no others.
        prior=PriorState(context.copy(), previous.copy(), match_lengths, *_followed(arrays, blank, grid.size)),
    )


def _followed(arrays: Mapping[str, NDArray[Any]], blank: EngineState, size: int) -> Iterator[NDArray[Any]]:
    """Place in the memory, trust and recent codes; snapshots of earlier versions have none of them."""
    initial = blank.prior
    frames = initial.match_lengths.shape[1]
    limits = {"place": (NOWHERE, frames - 1), "trust": (0, 1), "recent": (EMPTY, size - 1)}
    for name in FOLLOWED:
        array = _matching(arrays.get(f"prior.{name}", getattr(initial, name)), getattr(initial, name))
        low, high = limits[name]
        if not ((array >= low) & (array <= high)).all():
            raise ValueError(f"{name} goes beyond the model's memory")
        yield array.copy()


def _grid(arrays: Mapping[str, NDArray[Any]], name: str, template: CodeGrid) -> CodeGrid:
    codes = _matching(arrays[f"{name}.codes"], template.codes)
    return replace(CodeGrid.of(codes, template.size), locked=_matching(arrays[f"{name}.locked"], template.locked))


def _checked_integer(value: object, name: str, high: int) -> int:
    if type(value) is not int or not 0 <= value < high:
        raise ValueError(f"{name} is {value!r}")
    return value


def _checked_number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{name} is {value!r}")
    return float(value)


def _checked_indices(indices: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    if ((indices < 0) | (indices >= count)).any():
        raise ValueError("it goes beyond the model's memory")
    return indices


def _matching(array: NDArray[Any], expected: NDArray[Any]) -> NDArray[Any]:
    if (array.shape, array.dtype) != (expected.shape, expected.dtype):
        raise ValueError(f"{array.shape} where {expected.shape} belongs")
    if not (np.abs(array.astype(np.float64)) <= LARGEST_WEIGHT).all():
        raise ValueError("a number that is not finite or not sensible")
    return array
