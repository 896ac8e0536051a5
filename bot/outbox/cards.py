"""Cards: which template carries a message as a service notice, and what stands on it.

`content/templates.toml` describes the templates; the shop's file gives their ids, which differ
from account to account.
"""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot import clock
from bot.channels import Card
from bot.channels.wechat.keywords import Unfit, fit, kind_of
from bot.outbox.models import Message
from bot.texts import CONTENT, Line, TextError, Texts, read_toml

log = logging.getLogger(__name__)

FILE = "templates.toml"
Shows = dict[str, str]


class Template(BaseModel):
    """One template: whose messages it carries, what they bring, and the words for each key.

    `when` holds what differs by the word that a message brings as `card`, or by the name of its
    text; what is not there is no matter for a card. `otherwise` stands for what it doesn't bring.
    A `one_time` one is a reminder, for the `journeys` it names, and goes by her yes to each.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Annotated[str, Field(min_length=1, max_length=40)]
    purposes: Annotated[tuple[Literal["complaint", "service", "care"], ...], Field(min_length=1)]
    kinds: tuple[str, ...] = ()
    journeys: tuple[str, ...] = ()
    one_time: bool = False
    brings: dict[str, str] = {}
    otherwise: dict[str, str] = {}
    shows: Shows = {}
    when: dict[str, Shows] = {}

    @model_validator(mode="after")
    def _can_be_sent(self) -> "Template":
        if self.one_time and not self.journeys:
            raise ValueError("a reminder names the journeys it is for")
        if "care" in self.purposes and not self.one_time:
            raise ValueError("care is no service notice: nobody waits for it")
        if "service" in self.purposes and not (self.kinds or self.journeys):
            raise ValueError("for service name the kinds: a notice is for what she waits for")
        if "thanks" in self.kinds:
            raise ValueError("thanks are no service notice: nobody waits for them")
        for key in {*self.shows, *(key for more in self.when.values() for key in more)}:
            try:
                kind_of(key)
            except Unfit as error:
                raise ValueError(str(error)) from error
        return self

    def carries(self, message: Message) -> bool:
        """Say whether a message may go by it."""
        if self.one_time:
            return message.purpose in self.purposes and message.journey in self.journeys
        meant = message.purpose in self.purposes and message.kind in (self.kinds or (message.kind,))
        return meant and (not self.when or _word(message) in self.when)

    def wordings(self, word: str | None) -> Shows:
        """Return the words of each key, with those for one word of `when`."""
        return self.shows | self.when.get(word or "", {})


@dataclass(frozen=True)
class Filled:
    """Whether a template carries a message: `none`, `not_set`, `unfit`, or `ready`, its card."""

    state: str
    card: Card | None = None
    text: str = ""

    @property
    def template(self) -> str:
        return self.card.template if self.card else ""


class Cards:
    """All templates by name."""

    def __init__(self, templates: Mapping[str, Template]) -> None:
        self.templates = templates

    @classmethod
    def load(cls, folder: Path = CONTENT) -> "Cards":
        """Read the templates; raise TextError with every place that is wrong."""
        described = read_toml(folder / FILE) if (folder / FILE).exists() else {}
        return cls({name: _template(name, value) for name, value in described.items()})

    def fill(
        self,
        message: Message,
        values: Mapping[str, object],
        ids: Mapping[str, str],
        *,
        one_time: bool = False,
    ) -> Filled:
        """Return the card of a message, or why it has none; `ids` are the account's by name."""
        for name, template in self.templates.items():
            if template.one_time == one_time and template.carries(message):
                known = {"now": as_time(clock.now()), **values}
                return _filled(message, template, known, ids.get(name, ""))
        return Filled("none")


def as_time(moment: datetime) -> str:
    """Return a moment as a key of the type `time` takes it."""
    here = clock.local(moment)
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M}"


def words_on(template: Template, word: str | None, values: Mapping[str, object]) -> Shows:
    """Return what each key holds, as WeChat takes it; raise TextError or Unfit."""
    shown, brought = {}, {name: value for name, value in values.items() if value}
    for key, wording in template.wordings(word).items():
        said = Line(key, {**template.otherwise, **brought})
        shown[key] = fit(key, Texts({key: (wording,)}).render(said))
    return shown


def _filled(
    message: Message, template: Template, values: Mapping[str, object], template_id: str
) -> Filled:
    if not template_id:
        return Filled("not_set")
    try:
        shown = words_on(template, _word(message), values)
    except (TextError, Unfit) as error:
        log.warning("message %s does not fit its template: %s", message.id, error)
        return Filled("unfit")
    card = Card(template_id, shown, once=_once(message))
    return Filled("ready", card, text="\n".join([f"【{template.title}】", *shown.values()]))


def _word(message: Message) -> str:
    return str((message.params or {}).get("card") or message.key.partition(".")[2])


def _once(message: Message) -> str:
    """Return the same for each try of a message, and for it alone, also after a restore."""
    return hashlib.sha256(message.dedupe.encode()).hexdigest()[:32]


def _template(name: str, described: object) -> Template:
    try:
        return Template.model_validate(described)
    except ValidationError as error:
        places = [
            f"{'.'.join(map(str, (name, *each['loc'])))}: "
            f"{each['msg'].removeprefix('Value error, ')}"
            for each in error.errors()
        ]
        raise TextError(f"{FILE}: " + "\n".join(places)) from error
