"""A colleague writes from her own WeChat: from then on she hears there of what waits."""

import re

from bot.dialogue.conversation import Talk
from bot.shop.refusal import Refused
from bot.shop.staff.actions import bind_wechat

_CODE = re.compile(r"(?<!\d)\d{8}(?!\d)")


def bind(talk: Talk) -> None:
    """Bind her WeChat by the code that the shop's computer gave her."""
    found = _CODE.search(talk.incoming.text)
    talk.may_ride = False
    try:
        colleague = bind_wechat(talk.db, found[0] if found else "", talk.identity.external_id)
    except Refused:
        talk.say("colleagues.no_such_code")
        return
    talk.say("colleagues.bound", colleague=colleague.name)
