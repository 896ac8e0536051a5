"""Who may knock at the webhook: signatures, age, encryption, sizes."""

import base64
import struct
import time
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.channels.wechat.envelope import Envelopes
from bot.settings import WeChatAccount
from simulator.seal import signature
from tests.databases import ACCOUNT
from tests.people import AES_KEY, OpenShop, packed, signed, text_of, wrapped

APPID = ACCOUNT["wechat_appid"].encode()
VECTOR = (
    "Q3stYC6hdFzMh9T8HCvyDH9UTgHrzXvXNY6dSnJMj7GP6PBSWAA5ouBgYZXATrrqd7zsjLTEn8y8soLZld8E5d1trgJ5EX"
    "S9udiZfNea/NhZHPOtZDaWmWeJPcXZ15BJx7hb9K1K+z/LC80DLP03A232R8Cur832Fx6Xf19NSma3klFuwLMDFiVGK+vr"
    "gsEcihavjc3vmHz0blf+lb0QwA=="
)


def encrypted(body: bytes, *, appid: bytes = APPID, pad: int | None = None) -> str:
    """Encrypt with any padding byte, right or wrong."""
    plain = b"0123456789abcdef" + struct.pack(">I", len(body)) + body + appid
    size = 32 - len(plain) % 32
    key = base64.b64decode(AES_KEY + "=")
    sealing = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    packet = plain + bytes([size if pad is None else pad]) * size
    return base64.b64encode(sealing.update(packet) + sealing.finalize()).decode()


def knock(shop: OpenShop, sealed: str, **query: str) -> tuple[int, bytes]:
    body, proof = wrapped(b"", sealed, signed())
    answer = shop.app.test_client().post("/wechat", query_string=proof | query, data=body)
    return answer.status_code, answer.data


def test_wechat_verifies_our_address_as_often_as_it_likes(shop: OpenShop) -> None:
    query = signed(timestamp=1) | {"echostr": "5927782489442352469"}
    answers = [shop.app.test_client().get("/wechat", query_string=query) for _ in range(3)]
    assert {(answer.status_code, answer.data) for answer in answers} == {
        (200, query["echostr"].encode())
    }
    assert answers[0].mimetype == "text/plain"


@pytest.mark.parametrize("wrong", [{"signature": "0" * 40}, {"signature": ""}, {"nonce": "x"}])
def test_an_address_check_by_a_stranger_is_refused(shop: OpenShop, wrong: dict[str, str]) -> None:
    query = signed() | {"echostr": "1"} | wrong
    assert shop.app.test_client().get("/wechat", query_string=query).status_code == 403


def test_the_published_example_of_encryption_opens() -> None:
    account = WeChatAccount(
        appid="wx0123456789abcdef",
        secret="",
        token="TESTTOKEN",
        aes_key=AES_KEY,
        account="gh_test",
        api_base="",
    )
    envelopes = Envelopes(account)
    query = {"timestamp": "1700000000", "nonce": "nonce123"}
    query["signature"] = "45b533d0233049d44fc14c2fba1b784188236b7d"
    query["msg_signature"] = "0765eea66dd5ef0f6322e6a8d86cff363cca6e75"
    envelopes.check(query)
    envelopes.check(query, VECTOR, name="msg_signature")
    assert "你好" in envelopes._decrypt(VECTOR).decode()


@pytest.mark.parametrize("mode", ["secure", "compatible"])
def test_an_encrypted_hello_gets_an_encrypted_answer(secure_shop: OpenShop, mode: str) -> None:
    assert secure_shop.stranger(mode=mode).says("你好")


def test_a_plain_hello_gets_a_plain_answer(shop: OpenShop) -> None:
    assert shop.stranger().says("你好")


def test_a_compatible_push_is_read_by_a_shop_without_a_key(shop: OpenShop) -> None:
    li = shop.stranger()
    body, query = packed(li.writes(text_of("你好")), "compatible")
    assert li.reads(li.pushes(body, **query))


def test_a_plain_body_is_refused_where_encryption_is_demanded(secure_shop: OpenShop) -> None:
    li = secure_shop.stranger()
    assert li.pushes(li.writes(text_of("你好"))).status_code == 403
    assert not secure_shop.knows(li.openid)


@pytest.mark.parametrize(
    "wrong",
    [
        {"signature": "0" * 40},
        {"signature": "签名"},
        {"timestamp": str(int(time.time()) + 1)},
        {"nonce": "another"},
    ],
)
def test_a_push_with_a_wrong_signature_is_refused(shop: OpenShop, wrong: dict[str, str]) -> None:
    li = shop.stranger()
    assert li.pushes(li.writes(text_of("你好")), **wrong).status_code == 403
    assert not shop.knows(li.openid)


@pytest.mark.parametrize("seconds", [-301, 4000])
def test_a_push_of_another_time_is_refused(shop: OpenShop, seconds: int) -> None:
    li, stamp = shop.stranger(), int(time.time()) + seconds
    assert li.pushes(li.writes(text_of("你好")), **signed(timestamp=stamp)).status_code == 403


