"""Snapshots on disk: what was kept in a slot is there in the next session, too, and when a performance is replayed."""

import hashlib
import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import platformdirs
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from distill.bundle import STARTER
from distill.errors import DistillError
from distill.grid.grid import CodeGrid, History
from distill.io import reading
from distill.io.files import replacing
from live.controls import GRID_FRAMES, SLOT, ControlEvent
from live.engine.engine import Engine
from live.engine.state import Block, EngineState, Knobs

FORMAT = "distill-snapshot-1"
SLOTS = "slots.json"
NAME = re.compile("[0-9A-Za-z]{1,64}")
"""Of a file, without its suffix."""
LARGEST = 1 << 29
"""Bytes of a snapshot; most have some thousands."""
LARGEST_LIST = 1 << 16
NUMBERS = {"playhead": GRID_FRAMES, "loop_start": GRID_FRAMES, "draw": 1 << 62}
"""What is written of a state as it stands there, from 0 to below these."""
AGAIN_SECONDS = 0.5
"""After which what could not be kept is tried again."""


class SnapshotError(DistillError):
    """A snapshot is missing, damaged, or of another model."""


class SnapshotStore:
    """The snapshots of a model, in a folder beside it: a file each, and ``slots.json``, which says what each slot has.

    A file is named by its content and never overwritten, so that an older performance still finds what it recalled.
    Another model on the second deck is not in it, for it is in a file of its own, which may have gone by the next
    session: the deck is empty then. Within a session it is recalled like all else.
    """

    def __init__(self, engine: Engine, model: Path) -> None:
        self._engine = engine
        beside = platformdirs.user_data_path("distill") / model.name if model == STARTER else model
        self._folder = beside.with_suffix(".snapshots") / engine.model.fingerprint[:12]
        self.slots: Mapping[int, str] = {}
        """The name of the file in each slot, once they are loaded."""
        self.news = ""
        """The last thing that went wrong, for whoever watches."""
        self._unkept: dict[int, EngineState] = {}
        self._again = 0.0
        """When to try again to keep those."""

    def load(self) -> dict[int, EngineState]:
        """What is in the slots; one that cannot be read is left empty, and ``news`` says why.

        Raises:
            SnapshotError: the list of slots is damaged.
        """
        kept: dict[int, EngineState] = {}
        for slot, name in self._listed().items():
            try:
                kept[slot] = self.read(name)
                self.slots = {**self.slots, slot: name}
            except SnapshotError as error:
                self.news = f"slot {slot} is empty: {str(error).rstrip('.')}"
        return kept

    def read(self, name: str) -> EngineState:
        """The snapshot in the file of that name; what still sounded when it was kept is not in it.

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
        """Keep what was saved in one frame; ``state`` is the engine's after that frame, or later.

        What cannot be kept is tried again.
        """
        for event in block.events:
            if event.name == "snapshot/save":
                slot = int(event.arguments[0])
                self._unkept[slot], self._again = state.snapshots[slot], 0.0
        if not self._unkept or time.monotonic() < self._again:
            return
        try:
            for slot, kept in list(self._unkept.items()):
                self._keep(slot, kept)
                del self._unkept[slot]
            self.news = ""
        except (OSError, DistillError) as error:
            self.news = f"not kept: {str(error).rstrip('.')}"
            self._again = time.monotonic() + AGAIN_SECONDS

    def _keep(self, slot: int, kept: EngineState) -> None:
        said: dict[str, Any] = {"controls": dict(kept.controls)} | {name: getattr(kept, name) for name in NUMBERS}
        texts = {"format": FORMAT, "fingerprint": self._engine.model.fingerprint, "state": json.dumps(said)}
        content = save(_tensors(kept), texts)
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
        tensors = load(content)
        texts = reading.parsed_json(content[8 : 8 + int.from_bytes(content[:8], "little")])["__metadata__"]
        if (texts["format"], texts["fingerprint"]) != (FORMAT, self._engine.model.fingerprint):
            raise ValueError("it is of another model or another version")
        return _state(self._engine, reading.parsed_json(texts["state"]), tensors)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.safetensors"

    def _listed(self) -> dict[int, str]:
        try:
            listed = reading.parsed_json(reading.content(self._folder / SLOTS, LARGEST_LIST))
            kept = {int(slot): str(name) for slot, name in listed.items()}
            return {slot: name for slot, name in kept.items() if SLOT.low <= slot <= SLOT.high and NAME.fullmatch(name)}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError) as error:
            raise SnapshotError(f"{self._folder / SLOTS} is damaged ({error}). Move it away to start anew.") from error


def recalled(events: Mapping[int, Sequence[ControlEvent]]) -> set[int]:
    """The slots that are recalled in a performance before anything was saved there: what earlier sessions kept."""
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


def _tensors(state: EngineState) -> dict[str, Tensor]:
    """What of a state is tensors; runs, nearly all of them zero, as those that are not."""
    at = state.runs.nonzero()[:, 0]
    tensors = {f"prior.{name}": tensor for name, tensor in state.prior.items() if name != "runs"}
    tensors |= {"runs.at": at, "runs.length": state.runs[at]}
    for name, grid in (("grid", state.grid), ("deck", state.deck)):
        if isinstance(grid, CodeGrid):
            tensors |= {f"{name}.codes": grid.codes, f"{name}.locked": grid.locked}
    if state.codes is not None:
        tensors["codes"] = state.codes
    return {name: tensor.clone() for name, tensor in tensors.items()}


def _state(engine: Engine, said: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> EngineState:
    """The state that ``said`` and ``tensors`` make."""
    blank = engine.initial_state()
    known = engine.vocabulary.controls
    numbers = {name: _number(said[name], name, high) for name, high in NUMBERS.items()}
    controls = {
        **blank.controls,
        **{name: known[name].clip(float(v)) for name, v in said["controls"].items() if name in known},
    }
    grid = _grid(tensors, "grid", blank.grid)
    codes = tensors.get("codes")
    if codes is not None:
        CodeGrid.of(_like(codes, grid.codes[None, :, 0]), grid.size)
    prior = {name: _like(tensors[f"prior.{name}"], tensor) for name, tensor in blank.prior.items() if name != "runs"}
    CodeGrid.of(prior["previous"], grid.size)
    runs = blank.runs.index_put((_below(tensors["runs.at"], len(blank.runs)),), tensors["runs.length"])
    return blank.replace(
        **numbers,
        controls=controls,
        knobs=Knobs.of(controls, engine.model.codec.config),
        history=History(grid),
        deck=_grid(tensors, "deck", blank.grid) if "deck.codes" in tensors else None,
        codes=codes,
        prior={**prior, "runs": runs[None]},
    )


def _grid(tensors: Mapping[str, Tensor], name: str, like: CodeGrid) -> CodeGrid:
    codes = _like(tensors[f"{name}.codes"], like.codes)
    return replace(CodeGrid.of(codes, like.size), locked=_like(tensors[f"{name}.locked"], like.locked))


def _number(value: object, name: str, high: int) -> int:
    if type(value) is not int or not 0 <= value < high:
        raise ValueError(f"{name} is {value!r}")
    return value


def _below(places: Tensor, count: int) -> Tensor:
    if ((places < 0) | (places >= count)).any():
        raise ValueError("it goes beyond the model's memory")
    return places


def _like(tensor: Tensor, wanted: Tensor) -> Tensor:
    if (tensor.shape, tensor.dtype) != (wanted.shape, wanted.dtype):
        raise ValueError(f"{tuple(tensor.shape)} where {tuple(wanted.shape)} belongs")
    if not tensor.isfinite().all():
        raise ValueError("a number that is not finite")
    return tensor
