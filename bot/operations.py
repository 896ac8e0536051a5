"""What an operator does with what is stored: show it to whom it is about, erase it, move it."""

import json
import sys
from datetime import date
from functools import partial

import click
from flask import current_app
from pydantic import ValidationError

from bot.settings import Settings
from bot.wiring import Bot, bot_of


def migrated() -> Bot:
    """Bring the tables up to date first, as every command that needs them does."""
    bot = bot_of(current_app)
    _migrate(bot.settings)
    return bot


def _migrate(settings: Settings) -> None:
    from sqlalchemy.exc import OperationalError

    from bot.db import WrongDatabase, migrate

    try:
        migrate(settings)
    except WrongDatabase as error:
        raise click.ClickException(str(error)) from error
    except OperationalError as error:
        raise click.ClickException(f"DATABASE_URL: {str(error.orig).splitlines()[0]}") from error


@click.group()
def points() -> None:
    """Points that people of the shop give or take."""


@points.command("adjust")
@click.option("--member", type=int, required=True)
@click.option("--change", type=int, required=True, help="such as 200 or -50")
@click.option("--why", required=True, help="what she is told, such as 补记上周的小票")
@click.option("--by", required=True, help="the login of who decides")
def points_adjust(member: int, change: int, why: str, by: str) -> None:
    """Give or take points by hand, with a reason; she is told."""
    from bot.shop.refusal import Refused
    from bot.texts import Line
    from bot.usecases.adjusting import adjust_points

    bot = migrated()
    try:
        balance = bot.database.run(
            partial(adjust_points, person_id=member, change=change, why=why, by=by)
        )
    except Refused as refused:
        told = Line(f"reasons.{refused.reason}", refused.values)
        raise click.ClickException(bot.texts.render(told)) from refused
    click.echo(json.dumps({"member": member, "change": change, "balance": balance}))


@click.command()
@click.argument("turned", type=click.Choice(("on", "off")))
@click.option("--by", required=True, help="the login of who presses it")
def stop(turned: str, by: str) -> None:
    """Press the red button: nothing goes out any more; or release it."""
    _turn("stop", turned, by)


@click.command()
@click.argument("turned", type=click.Choice(("on", "off")))
@click.option("--by", required=True, help="the login of who presses it")
def shadow(turned: str, by: str) -> None:
    """Show what would go out, and send nothing but answers; or end that."""
    _turn("shadow", turned, by)


def _turn(name: str, turned: str, by: str) -> None:
    from bot.outbox.switches import turn
    from bot.shop.refusal import Refused
    from bot.shop.staff.queries import acting_for
    from bot.texts import Line

    bot = migrated()
    try:
        bot.database.run(lambda db: turn(db, name, on=turned == "on", who=acting_for(db, by)))
    except Refused as refused:
        told = Line(f"reasons.{refused.reason}", refused.values)
        raise click.ClickException(bot.texts.render(told)) from refused
    click.echo(json.dumps({name: turned, "by": by}))


@click.group()
def privacy() -> None:
    """What is kept of a customer."""


@privacy.command("export")
@click.option("--member", type=int, required=True)
def privacy_export(member: int) -> None:
    """Print all that is kept of a customer, as JSON; she may ask for it."""
    from bot.usecases.erasing import export

    with migrated().database.reading() as db:
        kept = export(db, member)
    if kept is None:
        raise nobody(member)
    click.echo(json.dumps(kept, ensure_ascii=False, indent=2))


@privacy.command("erase")
@click.option("--member", type=int, required=True)
def privacy_erase(member: int) -> None:
    """Erase all that is kept of a customer, but purchases without her name. It can't be undone."""
    from bot.texts import line
    from bot.usecases.erasing import erase

    bot = migrated()
    why = bot.texts.render(line("reasons.erased"))
    receipt = bot.database.run(partial(erase, person_id=member, actor="operator", why=why))
    if receipt is None:
        raise nobody(member)
    click.echo(json.dumps({"erased": member, "receipt": receipt}))


@click.group()
def database() -> None:
    """The database as a whole."""


@database.command("copy")
@click.option("--to", "url", required=True, help="such as postgresql+psycopg://user@host/name")
def database_copy(url: str) -> None:
    """Copy every row of a stopped shop into an empty database, on the same or another server."""
    from bot.db import connect
    from bot.usecases.moving_house import CannotMove, copy_all, row_count

    bot = migrated()
    target = _with_database(bot.settings, url)
    _migrate(target)
    source = bot.database.engine
    try:
        with click.progressbar(length=row_count(source), file=sys.stderr) as bar:
            rows = copy_all(source, connect(target), bar.update)
    except CannotMove as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps({"rows": rows}))


def _with_database(settings: Settings, url: str) -> Settings:
    """Return the same settings, the same keys above all, with another database."""
    try:
        return Settings(**(settings.model_dump() | {"database_url": url}))
    except ValidationError as error:
        raise click.BadParameter(error.errors()[0]["msg"].removeprefix("Value error, ")) from error


def nobody(member: int) -> click.ClickException:
    """Return the answer to a number that nobody has."""
    return click.ClickException(f"no customer has the number {member}")


def day_of(text: str) -> date:
    """Read a day that an operator typed; raise BadParameter for another."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text} is not a day such as 2026-11-22") from error
