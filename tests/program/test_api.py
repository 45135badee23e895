"""The public door: what is asked of a model from Python keeps to the limits of the commands."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import distill
from distill.bundle import Bundle


@pytest.mark.parametrize(
    "wrong", [{"seconds": math.inf}, {"seconds": 1e9}, {"temperature": math.nan}, {"top_p": 2.0}, {"seed": -1}]
)
def test_a_number_outside_its_limits_is_refused_in_a_line(model: Bundle, wrong: dict[str, Any]) -> None:
    with pytest.raises(distill.DistillError, match=r" is a (whole )?number from ") as error:
        distill.Model(model).generate(**wrong)
    assert len(str(error.value).splitlines()) == 1


def test_a_grid_of_another_model_is_refused(model: Bundle) -> None:
    config = model.codec.config
    other = distill.CodeGrid.empty(config.levels, 3, config.codebook_size + 1)
    with pytest.raises(distill.DistillError, match="not of this model"):
        distill.Model(model).decode(other)
    with pytest.raises(distill.DistillError, match="not of this model"):
        distill.Model(model).generate(seconds=0.1, prime=other)


def test_what_is_encoded_comes_back_as_long_as_it_was(model_file: Path) -> None:
    door = distill.load(model_file)
    sound = (0.5 * np.sin(np.arange(24_000) * 0.05)).astype(np.float32)
    assert door.decode(door.encode(sound), len(sound)).shape == (24_000, 1)
