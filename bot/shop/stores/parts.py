"""What every table of the shop's file is made of."""

from datetime import time
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Word = Annotated[str, Field(min_length=1, max_length=60)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,20}$")]
TemplateId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{20,64}$")]


class Part(BaseModel):
    """A table of the shop's file; a key it doesn't know is a typing error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def span(hours: str) -> tuple[time, time]:
    """Return when a span such as `10:00-21:30` begins and ends; raise ValueError for another."""
    opens, closes = hours.split("-")
    begins, ends = time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())
    if begins >= ends:
        raise ValueError("must open before it closes, such as 10:00-21:30")
    return begins, ends
