"""The doors by which files and messages of strangers come in: what is made of bytes, really used, and how they are damaged.

A door makes an input of a seed and tries it. Whatever it raises but one line of ``DistillError`` is a finding.
"""

import asyncio
import hashlib
import io
import json
import random
import struct
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import mido
import torch
from mutations import VALUES, changed, hostile, json_changed, zip_changed
from safetensors.torch import load, save
from stage import Desk
from torch import Tensor

from controllers import midimap, oscpackets
from controllers.console.feed import Feed
from controllers.console.mirror import Mirror
from controllers.console.wire import Arrival
from controllers.midihand import Hand
from controllers.midiscore import Score
from controllers.oscsession import PREFIX, Session
from distill import bundle, codesfile, coding, library
from distill.bundle import Card, CorpusSummary, Model, Provenance
from distill.codesfile import Codes
from distill.errors import DistillError
from distill.grid import CodeGrid, History
from distill.library import Search
from distill.model.codec import Codec, CodecConfig
from distill.model.layers import limit
from distill.model.prior import Prior, PriorConfig
from distill.model.sampling import Sampling, gumbel_noise
from live import journal
from live.controls import ControlEvent, Vocabulary
from live.engine import Engine
from live.journal import Header, JournalWriter
from live.render import render
from live.sights import Backdrop
from live.snapshots import Shelf

FRAMES = 3
"""How much of what was read is played."""
LEVELS = 2
CODEC = CodecConfig(
    hop=240, window=512, low=8, dim=8, levels=LEVELS, codebook_size=16, width=8, blocks=1, encoder_blocks=1
)
PRIOR = PriorConfig(levels=LEVELS, codebook_size=16, width=8, head=4)


def small_model() -> Model:
    """A model of 16 codes on two levels that makes some noise; always the same."""
    torch.manual_seed(1)
    codec, prior = Codec(CODEC), Prior(PRIOR)
    codec.quantizer.codebooks.normal_()
    corpus = CorpusSummary(folder="sounds", files=1, seconds=1.0, skipped=0, recordings=("a" * 12,))
    made = Provenance(distill="0.1.0", torch="2", python="3", date="2026-01-01T00:00:00+00:00", seed=1)
    card = Card.model_validate_json(
        json.dumps(
            {
                "corpus": corpus.model_dump(),
                "provenance": made.model_dump(),
                "health": [{"role": "Structure", "used": 0.5, "dead": 8, "perplexity": 7.0, "counts": [3] * 16}]
                * LEVELS,
                "perplexity": [{"role": "Structure", "learnt": 3.0, "held_out": None, "unigram": 4.0}] * LEVELS,
                "memorization": {"longest_seconds": 0.5, "quoted": 0.1},
                "curves": [{"stage": "prior", "spent": 0.5, "losses": {"loss": 1.0}, "used": [1.0]}],
            }
        )
    )
    return Model.of(codec, prior, torch.tensor([-1, 3, 4, 4, -1], dtype=torch.int16), card)


@dataclass
class Door:
    """One format; ``folder`` is where its files are for as long as they are tried."""

    folder: Path
    name: str = field(init=False, default="")

    @abstractmethod
    def make(self, chance: random.Random) -> bytes:
        """A damaged input."""

    @abstractmethod
    def use(self, data: bytes) -> None:
        """Read it and use what was read; a DistillError where it is refused."""

    @cached_property
    def model(self) -> Model:
        return small_model()

    @cached_property
    def engine(self) -> Engine:
        return Engine(self.model)

    def file(self, suffix: str, data: bytes) -> Path:
        path = self.folder / f"input{suffix}"
        path.write_bytes(data)
        return path


