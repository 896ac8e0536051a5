"""Tencent Cloud's gateway: a call takes 200 numbers, and says of each what became of it.

https://cloud.tencent.com/document/product/382/55981
https://cloud.tencent.com/document/product/382/55983
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from bot import clock
from bot.channels import SendFailed
from bot.channels.sms.calling import open_pool, post
from bot.channels.sms.gateway import (
    CHINA,
    Answer,
    Bound,
    Inbound,
    Report,
    SmsAccount,
    Taken,
)
from bot.channels.sms.tencent.codes import OK, meaning_of
from bot.channels.sms.tencent.pushes import read_inbound, read_reports
from bot.channels.sms.tencent.signing import JSON, authorization

HOST = "https://sms.tencentcloudapi.com"
VERSION, REGION = "2021-01-11", "ap-guangzhou"
PAGE = 100
EARLY = timedelta(minutes=1)  # their clock is not ours


class Tencent:
    """Calls the SMS API; safe to share between threads."""

    numbers = 200
    answer: Mapping[str, Any] = {"result": 0, "errmsg": "OK"}

    def __init__(self, account: SmsAccount) -> None:
        self.account = account
        self._base = account.api_base or HOST
        self._host = urlsplit(self._base).netloc
        self._http = open_pool()

    def blank(self, name: str, place: int) -> str:
        """Return how a variable is written in a template that is handed in; the first is 1."""
        return f"{{{place}}}"

    def send(self, batch: Sequence[Bound]) -> list[Answer]:
        """Send some of one template and one `once`; return what came of each."""
        answers: dict[str, Answer] = {}
        for some in _alike(batch, self.numbers):
            answers |= self._send_alike(some)
        return [answers[each.phone] for each in batch]

    def find(self, bound: Bound, since: datetime) -> Taken | None:
        """Ask whether it took one since then; raise SendFailed where it doesn't say."""
        asked = {
            "PhoneNumber": CHINA + bound.phone,
            "SmsSdkAppId": self.account.app_id,
            "BeginTime": int((since - EARLY).timestamp()),
            "EndTime": int((clock.real_now() + EARLY).timestamp()),
            "Limit": PAGE,
            "Offset": 0,
        }
        answer = self._call("PullSmsSendStatusByPhoneNumber", asked)
        if "Error" in answer:
            raise SendFailed(f"tencent {_code(answer['Error'])}", uncertain=True)
        for each in answer.get("PullSmsSendStatusSet") or ():
            if each.get("SessionContext") == bound.sms.once and each.get("SerialNo"):
                return Taken(str(each["SerialNo"]))
        return None

    def left(self) -> int | None:
        """Return how many segments are left of the packages that were bought.

        https://cloud.tencent.com/document/product/382/55966
        """
        asked = {"SmsSdkAppId": self.account.app_id, "Limit": PAGE, "Offset": 0}
        answer = self._call("SmsPackagesStatistics", asked)
        if "Error" in answer:
            raise SendFailed(f"tencent {_code(answer['Error'])}")
        packages = answer.get("SmsPackagesStatisticsSet") or ()
        return sum(int(each["AmountOfPackage"]) - int(each["CurrentUsage"]) for each in packages)

    def read_reports(self, body: bytes) -> list[Report]:
        """Read a push of receipts; raise Unreadable."""
        return read_reports(body)

    def read_inbound(self, body: bytes) -> list[Inbound]:
        """Read a push of what somebody sent; raise Unreadable."""
        return read_inbound(body)

    def _send_alike(self, some: Sequence[Bound]) -> dict[str, Answer]:
        sms = some[0].sms
        asked = {
            "PhoneNumberSet": [CHINA + each.phone for each in some],
            "SmsSdkAppId": self.account.app_id,
            "TemplateId": sms.template,
            "SignName": self.account.sign,
            "TemplateParamSet": list(sms.values.values()),
            "SessionContext": sms.once,
        }
        try:
            answer = self._call("SendSms", asked)
        except SendFailed as failed:
            return {each.phone: failed for each in some}
        if "Error" in answer:
            code = _code(answer["Error"])
            return {each.phone: _failure(code) for each in some}
        unsaid = {each.phone: SendFailed("tencent says nothing", uncertain=True) for each in some}
        return unsaid | dict(_each(answer.get("SendStatusSet") or ()))

    def _call(self, action: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        body = json.dumps(asked, ensure_ascii=False, separators=(",", ":")).encode()
        account, now = self.account, clock.real_now()
        proof = authorization(
            body, host=self._host, at=now, key=account.access_key, secret=account.access_secret
        )
        headers = {
            "Authorization": proof,
            "Content-Type": JSON,
            "Host": self._host,
            "X-TC-Action": action,
            "X-TC-Version": VERSION,
            "X-TC-Region": REGION,
            "X-TC-Timestamp": str(int(now.timestamp())),
        }
        answer = post(self._http, f"{self._base}/", body, headers).get("Response")
        if not isinstance(answer, dict):
            raise SendFailed("tencent: no Response", uncertain=True)
        return answer


def _alike(batch: Sequence[Bound], most: int) -> Iterator[list[Bound]]:
    """Group what has the same values: a call takes one set of them for all its numbers."""
    in_order = sorted(batch, key=lambda each: tuple(each.sms.values.values()))
    for _, group in groupby(in_order, key=lambda each: tuple(each.sms.values.values())):
        same = list(group)
        for first in range(0, len(same), most):
            yield same[first : first + most]


def _each(said: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Answer]]:
    for each in said:
        phone, code = str(each.get("PhoneNumber", "")).removeprefix(CHINA), _code(each)
        yield phone, Taken(str(each.get("SerialNo"))) if code == OK else _failure(code)


def _failure(code: str) -> SendFailed:
    return meaning_of(code).failure(f"tencent {code}")


def _code(said: object) -> str:
    return str(said.get("Code", "")) if isinstance(said, Mapping) else ""
