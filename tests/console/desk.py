"""A case before the colleagues' screens: 王姐 complains, and what they do stands in forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import TestResponse

from bot.shop.complaints.models import Complaint
from bot.shop.stores.actions import import_shop
from bot.texts import CONTENT, read_toml
from tests.console.staff import HERE, Colleague, belongs, hire
from tests.people import WANG, OpenShop, Phone


@dataclass
class Desk:
    """王姐's case, and a colleague of her store before it."""

    shop: OpenShop
    phone: Phone
    colleagues: dict[str, Colleague] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return self.case.id

    @property
    def case(self) -> Complaint:
        return self.shop.rows(Complaint)[-1]

    @property
    def path(self) -> str:
        return f"/complaints/{self.number}"

    def reads(self, login: str = "limin") -> str:
        """Somebody opens the case; return its page."""
        return self.colleague(login).reads(self.path)

    def colleague(self, login: str) -> Colleague:
        """Return somebody's browser, the same one again."""
        if login not in self.colleagues:
            self.colleagues[login] = Colleague(self.shop, login)
        return self.colleagues[login]

    def does(self, deed: str, login: str = "limin", **fields: Any) -> TestResponse:
        """Somebody sends a form of the case."""
        fields = {"once": "k1", "round": str(self.case.round)} | fields
        return self.colleague(login).sends(f"{self.path}/{deed}", **fields)

    def calls(self, *steps: str, login: str = "limin") -> None:
        """Somebody has called her: each of these steps is noted."""
        for step in steps or ("analyse", "explain"):
            told = self.does("note", login, step=step, what="打过电话", once=f"called-{step}")
            assert told.status_code == 302, told.text

    def decides(self, solution: str = "换一条新的", **more: Any) -> None:
        told = self.does("decide", solution=solution, **more)
        assert told.status_code == 302, told.text

    def finishes(self, proof: str = "单号0618") -> None:
        assert self.does("done", proof=proof).status_code == 302


def complains(shop: OpenShop, words: str = "你们的手链才戴三天就断了") -> Desk:
    """Open the shop, and let 王姐 complain."""
    content = read_toml(CONTENT / "shop.toml")
    shop.bot.database.run(lambda db: import_shop(db, content, by="test"))
    phone = shop.member(WANG)
    belongs(shop, WANG, store=HERE, guide="zhouting")
    for login in ("zhouting", "limin", "zhaolei"):
        hire(shop, login)
    phone.says(words)
    return Desk(shop, phone)
