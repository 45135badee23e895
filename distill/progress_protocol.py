"""Progress protocol: lines of JSON that a command writes for the program that started it."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from distill.card import LevelUsage

TITLES = {
    "reading": "Reading sounds",
    "linear": "First codec",
    "codec": "Codec",
    "polish": "Polish",
    "encoding": "Encoding",
    "prior": "Prior",
    "rendering": "Rendering",
    "generating": "Generating",
    "evaluating": "Evaluating",
    "atlas": "Atlas",
    "judging": "Judging",
}
"""Titles of stages, for display."""


def title(stage: str) -> str:
    """Title of ``stage`` for display; of an unknown one, as of another version, its capitalised name."""
    return TITLES.get(stage, stage.capitalize())


class ProgressLine(BaseModel):
    """Line of the protocol."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StageProgress(ProgressLine):
    """Progress of a stage, with its latest figures."""

    stage: str
    done: float
    """Share of the stage that is done, 0 to 1."""
    stage_seconds_left: float | None
    """Estimate until the stage ends; ``None`` before there is one."""
    seconds_left: float | None
    """Rest of the budget of a training; ``None`` if there is no budget."""
    losses: Mapping[str, float]
    """Latest value of each loss, by name."""
    health: tuple[LevelUsage, ...]
    """Present codebook usage of each level; empty in stages that do not change codebooks."""


class File(ProgressLine):
    """Report on one file of a corpus."""

    path: str
    """Path relative to the folder that was read."""
    used: bool
    seconds: float
    reason: str
    """Reason why it is not used; empty if it is."""
    remark: str = ""
    """Oddity of a file that is used; mostly empty."""


class Files(ProgressLine):
    """Reports on every file of a folder that was read."""

    files: tuple[File, ...]


_LINES: TypeAdapter[StageProgress | Files] = TypeAdapter(StageProgress | Files)


def line(text: str) -> StageProgress | Files | None:
    """Parse a line of text; return ``None`` if it is none of the protocol, such as an error."""
    try:
        return _LINES.validate_json(text)
    except ValidationError:
        return None
