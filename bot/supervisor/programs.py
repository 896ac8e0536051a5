"""The programs that make up the shop, and the order in which they stop."""

import sys

from bot.settings import Settings
from bot.supervisor.child import Program

# No new work comes in, what was begun is finished, nobody talks to Valkey any more.
WEB_BY, WORK_BY, SIMULATOR_BY, VALKEY_BY = 3.0, 7.0, 8.0, 9.0


def of_the_shop(settings: Settings) -> list[Program]:
    """Return what runs beside Valkey: the demo has a simulator too."""
    programs = [
        Program("web", [sys.executable, "-m", "bot.supervisor.web"], stop_by=WEB_BY),
        Program("worker", _flask("worker"), stop_by=WORK_BY),
        Program("scheduler", _flask("scheduler"), stop_by=WORK_BY),
    ]
    return [*programs, _simulator(settings)] if settings.demo else programs


def _flask(command: str) -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "wsgi", command]


def _simulator(settings: Settings) -> Program:
    account = settings.wechat
    assert account, "a demo has an account of its own"
    env = {
        "SIMULATOR_HOST": "127.0.0.1",
        "SIMULATOR_PORT": str(settings.simulator_port),
        "SIMULATOR_DATA": str(settings.data / "simulator"),
        "BOT_URL": local_url(settings),
        "BOT_API_KEY": settings.keys.api,
        "WECHAT_APPID": account.appid,
        "WECHAT_SECRET": account.secret,
        "WECHAT_TOKEN": account.token,
        "WECHAT_AES_KEY": account.aes_key,
        "WECHAT_ACCOUNT": account.account,
    }
    return Program("simulator", [sys.executable, "-m", "simulator"], stop_by=SIMULATOR_BY, env=env)


def local_url(settings: Settings) -> str:
    """Return where programs on this machine reach the web, also when it listens everywhere."""
    host = local_host(settings)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def local_host(settings: Settings) -> str:
    """Return the address to call: who listens everywhere is called on loopback."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - a name, nothing is bound
    return everywhere.get(settings.host, settings.host)
