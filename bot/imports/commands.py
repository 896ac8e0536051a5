"""`members import` and `purchases import`: a file in, one line of figures out."""

import json
import sys
from pathlib import Path
from typing import Any, Protocol

import click

from bot.imports.course import Import
from bot.imports.unfit import Unusable
from bot.operations import migrated
from bot.texts import line
from bot.wiring import Bot

_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_dry_run = click.option("--dry-run", is_flag=True, help="say what would happen; change nothing")


class Opens(Protocol):
    """Opens a file to be imported."""

    def __call__(self, bot: Bot, file: Path, *, dry_run: bool) -> Import[Any]: ...


@click.group()
def members() -> None:
    """Members of the shop."""


@members.command("import")
@_file
@_dry_run
def members_import(file: Path, dry_run: bool) -> None:
    """Take over members from FILE, CSV or XLSX; refused rows go to FILE.refused.csv."""
    from bot.imports import import_members

    _take_over(import_members, file, dry_run=dry_run)


@click.group()
def purchases() -> None:
    """What was bought."""


@purchases.command("import")
@_file
@_dry_run
def purchases_import(file: Path, dry_run: bool) -> None:
    """Take over past sales from FILE, CSV or XLSX; refused rows go to FILE.refused.csv."""
    from bot.imports import import_purchases

    _take_over(import_purchases, file, dry_run=dry_run)


def _take_over(opens: Opens, file: Path, *, dry_run: bool) -> None:
    bot = migrated()
    bot.database.give_way()
    try:
        work = opens(bot, file, dry_run=dry_run)
        _watch(work)
    except Unusable as unusable:
        raise click.ClickException(bot.texts.render(unusable.why)) from unusable
    if unused := work.table.unused():
        click.echo(bot.texts.render(line("imports.unused", columns="、".join(unused))), err=True)
    if count := work.tally["refused"]:
        told = line("imports.refused_rows", count=count, file=f"{file}.refused.csv")
        click.echo(bot.texts.render(told), err=True)
    click.echo(json.dumps(work.tally))


def _watch(work: Import[Any]) -> None:
    """Run to the end, with a bar where somebody looks on."""
    if not sys.stderr.isatty():
        for _ in work.run():
            pass
        return
    with click.progressbar(length=work.rows, file=sys.stderr) as bar:
        for rows in work.run():
            bar.update(rows)
