"""What an operator asks of care: what is planned, what went, by which doors, and why."""

import json
import time
from datetime import datetime

import click
from flask import current_app

from bot.operations import day_of, migrated, nobody
from bot.wiring import bot_of


@click.group()
def care() -> None:
    """What the shop says first, and why not."""


@care.command("why")
@click.option("--member", type=int, required=True)
@click.option("--on", "day", required=True, help="a day such as 2026-11-22")
@click.option("--json", "as_json", is_flag=True)
def care_why(member: int, day: str, as_json: bool) -> None:
    """Tell the story of each message of one customer on one day."""
    from bot.outbox.story import quiet_day, stories_of

    bot = migrated()
    on = day_of(day)
    with bot.database.reading() as db:
        stories = stories_of(db, bot.texts, member, on)
        quiet = quiet_day(db, bot.texts, member, on) if stories == [] else ""
    if stories is None:
        raise nobody(member)
    for story in stories:
        click.echo(json.dumps(story, ensure_ascii=False) if as_json else story["story"])
    if quiet and not as_json:
        click.echo(quiet)


@care.command("reach")
@click.option("--member", type=int, required=True)
@click.option("--purpose", type=click.Choice(["care", "promotion", "service"]), default="care")
@click.option("--json", "as_json", is_flag=True)
def care_reach(member: int, purpose: str, *, as_json: bool) -> None:
    """Say what holds words to one customer back now, and how each door to her stands."""
    bot = migrated()
    with bot.database.reading() as db:
        found = bot.reaching(db).of(db, member, purpose)
    if found is None:
        raise nobody(member)
    for each in (*found.held, *found.doors):
        click.echo(json.dumps(each, ensure_ascii=False) if as_json else each["story"])


@care.command("doors")
@click.option("--from", "first", required=True, help="a day such as 2026-11-01")
@click.option("--to", "last", required=True, help="the last day, it included")
@click.option("--json", "as_json", is_flag=True)
def care_doors(first: str, last: str, *, as_json: bool) -> None:
    """Say how much of the care that was due went by which door, waited, lapsed, and why."""
    from bot.outbox.shares import shares_of_care, told

    bot = migrated()
    since, until = day_of(first), day_of(last)
    with bot.database.reading() as db:
        found = shares_of_care(db, since, until)
    lines = [json.dumps(found, ensure_ascii=False)] if as_json else told(bot.texts, found)
    for each in lines:
        click.echo(each)


@care.command("effect")
@click.option("--journey", required=True, help="such as knowledge")
@click.option("--from", "first", required=True, help="a day such as 2026-11-01")
@click.option("--to", "last", required=True, help="the last day, it included")
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True)
@click.option("--json", "as_json", is_flag=True)
def care_effect(journey: str, first: str, last: str, days: int, *, as_json: bool) -> None:
    """Compare who came back of those who were told with those it was kept from."""
    from bot.outbox.effect import effect_of

    bot = migrated()
    if journey not in bot.journeys:
        raise click.BadParameter(f"there is no journey {journey}: {', '.join(bot.journeys)}")
    since, until = day_of(first), day_of(last)
    with bot.database.reading() as db:
        found = effect_of(db, journey, since, until, days=days)
    told = [json.dumps(found.to_json(), ensure_ascii=False)] if as_json else []
    for each in told or map(bot.texts.render, found.tell()):
        click.echo(each)


@care.command("plan")
@click.option("--now", "moment", help="a time, such as 2026-11-22T10:00")
def care_plan(moment: str | None) -> None:
    """Plan until tomorrow what the shop says first, and say how much that is."""
    from bot import clock
    from bot.journeys.planning import plan

    bot = migrated()
    with bot.database.reading():  # it sets the demo's clock
        wanted = _moment_of(moment) if moment else clock.now()
    click.echo(json.dumps(plan(bot.database, bot.journeys, wanted)))


