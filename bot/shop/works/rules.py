"""The stages of each kind of work, as `content/works.toml` names them: pure but for the file."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, model_validator

from bot.shop.refusal import Refused
from bot.shop.stores.parts import Key, Part
from bot.shop.works.models import KINDS
from bot.texts import CONTENT, TextError, read_toml

FILE = "works.toml"


class Course(Part):
    """The stages of one kind of work, in their order; the promise is kept at one of them."""

    stages: Annotated[tuple[Key, ...], Field(min_length=2)]
    kept_at: Key

    @model_validator(mode="after")
    def _is_kept_at_a_stage(self) -> "Course":
        if self.kept_at not in self.stages or len({*self.stages}) != len(self.stages):
            raise ValueError("kept_at must be one of the stages, and each stage stand once")
        return self

    @property
    def unkept(self) -> tuple[str, ...]:
        """Return the stages at which she still waits for what was promised."""
        return self.stages[: self.stages.index(self.kept_at)]

    def may_move(self, before: str, after: str) -> bool:
        """Say whether a work goes on; raise Refused where that would be backwards or nowhere.

        A stage that was taken out of the file meanwhile stands before all others.
        """
        if after not in self.stages:
            raise Refused("work_stage_unknown", stages="、".join(self.stages))
        now_at = self.stages.index(before) if before in self.stages else -1
        if self.stages.index(after) < now_at:
            raise Refused("work_stage_back", stage=before)
        return self.stages.index(after) > now_at


def read_courses(folder: Path = CONTENT) -> Mapping[str, Course]:
    """Read the course of each kind; raise TextError with what is wrong."""
    told = read_toml(folder / FILE)
    try:
        return {kind: Course.model_validate(told.get(kind)) for kind in KINDS}
    except ValidationError as error:
        place = error.errors()[0]
        raise TextError(f"{FILE}: {place['msg'].removeprefix('Value error, ')}") from error


@cache
def courses() -> Mapping[str, Course]:
    """Return the courses of this shop; they are read when a work is first spoken of."""
    return read_courses()
