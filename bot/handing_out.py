"""What an operator hands out: coupons to members, codes for print."""

import json
import sys
from functools import partial
from pathlib import Path
from typing import IO

import click

from bot.operations import migrated
from bot.wiring import Bot

FAILED = 1


@click.group()
def coupons() -> None:
    """Coupons that people of the shop give by hand."""


@coupons.command("give")
@click.option("--coupon", required=True, help="its word or name in the shop's file")
@click.option("--member", "members", type=int, multiple=True, help="may be repeated")
@click.option("--members", "file", type=click.File(), help="a file of numbers, one a line")
@click.option("--why", required=True, help="kept in the journal")
@click.option("--key", required=True, help="a word for this occasion: nobody gets it twice")
@click.option("--by", required=True, help="the login of who decides")
def coupons_give(
    coupon: str, members: tuple[int, ...], file: IO[str] | None, why: str, key: str, by: str
) -> None:
    """Give a coupon to members, once for each key; who gets none is told on standard error."""
    from bot import clock
    from bot.shop.refusal import Refused
    from bot.shop.staff.queries import acting_for
    from bot.usecases.giving_coupons import coupon_by_hand, give_by_hand

    wanted = dict.fromkeys([*members, *_numbers(file)])
    if not wanted:
        raise click.UsageError("name members with --member or --members")
    bot = migrated()
    try:
        with bot.database.reading() as db:
            rule = coupon_by_hand(bot.shops.read(db), coupon, acting_for(db, by))
    except Refused as refused:
        raise click.ClickException(_sentence(bot, refused)) from refused
    tally = {"given": 0, "known": 0, "refused": 0}
    for member in wanted:
        give = partial(give_by_hand, person_id=member, rule=rule, key=key, why=why, by=by)
        try:
            _, is_new = bot.database.run(partial(give, today=clock.today()))
            tally["given" if is_new else "known"] += 1
        except Refused as refused:
            tally["refused"] += 1
            click.echo(_sentence(bot, refused), err=True)
    click.echo(json.dumps(tally))
    if tally["refused"]:
        sys.exit(FAILED)


@coupons.command("list")
@click.option("--member", type=int, required=True)
def coupons_list(member: int) -> None:
    """List a member's coupons, the latest given first, as JSON lines."""
    from bot.shop.coupons.queries import coupons_page

    with migrated().database.reading() as db:
        for each in coupons_page(db, person_id=member, limit=200):
            told = {"id": each.id, "coupon": each.rule, "name": each.name, "state": each.state}
            told["good_until"] = each.good_until.isoformat()
            click.echo(json.dumps(told, ensure_ascii=False))


@coupons.command("take-back")
@click.argument("coupon_id", type=int)
@click.option("--why", required=True, help="kept in the journal")
@click.option("--by", required=True, help="the login of who decides")
def coupons_take_back(coupon_id: int, why: str, by: str) -> None:
    """Take a coupon back before it is used."""
    from bot.shop.refusal import Refused
    from bot.shop.staff.queries import acting_for
    from bot.usecases.giving_coupons import take_back_by_hand

    bot = migrated()
    try:
        bot.database.run(
            lambda db: take_back_by_hand(
                db, coupon_id, bot.shops.read(db), why=why, who=acting_for(db, by)
            )
        )
    except Refused as refused:
        raise click.ClickException(_sentence(bot, refused)) from refused
    click.echo(json.dumps({"taken_back": coupon_id}))


@click.command()
@click.argument("kind", type=click.Choice(("store", "guide", "parcel")))
@click.argument("name")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def qr(kind: str, name: str, file: Path) -> None:
    """Save a lasting code for print to FILE (PNG): of a store, a guide (her login), a parcel card.

    Whoever scans it arrives with that scene. It leads to membership; scanning earns nothing.
    """
    from bot.channels.wechat.errors import Unreachable, WeChatError
    from bot.channels.wechat.qrcode import LONGEST_SCENE, lasting_code

    bot = migrated()
    if bot.wechat is None:
        raise click.ClickException("WECHAT_APPID: no service account is set")
    scene = f"{kind}:{name}"
    if len(scene) > LONGEST_SCENE:
        raise click.ClickException(f"a scene has at most {LONGEST_SCENE} characters")
    _must_be_known(bot, kind, name)
    try:
        picture = lasting_code(bot.wechat, scene)
    except (Unreachable, WeChatError) as error:
        raise click.ClickException(f"WeChat: {error}") from error
    file.write_bytes(picture)
    click.echo(f"{file}: {scene}")


def _must_be_known(bot: Bot, kind: str, name: str) -> None:
    """Refuse a store or a guide that the shop does not have: the print would lead nowhere."""
    with bot.database.reading() as db:
        shop = bot.shops.read(db)
    known = {"store": shop.store, "guide": shop.colleague}
    if kind in known and known[kind](name) is None:
        raise click.ClickException(f"the shop's file has no {kind} {name}")


def _numbers(file: IO[str] | None) -> list[int]:
    try:
        return [int(row) for row in file or () if row.strip()]
    except ValueError as error:
        raise click.UsageError(f"--members: {error}") from error


def _sentence(bot: Bot, refused: Exception) -> str:
    from bot.shop.refusal import Refused
    from bot.texts import Line

    assert isinstance(refused, Refused)
    return bot.texts.render(Line(f"reasons.{refused.reason}", refused.values))
