import pytest
from changes import with_synthesis_window
from model_pairs import SHORT, SMALL, TRACKED, Pair, untrained

from distill import bundle
from distill.hyperparameters import CodecConfig
from distill.training.modules import modules_of


@pytest.fixture(scope="session")
def small() -> Pair:
    return untrained(SMALL, width=20, head=10)


@pytest.fixture(scope="session")
def starter() -> Pair:
    model = bundle.load(bundle.STARTER)
    return Pair.of(*modules_of(model), model.corpus_codes)


@pytest.fixture(scope="session")
def short() -> Pair:
    return untrained(SHORT, width=20, head=10)


@pytest.fixture(scope="session")
def tracked() -> Pair:
    return untrained(TRACKED, width=20, head=10)


@pytest.fixture(scope="session", params=["small", "short", "tracked", "starter", "starter of 2048", "starter of 960"])
def any_pair(request: pytest.FixtureRequest) -> Pair:
    """Pairs of all synthesis windows."""
    name, _, length = request.param.partition(" of ")
    if not length:
        return request.getfixturevalue(name)
    model = with_synthesis_window(bundle.load(bundle.STARTER), int(length))
    return Pair.of(*modules_of(model), model.corpus_codes)


@pytest.fixture(scope="session", params=["starter", "base mono", "base stereo"])
def large(request: pytest.FixtureRequest) -> Pair:
    match request.param:
        case "starter":
            return request.getfixturevalue("starter")
        case name:
            return untrained(CodecConfig(codebook_size=256, channels=1 + name.endswith("stereo")))
