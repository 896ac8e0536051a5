"""What the shop says to its customers, and where the talks stand."""

from datetime import timedelta
from typing import Any

import pytest

from bot import clock
from bot.outbox.actions import queue
from bot.outbox.models import STATES, Message
from tests.api.cast import WANG, Shop, Till
from tests.databases import ONE_SERVER


def writes(shop: Shop, person_id: int, word: str, **more: Any) -> None:
    """Put a message into the outbox, in the state it is in."""
    after = {name: more.pop(name) for name in ("state", "text", "door") if name in more}

    def work(db: Any) -> None:
        queue(
            db, person_id, "thanks.plain", {}, kind="thanks", purpose="service", dedupe=word, **more
        )
        message = db.query(Message).filter_by(dedupe=word).one()
        for name, value in after.items():
            setattr(message, name, value)

    shop.does(work)


@pytest.fixture
def wang(shop: Shop) -> int:
    return shop.meets("wang")


def test_a_planned_message_says_when_and_why(shop: Shop, till: Till) -> None:
    till.sells(phone=WANG)
    (thanks,) = till.finds("/outbox")
    planned = {"kind": "thanks", "journey": "thanks", "purpose": "service", "state": "planned"}
    assert planned.items() <= thanks.items()
    assert set(thanks) - set(planned) == {
        *("id", "due", "not_after", "door", "reason", "text", "sent_at")
    }


@ONE_SERVER
@pytest.mark.parametrize("state", STATES)
def test_only_what_was_said_has_words(shop: Shop, till: Till, wang: int, state: str) -> None:
    writes(shop, wang, "a", state=state, text="谢谢您")
    said = state in ("sent", "delivered", "task", "uncertain", "skipped")  # shadow mode keeps it
    (message,) = till.finds("/outbox")
    assert (message["state"], message["text"]) == (state, "谢谢您" if said else None)


def test_messages_are_found_by_customer_and_time(shop: Shop, till: Till, wang: int) -> None:
    other = shop.meets("other")
    due = clock.now().replace(microsecond=0)
    for days in range(3):
        writes(shop, wang, f"{days}", due=due + timedelta(days=days))
    writes(shop, other, "hers")
    since, until = ((due + timedelta(days=days)).isoformat() for days in (1, 2))
    assert len(till.finds("/outbox", member=wang)) == 3
    (found,) = till.finds("/outbox", **{"member": wang, "from": since, "to": until})
    assert found["due"] == clock.local(due + timedelta(days=1)).isoformat()


@ONE_SERVER
def test_an_offset_whose_plus_was_lost_on_the_way_is_understood(till: Till) -> None:
    address = "/outbox?from=2026-11-01T00:00:00+08:00"
    assert till.gets(address).status_code == 200


def test_a_customer_nobody_knows_has_no_messages(till: Till) -> None:
    assert till.finds("/outbox", member=4711) == []


def test_a_talk_says_what_is_asked_and_who_talks(shop: Shop, till: Till, wang: int) -> None:
    shop.talks(wang, flow="register", asks="phone")
    (talk,) = till.finds("/conversations", openid="wang")
    who = {name: talk.pop(name) for name in ("id", "member", "name", "store", "guide")}
    assert who["member"] == wang
    assert talk == {
        "flow": "register",
        "asks": "phone",
        "with": "bot",
        "staff": None,
        "waiting_since": None,
    }


def test_a_talk_that_waits_for_people_says_since_when(shop: Shop, till: Till, wang: int) -> None:
    shop.talks(wang, holder="staff", staff="zhouting", waiting_since=clock.now())
    (talk,) = till.finds("/conversations")
    assert (talk["with"], talk["staff"]) == ("staff", "zhouting")
    assert talk["waiting_since"].endswith("+08:00")


def test_who_never_wrote_has_no_talk(till: Till, wang: int) -> None:
    assert till.finds("/conversations", openid="wang") == []
