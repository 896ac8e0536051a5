"""What happens behind her back in a scene: people of the shop act, and messages leave."""

import re
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot import clock
from bot.dialogue.models import Conversation
from bot.outbox.handover import ask_to_say
from bot.outbox.models import Message
from bot.outbox.policy import Send, Task
from bot.outbox.queries import OPEN_STATES, facts_of, standings
from bot.outbox.rendering import render_message
from bot.shop.complaints.models import Complaint
from bot.shop.complaints.rules import STEPS, Compensation
from bot.shop.people.models import Identity, Person
from bot.shop.purchases.queries import latest_purchase
from bot.shop.staff.rules import Actor
from bot.shop.works.models import Work
from bot.usecases import talking
from bot.usecases.complaining import deciding
from bot.usecases.complaining.minding import mind_due
from bot.usecases.complaining.telling import House
from bot.usecases.making import Bench
from bot.usecases.surveying import Subject, ask, bought
from bot.wiring import Bot

MANAGER = Actor("limin", "store_manager", "静安店")
WAITED_FOR = ("complaint", "reply")  # what she hears without writing, where a door is open
_POINTS = re.compile(r"([0-9]+)积分")


def what_leaves(bot: Bot, openid: str) -> list[str]:
    """Do what is due in her cases, and let go what the policy lets go; return the words."""
    mind_due(bot.database, bot.texts, bot.shops)

    def work(db: Session) -> list[str]:
        due = (Message.due <= clock.now()) & Message.state.in_(OPEN_STATES)
        heard = Message.purpose.in_(WAITED_FOR) | Message.kind.in_(("survey", "work"))
        wanted = due & heard & Message.person_id.in_(_hers(openid))
        rows = db.scalars(select(Message).where(wanted).order_by(Message.id))
        return [words for row in rows if (words := _leaves(bot, db, row))]

    return bot.database.run(work)


def _leaves(bot: Bot, db: Session, message: Message) -> str | None:
    standing, _ = standings(db, [message.person_id])[message.person_id]
    now = clock.now()
    decision = bot.voice.policy.choose(
        facts_of(message, bot.speaker.manner_of(message)), standing, now
    )
    if not isinstance(decision, Send | Task):
        return None
    person = db.get_one(Person, message.person_id)
    message.text = render_message(bot.texts, bot.shops.read(db), message, person, now)
    if isinstance(decision, Send):
        message.state, message.door, message.sent_at = "sent", "custom", now
        return message.text
    message.state, message.door = "task", "task"
    ask_to_say(db, message, person, why=bot.texts.render(decision.why), suffix="")
    return None


def asks_satisfaction(bot: Bot, openid: str, about: str) -> None:
    """Ask how she liked what she bought last, or the cleaning of a kept visit."""

    def work(db: Session) -> None:
        person = db.scalars(select(Person).where(Person.id.in_(_hers(openid)))).one()
        found = latest_purchase(db, person.id)
        if about == "清洗" or found is None:
            subject = Subject(
                "visit", person.id, "survey.ask_visit", "清洗保养", "静安店", "zhouting"
            )
        else:
            subject = bought(found[0], found[1][0].name)
        ask(db, person, subject)

    bot.database.run(work)


def on_bench(bot: Bot, openid: str, deed: str) -> None:
    """Let something be made or mended: `下单 沙发`, `做到 ready`, `改日子 9天 因为`."""
    verb, what, *why = deed.split()

    def work(db: Session) -> None:
        bench = Bench(db, bot.shops.read(db), bot.texts)
        hers = db.scalars(select(Person).where(Person.id.in_(_hers(openid)))).one()
        newest = select(Work.id).where(Work.person_id == hers.id).order_by(Work.id.desc())
        known, today = db.scalar(newest.limit(1)) or 0, clock.today()
        if verb == "做到":
            bench.move(known, what, by="zhouting")
        elif verb == "改日子":
            day = today + timedelta(days=int(what.removesuffix("天")))
            bench.promise(known, day, by="zhouting", why=why[0])
        else:
            kind = "repair" if verb == "收下来修" else "order"
            more = {"store": "静安店", "promised": today + timedelta(days=3), "photos": []}
            number = f"{openid.removeprefix('works-')}-{len(what)}"
            begun = Work(person_id=hers.id, kind=kind, item=what, number=number, **more)
            bench.begin(begun, by="zhouting")

    bot.database.run(work)


def acts(bot: Bot, openid: str, deed: str) -> None:
    """Let the manager do something in her newest case, or in the talk."""
    verb, _, detail = deed.partition(" ")
    bot.database.run(lambda db: DEEDS[verb](bot, db, openid, detail))


def _notes(bot: Bot, db: Session, openid: str, detail: str) -> None:
    """Note steps, such as `4、5 电话里跟她对过了，明天给她答复`."""
    steps, _, what = detail.partition(" ")
    noted = [deciding.Noted(STEPS[int(step) - 1], what) for step in steps.split("、")]
    deciding.note(db, _house(bot, db), _case(db, openid), noted, by=MANAGER.login)


def _decides(bot: Bot, db: Session, openid: str, detail: str) -> None:
    """Decide, such as `换一条新的；补偿 200积分；最后 全额退款`."""
    solution, *more = detail.split("；")
    said = dict(each.split(" ", 1) for each in more)
    given = said.get("补偿", "")
    points = _POINTS.fullmatch(given)
    compensation = Compensation(points=int(points[1])) if points else Compensation(gift=given)
    deciding.decide(
        db,
        _house(bot, db),
        _case(db, openid),
        solution=solution,
        given=compensation,
        final_offer=said.get("最后"),
        by=MANAGER.login,
        role=MANAGER.role,
    )


def _finishes(bot: Bot, db: Session, openid: str, proof: str) -> None:
    deciding.finish(db, _house(bot, db), _case(db, openid), proof=proof, by=MANAGER.login)


def _takes(bot: Bot, db: Session, openid: str, _: str) -> None:
    talking.take_talk(db, _talk(db, openid), MANAGER)


def _writes(bot: Bot, db: Session, openid: str, text: str) -> None:
    talking.write_to_her(db, bot.voice.policy, _talk(db, openid), text=text, who=MANAGER)


def _gives_back(bot: Bot, db: Session, openid: str, _: str) -> None:
    talking.release_talk(db, _talk(db, openid), MANAGER)


DEEDS: dict[str, Callable[[Bot, Session, str, str], None]] = {
    "记": _notes,
    "决定": _decides,
    "办好": _finishes,
    "接手": _takes,
    "回话": _writes,
    "交还": _gives_back,
}


def _case(db: Session, openid: str) -> int:
    cases = select(Complaint.id).where(Complaint.person_id.in_(_hers(openid)))
    return db.scalars(cases.order_by(Complaint.id.desc())).first() or 0


def _talk(db: Session, openid: str) -> int:
    talks = select(Conversation.id).where(Conversation.person_id.in_(_hers(openid)))
    return db.scalars(talks).first() or 0


def _hers(openid: str) -> Select[int]:
    return select(Identity.person_id).where(Identity.external_id == openid)


def _house(bot: Bot, db: Session) -> House:
    return House(bot.texts, bot.shops.read(db))
