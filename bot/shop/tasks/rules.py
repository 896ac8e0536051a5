"""Which tasks a customer waits for, and whose a task is: pure."""

from bot.shop.staff.rules import EVERYWHERE, Actor

# While one of these is open she waits for somebody, and what she goes on to say belongs to it.
AWAITED = (
    *("complaint", "human", "stuck", "unanswered", "picture", "video", "question", "order"),
    *("call_back", "invoice", "return", "repair", "redeem", "coupon", "referral", "appointment"),
)
# What writing to her answers by itself.
ANSWERED_BY_WRITING = ("human", "stuck", "unanswered")


def may_do(who: Actor, *, staff: str | None, store: str | None) -> bool:
    """Say whether a task is somebody's to do: her own, her store's, and any for who leads.

    What is for a colleague of a store is for its manager too, so that nothing lies while one is
    away.
    """
    if who.role in EVERYWHERE or staff == who.login:
        return True
    here = store is None or store == who.store
    return here and (who.role == "store_manager" or (who.role == "guide" and staff is None))
