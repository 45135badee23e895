"""The models on this machine: found by name and by what they are, and nothing hostile gets in."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from system import distill
from torch import Tensor

from distill import bundle, library
from distill.bundle import Bundle
from distill.errors import BundleError
from distill.hyperparameters import PriorConfig
from distill.library import LibraryError
from distill.library_entry import Search
from distill.model.prior import Prior
from distill.training.modules import bundle_of, modules_of

TODAY = datetime.now(UTC).astimezone().date()
DAY = timedelta(days=1)


def rewritten(source: Path, target: Path, change: Callable[[dict[str, Any]], None], tail: bytes = b"") -> Path:
    """A copy of a model file with another header."""
    content = source.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    change(header)
    text = json.dumps(header).encode()
    target.write_bytes(len(text).to_bytes(8, "little") + text + content[8 + length :] + tail)
    return target


@pytest.fixture
def shelf(tmp_path: Path, model_file: Path) -> Path:
    """A library of three models, one from another corpus, and a damaged file."""
    shelf = tmp_path / "models"
    for name in ("bells", "bells of iron"):
        library.copy(model_file, library.free(name, shelf))

    def foreign(header: dict[str, Any]) -> None:
        card = json.loads(header["__metadata__"]["card"])
        card["corpus"]["folder"] = "Foghorns"
        card["provenance"]["date"] = "2024-03-05T12:00:00+00:00"
        card["curves"] = []
        card["health"][2]["used"] = 0.1
        header["__metadata__"]["card"] = json.dumps(card)

    rewritten(model_file, shelf / "horn.distill", foreign)
    (shelf / "broken.distill").write_bytes(model_file.read_bytes()[:-5])
    return shelf


def names(shelf: Path, **wanted: Any) -> list[str]:
    return [entry.name for entry in library.entries(shelf) if Search(**wanted).finds(entry)]


def test_a_library_lists_what_is_there_and_what_is_damaged(shelf: Path) -> None:
    found = {entry.name: entry for entry in library.entries(shelf)}
    assert list(found) == ["bells", "bells of iron", "broken", "horn"]
    about = found["bells"].about
    assert about
    assert (about.corpus, about.files, about.levels, about.prior) == ("sounds", 6, 4, True)
    frames = {sum(level.counts) for level in about.health}
    assert len(frames) == 1
    assert all(len(level.counts) == about.codebook_size for level in about.health)
    assert found["broken"].about is None
    assert "bytes of tensors instead of" in found["broken"].damage


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"text": "IRON"}, ["bells of iron"]),
        ({"text": "fog"}, ["horn"]),
        ({"text": "bro"}, ["broken"]),
        ({"corpus": "sounds"}, ["bells", "bells of iron"]),
        ({"since": TODAY - DAY, "until": TODAY + DAY}, ["bells", "bells of iron"]),
        ({"until": TODAY - DAY}, ["horn"]),
        ({"levels": 4, "prior": False}, ["horn"]),
        ({"levels": 3}, []),
        ({"prior": True, "text": "bells"}, ["bells", "bells of iron"]),
        ({"health": 0.2, "corpus": "fog"}, []),
        ({"health": 0.1, "corpus": "fog"}, ["horn"]),
        ({"larger": 1000}, []),
        ({"smaller": 1000}, ["bells", "bells of iron", "broken", "horn"]),
    ],
)
def test_search_finds_by_what_a_model_is(shelf: Path, wanted: dict[str, Any], found: list[str]) -> None:
    assert names(shelf, **wanted) == found


def test_a_model_goes_by_name_path_or_beginning(
    shelf: Path, model_file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DISTILL_LIBRARY", str(shelf))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "horn").mkdir()
    assert bundle.find(Path("horn")) == shelf / "horn.distill"
    assert bundle.find(Path("ho")) == bundle.find(Path("Horn.distill")) == shelf / "horn.distill"
    assert bundle.find(Path("bells")) == shelf / "bells.distill"
    assert bundle.find(Path("starter")) == bundle.STARTER
    assert bundle.find(model_file) == model_file
    assert bundle.find(Path("tuba")) == Path("tuba")
    with pytest.raises(LibraryError, match="3 models begin with b: bells, bells of iron, broken"):
        bundle.find(Path("b"))


def test_a_model_is_known_again_by_its_fingerprint(shelf: Path, model_file: Path) -> None:
    fingerprint = bundle.load(model_file).fingerprint
    assert library.with_fingerprint(fingerprint, [bundle.STARTER, shelf]) == shelf / "bells.distill"
    assert library.with_fingerprint("0" * 64, [bundle.STARTER, shelf]) is None


def test_renaming_and_deleting_take_along_what_training_left(shelf: Path) -> None:
    (shelf / "horn.preview.wav").write_text("sound")
    library.rename(shelf / "horn.distill", "tuba")
    assert (shelf / "tuba.preview.wav").exists()
    assert names(shelf, text="fog") == ["tuba"]
    for _ in range(2):
        gone = library.delete(library.known("bells", shelf))
        shutil.copy(gone, shelf / "bells.distill")
    library.delete(shelf / "tuba.distill")
    assert sorted(path.name for path in (shelf / library.TRASH).iterdir()) == [
        "bells 2.distill",
        "bells.distill",
        "tuba.distill",
        "tuba.preview.wav",
    ]
    assert names(shelf) == ["bells", "bells of iron", "broken"]


@pytest.mark.parametrize(
    "name", ["", "../up", "a/b", "a\\b", ".hidden", "C:x", "a\nb", "x" * 101, "starter", " a", "a*"]
)
def test_what_is_no_name_is_refused(shelf: Path, name: str) -> None:
    with pytest.raises(LibraryError, match="cannot be a model's name"):
        library.rename(shelf / "horn.distill", name)
    assert (shelf / "horn.distill").exists()


def test_a_model_from_before_counts_were_kept_is_read(model_file: Path, tmp_path: Path) -> None:
    def forget(header: dict[str, Any]) -> None:
        card = json.loads(header["__metadata__"]["card"])
        for level in card["health"]:
            del level["counts"]
        header["__metadata__"]["card"] = json.dumps(card)

    path = rewritten(model_file, tmp_path / "old.distill", forget)
    assert {level.counts for level in bundle.load(path).card.health} == {()}
    about = library.entry(path).about
    assert about
    assert {level.counts for level in about.health} == {()}


def test_a_taken_name_and_an_unknown_one_are_said(shelf: Path) -> None:
    with pytest.raises(LibraryError, match="There is a bells"):
        library.rename(shelf / "horn.distill", "bells")
    with pytest.raises(LibraryError, match="called tuba"):
        library.known("tuba", shelf)


def config(part: str, **values: float) -> Callable[[dict[str, Any]], None]:
    def change(header: dict[str, Any]) -> None:
        texts = header["__metadata__"]
        texts[part] = json.dumps(json.loads(texts[part]) | values)

    return change


def shape(name: str, *sizes: int) -> Callable[[dict[str, Any]], None]:
    return lambda header: header[name].update(shape=list(sizes))


HOSTILE: list[tuple[Callable[[dict[str, Any]], None], str]] = [
    (config("codec", dim=10**12), "a size of 1000000000000"),
    (config("codec", blocks=100_000), "a size of 100000"),
    (config("codec", width=100_000), "has the shape"),
    (config("codec", codebook_size=131_072), "has the shape"),
    (config("codec", hop=1), "do not fit together"),
    (config("prior", width=131_072, codebook_size=131_072), "has the shape"),
    (shape("memory", 10**12), "a memory of the shape"),
    (shape("codec.quantizer.codebooks", 4, 10**9, 64), "has the shape (4, 1000000000, 64)"),
    (shape("codec.centre", -1), "a negative shape"),
    (lambda header: header.update({"../../evil": header["codec.centre"]}), "../../evil is missing or too much"),
    (lambda header: header["__metadata__"].update(version="4"), "Update Distill"),
    (lambda header: header["__metadata__"].pop("card"), "do not fit together"),
    (lambda header: header.update(x=[]), "damaged"),
    (config("codec", hop=4096), "hop 4096 and low 64 do not go with a window of 2048"),
    (config("codec", hop=2048), "do not go with"),
    (config("codec", low=1025), "do not go with"),
    (config("codec", blocks=0), "blocks"),
    (lambda header: header["__metadata__"].update(codec="[" * 100_000), "recursion limit"),
    (lambda header: header["__metadata__"].update(card="\ud800"), "half of a surrogate pair"),
    (lambda header: header["__metadata__"].update(version=["x"] * 9_000), "is of version"),
    (lambda header: header["memory"].update(data_offsets=[0, float("inf")]), "Infinity is no number"),
    (config("card", perplexity=float("nan")), "damaged"),
]


@pytest.mark.parametrize(("change", "message"), HOSTILE)
def test_a_hostile_file_is_one_clear_line(
    model_file: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None], message: str
) -> None:
    path = rewritten(model_file, tmp_path / "evil.distill", change)
    with pytest.raises(BundleError, match=re.escape(message)) as error:
        bundle.load(path)
    assert "\n" not in str(error.value)


def sealed(source: Path, target: Path, change: Callable[[dict[str, Tensor]], object]) -> Path:
    """A copy of a model file with other numbers, whose fingerprint is theirs."""
    with safe_open(source, framework="pt") as file:
        texts: dict[str, str] = file.metadata()
    tensors = load_file(source)
    change(tensors)
    digest = hashlib.sha256(f"{texts['codec']}{texts['prior']}".encode())
    for name, tensor in sorted(tensors.items()):
        digest.update(name.encode())
        digest.update(tensor.numpy().tobytes())
    save_file(tensors, target, metadata={**texts, "fingerprint": digest.hexdigest()})
    return target


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("codec.quantizer.codebooks", float("nan")),
        ("codec.decoder.bias", float("inf")),
        ("codec.decoder.bias", 1e30),
        ("codec.loudest", -float("inf")),
        ("codec.spread", 0.0),
        ("codec.spread", -1.0),
        ("codec.spread", 1e-40),
        ("prior.out_bias", float("nan")),
        ("prior.recurrent.weight_hh_l0", 1e38),
        ("memory", 30_000),
        ("memory", -2),
    ],
)
def test_a_model_with_a_number_that_cannot_be_played_is_neither_loaded_nor_saved(
    model: Bundle, model_file: Path, tmp_path: Path, name: str, number: float
) -> None:
    path = sealed(model_file, tmp_path / "evil.distill", lambda tensors: tensors[name].view(-1)[0].fill_(number))
    with pytest.raises(BundleError, match=re.escape(name) if name != "memory" else "other codes"):
        bundle.load(path)
    arrays = {name: array.copy() for name, array in model.tensors.items()}
    ours = Bundle.of(model.codec.config, model.prior.config, arrays, model.corpus_codes, model.card)
    wrong = ours.corpus_codes if name == "memory" else arrays[name]
    wrong.reshape(-1)[0] = number
    with pytest.raises(BundleError, match="is not saved"):
        bundle.save(ours, tmp_path / "new.distill")
    assert [path.name for path in tmp_path.iterdir()] == ["evil.distill"]


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_numbers_of_another_precision_are_checked_too(model_file: Path, tmp_path: Path, number: float) -> None:
    def change(tensors: dict[str, Tensor]) -> None:
        tensors["codec.decoder.bias"] = tensors["codec.decoder.bias"].half()
        tensors["codec.decoder.bias"][0] = number

    with pytest.raises(BundleError, match=r"codec\.decoder\.bias has a number"):
        bundle.load(sealed(model_file, tmp_path / "evil.distill", change))


def test_codec_and_prior_have_the_same_levels_and_codes(model: Bundle, tmp_path: Path) -> None:
    for config in (
        PriorConfig(levels=3, codebook_size=model.codec.config.codebook_size),
        PriorConfig(levels=4, codebook_size=7),
    ):
        codec, _ = modules_of(model)
        bundle.save(bundle_of(codec, Prior(config), model.corpus_codes, model.card), tmp_path / "odd.distill")
        with pytest.raises(BundleError, match="a codec of 4 levels"):
            bundle.load(tmp_path / "odd.distill")


def texts(**values: str) -> Callable[[dict[str, Any]], None]:
    return lambda header: header["__metadata__"].update(values)


def offsets(*values: float) -> Callable[[dict[str, Any]], None]:
    return lambda header: header["memory"].update(data_offsets=list(values))


def date(text: str) -> Callable[[dict[str, Any]], None]:
    def change(header: dict[str, Any]) -> None:
        card = json.loads(header["__metadata__"]["card"])
        card["provenance"]["date"] = text
        header["__metadata__"]["card"] = json.dumps(card)

    return change


@pytest.mark.parametrize(
    "change",
    [
        date("0001-01-01T00:00:00Z"),
        date("9999-12-31T23:59:59-12:00"),
        texts(card="[" * 100_000),
        texts(card='{"corpus": 1e999}'),
        texts(card="9" * 5_000),
        config("codec", levels=float("inf")),
        offsets(0, float("inf")),
    ],
)
def test_one_damaged_file_breaks_no_list(
    home: Mapping[str, str], shelf: Path, model_file: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    rewritten(model_file, shelf / "broken.distill", change)
    for command in (["list"], ["search", "--since", "2020-01-01"], ["search", "bells"], ["show", "broken"]):
        done = distill(home, "library", *command, "--folder", shelf, cwd=shelf)
        assert done.returncode == 0, done.stderr
        assert ("amaged" in done.stdout) == (command[0] in ("list", "show"))
        assert ("bells" in done.stdout) == (command[0] != "show")


HEADERS = [
    (2**63).to_bytes(8, "little") + b"{}",
    (1 << 40).to_bytes(8, "little") + bytes(100),
    (6).to_bytes(8, "little") + b"[" * 6,
    (100_000).to_bytes(8, "little") + b"[" * 100_000,
    (2).to_bytes(8, "little") + b"{}",
    (2).to_bytes(8, "little") + b"[]",
    b"",
]


@pytest.mark.parametrize("content", HEADERS)
def test_a_hostile_header_is_one_clear_line_and_listed_as_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "evil.distill"
    path.write_bytes(content)
    with pytest.raises(BundleError):
        bundle.load(path)
    (found,) = library.entries(tmp_path)
    assert found.damage


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured as Unix does")
def test_refusing_takes_no_memory(model_file: Path, tmp_path: Path) -> None:
    """In a process of its own, which may take little more memory than loading a good model takes."""
    for number, change in enumerate((config("codec", width=100_000), shape("memory", 10**12))):
        rewritten(model_file, tmp_path / f"{number}.distill", change)
    huge = tmp_path / "2.distill"
    huge.write_bytes((1 << 33).to_bytes(8, "little"))
    os.truncate(huge, 1 << 34)
    script = """
