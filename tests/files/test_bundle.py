from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import load_file, save_file

from distill import bundle
from distill.bundle import Bundle
from distill.errors import BundleError
from distill.io import model_header


def damage(path: Path, copy: Path, place: float) -> Path:
    """A copy of ``path`` with one byte changed, ``place`` of the way through it."""
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 0xFF
    copy.write_bytes(content)
    return copy


def test_a_model_comes_back_as_it_was(model: Bundle, model_file: Path) -> None:
    again = bundle.load(model_file)
    assert again.fingerprint == model.fingerprint
    assert again.card == model.card
    assert np.array_equal(again.memory_codes, model.memory_codes)
    assert len(model.memory_codes) == model.codec.config.levels
    codes = np.random.default_rng(1).integers(model.codec.config.codebook_size, size=(1, model.codec.config.levels, 20))
    assert np.array_equal(again.codec.decode(codes), model.codec.decode(codes))


def test_a_model_without_a_memory_is_written_as_before_and_comes_back(model: Bundle, tmp_path: Path) -> None:
    parts = model.codec.config, model.prior.config, model.tensors
    bundle.save(Bundle.of(*parts, model.corpus_codes, model.card), tmp_path / "old.distill")
    again = bundle.load(tmp_path / "old.distill")
    assert model_header.read(tmp_path / "old.distill").texts["version"] == "2"
    assert not again.prior.has_memory
    assert np.array_equal(again.corpus_codes, model.corpus_codes)


def test_the_card_tells_of_corpus_and_health(model: Bundle) -> None:
    assert model.card.corpus.files == 6
    assert [level.role for level in model.card.health] == ["Structure", "Timbre", "Detail", "Detail 2"]
    assert all(0 < level.used <= 1 for level in model.card.health)


def test_a_missing_model_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="distill train"):
        bundle.load(tmp_path / "none.distill")


@pytest.mark.parametrize("place", [0.0, 0.3, 0.6, 0.999])
def test_a_changed_byte_is_noticed(model_file: Path, tmp_path: Path, place: float) -> None:
    with pytest.raises(BundleError, match="damaged"):
        bundle.load(damage(model_file, tmp_path / "damaged.distill", place))


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.999])
def test_a_truncated_model_is_noticed(model_file: Path, tmp_path: Path, share: float) -> None:
    content = model_file.read_bytes()
    (tmp_path / "short.distill").write_bytes(content[: int(len(content) * share)])
    with pytest.raises(BundleError, match=r"damaged or not a \.distill file" if share else "is no Distill model"):
        bundle.load(tmp_path / "short.distill")


def test_a_newer_and_a_foreign_file_are_told_apart(model_file: Path, tmp_path: Path) -> None:
    tensors = load_file(model_file)
    save_file(tensors, tmp_path / "newer.distill", metadata={"format": "distill", "version": "4"})
    save_file(tensors, tmp_path / "foreign.distill", metadata={"format": "pt"})
    with pytest.raises(BundleError, match=r"version 4.*Update"):
        bundle.load(tmp_path / "newer.distill")
    with pytest.raises(BundleError, match="no Distill model"):
        bundle.load(tmp_path / "foreign.distill")


def test_a_place_that_cannot_be_written_to_is_named(model: Bundle, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="nowhere"):
        bundle.save(model, tmp_path / "nowhere" / "m.distill")
