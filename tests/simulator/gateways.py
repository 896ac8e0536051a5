"""The gateways' own libraries, pointed at the simulator: what they send is what must be taken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

from alibabacloud_dysmsapi20170525.client import Client as Aliyun
from alibabacloud_dysmsapi20170525.models import (
    QuerySendDetailsRequest,
    SendBatchSmsRequest,
    SendSmsRequest,
)
from alibabacloud_tea_openapi.models import Config
from tencentcloud.common.credential import Credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.sms.v20210111.models import SendSmsRequest as TencentSendSmsRequest
from tencentcloud.sms.v20210111.sms_client import SmsClient as Tencent

from simulator.settings import SMSAccount
from simulator.sms.acs3 import Signed
from tests.simulator.playground import Playground

ACCOUNT = SMSAccount()
CODE, NOTICE, OFFER = "SMS_1001", "SMS_1002", "SMS_1003"
T_CODE, T_NOTICE, T_OFFER = "1001", "1002", "1003"
FORMS = (
    (CODE, "code", "您的验证码是${code}，五分钟内有效。"),
    (NOTICE, "notice", "${name}您好，您约的${what}就在明天，等您来。"),
    (OFFER, "promotion", "新款到店啦，欢迎您来看看，拒收请回复R"),
    (T_CODE, "code", "您的验证码是{1}，五分钟内有效。"),
    (T_NOTICE, "notice", "{1}您好，您约的{2}就在明天，等您来。"),
    (T_OFFER, "promotion", "新款到店啦，欢迎您来看看，拒收请回复R"),
)


def hand_in(ground: Playground) -> None:
    """Let the account have a template of each kind at both gateways."""
    for form_id, kind, text in FORMS:
        ground.sim("POST", "/sim/sms/templates", {"id": form_id, "kind": kind, "text": text})


def aliyun(at: str, secret: str = ACCOUNT.secret, key: str = ACCOUNT.key) -> Aliyun:
    """Return Aliyun's library, which believes that this address is the gateway."""
    host = at.removeprefix("http://")
    return Aliyun(
        Config(access_key_id=key, access_key_secret=secret, endpoint=host, protocol="http")
    )


def tencent(at: str, secret: str = ACCOUNT.secret, key: str = ACCOUNT.key) -> Tencent:
    """Return Tencent's library, which believes that this address is the gateway."""
    http = HttpProfile()
    http.endpoint, http.scheme = at.removeprefix("http://"), "http"
    return Tencent(Credential(key, secret), "ap-guangzhou", ClientProfile(httpProfile=http))


def aliyuns_call() -> Signed:
    """Return what Aliyun's library sends."""
    with _listening() as (url, heard), suppress(Exception):
        aliyun(url).send_sms(SendSmsRequest(phone_numbers="13500000000", sign_name="回头客"))
    return heard[0]


def tencents_call() -> Signed:
    """Return what Tencent's library sends."""
    with _listening() as (url, heard), suppress(Exception):
        tencent(url).call("SendSms", {"PhoneNumberSet": ["13500000000"]})
    return heard[0]


@contextmanager
def _listening() -> Iterator[tuple[str, list[Signed]]]:
    """Hear one call and answer nothing of use."""
    heard: list[Signed] = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            path, _, query = self.path.partition("?")
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            heard.append(Signed("POST", path, query, headers, body))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Ear)
    Thread(target=server.handle_request, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", heard
    server.server_close()


def by_aliyun(ground: Playground, number: str = "13800000000", **changes: str) -> str:
    """Send a code, but for the changes; return the gateway's word for what came of it."""
    asked: dict[str, str] = {
        "phone_numbers": number,
        "sign_name": ACCOUNT.sign,
        "template_code": CODE,
        "template_param": json.dumps({"code": "123456", "name": "张", "what": "清洗"}),
    }
    body = aliyun(ground.url).send_sms(SendSmsRequest(**(asked | changes))).body
    return str(body.code)


def by_tencent(ground: Playground, *numbers: str, **changes: object) -> list[str]:
    """Send a code, but for the changes; return the gateway's word for each number."""
    asked = TencentSendSmsRequest()
    wish: dict[str, Any] = {
        "PhoneNumberSet": list(numbers) or ["+8613800000000"],
        "SmsSdkAppId": ACCOUNT.app_id,
        "SignName": ACCOUNT.sign,
        "TemplateId": T_CODE,
        "TemplateParamSet": ["123456"],
    }
    asked.from_json_string(json.dumps(wish | changes))
    return [each.Code for each in tencent(ground.url).SendSms(asked).SendStatusSet]


def batch(numbers: list[str], values: list[dict[str, str]]) -> SendBatchSmsRequest:
    """Return a batch of notices for Aliyun, each with values of its own."""
    return SendBatchSmsRequest(
        phone_number_json=json.dumps(numbers),
        sign_name_json=json.dumps([ACCOUNT.sign] * len(numbers)),
        template_code=NOTICE,
        template_param_json=json.dumps(values),
    )


def details(number: str, day: str) -> QuerySendDetailsRequest:
    """Return the question what became of a day's SMS to a number."""
    return QuerySendDetailsRequest(phone_number=number, send_date=day, page_size=10, current_page=1)