class ModelDoor(Door):
    """``.distill`` files: listed, searched, loaded, played."""

    def make(self, chance: random.Random) -> bytes:
        match chance.randrange(5):
            case 0:
                return changed(chance, self._good)
            case 1:
                return self._forged(json_changed(chance, self._header).encode())
            case 2:
                texts = dict(self._header["__metadata__"])
                name = chance.choice(("codec", "prior", "card", "card", "card"))
                texts[name] = json_changed(chance, json.loads(texts[name]))
                return self._forged(json.dumps({**self._header, "__metadata__": texts}).encode())
            case 3:
                return _sealed(CODEC, PRIOR, self._tensors(chance, self.model))
            case _:
                return self._other(chance)

    def use(self, data: bytes) -> None:
        path = self.file(".distill", data)
        entry = library.entry(path)
        Search(text="s", since="2020-01-01", levels=2, health=0.1, prior=True).finds(entry)  # pyright: ignore[reportArgumentType]
        entry.model_dump_json()
        play(bundle.load(path))

    @cached_property
    def _good(self) -> bytes:
        path = self.folder / "good.distill"
        bundle.save(self.model, path)
        return path.read_bytes()

    @cached_property
    def _header(self) -> dict[str, Any]:
        return json.loads(self._good[8 : 8 + int.from_bytes(self._good[:8], "little")])

    def _forged(self, header: bytes) -> bytes:
        length = int.from_bytes(self._good[:8], "little")
        return len(header).to_bytes(8, "little") + header + self._good[8 + length :]

    def _tensors(self, chance: random.Random, model: Model) -> dict[str, Tensor]:
        """The tensors of a model, with numbers that no training ends with."""
        tensors = {
            name: tensor.clone() for name, tensor in bundle._tensors(model.codec, model.prior, model.memory).items()
        }
        name = chance.choice(list(tensors))
        tensor = tensors[name]
        if not tensor.numel():
            return tensors
        values = (
            (0, 1, -1, 20_000)
            if not tensor.is_floating_point()
            else (0.0, -1.0, 1e-40, 1e9, 1e30, 3e38, float("inf"), -float("inf"), float("nan"))
        )
        if chance.random() < 0.3:
            tensor.fill_(chance.choice(values))
        else:
            tensor.view(-1)[chance.randrange(tensor.numel())] = chance.choice(values)
        if chance.random() < 0.2:
            tensors[name] = tensor.to(chance.choice((torch.float16, torch.float64, torch.int64, torch.int16)))
        return tensors

    def _other(self, chance: random.Random) -> bytes:
        """A model of another shape, whole and sealed, however odd."""
        pick = chance.choice
        shape = {
            "sample_rate": pick((1, 8_000, 48_000, 48_000, 192_000, 100_000)), "hop": pick((1, 3, 4, 240, 240, 480, 512, 513, 4800)),
            "channels": pick((1, 2)), "window": pick((2, 4, 16, 512, 512, 1024)), "low": pick((1, 8, 8, 100, 256, 257, 600)),
            "dim": pick((1, 8)), "levels": pick((1, 2, 8)), "codebook_size": pick((2, 16, 300)), "width": pick((1, 8)),
            "blocks": pick((0, 1)), "encoder_blocks": pick((0, 1)),
        }  # fmt: skip
        levels, size = (
            (shape["levels"], shape["codebook_size"]) if chance.random() < 0.7 else (pick((1, 2, 3)), pick((2, 16, 17)))
        )
        try:
            codec_config = CodecConfig.model_validate(shape)
            prior_config = PriorConfig(levels=levels, codebook_size=size, width=pick((1, 8)), head=pick((1, 4)))
            codec, prior = Codec(codec_config), Prior(prior_config)
        except (ValueError, RuntimeError, ZeroDivisionError):
            return self._good
        codec.quantizer.codebooks.normal_()
        model = Model(
            codec, prior, torch.tensor(pick(([-1, 1, -1], [], [99, 5])), dtype=torch.int16), self.model.card, ""
        )
        tensors = self._tensors(chance, model) if chance.random() < 0.2 else bundle._tensors(codec, prior, model.memory)
        return _sealed(codec_config, prior_config, tensors)


def _sealed(codec: CodecConfig, prior: PriorConfig, tensors: dict[str, Tensor]) -> bytes:
    """A model file whose fingerprint is right, whatever is in it."""
    digest = hashlib.sha256(f"{codec.model_dump_json()}{prior.model_dump_json()}".encode())
    for name, tensor in sorted(tensors.items()):
        digest.update(name.encode())
        digest.update(tensor.contiguous().numpy().tobytes())
    texts = {
        "format": "distill", "version": "2", "codec": codec.model_dump_json(), "prior": prior.model_dump_json(),
        "card": small_model().card.model_dump_json(), "fingerprint": digest.hexdigest(),
    }  # fmt: skip
    return save({name: tensor.contiguous() for name, tensor in tensors.items()}, texts)


