"""What gateways push is read exactly, and junk never gets past the door."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.sms.aliyun import pushes as from_aliyun
from bot.channels.sms.gateway import Unreadable
from bot.channels.sms.tencent import pushes as from_tencent

ALIYUN = {
    "phone_number": "13811111111",
    "send_time": "2017-01-01 00:00:00",
    "report_time": "2017-01-01 00:00:07",
    "success": True,
    "err_code": "DELIVERED",
    "err_msg": "用户接收成功",
    "sms_size": "1",
    "biz_id": "12345",
    "out_id": "67890",
}
TENCENT = {
    "user_receive_time": "2015-10-17 08:03:04",
    "nationcode": "86",
    "mobile": "13811111111",
    "report_status": "SUCCESS",
    "errmsg": "DELIVRD",
    "description": "用户短信送达成功",
    "sid": "5000:1045710669157053657849499619",
}
Read = Callable[[bytes], Any]
READS: list[Read] = [from_aliyun.read_reports, from_tencent.read_reports, from_aliyun.read_inbound]


def as_body(*rows: dict[str, Any]) -> bytes:
    return json.dumps(rows).encode()


def test_a_receipt_of_aliyun_is_found_by_our_id_and_the_phone() -> None:
    (report,) = from_aliyun.read_reports(as_body(ALIYUN))
    assert (report.name, report.outcome, report.why) == ("67890:13811111111", "arrived", "")
    assert report.at
    assert report.at.isoformat() == "2017-01-01T00:00:07+08:00"


def test_a_receipt_of_tencent_is_found_by_its_serial_number() -> None:
    (report,) = from_tencent.read_reports(as_body(TENCENT))
    assert (report.name, report.phone, report.outcome) == (TENCENT["sid"], "13811111111", "arrived")


@pytest.mark.parametrize(
    ("code", "words", "outcome"),
    [
        ("MK:0001", "空号", "empty"),
        ("UNDELIV", "号码不存在", "empty"),
        ("MBBLACK", "", "refused"),
        ("SC:0016", "", "refused"),
        ("MOBILE_IN_BLACK", "", "refused"),
        ("UNDELIV", "", "failed"),
        ("EXPIRED", "关机", "failed"),
        ("DB:0142", "", "failed"),
    ],
)
def test_the_carriers_reason_is_kept_and_means_something(
    code: str, words: str, outcome: str
) -> None:
    row = ALIYUN | {"success": False, "err_code": code, "err_msg": words}
    (report,) = from_aliyun.read_reports(as_body(row))
    assert (report.outcome, report.why) == (outcome, f"{code} {words}".strip())
    theirs = TENCENT | {"report_status": "FAIL", "errmsg": code, "description": words}
    assert from_tencent.read_reports(as_body(theirs))[0].outcome == outcome


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[1]",
        b"[[]]",
        b"<html>502</html>",
        "[{'短信': 1}]".encode("gbk"),
        b'[{"phone_number":"1","mobile":"1"}]',
        b"[" * 100_000,
    ],
)
def test_junk_is_unreadable_and_nothing_worse(read: Read, body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(body)


ODD = st.sampled_from([None, True, False, 0, -1, 10**30, "", "R", "138", "\x00", [1], {"a": 1}])


@settings(max_examples=60, deadline=None)
@given(row=st.dictionaries(st.sampled_from([*ALIYUN, *TENCENT, "sequence_id", "time"]), ODD))
def test_a_row_of_anything_is_read_or_unreadable(row: dict[str, Any]) -> None:
    body = as_body(ALIYUN | TENCENT | row)
    for read in (*READS, from_tencent.read_inbound):
        with suppress(Unreadable):
            assert len(read(body)) == 1


def test_an_inbound_of_aliyun_says_who_sent_what() -> None:
    row = {"phone_number": "13811111111", "content": "R", "sequence_id": 1234567890}
    (told,) = from_aliyun.read_inbound(as_body(row))
    assert (told.id, told.phone, told.text) == ("1234567890:13811111111", "13811111111", "R")


def test_an_inbound_of_tencent_told_twice_has_one_id() -> None:
    row = {"extend": "01", "mobile": "13811111111", "text": "R", "time": 1457336869}
    once, again = (from_tencent.read_inbound(json.dumps(row).encode()) for _ in range(2))
    assert once == again
    assert once[0].text == "R"
