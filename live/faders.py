"""Knobs that are turned together: where all of them are, and what that means."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from live.controls import Control


class Faders:
    """What ``Control.to_unit`` and ``Control.from_unit`` say, for some knobs at once."""

    def __init__(self, knobs: Sequence[Control]) -> None:
        self.knobs = tuple(knobs)
        self._names = [knob.name for knob in knobs]
        self._low = np.array([knob.low for knob in knobs])
        self._high = np.array([knob.high for knob in knobs])
        self._span = self._high - self._low
        self._bend = np.log1p(self._span)
        self._steep = np.array([knob.curve == "exponential" for knob in knobs], dtype=np.bool_)
        self._whole = np.array([knob.kind != "continuous" for knob in knobs], dtype=np.bool_)

    def positions(self, controls: Sequence[Mapping[str, float]]) -> NDArray[np.float32]:
        """Where the knobs are [moment, knob], each from 0 to 1, while controls are at each of ``controls``."""
        way = np.array([[moment[name] for name in self._names] for moment in controls]) - self._low
        units = np.where(self._steep, np.log1p(way) / self._bend, way / self._span)
        return units.astype(np.float32)

    def values(self, units: NDArray[np.float64]) -> list[float]:
        """The value of each knob at its place in ``units``, from 0 to 1."""
        inside = units.clip(0, 1)
        way = np.where(self._steep, np.expm1(inside * self._bend), inside * self._span)
        values = (self._low + way).clip(self._low, self._high)
        return np.where(self._whole, np.floor(values + 0.5), values).tolist()
