"""The menu under the chat: read from `content/menu.toml`, checked, pushed.

https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu.html
"""

from collections.abc import Container
from pathlib import Path
from typing import Any

from bot.channels.wechat.client import WeChatClient
from bot.texts import CONTENT, read_toml

TOP, SUB = 3, 5
TOP_BYTES, SUB_BYTES = 16, 60


class MenuError(Exception):
    """The menu can't be pushed; the text names the button."""


def push_menu(client: WeChatClient, *, known: Container[str]) -> int:
    """Send the menu; return how many buttons it has."""
    menu = read_menu(known=known)
    client.call("/cgi-bin/menu/create", menu)
    return sum(len(button.get("sub_button", [button])) for button in menu["button"])


def read_menu(*, known: Container[str], folder: Path = CONTENT) -> dict[str, Any]:
    """Return the menu in WeChat's form; raise MenuError where a button can't work."""
    buttons = read_toml(folder / "menu.toml").get("buttons", [])
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= TOP:
        raise MenuError(f"the menu needs one to {TOP} buttons")
    return {"button": [_top(button, known) for button in buttons]}


def _top(button: dict[str, Any], known: Container[str]) -> dict[str, Any]:
    below = button.get("buttons")
    if below is None:
        return _button(button, known, longest=TOP_BYTES)
    if not 1 <= len(below) <= SUB:
        raise MenuError(f"{button.get('name')}: needs one to {SUB} buttons under it")
    name = _name(button, TOP_BYTES)
    return {"name": name, "sub_button": [_button(b, known, longest=SUB_BYTES) for b in below]}


def _button(button: dict[str, Any], known: Container[str], *, longest: int) -> dict[str, Any]:
    name = _name(button, longest)
    if "url" in button:
        return {"name": name, "type": "view", "url": button["url"]}
    does = button.get("does")
    if does not in known:
        raise MenuError(f"{name}: nothing is called {does}")
    return {"name": name, "type": "click", "key": does}


def _name(button: dict[str, Any], longest: int) -> str:
    name = str(button.get("name", ""))
    if not name or len(name.encode()) > longest:
        raise MenuError(f"{name or 'a button'}: a name has 1 to {longest} bytes")
    return name
