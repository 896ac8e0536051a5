"""What workers do. A job says only "look": the rows it works on are in the database."""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from threading import Event

from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.channels import SendFailed
from bot.channels.wechat.menu import push_menu
from bot.db import was_held_too_long
from bot.dialogue.late import answer_late, fail_late
from bot.dialogue.models import Inbox
from bot.journeys.planning import plan
from bot.outbox.sms.alarms import warn_of_package
from bot.shop.complaints.queries import sore_about
from bot.shop.coupons.queries import coupons_ending_on, ended_coupons
from bot.shop.gifts.queries import ended_redemptions
from bot.shop.owning.queries import who_falls
from bot.shop.points.actions import expire_points
from bot.shop.points.models import PointEntry
from bot.shop.points.queries import accounts_after, unbalanced_accounts, whose_points_end
from bot.shop.purchases.secrecy import secrets_that_end
from bot.shop.referrals.queries import due_rewards
from bot.shop.surveys.queries import visits_to_ask_about, works_to_ask_about
from bot.shop.works.queries import works_late_by
from bot.store import UNBALANCED
from bot.texts import line
from bot.traces import where_it_broke
from bot.usecases import lapsing, levelling, redeeming, reminding, surveying, vouchers
from bot.usecases.adjusting import warn_of_ending
from bot.usecases.complaining.minding import mind_due
from bot.usecases.fetching import fetch_wanted
from bot.usecases.forgetting import forget, who_left
from bot.usecases.handing_over.pool import fall_to_pool, gone_for_long, leave_nothing
from bot.usecases.making import Bench
from bot.usecases.presents import end_secret
from bot.usecases.recommending import give_reward
from bot.usecases.reminding import late_calls
from bot.usecases.talking import quiet_talks, return_talk
from bot.wiring import Bot, bot_of

log = logging.getLogger(__name__)

QUEUE = "huitouke"
SLICE = 100
LOOKED_BACK = timedelta(days=3)  # for days on which no job ran
WARNED_AHEAD = timedelta(days=1)  # what is promised for tomorrow and not ready
CHECKED_AT_ONCE = 1000
SHOWN = 20
TOLD_SECONDS = 2 * 24 * 3600
RESULT_SECONDS = 60
FAILED_SECONDS = 7 * 24 * 3600
JOB_SECONDS = 600
SENDING_SECONDS = 10  # then who waits for a late answer has her turn

stopping = Event()


def deliver() -> dict[str, int]:
    """Send what is due; what is left when asked to stop, or after a while, is the next job's."""
    ends = time.monotonic() + SENDING_SECONDS

    def keep_going() -> bool:
        return not stopping.is_set() and time.monotonic() < ends

    return dict(bot_of().post.deliver_all(keep_going=keep_going))


def answer_pending() -> int:
    """Answer messages whose time for a passive reply had passed."""
    bot = bot_of()
    with bot.database.reading() as db:
        ids = list(db.scalars(select(Inbox.id).where(Inbox.state == "pending").order_by(Inbox.id)))
    for inbox_id in ids:
        try:
            bot.database.run(partial(answer_late, voice=bot.voice, inbox_id=inbox_id))
        except Exception as error:  # as at the webhook's door: the next in line are answered
            if was_held_too_long(error):
                continue  # it is still pending, so the next tick tries again
            log.error("a late turn broke: %s", where_it_broke(error))
            bot.database.run(partial(fail_late, voice=bot.voice, inbox_id=inbox_id))
    return len(ids)


def fetch_media() -> int:
    """Fetch the pictures and voices that customers sent, before WeChat drops them."""
    bot = bot_of()
    return fetch_wanted(bot.database, bot.wechat, bot.texts) if bot.wechat else 0


def mind_complaints() -> int:
    """Do what is due in complaints: our next word, what was missed, days later, silence."""
    bot = bot_of()
    return mind_due(bot.database, bot.texts, bot.shops)


def call_again() -> int:
    """Alarm who leads where nobody came to a customer within the promised time."""
    bot = bot_of()
    with bot.database.reading() as db:
        ids, shop = late_calls(db, clock.now(), SLICE), bot.shops.read(db)
    call = partial(reminding.call_again, texts=bot.texts, shop=shop)
    return sum(bot.database.run(partial(call, task_id=each)) for each in ids)


def return_talks() -> int:
    """Give back to the bot the talks in which nobody has said anything for a while."""
    bot = bot_of()
    with bot.database.reading() as db:
        ids, shop = quiet_talks(db, clock.now(), SLICE), bot.shops.read(db)
    give_back = partial(return_talk, texts=bot.texts, shop=shop)
    return sum(bot.database.run(partial(give_back, talk_id=each)) for each in ids)


