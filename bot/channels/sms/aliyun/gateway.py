"""Aliyun's gateway: many at once where it can, each alone where one of many is refused.

https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendsms
https://help.aliyun.com/zh/sms/developer-reference/api-dysmsapi-2017-05-25-sendbatchsms
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from bot import clock
from bot.channels import SendFailed
from bot.channels.sms.aliyun.codes import meaning_of
from bot.channels.sms.aliyun.pushes import name_of, read_inbound, read_reports
from bot.channels.sms.aliyun.signing import FORM, signed
from bot.channels.sms.calling import open_pool, post
from bot.channels.sms.gateway import Answer, Bound, Inbound, Report, SmsAccount, Taken
from bot.channels.wechat.errors import BEIJING

HOST = "https://dysmsapi.aliyuncs.com"
VERSION = "2017-05-25"
IN_A_BATCH = 100  # with values of their own; with the same values 1000
PAGE = 50


class Aliyun:
    """Calls Dysmsapi; safe to share between threads."""

    numbers = 1000
    answer: Mapping[str, Any] = {"code": 0, "msg": "接收成功"}

    def __init__(self, account: SmsAccount) -> None:
        self.account = account
        self._base = account.api_base or HOST
        self._host = urlsplit(self._base).netloc
        self._http = open_pool()

    def blank(self, name: str, place: int) -> str:
        """Return how a variable is written in a template that is handed in; the first is 1."""
        return f"${{{name}}}"

    def send(self, batch: Sequence[Bound]) -> list[Answer]:
        """Send some of one template and one `once`; return what came of each."""
        if all(each.sms.values == batch[0].sms.values for each in batch):
            return self._all_or_each(batch, "SendSms", self._alike(batch))
        answers: list[Answer] = []
        for first in range(0, len(batch), IN_A_BATCH):
            some = batch[first : first + IN_A_BATCH]
            answers += self._all_or_each(some, "SendBatchSms", self._unlike(some))
        return answers

    def find(self, bound: Bound, since: datetime) -> Taken | None:
        """Ask whether it took one since then; raise SendFailed where it doesn't say."""
        days = {f"{at.astimezone(BEIJING):%Y%m%d}" for at in (since, clock.real_now())}
        if any(self._has(bound, day) for day in sorted(days)):
            return Taken(name_of(bound.sms.once, bound.phone))
        return None

    def left(self) -> int | None:
        """Return None: the SMS API does not say; an alarm of the account's own can be set there."""
        return None

    def read_reports(self, body: bytes) -> list[Report]:
        """Read a push of receipts; raise Unreadable."""
        return read_reports(body)

    def read_inbound(self, body: bytes) -> list[Inbound]:
        """Read a push of what people sent; raise Unreadable."""
        return read_inbound(body)

    def _all_or_each(
        self, some: Sequence[Bound], action: str, asked: Mapping[str, str]
    ) -> list[Answer]:
        """Send all in one call; where it is refused because of one of them, each alone."""
        try:
            answer = self._call(action, asked)
        except SendFailed as failed:
            return [failed] * len(some)
        code, message = str(answer.get("Code", "")), str(answer.get("Message", ""))
        if code == "OK":
            return [Taken(name_of(each.sms.once, each.phone)) for each in some]
        meaning = meaning_of(code, message)
        if meaning.about_one and len(some) > 1:
            return [self.send([each])[0] for each in some]
        return [meaning.failure(f"aliyun {code}") for _ in some]

    def _alike(self, batch: Sequence[Bound]) -> dict[str, str]:
        sms = batch[0].sms
        return {
            "PhoneNumbers": ",".join(each.phone for each in batch),
            "SignName": self.account.sign,
            "TemplateCode": sms.template,
            "TemplateParam": _json(dict(sms.values)),
            "OutId": sms.once,
        }

    def _unlike(self, batch: Sequence[Bound]) -> dict[str, str]:
        return {
            "PhoneNumberJson": _json([each.phone for each in batch]),
            "SignNameJson": _json([self.account.sign for _ in batch]),
            "TemplateCode": batch[0].sms.template,
            "TemplateParamJson": _json([dict(each.sms.values) for each in batch]),
            "OutId": batch[0].sms.once,
        }

    def _has(self, bound: Bound, day: str) -> bool:
        asked = {"PhoneNumber": bound.phone, "SendDate": day, "PageSize": str(PAGE)}
        answer = self._call("QuerySendDetails", {**asked, "CurrentPage": "1"})
        if answer.get("Code") != "OK":
            raise SendFailed(f"aliyun {answer.get('Code')}", uncertain=True)
        listed = (answer.get("SmsSendDetailDTOs") or {}).get("SmsSendDetailDTO") or ()
        return any(each.get("OutId") == bound.sms.once for each in listed)

    def _call(self, action: str, asked: Mapping[str, str]) -> Mapping[str, Any]:
        """POST one action: phones stand in the body, so that no log of addresses holds them."""
        body = urlencode(asked, quote_via=quote, safe="~").encode()
        headers = {
            "content-type": FORM,
            "host": self._host,
            "x-acs-action": action,
            "x-acs-version": VERSION,
            "x-acs-date": f"{clock.real_now():%Y-%m-%dT%H:%M:%SZ}",
            "x-acs-signature-nonce": secrets.token_hex(16),
        }
        account = self.account
        proof = signed(headers, body, key=account.access_key, secret=account.access_secret)
        return post(self._http, f"{self._base}/", body, proof)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