@torch.inference_mode()
def play(model: Model) -> None:
    """Have a model play some frames, without TorchScript, which would keep a trace of each of thousands of models."""
    config = model.codec.config
    state, sounding = model.prior.initial_state(), model.codec.initial_state()
    sampling = Sampling.of([1.0] * config.levels, config.codebook_size)
    vocabulary = Vocabulary(config.levels)
    assert vocabulary.defaults()
    for draw in range(FRAMES):
        noise = gumbel_noise(1, draw, config.levels, config.codebook_size)[None]
        codes, state = model.prior.play(state, noise, sampling, torch.full((1, config.levels), -1))
        samples, sounding = model.codec.step(codes[..., None], torch.ones(codes[..., None].shape), sounding)
        check_sound(limit(samples))
    model.codec.encode(torch.zeros(1, config.channels, config.hop * 2))


def check_sound(samples: Tensor) -> None:
    assert samples.isfinite().all(), "sound that is not finite"
    assert samples.abs().max() <= 1.001, "sound beyond 1"


class CodesDoor(Door):
    """Grids as text or as an archive: read, taken back, done again, decoded, written again."""

    suffix = ".codes.json"

    def make(self, chance: random.Random) -> bytes:
        return (
            changed(chance, self.good)
            if chance.random() < 0.3
            else json_changed(chance, json.loads(self.good)).encode()
        )

    def use(self, data: bytes) -> None:
        codes = codesfile.read(self.file(self.suffix, data))
        history = codes.history
        while history.past:
            history = history.undo()
        while history.future:
            history = history.redo()
        codesfile.write(codes, self.folder / f"again{self.suffix}")
        codesfile.check_model(codes, self.model, Path("input"))
        if codes.grid.frames < 100:
            check_sound(torch.from_numpy(coding.decode(self.model.codec, codes.grid, codes.samples)))

    @cached_property
    def good(self) -> bytes:
        grid = CodeGrid.of(torch.arange(40).view(2, 20) % 16, 16)
        history = History(grid)
        history = history.then(grid.set(grid.region(level=0, frame=3, frames=4), 5))
        history = history.then(history.present.lock(grid.region(level=1, frame=3, frames=2))).undo()
        path = self.folder / f"good{self.suffix}"
        codesfile.write(Codes(history, self.model.fingerprint, CODEC.frame_rate, 4_000), path)
        return path.read_bytes()


class ArchiveDoor(CodesDoor):
    """The same as an archive."""

    suffix = ".npz"

    def make(self, chance: random.Random) -> bytes:
        return changed(chance, self.good) if chance.random() < 0.3 else zip_changed(chance, self.good)


