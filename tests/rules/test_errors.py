"""What each error code of WeChat means for us, row by row, by every door."""

from datetime import timedelta

import pytest

from bot.channels import SendFailed, Shut
from bot.channels.wechat import reminders, templates
from bot.channels.wechat.errors import Unreachable, WeChatError, as_failure

MINUTE, OPERATOR, DAY = timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=24)


def failed(code: int) -> SendFailed:
    return as_failure(WeChatError(code, "no"))


@pytest.mark.parametrize("code", [-1, 268487001, 268487002, 268488001])
def test_who_is_busy_is_asked_again(code: int) -> None:
    told = failed(code)
    assert (told.shut, told.permanent, told.uncertain) == ("nothing", False, False)


@pytest.mark.parametrize(
    ("code", "shut", "least", "most"),
    [
        *((code, "door", OPERATOR, OPERATOR) for code in (40001, 40014, 42001)),
        *((code, "door", OPERATOR, OPERATOR) for code in (40125, 40013, 40243, 50007)),
        *((code, "door", OPERATOR, OPERATOR) for code in (40164, 89503, 89506, 89507)),
        *((code, "door", OPERATOR, OPERATOR) for code in (48001, 48004, 48008, 50002, 45087)),
        (45009, "door", timedelta(0), DAY),
        (45028, "door", timedelta(0), DAY),
        (45011, "door", MINUTE, MINUTE),
        (45015, "grant", timedelta(0), timedelta(0)),
        (45047, "grant", timedelta(0), timedelta(0)),
    ],
)
def test_what_is_shut_is_shut_for_its_time(
    code: int, shut: Shut, least: timedelta, most: timedelta
) -> None:
    told = failed(code)
    assert (told.shut, told.permanent) == (shut, False)
    assert least <= told.pause <= most


@pytest.mark.parametrize(
    ("code", "reach"),
    [
        *((code, "left") for code in (43004, 46004, 50005, 40003)),
        *((code, "blocked") for code in (43019, 48002)),
    ],
)
def test_who_is_gone_is_written_to_no_more(code: int, reach: str) -> None:
    told = failed(code)
    assert (told.shut, told.reach) == ("identity", reach)


@pytest.mark.parametrize("code", [47001, 44002, 41001, 45002, 45067, 40130, 99999])
def test_what_is_our_mistake_is_not_tried_again(code: int) -> None:
    assert failed(code).permanent


TEMPLATE = (40036, 40037, 40246, 40247, 43116, 40249, 47003, 45026, 45027)


@pytest.mark.parametrize("door", [templates, reminders])
@pytest.mark.parametrize("code", TEMPLATE)
def test_a_refused_template_stops_alone(door: object, code: int) -> None:
    told = door._failure(WeChatError(code, "no"))  # type: ignore[attr-defined]
    assert (told.shut, told.permanent) == ("template", False)


@pytest.mark.parametrize(("door", "shut"), [(templates, "cards"), (reminders, "reminders")])
def test_her_refusal_shuts_what_she_refused(door: object, shut: Shut) -> None:
    assert door._failure(WeChatError(43101, "no")).shut == shut  # type: ignore[attr-defined]


@pytest.mark.parametrize("uncertain", [True, False])
def test_an_answer_that_never_came_is_as_uncertain_as_it_was(uncertain: bool) -> None:
    assert as_failure(Unreachable("silent", uncertain=uncertain)).uncertain is uncertain
