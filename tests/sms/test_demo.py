"""A demo's SMS: every template of the shop's is one that reviewers would let pass."""

from __future__ import annotations

import pytest

from bot.channels.sms.gateway import SmsAccount
from bot.channels.sms.gateways import GATEWAYS, gateway_of
from bot.outbox.sms.demo import handed_in
from bot.shop.stores.rules import read_shop
from bot.texts import CONTENT, read_toml
from simulator.sms.forms import objection

SHOP = read_shop(read_toml(CONTENT / "shop.toml"))


@pytest.mark.parametrize("provider", GATEWAYS)
def test_reviewers_let_all_templates_pass(provider: str) -> None:
    gateway = gateway_of(SmsAccount(provider, "", "key", "secret", "缘来珠宝"))
    refused = {
        each["id"]: why
        for each in handed_in(gateway, SHOP)
        if (why := objection(each["kind"], each["text"]))
    }
    assert refused == {}