class JournalDoor(Door):
    """Performances: read, and their first frames rendered."""

    def make(self, chance: random.Random) -> bytes:
        lines = [*self._lines]
        if chance.random() < 0.7:
            line = json.dumps(self._said(chance))
            lines.insert(chance.randint(1, len(lines)), line)
        place = chance.randrange(len(lines)) if chance.random() < 0.5 else len(lines) - 2
        match chance.randrange(3):
            case 0:
                return changed(chance, "".join(f"{line}\n" for line in lines).encode())
            case 1:
                lines[place] = json_changed(chance, json.loads(lines[place]))
            case _:
                pass
        return "".join(f"{line}\n" for line in lines).encode()

    def use(self, data: bytes) -> None:
        performance = journal.read(self.file(".jsonl", data))
        assert performance.seconds >= 0
        assert performance.marks is not None
        for block in render(self.model, performance, self.folder / "small.distill"):
            check_sound(block.samples)
            if block.frame >= FRAMES:
                break

    def _said(self, chance: random.Random) -> dict[str, Any]:
        """A line that says something, of which some may be wrong."""
        control = chance.choice(list(Vocabulary(LEVELS + 1).controls.values()))
        numbers: tuple[float, ...] = (-1, 0, 0.5, 1, 9, 300, 1e30, -1e30, 2**63, 10**18, float("nan"), float("inf"))
        line: dict[str, Any] = {"frame": chance.choice((0, 0, 0, 1, 2, -1, 10**18, 2**63)), "name": control.name}
        if chance.random() < 0.5:
            line["value"] = chance.choice(numbers)
        if control.arguments or chance.random() < 0.2:
            line["arguments"] = [chance.choice(numbers) for _ in range(chance.randint(0, len(control.arguments) + 1))]
        if control.kind == "name" or chance.random() < 0.1:
            line["text"] = chance.choice(("", "starter", "../x", "\0", self.model.fingerprint, "x" * 200))
        return line

    @cached_property
    def _lines(self) -> list[str]:
        path = self.folder / "good.jsonl"
        score = {0: [ControlEvent("temperature", 0.5)], 1: [ControlEvent("grid/fill", arguments=(1.0, 0.0, 0.0, 4.0))]}
        with JournalWriter(path, Header.of(self.model, self.folder / "small.distill", 3)) as writer:
            for frame in range(4):
                writer.log(frame, score.get(frame, ()))
        return path.read_text().splitlines()


class MidiDoor(Door):
    """MIDI files: read as scores, and everything in them obeyed."""

    def make(self, chance: random.Random) -> bytes:
        data = changed(chance, self._good) if chance.random() < 0.4 else self._odd(chance)
        return data if chance.random() < 0.8 else changed(chance, data)

    def use(self, data: bytes) -> None:
        score = Score(self.file(".mid", data), midimap.load(midimap.DEFAULT), LEVELS, CODEC.frame_rate)
        assert score.frames >= 1
        state = self.engine.initial_state(0)
        vocabulary = Vocabulary(LEVELS)
        for frame in sorted(score.events)[:FRAMES]:
            for event in score.events[frame]:
                assert event.name in vocabulary.controls
            state, block = self.engine.step(state, score.events[frame])
            check_sound(block.samples)

    @cached_property
    def _good(self) -> bytes:
        song = mido.MidiFile(ticks_per_beat=96)
        for channel in range(2):
            track = mido.MidiTrack()
            track.append(mido.MetaMessage("set_tempo", tempo=400_000))
            track.append(mido.MetaMessage("key_signature", key="D"))
            track.append(mido.Message("control_change", channel=channel, control=1, value=90, time=10))
            track.append(mido.Message("note_on", channel=channel, note=60, velocity=64, time=10))
            track.append(mido.Message("sysex", data=(1, 2, 3), time=1))
            track.append(mido.Message("pitchwheel", channel=channel, pitch=900, time=10))
            track.append(mido.Message("program_change", channel=channel, program=3, time=10))
            song.tracks.append(track)
        out = io.BytesIO()
        song.save(file=out)
        return out.getvalue()

    def _odd(self, chance: random.Random) -> bytes:
        """A file that is well formed in parts."""
        pick = chance.choice
        tracks: list[bytes] = []
        for _ in range(pick((1, 1, 2, 5))):
            events: list[bytes] = []
            for _ in range(chance.randint(0, 12)):
                meta = bytes(
                    [0xFF, pick((0x51, 0x59, 0x58, 0x54, 0x2F, 0x00, 0x20, 0x21, 0x7F, 0x60, chance.randrange(128)))]
                )
                body = chance.randbytes(pick((0, 1, 2, 3, 3, 5, 9)))
                event = pick(
                    (
                        bytes([pick((0x80, 0x90, 0xB0, 0xC0, 0xD0, 0xE0, 0xF1, 0xF2, 0xF8, 0xFE)) | pick((0, 1, 15))])
                        + chance.randbytes(pick((0, 1, 2, 2, 3))),
                        bytes([0xB0, pick((1, 7, 6, 38, 98, 99)), chance.randrange(128)]),
                        meta + _varying(pick((len(body), len(body), 0, 1_000_000, 2**28))) + body,
                        b"\xff\x51\x03" + pick((b"\0\0\0", b"\0\0\1", b"\xff\xff\xff", b"\7\xa1\x20")),
                        bytes([pick((0xF0, 0xF7))]) + _varying(pick((len(body), 200_000))) + body,
                        chance.randbytes(4),
                    )
                )
                events.append(_varying(pick((0, 1, 96, 96, 10_000, 2**28 - 1))) + event)
            content = b"".join(events) + pick((b"\0\xff\x2f\0", b"", b"\0\xff\x2f\0junk"))
            size = pick((len(content), len(content), len(content), 0, 1, len(content) + 5, 2**32 - 1))
            tracks.append(pick((b"MTrk", b"MTrk", b"MTrk", b"MTrk", b"XFIH")) + struct.pack(">L", size) + content)
        division = pick((96, 480, 1, 0, 0x7FFF, 0xE728, 0xE250, 0x8000, 0xFFFF))
        head = struct.pack(">HHH", pick((0, 1, 1, 2, 3, 0xFFFF)), pick((len(tracks), 0, 1, 0xFFFF)), division)
        song = b"MThd" + struct.pack(">L", pick((6, 6, 6, 10, 4))) + head + b"".join(tracks)
        if chance.random() < 0.2:
            song = (
                b"RIFF"
                + struct.pack("<L", len(song) + 12)
                + b"RMIDdata"
                + struct.pack("<L", pick((len(song), 0, 2**31)))
                + song
            )
        return song


