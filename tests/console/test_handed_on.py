"""What hangs on a customer goes with her: the visit she booked, the case she opened; and back."""

from datetime import time, timedelta

from bot import clock
from bot.outbox.models import Message
from bot.shop.appointments.models import BookedQuarter, Visit
from bot.shop.appointments.rules import Search
from bot.shop.complaints.models import Complaint
from bot.shop.owning.models import Handover
from bot.shop.people.models import Person
from bot.shop.stores.actions import import_shop
from bot.shop.tasks.models import Task
from bot.texts import CONTENT, read_toml
from bot.usecases.visiting import Desk
from tests.console.desk import complains
from tests.console.staff import HERE, Colleague, belongs, hire
from tests.console.test_handover import LEAVER, MATE, presses
from tests.people import WANG, OpenShop


def books(shop: OpenShop, service: str) -> int:
    """王姐, whom 周婷 looks after, is to be received by her in a week; return her id."""
    content = read_toml(CONTENT / "shop.toml")
    shop.bot.database.run(lambda db: import_shop(db, content, by="test"))
    shop.member(WANG)
    her_id, rules = belongs(shop, WANG, store=HERE, guide="zhouting"), shop.rules
    only_hers = tuple(each for each in rules.specialists if each.login == "zhouting")
    desk_rules = rules.model_copy(update={"specialists": only_hers})
    starts = clock.at(clock.today() + timedelta(days=7), time(15))
    wanted = rules.service(service)
    assert wanted
    with shop.bot.database.transaction() as db:
        desk = Desk(db, desk_rules, shop.bot.texts)
        desk.book(db.get_one(Person, her_id), Search(wanted, (HERE,)), starts)
    return her_id


def test_somebody_free_receives_her_and_her_reminder_says_so(shop: OpenShop) -> None:
    books(shop, "cleaning")
    limin = Colleague(shop, "limin")
    presses(limin, what="all", heir="limin")
    visit = shop.one(Visit)
    assert visit.specialist == "王师傅"
    assert {each.specialist for each in shop.rows(BookedQuarter)} == {"王师傅"}
    assert shop.one(Message, Message.dedupe == visit.key).params["specialist"] == "王师傅"
    assert "王师傅接待" in shop.one(Task, Task.dedupe == visit.key).why
    limin.sends(f"{LEAVER}/undo", press=shop.one(Handover).press)
    assert shop.one(Visit).specialist == "周婷"
    assert {each.specialist for each in shop.rows(BookedQuarter)} == {"周婷"}
    assert shop.one(Task, Task.dedupe == visit.key).staff == "zhouting"


def test_where_nobody_is_free_the_manager_arranges_it(shop: OpenShop) -> None:
    books(shop, "fitting")
    limin, asked = Colleague(shop, "limin"), Task.dedupe.startswith("handover:visit")
    presses(limin, what="all", heir="limin")
    assert shop.one(Visit).specialist == "周婷"
    task = shop.one(Task, asked)
    assert (task.staff, "没有别人有空" in task.why) == ("limin", True)
    limin.sends(f"{LEAVER}/undo", press=shop.one(Handover).press)
    assert shop.one(Task, asked).done_by == "bot"
    presses(limin, what="all", heir="limin")
    assert shop.one(Task, asked).done_at is None


def test_a_case_that_a_guide_leads_goes_with_her_customer_and_back(shop: OpenShop) -> None:
    desk = complains(shop)
    hire(shop, MATE)
    with shop.bot.database.transaction() as db:
        case = db.get_one(Complaint, desk.number)
        case.owner, case.rung = "zhouting", "guide"
    limin = desk.colleague("limin")
    presses(limin, what="all", heir=MATE)
    assert (desk.case.owner, desk.case.rung) == (MATE, "guide")
    open_tasks = shop.rows(Task, Task.kind == "complaint", Task.done_at.is_(None))
    assert {task.staff for task in open_tasks} <= {MATE}
    limin.sends(f"{LEAVER}/undo", press=shop.rows(Handover)[0].press)
    assert (desk.case.owner, desk.case.rung) == ("zhouting", "guide")
