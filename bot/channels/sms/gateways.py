"""The gateways by the name in `SMS_PROVIDER`: a new one is a folder, and one line here."""

from collections.abc import Callable, Mapping

from bot.channels.sms.aliyun.gateway import Aliyun
from bot.channels.sms.gateway import Gateway, SmsAccount
from bot.channels.sms.tencent.gateway import Tencent

GATEWAYS: Mapping[str, Callable[[SmsAccount], Gateway]] = {
    "aliyun": Aliyun,
    "tencent": Tencent,
}


def gateway_of(account: SmsAccount) -> Gateway:
    """Open the gateway of an account; nothing is called yet."""
    return GATEWAYS[account.provider](account)
