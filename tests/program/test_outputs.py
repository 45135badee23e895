"""What is there already: nothing is written over but what the program wrote itself."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
from system import distill, fails_in_one_line, write_sounds

from distill import audio, bundle, library, plotting
from distill.audio import Samples
from distill.bundle import Bundle
from distill.errors import DistillError
from distill.grid import grid_file
from distill.offline import encode_decode
from distill.training import checkpoint
from live.session.journal import JournalWriter, Performance
from live.session.performance_header import PerformanceHeader

FOREIGN = b"RIFF\x24\0\0\0WAVE what somebody else made, \xff\0 and keeps"


@pytest.fixture(scope="module")
def encoded(model: Bundle, short: Mapping[str, Samples]) -> grid_file.GridFile:
    return grid_file.GridFile.of(encode_decode.encode(model.codec, short["drum-1.wav"][:9600]), model, 9600)


@pytest.fixture
def place(
    tmp_path: Path, model: Bundle, model_file: Path, encoded: grid_file.GridFile, short: Mapping[str, Samples]
) -> Path:
    """A folder with recordings, a model, its codes and a performance."""
    write_sounds(tmp_path / "in", short)
    (tmp_path / "m.distill").write_bytes(model_file.read_bytes())
    grid_file.write(encoded, tmp_path / "a.codes.json")
    Performance(PerformanceHeader.of(model, tmp_path / "m.distill", 1), 20, {}).save(tmp_path / "p.jsonl")
    return tmp_path


COMMANDS = {
    "x.distill": "train in --minutes 0.02 --preset fast -o",
    "x.distill ": "train-prior m.distill in --minutes 0.02 -o",
    "x.wav": "generate m.distill --seconds 0.1 -o",
    "x.flac": "render p.jsonl -o",
    "x.codes.json": "encode m.distill in/drum-1.wav -o",
    "x.npz": "encode m.distill in/drum-1.wav -o",
    "x.ogg": "decode m.distill a.codes.json -o",
    "y.codes.json": "codes clear a.codes.json --level 1 -o",
    "x.mp3": "codes preview m.distill 1 2 -o",
    "y.wav": "codes blend a.codes.json a.codes.json -o",
    "z.npz": "codes blend a.codes.json a.codes.json -o",
    "x.png": "codes show a.codes.json -o",
    "x.svg": "codes show a.codes.json -o",
    "x.jsonl": "live m.distill --seconds 0.1 --osc-port 0 --journal",
    "z.wav": "live m.distill --seconds 0.1 --osc-port 0 --capture",
}
"""What each command writes, and how it is told where to."""
CARDLESS = ("x.jsonl", "z.wav")
"""What is written on a stage only."""


@pytest.mark.parametrize(("name", "command"), COMMANDS.items(), ids=lambda text: text.split(" -")[0])
def test_what_somebody_else_made_is_never_written_over(
    home: Mapping[str, str], place: Path, name: str, command: str
) -> None:
    name = name.strip()
    (place / name).write_bytes(FOREIGN)
    said = fails_in_one_line(distill(home, *command.split(), name, cwd=place))
    assert f"{name} is there already and is not" in said
    assert (place / name).read_bytes() == FOREIGN


@pytest.mark.parametrize("command", ["train in --resume -o", "generate m.distill -o", "atlas m.distill -o"])
def test_a_place_that_is_none_is_one_line_before_any_time_is_spent(
    home: Mapping[str, str], place: Path, command: str
) -> None:
    suffix = {"train": ".distill", "generate": ".wav"}.get(command.split(maxsplit=1)[0], "")
    (place / f"folder{suffix}").mkdir()
    os.mkfifo(place / f"pipe{suffix}")
    wanted = {
        "nowhere/x": "There is no folder nowhere",
        "folder": "is a folder",
        "pipe": "is no file",
        "語" * 100: "File name too long",
    }
    if command.startswith("atlas"):
        wanted = {"pipe": "Cannot make the folder", "語" * 100: "File name too long"}
    for name, message in wanted.items():
        assert message in fails_in_one_line(distill(home, *command.split(), f"{name}{suffix}", cwd=place))
    assert (place / f"folder{suffix}").is_dir()


@pytest.mark.parametrize("name", ["", ".", "/", "in/", "./in/", "m.distill/"])
def test_a_folder_is_no_place_for_a_model(home: Mapping[str, str], place: Path, name: str) -> None:
    for resume in ((), ("--resume",)):
        assert "is a folder" in fails_in_one_line(distill(home, "train", "in", *resume, "-o", name, cwd=place))
    assert not (place / "library").exists()


@pytest.mark.parametrize("name", ["my.checkpoint", "My.Checkpoint", "a.curves.png", "a.preview.wav", "a.snapshots"])
def test_names_of_what_is_kept_beside_a_model_are_no_models(home: Mapping[str, str], place: Path, name: str) -> None:
    for command in ("train", "train-prior m.distill"):
        said = fails_in_one_line(distill(home, *command.split(), "in", "-o", name, cwd=place))
        assert "belongs to what is kept beside a model" in said
    assert not (place / name).exists()
    with pytest.raises(DistillError, match="beside a model"):
        library.copy(place / "m.distill", place / name)


@pytest.mark.parametrize("name", ["new.curves.png", "new.preview.wav", "new.checkpoint"])
def test_what_somebody_else_keeps_beside_a_new_model_stays(home: Mapping[str, str], place: Path, name: str) -> None:
    (place / name).write_bytes(FOREIGN)
    said = fails_in_one_line(distill(home, "train", "in", "-o", "new.distill", cwd=place))
    assert f"{name} is there already" in said
    assert (place / name).read_bytes() == FOREIGN
    assert not (place / "new.distill").exists()


@pytest.mark.parametrize("name", ["demo.distill", "demo.jsonl", "demo.wav", "demo.png", "demo-sounds/drum-1.wav"])
def test_the_demo_leaves_alone_what_is_not_its_own(home: Mapping[str, str], tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(FOREIGN)
    assert f"{name} is there already" in fails_in_one_line(distill(home, "demo", "--minutes", 0.02, cwd=tmp_path))
    assert (tmp_path / name).read_bytes() == FOREIGN
    assert "Cannot make the folder" in fails_in_one_line(distill(home, "demo", "-o", name, cwd=tmp_path))


def test_what_comes_there_in_the_meantime_stays(place: Path) -> None:
    with pytest.raises(DistillError, match="is there already"), audio.writing(place / "late.wav"):
        (place / "late.wav").write_bytes(FOREIGN)
    assert (place / "late.wav").read_bytes() == FOREIGN
    assert not list(place.glob(".*"))


def test_every_writer_knows_its_own_files(place: Path, model: Bundle, sounds: Mapping[str, Samples]) -> None:
    codes, samples = grid_file.read(place / "a.codes.json"), sounds["drum-1.wav"]
    for _ in range(2):
        for suffix in audio.SUBTYPES:
            audio.write(place / f"own{suffix}", samples)
            np.testing.assert_allclose(audio.read(place / f"own{suffix}"), samples, atol=0.3)
        for name in ("own.codes.json", "own.npz"):
            grid_file.write(codes, place / name)
        for suffix in plotting.MARKS:
            plotting.curves(place / f"own{suffix}", model.card.curves)
        bundle.save(model, place / "own.distill")
        checkpoint.write(place / "own.checkpoint", {"settings": {}, "large": torch.zeros(1000)})
    text = json.dumps(json.loads((place / "own.codes.json").read_text()), sort_keys=True, indent=8)
    (place / "own.codes.json").write_text(text)
    grid_file.write(codes, place / "own.codes.json")


def test_a_mark_changes_no_sample(tmp_path: Path, sounds: Mapping[str, Samples]) -> None:
    samples = sounds["drum-1.wav"]
    for suffix, subtype in audio.SUBTYPES.items():
        audio.write(tmp_path / f"own{suffix}", samples, generated=True)
        soundfile.write(tmp_path / f"bare{suffix}", samples, audio.SAMPLE_RATE, subtype=subtype)
        own, bare = (soundfile.read(tmp_path / f"{name}{suffix}", dtype="float32")[0] for name in ("own", "bare"))
        assert np.array_equal(own, bare)


@pytest.mark.parametrize("content", [FOREIGN, b'{"format": "diary"}\n', b"\xff" * 100])
def test_a_performance_is_logged_over_no_other_file(place: Path, model: Bundle, content: bytes) -> None:
    header = PerformanceHeader.of(model, place / "m.distill", 1)
    (place / "q.jsonl").write_bytes(content)
    with pytest.raises(DistillError, match="is there already and is not the log of a performance"):
        JournalWriter(place / "q.jsonl", header)
    with pytest.raises(DistillError, match="in is a folder"):
        JournalWriter(place / "in", header)
    assert (place / "in" / "drum-1.wav").exists()
    assert sorted(path.name for path in place.glob("q*")) == ["q.jsonl"]
    with JournalWriter(place / "p.jsonl", header) as writer:
        assert writer.kept == place / "p.1.jsonl"


@pytest.mark.parametrize(
    "words",
    [
        "codes clear a.codes.json --at 5:2",
        "codes clear a.codes.json --at 5:5",
        "codes lock a.codes.json --at 0.1s:0s",
        "codes shift a.codes.json --by 2 --level 3-2",
        "render p.jsonl -o x.wav --from 0.1s --to 0.05s",
        "render p.jsonl -o x.wav --from 99s",
    ],
)
def test_a_region_that_ends_before_it_begins_is_one_line(home: Mapping[str, str], place: Path, words: str) -> None:
    before = (place / "a.codes.json").read_bytes()
    said = fails_in_one_line(distill(home, *words.split(), cwd=place))
    assert "ends before it begins" in said or "Nothing is between" in said
    assert words.rsplit(maxsplit=1)[-1] in said
    assert (place / "a.codes.json").read_bytes() == before


@pytest.mark.parametrize(("pitch", "rate"), [(21_500, 48_000), (30_000, 96_000)])
def test_what_nobody_hears_is_not_encoded(home: Mapping[str, str], place: Path, pitch: int, rate: int) -> None:
    bat = np.sin(2 * np.pi * pitch * np.arange(rate) / rate)[:, None].astype(np.float32)
    audio.write(place / "bat.wav", bat, sample_rate=rate)
    for words in ("encode m.distill bat.wav -o x.npz", "generate m.distill --prime bat.wav -o x.wav"):
        assert "nothing in it below 20 kHz" in fails_in_one_line(distill(home, *words.split(), cwd=place))


def test_takes_are_made_again_under_the_same_name(home: Mapping[str, str], place: Path) -> None:
    (place / "x.wav").touch()
    for seed in (1, 2):
        done = distill(home, "generate", "m.distill", "--seconds", 0.1, "--seed", seed, "-o", "x.wav", cwd=place)
        assert done.returncode == 0, done.stderr
    assert soundfile.info(place / "x.wav").duration == pytest.approx(0.1)
