import hashlib
import inspect
import os
import signal
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import torch
from filelock import FileLock

from distill import bundle
from distill.audio import Samples
from distill.bundle import Bundle
from distill.data import demo_sounds
from distill.data.corpus import Corpus, FileReport, Recording
from distill.kernels.native import cache
from distill.training.run import Settings, train

# Programs end by Ctrl-C here, also where the tests run in the background, which would have them ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    # The same, where the tests run under nohup.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
# What tests compute, and the programs they start, is too small to share: threads would wait for each other mostly.
torch.set_num_threads(1)
os.environ["OMP_NUM_THREADS"] = "1"
# Kernels are compiled once, not by every program that has a cache of its own.
os.environ["NUMBA_CACHE_DIR"] = str(cache.folder().parents[1])


@pytest.fixture
def home(tmp_path: Path) -> Mapping[str, str]:
    """An environment with a cache and a library of its own, and no JACK server to be found."""
    return {
        **os.environ,
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "DISTILL_LIBRARY": str(tmp_path / "library"),
        "JACK_DEFAULT_SERVER": "none",
        "COLUMNS": "100",
    }


@pytest.fixture(scope="session")
def sounds() -> dict[str, Samples]:
    """Some recordings of the built-in corpus, by name."""
    wanted = ("pluck-3.wav", "pluck-7.wav", "bell-1.wav", "drum-1.wav", "drum-3.wav", "breath-3.wav")
    return {name: samples for name, samples in demo_sounds.recordings() if name in wanted}


@pytest.fixture(scope="session")
def short(sounds: dict[str, Samples]) -> dict[str, Samples]:
    """Half a second of three of them, a bell among them: enough for a training that is not to take long."""
    return {name: sounds[name][:24_000] for name in ("pluck-3.wav", "bell-1.wav", "drum-1.wav")}


@pytest.fixture(scope="session")
def corpus(sounds: dict[str, Samples]) -> Corpus:
    recordings = tuple(Recording(Path(name), samples) for name, samples in sounds.items())
    files = tuple(FileReport(r.path, used=True, seconds=len(r.samples) / 48_000, reason="") for r in recordings)
    return Corpus(Path("sounds"), files, recordings)


Kept = Callable[[str, Callable[[], Bundle]], Bundle]


@pytest.fixture(scope="session")
def kept(request: pytest.FixtureRequest) -> Kept:
    """What trains a model by its name only once: for all processes, for the day, while the program stays as it is."""
    sources = [Path(__file__), *sorted((Path(__file__).parent.parent / "distill").rglob("*.py"))]
    assert request.config.cache
    folder = request.config.cache.mkdir("models")

    def once(name: str, make: Callable[[], Bundle]) -> Bundle:
        said = (inspect.getsource(make), torch.__version__, datetime.now(UTC).date().isoformat())
        key = hashlib.sha256(b"".join(path.read_bytes() for path in sources) + repr(said).encode()).hexdigest()
        place = folder / f"{name}-{key}.distill"
        with FileLock(folder / f"{name}.lock"):
            if not place.exists():
                for older in folder.glob(f"{name}-*"):
                    older.unlink()
                bundle.save(make(), place)
            return bundle.load(place)

    return once


@pytest.fixture(scope="session")
def model(corpus: Corpus, kept: Kept) -> Bundle:
    """A model trained for forty updates: enough to sound like something."""

    def make() -> Bundle:
        spent = iter(np.linspace(0, 1, 41))
        return train(corpus, Settings(), lambda: float(next(spent)), lambda _: None)

    return kept("model", make)


@pytest.fixture(scope="session")
def model_file(model: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "small.distill"
    bundle.save(model, path)
    return path
