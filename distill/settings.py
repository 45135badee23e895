"""Table of the settings of commands: name, limits, default, unit and description.

Options of commands, forms of the page and arguments in Python take their limits from here. It needs no PyTorch.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from distill.errors import DistillError

LARGEST_SEED = 2**31 - 1
"""Largest 32-bit signed integer, the type of an OSC integer (OSC 1.0)."""
LONGEST_TAKE = 10_800.0
"""Longest take, in seconds: three hours of stereo in 32-bit float are just below the 4 GB limit of WAV."""
DAY = 86_400.0
"""Seconds."""
LONGEST_VALUE = 40
"""Characters of a wrong value that an error shows at most."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Setting: a flag if ``default`` is a bool; else one of ``choices``, or a number if there are limits."""

    option: str
    """Name on the command line, without dashes."""
    default: Any
    doc: str
    """One sentence for ``--help`` and for the page."""
    low: float = 0
    high: float = 0
    """Limits, inclusive; equal ones if numbers are not allowed."""
    whole: bool = False
    unit: str = ""
    choices: tuple[str, ...] = ()

    @property
    def limits(self) -> str:
        """Allowed values in words: ``a whole number from 1 to 8``."""
        kinds = list(self.choices)
        if self.low < self.high:
            kind = "a whole number" if self.whole else "a number"
            kinds.append(f"{kind} from {plain(self.low)} to {plain(self.high)}")
        return " or ".join(filter(None, (", ".join(kinds[:-1]), kinds[-1])))

    @property
    def help(self) -> str:
        """Description with limits, for ``--help``."""
        if not self.low < self.high:
            return self.doc
        reach = f"{plain(self.low)} to {plain(self.high)} {self.unit}".strip()
        return f"{self.doc} ({reach})"

    @property
    def metavar(self) -> str:
        """Placeholder of the value in ``--help``."""
        return "|".join([*self.choices, *(["N"] if self.low < self.high else [])])

    def checked(self, value: object, called: str = "") -> Any:
        """Validate a value or the text of one; return it as a choice, an int or a float.

        Raises:
            DistillError: it is not allowed. The message calls the setting ``called``, else by its option.
        """
        text = str(value)
        if text in self.choices:
            return text
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if self.low < self.high and self.low <= number <= self.high and not (self.whole and number % 1):
            return int(number) if self.whole else number
        raise DistillError(f"{called or f'--{self.option}'} is {self.limits}, not {quoted(value)}.")


def plain(number: float) -> str:
    """Limit as text: 2147483647, 0.01."""
    return str(int(number)) if number == int(number) else f"{number:g}"


def quoted(value: object) -> str:
    """Wrong value for an error message: short, and in one line."""
    text = "nothing" if value is None else str(value)
    text = text if text.isprintable() else ascii(text)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _port(option: str, default: int | None, doc: str) -> Setting:
    return Setting(option, default, doc, 0, 65_535, whole=True)


def _seed(doc: str) -> Setting:
    return Setting("seed", 0, doc, 0, LARGEST_SEED, whole=True)


def _table(*settings: Setting) -> Mapping[str, Setting]:
    return MappingProxyType({setting.option: setting for setting in settings})


TRAINING = _table(
    Setting("minutes", 3.0, "Time of updates at most. Ctrl-C ends it sooner, and saves.", 0.01, 10_000, unit="minutes"),
    Setting("preset", "base", "Size of the networks: larger ones reconstruct better and take more time.",
            choices=("fast", "base", "large")),
    Setting("channels", 1, "1 for mono, 2 for stereo.", 1, 2, whole=True),
    Setting("rvq-levels", 4, "Codes per frame, from coarse to fine: Structure, Timbre, Detail.", 1, 8, whole=True),
    Setting("codebook-size", "auto", "Codes per level; auto takes 64, 128 or 256 by the number of files.", 2, 1024,
            whole=True, choices=("auto",)),
    Setting("codebook-dim", 64, "Length of the vector that a code stands for.", 2, 512, whole=True),
    Setting("commitment-weight", 2.0, "Weight of the commitment loss, which keeps latents near their codes.", 0, 100),
    Setting("prior", default=True, doc="Train a prior, too; without one, all the time is for the codec."),
    Setting("polish", default=False,
            doc="Fine-tune the decoder adversarially; slow without a graphics card."),
    _seed("Seed of training: the same seed and sounds give the same model."),
)  # fmt: skip
"""Settings of ``train``; ``train-prior`` and ``demo`` have some of them."""

