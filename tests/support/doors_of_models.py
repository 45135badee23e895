"""Models and snapshots that were damaged or forged."""

import hashlib
import json
import random
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from doors import CODEC, FRAMES, PRIOR, Door, check_sound, small_model
from mutations import changed, json_changed
from safetensors.torch import load, save
from torch import Tensor

from distill import bundle, library
from distill.bundle import Bundle
from distill.hyperparameters import CodecConfig, PriorConfig
from distill.kernels.memory import CHANCES
from distill.kernels.noise import gumbel_noises, memory_chances
from distill.kernels.prior import CodeChoice
from distill.kernels.runtime import limited
from distill.kernels.sampling import SamplingOptions
from distill.library_entry import Search
from distill.model.codec import Codec
from distill.model.prior import Prior
from distill.training.modules import bundle_of
from live.controls import ControlEvent, Vocabulary
from live.session.snapshots import SnapshotStore


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

    def _tensors(self, chance: random.Random, model: Bundle) -> dict[str, Tensor]:
        """The tensors of a model, with numbers that no training ends with."""
        tensors = {name: tensor.clone() for name, tensor in _parts(model).items()}
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
        shape: dict[str, Any] = {
            "sample_rate": pick((1, 8_000, 48_000, 48_000, 192_000, 100_000)),
            "hop": pick((1, 3, 4, 240, 240, 480, 512, 513, 4800)),
            "channels": pick((1, 2)), "window": pick((2, 4, 16, 512, 512, 1024)),
            "synthesis_window": pick((None, None, 6, 482, 512)),
            "low": pick((1, 8, 8, 100, 256, 257, 600)),
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
        corpus = np.array(pick(([-1, 1, -1], [], [99, 5])), dtype=np.int16)
        if chance.random() < 0.5:
            corpus = np.tile(corpus, (levels, 1))
        model = bundle_of(codec, prior, corpus, self.model.card)
        tensors = self._tensors(chance, model) if chance.random() < 0.2 else _parts(model)
        return _sealed(codec_config, prior_config, tensors)


def _parts(model: Bundle) -> dict[str, Tensor]:
    """The tensors of a model, by the names that they have in its file."""
    named = {**bundle.memory_tensors(model.memory_codes), **model.tensors}
    return {name: torch.tensor(array) for name, array in named.items()}


def _sealed(codec: CodecConfig, prior: PriorConfig, tensors: dict[str, Tensor]) -> bytes:
    """A model file whose fingerprint is right, whatever is in it."""
    digest = hashlib.sha256(f"{codec.model_dump_json()}{prior.model_dump_json()}".encode())
    for name, tensor in sorted(tensors.items()):
        digest.update(name.encode())
        digest.update(tensor.contiguous().numpy().tobytes())
    texts = {
        "format": "distill", "version": "3", "codec": codec.model_dump_json(), "prior": prior.model_dump_json(),
        "card": small_model().card.model_dump_json(), "fingerprint": digest.hexdigest(),
    }  # fmt: skip
    return save({name: tensor.contiguous() for name, tensor in tensors.items()}, texts)


def play(model: Bundle) -> None:
    """Have a model play some frames."""
    config = model.codec.config
    state, decoder = model.prior.initial_state(), model.codec.initial_state()
    options = SamplingOptions.of([1.0] * config.levels, config.codebook_size)
    vocabulary = Vocabulary(config.levels)
    assert vocabulary.defaults()
    for draw in range(FRAMES):
        noise = gumbel_noises([(1, draw)], config.levels, config.codebook_size)
        free, one = np.full((1, config.levels), -1), np.ones(1, np.int64)
        chances = memory_chances([(1, draw)], CHANCES)
        choice = CodeChoice(noise, options, free, one, np.full(1, 0.7, np.float32), chances)
        codes, state = model.prior.sample_step(state, choice)
        gains = np.ones((1, config.levels, 1), np.float32)
        samples, decoder = model.codec.decode_step(codes[..., None], gains, decoder)
        check_sound(limited(samples))
    model.codec.encode(np.zeros((1, config.channels, config.hop * 2), np.float32))


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
        folder = self._place.parent
        if data[:1] in b"{[" or len(data) < 200:
            (folder / "slots.json").write_bytes(data)
            SnapshotStore(self.engine, self.folder / "small.distill").load()
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
            [ControlEvent("max_quote", 0.01)],
            [],
        ):
            state, block = self.engine.step(state, events)
            check_sound(block.samples)

    @cached_property
    def _shelf(self) -> SnapshotStore:
        return SnapshotStore(self.engine, self.folder / "small.distill")

    @cached_property
    def _good(self) -> bytes:
        shelf = self._shelf
        state = self.engine.initial_state(3)
        for events in ([], [ControlEvent("deck/copy")], [ControlEvent("snapshot/save", arguments=(7.0,))]):
            state, block = self.engine.step(state, events)
            shelf.on_block(block, state)
        assert not shelf.news
        (path,) = self.folder.glob("small.snapshots/*/*.safetensors")
        return path.read_bytes()

    @cached_property
    def _place(self) -> Path:
        assert self._good
        return next(self.folder.glob("small.snapshots/*/*.safetensors"))

    @cached_property
    def _slots(self) -> bytes:
        assert self._good
        return json.dumps({7: self._shelf.slots[7], 8: "a" * 32}).encode()
