"""An SMS filled in for one message, as the gateway takes it; or why none can carry it."""

import logging
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.channels import Sms
from bot.channels.sms.segments import LONGEST, as_read, length, segments
from bot.outbox.models import Message
from bot.outbox.sms.templates import FIXED, House, SmsTemplate, read_houses, read_templates
from bot.texts import CONTENT, Line, TextError, Texts

log = logging.getLogger(__name__)

_SPACES = re.compile(r"\s+")
_LINK = re.compile(r"https?://|www\.|\.(com|cn|net|top)\b", re.IGNORECASE)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_MORE = "…"
NOT_YET = {"approved": "draft", "refused": "review"}  # approved, and yet without a code


class Unfit(Exception):
    """A value that may not stand in an SMS; the text names the variable, never the value."""


@dataclass(frozen=True)
class FilledSms:
    """Whether an SMS carries a message, and which.

    `state`: none is for it; `draft`, `pending`, not through the `review`, `stopped`; the gateway
    takes no such `subject`; `unfit` for the values; or `ready`.
    """

    state: str = "none"
    kind: str = ""
    sms: Sms = field(default_factory=lambda: Sms(""))
    segments: int = 0


NO_SMS = FilledSms()


@dataclass(frozen=True)
class SmsBook:
    """All templates, as one gateway and one trade may use them."""

    templates: Mapping[str, SmsTemplate]
    houses: Mapping[str, House]
    provider: str = ""
    sign: str = ""
    code_template: str = ""
    trade_subject: str = ""

    @classmethod
    def load(
        cls,
        *,
        provider: str,
        sign: str,
        code_template: str = "",
        trade: str = "",
        folder: Path = CONTENT,
    ) -> "SmsBook":
        """Read the templates; raise TextError with every place that is wrong."""
        subject = "decoration" if trade == "furnishing" else ""
        found, houses = read_templates(folder), read_houses(folder)
        return cls(found, houses, provider, sign, code_template, subject)

    def fill(self, message: Message, values: Mapping[str, object]) -> FilledSms:
        """Return the SMS of a message, or why it has none."""
        if not self.provider:
            return NO_SMS
        for template in self.templates.values():
            if template.carries(message):
                return self._filled(template, values)
        return NO_SMS

    def _filled(self, template: SmsTemplate, values: Mapping[str, object]) -> FilledSms:
        house, (state, code) = self.houses.get(self.provider), self._standing(template)
        if house and {template.subject, self.trade_subject} & {
            *house.refuses.get(template.kind, ())
        }:
            return FilledSms("subject", template.kind)
        if state != "approved" or not code:
            return FilledSms(NOT_YET.get(state, state), template.kind)
        try:
            sms = _written(template, values, code, longest=house.longest if house else LONGEST)
        except (TextError, Unfit) as error:
            log.warning("an SMS can't be filled in: %s", error)
            return FilledSms("unfit", template.kind)
        shown = as_read(self.sign, sms.text)
        if length(shown) > LONGEST:
            return FilledSms("unfit", template.kind)
        return FilledSms("ready", template.kind, sms, segments(shown))

    def _standing(self, template: SmsTemplate) -> tuple[str, str]:
        """Return how far the review has come, and the gateway's code."""
        state = template.states.get(self.provider, "draft")
        code = template.codes.get(self.provider, "")
        if template.kind == "code" and self.code_template:
            return "approved", self.code_template
        return state, code


NO_SMS_BOOK = SmsBook({}, {})


def _written(
    template: SmsTemplate, values: Mapping[str, object], code: str, *, longest: int
) -> Sms:
    """Fill in the variables and the whole text; raise TextError or Unfit."""
    said = {name: _said(name, values) for name in (*template.variables, *FIXED) if name in values}
    fitted = {
        name: fit(name, said[name], longest=longest, may_cut=name in template.cut)
        for name in template.variables
        if name in said
    }
    if missing := set(template.variables) - set(fitted):
        raise Unfit(f"nobody says {', '.join(sorted(missing))}")
    hidden = {name: "*" * len(value) for name, value in fitted.items()}
    kept = hidden if template.kind == "code" else fitted  # nobody of the shop may read a code
    text = Texts({"sms": (template.says,)}).render(Line("sms", {**said, **kept}))
    return Sms(code, fitted, text=text)


def _said(name: str, values: Mapping[str, object]) -> str:
    return Texts({name: (f"{{{name}}}",)}).render(Line(name, values))


def fit(name: str, value: str, *, longest: int, may_cut: bool) -> str:
    """Return a value as a gateway takes it, cut where that is allowed; raise Unfit.

    Emoji and what can't be seen are left out; a link or a mobile number is refused by all of them.
    """
    plain = _SPACES.sub(" ", "".join(filter(_is_plain, value))).strip()
    plain = plain.replace("【", "").replace("】", "")
    if not plain:
        raise Unfit(f"{name} is empty")
    if _LINK.search(plain) or _MOBILE.search(plain):
        raise Unfit(f"{name} holds a link or a mobile number")
    if len(plain) <= longest:
        return plain
    if not may_cut:
        raise Unfit(f"{name} is longer than {longest}")
    return plain[: longest - 1] + _MORE


def _is_plain(letter: str) -> bool:
    return ord(letter) <= 0xFFFF and (
        letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn", "So")
    )