def _varying(number: int) -> bytes:
    """A number as MIDI files write lengths and times."""
    groups = [number & 127]
    while number := number >> 7:
        groups.append(number & 127 | 128)
    return bytes(reversed(groups))


class MapDoor(Door):
    """MIDI maps: read, and driven by some messages."""

    def make(self, chance: random.Random) -> bytes:
        seeds = [path.read_bytes() for path in sorted(midimap.MAPS.glob("*.toml"))]
        seed = min(seeds, key=len) if chance.random() < 0.5 else chance.choice(seeds)
        if chance.random() < 0.3:
            return changed(chance, seed, seeds)
        lines = seed.decode().split("\n")
        given = [number for number, line in enumerate(lines) if "=" in line]
        for _ in range(chance.choice((1, 2))):
            place = chance.choice(given)
            value = chance.choice(
                (
                    hostile(chance), chance.choice(VALUES), "[" * 10_000, "{a=" * 5_000, "9" * 5_000, "0x" + "f" * 20_000, "nan", "-inf", "1e999",
                    "1979-05-27", "12:00:00", '"""\n' + "x" * 10 + '"""', "[[1, [2]]]", "a.b.c.d", '"temperature"', '"level/{n}/gain"', '"{n}"' , '"{"',
                    "[0, 1, 2, 3]", "1_0", "true", "[" + "1," * 20_000 + "]", '["F0 00 F7"]', '["F0' + " 00" * 5_000 + ' F7"]',
                )
            )  # fmt: skip
            key = (
                lines[place].partition("=")[0].strip()
                if chance.random() < 0.7
                else chance.choice(
                    (
                        "low",
                        "high",
                        "values",
                        "relative",
                        "press",
                        "channel",
                        "cc14",
                        "nrpn",
                        "light",
                        "note",
                        "a." * 2_000 + "b",
                    )
                )
            )
            lines[place] = f"{key} = {value}"
        return "\n".join(lines).encode()

    def use(self, data: bytes) -> None:
        read = midimap.load(self.file(".toml", data))
        desk = Desk(LEVELS)
        hand = Hand(read, desk)
        numbers = [number for source in (*read.bind, *read.free) for _, _, number in source.keys(read.channel)][:8]
        for number in (*numbers, 1, 60):
            for status, value in ((0xB0, 100), (0xB0, 0), (0x90, 99), (0x80, 0), (0xE0, 64)):
                for event in hand.hear(bytes([status | (read.channel - 1), number & 127, value]), 1.0):
                    said, _ = desk.vocabulary.event(
                        event.name, event.arguments or (() if event.value is None else (event.value,))
                    )
                    assert said is None or said == event or event.value is None, f"{event} is outside what it may be"
                    desk.send(event)
        list(hand.lights())


