"""A running simulator with verbs for tests: everything goes over real HTTP."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import urllib3

from simulator.app import create_app
from simulator.server import serve
from simulator.settings import Settings
from tests.simulator.fake_bot import ACCOUNT, AES_KEY, APPID, TOKEN

SECRET = "s" * 32
PATIENCE = 0.2  # seconds, where a test lets a delivery fail


class Playground:
    """WeChat, as a test sees it: `sim` controls it, `api` is what the bot would call."""

    def __init__(self, data: Path, bot_url: str) -> None:
        settings = Settings(
            host="127.0.0.1",
            port=0,
            data=data,
            bot_url=bot_url,
            bot_api_key="till-key",
            appid=APPID,
            secret=SECRET,
            token=TOKEN,
            aes_key=AES_KEY,
            account=ACCOUNT,
            mode="secure",
            shop="回头客",
        )
        self.app = create_app(settings)
        self._server = serve(self.app, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._http = urllib3.PoolManager(retries=False, timeout=10)
        self._token = ""
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def begin_again(self) -> None:
        """Forget everything."""
        self.app.extensions["world"].reset()
        self._token = ""

    def sim(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """Work the controls; a refusal has its `status`."""
        found: dict[str, Any] = self.http(method, path, body).json()
        return found

    def http(self, method: str, path: str, body: object = None) -> urllib3.BaseHTTPResponse:
        """Send JSON, get the bare answer."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} if data is not None else {}
        return self._http.request(method, self.url + path, body=data, headers=headers)

    def is_impatient(self) -> None:
        """Wait a fifth of a second for an answer, not five."""
        self.turn(delivery_seconds=PATIENCE)

    def turn(self, **numbers: object) -> None:
        """Turn some of WeChat's numbers."""
        self.sim("PUT", "/sim/settings", numbers)

    def token(self) -> str:
        """Return a living token, fetched once."""
        if not self._token:
            self._token = self.stable_token()["access_token"]
        return self._token

    def stable_token(self, **changes: object) -> dict[str, Any]:
        """Ask for a stable token."""
        wish = {"grant_type": "client_credential", "appid": APPID, "secret": SECRET}
        return self.sim("POST", "/cgi-bin/stable_token", wish | changes)

    def raw(self, path: str, body: bytes | None, token: str | None = None) -> dict[str, Any]:
        """Call the API with these very bytes, or by GET."""
        mark = "&" if "?" in path else "?"
        address = f"{self.url}{path}{mark}access_token={token or self.token()}"
        method = "GET" if body is None else "POST"
        found: dict[str, Any] = self._http.request(method, address, body=body).json()
        return found

    def api(self, path: str, body: object = None) -> dict[str, Any]:
        """Call the API as the bot would."""
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        return self.raw(path, data)

    def upload(self, content: bytes, kind: str = "image") -> dict[str, Any]:
        """Upload a file as the bot would."""
        address = f"{self.url}/cgi-bin/media/upload?type={kind}&access_token={self.token()}"
        fields = {"media": ("picture.png", content)}
        found: dict[str, Any] = self._http.request("POST", address, fields=fields).json()
        return found

    def writes(self, person: Person, text: str = "您好") -> int:
        """Send a customer-service message; return the errcode."""
        body = {"touser": person.openid, "msgtype": "text", "text": {"content": text}}
        answer = self.api("/cgi-bin/message/custom/send", body)
        return int(answer["errcode"])

    def person(self, name: str = "王姐", **more: str) -> Person:
        """Let somebody exist."""
        return Person(self, self.sim("POST", "/sim/people", {"name": name, **more})["openid"])

    def follower(self, name: str = "王姐") -> Person:
        """Let somebody exist who follows."""
        person = self.person(name)
        person.does("follow")
        return person

    def close(self) -> None:
        """Stop listening and let go of the file."""
        self._server.shutdown()
        self._server.server_close()
        self.app.extensions["world"].journal.close()


class Person:
    """Somebody with a phone."""

    def __init__(self, ground: Playground, openid: str) -> None:
        self._ground = ground
        self.openid = openid

    def does(self, act: str, **body: object) -> dict[str, Any]:
        """Do something and wait for the verdict."""
        path = f"/sim/people/{self.openid}/{act}"
        return self._ground.sim("POST", path, {"wait": True} | body)

    def says(self, text: str, **body: object) -> dict[str, Any]:
        """Write something."""
        return self.does("text", text=text, **body)

    def sees(self) -> list[dict[str, Any]]:
        """Return what her phone shows."""
        path = f"/sim/people/{self.openid}/messages"
        items: list[dict[str, Any]] = self._ground.sim("GET", path)["items"]
        return items

    def sees_last(self) -> str:
        """Return the newest text on her phone."""
        return str(self.sees()[-1]["text"])
