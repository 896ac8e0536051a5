"""The command line: `flask --app wsgi …`. Each command is parse, one action, show."""

import json
import sys
import time
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app

from bot.handing_out import coupons, qr
from bot.imports.commands import members, purchases
from bot.operations import database, migrated, nobody, points, privacy, shadow, stop
from bot.wiring import Bot, bot_of

FAILED = 1
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}  # to some readers


def add_commands(app: Flask) -> None:
    """Register the commands, one place for all."""
    running = (up, worker, scheduler, menu, qr, demo)
    stored = (shop, staff, members, purchases, points, coupons, privacy, database)
    switches = (stop, shadow)
    for command in (*running, *stored, *switches, intent, content, care):
        app.cli.add_command(command)


@click.command()
def up() -> None:
    """Start everything and stay in the foreground."""
    from bot.demo_data import fill_example
    from bot.supervisor.running import run

    bot = bot_of(current_app)
    sys.exit(run(bot, prepare=partial(fill_example, bot), welcome=_welcome(bot)))


@click.command()
def worker() -> None:
    """Take jobs until stopped."""
    from bot.worker import work

    work()


@click.command()
def scheduler() -> None:
    """Ask for jobs when they are due, until stopped."""
    from bot.schedule import keep_time

    keep_time()


@click.command()
def intent() -> None:
    """Say what each line of standard input wants, one JSON line for each."""
    understands = bot_of(current_app).understands
    for line in sys.stdin.buffer:
        text = line.decode(errors="replace").rstrip("\r\n")
        understood = understands.understand(text)
        wishes = map(understands.under, (understood.intent, *understood.also))
        main, *also = dict.fromkeys(wishes)
        reported = {
            "text": text,
            "intent": main,
            "confidence": understood.confidence,
            "also": [wish for wish in also if wish != "other"],
        }
        click.echo(json.dumps(reported, ensure_ascii=False).translate(_LINE_ENDS))


@click.group()
def content() -> None:
    """What the bot says."""


@content.command("check")
def content_check() -> None:
    """Read every text as a careful editor would; exit 1 with file and line of what is wrong."""
    from bot.texts_check import check_content

    bot = bot_of(current_app)
    faults = check_content(intents=bot.intents, flows=bot.flows)
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(FAILED)
    click.echo("content is in order")


@click.group()
def shop() -> None:
    """The shop's own file."""


@shop.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="save nothing")
def shop_import(file: Path, *, dry_run: bool) -> None:
    """Take over stores, people, levels, gifts and coupons from FILE, as content/shop.toml is.

    What it changes for some members is shown before it is saved.
    """
    from bot.shop.refusal import Refused
    from bot.shop.stores.actions import import_shop
    from bot.shop.stores.rules import ShopFileError, read_shop
    from bot.texts import TextError, read_toml

    bot = migrated()
    try:
        parsed = read_toml(file)
        taken = read_shop(parsed)
        _show_effects(bot, taken)
        if not dry_run:
            bot.database.run(lambda db: import_shop(db, parsed, by="command line"))
    except (ShopFileError, TextError) as error:
        raise click.ClickException(str(error)) from error
    except Refused as refused:
        raise click.ClickException(_sentence(bot, refused)) from refused
    click.echo(
        f"{taken.shop.name}: {len(taken.stores)} stores, {len(taken.levels)} levels,"
        f" {len(taken.gifts)} gifts, {len(taken.coupons)} coupons, {len(taken.people)} people"
        + (": nothing saved" if dry_run else "")
    )


def _show_effects(bot: Bot, then: Any) -> None:
    from bot import clock
    from bot.usecases.trying import effects_of, told_of, without_notice

    today = clock.today()
    with bot.database.reading() as db:
        now = bot.shops.read(db)
        effects = effects_of(db, now, then.on(today), today=today)
    for told in without_notice(now, then, today=today):
        click.echo(bot.texts.render(told), err=True)
    for told in told_of(effects):
        click.echo(bot.texts.render(told))


@click.group()
def staff() -> None:
    """People of the shop."""


@staff.command("add")
@click.option("--login", required=True)
@click.option("--name", required=True)
@click.option("--role", required=True)
@click.option("--store")
def staff_add(login: str, name: str, role: str, store: str | None) -> None:
    """Add somebody; her password is read from standard input."""
    from bot.shop.refusal import Refused
    from bot.shop.staff.actions import add_staff

    password = sys.stdin.readline().rstrip("\n")
    bot = migrated()
    add = partial(add_staff, login=login, name=name, role=role, store=store, password=password)
    try:
        bot.database.run(partial(add, by="command line"))
    except Refused as refused:
        raise click.ClickException(_sentence(bot, refused)) from refused
    click.echo(f"{name} ({login}) may log in as {role}")


@staff.command("reach")
@click.option("--login", required=True)
@click.option("--email", help="where she reads her mail; empty takes it away")
@click.option("--wechat", is_flag=True, help="print a code to write to the service account")
def staff_reach(login: str, email: str | None, wechat: bool) -> None:
    """Say how somebody hears of what waits, besides the work group's robot."""
    from bot.shop.refusal import Refused
    from bot.shop.staff.actions import make_bind_code, set_email

    bot = migrated()
    try:
        if email is not None:
            bot.database.run(partial(set_email, login=login, email=email, by="command line"))
        if wechat:
            code = bot.database.run(partial(make_bind_code, login=login))
            click.echo(f"员工绑定 {code}")
    except Refused as refused:
        raise click.ClickException(_sentence(bot, refused)) from refused


