"""What she bought and what becomes of it: orders, invoices, returning."""

from bot import clock
from bot.dialogue.conversation import Talk
from bot.shop.purchases.queries import latest_purchase
from handlers.gift_wishes import asks_of_gift
from handlers.people import ask_somebody
from handlers.works import tells_works

# What the till's data can't answer: delivery, and changing what was ordered.
_ON_ITS_WAY = (
    "快递",
    "物流",
    "发货",
    "送到",
    "送货",
    "寄",
    "到哪",
    "地址",
    "什么时候到",
    "單號",
    "单号",
)
_SHOWN = 5


def order_status(talk: Talk) -> None:
    """Tell the latest purchase; where it is on its way, somebody looks it up.

    Who has a gift waiting and asks whether it can be sent means the gift. What is made or mended
    for her comes first; only its address people change.
    """
    if asks_of_gift(talk) or ("地址" not in talk.incoming.text and tells_works(talk)):
        return
    found = latest_purchase(talk.db, talk.person.id)
    asks_delivery = any(word in talk.incoming.text for word in _ON_ITS_WAY)
    if found is None or asks_delivery:
        ask_somebody(talk, "order", "tasks.order", "orders.looking")
        return
    purchase, lines = found
    day = clock.local(purchase.at)
    names = [line.name for line in lines]
    talk.say(
        "orders.latest",
        day=f"{day.month}月{day.day}日",
        store=purchase.store or talk.shop.shop.name,
        items="、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else ""),
        yuan=f"{purchase.total_fen / 100:,.2f}".removesuffix(".00"),
    )
    if purchase.returned_fen:
        yuan = f"{purchase.returned_fen / 100:,.2f}".removesuffix(".00")
        talk.say("orders.returned", yuan=yuan)


def invoice(talk: Talk) -> None:
    """Somebody writes the invoice; say what is needed for it."""
    ask_somebody(talk, "invoice", "tasks.invoice", "orders.invoice")
