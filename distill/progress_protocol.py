"""What a command says while it works, a line of JSON a report, to the program that started it and follows."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from distill.evaluation.codebook_usage import LevelUsage

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
"""What people call the stages of any work."""


def title(stage: str) -> str:
    """What people call ``stage``; one that is not known, as of another version, by its own name."""
    return TITLES.get(stage, stage.capitalize())


class ProgressLine(BaseModel):
    """One line."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Stand(ProgressLine):
    """Where the work stands."""

    stage: str
    done: float
    """Share of the stage that is done, 0 to 1."""
    stage_seconds_left: float | None
    """Until the stage ends, if it goes on as it did; ``None`` before it has begun to move."""
    seconds_left: float | None
    """Of the minutes of learning; ``None`` where there are none."""
    losses: Mapping[str, float]
    """The latest, by name."""
    health: tuple[LevelUsage, ...]
    """How the levels use their codes just now; empty where codes do not change."""


class File(ProgressLine):
    """What became of one file."""

    path: str
    """Below the folder that was read."""
    used: bool
    seconds: float
    reason: str
    """Why it is not used; empty when it is."""
    remark: str = ""
    """What is odd about it although it is used."""


class Files(ProgressLine):
    """Every file of a folder that was read."""

    files: tuple[File, ...]


_LINES: TypeAdapter[Stand | Files] = TypeAdapter(Stand | Files)


def line(text: str) -> Stand | Files | None:
    """What a line of text says; ``None`` where it is another kind of line, such as an error."""
    try:
        return _LINES.validate_json(text)
    except ValidationError:
        return None