@care.command("preview")
@click.option("--member", type=int, multiple=True)
@click.option("--sample", type=click.IntRange(1, 1000), help="so many members of the shop")
@click.option("--days", type=click.IntRange(1, 400), required=True)
@click.option("--json", "as_json", is_flag=True)
def care_preview(member: tuple[int, ...], sample: int | None, days: int, *, as_json: bool) -> None:
    """Play the days to come for some members, changing nothing."""
    from bot import clock
    from bot.journeys.rehearsal import Rehearsal
    from bot.outbox.sms.spending import as_yuan
    from bot.shop.members.queries import some_members
    from bot.texts import line

    if not member and not sample:
        raise click.UsageError("name a --member, or how many as a --sample")
    bot = migrated()
    with bot.database.reading() as db:
        people = [*member, *some_members(db, sample or 0)]
        shop = bot.shops.read(db)
        rehearsal = Rehearsal(
            *(db, bot.texts, shop, bot.policy, bot.speaker, clock.now()),
            sms=bot.sms_book,
            budget=bot.sms_budget,
        )
        fen = 0
        for played in rehearsal.play(people, days):
            fen += played.fen or 0
            told = json.dumps(played.to_json(), ensure_ascii=False)
            click.echo(told if as_json else played.tell(bot.texts))
    if fen and not as_json:
        click.echo(bot.texts.render(line("story.preview_cost", yuan=as_yuan(fen))))


@care.command("journeys")
def care_journeys() -> None:
    """Write the page of all journeys, docs/journeys.md."""
    from bot.journeys.page import page
    from bot.journeys.wordings import Wordings

    bot = bot_of(current_app)
    trades = ("general", "jewellery", "clothing")
    click.echo(page(bot.journeys, {each: Wordings(bot.texts, each) for each in trades}), nl=False)


@care.command("send")
@click.option("--now", "moment", help="a time; one in the future only in a demo")
def care_send(moment: str | None) -> None:
    """Send what is due, and say how it went."""
    from bot import clock
    from bot.demo_clock import move_clock

    bot = migrated()
    wanted = _moment_of(moment) if moment else clock.now()
    began = time.monotonic()
    if wanted <= clock.now():
        tally = bot.post.deliver_all()
    elif bot.settings.demo:
        tally = move_clock(bot, wanted)
    else:
        raise click.ClickException("only a demo can send in the future")
    told = {
        "sent": tally["sent"],
        "waiting": tally["Later"],
        "skipped": tally["Skip"],
        "tasks": tally["Task"],
        "failed": tally["not_sent"] + tally["uncertain"],
        "seconds": round(time.monotonic() - began, 3),
    }
    click.echo(json.dumps(told))


def _moment_of(text: str) -> datetime:
    from bot import clock

    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text} is not a time such as 2026-11-22T09:00+08:00") from error
    return found if found.tzinfo else clock.at(found.date(), found.time())


@click.group()
def sms() -> None:
    """The templates of SMS."""


@sms.command("texts")
@click.option("--provider", default="aliyun", show_default=True)
def sms_texts(provider: str) -> None:
    """Write each text as it is handed in to a gateway for review, with its length."""
    from bot.channels.sms.gateway import SmsAccount
    from bot.channels.sms.gateways import GATEWAYS, gateway_of
    from bot.channels.sms.segments import as_read, segments
    from bot.outbox.sms.handing_in import text_for
    from bot.outbox.sms.templates import read_templates

    bot = migrated()
    if provider not in GATEWAYS:
        raise click.BadParameter(f"there is no gateway {provider}: {', '.join(GATEWAYS)}")
    sign = bot.settings.sms_sign
    gateway = gateway_of(SmsAccount(provider, "", "", "", sign))
    with bot.database.reading() as db:
        shop = bot.shops.read(db).shop
    fixed = {"shop": shop.name, "service_phone": shop.service_phone, "helper": shop.helper}
    for name, template in read_templates().items():
        text = text_for(template, gateway, fixed)
        state = template.states.get(provider, "draft")
        click.echo(f"{name} · {template.kind} · {state} · {segments(as_read(sign, text))}\n{text}")
