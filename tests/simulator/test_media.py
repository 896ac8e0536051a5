"""Pictures, sounds and QR codes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from tests.simulator.fake_bot import FakeBot
from tests.simulator.playground import Playground

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
GET, QR = "/cgi-bin/media/get?media_id=", "/cgi-bin/qrcode/create"


def test_what_the_bot_uploads_it_gets_back(wechat: Playground) -> None:
    media_id = wechat.upload(PNG)["media_id"]
    answer = wechat.http("GET", f"{GET}{media_id}&access_token={wechat.token()}")
    assert answer.data == PNG
    assert answer.headers["Content-Type"] == "image/png"


def test_her_picture_can_be_fetched_by_the_bot(wechat: Playground, bot: FakeBot) -> None:
    wechat.follower().does("image", sample=True)
    fields = bot.heard[-1].fields
    answer = wechat.http("GET", f"{GET}{fields['MediaId']}&access_token={wechat.token()}")
    assert answer.data.startswith(b"\xff\xd8\xff")
    assert fields["PicUrl"].startswith("http://")


def test_her_voice_comes_without_a_transcript(wechat: Playground, bot: FakeBot) -> None:
    wechat.follower().does("voice")
    fields = bot.heard[-1].fields
    assert (fields["MsgType"], fields["Format"]) == ("voice", "amr")
    assert "Recognition" not in fields
    address = f"/cgi-bin/media/get/jssdk?media_id={fields['MediaId16K']}"
    answer = wechat.http("GET", f"{address}&access_token={wechat.token()}")
    assert answer.data.startswith(b"#!AMR")


def test_media_live_three_days_of_the_shops_clock(wechat: Playground, bot: FakeBot) -> None:
    media_id = wechat.upload(PNG)["media_id"]
    wechat.app.extensions["world"].clock._absent_until = 0.0
    later = datetime.now(UTC) + timedelta(days=3, minutes=1)
    bot.web["/demo/clock"] = (200, {"now": later.isoformat()})
    assert wechat.api(GET + media_id)["errcode"] == 40007


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (PNG, "poem", 40004),
        (b"<svg></svg>", "image", 40005),
        (PNG, "voice", 40005),
        (b"#!AMR" + b"0" * (2 * 1024 * 1024), "voice", 40006),
        (b"", "image", 41005),
    ],
)
def test_a_file_of_the_wrong_kind_or_size_is_refused(
    wechat: Playground, content: bytes, kind: str, code: int
) -> None:
    assert wechat.upload(content, kind)["errcode"] == code


def test_a_code_is_made_drawn_and_scanned(wechat: Playground, bot: FakeBot) -> None:
    body = {"action_name": "QR_STR_SCENE", "expire_seconds": 604800}
    code = wechat.api(QR, body | {"action_info": {"scene": {"scene_str": "shop7"}}})
    assert code["expire_seconds"] == 604800
    drawn = wechat.http("GET", f"/cgi-bin/showqrcode?ticket={quote(code['ticket'])}")
    assert drawn.data.startswith(b"\x89PNG")
    wechat.person().does("scan", ticket=code["ticket"])
    assert bot.heard[-1].fields["EventKey"] == "qrscene_shop7"
    assert bot.heard[-1].fields["Ticket"] == code["ticket"]


def test_a_code_that_ran_out_is_neither_drawn_nor_scanned(wechat: Playground, bot: FakeBot) -> None:
    body = {"action_name": "QR_SCENE", "action_info": {"scene": {"scene_id": 7}}}
    ticket = wechat.api(QR, body)["ticket"]
    wechat.app.extensions["world"].clock._absent_until = 0.0
    later = datetime.now(UTC) + timedelta(minutes=2)
    bot.web["/demo/clock"] = (200, {"now": later.isoformat()})
    assert wechat.http("GET", f"/cgi-bin/showqrcode?ticket={quote(ticket)}").status == 404
    assert wechat.person().does("scan", ticket=ticket)["type"] == "no_code"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"action_name": "DANCE"}, 40052),
        ({"action_name": "QR_SCENE"}, 40053),
        ({"action_name": "QR_SCENE", "action_info": {"scene": {"scene_id": 0}}}, 40053),
        ({"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "x" * 65}}}, 40053),
    ],
)
def test_a_code_without_sense_is_refused(
    wechat: Playground, body: dict[str, object], code: int
) -> None:
    assert wechat.api(QR, body)["errcode"] == code
