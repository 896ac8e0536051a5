"""Cases over the API: their shape, who may do what, and what is refused."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.dialogue.answers.complaints import complaint_ear
from bot.shop.complaints.models import Complaint
from bot.shop.complaints.rules import Heard
from bot.shop.people.actions import meet
from bot.usecases.complaining.hearing import complain
from bot.usecases.complaining.telling import House
from tests.api.cast import Shop, Till, says

WANG = "oWangJie"


@pytest.fixture
def number(shop: Shop) -> int:
    """王姐 complains; return the number of her case."""
    shop.opens()

    def work(db: Session) -> int:
        _, person = meet(db, "wechat", WANG)
        heard: Heard = complaint_ear().hear("手链戴了三天就断了")
        complain(db, House(shop.bot.texts, shop.bot.shops.read(db)), person, heard, seed=0)
        return db.scalars(select(Complaint.id)).one()

    return shop.does(work)


def called(*steps: int, by: str = "limin") -> list[dict[str, object]]:
    return [{"step": step, "what": "打过电话", "by": by} for step in steps]


def test_a_case_shows_its_step_and_its_history(till: Till, number: int) -> None:
    (case,) = till.finds("/complaints", openid=WANG, status="open")
    assert case["id"] == number
    assert (case["step"], case["step_name"], case["status"]) == (4, "analyse", "open")
    assert [(entry["step"], entry["who"]) for entry in case["history"]] == [
        (1, "customer"),
        (2, "bot"),
        (3, "bot"),
    ]
    assert till.sees(f"/complaints/{number}") == case


def test_nobody_finds_what_is_not_there(till: Till, number: int) -> None:
    assert till.finds("/complaints", status="closed") == []
    assert till.finds("/complaints", openid="oNobody") == []
    assert till.gets("/complaints/999").status_code == 404
    assert till.posts("/complaints/999/done", {"proof": "x"}).status_code == 404


def test_one_call_may_fulfil_several_steps(till: Till, number: int) -> None:
    answer = till.posts(f"/complaints/{number}/evidence", called(4, 5))
    assert (answer.status_code, says(answer)["step"]) == (200, 6)


def test_of_several_pieces_all_are_kept_or_none(till: Till, number: int) -> None:
    refused = till.posts(f"/complaints/{number}/evidence", called(4, 8))
    assert refused.status_code == 409
    assert till.sees(f"/complaints/{number}")["step"] == 4


def test_the_steps_go_on_as_the_evidence_comes(till: Till, number: int) -> None:
    at = f"/complaints/{number}"
    till.posts(f"{at}/evidence", called(4, 5))
    given = {"points": 100, "coupon": "50.00"}
    decided = {"solution": "换一条新的", "compensation": given, "by": "limin"}
    assert says(till.posts(f"{at}/decision", decided))["step"] == 6
    assert says(till.posts(f"{at}/done", {"proof": "单号0618", "by": "limin"}))["step"] == 8
    told = {"step": 8, "what": "她说满意", "by": "limin"}
    assert says(till.posts(f"{at}/evidence", told))["step"] == 9
    left = {"step": 9, "reason": "她不想再被问", "by": "limin"}
    assert says(till.posts(f"{at}/skip", left))["status"] == "closed"


def test_the_key_alone_may_decide(till: Till, number: int) -> None:
    till.posts(f"/complaints/{number}/evidence", called(4, 5))
    answer = till.posts(f"/complaints/{number}/decision", {"solution": "退款"})
    assert answer.status_code == 200


@pytest.mark.parametrize("step", [1, 2, 3, 6])
def test_what_may_not_be_left_out_is_not(till: Till, number: int, step: int) -> None:
    body = {"step": step, "reason": "不想办", "by": "limin"}
    assert till.posts(f"/complaints/{number}/skip", body).status_code == 409


def test_a_guide_leaves_nothing_out(till: Till, number: int) -> None:
    body = {"step": 4, "reason": "她不接电话", "by": "zhouting"}
    assert till.posts(f"/complaints/{number}/skip", body).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {"step": 0, "what": "x"},
        {"step": 10, "what": "x"},
        {"step": 4},
        [],
        {"step": "4", "what": "x"},
    ],
)
def test_a_wrong_shape_is_told(till: Till, number: int, body: object) -> None:
    assert till.posts(f"/complaints/{number}/evidence", body).status_code == 422


def test_words_noted_in_a_closed_case_open_it_again(till: Till, number: int) -> None:
    at = f"/complaints/{number}"
    till.posts(f"{at}/evidence", called(4, 5))
    till.posts(f"{at}/decision", {"solution": "退款", "by": "limin"})
    till.posts(f"{at}/done", {"proof": "单号", "by": "limin"})
    for step in (8, 9):
        till.posts(f"{at}/evidence", {"step": step, "what": "满意", "by": "limin"})
    assert till.sees(at)["status"] == "closed"
    again = says(till.posts(f"{at}/evidence", called(1)))
    assert (again["status"], again["step"]) == ("open", 6)
