"""WeChat itself, as the simulator plays it in a process of its own, with verbs for tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import urllib3
from werkzeug.serving import WSGIRequestHandler, make_server

from bot import clock
from tests.databases import ACCOUNT
from tests.people import AES_KEY, Opens, OpenShop

ROOT = Path(__file__).parent.parent
SEND = "/cgi-bin/message/custom/send"
CARD = "/cgi-bin/message/template/send"
MASS = "/cgi-bin/message/mass/send"
TOKEN = "/cgi-bin/stable_token"


class FrontDoor:
    """A web server before whatever shop a test has opened."""

    def __init__(self) -> None:
        self.shop: OpenShop | None = None
        self.tells_time = False
        quiet = type("Quiet", (WSGIRequestHandler,), {"log": lambda *_: None})
        self._server = make_server(
            "127.0.0.1", 0, self._serve, threaded=True, request_handler=quiet
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def _serve(self, environ: Any, start_response: Any) -> Any:
        if self.shop is None:
            start_response("503 Closed", [])
            return [b""]
        if self.tells_time and environ["PATH_INFO"] == "/demo/clock":
            start_response("200 OK", [("Content-Type", "application/json")])
            return [json.dumps({"now": clock.now().isoformat()}).encode()]
        return self.shop.app(environ, start_response)

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


class WeChat:
    """The simulator over HTTP: people do things, calls are seen, faults are planned."""

    def __init__(self, data: Path, door: FrontDoor) -> None:
        self._door = door
        env = {
            **os.environ,
            "SIMULATOR_PORT": "0",
            "SIMULATOR_DATA": str(data),
            "BOT_URL": door.url,
            "WECHAT_AES_KEY": AES_KEY,
            "WECHAT_MODE": "plain",
            **{name.upper(): value for name, value in ACCOUNT.items()},
        }
        words = ["setpriv", "--pdeathsig=TERM", sys.executable, "-m", "simulator"]
        self._process = subprocess.Popen(
            words, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout
        self.url = self._process.stdout.readline().split()[-1]
        self._http = urllib3.PoolManager(maxsize=16, retries=False, timeout=20)

    def sim(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """Work a control of the simulator."""
        answer = self._http.request(method, f"{self.url}/sim{path}", json=body)
        assert answer.status == 200, answer.data
        found: dict[str, Any] = answer.json()
        return found

    def api(self, path: str, body: object) -> dict[str, Any]:
        """Call WeChat as another program of the operator would."""
        found: dict[str, Any] = self._http.request("POST", f"{self.url}{path}", json=body).json()
        return found

    def begins_again(self, shop: OpenShop) -> None:
        """Forget everybody, and push to this shop."""
        self._door.shop = shop
        self.sim("POST", "/reset")

    def fan(self, name: str = "王姐") -> Fan:
        """Let somebody follow the shop."""
        fan = Fan(self, self.sim("POST", "/people", {"name": name})["openid"])
        fan.does("follow")
        return fan

    @contextmanager
    def follows_the_shops_clock(self) -> Iterator[None]:
        """Count windows and days by the shop's clock, as in a demo."""
        self._door.tells_time = True
        yield
        self._door.tells_time = False

    def breaks(self, kind: str, *, path: str = SEND, times: int | None = 1, **more: object) -> None:
        """Break an endpoint so many times (None: for ever): `breaks("errcode", errcode=-1)`."""
        self.sim("POST", "/faults", {"path": path, "kind": kind, "times": times} | more)

    def heals(self) -> None:
        """Work again as it should."""
        self.sim("DELETE", "/faults")

    def calls(self, path: str = SEND) -> list[dict[str, Any]]:
        """Return the shop's calls of one endpoint, oldest first."""
        found: list[dict[str, Any]] = self.sim("GET", f"/calls?path={path}&limit=1000")["items"]
        return found

    def accepted(self) -> list[str]:
        """Return the texts WeChat took over, in order."""
        return [str(each["body"]["text"]["content"]) for each in self.calls() if each["accepted"]]

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait(5)


@dataclass(frozen=True)
class Fan:
    """One follower on the simulator's side: what she does reaches the shop over HTTP."""

    wechat: WeChat
    openid: str

    def does(self, act: str, **more: object) -> dict[str, Any]:
        """Do anything the simulator knows, at the shop's hour, and wait for the answer."""
        body = {"wait": True, "at": clock.now().isoformat()} | more
        return self.wechat.sim("POST", f"/people/{self.openid}/{act}", body)

    def says(self, text: str) -> str | None:
        """Write; return what she hears at once."""
        verdict = self.does("text", text=text)
        assert verdict["verdict"] != "error", verdict
        return verdict["reply"] and str(verdict["reply"]["text"])

    def cards(self) -> list[dict[str, str]]:
        """Return the service notices she has, oldest first: label and value of each line."""
        items = self.wechat.sim("GET", f"/people/{self.openid}/messages")["items"]
        return [dict(each["data"]["rows"]) for each in items if each["type"] == "card"]

    def reports(self, card: int | str, status: str, **more: object) -> dict[str, Any]:
        """Let WeChat report what became of one of her cards."""
        job = {"MsgType": "event", "Event": "TEMPLATESENDJOBFINISH"}
        return self.does("push", fields=job | {"MsgID": card, "Status": status}, **more)

    def sees(self, via: str = "custom") -> list[str]:
        """Return what the shop has sent her by itself, oldest first."""
        items = self.wechat.sim("GET", f"/people/{self.openid}/messages")["items"]
        return [each["text"] for each in items if each["via"] == via]


@pytest.fixture(scope="session")
def _simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WeChat]:
    door = FrontDoor()
    wechat = WeChat(tmp_path_factory.mktemp("wechat"), door)
    yield wechat
    wechat.close()
    door.close()


@pytest.fixture
def wechat(_simulator: WeChat, shop: OpenShop) -> WeChat:
    """WeChat on its first day, joined to the test's shop."""
    _simulator.begins_again(shop)
    return _simulator


@pytest.fixture
def shop(_simulator: WeChat, opens: Opens, monkeypatch: pytest.MonkeyPatch) -> OpenShop:
    """A shop that can send; it waits for answers half a second at most."""
    monkeypatch.setattr("bot.channels.wechat.client.READ_SECONDS", 0.5)
    return opens(wechat_api_base=_simulator.url)