class SnapshotDoor(Door):
    """Snapshots and the list of slots beside a model: read, recalled and played on."""

    def make(self, chance: random.Random) -> bytes:
        if chance.random() < 0.2:
            document = json_changed(chance, json.loads(self._slots)).encode()
            return document if chance.random() < 0.7 else changed(chance, self._slots)
        if chance.random() < 0.3:
            return changed(chance, self._good)
        length = int.from_bytes(self._good[:8], "little")
        header = json.loads(self._good[8 : 8 + length])
        if chance.random() < 0.3:
            text = json_changed(chance, header).encode()
            return len(text).to_bytes(8, "little") + text + self._good[8 + length :]
        texts, tensors = header["__metadata__"], load(self._good)
        if chance.random() < 0.5:
            texts["state"] = json_changed(chance, json.loads(texts["state"]))
        else:
            name = chance.choice(list(tensors))
            tensor = tensors[name]
            if tensor.numel():
                values: tuple[float, ...] = (
                    (0, 1)
                    if tensor.dtype == torch.bool
                    else (0, -1, -2, 16, 30_000)
                    if not tensor.is_floating_point()
                    else (0, 1e30, float("inf"), float("nan"))
                )
                tensor.view(-1)[chance.randrange(tensor.numel())] = chance.choice(values)
            if chance.random() < 0.3:
                tensors[name] = chance.choice(
                    (tensor.flatten(), tensor[:0], tensor.float(), tensor.repeat(2, *([1] * (tensor.dim() - 1))))
                )
        return save(tensors, texts)

    def use(self, data: bytes) -> None:
        folder = self._shelf._folder
        if data[:1] in b"{[" or len(data) < 200:
            (folder / "slots.json").write_bytes(data)
            Shelf(self.engine, self.folder / "small.distill").load()
            return
        name = hashlib.sha256(data).hexdigest()[:32]
        path = folder / f"{name}.safetensors"
        path.write_bytes(data)
        try:
            kept = self._shelf.read(name)
        finally:
            path.unlink()
        state = self.engine.initial_state(0, {1: kept})
        for events in (
            [ControlEvent("snapshot/recall", arguments=(1.0,))],
            [ControlEvent("loop/on")],
            [ControlEvent("novelty", 0.01)],
            [],
        ):
            state, block = self.engine.step(state, events)
            check_sound(block.samples)

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf(self.engine, self.folder / "small.distill")

    @cached_property
    def _good(self) -> bytes:
        shelf = self._shelf
        state = self.engine.initial_state(3)
        for events in ([], [ControlEvent("deck/copy")], [ControlEvent("snapshot/save", arguments=(7.0,))]):
            state, block = self.engine.step(state, events)
            shelf.hear(block, state)
        assert not shelf.news
        return shelf._path(shelf.slots[7]).read_bytes()

    @cached_property
    def _slots(self) -> bytes:
        assert self._good
        return json.dumps({7: self._shelf.slots[7], 8: "a" * 32}).encode()


@dataclass(frozen=True)
class Peer:
    """Somebody who is answered."""

    heard: list[bytes]

    def send(self, packet: bytes) -> None:
        self.heard.append(packet)

    def at(self, port: int) -> "Peer":  # noqa: ARG002 - one is enough
        return self

    def __hash__(self) -> int:
        return 1