def plan_care() -> dict[str, int | float]:
    """Write what the shop will say of its own accord until tomorrow."""
    bot = bot_of()
    return plan(bot.database, bot.journeys, clock.now())


def tell_people() -> dict[str, int]:
    """Let people of the shop hear, outside, of what waits for them."""
    return dict(bot_of().bell.ring())


def expire() -> int:
    """Book the end of points whose last day has passed, a slice at a time."""
    bot = bot_of()
    gone, today = 0, clock.today()
    ended = select(PointEntry.person_id).where(
        PointEntry.left > 0,
        PointEntry.expires_on < today,
        ~sore_about(PointEntry.person_id, clock.now()).exists(),
    )
    while True:
        with bot.database.reading() as db:
            people = list(db.scalars(ended.distinct().limit(SLICE)))
        for each in people:
            gone += bot.database.run(partial(expire_points, person_id=each, today=today))
        if not people:
            return gone


def expire_coupons() -> int:
    """End coupons whose last day has passed, and warn of those that end in some days."""
    bot = bot_of()
    today, done = clock.today(), 0
    for each in _one_by_one(partial(ended_coupons, today=today)):
        done += bot.database.run(partial(vouchers.expire, coupon_id=each, today=today))
    ending = partial(coupons_ending_on, day=today + vouchers.WARNED_BEFORE)
    for each in _one_by_one(ending):
        bot.database.run(partial(vouchers.warn_of_coupon, coupon_id=each))
    return done


def watch_sms() -> bool:
    """Ask the gateway what is left of what was paid for, and warn of too little."""
    bot = bot_of()
    try:
        left = bot.sms.left() if bot.sms else None
    except SendFailed as failed:
        log.warning("what is left of the SMS is not known: %s", failed)
        return False
    return left is not None and bot.database.run(partial(warn_of_package, left=left))


def end_secrets() -> int:
    """Let presents count whose secret is over today; return how many."""
    bot = bot_of()
    with bot.database.reading() as db:
        shop = bot.shops.read(db)
    over = _one_by_one(partial(secrets_that_end, today=clock.today()))
    return sum(bot.database.run(partial(end_secret, purchase_id=each, shop=shop)) for each in over)


def ask_surveys() -> int:
    """Ask who came, or fetched what was made for her, some days ago; return how many."""
    bot, today = bot_of(), clock.today()
    with bot.database.reading() as db:
        shop = bot.shops.read(db)
    last, due = surveying.when_asked(shop, today)
    first = last - LOOKED_BACK
    visit = partial(surveying.ask_about_visit, shop=shop, due=due)
    work = partial(surveying.ask_about_work, due=due)
    asked = 0
    for each in _one_by_one(partial(visits_to_ask_about, first=first, last=last)):
        asked += bot.database.run(partial(visit, visit_id=each))
    for each in _one_by_one(partial(works_to_ask_about, first=first, last=last)):
        asked += bot.database.run(partial(work, work_id=each))
    return asked


def watch_works() -> int:
    """Warn of repairs and orders that will not be ready on the promised day, or were not."""
    bot, today = bot_of(), clock.today()
    with bot.database.reading() as db:
        shop = bot.shops.read(db)

    def warn(db: Session, work_id: int) -> bool:
        return Bench(db, shop, bot.texts).warn(work_id, today)

    late = _one_by_one(partial(works_late_by, day=today + WARNED_AHEAD))
    return sum(bot.database.run(partial(warn, work_id=each)) for each in late)


def keep_birthdays() -> int:
    """Give what the shop gives on a birthday to whoever has hers today."""
    bot = bot_of()
    today, given = clock.today(), 0
    with bot.database.reading() as db:
        shop = bot.shops.read(db)
    if not any(coupon.given == "birthday" for coupon in shop.coupons):
        return 0
    gives = partial(vouchers.give_birthday_coupons, shop=shop, today=today)
    for each in _one_by_one(partial(vouchers.whose_birthday, today=today)):
        given += bot.database.run(partial(gives, person_id=each))
    return given


def warn_of_points() -> int:
    """Write to whoever has points that end soon, once for each end; return how many."""
    bot = bot_of()
    today, told = clock.today(), 0
    with bot.database.reading() as db:
        rules = bot.shops.read(db).points
    soon = today + timedelta(days=rules.warn_days)
    found = partial(whose_points_end, first=soon - LOOKED_BACK, last=soon, least=rules.warn_from)
    for each in _one_by_one(found):
        warn = partial(warn_of_ending, person_id=each, least=rules.warn_from, today=today)
        told += bot.database.run(warn)
    return told


