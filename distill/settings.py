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
    Setting("minutes", 3.0, "Learn at most this long. Ctrl-C ends sooner and saves.", 0.01, 10_000, unit="minutes"),
    Setting("preset", "base", "Size of the networks: larger comes nearer, and costs more.",
            choices=("fast", "base", "large")),
    Setting("channels", 1, "1 learns mono, 2 stereo.", 1, 2, whole=True),
    Setting("rvq-levels", 4, "Codes per frame, from coarse to fine: Structure, Timbre, Detail.", 1, 8, whole=True),
    Setting("codebook-size", "auto", "Codes per level; auto takes 64, 128 or 256 by the number of files.", 2, 1024,
            whole=True, choices=("auto",)),
    Setting("codebook-dim", 64, "Length of the vector that a code stands for.", 2, 512, whole=True),
    Setting("commitment-weight", 2.0, "How strongly the encoder is held to its codes.", 0, 100),
    Setting("prior", default=True, doc="Learn to go on by itself, too, or spend all the time on the sound."),
    Setting("polish", default=False,
            doc="Let discriminators sharpen the sound, too: for a graphics card, or for patience."),
    _seed("The same seed learns the same from the same sounds."),
)  # fmt: skip
"""Settings of ``train``; ``train-prior`` and ``demo`` have some of them."""

GENERATING = _table(
    Setting("seconds", 30.0, "Length of a take, without a seam.", 0.01, LONGEST_TAKE, unit="seconds"),
    Setting("count", 1, "How many takes, each with the next seed.", 1, 1000, whole=True),
    Setting("temperature", 1.0, "0 takes the likeliest code, 1 what was learnt, more is wilder.", 0, 4),
    Setting("top-k", 0, "Among the k likeliest codes only; 0 among all.", 0, 1024, whole=True),
    Setting("top-p", 1.0, "Among the fewest codes that are together this likely.", 0, 1),
    _seed("The first take's; the next has the next."),
    Setting("max-quote", 0.0, "Seconds of a recording that are played note for note at most; 0: any.", 0, 60,
            unit="seconds"),
    Setting("infill", None, "Imagine these seconds of --prime anew; a take is as long as that.", 0, DAY,
            unit="seconds"),
    Setting("bits", None, "Of WAV and FLAC; 32-bit float and 24 unless told otherwise.", choices=("16", "24", "32")),
)  # fmt: skip
"""Settings of ``generate``."""

PLAYING = _table(
    Setting("seconds", None, "Stop by itself after so long.", 0.1, 30 * DAY, unit="seconds"),
    _seed("Which piece it plays when left alone."),
    Setting("buffer", 13.0, "Milliseconds rendered ahead; more by itself if the machine stalls.", 1, 500,
            unit="milliseconds"),
    _port("osc-port", 9000, "UDP port to listen on; 0 takes a free one."),
    _port("osc-to", None, "Port of HOST:PORT."),
    _port("query-port", None, "Also answer OSCQuery (HTTP) on this port of --osc-host."),
    _port("console-port", 8400, "Port of the page; 0 takes a free one."),
)  # fmt: skip
"""Settings of ``live``, ``console`` and ``render``."""

EDITING: Mapping[str, Setting] = MappingProxyType(
    {
        "code": Setting("CODE", None, "Which code.", 0, 32_767, whole=True),
        "level": Setting("LEVEL", None, "1 is Structure, 2 Timbre, 3 Detail.", 1, 8, whole=True),
        "levels": Setting("level", None, "Levels from 1 (Structure) on; all unless told.", 1, 8, whole=True),
        "shift": Setting("by", None, "Frames later; negative for earlier.", -10_000_000, 10_000_000, whole=True),
        "transpose": Setting("by", None, "Steps from each code to those that sound like it.", -32_767, 32_767,
                             whole=True),
        "amount": Setting("amount", 0.1, "Share of the cells that change.", 0, 1),
        "reach": Setting("reach", 8, "Up to so many steps, to codes that sound alike.", 1, 32_767, whole=True),
        "seed": _seed("What chance does."),
        "ratio": Setting("ratio", None, "How much of the second.", 0, 1),
    }
)  # fmt: skip
"""Settings of ``codes``, by purpose."""

SEARCHING = _table(
    Setting("larger", None, "At least so many megabytes.", 0, 1_000_000, unit="megabytes"),
    Setting("smaller", None, "At most so many megabytes.", 0, 1_000_000, unit="megabytes"),
    Setting("levels", None, "So many codes per frame.", 1, 8, whole=True),
    Setting("health", None, "Every level uses at least this share of its codes.", 0, 1),
)
"""Settings of ``library search``."""

WAITING: Mapping[str, Setting] = MappingProxyType(
    {
        "monitor": Setting("seconds", None, "Stop by itself after so long.", 0.1, 30 * DAY, unit="seconds"),
        "learn": Setting("seconds", 30.0, "How long to wait for each.", 0.1, DAY, unit="seconds"),
        "doctor": Setting("seconds", 3.0, "How long to try it.", 0.5, 600, unit="seconds"),
    }
)
"""Settings of ``midi monitor``, ``midi learn`` and ``doctor``, by command."""
