"""The kinds of values the API takes and gives: how each is written, and what is refused."""

import re
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime
from typing import Annotated, Any, LiteralString, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from bot import clock

T = TypeVar("T")

BIGGEST_ID = 2**63 - 1
BIGGEST_NUMBER = 2**31 - 1  # what a whole-number column holds: fen, quantities
_YUAN = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,2}))?")
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")
_BETWEEN_DIGITS = re.compile(r"[\s-]")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # a database takes no nul, UTF-8 no half characters
_LOST_PLUS = re.compile(r"(T[0-9:.]+) (?=[0-9:]+$)")
_YEARS = range(1970, 2200)


def cursor_at(position: int) -> str:
    """Return the cursor that continues a list after `position`."""
    return urlsafe_b64encode(str(position).encode()).decode().rstrip("=")


def _position(value: Any) -> int | None:
    if value is None:
        return None
    try:
        padded = str(value) + "=" * (-len(str(value)) % 4)
        position = int(urlsafe_b64decode(padded.encode()).decode("ascii"))
    except ValueError:
        raise _wrong("cursor") from None
    if abs(position) > BIGGEST_ID:
        raise _wrong("cursor")
    return position


def _fen(value: Any) -> int:
    """Read yuan as whole fen; a number that is no string may have lost fen on its way."""
    found = _YUAN.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise _wrong("yuan")
    fen = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    if fen > BIGGEST_NUMBER:
        raise _wrong("too_much")
    return fen


def _moment(value: Any) -> datetime:
    try:
        # an address line turns the + of an offset into a space
        moment = datetime.fromisoformat(_LOST_PLUS.sub(r"\1+", value))
        if moment.year not in _YEARS:
            raise _wrong("far_moment")
        if moment.utcoffset() is None:
            raise _wrong("moment")
    except (TypeError, ValueError) as error:
        raise (error if isinstance(error, PydanticCustomError) else _wrong("moment")) from None
    return moment.astimezone(UTC)


def _day(value: Any) -> date:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _wrong("day") from None
    if day.year not in _YEARS:
        raise _wrong("far_moment")
    return day


def _mobile(value: Any) -> str:
    plain = unicodedata.normalize("NFKC", value) if isinstance(value, str) else ""
    found = _MOBILE.fullmatch(_BETWEEN_DIGITS.sub("", plain))
    if found is None:
        raise _wrong("phone")
    return found[1]


def storable(text: str) -> str:
    if _UNSTORABLE.search(text):
        raise _wrong("unstorable")
    return text


def _none_if_blank(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _shown(moment: datetime) -> str:
    return clock.local(moment).isoformat(timespec="seconds")


def _wrong(word: LiteralString) -> PydanticCustomError:
    """Make the error whose sentence is `api.wrong_<word>` in content."""
    return PydanticCustomError(word, word)


def _string(example: str, **more: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": [example], **more})


_A_MOMENT = _string("2026-11-22T10:30:00+08:00", format="date-time")

Id = Annotated[int, Field(ge=1, le=BIGGEST_ID)]
Count = Annotated[int, Field(ge=1, le=BIGGEST_NUMBER)]
Yuan = Annotated[int, BeforeValidator(_fen), _string("2980.00")]
Moment = Annotated[datetime, BeforeValidator(_moment), _A_MOMENT]
ShownMoment = Annotated[datetime, PlainSerializer(_shown), _A_MOMENT]
Day = Annotated[date, BeforeValidator(_day), _string("2027-01-31", format="date")]
Phone = Annotated[str, BeforeValidator(_mobile), _string("13800138000")]
Word = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(storable)]
Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(storable)]
Receipt = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(storable)]
Note = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(storable)]
Cursor = Annotated[int | None, BeforeValidator(_position), _string("MTIz")]
# Tills send an empty field for what they don't know.
Maybe = Annotated[T | None, BeforeValidator(_none_if_blank)]
