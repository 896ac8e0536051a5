"""We sign as the gateways' own libraries do, whatever stands in an SMS."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote, urlencode

from alibabacloud_tea_openapi.utils import Utils
from darabonba.request import DaraRequest
from hypothesis import given, settings
from hypothesis import strategies as st
from tencentcloud.common.abstract_client import AbstractClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.http.request import RequestInternal

from bot.channels.sms.aliyun.signing import ALGORITHM, signed
from bot.channels.sms.tencent.signing import authorization

TEXTS = st.text("回头客王姐 aZ09~*+/&=%'\"\\\n\x00é💍", max_size=40)
KEYS = st.text("abcXYZ019", min_size=1, max_size=40)


@settings(max_examples=30, deadline=None)
@given(values=st.dictionaries(TEXTS, TEXTS, max_size=4), key=KEYS, secret=KEYS)
def test_aliyuns_own_library_signs_the_same(values: dict[str, str], key: str, secret: str) -> None:
    body = urlencode({"TemplateParam": json.dumps(values)}, quote_via=quote, safe="~").encode()
    headers = {"host": "dysmsapi.aliyuncs.com", "x-acs-action": "SendSms", "x-acs-date": "now"}
    ours = signed(headers, body, key=key, secret=secret)
    theirs = DaraRequest()
    theirs.method, theirs.pathname, theirs.query = "POST", "/", {}
    theirs.headers = {name: value for name, value in ours.items() if name != "authorization"}
    digest = sha256(body).hexdigest()
    told = Utils.get_authorization(theirs, ALGORITHM, digest, key, secret)
    assert ours["authorization"] == told


@settings(max_examples=30, deadline=None)
@given(values=st.lists(TEXTS, max_size=4), key=KEYS, secret=KEYS)
def test_tencents_own_library_signs_the_same(values: list[str], key: str, secret: str) -> None:
    at = datetime(2026, 11, 21, 23, 59, 59, tzinfo=UTC)  # another day in Beijing by then
    body = json.dumps({"TemplateParamSet": values}, ensure_ascii=False)
    host, kind = "sms.tencentcloudapi.com", "application/json"
    ours = authorization(body.encode(), host=host, at=at, key=key, secret=secret)
    theirs = RequestInternal("", "POST", "/", header={"Content-Type": kind, "Host": host})
    theirs.data = body
    theirs.header["X-TC-Timestamp"] = str(int(at.timestamp()))
    client = AbstractClient(Credential(key, secret), "ap-guangzhou")
    told = client._get_tc3_signature({}, theirs, "2026-11-21", "sms", secret)
    assert ours.endswith(f"Signature={told}")
    assert f"Credential={key}/2026-11-21/sms/tc3_request" in ours
