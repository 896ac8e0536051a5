"""Tell the shop's time: real time, moved by what a bot in demo says."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta

import urllib3

from .instants import loaded, real_now, shown, stored

PATIENCE = 2.0
STEPPING_PATIENCE = 300.0
ABSENT_SECONDS = 10.0
REFUSALS = {
    401: "店里不认这把钥匙，时钟没有拨动。",
    404: "这家店走的是真实时间，时钟拨不动。",
    409: "店里的时钟只能往前走，一次最多四百天。",
}


class CannotMove(Exception):
    """The clock stays where it is; the message is for the person at the page."""


class ShopClock:
    """Ask the bot afresh each time; if it is silent, go on from what it last said."""

    def __init__(self, pool: urllib3.PoolManager, bot_url: str, api_key: str) -> None:
        self._pool = pool
        self._url = f"{bot_url}/demo/clock"
        self._headers = {
            "Authorization": f"Bearer {api_key}",
            "Content-Type": "application/json",
            "Connection": "close",  # a kept one may be dead, and then the time would be stale
        }
        self._offset = timedelta()
        self._absent_until = 0.0

    def now(self) -> datetime:
        """Return the shop's time."""
        if time.monotonic() >= self._absent_until:
            self._ask()
        return real_now() + self._offset

    def move(self, to: datetime) -> datetime:
        """Let the bot step its clock to a moment, however long that takes."""
        body = json.dumps({"to": shown(stored(to))})
        try:
            answer = self._pool.request(
                "POST", self._url, body=body, headers=self._headers, timeout=STEPPING_PATIENCE
            )
        except urllib3.exceptions.HTTPError as error:
            raise CannotMove("店里的机器人没有回应，时钟没有拨动。") from error
        if answer.status != 200:
            raise CannotMove(_sentence(answer))
        self._absent_until = 0.0
        self._heard(answer)
        return real_now() + self._offset

    def _ask(self) -> None:
        try:
            answer = self._pool.request("GET", self._url, headers=self._headers, timeout=PATIENCE)
        except urllib3.exceptions.HTTPError:
            return
        if answer.status == 404:
            self._offset, self._absent_until = timedelta(), time.monotonic() + ABSENT_SECONDS
        elif answer.status == 200:
            self._heard(answer)

    def _heard(self, answer: urllib3.BaseHTTPResponse) -> None:
        try:
            self._offset = loaded(answer.json()["now"]) - real_now()
        except (ValueError, KeyError, TypeError):
            return


def _sentence(answer: urllib3.BaseHTTPResponse) -> str:
    return REFUSALS.get(answer.status, f"时钟没有拨动（{answer.status}）。")