def review_levels() -> int:
    """Warn who loses her level, and let levels end whose time has come; return how many fell."""
    bot = bot_of()
    today, fell = clock.today(), 0
    with bot.database.reading() as db:
        shop = bot.shops.read(db)
    review = partial(levelling.review_level, shop=shop, texts=bot.texts, today=today)
    for each in _one_by_one(partial(levelling.whose_level_may_fall, shop=shop, today=today)):
        fell += bot.database.run(partial(review, person_id=each)) == "falls"
    return fell


def expire_gifts() -> int:
    """Give back the points of gifts that nobody fetched in time, one redemption at a time."""
    bot = bot_of()
    today, done = clock.today(), 0
    for each in _one_by_one(partial(ended_redemptions, today=today)):
        done += bot.database.run(partial(redeeming.expire, redemption_id=each, today=today))
    return done


def reward_friends() -> int:
    """Give what was promised for friends who have bought and kept something; return the points."""
    bot = bot_of()
    with bot.database.reading() as db:
        due, shop = due_rewards(db, clock.now(), SLICE), bot.shops.read(db)
    return sum(bot.database.run(partial(give_reward, referral_id=each, shop=shop)) for each in due)


def return_to_pool() -> int:
    """Give customers whom their guides leave alone back to the people of their stores."""
    bot, fell = bot_of(), 0
    with bot.database.reading() as db:
        shop = bot.shops.read(db)
        gone = gone_for_long(db, shop)
    falls = partial(fall_to_pool, texts=bot.texts, shop=shop)
    for each in _one_by_one(partial(who_falls, rule=shop.owning)):
        fell += bot.database.run(partial(falls, person_id=each))
    for login in gone:
        bot.database.run(partial(leave_nothing, login=login, texts=bot.texts, shop=shop))
    return fell


def let_lapse() -> int:
    """Close what people were to say and did not while it was fitting; return how many."""
    bot, today = bot_of(), clock.today()
    lapse = partial(lapsing.let_lapse, today=today, texts=bot.texts)
    late = _one_by_one(partial(lapsing.tasks_long_due, today=today))
    return sum(bot.database.run(partial(lapse, task_id=each)) for each in late)


def check_points() -> int:
    """Check that every balance is the sum of its ledger; say aloud whose isn't."""
    bot, wrong, last = bot_of(), list[int](), 0
    while True:
        with bot.database.reading() as db:
            ids = accounts_after(db, last, CHECKED_AT_ONCE)
            if not ids:
                break
            wrong += unbalanced_accounts(db, first=ids[0], last=ids[-1])
        last = ids[-1]
    if wrong:
        shown = ", ".join(map(str, wrong[:SHOWN]))
        log.error("points: %s balances are not the sum of their ledger: %s", len(wrong), shown)
    bot.store.keep(UNBALANCED, str(len(wrong)), seconds=TOLD_SECONDS)
    return len(wrong)


def forget_left() -> int:
    """Erase what who unfollowed had told us, a person at a time."""
    bot = bot_of()
    with bot.database.reading() as db:
        ids = who_left(db, clock.now(), SLICE)
    why = bot.texts.render(line("reasons.left"))
    return sum(bot.database.run(partial(forget, identity_id=each, why=why)) for each in ids)


def _one_by_one(found: Callable[..., list[int]]) -> Iterator[int]:
    """Go through ids in their order, a slice at a time, each in a transaction of its caller."""
    after = 0
    while True:
        with bot_of().database.reading() as db:
            ids = found(db, after=after, limit=SLICE)
        yield from ids
        if not ids:
            return
        after = ids[-1]


def push_demo_menu() -> int:
    """Give the demo's phones their menu, as an operator does by hand for a real account."""
    bot = bot_of()
    assert bot.wechat is not None  # a demo has an account
    return push_menu(bot.wechat, known=bot.intents)


def queue_of(bot: Bot) -> Queue:
    return Queue(QUEUE, connection=bot.store.redis, serializer=JSONSerializer)


def enqueue(bot: Bot, job: str) -> None:
    """Ask a worker to do a job by name."""
    queue_of(bot).enqueue(
        f"bot.jobs.{job}",
        result_ttl=RESULT_SECONDS,
        failure_ttl=FAILED_SECONDS,
        job_timeout=JOB_SECONDS,
    )