import resource, sys
from pathlib import Path
from distill import bundle
from distill.errors import DistillError
bundle.load(Path(sys.argv[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sys.argv[2:]:
    try:
        bundle.load(Path(path))
    except DistillError:
        continue
    sys.exit("loaded")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / before)
"""
    paths = [str(path) for path in (model_file, *sorted(tmp_path.glob("?.distill")))]
    done = subprocess.run([sys.executable, "-c", script, *paths], check=True, capture_output=True, text=True)
    assert float(done.stdout) < 1.1


def about(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(header: dict[str, Any]) -> None:
        card = json.loads(header["__metadata__"]["card"])
        card["provenance"][key] = value
        header["__metadata__"]["card"] = json.dumps(card)

    return change


@pytest.mark.parametrize("change", [about("seed", "none"), about("place", "here"), about("date", "1066-10-14")])
def test_what_cannot_be_loaded_is_listed_as_damaged(
    model_file: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    path = rewritten(model_file, tmp_path / "odd.distill", change)
    with pytest.raises(BundleError):
        bundle.load(path)
    assert library.entry(path).damage


def test_listing_and_following_need_no_pytorch() -> None:
    script = """
import sys
from distill import library, progress_protocol
assert library.entry(library.STARTER).about
sys.exit("torch" in sys.modules)
"""
    subprocess.run([sys.executable, "-c", script], check=True)
