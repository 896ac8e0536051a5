"""Every table there is, named once: for migrations, exporting, erasing and moving house."""

from sqlalchemy import ColumnElement, Table, or_, select

import bot.dialogue.models
import bot.journeys.models
import bot.outbox.mass.models
import bot.outbox.models
import bot.outbox.notices.models
import bot.outbox.sms.models
import bot.shop.anniversaries.models
import bot.shop.appointments.models
import bot.shop.audit.models
import bot.shop.bindings.models
import bot.shop.complaints.models
import bot.shop.consent.models
import bot.shop.coupons.models
import bot.shop.days.models
import bot.shop.events.models
import bot.shop.gifts.models
import bot.shop.keys.models
import bot.shop.media.models
import bot.shop.members.models
import bot.shop.notes.models
import bot.shop.openings.models
import bot.shop.owning.models
import bot.shop.people.models
import bot.shop.points.models
import bot.shop.proofs.models
import bot.shop.purchases.models
import bot.shop.referrals.models
import bot.shop.staff.models
import bot.shop.stores.models
import bot.shop.surveys.models
import bot.shop.tasks.models
import bot.shop.traits.models
import bot.shop.wishes.models
import bot.shop.works.models  # noqa: F401 - naming them here puts their tables in the metadata
from bot.db import Base
from bot.shop.people.models import Person

Belongings = dict[type[Base], ColumnElement[bool]]


def belongings(person_ids: list[int]) -> Belongings:
    """Return all that is kept of these persons: each table with what finds her rows in it.

    A table comes after those it points at, so whoever deletes begins at the end.
    """
    kinds = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    persons = Base.metadata.tables["person"]
    found: dict[Table, ColumnElement[bool]] = {persons: Person.id.in_(person_ids)}
    for table in Base.metadata.sorted_tables:
        ways = [
            key.parent.in_(select(key.column).where(found[key.column.table]))
            for key in table.foreign_keys
            if key.column.table in found and key.column.table is not table
        ]
        if ways:
            found[table] = or_(*ways)
    return {kinds[table]: hers for table, hers in found.items()}