GENERATING = _table(
    Setting("seconds", 30.0, "Length of a take.", 0.01, LONGEST_TAKE, unit="seconds"),
    Setting("count", 1, "Number of takes; each has the next seed.", 1, 1000, whole=True),
    Setting("temperature", 1.0, "Randomness: 0 takes the likeliest code, 1 samples what was learnt.", 0, 4),
    Setting("top-k", 0, "Sample the k likeliest codes only; 0 for all.", 0, 1024, whole=True),
    Setting("top-p", 1.0, "Sample the fewest codes that are together this likely; 1 for all.", 0, 1),
    _seed("Seed of the first take; the next take has the next seed."),
    Setting("max-quote", 0.0, "Longest stretch of a recording that may be played note for note; 0 for any.", 0, 60,
            unit="seconds"),
    Setting("recall", 0.75, "How much the recordings are followed: 0 invents, 1 quotes.", 0, 1),
    Setting("infill", None, "Sample these seconds of --prime anew; a take is as long as --prime.", 0, DAY,
            unit="seconds"),
    Setting("bits", None, "Bits per sample of WAV and FLAC; by default 32 (float) and 24.", choices=("16", "24", "32")),
)  # fmt: skip
"""Settings of ``generate``."""

PLAYING = _table(
    Setting("seconds", None, "Stop after this time.", 0.1, 30 * DAY, unit="seconds"),
    _seed("Seed of the random choices: the same seed plays the same piece."),
    Setting("buffer", 4.0, "Sound rendered in advance; it grows if the machine stalls.", 1, 500,
            unit="milliseconds"),
    _port("osc-port", 9000, "UDP port to listen on; 0 takes a free one."),
    _port("osc-to", None, "Port of HOST:PORT."),
    _port("query-port", None, "Also answer OSCQuery (HTTP) on this port of --osc-host."),
    _port("console-port", 8400, "Port of the page; 0 takes a free one."),
)  # fmt: skip
"""Settings of ``live``, ``console`` and ``render``."""

EDITING: Mapping[str, Setting] = MappingProxyType(
    {
        "code": Setting("CODE", None, "Code to set, counted from 0.", 0, 32_767, whole=True),
        "level": Setting("LEVEL", None, "1 is Structure, 2 Timbre, 3 Detail.", 1, 8, whole=True),
        "levels": Setting("level", None, "Levels from 1 (Structure) on; all by default.", 1, 8, whole=True),
        "shift": Setting("by", None, "Frames later; negative for earlier.", -10_000_000, 10_000_000, whole=True),
        "transpose": Setting("by", None, "Places to move in the order of similarity.", -32_767, 32_767,
                             whole=True),
        "amount": Setting("amount", 0.1, "Share of the cells to change.", 0, 1),
        "reach": Setting("reach", 8, "Places to move at most, in the order of similarity.", 1, 32_767, whole=True),
        "seed": _seed("Seed of the random choice of cells."),
        "ratio": Setting("ratio", None, "Share of the second grid.", 0, 1),
    }
)  # fmt: skip
"""Settings of ``codes``, by purpose."""

SEARCHING = _table(
    Setting("larger", None, "Size of the file at least.", 0, 1_000_000, unit="megabytes"),
    Setting("smaller", None, "Size of the file at most.", 0, 1_000_000, unit="megabytes"),
    Setting("levels", None, "Number of levels.", 1, 8, whole=True),
    Setting("health", None, "Every level uses at least this share of its codes.", 0, 1),
)
"""Settings of ``library search``."""

WAITING: Mapping[str, Setting] = MappingProxyType(
    {
        "monitor": Setting("seconds", None, "Stop after this time.", 0.1, 30 * DAY, unit="seconds"),
        "learn": Setting("seconds", 30.0, "Time to wait for each control.", 0.1, DAY, unit="seconds"),
        "doctor": Setting("seconds", 3.0, "Length of the speed test.", 0.5, 600, unit="seconds"),
    }
)
"""Settings of ``midi monitor``, ``midi learn`` and ``doctor``, by command."""
