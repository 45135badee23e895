"""Grids, journals, MIDI files and maps that were damaged or forged."""

import io
import json
import random
import struct
from functools import cached_property
from pathlib import Path
from typing import Any

import mido
import torch
from doors import CODEC, FRAMES, LEVELS, Door, check_sound
from mutations import VALUES, changed, hostile, json_changed, zip_changed
from stage import Desk

from controllers.midi import map_file
from controllers.midi.device_binding import DeviceBinding
from controllers.midi.score import Score
from distill.grid import grid_file
from distill.grid.grid import CodeGrid, History
from distill.grid.grid_file import GridFile
from distill.offline import encode_decode
from live.controls import ControlEvent, Vocabulary
from live.session import journal
from live.session.journal import JournalWriter
from live.session.performance_header import PerformanceHeader
from live.session.render import render


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
        codes = grid_file.read(self.file(self.suffix, data))
        history = codes.history
        while history.past:
            history = history.undo()
        while history.future:
            history = history.redo()
        grid_file.write(codes, self.folder / f"again{self.suffix}")
        grid_file.check_model(codes, self.model, Path("input"))
        if codes.grid.frames < 100:
            check_sound(encode_decode.decode(self.model.codec, codes.grid, codes.samples))

    @cached_property
    def good(self) -> bytes:
        grid = CodeGrid.of(torch.arange(40).view(2, 20) % 16, 16)
        history = History(grid)
        history = history.then(grid.set(grid.region(level=0, frame=3, frames=4), 5))
        history = history.then(history.present.lock(grid.region(level=1, frame=3, frames=2))).undo()
        path = self.folder / f"good{self.suffix}"
        grid_file.write(GridFile(history, self.model.fingerprint, CODEC.frame_rate, 4_000), path)
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
        with JournalWriter(path, PerformanceHeader.of(self.model, self.folder / "small.distill", 3)) as writer:
            for frame in range(4):
                writer.log(frame, score.get(frame, ()))
        return path.read_text().splitlines()


class MidiDoor(Door):
    """MIDI files: read as scores, and everything in them obeyed."""

    def make(self, chance: random.Random) -> bytes:
        data = changed(chance, self._good) if chance.random() < 0.4 else self._odd(chance)
        return data if chance.random() < 0.8 else changed(chance, data)

    def use(self, data: bytes) -> None:
        score = Score(self.file(".mid", data), map_file.load(map_file.DEFAULT), LEVELS, CODEC.frame_rate)
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


MAP_KEYS = (
    "low", "high", "values", "relative", "press", "channel", "cc14", "nrpn", "light", "note", "a." * 2_000 + "b",
)  # fmt: skip
MAP_VALUES = (
    *VALUES, "[" * 10_000, "{a=" * 5_000, "9" * 5_000, "0x" + "f" * 20_000, "nan", "-inf", "1e999", "1979-05-27",
    "12:00:00", '"""\nx"""', "[[1, [2]]]", "a.b.c.d", '"temperature"', '"level/{n}/gain"', '"{n}"', '"{"',
    "[0, 1, 2, 3]", "1_0", "true", "[" + "1," * 20_000 + "]", '["F0 00 F7"]', '["F0' + " 00" * 5_000 + ' F7"]',
)  # fmt: skip


class MapDoor(Door):
    """MIDI maps: read, and driven by some messages."""

    def make(self, chance: random.Random) -> bytes:
        seeds = [path.read_bytes() for path in sorted(map_file.MAPS.glob("*.toml"))]
        seed = min(seeds, key=len) if chance.random() < 0.5 else chance.choice(seeds)
        if chance.random() < 0.3:
            return changed(chance, seed, seeds)
        lines = seed.decode().split("\n")
        given = [number for number, line in enumerate(lines) if "=" in line]
        for _ in range(chance.choice((1, 2))):
            place = chance.choice(given)
            value = hostile(chance) if chance.random() < 0.3 else chance.choice(MAP_VALUES)
            key = lines[place].partition("=")[0].strip() if chance.random() < 0.7 else chance.choice(MAP_KEYS)
            lines[place] = f"{key} = {value}"
        return "\n".join(lines).encode()

    def use(self, data: bytes) -> None:
        read = map_file.load(self.file(".toml", data))
        desk = Desk(LEVELS)
        device = DeviceBinding(read, desk)
        numbers = [number for source in (*read.bind, *read.free) for _, _, number in source.keys(read.channel)][:8]
        channel = 1 if read.channel == "all" else read.channel
        for number in (*numbers, 1, 60):
            for status, value in ((0xB0, 100), (0xB0, 0), (0x90, 99), (0x80, 0), (0xE0, 64)):
                for event in device.on_message(bytes([status | (channel - 1), number & 127, value]), 1.0):
                    said, _ = desk.vocabulary.event(
                        event.name, event.arguments or (() if event.value is None else (event.value,))
                    )
                    assert said is None or said == event or event.value is None, f"{event} is outside what it may be"
                    desk.send(event)
        list(device.lights())
