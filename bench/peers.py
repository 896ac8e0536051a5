"""Bots that only echo, under the same web server with the same settings as ours."""

import sys
from typing import Any

from flask import Flask, request
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from bench.pushes import AES_KEY, APPID, TOKEN, library_crypto
from bot.supervisor.web import THREADS

PROCESSES = 2  # as WEB_PROCESSES is by default


def flask_and_wechatpy() -> Flask:
    """Make the bot of wechatpy's documentation: check, decrypt, parse, echo, encrypt."""
    from wechatpy.parser import parse_message
    from wechatpy.replies import create_reply
    from wechatpy.utils import check_signature

    app, crypto = Flask(__name__), library_crypto()

    @app.post("/wechat")
    def echo() -> str:
        query = request.args
        check_signature(TOKEN, query["signature"], query["timestamp"], query["nonce"])
        signed = query["msg_signature"], query["timestamp"], query["nonce"]
        message = parse_message(crypto.decrypt_message(request.data, *signed))
        reply = create_reply(message.content, message)
        return str(crypto.encrypt_message(reply.render(), query["nonce"], query["timestamp"]))

    return app


def werobot() -> Flask:
    """Make WeRoBot's echo in a Flask view, without its sessions: they would write a file."""
    from werobot import WeRoBot
    from werobot.contrib.flask import make_view

    robot = WeRoBot(token=TOKEN, encoding_aes_key=AES_KEY, app_id=APPID)
    robot.config["SESSION_STORAGE"] = False
    robot.text(lambda message: message.content)
    app = Flask(__name__)
    app.add_url_rule("/wechat", view_func=make_view(robot), methods=["GET", "POST"])
    return app


PEERS = {"Flask + wechatpy": flask_and_wechatpy, "WeRoBot": werobot}


def serve(name: str, port: int) -> None:
    """Serve one of them until SIGTERM."""

    def load(_target: str) -> Any:
        return PEERS[name]()

    Server(
        "peer",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=PROCESSES,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve(target_loader=load)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
