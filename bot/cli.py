"""The command line: `flask --app wsgi …`. Each command is parse, one action, show."""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app

from bot.caring import care, sms
from bot.handing_out import coupons, qr
from bot.imports.commands import members, purchases
from bot.operations import database, day_of, migrated, points, privacy, shadow, stop
from bot.wiring import Bot, bot_of

FAILED = 1
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}  # to some readers


def add_commands(app: Flask) -> None:
    """Register the commands, one place for all."""
    running = (up, worker, scheduler, menu, qr, demo)
    stored = (shop, staff, members, purchases, points, coupons, privacy, database)
    switches = (stop, shadow)
    for command in (*running, *stored, *switches, intent, content, care, sms):
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
    from bot.usecases.trying import booking_changes, effects_of, told_of, without_notice

    today = clock.today()
    with bot.database.reading() as db:
        now = bot.shops.read(db)
        effects = effects_of(db, now, then.on(today), today=today)
        booking = booking_changes(db, now, then, today=today)
    for told in without_notice(now, then, today=today):
        click.echo(bot.texts.render(told), err=True)
    for told in (*booking, *told_of(effects)):
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
    from bot.shop.staff.passwords import hashed

    password = sys.stdin.readline().rstrip("\n")
    bot = migrated()
    add = partial(add_staff, login=login, name=name, role=role, store=store, by="command line")
    try:
        bot.database.run(partial(add, kept=hashed(password)))
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
        told = seed_demo(bot, members=members, purchases=purchases, seed=seed, until=day_of(until))
    except NotEmpty as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(told))


def _welcome(bot: Bot) -> list[str]:
    from bot.demo_data import example_logins

    if not bot.settings.demo:
        return []
    console, password = f"{bot.settings.base_url}/console", bot.settings.demo_password
    phone = f"phone http://127.0.0.1:{bot.settings.simulator_port}"
    return [phone, *(f"console {console} {one} {password}" for one in example_logins())]


def _sentence(bot: Bot, refused: Any) -> str:
    from bot.texts import Line

    return bot.texts.render(Line(f"reasons.{refused.reason}", refused.values))