class OscDoor(Door):
    """OSC packets: obeyed or answered, with less than a hundred times what was said."""

    def make(self, chance: random.Random) -> bytes:
        pick = chance.choice
        name = pick(
            (
                *Vocabulary(LEVELS).controls,
                "get",
                "subscribe",
                "refresh",
                "ping",
                "*",
                "level/*/gain",
                "{a,b}",
                "[a-z]*",
                "*" * 2_000,
                "{" * 50,
                "[!" * 50,
                "//gain",
            )
        )
        address = f"{pick((PREFIX, PREFIX, PREFIX, '/', '', '//'))}{name}".encode()
        tags = "".join(pick("ifsbhdTFNItcrmS[]xy") for _ in range(chance.randint(0, 5)))
        body = b"".join(
            pick(
                (
                    struct.pack(">f", pick((0.5, 1.0, -1, 1e30, float("nan"), float("inf")))),
                    struct.pack(">i", pick((0, 1, -1, 2**31 - 1))),
                    b"abc\0",
                    chance.randbytes(4),
                )
            )
            for _ in range(len(tags) + chance.randint(-1, 1))
        )
        packet = _padded(address) + _padded(f",{tags}".encode()) + body
        for _ in range(pick((0, 0, 0, 1, 2, 12))):
            date = pick((b"\0\0\0\0\0\0\0\1", chance.randbytes(8)))
            packet = (
                oscpackets.BUNDLE + date + b"".join(len(packet).to_bytes(4) + packet for _ in range(pick((1, 1, 2))))
            )
        return changed(chance, packet) if chance.random() < 0.4 else packet

    def use(self, data: bytes) -> None:
        desk, peer = Desk(LEVELS), Peer([])
        session = Session(desk)
        session.hear(data, peer)
        session.tell_changes()
        session.tell_readings()
        for event in desk.events:
            assert event.name in desk.vocabulary.controls
        assert sum(map(len, peer.heard)) < 100_000, "an answer of more than 100,000 bytes"
        assert all(value == value for value in desk.controls.values()), "a control at NaN"  # noqa: PLR0124
        if data:
            try:
                frames = list(oscpackets.framing(data).feed(data[1:]))
            except oscpackets.PacketError:
                return
            assert sum(map(len, frames)) <= len(data)


def _padded(text: bytes) -> bytes:
    return text + bytes(4 - len(text) % 4)


@dataclass
class Wire:
    """The page's link to nobody."""

    sent: list[ControlEvent]

    def send(self, event: ControlEvent) -> None:
        self.sent.append(event)

    def watch(self, watched: bool) -> None:
        """Nobody looks."""


class PageDoor(Door):
    """What a page says on its socket: obeyed, or answered with a remark."""

    def make(self, chance: random.Random) -> bytes:
        name = chance.choice((*Vocabulary(LEVELS).controls, "nothing", ""))
        document: list[Any] = [
            name,
            *(chance.choice((0, 0.5, 1, -1, {"unit": 0.5}, "starter", None)) for _ in range(chance.randint(0, 5))),
        ]
        text = json_changed(chance, document) if chance.random() < 0.6 else json.dumps(document)
        return changed(chance, text.encode()) if chance.random() < 0.3 else text.encode()

    def use(self, data: bytes) -> None:
        backdrop = Backdrop(
            model=Path("m.distill"), card="card", captures=Path(), roles=("Structure", "Timbre"), size=16, frames=2048, rate=200.0,
            sample_rate=48_000, places=((0,) * 16,) * 2, norms=((0,) * 16,) * 2,
        )  # fmt: skip
        mirror = Mirror()
        mirror.change(Arrival(backdrop, "", Path("m.distill")))
        wire, queue = Wire([]), asyncio.Queue[str | None](100)
        Feed(wire, mirror)._obey(data.decode("utf-8", "replace"), queue)  # pyright: ignore[reportArgumentType]
        for event in wire.sent:
            assert event.name in mirror.vocabulary.controls
            assert event.value is None or abs(event.value) < 1e12
        while not queue.empty():
            assert len(queue.get_nowait() or "") < 5_000, "a remark of more than 5,000 letters"


DOORS: dict[str, Callable[[Path], Door]] = {
    "model": ModelDoor,
    "codes": CodesDoor,
    "archive": ArchiveDoor,
    "journal": JournalDoor,
    "midi": MidiDoor,
    "map": MapDoor,
    "snapshot": SnapshotDoor,
    "osc": OscDoor,
    "page": PageDoor,
}


def refused(door: Door, data: bytes) -> bool:
    """Whether ``data`` was refused in one line; otherwise it worked."""
    try:
        door.use(data)
    except DistillError as error:
        assert len(str(error).splitlines()) == 1, f"not one line: {str(error)[:300]!r}"
        assert len(str(error)) < 2_000, f"a line of {len(str(error))} letters: {str(error)[:300]!r}"
        return True
    return False
