"""Put the pieces together: one world per running simulator."""

from __future__ import annotations

from typing import Any

import urllib3

from .clock import ShopClock
from .courier import Courier
from .faults import Faults
from .instants import stored
from .journal import Journal
from .media import living
from .rules import Rules, changed
from .seal import Seal
from .settings import Settings
from .sms import forms
from .sms.forms import Form
from .verdict import Account


class World:
    """Everything a request may need."""

    def __init__(self, settings: Settings) -> None:
        pool = urllib3.PoolManager(num_pools=4, maxsize=64, retries=False)
        self.settings = settings
        self.pool = pool
        self.journal = Journal(settings.data)
        self.clock = ShopClock(pool, settings.bot_url, settings.bot_api_key)
        self.faults = Faults()
        self.courier = Courier(pool, f"{settings.bot_url}/wechat")
        self.typing: dict[str, float] = {}
        self.bot_seen = (float("-inf"), False)
        self.rules = self._first_rules()
        self._open_sms()
        self._seal = Seal(settings.aes_key, settings.appid) if settings.aes_key else None

    def _first_rules(self) -> Rules:
        rules = Rules(mode=self.settings.mode, shop=self.settings.shop)
        return changed(rules, self.journal.kept("rules") or {}, aes_key=self.settings.aes_key)

    def _open_sms(self) -> None:
        """Give the account its signature and its templates, which the reviewers let pass."""
        forms.add_sign(self.journal, self.settings.sms.sign)
        for each in self.settings.sms.templates:
            forms.add(self.journal, Form(**each))

    def turn(self, wishes: dict[str, Any]) -> Rules:
        """Turn some of the numbers and remember them; raise BadRule."""
        self.rules = changed(self.rules, wishes, aes_key=self.settings.aes_key)
        self.journal.keep("rules", (self.journal.kept("rules") or {}) | wishes)
        return self.rules

    def account(self) -> Account:
        """Return what pushes are signed with and answers held against."""
        return Account(
            account=self.settings.account,
            token=self.settings.token,
            seal=self._seal,
            mode=self.rules.mode,
            reply_bytes=self.rules.reply_bytes,
            media_type=self._media_type,
        )

    def _media_type(self, media_id: str) -> str | None:
        found = living(self.journal, media_id, at=stored(self.clock.now()), rules=self.rules)
        return found.mime if found else None

    def reset(self) -> None:
        """Begin again: nobody, nothing, the numbers as at the start."""
        self.journal.forget_everything()
        self.faults.clear()
        self.typing.clear()
        self.rules = self._first_rules()
        self._open_sms()
