"""The member code at the till: proof of who holds the phone in her hand."""

from sqlalchemy.orm import Session

from bot.shop.members.queries import customer_file
from bot.texts import line
from bot.usecases.binding import confirm_binding
from bot.web.api.actors import actor
from bot.web.api.fields import Maybe, Phone, Word
from bot.web.api.members import Customer, shown_customer
from bot.web.api.shapes import Body
from bot.wiring import Bot


class Proof(Body):
    """The number that staff checked, by a call or the old card."""

    by: Maybe[Word] = None
    store: Maybe[Word] = None
    phone: Phone


def confirm(bot: Bot, code: str, body: Proof) -> Customer:
    """Confirm that the number is hers: what stands under it becomes hers.

    The same proof twice is one. 404 where the code is unknown; 409 where it is too old, or the
    number is not the one she claimed, or belongs to another customer who is here.
    """

    def work(db: Session) -> Customer:
        by = actor(db, body.by)
        shop, why = bot.shops.read(db), bot.texts.render(line("reasons.kept_secret"))
        person = confirm_binding(
            db, code, phone=body.phone, by=by, store=body.store, shop=shop, why=why
        )
        file = customer_file(db, person.id)
        assert file is not None  # the person is held
        return shown_customer(db, file, bot)

    return bot.database.run(work)
