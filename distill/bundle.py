"""The ``.distill`` file: a codec, a prior and what is known about them, as safetensors; loading runs no code."""

import copy
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import torch
from pydantic import BaseModel, ConfigDict, FailFast, Field
from safetensors import SafetensorError, safe_open
from safetensors.torch import load as load_tensors
from safetensors.torch import save as serialized
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from distill import library
from distill.errors import BundleError
from distill.evaluation.codebook_usage import LevelHealth
from distill.evaluation.memorization import BETWEEN, Memorization
from distill.io import model_header, reading
from distill.io.files import replacing
from distill.model.codec import Codec, CodecConfig
from distill.model.prior import Prior, PriorConfig
from distill.text import encodable

STARTER = library.STARTER
NO_PRIOR = "No prior was trained: it plays each code as often as the recordings do."
LARGEST_SIZE = 1 << 17
"""Of anything in a configuration; a hostile one may say anything."""
LONGEST_MEMORY = 30_000_000
"""Frames of a model's memory: 80 hours."""
MOST_PAIRS = 1 << 27
"""Of codes of a level, all levels together: the distances between them are computed."""
LARGEST_WEIGHT = 1e6
"""Trained ones are below 100; with these, no sum of products that is played is too large for a number."""
LEAST_SPREAD = 1e-6
"""Trained ones are above 0.01."""


Item = TypeVar("Item")
Many = Annotated[tuple[Item, ...], FailFast()]
"""Of a hostile file's millions of items, the first that is wrong is enough."""


class CorpusSummary(BaseModel):
    """What a model was trained on."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    folder: str
    files: int
    seconds: float
    skipped: int
    recordings: Many[str] = ()
    """The identity of each recording, by which it is known again."""


class Provenance(BaseModel):
    """Where, when and by what a model was made."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    distill: str
    torch: str
    python: str
    date: str
    seed: int


class LevelPerplexity(BaseModel):
    """How unsure a prior is of a level's codes: 2 is as unsure as a coin."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    role: str
    learnt: float
    """On what it learnt from."""
    held_out: float | None
    """On recordings it did not learn from; ``None`` where there were too few to hold any out."""
    unigram: float
    """What knowing no more than how frequent each code is would give, on the same recordings."""


class Moment(BaseModel):
    """One point of the learning curves."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    stage: str
    spent: float
    """Share of the training's budget, 0 to 1."""
    losses: Annotated[dict[str, float], Field(max_length=100)]
    used: Many[float]
    """Share of the codes that each level uses; empty where codes do not change."""


