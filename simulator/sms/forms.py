"""Keep the account's signatures and templates, as the gateways' reviewers let them pass.

Rules of content: cloud.tencent.com/document/product/382/39023,
help.aliyun.com/zh/sms/user-guide/sms-template-specifications
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from ..journal import Journal

KEPT, KEPT_SIGNS = "sms_templates", "sms_signs"
KINDS = ("code", "notice", "promotion")
WAY_OUT = "拒收请回复R"
VARIABLE = re.compile(r"\$\{(?P<name>[A-Za-z][A-Za-z0-9_]*)\}|\{(?P<number>[1-9]\d?)\}")
LONGEST = 500
# What reviewers refuse in any template, with the reason they give; in a promotion some more.
NEVER = (
    (r"1[3-9]\d{9}", "内容不能有手机号"),
    (r"[【】]", "内容不能有【】"),
    (r"积分.{0,6}(兑|领|清零)|兑换积分", "不支持积分兑换、清零类内容"),
    (r"问卷|好评|五星|抽奖|中奖", "不支持问卷、好评、抽奖类内容"),
    (r"关注.{0,4}公众号", "不支持推广公众号"),
    (r"黄金回收|贵金属|装修|建材|家具", "行业不支持"),
    (r"[們貨購說請謝歡]", "不支持繁体字"),
)
IN_PROMOTIONS = (
    (r"优惠券|代金券", "不支持优惠券推广"),
    (r"好久不见|召回|想念您", "不支持召回流失用户"),
    (r"邀请您?到店|邀您到店", "不支持邀请到店"),
)


class BadForm(Exception):
    """Not a template or signature that would pass; the message says why."""


@dataclass(frozen=True)
class Form:
    """One template: its id, its kind, its text, and whether it was let pass."""

    id: str
    kind: str
    text: str
    state: str = "approved"

    def as_json(self) -> dict[str, Any]:
        """Return the template as the control API shows it."""
        return asdict(self)

    @property
    def names(self) -> list[str]:
        """Return the names of its variables, in their order."""
        found = VARIABLE.finditer(self.text)
        return list(dict.fromkeys(each["name"] or each["number"] for each in found))

    def filled(self, values: dict[str, str]) -> str:
        """Return the text with every variable filled in."""
        return VARIABLE.sub(lambda found: values[found["name"] or found["number"]], self.text)


def objection(kind: str, text: str) -> str | None:
    """Say why reviewers would refuse a template, or None."""
    if kind not in KINDS:
        return f"kind 是 {'、'.join(KINDS)} 之一"
    if not text or len(text) > LONGEST:
        return f"内容要有 1 到 {LONGEST} 个字"
    if kind == "promotion" and not text.endswith(WAY_OUT):
        return f"推广短信要以「{WAY_OUT}」结尾"
    if kind != "promotion" and WAY_OUT in text:
        return "通知和验证码不能带退订"
    bans = NEVER + (IN_PROMOTIONS if kind == "promotion" else ())
    return next((why for ban, why in bans if re.search(ban, text)), None)


def every(journal: Journal) -> list[Form]:
    """Return all templates of the account."""
    return [Form(**kept) for kept in (journal.kept(KEPT) or {}).values()]


def find(journal: Journal, form_id: str) -> Form | None:
    """Return a template, or None where the account has none of this id."""
    kept = (journal.kept(KEPT) or {}).get(form_id)
    return Form(**kept) if kept else None


def add(journal: Journal, form: Form) -> Form:
    """Let reviewers look at a template, and keep it; raise BadForm where they refuse."""
    if why := objection(form.kind, form.text):
        raise BadForm(f"{form.id}: {why}")
    with journal.transaction():
        journal.keep(KEPT, (journal.kept(KEPT) or {}) | {form.id: form.as_json()})
    return form


def withdraw(journal: Journal, form_id: str) -> None:
    """Take a template away."""
    with journal.transaction():
        kept = journal.kept(KEPT) or {}
        journal.keep(KEPT, {each: form for each, form in kept.items() if each != form_id})


def signs(journal: Journal) -> dict[str, str]:
    """Return the account's signatures, each with what it may sign: `any` or `code`."""
    return dict(journal.kept(KEPT_SIGNS) or {})


def add_sign(journal: Journal, name: str, scene: str = "any") -> None:
    """File a signature with the carriers."""
    if not 2 <= len(name) <= 12 or scene not in ("any", "code"):
        raise BadForm("签名是 2 到 12 个字；scene 是 any 或 code")
    with journal.transaction():
        journal.keep(KEPT_SIGNS, signs(journal) | {name: scene})
