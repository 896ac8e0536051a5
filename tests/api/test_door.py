"""Who may come in, and what is said to who may not, or can't be understood."""

import pytest

from bot.app import create_app
from bot.settings import Settings
from bot.web.api.auth import TRIES
from tests.api.cast import KEY, Shop, Till, sale, says
from tests.databases import ONE_SERVER
from tests.people import Databases, app_of

pytestmark = ONE_SERVER
CALLS = [
    ("POST", "/purchases"),
    ("POST", "/returns"),
    ("GET", "/members"),
    ("GET", "/members/1"),
    ("GET", "/members/1/points"),
    ("GET", "/conversations"),
    ("POST", "/bindings/800000000000/confirm"),
    ("GET", "/outbox"),
    ("GET", "/tasks"),
    ("POST", "/tasks/1/done"),
]
ADDRESSES = [
    ("GET", "/nothing", 404),
    ("GET", "", 404),
    ("POST", "/members", 405),
    ("DELETE", "/members/1", 405),
    ("GET", "/members/abc", 404),
    ("GET", "/members/-1", 404),
    ("GET", "/members/99999999999999999999", 404),
    ("GET", "/members/9223372036854775807", 404),
    ("GET", "/tasks/", 404),
]
NO_JSON = [
    b"",
    b"{",
    b"nonsense",
    b"\xff\xfe{}",
    '{"till":"店"}'.encode("gbk"),
    b'{"total": NaN}',
    b"[Infinity]",
    b"9" * 5000,
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b"\0",
]


@pytest.fixture
def keyless(settings: Settings, known_databases: Databases) -> Shop:
    return Shop(known_databases.used_by(app_of(settings, {}, ())))


def test_no_call_is_answered_without_the_key(shop: Shop) -> None:
    for method, path in CALLS:
        answer = shop.app.test_client().open(f"/api/v1{path}", method=method)
        assert (answer.status_code, says(answer)["type"]) == (401, "no_key"), path
        assert answer.mimetype == "application/problem+json"
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_nothing_but_the_key_opens(shop: Shop) -> None:
    for header in ("", "Bearer", "Bearer ", f"Basic {KEY}", KEY, f"Bearer {KEY}x", "Bearer 钥"):
        headers = {"Authorization": header.encode().decode("latin-1")}
        answer = shop.app.test_client().get("/api/v1/tasks", headers=headers)
        assert answer.status_code == 401, header


def test_a_shop_without_a_key_lets_nobody_in(keyless: Shop) -> None:
    for key in ("", " ", "x"):
        assert Till(keyless.app, key=key).gets("/tasks").status_code == 401


def test_wrong_keys_are_slowed_down_and_the_right_one_is_not(shop: Shop) -> None:
    app = create_app(intents={}, flows=(), settings=shop.bot.settings)  # nobody has tried this one
    thief, till = Till(app, key="guessed"), Till(app)
    statuses = [thief.gets("/tasks").status_code for _ in range(2 * TRIES)]
    assert set(statuses[:TRIES]) == {401}
    assert 429 in statuses
    assert till.gets("/tasks").status_code == 200


def test_an_address_that_is_none_has_an_answer_too(shop: Shop) -> None:
    headers = {"Authorization": f"Bearer {KEY}"}
    for method, path, status in ADDRESSES:
        answer = shop.app.test_client().open(f"/api/v1{path}", method=method, headers=headers)
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), path
        assert says(answer)["status"] == status
        assert says(answer)["detail"]


def test_other_pages_keep_their_own_errors(shop: Shop) -> None:
    answer = shop.app.test_client().get("/nothing")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_what_is_not_called_json_is_not_read(till: Till) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "text/xml", ""):
        assert till.sends("/purchases", b"{}", kind).status_code == 415, kind


def test_a_body_that_is_too_big_is_not_read(till: Till) -> None:
    assert till.sends("/returns", b'"' + b"x" * 2**20 + b'"').status_code == 413
    assert till.sends("/purchases", b'"' + b"x" * 2**22 + b'"').status_code == 413


def test_what_is_no_json_is_told_so(till: Till) -> None:
    for raw in NO_JSON:
        answer = till.sends("/purchases", raw)
        assert (answer.status_code, says(answer)["type"]) == (422, "unreadable"), raw[:20]


def test_what_breaks_inside_is_told_without_its_details(
    shop: Shop, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(shop.bot.__dict__, "shops", None)
    answer = till.posts("/purchases", sale())
    assert (answer.status_code, says(answer)["type"]) == (500, "broken")
    assert "NoneType" not in answer.text