@pytest.mark.parametrize("stamp", ["0", "", "-1", "１", "1e9", "9" * 5000])
def test_a_push_without_a_real_time_is_refused(shop: OpenShop, stamp: str) -> None:
    li = shop.stranger()
    assert li.pushes(li.writes(text_of("你好")), **signed(timestamp=stamp)).status_code == 403


def test_the_signature_of_another_body_is_refused(secure_shop: OpenShop) -> None:
    other = signature(ACCOUNT["wechat_token"], *signed().values(), "another body")
    assert knock(secure_shop, encrypted(b"<xml/>"), msg_signature=other)[0] == 403


def test_the_three_part_signature_does_not_stand_for_the_body(secure_shop: OpenShop) -> None:
    proof = signed()
    status, _ = knock(secure_shop, encrypted(b"<xml/>"), msg_signature=proof["signature"])
    assert status == 403


def test_a_message_to_another_account_is_not_read(secure_shop: OpenShop) -> None:
    li = secure_shop.stranger()
    xml = li.writes(text_of("你好")).encode()
    assert knock(secure_shop, encrypted(xml, appid=b"wx" + b"f" * 16)) == (200, b"success")
    assert not secure_shop.knows(li.openid)


@pytest.mark.parametrize("extra", range(32))
def test_every_right_padding_is_read(secure_shop: OpenShop, extra: int) -> None:
    li = secure_shop.stranger(mode="secure")
    assert li.says("a" * extra + "你好")


@pytest.mark.parametrize("pad", [0, 33, 255])
def test_a_wrong_padding_is_not_read(secure_shop: OpenShop, pad: int) -> None:
    li = secure_shop.stranger()
    xml = li.writes(text_of("你好")).encode()
    assert knock(secure_shop, encrypted(xml, pad=pad)) == (200, b"success")
    assert not secure_shop.knows(li.openid)


JUNK: dict[str, Callable[[str], str]] = {
    "cut off": lambda text: text[:40],
    "cut in a block": lambda text: base64.b64encode(base64.b64decode(text)[:-5]).decode(),
    "half of it": lambda text: base64.b64encode(base64.b64decode(text)[: 16 * 4]).decode(),
    "one block": lambda text: base64.b64encode(b"x" * 16).decode(),
    "not base64": lambda text: "!" + text,
    "not ascii": lambda text: "你" + text,
    "nothing": lambda text: "",
    "noise": lambda text: base64.b64encode(b"\x00\xff" * 320).decode(),
}


@pytest.mark.parametrize("how", JUNK)
def test_broken_ciphertext_is_not_read(secure_shop: OpenShop, how: str) -> None:
    li = secure_shop.stranger()
    xml = li.writes(text_of("你好")).encode()
    status, answer = knock(secure_shop, JUNK[how](encrypted(xml)))
    assert (status, answer) == (200, b"success") or (how == "nothing" and status == 403)
    assert not secure_shop.knows(li.openid)


def test_a_body_of_ten_mebibytes_is_not_taken_in(shop: OpenShop) -> None:
    li = shop.stranger()
    big = li.writes(text_of("好" * (10 * 2**20 // 3)))
    assert li.pushes(big).data == b"success"
    assert not shop.knows(li.openid)


def test_a_stranger_cannot_make_us_read_a_big_body(shop: OpenShop) -> None:
    class Pipe:
        def read(self, size: int = -1) -> bytes:
            raise AssertionError("nobody reads a stranger's body")

    environ = {"wsgi.input": Pipe(), "wsgi.input_terminated": True}
    answer = shop.app.test_client().post("/wechat?signature=x", environ_overrides=environ)
    assert answer.status_code == 403


def test_a_big_body_of_unknown_length_is_read_up_to_the_limit(shop: OpenShop) -> None:
    class Endless:
        taken = 0

        def read(self, size: int = -1) -> bytes:
            assert size >= 0
            self.taken += min(size, 65536)
            return b"<" * min(size, 65536)

    pipe = Endless()
    environ = {"wsgi.input": pipe, "wsgi.input_terminated": True}
    answer = shop.app.test_client().post(
        "/wechat", query_string=signed(), environ_overrides=environ
    )
    assert answer.data == b"success"
    assert pipe.taken < 3 << 20


def test_a_body_that_trickles_in_is_read_to_its_end(shop: OpenShop) -> None:
    li = shop.stranger()
    whole = li.writes(text_of("你好")).encode()

    class Trickle:
        left = whole

        def read(self, size: int = -1) -> bytes:
            step, self.left = self.left[: min(size, 50)], self.left[min(size, 50) :]
            return step

    environ = {"wsgi.input": Trickle(), "wsgi.input_terminated": True}
    answer = shop.app.test_client().post(
        "/wechat", query_string=signed(), environ_overrides=environ
    )
    assert li.reads(answer)
