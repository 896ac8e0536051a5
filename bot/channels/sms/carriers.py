"""What carriers say about an SMS they could not bring: their own words, of which few matter.

The codes differ from carrier to carrier; those of 空号 and 黑名单 are much the same everywhere.
https://help.aliyun.com/zh/sms/developer-reference/error-codes-of-delivery-receipts
"""

from bot.channels import Outcome

_EMPTY = ("MK:0001", "MK:0000", "EMPTYNUMBER", "空号", "停机销号", "号码不存在")
_REFUSED = ("BLACK", "SC:0016", "黑名单", "退订")
LONGEST = 60


def outcome_of(code: str, words: str = "") -> Outcome:
    """Return what a failed one means: nobody has this number, she refuses, or it just failed."""
    said = f"{code} {words}".upper()
    if any(sign in said for sign in _EMPTY):
        return "empty"
    return "refused" if any(sign in said for sign in _REFUSED) else "failed"


def in_short(code: str, words: str) -> str:
    """Return the carrier's reason, as much of it as is kept."""
    return " ".join(f"{code} {words}".split())[:LONGEST]