class Card(BaseModel):
    """All that a model file says about itself."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    corpus: CorpusSummary
    """What codec and prior learnt from."""
    prior_corpus: CorpusSummary | None = None
    """What the prior learnt from, where it was trained again for the same codec."""
    provenance: Provenance
    health: Many[LevelHealth]
    """How each level uses its codes on the corpus."""
    perplexity: Many[LevelPerplexity]
    """How unsure the prior is, level by level."""
    memorization: Memorization | None = None
    """How much of what the prior plays is in its corpus."""
    curves: Many[Moment] = ()

    @property
    def prior_trained(self) -> bool:
        """Whether the prior made any update: else it knows frequencies alone."""
        return any(moment.stage == "prior" for moment in self.curves)

    @property
    def prior_verdict(self) -> str:
        """What to think of the prior, in a sentence or two; a prior that was never trained gets none."""
        if self.memorization:
            return self.memorization.verdict
        return "The prior was not judged." if self.prior_trained else NO_PRIOR


@dataclass(frozen=True, slots=True)
class Model:
    """A codec, the prior that continues its codes, what it learnt them from, and the card that describes it all."""

    codec: Codec
    prior: Prior
    memory: Tensor
    """The Structure codes of the recordings that the prior learnt from, [frame]: ``memorization.memory``."""
    card: Card
    fingerprint: str
    """SHA-256 of configuration and weights: two models with the same one play the same."""

    @classmethod
    def of(cls, codec: Codec, prior: Prior, memory: Tensor, card: Card) -> "Model":
        """Put a model together from copies of its parts, so that training may go on with the originals."""
        codec = copy.deepcopy(codec).eval().requires_grad_(False)
        prior = copy.deepcopy(prior).eval().requires_grad_(False)
        return cls(codec, prior, memory, card, _fingerprint(codec, prior, memory))


def save(model: Model, path: Path) -> None:
    """Write ``model`` to ``path``; an interrupted write leaves what was there before.

    Raises:
        DistillError: a number of it is not finite, or ``path`` cannot be written.
    """
    try:
        _check_numbers(model.codec, model.prior, model.memory)
    except ValueError as error:
        raise BundleError(f"{path} is not saved: {error}. Train it again, on other recordings.") from error
    texts = {
        "format": model_header.FORMAT,
        "version": str(model_header.VERSION),
        "codec": model.codec.config.model_dump_json(),
        "prior": model.prior.config.model_dump_json(),
        "card": model.card.model_dump_json(),
        "fingerprint": model.fingerprint,
    }
    library.check_model(path)
    content = serialized(_tensors(model.codec, model.prior, model.memory), texts)
    with replacing(path, library.MODEL) as temporary:
        temporary.write_bytes(content)


def find(name: Path) -> Path:
    """The model file that ``name`` means: a path, ``starter`` for the model that comes along, or one of the library.

    Models of the library go by their name, or as much of its beginning as no other shares.
    """
    if name.is_file():
        return name
    return library.find(str(name)) or name


def load(path: Path) -> Model:
    """Read a model.

    Raises:
        BundleError: there is no such file, or it is damaged, newer than this program, or no ``.distill`` file.
    """
    if not path.is_file():
        raise BundleError(f"No model at {path}. {library.near(str(path))} Train one: distill train FOLDER -o {path}")
    head = model_header.read(path)
    try:
        codec_config = CodecConfig.model_validate_json(head.texts["codec"])
        prior_config = PriorConfig.model_validate_json(head.texts["prior"])
        card = Card.model_validate_json(head.texts["card"])
        _check_parts(codec_config, prior_config, head.shapes)
        tensors = _read_tensors(path, head.shapes)
        codec, prior, memory = Codec(codec_config), Prior(prior_config), tensors["memory"]
        for prefix, module in (("codec.", codec), ("prior.", prior)):
            module.load_state_dict({k.removeprefix(prefix): v for k, v in tensors.items() if k.startswith(prefix)})
        model = Model.of(codec, prior, memory, card)
        if model.fingerprint != head.texts.get("fingerprint"):
            raise BundleError(f"{path} is damaged: its weights are not those that were saved. Train it again.")
        _check_numbers(codec, prior, memory)
    except (LookupError, ValueError, ArithmeticError, RuntimeError, TypeError, SafetensorError, OSError) as error:
        reason = reading.reason(error)
        raise BundleError(f"{path} is damaged: its parts do not fit together ({reason}). Train it again.") from error
    return model


def _read_tensors(path: Path, names: Iterable[str]) -> dict[str, Tensor]:
    if str(path) != encodable(str(path)):
        # Safetensors opens no file whose name is not UTF-8.
        return load_tensors(path.read_bytes())
    with safe_open(path, framework="pt") as file:
        return {name: file.get_tensor(name) for name in names}


def adopt(path: Path, name: str, place: Path) -> Path:
    """Copy a model file into the library at ``place``, where it is called ``name``, once it is checked as a whole.

    Raises:
        DistillError: the name is none or taken, or the file is no good model.
    """
    target = library.free(name, place)
    load(path)
    library.copy(path, target)
    return target


def _check_parts(codec: CodecConfig, prior: PriorConfig, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """See that tensors of these shapes make this codec and this prior, before any memory is taken for them.

    Raises:
        ValueError: they do not.
    """
    sizes = [value for config in (codec, prior) for value in config.model_dump().values() if isinstance(value, int)]
    if max(sizes) > LARGEST_SIZE or codec.blocks + codec.encoder_blocks > len(shapes):
        raise ValueError(f"a size of {max(sizes)}")
    with torch.device("meta"), _Undrawn():
        modules: dict[str, nn.Module] = {"codec.": Codec(codec), "prior.": Prior(prior)}
    wanted = {p + name: tuple(t.shape) for p, module in modules.items() for name, t in module.state_dict().items()}
    for name in wanted.keys() ^ (shapes.keys() - {"memory"}):
        raise ValueError(f"{name} is missing or too much")
    for name, shape in wanted.items():
        if shapes[name] != shape:
            raise ValueError(f"{name} has the shape {shapes[name]}, not {shape}")
    if len(shapes["memory"]) != 1 or shapes["memory"][0] > LONGEST_MEMORY:
        raise ValueError(f"a memory of the shape {shapes['memory']}")
    ours, theirs = (codec.levels, codec.codebook_size), (prior.levels, prior.codebook_size)
    if ours != theirs:
        raise ValueError(f"a codec of {ours[0]} levels of {ours[1]} codes, a prior of {theirs[0]} of {theirs[1]}")
    if codec.levels * codec.codebook_size**2 > MOST_PAIRS:
        raise ValueError(f"{codec.levels} levels of {codec.codebook_size} codes")


def _check_numbers(codec: Codec, prior: Prior, memory: Tensor) -> None:
    """See that what is played of these parts is sound.

    Raises:
        ValueError: a number is none or too large, or a code of the memory is not in the codebook.
    """
    for name, tensor in _tensors(codec, prior, memory).items():
        # Of a codec that has heard nothing, no bin is too loud.
        known = tensor[tensor != torch.inf] if name == "codec.loudest" else tensor
        if not (known.abs() <= LARGEST_WEIGHT).all():
            raise ValueError(f"{name} has a number that is not finite or not sensible")
    if not (codec.spread >= LEAST_SPREAD).all():
        raise ValueError("codec.spread has a number that is not above 0")
    size = codec.config.codebook_size
    if memory.dtype != torch.int16 or not ((memory >= BETWEEN) & (memory < size)).all():
        raise ValueError(f"a memory of {memory.dtype} with other codes than 0 to {size - 1}")


class _Undrawn(TorchFunctionMode):
    """Weights stay undrawn: to draw them on "meta" takes more than a second, most of it imports."""

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Iterable[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        if func in (nn.init.normal_, nn.init.uniform_, nn.init.kaiming_uniform_):
            return None
        return func(*args, **(kwargs or {}))


def _tensors(codec: Codec, prior: Prior, memory: Tensor) -> dict[str, Tensor]:
    modules: tuple[tuple[str, nn.Module], ...] = (("codec.", codec), ("prior.", prior))
    return {"memory": memory.cpu().contiguous()} | {
        prefix + name: tensor.detach().cpu().contiguous()
        for prefix, module in modules
        for name, tensor in module.state_dict().items()
    }


def _fingerprint(codec: Codec, prior: Prior, memory: Tensor) -> str:
    digest = hashlib.sha256(f"{codec.config.model_dump_json()}{prior.config.model_dump_json()}".encode())
    for name, tensor in sorted(_tensors(codec, prior, memory).items()):
        digest.update(name.encode())
        digest.update(tensor.numpy().tobytes())
    return digest.hexdigest()
