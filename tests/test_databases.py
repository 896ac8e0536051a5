"""What tests stand on: empty shops on both servers, an empty Redis, no way to the outside."""

import socket

import pytest
import redis
from sqlalchemy import text

from bot.db import connect
from bot.settings import Settings


@pytest.mark.parametrize("turn", ["first", "second"])
def test_every_test_begins_with_an_empty_shop(settings: Settings, turn: str) -> None:
    engine = connect(settings)
    with engine.begin() as connection:
        people = connection.execute(text("SELECT count(*) FROM person")).scalar_one()
        connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))
    assert people == 0


@pytest.mark.parametrize("turn", ["first", "second"])
def test_every_test_begins_with_an_empty_redis(redis_url: str, turn: str) -> None:
    server = redis.Redis.from_url(redis_url)
    assert server.dbsize() == 0
    server.set("left", "behind")


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "api.weixin.qq.com"])
def test_nobody_outside_can_be_called(host: str, escapes: list[str]) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, 80), timeout=1)
    assert escapes
    escapes.clear()