@click.group()
def care() -> None:
    """What the shop says first, and why not."""


@care.command("why")
@click.option("--member", type=int, required=True)
@click.option("--on", "day", required=True, help="a day such as 2026-11-22")
@click.option("--json", "as_json", is_flag=True)
def care_why(member: int, day: str, as_json: bool) -> None:
    """Tell the story of each message of one customer on one day."""
    from bot.outbox.story import stories_of
    from bot.texts import line

    bot = migrated()
    on = _day(day)
    with bot.database.reading() as db:
        stories = stories_of(db, bot.texts, member, on)
    if stories is None:
        raise nobody(member)
    for story in stories:
        click.echo(json.dumps(story, ensure_ascii=False) if as_json else story["story"])
    if not stories and not as_json:
        click.echo(bot.texts.render(line("story.none")))


@care.command("reach")
@click.option("--member", type=int, required=True)
@click.option("--purpose", type=click.Choice(["care", "promotion", "service"]), default="care")
@click.option("--json", "as_json", is_flag=True)
def care_reach(member: int, purpose: str, *, as_json: bool) -> None:
    """Say by which doors one customer can be reached now, and what shuts each of the others."""
    from bot.outbox.reaching import how_to_reach

    bot = migrated()
    with bot.database.reading() as db:
        doors = how_to_reach(db, bot.texts, bot.policy, member, purpose)
    if doors is None:
        raise nobody(member)
    for door in doors:
        click.echo(json.dumps(door, ensure_ascii=False) if as_json else door["story"])


@care.command("doors")
@click.option("--from", "first", required=True, help="a day such as 2026-11-01")
@click.option("--to", "last", required=True, help="the last day, it included")
@click.option("--json", "as_json", is_flag=True)
def care_doors(first: str, last: str, *, as_json: bool) -> None:
    """Say how much of the care that was due went by which door, waited, lapsed, and why."""
    from bot.outbox.shares import shares_of_care, told

    bot = migrated()
    since, until = _day(first), _day(last)
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
    since, until = _day(first), _day(last)
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
        wanted = _moment(moment) if moment else clock.now()
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
    from bot.shop.members.queries import some_members

    if not member and not sample:
        raise click.UsageError("name a --member, or how many as a --sample")
    bot = migrated()
    with bot.database.reading() as db:
        people = [*member, *some_members(db, sample or 0)]
        shop = bot.shops.read(db)
        rehearsal = Rehearsal(db, bot.texts, shop, bot.policy, bot.speaker, clock.now())
        for played in rehearsal.play(people, days):
            told = json.dumps(played.to_json(), ensure_ascii=False)
            click.echo(told if as_json else played.tell(bot.texts))


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
    wanted = _moment(moment) if moment else clock.now()
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


@click.group()
def menu() -> None:
    """The menu under the chat."""


@menu.command("push")
def menu_push() -> None:
    """Send the menu of content/menu.toml to WeChat."""
    from bot.channels.wechat.errors import Unreachable, WeChatError
    from bot.channels.wechat.menu import MenuError, push_menu

    bot = bot_of(current_app)
    if bot.wechat is None:
        raise click.ClickException("WECHAT_APPID: no service account is set")
    try:
        count = push_menu(bot.wechat, known=bot.intents)
    except Unreachable as error:
        raise click.ClickException(f"WECHAT_API_BASE: WeChat does not answer ({error})") from error
    except (MenuError, WeChatError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{count} buttons sent; phones show them within five minutes")


@click.group()
def demo() -> None:
    """The example shop."""


@demo.command("seed")
@click.option("--members", type=click.IntRange(0, 2_000_000), required=True)
@click.option("--purchases", type=click.IntRange(0, 20_000_000), required=True)
@click.option("--seed", type=int, required=True)
@click.option("--until", required=True, help="the last day of the data, such as 2026-11-22")
def demo_seed(members: int, purchases: int, seed: int, until: str) -> None:
    """Fill an empty or a demo database with example people, the same ones for the same seed."""
    from bot.demo_data import NotEmpty, seed_demo

    bot = migrated()
    try:
        told = seed_demo(bot, members=members, purchases=purchases, seed=seed, until=_day(until))
    except NotEmpty as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(told))


def _welcome(bot: Bot) -> list[str]:
    if not bot.settings.demo:
        return []
    return [f"phone http://127.0.0.1:{bot.settings.simulator_port}"]


def _sentence(bot: Bot, refused: Any) -> str:
    from bot.texts import Line

    return bot.texts.render(Line(f"reasons.{refused.reason}", refused.values))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text} is not a day such as 2026-11-22") from error


def _moment(text: str) -> datetime:
    from bot import clock

    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text} is not a time such as 2026-11-22T09:00+08:00") from error
    return found if found.tzinfo else clock.at(found.date(), found.time())
