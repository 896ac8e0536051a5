"""What WeChat's reports about cards say."""

import pytest

from bot.channels import Outcome
from bot.channels.wechat.envelope import Unreadable
from bot.channels.wechat.reports import is_report, read_report

JOB = {"MsgType": "event", "Event": "TEMPLATESENDJOBFINISH", "MsgID": "200163836"}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("success", "arrived"),
        ("failed:user block", "refused"),
        ("failed: user block", "refused"),
        ("failed: system failed", "failed"),
        ("failed:system failed", "failed"),
        ("failed", "failed"),
    ],
)
def test_a_report_says_what_became_of_a_card(status: str, outcome: Outcome) -> None:
    assert read_report(JOB | {"Status": status}) == ("200163836", outcome)


@pytest.mark.parametrize("event", ["TEMPLATESENDJOBFINISH", "templatesendjobfinish"])
def test_a_report_is_known_however_it_is_written(event: str) -> None:
    assert is_report({"Event": event})


@pytest.mark.parametrize("event", ["MASSSENDJOBFINISH", "CLICK", "", None, ["x"]])
def test_other_events_are_no_reports(event: object) -> None:
    assert not is_report({"Event": event})


@pytest.mark.parametrize(
    "wrong",
    [
        {"MsgID": None},
        {"MsgID": ""},
        {"MsgID": "x" * 65},
        {"MsgID": "1; drop"},
        {"MsgID": ["1", "2"]},
        {"Status": None},
        {"Status": ""},
        {"Status": "who knows"},
        {"Status": ["success"]},
    ],
)
def test_a_report_that_says_nothing_is_unreadable(wrong: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        read_report(JOB | {"Status": "success"} | wrong)
