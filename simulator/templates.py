"""Keep the account's templates: those it came with, added ones, withdrawn ones."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from .journal import Journal
from .keywords import type_of

MOST = 25
KEPT = "templates"


class BadTemplate(Exception):
    """Not a template WeChat would offer; the message says why."""


@dataclass(frozen=True)
class Template:
    """One template of the account: its id, its title, and the label of each key.

    A `one_time` one goes by her yes to each single reminder, the others as service notices.
    """

    id: str
    title: str
    keys: dict[str, str]
    one_time: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the template as the control API shows it."""
        return {
            "template_id": self.id,
            "title": self.title,
            "keys": self.keys,
            "one_time": self.one_time,
        }


LIBRARY = (
    Template(
        "T6kq1tS0cYx2mVnE8pZbJw4uLr9dHfGa3oQiKsXvN7M",
        "投诉处理进度通知",
        {
            "thing1": "投诉内容",
            "phrase2": "处理状态",
            "thing3": "处理说明",
            "time4": "更新时间",
            "phone_number5": "联系电话",
        },
    ),
    Template(
        "A2wYd7RjX0uQhLm5tCk8sVnB1pGz6oEfKiN3xJr9T4c",
        "预约结果通知",
        {"thing1": "预约项目", "time2": "预约时间", "thing3": "预约门店", "phrase4": "预约状态"},
    ),
    Template(
        "O9bFz3LqP7mXcN1vKj5hGd8sAw2eRt6yUi0oZxCkVnM",
        "订单状态通知",
        {
            "character_string1": "订单编号",
            "thing2": "商品名称",
            "phrase3": "订单状态",
            "thing4": "备注",
        },
    ),
    Template(
        "R4nVb8MxK2zLqJ6hGf0dSa3pOw7iUy1tReZcXkNmB5s",
        "积分兑换通知",
        {
            "thing1": "兑换礼品",
            "number2": "使用积分",
            "character_string3": "兑换码",
            "thing4": "领取地点",
        },
    ),
    Template(
        "P8mKx5JhN1gBv3FcD7sXz0aQw6eRt2yUi9oLpZkMnV4",
        "积分变动通知",
        {"thing1": "变动情况", "number2": "当前积分", "thing3": "变动原因", "time4": "变动时间"},
    ),
    Template(
        "C3vNx8LqPz5WkHj1tRm7yBd0sFg4uEo2aIiKcXwQ9Z6",
        "保养到期提醒",
        {"thing1": "保养项目", "thing2": "温馨提示", "thing3": "服务门店"},
        one_time=True,
    ),
)


def everyone(journal: Journal) -> list[Template]:
    """Return the templates the account has."""
    added: dict[str, Any] = journal.kept(KEPT) or {}
    own = [each for each in LIBRARY if each.id not in added]
    return own + [Template(**kept) for kept in added.values() if kept]


def find(journal: Journal, template_id: str, *, one_time: bool = False) -> Template | None:
    """Return a template of this kind, or None where the account has none of this id."""
    kind = [each for each in everyone(journal) if each.one_time == one_time]
    return next((each for each in kind if each.id == template_id), None)


def add(journal: Journal, title: str, keys: object, *, one_time: bool = False) -> Template:
    """Take a template from the library; each account gets an id of its own. Raise BadTemplate."""
    if not isinstance(keys, dict) or not keys:
        raise BadTemplate("keys 是一张表：项的名字 = 它的说明")
    for key, label in keys.items():
        if type_of(key) is None or not isinstance(label, str):
            raise BadTemplate(f"{key} 不是一种项，比如 thing1")
    with journal.transaction():
        if len(everyone(journal)) >= MOST:
            raise BadTemplate(f"最多 {MOST} 个模板")
        made = Template(secrets.token_urlsafe(33)[:43], title, keys, one_time)
        kept = {"id": made.id, "title": title, "keys": keys, "one_time": one_time}
        journal.keep(KEPT, (journal.kept(KEPT) or {}) | {made.id: kept})
    return made


def withdraw(journal: Journal, template_id: str) -> None:
    """Take a template away, as WeChat does with one that was misused."""
    with journal.transaction():
        journal.keep(KEPT, (journal.kept(KEPT) or {}) | {template_id: None})
