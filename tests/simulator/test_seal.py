"""The test vector of the platform's own algorithm, and what must not open."""

from __future__ import annotations

import base64

import pytest

from simulator.markup import read
from simulator.seal import BrokenSeal, Seal, signature

TOKEN, KEY, APPID = "TESTTOKEN", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx0123456789abcdef"
STAMP, NONCE = "1700000000", "nonce123"
XML = "<xml><ToUserName><![CDATA[gh_test]]></ToUserName><Content><![CDATA[你好]]></Content></xml>"
SEALED = (
    "Q3stYC6hdFzMh9T8HCvyDH9UTgHrzXvXNY6dSnJMj7GP6PBSWAA5ouBgYZXATrrqd7zsjLTEn8y8soLZld8E5d1trgJ5"
    "EXS9udiZfNea/NhZHPOtZDaWmWeJPcXZ15BJx7hb9K1K+z/LC80DLP03A232R8Cur832Fx6Xf19NSma3klFuwLMDFiVG"
    "K+vrgsEcihavjc3vmHz0blf+lb0QwA=="
)


def test_the_known_push_is_signed_as_expected() -> None:
    assert signature(TOKEN, STAMP, NONCE) == "45b533d0233049d44fc14c2fba1b784188236b7d"
    assert signature(TOKEN, STAMP, NONCE, SEALED) == "0765eea66dd5ef0f6322e6a8d86cff363cca6e75"


def test_the_known_push_is_encrypted_as_expected() -> None:
    assert Seal(KEY, APPID).encrypt(XML, random=b"0123456789abcdef") == SEALED


def test_the_known_push_opens_again() -> None:
    assert read(Seal(KEY, APPID).decrypt(SEALED))["Content"] == "你好"


@pytest.mark.parametrize("length", range(1, 40))
def test_every_length_of_padding_opens_again(length: int) -> None:
    seal = Seal(KEY, APPID)
    assert seal.decrypt(seal.encrypt("x" * length)) == "x" * length


def test_another_accounts_push_does_not_open() -> None:
    with pytest.raises(BrokenSeal, match="AppID"):
        Seal(KEY, APPID).decrypt(Seal(KEY, "wxffffffffffffffff").encrypt(XML))


@pytest.mark.parametrize(
    "junk", ["", "好", "AAAA", base64.b64encode(bytes(range(31))).decode(), "A" * 64]
)
def test_junk_does_not_open(junk: str) -> None:
    with pytest.raises(BrokenSeal):
        Seal(KEY, APPID).decrypt(junk)
