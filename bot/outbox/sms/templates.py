"""SMS templates: fixed texts a gateway has approved, and which messages each carries.

`content/sms/` holds them, with the gateway's codes and how far its review has come.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.channels.sms.segments import LONGEST, length
from bot.outbox.models import Message
from bot.texts import CONTENT, TextError, blanks_in_order, read_toml

FOLDER, GATEWAYS = "sms", "gateways.toml"
WAY_OUT = "拒收请回复R"
# the shop's own, fixed in the text that is approved: no variables
FIXED = ("shop", "service_phone", "helper")
KIND_OF = {
    "code": "code",
    "service": "notice",
    "complaint": "notice",
    "care": "marketing",
    "promotion": "marketing",
}
T = TypeVar("T", bound=BaseModel)
Kind = Literal["code", "notice", "marketing"]
State = Literal["draft", "pending", "approved", "refused", "stopped"]


class SmsTemplate(BaseModel):
    """One approved text: whose messages it carries, its variables, its code at each gateway."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    subject: Annotated[str, Field(min_length=1, max_length=20)]
    kinds: Annotated[tuple[str, ...], Field(min_length=1)]
    words: tuple[str, ...] = ()
    brings: dict[str, str] = {}
    cut: tuple[str, ...] = ()
    says: Annotated[str, Field(min_length=1)]
    codes: dict[str, str] = {}
    states: dict[str, State] = {}

    @model_validator(mode="after")
    def _would_be_approved(self) -> "SmsTemplate":
        if (self.kind == "marketing") != self.says.endswith(WAY_OUT):
            raise ValueError(f"marketing ends with {WAY_OUT}, and nothing else does")
        if WAY_OUT in self.says.removesuffix(WAY_OUT):
            raise ValueError(f"{WAY_OUT} stands at the end, once")
        if "【" in self.says or "】" in self.says:
            raise ValueError("the gateway itself puts the signature before it: no 【】")
        if length(self.says) > LONGEST:
            raise ValueError(f"longer than {LONGEST} characters")
        if unknown := set(self.cut) - set(self.variables):
            raise ValueError(f"cut names no variable: {', '.join(sorted(unknown))}")
        return self

    @property
    def variables(self) -> tuple[str, ...]:
        """Return its variables, in the order in which they stand."""
        return tuple(name for name in blanks_in_order(self.says) if name not in FIXED)

    def carries(self, message: Message) -> bool:
        """Say whether a message may go by it."""
        if KIND_OF.get(message.purpose) != self.kind or message.kind not in self.kinds:
            return False
        word = (message.params or {}).get("card") or message.key.partition(".")[2]
        return not self.words or word in self.words


class House(BaseModel):
    """What one gateway takes: the longest value of a variable, and subjects it refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    longest: Annotated[int, Field(ge=1, le=100)]
    refuses: dict[Kind, tuple[str, ...]] = {}


def read_templates(folder: Path = CONTENT) -> dict[str, SmsTemplate]:
    """Read all templates by name; raise TextError with every place that is wrong."""
    found: dict[str, SmsTemplate] = {}
    for file in sorted((folder / FOLDER).glob("*.toml")):
        if file.name == GATEWAYS:
            continue
        for name, told in read_toml(file).items():
            if name in found:
                raise TextError(f"{FOLDER}/{file.name}: {name} is there twice")
            found[name] = _read(SmsTemplate, told, f"{FOLDER}/{file.name}", name)
    return found


def read_houses(folder: Path = CONTENT) -> dict[str, House]:
    """Read what each gateway takes; raise TextError with every place that is wrong."""
    file = folder / FOLDER / GATEWAYS
    told: Mapping[str, object] = read_toml(file) if file.exists() else {}
    return {name: _read(House, each, f"{FOLDER}/{GATEWAYS}", name) for name, each in told.items()}


def _read(model: type[T], told: object, file: str, name: str) -> T:
    try:
        return model.model_validate(told)
    except ValidationError as error:
        places = [
            f"{'.'.join(map(str, (name, *each['loc'])))}: "
            f"{each['msg'].removeprefix('Value error, ')}"
            for each in error.errors()
        ]
        raise TextError(f"{file}: " + "\n".join(places)) from error
