"""What an operator does with what is stored: show it to whom it is about, erase it."""

import json
from functools import partial

import click
from flask import current_app

from bot.wiring import Bot, bot_of


def migrated() -> Bot:
    """Bring the tables up to date first, as every command that needs them does."""
    from sqlalchemy.exc import OperationalError

    from bot.db import WrongDatabase, migrate

    bot = bot_of(current_app)
    try:
        migrate(bot.settings)
    except WrongDatabase as error:
        raise click.ClickException(str(error)) from error
    except OperationalError as error:
        raise click.ClickException(f"DATABASE_URL: {str(error.orig).splitlines()[0]}") from error
    return bot


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


def nobody(member: int) -> click.ClickException:
    """Return the answer to a number that nobody has."""
    return click.ClickException(f"no customer has the number {member}")
