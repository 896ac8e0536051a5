"""What is stored: nobody who finds the disk reads a name, a phone or a word."""

import subprocess
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import text

from bot.crypto import Vault
from bot.dialogue.models import Inbox
from bot.settings import Settings
from bot.shop.people.models import Person
from bot.shop.tasks.models import Task
from tests.people import LI, Opens, OpenShop
from tests.shop.till import Till

NAME, PHONE, WORDS, TILL_PHONE = "欧阳不二", "13700137000", "我的秘密是一只猫", "13600136000"
CARD = "6222021234567890128"


def stored(settings: Settings) -> bytes:
    """Return everything the database wrote to its disk."""
    if settings.database.startswith("sqlite"):
        file = Path(settings.database.removeprefix("sqlite:///"))
        return b"".join(found.read_bytes() for found in file.parent.glob("shop.db*"))
    url = settings.database.replace("postgresql+psycopg", "postgresql")
    dump = ["pg_dump", "--inserts", url]
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))
    dump[0] = str(programs[-1]) if programs else dump[0]
    return subprocess.run(dump, check=True, stdout=subprocess.PIPE).stdout


def told_everything(shop: OpenShop) -> None:
    """Let 小李 register, write, complain and buy."""
    li = shop.phone()
    for words in ("办会员", NAME, "都同意", "要", PHONE, "不用", WORDS, "人工", "会员码", CARD):
        li.says(words)
    Till(shop).sells(100_00, openid=LI)
    Till(shop).sells(100_00, phone=TILL_PHONE)
    shop.bot.post.deliver_all()


def test_the_disk_holds_no_name_no_phone_and_no_words(shop: OpenShop) -> None:
    told_everything(shop)
    disk = stored(shop.bot.settings)
    assert shop.person(LI).name == NAME
    for hers in (NAME, PHONE, WORDS, TILL_PHONE, CARD, "谢谢您"):
        for form in (hers.encode(), hers.encode().hex().encode(), ascii(hers)[1:-1].encode()):
            assert form not in disk


def test_a_card_number_is_not_even_kept_sealed(shop: OpenShop) -> None:
    shop.phone().says(f"我的卡号是{CARD}")
    assert CARD not in str(shop.one(Inbox).said)


def test_a_card_number_does_not_reach_the_people_who_are_asked(shop: OpenShop) -> None:
    li = shop.phone()
    for words in (f"我要投诉，退到卡上{CARD}", f"卡号是{CARD}"):
        li.says(words)
    assert [CARD in task.words for task in shop.rows(Task)] == [False]


def test_after_a_change_of_keys_old_words_open_and_new_ones_use_the_new_key(opens: Opens) -> None:
    old = opens()
    old.phone().says("老话")
    new_key = "a key of the new year"
    new = opens(field_keys=f"{new_key},{old.bot.settings.field_keys}")
    new.phone().says("新话")
    assert [row.said["text"] for row in new.rows(Inbox)] == ["老话", "新话"]
    only_new = Vault([new_key], "look-ups")
    with new.bot.database.reading() as db:
        sealed = [bytes(row[0]) for row in db.execute(text("SELECT said FROM inbox ORDER BY id"))]
    assert "新话" in only_new.open(sealed[1], field="inbox.said").decode()
    with pytest.raises(KeyError):
        only_new.open(sealed[0], field="inbox.said")


def test_a_field_moved_to_another_column_does_not_open(shop: OpenShop) -> None:
    shop.member(LI, name="小李", phone=PHONE)
    with shop.bot.database.transaction() as db:
        db.execute(text("UPDATE person SET name = phone"))
    with pytest.raises(InvalidTag):
        shop.rows(Person)


@pytest.mark.parametrize("at", [0, 5, 20, -1])
def test_a_field_that_was_tampered_with_does_not_open(at: int) -> None:
    vault = Vault(["first key of the shop"], "look-ups")
    sealed = bytearray(vault.seal(b"13800138000", field="person.phone"))
    sealed[at] ^= 1
    with pytest.raises((InvalidTag, KeyError)):
        vault.open(bytes(sealed), field="person.phone")


def test_the_same_words_never_look_the_same_twice() -> None:
    vault = Vault(["first key of the shop"], "look-ups")
    assert len({vault.seal(b"x", field="f") for _ in range(50)}) == 50


def test_look_ups_need_their_own_key_and_their_own_field() -> None:
    one, other = Vault(["k" * 16], "first"), Vault(["k" * 16], "second")
    told = {vault.fingerprint("13800138000", field="phone") for vault in (one, other)}
    told.add(one.fingerprint("13800138000", field="member_code"))
    assert len(told) == 3
